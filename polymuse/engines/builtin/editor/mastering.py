"""The sum brought to its loudness by gain and a look-ahead limiter (FFmpeg's `alimiter`, at four times the sample rate
so that it sees true peaks)."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path

import numpy as np
from av import AudioFrame
from av import BlockingIOError as NotYet
from av import EOFError as End
from av.filter import Graph
from av.filter.context import FilterContext

from polymuse.media.loudness import SILENCE, Loudness, audio_frame, measure
from polymuse.media.wav import Samples, WavWriter, read_wav_blocks
from polymuse.tasks.audio_mixing import AudioMixing
from polymuse.types import Event, Progress

__all__ = ["BLOCK", "RATE", "finish"]

RATE = 48000
BLOCK = 5 * RATE
TOLERANCE = 0.15
"""LU by which the result may miss its target before another pass is made."""
PASSES = 6
LEAST_SLOPE = 0.2
"""LU gained per decibel, at the least: the harder the limiter works, the less a decibel of gain does."""
HEADROOM = 0.7
"""Decibels that the limiter keeps below the true peak asked for: AAC adds some."""


def finish(scratch: Samples, params: AudioMixing, path: Path) -> Generator[Event, None, Loudness]:
    """Bring the sum to its loudness and write it; returns what was reached. Silence stays silence."""
    frames = len(scratch)
    now = measure(_cut(scratch))
    gain = params.loudness - now.integrated if now.integrated > SILENCE else 0.0
    before = (0.0, now.integrated)
    ceiling = params.true_peak - HEADROOM
    for step in range(PASSES):
        with WavWriter(path, RATE, 2) as file:
            for block in limited(scratch, gain, ceiling):
                file.write(block[: frames - file.frames])
        now = measure(read_wav_blocks(path, BLOCK))
        yield Progress(0.5 + 0.5 * (step + 1) / PASSES, "loudness")
        miss = params.loudness - now.integrated
        if abs(miss) <= TOLERANCE or now.integrated <= SILENCE:
            break
        slope = (now.integrated - before[1]) / (gain - before[0]) if gain != before[0] else 1.0
        before = (gain, now.integrated)
        gain += miss / min(1.0, max(LEAST_SLOPE, slope))
    return now


def _cut(scratch: Samples) -> Iterator[Samples]:
    for at in range(0, len(scratch), BLOCK):
        yield np.asarray(scratch[at : at + BLOCK])


def limited(scratch: Samples, gain: float, ceiling: float) -> Iterator[Samples]:
    """The sound at a gain in decibels, its true peaks held below `ceiling` dBTP."""
    graph = Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="fltp", layout="stereo")
    chain = [
        graph.add("volume", f"{gain:.4f}dB:precision=float"),
        graph.add("aresample", str(4 * RATE)),
        graph.add("alimiter", f"level_in=1:limit={10 ** (ceiling / 20):.6f}:attack=5:release=80:level=0:latency=1"),
        graph.add("aresample", str(RATE)),
        graph.add("aformat", f"sample_fmts=fltp:sample_rates={RATE}:channel_layouts=stereo"),
    ]
    sink = graph.add("abuffersink")
    for a, b in zip([source, *chain], [*chain, sink], strict=True):
        a.link_to(b)
    graph.configure()
    at = 0
    for block in _cut(scratch):
        source.push(audio_frame(block, RATE, at))
        at += len(block)
        yield from _pulled(sink)
    source.push(None)
    yield from _pulled(sink)


def _pulled(sink: FilterContext) -> Iterator[Samples]:
    while True:
        try:
            frame = sink.pull()
        except (NotYet, End):
            return
        assert isinstance(frame, AudioFrame)
        yield frame.to_ndarray().T.astype(np.float32, copy=False)
