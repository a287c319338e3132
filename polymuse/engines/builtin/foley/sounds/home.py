"""Clocks, kitchens, desks."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley import kit
from polymuse.engines.builtin.foley.kit import RATE, Bed, Occurrence, Wave, samples_in

__all__ = ["BEDS", "EVENTS"]


def tick(rng: Generator) -> Wave:
    """A clock's second: tick, and tock half a second later."""
    canvas = np.zeros(samples_in(0.62), np.float32)
    for at, hertz in ((0.0, 2450), (0.5, 1950)):
        beat = kit.struck_modes(
            rng, 0.06, ((hertz, 0.03, 1), (hertz * 1.83, 0.02, 0.5), (hertz * 0.42, 0.04, 0.5)), 0.001
        )
        kit.mix_into(beat, kit.click(rng, 3000, 9000, 0.008), 0, 0.5)
        kit.mix_into(canvas, beat, samples_in(at))
    return canvas


def boil(rng: Generator, count: int) -> Wave:
    """A kettle coming to the boil: a rumble of bubbles."""
    body = [
        kit.noise(rng, count, ((60, -6), (180, 0), (500, -2), (1500, -12), (5000, -26)))
        * np.abs(1 + 0.7 * kit.random_curve(rng, count, 22))
        for _ in range(2)
    ]
    return kit.stereo(body[0], body[1], 0.6) * kit.random_gain(rng, count, 1.0, 1)[:, None]


def kettle_whistle(rng: Generator) -> Wave:
    """Steam finds the whistle: the pitch climbs and trembles, then dies as it is lifted off."""
    count = samples_in(4.0)
    pitch = kit.piecewise_curve(count, (0, 1500), (0.25, 2380), (0.88, 2450), (1, 1800)) * (
        1 + 0.004 * kit.random_curve(rng, count, 16)
    )
    steam = kit.noise(rng, count, kit.band_curve(2500, 10000, 9)) * np.float32(0.12)
    return (kit.tone(pitch, (1, 0.25, 0.08)) + steam) * kit.piecewise_curve(
        count, (0, 0), (0.3, 0.8), (0.86, 1), (1, 0)
    )


def cups(rng: Generator) -> Wave:
    """China: a cup set on its saucer, sometimes a spoon."""
    canvas, at = np.zeros(samples_in(1.2), np.float32), 0.01
    for index in range(int(rng.integers(1, 4))):
        hertz = float(rng.uniform(2100, 3400))
        ring = kit.struck_modes(
            rng,
            0.35,
            ((hertz, 0.28, 1), (hertz * 1.52, 0.2, 0.6), (hertz * 2.41, 0.14, 0.5), (hertz * 0.47, 0.06, 0.4)),
        )
        kit.mix_into(canvas, ring, samples_in(at), 1 if index == 0 else 0.45)
        at += float(rng.uniform(0.05, 0.22))
    return canvas


def cutlery(rng: Generator) -> Wave:
    """Steel on a plate."""
    canvas, at = np.zeros(samples_in(0.9), np.float32), 0.01
    for _ in range(int(rng.integers(2, 5))):
        hertz = float(rng.uniform(3200, 5600))
        ring = kit.struck_modes(
            rng, 0.3, ((hertz, 0.22, 1), (hertz * 1.61, 0.16, 0.7), (hertz * 2.3, 0.1, 0.5), (1150, 0.05, 0.3))
        )
        kit.mix_into(canvas, ring, samples_in(at), float(rng.uniform(0.3, 1)))
        at += float(rng.uniform(0.06, 0.2))
    return canvas


def glass(rng: Generator) -> Wave:
    """Two glasses touch."""
    hertz = float(rng.uniform(2500, 3600))
    return kit.struck_modes(
        rng, 1.4, ((hertz, 1.1, 1), (hertz * 1.06, 0.9, 0.7), (hertz * 2.32, 0.6, 0.5), (hertz * 3.9, 0.3, 0.3))
    )


def shatter(rng: Generator) -> Wave:
    """Glass breaks, and its pieces fall."""
    canvas = np.zeros(samples_in(1.8), np.float32)
    kit.mix_into(canvas, kit.click(rng, 1200, 9000, 0.25), 0, 1)
    for at in (rng.beta(1.1, 3.2, 60) * 1.5).tolist():
        hertz = float(np.exp(rng.uniform(np.log(2600), np.log(9000))))
        kit.mix_into(
            canvas,
            kit.struck_modes(rng, 0.2, ((hertz, 0.15, 1), (hertz * 1.7, 0.1, 0.5))),
            samples_in(at),
            float(rng.uniform(0.1, 0.5)),
        )
    return canvas


def page(rng: Generator) -> Wave:
    """A page lifts, bends over and settles."""
    count = samples_in(0.75)
    sweep = kit.noise(rng, count, kit.band_curve(1600, 7000, 9)) * kit.hump_envelope(count, 0.55, 1.8)
    rustle = (
        kit.noise(rng, count, kit.band_curve(3500, 12000, 9))
        * np.maximum(kit.random_curve(rng, count, 26), 0)
        * kit.hump_envelope(count, 0.5)
    )
    kit.mix_into(sweep, kit.click(rng, 500, 3000, 0.05), samples_in(0.55), 0.8)
    return sweep + rustle * np.float32(0.6)


def pencil(rng: Generator) -> Wave:
    """A few written strokes."""
    canvas, at = np.zeros(samples_in(1.6), np.float32), 0.0
    for _ in range(int(rng.integers(5, 11))):
        n = samples_in(float(rng.uniform(0.05, 0.16)))
        grain = kit.noise(rng, n, kit.band_curve(1800, 5200, 12)) * (0.6 + 0.4 * np.abs(kit.random_curve(rng, n, 90)))
        kit.mix_into(canvas, grain * kit.hump_envelope(n, 0.3, 0.7), samples_in(at), float(rng.uniform(0.4, 1)))
        at += n / RATE + float(rng.uniform(0.01, 0.06))
    return canvas


