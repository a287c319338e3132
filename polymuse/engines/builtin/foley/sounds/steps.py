"""Footsteps by what is under them."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley import kit
from polymuse.engines.builtin.foley.kit import Bed, Occurrence, Wave, samples_in

__all__ = ["BEDS", "EVENTS"]


def _footstep(rng: Generator, heel: Wave, toe: Wave) -> Wave:
    """Heel, then the sole a tenth of a second later."""
    canvas = np.zeros(samples_in(0.5), np.float32)
    kit.mix_into(canvas, heel, 100, float(rng.uniform(0.85, 1)))
    kit.mix_into(canvas, toe, samples_in(float(rng.uniform(0.07, 0.11))), float(rng.uniform(0.4, 0.6)))
    return canvas


def _crunch(rng: Generator, seconds: float, low: float, high: float, number: int) -> Wave:
    """Many small grains crushed one after the other."""
    count = samples_in(seconds)
    canvas = np.zeros(count, np.float32)
    for at in rng.beta(1.6, 2.4, number).tolist():
        n, hertz = samples_in(0.012), float(np.exp(rng.uniform(np.log(low), np.log(high))))
        grain = kit.apply_curve(
            rng.standard_normal(n, np.float32), kit.band_curve(hertz, hertz * 1.8, 12)
        ) * kit.decay_envelope(n, float(rng.uniform(0.004, 0.012)), 0.0004)
        kit.mix_into(canvas, grain, int(at * count), float(rng.uniform(0.3, 1)))
    return canvas


def step_gravel(rng: Generator) -> Wave:
    return _footstep(rng, _crunch(rng, 0.16, 1300, 6500, 42), _crunch(rng, 0.2, 1500, 7500, 50))


def step_snow(rng: Generator) -> Wave:
    """Snow creaks as it is pressed: fine grains and a squeak below a kilohertz."""
    squeak = samples_in(0.18)
    body = kit.noise(rng, squeak, kit.band_curve(350, 900, 18)) * kit.hump_envelope(squeak, 0.5, 1.2) * np.float32(0.3)
    heel = _crunch(rng, 0.2, 700, 3200, 80)
    kit.mix_into(heel, body, 0)
    return _footstep(rng, heel, _crunch(rng, 0.2, 900, 3800, 60))


def step_leaves(rng: Generator) -> Wave:
    return _footstep(rng, _crunch(rng, 0.24, 2200, 8500, 50), _crunch(rng, 0.26, 1800, 9000, 60))


def step_wood(rng: Generator) -> Wave:
    def knock(hertz: float) -> Wave:
        n = samples_in(0.14)
        board = kit.tone(kit.piecewise_curve(n, (0, hertz * 1.08), (1, hertz)), (1, 0.4, 0.25)) * kit.decay_envelope(
            n, 0.1, 0.001
        )
        return np.asarray(
            board
            + kit.apply_curve(rng.standard_normal(n, np.float32), kit.band_curve(300, 2200, 9))
            * kit.decay_envelope(n, 0.04, 0.0006),
            np.float32,
        )

    base = float(rng.uniform(105, 150))
    return _footstep(rng, knock(base), knock(base * 1.4) * np.float32(0.6))


def step_stone(rng: Generator) -> Wave:
    def tap(low: float) -> Wave:
        n = samples_in(0.07)
        return kit.apply_curve(
            rng.standard_normal(n, np.float32), kit.band_curve(low, low * 3, 9)
        ) * kit.decay_envelope(n, 0.035, 0.0005)

    return _footstep(rng, tap(700), tap(1500) * np.float32(0.7))


def step_grass(rng: Generator) -> Wave:
    n = samples_in(0.25)
    brush = kit.noise(rng, n, kit.band_curve(1500, 6000, 9)) * kit.hump_envelope(n, 0.35, 1.6) * np.float32(0.3)
    thud = kit.noise(rng, n, kit.band_curve(60, 220, 12)) * kit.decay_envelope(n, 0.12, 0.01) * np.float32(0.4)
    return _footstep(rng, brush + thud, brush)


BEDS: dict[str, Bed] = {}
EVENTS: dict[str, Occurrence] = {
    "step-gravel": step_gravel,
    "step-snow": step_snow,
    "step-leaves": step_leaves,
    "step-wood": step_wood,
    "step-stone": step_stone,
    "step-grass": step_grass,
}
