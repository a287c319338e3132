"""AAC in an MP4 container, the audio format of films."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import av

from polymuse.media.loudness import audio_frame
from polymuse.media.wav import Samples

__all__ = ["write_aac"]

BITS = 192_000
"""Bit rate in bits per second, both channels together."""


def write_aac(path: Path, blocks: Iterable[Samples], rate: int) -> None:
    """Write stereo samples, given in blocks of (frames, 2), as AAC. The container is FFmpeg's "ipod" muxer, an MP4
    marked as audio; it stores no dates and no encoder name."""
    with av.open(str(path), "w", format="ipod", options={"movflags": "+faststart", "fflags": "+bitexact"}) as file:
        stream: Any = file.add_stream("aac", rate=rate, layout="stereo", bit_rate=BITS)
        at = 0
        for block in blocks:
            file.mux(stream.encode(audio_frame(block, rate, at)))
            at += len(block)
        file.mux(stream.encode(None))
