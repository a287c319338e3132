"""polymuse: any mix of text, images, sound and video into any other, from one brief.

    import polymuse
    polymuse.film("script.md", "out")
    polymuse.image("a red boat on a calm sea at sunset", "boat.png")

`polymuse.aio` has the same functions for asynchronous programs. Importing this loads no engine and no heavy library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from polymuse.version import __version__

if TYPE_CHECKING:
    from polymuse.sync import (
        animate,
        answer,
        edit,
        film,
        image,
        listen,
        look,
        models,
        music,
        restyle,
        run,
        sound,
        speak,
        stream,
        transcribe,
        video,
        watch,
        write,
    )

__all__ = [
    "__version__", "animate", "answer", "edit", "film", "image", "listen", "look", "models", "music", "restyle", "run",
    "sound", "speak", "stream", "transcribe", "video", "watch", "write",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """The functions above, imported at their first use."""
    if name in __all__:
        return getattr(import_module("polymuse.sync"), name)
    raise AttributeError(f"module 'polymuse' has no attribute {name!r}")
