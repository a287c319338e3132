"""Sound as AAC in MP4, as films carry it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import av

from polymuse.media.loudness import audio_frame
from polymuse.media.wav import Samples

__all__ = ["write_aac"]

BITS = 192_000
"""Bits a second, for both channels together."""


def write_aac(path: Path, blocks: Iterable[Samples], rate: int) -> None:
    """Write stereo samples, block by block ("ipod" is FFmpeg's name for MP4 that says it holds sound). The file holds no
    dates and no names."""
    with av.open(str(path), "w", format="ipod", options={"movflags": "+faststart", "fflags": "+bitexact"}) as file:
        stream: Any = file.add_stream("aac", rate=rate, layout="stereo", bit_rate=BITS)
        at = 0
        for block in blocks:
            file.mux(stream.encode(audio_frame(block, rate, at)))
            at += len(block)
        file.mux(stream.encode(None))
