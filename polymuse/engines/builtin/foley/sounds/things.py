"""Fire, and what bursts, falls, bounces, beeps and hums."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley import kit
from polymuse.engines.builtin.foley.kit import RATE, Bed, Occurrence, Wave, samples_in

__all__ = ["BEDS", "EVENTS"]


def _crackles(rng: Generator) -> list[Wave]:
    grains = []
    for _ in range(14):
        n, low = samples_in(float(rng.uniform(0.004, 0.02))), float(np.exp(rng.uniform(np.log(700), np.log(5000))))
        grains.append(
            kit.apply_curve(rng.standard_normal(n, np.float32), kit.band_curve(low, low * 3, 9))
            * kit.decay_envelope(n, n / RATE * 0.9, 0.0002)
        )
    return grains


def fire(rng: Generator, count: int) -> Wave:
    """Flames: a soft flutter below, crackles in flurries above, now and then a snap."""
    flutter = np.abs(1 + 0.5 * kit.random_curve(rng, count, 7))
    flames = kit.decorrelated_stereo(
        lambda: kit.noise(rng, count, ((30, -4), (80, 0), (250, -8), (1000, -20), (6000, -34))) * flutter
    )
    hiss = kit.decorrelated_stereo(lambda: kit.noise(rng, count, ((1000, -20), (4000, 0), (9000, -3), (16000, -14))))
    flurry = np.exp2(kit.random_curve(rng, count, 0.9) * 1.3)[:, None]
    grains = _crackles(rng)
    return (
        flames * np.float32(0.13)
        + hiss * np.float32(0.012)
        + kit.scatter(rng, count, grains, 22, 6) * flurry * np.float32(0.6)
        + kit.scatter(rng, count, grains, 1.2, 3) * np.float32(1.6)
    )


def big_fire(rng: Generator, count: int) -> Wave:
    """A blaze: the roar in front."""
    roar = kit.decorrelated_stereo(
        lambda: (
            kit.noise(rng, count, ((30, 0), (120, 0), (500, -7), (2000, -15), (8000, -26)))
            * kit.random_gain(rng, count, 4, 2)
        )
    )
    return roar * np.float32(0.5) + fire(rng, count)


def firework(rng: Generator) -> Wave:
    """A rocket whistles up, bursts, and crackles down."""
    canvas = np.zeros(samples_in(4.5), np.float32)
    n = samples_in(1.1)
    rise = kit.tone(kit.piecewise_curve(n, (0, 900), (1, 2400)), (1, 0.1)) * np.float32(0.1) + kit.noise(
        rng, n, kit.band_curve(1500, 6000)
    ) * np.float32(0.08)
    kit.mix_into(canvas, rise * kit.piecewise_curve(n, (0, 0.3), (0.7, 1), (1, 0)), 0)
    boom = samples_in(2.0)
    kit.mix_into(
        canvas,
        kit.noise(rng, boom, kit.band_curve(35, 260, 9)) * kit.decay_envelope(boom, 1.4, 0.004),
        samples_in(1.2),
        1.2,
    )
    kit.mix_into(
        canvas,
        kit.noise(rng, boom, kit.band_curve(300, 5000, 6)) * kit.decay_envelope(boom, 0.5, 0.002),
        samples_in(1.2),
        0.5,
    )
    for at in (1.5 + rng.beta(1.4, 2.2, 130) * 2.4).tolist():
        kit.mix_into(canvas, kit.click(rng, 1500, 8000, 0.02), samples_in(at), float(rng.uniform(0.05, 0.35)))
    return canvas


def explosion(rng: Generator) -> Wave:
    count = samples_in(4.5)
    blast = kit.noise(rng, count, kit.band_curve(28, 140, 9)) * kit.decay_envelope(count, 3.5, 0.01) + kit.noise(
        rng, count, kit.band_curve(150, 3500, 6)
    ) * kit.decay_envelope(count, 1.2, 0.003) * np.float32(0.6)
    debris = (
        kit.noise(rng, count, kit.band_curve(600, 6000, 9))
        * kit.hump_envelope(count, 0.3, 1.5)
        * np.maximum(kit.random_curve(rng, count, 20), 0)
        * np.float32(0.12)
    )
    return np.asarray(np.tanh(blast * np.float32(1.6)) + debris, np.float32)


def ball(rng: Generator) -> Wave:
    """A rubber ball bounces to rest."""
    canvas = np.zeros(samples_in(3.2), np.float32)
    for at, strength in kit.bounce_times(0.62, 0.78, 0.06):
        blow = kit.struck_modes(rng, 0.15, ((95, 0.1, 1), (210, 0.07, 0.5), (820, 0.05, 0.25)), 0.002)
        kit.mix_into(
            canvas,
            blow + np.pad(kit.click(rng, 400, 2500, 0.03), (0, len(blow) - samples_in(0.03))) * np.float32(0.3),
            samples_in(at + 0.01),
            strength**0.5,
        )
    return canvas


def coins(rng: Generator) -> Wave:
    """Coins dropped on a counter, spinning to rest."""
    canvas = np.zeros(samples_in(1.5), np.float32)
    for coin in range(3):
        hertz = float(rng.uniform(4500, 7500))
        for at, strength in kit.bounce_times(float(rng.uniform(0.14, 0.24)), 0.72, 0.012):
            ring = kit.struck_modes(
                rng, 0.25, ((hertz, 0.2, 1), (hertz * 1.47, 0.15, 0.6), (hertz * 2.1, 0.1, 0.3)), 0.0005
            )
            kit.mix_into(canvas, ring, samples_in(0.09 * coin + at), strength * 0.7)
    return canvas


def ice_crack(rng: Generator) -> Wave:
    """A lake's ice tears: a snap, and a falling chirp that has run through the sheet, high tones first."""
    count = samples_in(1.6)
    canvas = np.zeros(count, np.float32)
    for at, gain in ((0.0, 1.0), (float(rng.uniform(0.25, 0.6)), 0.5)):
        n = samples_in(0.9)
        fall = kit.tone(180 + 5200 * np.exp(-np.arange(n) / RATE * 26), (1, 0.2)) * kit.decay_envelope(n, 0.7, 0.001)
        kit.mix_into(canvas, fall * np.float32(0.7), samples_in(at), gain)
        kit.mix_into(canvas, kit.click(rng, 1500, 9000, 0.05), samples_in(at), gain)
    return canvas


