"""Bells, gongs and chimes."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley.kit import (
    Bed,
    Occurrence,
    Wave,
    click,
    mix_into,
    piecewise_curve,
    samples_in,
    struck_modes,
)

__all__ = ["BEDS", "EVENTS"]


def church_bell(rng: Generator) -> Wave:
    """Hum, prime, minor third, fifth, nominal and above, as a bell founder tunes them."""
    prime = float(rng.uniform(255, 275))
    partials = ((0.5, 6.0, 0.5), (1, 4.2, 0.7), (1.19, 3.4, 0.6), (1.5, 2.4, 0.35), (2, 2.8, 1.0), (2.51, 1.3, 0.4),
                (2.66, 1.2, 0.3), (3.01, 1.0, 0.35), (4.17, 0.7, 0.3), (5.43, 0.45, 0.2), (6.8, 0.3, 0.15))  # fmt: skip
    bell = struck_modes(rng, 5.5, [(prime * r, ring, a) for r, ring, a in partials], 0.0015)
    bell += struck_modes(rng, 5.5, [(prime * r * 1.0012, ring, a * 0.5) for r, ring, a in partials], 0.0005)
    mix_into(bell, click(rng, 900, 5000, 0.04), 0, 0.8)
    return bell


def ship_bell(rng: Generator) -> Wave:
    """Two strokes, close together."""
    canvas = np.zeros(samples_in(3.5), np.float32)
    for at in (0.0, 0.42):
        ring = [
            (900 * r, d, a)
            for r, d, a in (
                (0.5, 2.4, 0.4),
                (1, 2.6, 1),
                (1.2, 1.9, 0.7),
                (1.52, 1.2, 0.4),
                (2.02, 1.4, 0.8),
                (2.7, 0.7, 0.4),
                (4.1, 0.4, 0.3),
            )
        ]
        mix_into(canvas, struck_modes(rng, 3, ring, 0.001), samples_in(at))
    return canvas


def bicycle_bell(rng: Generator) -> Wave:
    """Tring-tring: a toothed wheel strikes a small dome."""
    canvas = np.zeros(samples_in(1.5), np.float32)
    for burst in (0.0, 0.32):
        for index in range(5):
            ring = struck_modes(
                rng, 0.8, ((2850, 0.7, 1), (2874, 0.7, 0.6), (5980, 0.35, 0.5), (9300, 0.2, 0.3)), 0.0004
            )
            mix_into(canvas, ring, samples_in(burst + index * 0.032), 0.7)
    return canvas


def shop_bell(rng: Generator) -> Wave:
    """A small bell on a spring over a door."""
    canvas, at = np.zeros(samples_in(1.8), np.float32), 0.0
    for index in range(7):
        ring = struck_modes(rng, 0.9, ((3350, 0.8, 1), (3390, 0.7, 0.5), (7200, 0.35, 0.4), (11500, 0.15, 0.25)), 0.001)
        mix_into(canvas, ring, samples_in(at), 0.9**index * float(rng.uniform(0.5, 1)))
        at += float(rng.uniform(0.09, 0.17))
    return canvas


def small_bells(rng: Generator) -> Wave:
    """Sleigh bells shaken once."""
    canvas = np.zeros(samples_in(0.6), np.float32)
    for at in rng.uniform(0, 0.12, 9).tolist():
        hertz = float(rng.uniform(4200, 6800))
        mix_into(
            canvas,
            struck_modes(rng, 0.35, ((hertz, 0.25, 1), (hertz * 1.38, 0.2, 0.7), (hertz * 1.9, 0.1, 0.4))),
            samples_in(at),
            float(rng.uniform(0.4, 1)),
        )
    return canvas


def gong(rng: Generator) -> Wave:
    ratios = rng.uniform(1, 14, 26)
    body = struck_modes(
        rng, 6, [(88 * float(r), float(6 / (0.6 + 0.35 * r)), float(1 / r**0.6)) for r in ratios] + [(88, 6, 1.2)]
    )
    return body * piecewise_curve(len(body), (0, 0.5), (0.04, 1), (1, 1))


def chime(rng: Generator) -> Wave:
    """Tubes of a wind chime, struck by the wind a few at a time."""
    canvas, at = np.zeros(samples_in(4.0), np.float32), 0.0
    for _ in range(int(rng.integers(2, 7))):
        hertz = float(rng.choice([783.99, 880, 1046.5, 1174.66, 1318.5, 1567.98]))
        tube = struck_modes(rng, 2.4, ((hertz, 2.2, 1), (hertz * 2.76, 1.2, 0.5), (hertz * 5.4, 0.5, 0.25)), 0.0008)
        mix_into(canvas, tube, samples_in(at), float(rng.uniform(0.3, 1)))
        at += float(rng.gamma(1.6, 0.16))
    return canvas


def shimmer(rng: Generator) -> Wave:
    """Magic: a glissando of tiny bells that climbs and glitters away."""
    canvas = np.zeros((samples_in(3.6), 2), np.float32)
    for index in range(46):
        at = 0.028 * index + float(rng.uniform(0, 0.03)) if index < 30 else float(rng.uniform(0.8, 2.4))
        hertz = 1046.5 * 2 ** (min(index, 30) / 30 * 2.6) * float(rng.choice([1, 1.125, 1.25]))
        bell = struck_modes(rng, 0.9, ((hertz, 0.8, 1), (hertz * 2.01, 0.4, 0.3)), 0.001)
        pan = float(np.sin(index * 0.7))
        mix_into(canvas[:, 0], bell, samples_in(at), 0.4 * (1 - 0.7 * pan) / 1.7)
        mix_into(canvas[:, 1], bell, samples_in(at), 0.4 * (1 + 0.7 * pan) / 1.7)
    return canvas


BEDS: dict[str, Bed] = {}
EVENTS: dict[str, Occurrence] = {
    "church-bell": church_bell,
    "ship-bell": ship_bell,
    "bicycle-bell": bicycle_bell,
    "shop-bell": shop_bell,
    "small-bells": small_bells,
    "gong": gong,
    "chime": chime,
    "shimmer": shimmer,
}
