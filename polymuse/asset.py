"""An asset: one immutable piece of media, known by its content."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from polymuse.display import MOST_INLINE, media_html, show
from polymuse.errors import MediaError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL import Image

__all__ = ["AUDIO", "Asset", "Facts", "Kind"]


class Kind(StrEnum):
    """What a piece of media is."""

    TEXT = "text"
    IMAGE = "image"
    SPEECH = "speech"
    MUSIC = "music"
    SOUND = "sound"
    VIDEO = "video"
    DOCUMENT = "document"
    MESH = "mesh"
    BRIEF = "brief"
    EMBEDDING = "embedding"


AUDIO = frozenset({Kind.SPEECH, Kind.MUSIC, Kind.SOUND})

Facts = Mapping[str, Any]
"""What is known of a piece of media, as JSON: `width`, `height` (pixels), `seconds`, `fps`, `sample_rate`, `words` …"""


TEXTUAL = ("text/", "application/json", "application/x-subrip")
"""How the media types of what can be read as text begin."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One immutable, content-addressed piece of media. `digest` is the SHA-256 of its bytes, in hexadecimal; two assets
    are equal when their bytes and kind are.

    Saving and converting need the media libraries, which are imported when that is done."""

    kind: Kind
    media_type: str
    digest: str
    path: Path = field(compare=False)
    facts: Facts = field(default_factory=dict, compare=False)

    @classmethod
    def expected(cls, kind: Kind, facts: Facts) -> Asset:
        """Stands for an asset that is not made yet, with the facts that are expected of it: for estimates."""
        return cls(kind, "", "", Path(), facts)

    @property
    def made(self) -> bool:
        """Whether there is such an asset; one that is only expected has no bytes and no digest."""
        return bool(self.digest)

    @property
    def text(self) -> str:
        """The text itself. Raises MediaError where the asset is no text."""
        if not self.media_type.startswith(TEXTUAL):
            raise MediaError(f"{self.kind} {self.path.name}: {self.media_type} is no text.")
        return self.read_text()

    @property
    def width(self) -> int | None:
        """Width of a picture or a video in pixels."""
        return self.facts.get("width")

    @property
    def height(self) -> int | None:
        """Height of a picture or a video in pixels."""
        return self.facts.get("height")

    @property
    def seconds(self) -> float | None:
        """Length of audio or a video."""
        return self.facts.get("seconds")

    @property
    def fps(self) -> float | None:
        """Frames per second of a video."""
        return self.facts.get("fps")

    @property
    def sample_rate(self) -> int | None:
        """Samples per second of audio."""
        return self.facts.get("sample_rate")

    def read_bytes(self) -> bytes:
        return self.path.read_bytes()

    def read_text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def save(self, path: str | Path) -> Path:
        """Write it to a file, in the format that the file's suffix names; the file appears whole or not at all. Returns
        the path. Raises OutputError where that format cannot be had or the place cannot be written to."""
        from polymuse.media.convert import write_as  # noqa: PLC0415 - loads Pillow

        write_as(self, Path(path))
        return Path(path)

    def to_pil(self) -> Image.Image:
        """A picture as a Pillow image, upright, RGB or RGBA. Raises MediaError for other kinds."""
        from polymuse.media.arrays import to_pil  # noqa: PLC0415 - loads Pillow

        return to_pil(self)

    def to_numpy(self) -> NDArray[np.uint8] | NDArray[np.float32]:
        """A picture as uint8 (height, width, 3 or 4); audio as float32 (samples, channels) in −1..1; an embedding as
        float32. Raises MediaError for other kinds."""
        from polymuse.media.arrays import to_numpy  # noqa: PLC0415 - loads NumPy

        return to_numpy(self)

    def show(self) -> None:
        """Display it in a notebook; elsewhere open it with the system's viewer, or print where its file is."""
        show(self, self.path)

    def __repr__(self) -> str:
        size = f"{self.width}×{self.height}" if self.width and self.height else ""
        length = f"{self.seconds:g} s" if self.seconds is not None else ""
        facts = ", ".join(filter(None, [self.media_type, size, length]))
        return f"<Asset {self.kind} {self.digest[:12]} ({facts}) {str(self.path)!r}>"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """How a notebook shows it: pictures as themselves, audio and video as a player, text as text."""
        if self.kind is Kind.IMAGE and self.path.stat().st_size <= MOST_INLINE:
            shown = {self.media_type: base64.b64encode(self.read_bytes()).decode()}
        else:
            shown = {"text/html": self.to_html()}
        return {"text/plain": repr(self), **shown}

    def to_html(self) -> str:
        """A picture, a player or a text as HTML, which contains the media."""
        return media_html(self.path, self.media_type, label=f"{self.kind} {self.digest[:12]}")
