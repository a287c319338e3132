"""Loudness and true peak after ITU-R BS.1770-4 / EBU R 128, measured by FFmpeg's ebur128 filter."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import av
import numpy as np
from av import BlockingIOError as NotYet
from av import EOFError as End
from av.filter import Graph
from av.filter.context import FilterContext

from polymuse.media.wav import Samples

__all__ = ["SILENCE", "Loudness", "audio_frame", "measure"]

SILENCE = -70.0
"""LUFS of the absolute gate: what is quieter counts as silence."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS, loudness range in LU, true peak in dBTP."""

    integrated: float
    range: float
    true_peak: float


def audio_frame(samples: Samples, rate: int, at: int) -> av.AudioFrame:
    """Samples (frames, channels) as a float frame that begins at sample number `at`."""
    planar = np.ascontiguousarray(samples.T)
    layout = "stereo" if len(planar) == 2 else "mono"  # noqa: PLR2004
    frame = av.AudioFrame.from_ndarray(planar, format="fltp", layout=layout)
    frame.sample_rate, frame.pts = rate, at
    return frame


def measure(blocks: Iterable[Samples], rate: int = 48000, channels: int = 2) -> Loudness:
    """Measure sound given block by block, each (frames, channels)."""
    graph = Graph()
    source = graph.add_abuffer(
        sample_rate=rate, format="fltp", layout="stereo" if channels == 2 else "mono"  # noqa: PLR2004
    )
    meter = graph.add("ebur128", "metadata=1:peak=true:framelog=quiet")
    sink = graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    last: dict[str, str] = {}
    peak = 0.0
    at = 0
    for block in blocks:
        source.push(audio_frame(block, rate, at))
        at += len(block)
        last, peak = _drain(sink, last, peak)
    source.push(None)
    last, peak = _drain(sink, last, peak)
    return Loudness(
        float(last.get("lavfi.r128.I", SILENCE)),
        float(last.get("lavfi.r128.LRA", 0)),
        20 * math.log10(peak) if peak > 0 else -120.0,
    )


def _drain(sink: FilterContext, last: dict[str, str], peak: float) -> tuple[dict[str, str], float]:
    while True:
        try:
            found = dict(sink.pull().metadata)
        except (NotYet, End):
            return last, peak
        if found:
            last = found
            peaks = [float(v) for k, v in found.items() if k.startswith("lavfi.r128.true_peaks_ch")]
            peak = max([peak, *peaks])
