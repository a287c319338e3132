"""Loudness and true peak by ITU-R BS.1770-4 / EBU R 128.

`measure` is exact and takes audio of any length block by block (FFmpeg's ebur128 filter). `loudness` is the fast form
for short audio in memory: K-weighting is applied to the spectrum, which affects phase only.
"""

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

from polymuse.media.spectrum import apply_response
from polymuse.media.wav import Samples

__all__ = [
    "HOP",
    "SILENCE",
    "Loudness",
    "audio_frame",
    "integrated_loudness",
    "k_weighted_powers",
    "loudness",
    "measure",
]

SILENCE = -70.0
"""Absolute gate in LUFS: quieter blocks count as silence."""
HOP = 4800
"""Samples between power measurements: 0.1 s at 48 kHz."""
_LUFS_OFFSET = -0.691
_BLOCK_HOPS = 4
_RELATIVE_GATE = 10.0
_K_FILTERS = (
    ((1.53512485958697, -2.69169618940638, 1.19839281085285), (1, -1.69065929318241, 0.73248077421585)),
    ((1, -2, 1), (1, -1.99004745483398, 0.99007225036621)),
)
"""Numerators and denominators of the shelving filter and the high-pass filter."""


@dataclass(frozen=True, slots=True)
class Loudness:
    """Integrated loudness in LUFS, loudness range in LU, true peak in dBTP."""

    integrated: float
    range: float
    true_peak: float


def audio_frame(samples: Samples, rate: int, at: int) -> av.AudioFrame:
    """Samples (frames, channels) as a planar float frame whose pts is `at`, in samples."""
    planar = np.ascontiguousarray(samples.T)
    layout = "stereo" if len(planar) == 2 else "mono"
    frame = av.AudioFrame.from_ndarray(planar, format="fltp", layout=layout)
    frame.sample_rate, frame.pts = rate, at
    return frame


def measure(blocks: Iterable[Samples], rate: int = 48000, channels: int = 2) -> Loudness:
    """Measure audio given as blocks of (frames, channels)."""
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
            metadata = dict(sink.pull().metadata)
        except (NotYet, End):
            return last, peak
        if metadata:
            last = metadata
            peaks = [float(v) for k, v in metadata.items() if k.startswith("lavfi.r128.true_peaks_ch")]
            peak = max([peak, *peaks])


def loudness(samples: Samples) -> float:
    """Gated loudness in LUFS of 48 kHz samples, (frames,) or (frames, channels). Input shorter than one 0.4 s block is
    padded with silence; silent input gives `SILENCE`."""
    return integrated_loudness(k_weighted_powers(samples))


def k_weighted_powers(samples: Samples) -> NDArray[np.float64]:
    """K-weighted power of each 0.1 s at 48 kHz, summed over the channels, of samples (frames,) or (frames, channels)."""
    padded = np.pad(samples.reshape(len(samples), -1), ((0, -len(samples) % HOP), (0, 0)))
    weighted = apply_response(padded, _k_weighting)
    return np.asarray(np.mean(weighted.reshape(-1, HOP, padded.shape[1]) ** 2, axis=1).sum(axis=1), np.float64)


def integrated_loudness(power: NDArray[np.float64]) -> float:
    """Integrated loudness in LUFS from K-weighted powers of 0.1 s each."""
    blocks = np.convolve(
        np.pad(power, (0, max(_BLOCK_HOPS - len(power), 0))), np.full(_BLOCK_HOPS, 1 / _BLOCK_HOPS), "valid"
    )
    above_absolute_gate = blocks[blocks > 10 ** ((SILENCE - _LUFS_OFFSET) / 10)]
    if not len(above_absolute_gate):
        return SILENCE
    above_relative_gate = above_absolute_gate[
        above_absolute_gate > np.mean(above_absolute_gate) * 10 ** (-_RELATIVE_GATE / 10)
    ]
    return float(_LUFS_OFFSET + 10 * np.log10(np.mean(above_relative_gate)))


def _k_weighting(hertz: NDArray[Any]) -> NDArray[Any]:
    """Magnitude response of the K-weighting: the two filters of ITU-R BS.1770-4, tables 1 and 2, at 48 kHz."""
    z_inverse = np.exp(-2j * np.pi * hertz / 48000)
    powers_of_z = np.stack([np.ones_like(z_inverse), z_inverse, z_inverse**2])
    response = np.prod(
        [np.tensordot(b, powers_of_z, 1) / np.tensordot(a, powers_of_z, 1) for b, a in _K_FILTERS], axis=0
    )
    return np.asarray(np.abs(response))
