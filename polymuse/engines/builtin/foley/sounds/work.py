"""Tools and machines."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley import kit
from polymuse.engines.builtin.foley.kit import RATE, Bed, Occurrence, Wave, samples_in
from polymuse.engines.builtin.foley.sounds.doors import creak

__all__ = ["BEDS", "EVENTS"]


def hammer(rng: Generator) -> Wave:
    """Blows on a nail: steel over wood, rising as it goes in."""
    canvas = np.zeros(samples_in(2.6), np.float32)
    for index in range(int(rng.integers(3, 6))):
        lift = 1 + 0.06 * index
        blow = kit.struck_modes(
            rng,
            0.25,
            ((2300 * lift, 0.12, 0.8), (3900 * lift, 0.09, 0.5), (6100, 0.05, 0.4), (190, 0.1, 1), (340, 0.07, 0.6)),
        )
        kit.mix_into(
            canvas,
            blow,
            samples_in(0.46 * index + 0.02 * float(rng.standard_normal()) + 0.05),
            float(rng.uniform(0.8, 1)),
        )
    return canvas


def anvil(rng: Generator) -> Wave:
    canvas = np.zeros(samples_in(1.6), np.float32)
    for at, gain in ((0.0, 1.0), (0.28, 0.3), (0.4, 0.2)):
        ring = kit.struck_modes(
            rng, 1.1, ((1250, 0.9, 0.7), (2870, 0.9, 1), (4460, 0.7, 0.8), (6900, 0.4, 0.5), (9100, 0.2, 0.3))
        )
        kit.mix_into(canvas, ring, samples_in(at), gain)
    return canvas


def saw(rng: Generator) -> Wave:
    """A hand saw: push and draw, teeth ticking through the wood."""
    canvas, at = np.zeros(samples_in(2.6), np.float32), 0.0
    for stroke in range(4):
        n = samples_in(0.5 if stroke % 2 == 0 else 0.42)
        teeth = 0.5 + 0.5 * kit.tone(kit.piecewise_curve(n, (0, 70), (0.5, 160), (1, 80)))
        grain = kit.noise(rng, n, ((300, -14), (900, -3), (2400, 0), (5000, -4), (12000, -18))) * teeth
        kit.mix_into(canvas, grain * kit.hump_envelope(n, 0.45, 0.8), samples_in(at), 1.0 if stroke % 2 == 0 else 0.7)
        at += n / RATE + 0.07
    return canvas


def axe(rng: Generator) -> Wave:
    """A chop, and the split falling."""
    canvas = np.zeros(samples_in(1.4), np.float32)
    kit.mix_into(canvas, kit.struck_modes(rng, 0.3, ((150, 0.2, 1), (310, 0.15, 0.7), (720, 0.08, 0.5))), 20)
    kit.mix_into(canvas, kit.click(rng, 900, 6000, 0.08), 20, 0.8)
    for at in (0.35, 0.46, 0.62):
        kit.mix_into(
            canvas,
            kit.struck_modes(rng, 0.15, ((480, 0.09, 1), (900, 0.06, 0.6))),
            samples_in(at + float(rng.uniform(0, 0.05))),
            0.25,
        )
    return canvas


def digging(rng: Generator) -> Wave:
    """A spade in, the earth thrown off."""
    count = samples_in(1.7)
    canvas = np.zeros(count, np.float32)
    n = samples_in(0.35)
    kit.mix_into(
        canvas,
        kit.noise(rng, n, kit.band_curve(500, 5000, 9))
        * kit.hump_envelope(n, 0.3, 1.3)
        * (0.5 + np.abs(kit.random_curve(rng, n, 60))),
        0,
    )
    fall = samples_in(0.6)
    kit.mix_into(
        canvas,
        kit.noise(rng, fall, kit.band_curve(180, 2200, 9)) * kit.decay_envelope(fall, 0.4, 0.01),
        samples_in(0.95),
        0.8,
    )
    return canvas


def machine(rng: Generator, count: int) -> Wave:
    """A hall of machines: a hum, and a press that beats over it."""
    base = kit.tone(np.full(count, 58.0) + 0.4 * kit.random_curve(rng, count, 0.4), (1, 0.6, 0.4, 0.3, 0.2, 0.15, 0.1))
    beat = np.cumsum(np.full(count, 1.9) + 0.02 * kit.random_curve(rng, count, 0.5), dtype=np.float64) / RATE
    thump = np.exp(-(beat % 1) * 9).astype(np.float32)
    clank = np.exp(-((beat * 2 + 0.37) % 1) * 22).astype(np.float32)
    low, steel = (
        kit.noise(rng, count, kit.band_curve(60, 260, 9)),
        kit.noise(rng, count, ((900, -10), (2300, 0), (3100, -2), (6000, -16))),
    )
    air = kit.decorrelated_stereo(lambda: kit.noise(rng, count, ((100, -2), (400, 0), (2000, -10), (9000, -24))))
    return np.asarray(
        (base * np.float32(0.5) + low * thump * np.float32(2.0) + steel * clank * np.float32(0.9))[:, None]
        + air * np.float32(0.3),
        np.float32,
    )


def drill(rng: Generator) -> Wave:
    """A power drill: runs up, labours, runs down."""
    count = samples_in(2.6)
    speed = kit.piecewise_curve(count, (0, 40), (0.15, 210), (0.3, 180), (0.75, 165), (0.8, 210), (1, 50)) * (
        1 + 0.02 * kit.random_curve(rng, count, 12)
    )
    motor = kit.tone(speed, (0.6, 0.4, 0.5, 0.3, 0.6, 0.35, 0.3, 0.4, 0.25, 0.2, 0.2, 0.15, 0.1))
    bite = kit.noise(rng, count, kit.band_curve(1500, 8000, 9)) * kit.piecewise_curve(
        count, (0, 0.05), (0.3, 0.3), (0.75, 0.3), (0.8, 0.08), (1, 0.02)
    )
    return np.asarray((motor + bite) * kit.hump_envelope(count, 0.12, 0.4), np.float32)


def timber(rng: Generator) -> Wave:
    """A tree groans, cracks and comes down."""
    canvas = np.zeros(samples_in(3.6), np.float32)
    kit.mix_into(canvas, creak(rng, 1.6, 8, 60, (240, 480, 900)), 0, 1)
    for at in rng.uniform(1.0, 1.7, 8).tolist():
        kit.mix_into(canvas, kit.click(rng, 500, 4000, 0.06), samples_in(at), float(rng.uniform(0.3, 0.9)))
    n = samples_in(1.4)
    kit.mix_into(
        canvas, kit.noise(rng, n, kit.band_curve(40, 2500, 6)) * kit.decay_envelope(n, 1.1, 0.02), samples_in(2.1), 1.2
    )
    return canvas


BEDS: dict[str, Bed] = {"machine": machine}
EVENTS: dict[str, Occurrence] = {
    "hammer": hammer,
    "anvil": anvil,
    "saw": saw,
    "axe": axe,
    "digging": digging,
    "drill": drill,
    "timber": timber,
}
