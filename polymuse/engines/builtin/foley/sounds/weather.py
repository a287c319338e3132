"""Wind, leaves, rain, thunder."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley import kit
from polymuse.engines.builtin.foley.kit import RATE, Bed, Occurrence, Wave, samples_in

__all__ = ["BEDS", "EVENTS"]


def _air(rng: Generator, count: int, bands: tuple[tuple[float, float, float, float], ...], gust: float) -> Wave:
    """Bands of (low Hz, high Hz, dB, depth of swelling in dB); the higher ones swell more, as gusts do."""
    gusts = kit.random_curve(rng, count, gust)
    channels = []
    for _ in range(2):
        total = np.zeros(count, np.float32)
        for low, high, level, depth in bands:
            own = 0.75 * gusts + 0.6 * kit.random_curve(rng, count, gust * 4)
            total += kit.noise(rng, count, kit.band_curve(low, high, 12)) * np.exp2((own * depth + level) / 6.02)
        channels.append(total)
    return kit.stereo(channels[0], channels[1], 0.8)


def wind(rng: Generator, count: int) -> Wave:
    return _air(rng, count, ((60, 200, 0, 2.5), (280, 520, -4, 5.5), (750, 1300, -12, 8), (2000, 4500, -25, 8)), 0.15)


def strong_wind(rng: Generator, count: int) -> Wave:
    """Roar, and a howl: a narrow band whose pitch rises with the gust."""
    roar = _air(rng, count, ((50, 200, 0, 3), (200, 700, -3, 5), (700, 2500, -11, 6.5)), 0.18)
    gusts = kit.random_curve(rng, count, 0.22)
    howl = kit.tone(480 + 110 * gusts + 25 * kit.random_curve(rng, count, 3)) * np.exp2(gusts * 1.4 - 1.6)
    howl = howl * np.abs(kit.noise(rng, count, kit.band_curve(1, 18, 24)))
    return roar + kit.stereo(howl, np.roll(howl, 430), 0.7) * np.float32(1.1)


def leaves(rng: Generator, count: int) -> Wave:
    """Foliage: countless small taps that come and go in breaths."""
    taps = [
        kit.apply_curve(rng.standard_normal(n, np.float32), kit.band_curve(low, low * 2.4, 12))
        * kit.decay_envelope(n, n / RATE * 0.8, 0.0006)
        for n, low in ((600, 2600.0), (900, 3600.0), (420, 4800.0), (1300, 1900.0), (750, 5600.0))
    ]
    breath = np.exp2(np.tanh(kit.random_curve(rng, count, 0.3)) * 1.1 + kit.random_curve(rng, count, 1.3) * 0.35)[
        :, None
    ]
    hush = kit.stereo(
        kit.noise(rng, count, kit.band_curve(1800, 7000, 9)), kit.noise(rng, count, kit.band_curve(1800, 7000, 9))
    )
    return (kit.scatter(rng, count, taps, 90, 6) * np.float32(0.8) + hush * np.float32(0.16)) * breath


def _drops(rng: Generator, pitches: tuple[float, float], ring: float, number: int = 8) -> list[Wave]:
    """Drops hitting something: a click, and what it sets ringing."""
    grains = []
    for _ in range(number):
        n = samples_in(ring)
        click = kit.apply_curve(
            rng.standard_normal(n, np.float32), kit.band_curve(pitches[0], pitches[1] * 1.5, 12)
        ) * kit.decay_envelope(n, ring * 0.35, 0.0004)
        hertz = float(rng.uniform(*pitches))
        grains.append(
            click
            + 0.5
            * kit.tone(kit.piecewise_curve(n, (0, hertz), (1, hertz * 1.05)))
            * kit.decay_envelope(n, ring * 0.7, 0.0008)
        )
    return grains


def _rain(rng: Generator, count: int, hiss: float, rate: float, grains: list[Wave]) -> Wave:
    curve = ((100, -30), (400, -14), (1500, -4), (4000, 0), (9000, -3), (16000, -12), (24000, -24))
    body = kit.stereo(kit.noise(rng, count, curve), kit.noise(rng, count, curve))
    return body * (kit.random_gain(rng, count, 0.3, 1.2) * np.float32(hiss))[:, None] + kit.scatter(
        rng, count, grains, rate, 5
    )


def rain(rng: Generator, count: int) -> Wave:
    return _rain(rng, count, 0.10, 140, _drops(rng, (1800, 5200), 0.02))


def drizzle(rng: Generator, count: int) -> Wave:
    return _rain(rng, count, 0.045, 55, _drops(rng, (2200, 6000), 0.018))


def heavy_rain(rng: Generator, count: int) -> Wave:
    low = kit.noise(rng, count, kit.band_curve(120, 500, 9)) * np.float32(0.1)
    return _rain(rng, count, 0.3, 260, _drops(rng, (900, 3800), 0.022)) + low[:, None]


def roof_rain(rng: Generator, count: int) -> Wave:
    """On tin or slate: lower, ringing taps over a soft rumble."""
    rumble = kit.noise(rng, count, kit.band_curve(90, 320, 9)) * np.float32(0.07)
    return _rain(rng, count, 0.045, 120, _drops(rng, (420, 1500), 0.045)) + rumble[:, None]


def window_rain(rng: Generator, count: int) -> Wave:
    """Taps on glass in front, the rain outside dulled."""
    outside = kit.decorrelated_stereo(lambda: kit.noise(rng, count, ((80, -8), (400, 0), (1200, -12), (4000, -30))))
    return outside * np.float32(0.09) + kit.scatter(rng, count, _drops(rng, (2400, 4200), 0.012), 26, 6)


def hail(rng: Generator, count: int) -> Wave:
    return _rain(rng, count, 0.05, 110, _drops(rng, (2600, 7500), 0.03)) * np.float32(1.2)


def thunder(rng: Generator) -> Wave:
    """A crack torn open, then rolls: bursts of ever lower noise that arrive late and overlap."""
    count = samples_in(float(rng.uniform(6, 9)))
    sound = np.zeros((count, 2), np.float32)
    for roll in range(9):
        at = int(count * 0.62 * rng.random() ** 1.3) if roll else 0
        length = samples_in(float(rng.uniform(0.8, 2.6)))
        top = float(rng.uniform(280, 800)) if roll < 2 else float(rng.uniform(110, 380))
        pair = [
            kit.noise(rng, length, kit.band_curve(28, top, 9))
            * kit.hump_envelope(length, 0.05 if roll < 2 else 0.25, 1.4)
            for _ in range(2)
        ]
        burst = kit.stereo(pair[0], pair[1], 0.5) * np.float32(0.9 if roll else 1.2)
        end = min(at + length, count)
        sound[at:end] += burst[: end - at]
    crack = kit.noise(rng, samples_in(0.5), kit.band_curve(600, 6000, 6)) * kit.decay_envelope(
        samples_in(0.5), 0.5, 0.004
    )
    sound[: len(crack)] += (crack * np.float32(0.3))[:, None]
    return sound * kit.piecewise_curve(count, (0, 1), (0.7, 0.7), (1, 0))[:, None]


BEDS: dict[str, Bed] = {
    "wind": wind,
    "strong-wind": strong_wind,
    "leaves": leaves,
    "rain": rain,
    "drizzle": drizzle,
    "heavy-rain": heavy_rain,
    "roof-rain": roof_rain,
    "window-rain": window_rain,
    "hail": hail,
}
EVENTS: dict[str, Occurrence] = {"thunder": thunder}