def space(rng: Generator, count: int) -> Wave:
    """The idea of space: slow beating drones, far below, and a faint glassy air."""
    drones = [
        kit.tone(np.full(count, f) * (1 + 0.002 * kit.random_curve(rng, count, 0.1)), (1, 0.3, 0.12))
        * kit.random_gain(rng, count, 0.08, 3)
        for f in (41.2, 55.3, 61.9, 82.1)
    ]
    air = kit.decorrelated_stereo(
        lambda: (
            kit.noise(rng, count, ((400, -20), (1800, 0), (2600, -3), (6000, -20)))
            * kit.random_gain(rng, count, 0.1, 5)
        )
    )
    left, right = drones[0] + drones[2] + 0.5 * drones[3], drones[1] + drones[2] + 0.5 * drones[0]
    return kit.stereo(left, right) + air * np.float32(0.12)


def static(rng: Generator, count: int) -> Wave:
    """A radio between stations."""
    hiss = kit.noise(rng, count, kit.band_curve(500, 5200, 18)) * np.exp2(kit.random_curve(rng, count, 1.5) * 0.6)
    squeal = (
        kit.tone(1400 + 700 * kit.random_curve(rng, count, 0.35))
        * np.maximum(kit.random_curve(rng, count, 0.5), 0)
        * np.float32(0.25)
    )
    return kit.stereo(hiss + squeal, hiss + squeal)


def beeps(rng: Generator) -> Wave:
    """A machine thinks: small blips."""
    canvas, at = np.zeros(samples_in(1.6), np.float32), 0.0
    for _ in range(int(rng.integers(3, 8))):
        n = samples_in(float(rng.choice([0.06, 0.09, 0.14])))
        pitch = float(rng.choice([880, 1108.7, 1318.5, 1760, 2217.5]))
        kit.mix_into(
            canvas, kit.tone(np.full(n, pitch), (1, 0.2, 0.1)) * kit.hump_envelope(n, 0.15, 0.4), samples_in(at)
        )
        at += n / RATE + float(rng.choice([0.03, 0.08, 0.16]))
    return canvas


def alarm(rng: Generator) -> Wave:
    """An alarm clock: four beeps."""
    canvas = np.zeros(samples_in(1.0), np.float32)
    for index in range(4):
        n = samples_in(0.075)
        kit.mix_into(
            canvas,
            kit.tone(np.full(n, 2050.0), (1, 0, 0.3)) * kit.hump_envelope(n, 0.1, 0.3),
            samples_in(0.125 * index),
        )
    return canvas


def shutter(rng: Generator) -> Wave:
    canvas = np.zeros(samples_in(0.25), np.float32)
    for at, gain in ((0.0, 0.8), (0.035, 1.0), (0.11, 0.7)):
        kit.mix_into(canvas, kit.click(rng, 1200, 7000, 0.025), samples_in(at), gain)
    return canvas


def whoosh(rng: Generator) -> Wave:
    """Something passes fast through the air."""
    count = samples_in(1.2)
    low, high = (
        kit.noise(rng, count, kit.band_curve(250, 900, 12)),
        kit.noise(rng, count, kit.band_curve(1200, 5000, 12)),
    )
    return low * kit.hump_envelope(count, 0.5, 1.5) + high * kit.hump_envelope(count, 0.48, 4) * np.float32(0.6)


def pop(rng: Generator) -> Wave:
    """A cork: a short knock, and the hollow that it leaves ringing."""
    hollow = kit.struck_modes(
        rng, 0.12, [(float(rng.uniform(380, 620)), 0.06, 1.0), (float(rng.uniform(900, 1300)), 0.03, 0.4)]
    )
    kit.mix_into(hollow, kit.click(rng, 300, 5000, 0.03), 0, 0.7)
    return hollow


def zip_(rng: Generator) -> Wave:
    """A zipper: teeth one after another, faster and brighter as it closes."""
    canvas, at = np.zeros(samples_in(0.9), np.float32), 0.02
    for tooth in range(70):
        kit.mix_into(canvas, kit.click(rng, 1500 + 30 * tooth, 9000, 0.008), samples_in(at), float(rng.uniform(0.6, 1)))
        at += 0.016 - 0.00014 * tooth
    return canvas


BEDS: dict[str, Bed] = {"fire": fire, "big-fire": big_fire, "space": space, "static": static}
EVENTS: dict[str, Occurrence] = {
    "firework": firework,
    "explosion": explosion,
    "ball": ball,
    "coins": coins,
    "ice-crack": ice_crack,
    "beeps": beeps,
    "alarm": alarm,
    "shutter": shutter,
    "whoosh": whoosh,
    "pop": pop,
    "zip": zip_,
}
