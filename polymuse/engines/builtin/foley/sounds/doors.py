"""Doors, gates, swings, ropes: what creaks, knocks and shuts."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley import kit
from polymuse.engines.builtin.foley.kit import RATE, Bed, Occurrence, Wave, samples_in

__all__ = ["BEDS", "EVENTS"]


def creak(rng: Generator, seconds: float, slow: float, fast: float, body: tuple[float, ...]) -> Wave:
    """Stick and slip: ticks whose rate (Hz) wanders from `slow` to `fast` and back, ringing in a body's resonances."""
    count = samples_in(seconds)
    rate = kit.piecewise_curve(count, (0, slow), (0.35, fast), (0.7, fast * 0.75), (1, slow)) * np.exp2(
        0.35 * kit.random_curve(rng, count, 4)
    )
    phase = np.cumsum(rate, dtype=np.float64) / RATE
    ticks = np.diff(np.floor(phase), prepend=0.0).astype(np.float32) * rng.uniform(0.4, 1, count).astype(np.float32)
    rub = kit.noise(rng, count, kit.band_curve(900, 5000, 9)) * np.float32(0.006)
    sound = kit.apply_formants(ticks + rub, body, sharp=14, tilt=1.5) * kit.hump_envelope(count, 0.3, 0.5)
    return sound / max(float(np.abs(sound).max()), 1e-9)


def door_creak(rng: Generator) -> Wave:
    return creak(rng, float(rng.uniform(1.3, 2.2)), 28, 190, (420, 760, 1350, 2250, 3300))


def gate_creak(rng: Generator) -> Wave:
    """Rusty iron: a higher, whining slip, twice."""
    whine = creak(rng, 1.1, 90, 520, (980, 1720, 2650, 3900, 5200))
    back = creak(rng, 0.8, 480, 150, (900, 1600, 2500, 3700))
    canvas = np.zeros(samples_in(2.5), np.float32)
    kit.mix_into(canvas, whine, 0)
    kit.mix_into(canvas, back, samples_in(1.25), 0.7)
    kit.mix_into(
        canvas,
        kit.struck_modes(rng, 0.5, ((410, 0.3, 1), (1130, 0.25, 0.6), (2480, 0.15, 0.4))),
        samples_in(2.05),
        0.35,
    )
    return canvas


def swing_creak(rng: Generator) -> Wave:
    """Forth and back: two squeaks a second and a half apart."""
    canvas = np.zeros(samples_in(2.6), np.float32)
    kit.mix_into(canvas, creak(rng, 0.5, 130, 420, (1150, 1900, 3100)), samples_in(0.1))
    kit.mix_into(canvas, creak(rng, 0.42, 330, 110, (950, 1650, 2800)), samples_in(1.4), 0.8)
    return canvas


def rope_creak(rng: Generator) -> Wave:
    return creak(rng, float(rng.uniform(1.2, 2.0)), 9, 46, (260, 520, 980, 1600))


def floor_creak(rng: Generator) -> Wave:
    return creak(rng, float(rng.uniform(0.5, 0.9)), 20, 85, (310, 640, 1150))


def knock(rng: Generator) -> Wave:
    """Three or four knuckles on a door."""
    canvas = np.zeros(samples_in(1.3), np.float32)
    for index in range(int(rng.integers(3, 5))):
        blow = kit.struck_modes(rng, 0.16, ((128, 0.12, 1), (236, 0.09, 0.8), (415, 0.06, 0.5), (980, 0.03, 0.3)))
        kit.mix_into(blow, kit.click(rng, 700, 3000, 0.02), 0, 0.5)
        kit.mix_into(
            canvas,
            blow,
            samples_in(0.21 * index + 0.01 * float(rng.standard_normal()) + 0.03),
            float(rng.uniform(0.8, 1)),
        )
    return canvas


def door_close(rng: Generator) -> Wave:
    """The latch, the leaf against its frame, the room answering."""
    canvas = np.zeros(samples_in(0.9), np.float32)
    kit.mix_into(canvas, kit.click(rng, 1200, 5000, 0.03), samples_in(0.02), 0.25)
    kit.mix_into(
        canvas, kit.struck_modes(rng, 0.5, ((74, 0.35, 1), (118, 0.3, 0.8), (205, 0.18, 0.5))), samples_in(0.07)
    )
    kit.mix_into(canvas, kit.click(rng, 150, 1800, 0.12), samples_in(0.07), 0.9)
    kit.mix_into(canvas, kit.click(rng, 1800, 6000, 0.02), samples_in(0.13), 0.3)
    return canvas


def switch(rng: Generator) -> Wave:
    canvas = kit.click(rng, 1500, 6000, 0.08)
    kit.mix_into(canvas, kit.click(rng, 2500, 8000, 0.02), samples_in(0.022), 0.6)
    return canvas


BEDS: dict[str, Bed] = {}
EVENTS: dict[str, Occurrence] = {
    "door-creak": door_creak,
    "gate-creak": gate_creak,
    "swing-creak": swing_creak,
    "rope-creak": rope_creak,
    "floor-creak": floor_creak,
    "knock": knock,
    "door-close": door_close,
    "switch": switch,
}