def typing(rng: Generator) -> Wave:
    """A run of keys, each pressed and released."""
    canvas, at = np.zeros(samples_in(2.4), np.float32), 0.0
    for _ in range(int(rng.integers(5, 14))):
        low = float(rng.uniform(1300, 2100))
        kit.mix_into(canvas, kit.click(rng, low, low * 2.5, 0.02), samples_in(at), float(rng.uniform(0.7, 1)))
        kit.mix_into(canvas, kit.click(rng, 180, 420, 0.03), samples_in(at), 0.5)
        kit.mix_into(canvas, kit.click(rng, low * 1.4, low * 3, 0.012), samples_in(at + 0.07), 0.35)
        at += float(rng.gamma(6, 0.024))
    return canvas


def sizzle(rng: Generator, count: int) -> Wave:
    """Frying: a hiss full of tiny pops."""
    hiss = [kit.noise(rng, count, ((800, -20), (3000, -4), (7000, 0), (14000, -6))) for _ in range(2)]
    crackle = np.maximum(np.abs(kit.noise(rng, count, kit.band_curve(300, 3000, 9))) - 1.6, 0)
    return (
        kit.stereo(hiss[0] * (0.5 + crackle), hiss[1] * (0.5 + crackle), 0.8)
        * kit.random_gain(rng, count, 0.7, 1.5)[:, None]
    )


def steam(rng: Generator, count: int) -> Wave:
    """A jet of steam, pressing and easing."""
    jet = [kit.noise(rng, count, ((700, -26), (2500, -6), (6000, 0), (12000, -4), (20000, -14))) for _ in range(2)]
    return kit.stereo(jet[0], jet[1], 0.6) * kit.random_gain(rng, count, 0.5, 3)[:, None]


def chopping(rng: Generator) -> Wave:
    canvas = np.zeros(samples_in(1.6), np.float32)
    for index in range(int(rng.integers(4, 7))):
        blow = kit.struck_modes(rng, 0.12, ((180, 0.09, 1), (420, 0.06, 0.6), (1300, 0.03, 0.4)))
        kit.mix_into(blow, kit.click(rng, 2000, 7000, 0.03), 0, 0.5)
        kit.mix_into(
            canvas,
            blow,
            samples_in(0.23 * index + 0.015 * float(rng.standard_normal()) + 0.03),
            float(rng.uniform(0.7, 1)),
        )
    return canvas


def hum(rng: Generator, count: int) -> Wave:
    """A refrigerator: mains hum with its harmonics, and a little air."""
    mains = kit.tone(np.full(count, 100.0) + 0.1 * kit.random_curve(rng, count, 0.5), (1, 0.35, 0.22, 0.08, 0.06, 0.03))
    air = kit.noise(rng, count, ((60, -4), (200, 0), (800, -14), (3000, -30)))
    return kit.stereo(mains + 0.4 * air, np.roll(mains, 60) + 0.4 * air)


def room(rng: Generator, count: int) -> Wave:
    """Almost nothing: the air of a quiet room."""
    curve = ((30, -3), (80, 0), (250, -8), (1000, -17), (4000, -27), (12000, -40))
    return kit.decorrelated_stereo(lambda: kit.noise(rng, count, curve) * kit.random_gain(rng, count, 0.2, 0.8))


def phone(rng: Generator) -> Wave:
    """An old telephone: two gongs struck twenty times a second, ring-ring."""
    canvas = np.zeros(samples_in(2.6), np.float32)
    for burst in (0.0, 0.6):
        for index in range(9):
            pitch = 1560.0 if index % 2 else 1840.0
            gong = kit.struck_modes(
                rng, 0.5, ((pitch, 0.4, 1), (pitch * 2.4, 0.25, 0.5), (pitch * 4.1, 0.12, 0.25)), 0.0005
            )
            kit.mix_into(canvas, gong, samples_in(burst + index * 0.045))
    return canvas


def match(rng: Generator) -> Wave:
    """Struck, flaring, settling to a small flame."""
    count = samples_in(1.6)
    scratch = kit.noise(rng, count, kit.band_curve(2500, 9000, 9)) * kit.piecewise_curve(
        count, (0, 0.3), (0.1, 0.8), (0.13, 0), (1, 0)
    )
    flare = kit.noise(rng, count, kit.band_curve(300, 6000, 6)) * kit.piecewise_curve(
        count, (0, 0), (0.11, 0), (0.17, 1), (0.35, 0.3), (1, 0)
    )
    return scratch + flare * (0.7 + 0.3 * np.abs(kit.random_curve(rng, count, 40)))


def sweeping(rng: Generator) -> Wave:
    count = samples_in(0.7)
    return (
        kit.noise(rng, count, kit.band_curve(1400, 6500, 9))
        * kit.hump_envelope(count, 0.45, 1.4)
        * (0.7 + 0.3 * np.abs(kit.random_curve(rng, count, 60)))
    )


BEDS: dict[str, Bed] = {"boil": boil, "sizzle": sizzle, "steam": steam, "hum": hum, "room": room}
EVENTS: dict[str, Occurrence] = {
    "tick": tick,
    "kettle-whistle": kettle_whistle,
    "cups": cups,
    "cutlery": cutlery,
    "glass": glass,
    "shatter": shatter,
    "page": page,
    "pencil": pencil,
    "typing": typing,
    "chopping": chopping,
    "phone": phone,
    "match": match,
    "sweeping": sweeping,
}
