"""What comes back, named as the task names it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from polymuse.engines.hosted._wire import Ask, BadReply, Done, Outcome, Output, Reader
from polymuse.types import Chunk, Kind

__all__ = ["NAMES", "outputs", "sounding"]

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


class Sounding(Reader):
    """Puts together a sound that comes as its bytes."""

    def __init__(self, ask: Ask, media_type: str) -> None:
        super().__init__(ask)
        self._media_type = media_type
        self._sound: list[bytes] = []

    def feed(self, event: str, data: Any) -> Chunk:
        if not isinstance(data, bytes):
            raise BadReply("The answer is not a sound.")
        self._sound.append(data)
        return Chunk(data, self._media_type)

    def outcome(self) -> Outcome:
        if not self._sound:
            raise BadReply("The answer has no sound.")
        name, kind = NAMES[self.ask.task]
        return Done([Output(name, kind, b"".join(self._sound), media_type=self._media_type)])


def sounding(media_type: str) -> Callable[[Ask], Reader]:
    """A reader of sounds of that type."""
    return partial(Sounding, media_type=media_type)
