"""Loudness and true peak after ITU-R BS.1770-4 / EBU R 128.

`measure` is exact and takes sound of any length block by block (FFmpeg's ebur128 filter). `loudness` is the quick form
for short sounds in memory: the weighting is done on the spectrum, which changes nothing but the phase."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import av
import numpy as np
from av import BlockingIOError as NotYet
from av import EOFError as End
from av.filter import Graph
from av.filter.context import FilterContext
from numpy.typing import NDArray

from polymuse.media.spectrum import shaped
from polymuse.media.wav import Samples

__all__ = ["HOP", "SILENCE", "Loudness", "audio_frame", "gated", "loudness", "measure", "powers"]

SILENCE = -70.0
"""LUFS of the absolute gate: what is quieter counts as silence."""
HOP = 4800
"""Samples from one measurement of power to the next: a tenth of a second at 48 kHz."""
_OFFSET = -0.691
_BLOCK = 4
_RELATIVE_GATE = 10.0
_FILTERS = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1, -1.69065929318241, 0.73248077421585)),
    ((1, -2, 1), (1, -1.99004745483398, 0.99007225036621)),
)
"""Numerators and denominators: the head's shelf, and the high-pass."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS, loudness range in LU, true peak in dBTP."""

    integrated: float
    range: float
    true_peak: float


def audio_frame(samples: Samples, rate: int, at: int) -> av.AudioFrame:
    """Samples (frames, channels) as a float frame that begins at sample number `at`."""
    planar = np.ascontiguousarray(samples.T)
    layout = "stereo" if len(planar) == 2 else "mono"
    frame = av.AudioFrame.from_ndarray(planar, format="fltp", layout=layout)
    frame.sample_rate, frame.pts = rate, at
    return frame


def measure(blocks: Iterable[Samples], rate: int = 48000, channels: int = 2) -> Loudness:
    """Measure sound given block by block, each (frames, channels)."""
    graph = Graph()
    source = graph.add_abuffer(sample_rate=rate, format="fltp", layout="stereo" if channels == 2 else "mono")
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


def loudness(samples: Samples) -> float:
    """LUFS of sound at 48 kHz, (frames,) or (frames, channels), with both gates. What is shorter than a block of 0.4 s
    counts as a block that ends in silence; silence is `SILENCE`."""
    return gated(powers(samples))


def powers(samples: Samples) -> NDArray[np.float64]:
    """The K-weighted power of each tenth of a second at 48 kHz, summed over the channels."""
    whole = np.pad(samples.reshape(len(samples), -1), ((0, -len(samples) % HOP), (0, 0)))
    weighted = shaped(whole, _k_weighting)
    return np.asarray(np.mean(weighted.reshape(-1, HOP, whole.shape[1]) ** 2, axis=1).sum(axis=1), np.float64)


def gated(power: NDArray[np.float64]) -> float:
    """Integrated loudness in LUFS from power by tenths of a second."""
    blocks = np.convolve(np.pad(power, (0, max(_BLOCK - len(power), 0))), np.full(_BLOCK, 1 / _BLOCK), "valid")
    heard = blocks[blocks > 10 ** ((SILENCE - _OFFSET) / 10)]
    if not len(heard):
        return SILENCE
    loud = heard[heard > np.mean(heard) * 10 ** (-_RELATIVE_GATE / 10)]
    return float(_OFFSET + 10 * np.log10(np.mean(loud)))


def _k_weighting(hertz: NDArray[Any]) -> NDArray[Any]:
    """The size of the K-weighting's response: the two filters of ITU-R BS.1770-4, tables 1 and 2, at 48 kHz."""
    back = np.exp(-2j * np.pi * hertz / 48000)
    powers_of_z = np.stack([np.ones_like(back), back, back**2])
    whole = np.prod([np.tensordot(b, powers_of_z, 1) / np.tensordot(a, powers_of_z, 1) for b, a in _FILTERS], axis=0)
    return np.asarray(np.abs(whole))
