"""What comes back, named as the task names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from polymuse.engines.hosted._wire import Ask, Output
from polymuse.types import Kind

__all__ = ["NAMES", "outputs"]

NAMES: Mapping[str, tuple[str, Kind]] = {
    "text-to-image": ("image", Kind.IMAGE),
    "image-to-image": ("image", Kind.IMAGE),
    "text-to-video": ("video", Kind.VIDEO),
    "image-to-video": ("video", Kind.VIDEO),
    "text-to-speech": ("speech", Kind.SPEECH),
    "text-to-music": ("music", Kind.MUSIC),
    "text-to-sound": ("sound", Kind.SOUND),
}
"""How the one thing that a task makes is called, and what it is."""


def outputs(ask: Ask, addresses: Sequence[str]) -> list[Output]:
    """The files behind some addresses: `image`, `image-2`, …."""
    name, kind = NAMES[ask.task]
    return [Output(name if n == 1 else f"{name}-{n}", kind, url=address) for n, address in enumerate(addresses, 1)]
