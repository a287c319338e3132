"""How media and results are shown: as HTML in a notebook, by the system's viewer elsewhere."""

from __future__ import annotations

import base64
import html
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

__all__ = ["MOST_INLINE", "list_html", "media_html", "show"]

MOST_INLINE = 64 * 1024 * 1024
"""Bytes up to which a notebook contains the media itself."""
WITHOUT_PLAYER = frozenset({"audio/midi"})


def media_html(path: Path, media_type: str, *, label: str, poster: Path | None = None) -> str:
    """A picture, a player or a text as HTML. Where the file is larger than MOST_INLINE, or browsers cannot show it, this
    says where it is. `label` describes it in words; `poster` is a PNG that stands for a video until it plays."""
    kind = media_type.partition("/")[0]
    title = html.escape(label, quote=True)
    if path.stat().st_size > MOST_INLINE or media_type in WITHOUT_PLAYER:
        return f"<p>{title}: <code>{html.escape(str(path))}</code></p>"
    if kind == "text" or media_type == "application/json":
        return f'<pre style="white-space: pre-wrap">{html.escape(path.read_text(encoding="utf-8"))}</pre>'
    if kind == "image":
        return f'<img src="{_data_uri(path, media_type)}" alt="{title}" style="max-width: 100%">'
    if kind == "audio":
        return f'<audio controls src="{_data_uri(path, media_type)}"></audio>'
    if kind == "video":
        still = f' poster="{_data_uri(poster, "image/png")}"' if poster else ""
        return f'<video controls src="{_data_uri(path, media_type)}"{still} style="max-width: 100%"></video>'
    return f"<p>{title}: <code>{html.escape(str(path))}</code></p>"


def list_html(lines: Iterable[str]) -> str:
    """Lines as a list; nothing where there are none."""
    items = "".join(f"<li>{html.escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def show(item: object, path: Path) -> subprocess.Popen[bytes] | None:
    """Display `item` in a notebook; elsewhere open its file with the system's viewer, or print where the file is if there
    is no viewer or no screen. Returns the viewer's process."""
    if _in_notebook():
        sys.modules["IPython"].display.display(item)
    elif viewer := _viewer():
        nowhere = subprocess.DEVNULL
        return subprocess.Popen(
            [viewer, str(path)], stdin=nowhere, stdout=nowhere, stderr=nowhere, start_new_session=True
        )
    else:
        sys.stdout.write(f"{path}\n")
    return None


def _data_uri(path: Path, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(path.read_bytes()).decode()}"


def _in_notebook() -> bool:
    """Whether this code runs in a Jupyter kernel, which has loaded IPython already."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and hasattr(shell, "kernel")


def _viewer() -> str | None:
    """The program that opens a file as a double click does, where there is a screen for it."""
    if sys.platform == "darwin":
        return shutil.which("open")
    screen = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    return shutil.which("xdg-open") if screen else None
