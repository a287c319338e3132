"""An asset: one immutable piece of media, known by its content."""

from __future__ import annotations

import base64
import html
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

__all__ = ["AUDIO", "Asset", "Facts", "Kind"]

MOST_INLINE = 64 * 1024 * 1024
"""Bytes up to which a notebook gets the media itself."""


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


@dataclass(frozen=True, slots=True)
class Asset:
    """One immutable, content-addressed piece of media. `digest` is the SHA-256 of its bytes, in hexadecimal; two assets
    are equal when their bytes and kind are."""

    kind: Kind
    media_type: str
    digest: str
    path: Path = field(compare=False)
    facts: Facts = field(default_factory=dict, compare=False)

    def read_bytes(self) -> bytes:
        return self.path.read_bytes()

    def read_text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        """How a notebook shows it: pictures as themselves, sound and film as a player, text as text."""
        facts = " · ".join(f"{k} {v}" for k, v in self.facts.items() if isinstance(v, int | float | str))
        label = f"{self.kind} {self.digest[:12]} ({self.media_type}) {facts}".rstrip()
        return {"text/plain": label, **(_shown(self) if self.path.stat().st_size <= MOST_INLINE else {})}


def _shown(asset: Asset) -> dict[str, object]:
    data = base64.b64encode(asset.read_bytes()).decode()
    if asset.kind is Kind.IMAGE:
        return {asset.media_type: data}
    if asset.kind is Kind.VIDEO or (asset.kind in AUDIO and asset.media_type != "audio/midi"):
        tag = "video" if asset.kind is Kind.VIDEO else "audio"
        return {"text/html": f'<{tag} controls src="data:{asset.media_type};base64,{data}"></{tag}>'}
    if asset.media_type.startswith(("text/", "application/json")):
        return {"text/html": f"<pre>{html.escape(asset.read_text())}</pre>"}
    return {}
