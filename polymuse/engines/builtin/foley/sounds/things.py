"""Bells and chimes, fire, work, and what falls, breaks or hums."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley.kit import (
    RATE,
    Samples,
    band,
    bouncing,
    contour,
    decay,
    filtered,
    hump,
    modes,
    noise,
    place,
    samples_in,
    scatter,
    stereo,
    swell,
    tone,
    wander,
)
from polymuse.engines.builtin.foley.sounds.home import click, creak

__all__ = ["BEDS", "EVENTS"]


def church_bell(rng: Generator) -> Samples:
    """Hum, prime, minor third, fifth, nominal and above, as a bell founder tunes them."""
    prime = float(rng.uniform(255, 275))
    partials = ((0.5, 6.0, 0.5), (1, 4.2, 0.7), (1.19, 3.4, 0.6), (1.5, 2.4, 0.35), (2, 2.8, 1.0), (2.51, 1.3, 0.4), (2.66, 1.2, 0.3),
                (3.01, 1.0, 0.35), (4.17, 0.7, 0.3), (5.43, 0.45, 0.2), (6.8, 0.3, 0.15))  # fmt: skip
    bell = modes(rng, 5.5, [(prime * r, ring, a) for r, ring, a in partials], 0.0015)
    bell += modes(rng, 5.5, [(prime * r * 1.0012, ring, a * 0.5) for r, ring, a in partials], 0.0005)
    place(bell, click(rng, 900, 5000, 0.04), 0, 0.8)
    return bell


def ship_bell(rng: Generator) -> Samples:
    """Two strokes, close together."""
    canvas = np.zeros(samples_in(3.5), np.float32)
    for at in (0.0, 0.42):
        ring = [(900 * r, d, a) for r, d, a in ((0.5, 2.4, 0.4), (1, 2.6, 1), (1.2, 1.9, 0.7), (1.52, 1.2, 0.4), (2.02, 1.4, 0.8), (2.7, 0.7, 0.4), (4.1, 0.4, 0.3))]
        place(canvas, modes(rng, 3, ring, 0.001), samples_in(at))
    return canvas


def bicycle_bell(rng: Generator) -> Samples:
    """Tring-tring: a toothed wheel strikes a small dome."""
    canvas = np.zeros(samples_in(1.5), np.float32)
    for burst in (0.0, 0.32):
        for index in range(5):
            ring = modes(rng, 0.8, ((2850, 0.7, 1), (2874, 0.7, 0.6), (5980, 0.35, 0.5), (9300, 0.2, 0.3)), 0.0004)
            place(canvas, ring, samples_in(burst + index * 0.032), 0.7)
    return canvas


def shop_bell(rng: Generator) -> Samples:
    """A small bell on a spring over a door."""
    canvas, at = np.zeros(samples_in(1.8), np.float32), 0.0
    for index in range(7):
        ring = modes(rng, 0.9, ((3350, 0.8, 1), (3390, 0.7, 0.5), (7200, 0.35, 0.4), (11500, 0.15, 0.25)), 0.001)
        place(canvas, ring, samples_in(at), 0.9**index * float(rng.uniform(0.5, 1)))
        at += float(rng.uniform(0.09, 0.17))
    return canvas


def small_bells(rng: Generator) -> Samples:
    """Sleigh bells shaken once."""
    canvas = np.zeros(samples_in(0.6), np.float32)
    for at in rng.uniform(0, 0.12, 9).tolist():
        hertz = float(rng.uniform(4200, 6800))
        place(canvas, modes(rng, 0.35, ((hertz, 0.25, 1), (hertz * 1.38, 0.2, 0.7), (hertz * 1.9, 0.1, 0.4))), samples_in(at), float(rng.uniform(0.4, 1)))
    return canvas


def gong(rng: Generator) -> Samples:
    ratios = rng.uniform(1, 14, 26)
    body = modes(rng, 6, [(88 * float(r), float(6 / (0.6 + 0.35 * r)), float(1 / r**0.6)) for r in ratios] + [(88, 6, 1.2)])
    return body * contour(len(body), (0, 0.5), (0.04, 1), (1, 1))


def chime(rng: Generator) -> Samples:
    """Tubes of a wind chime, struck by the wind a few at a time."""
    canvas, at = np.zeros(samples_in(4.0), np.float32), 0.0
    for _ in range(int(rng.integers(2, 7))):
        hertz = float(rng.choice([783.99, 880, 1046.5, 1174.66, 1318.5, 1567.98]))
        tube = modes(rng, 2.4, ((hertz, 2.2, 1), (hertz * 2.76, 1.2, 0.5), (hertz * 5.4, 0.5, 0.25)), 0.0008)
        place(canvas, tube, samples_in(at), float(rng.uniform(0.3, 1)))
        at += float(rng.gamma(1.6, 0.16))
    return canvas


def shimmer(rng: Generator) -> Samples:
    """Magic: a glissando of tiny bells that climbs and glitters away."""
    canvas = np.zeros((samples_in(3.6), 2), np.float32)
    for index in range(46):
        at = 0.028 * index + float(rng.uniform(0, 0.03)) if index < 30 else float(rng.uniform(0.8, 2.4))  # noqa: PLR2004 - the rest glitter
        hertz = 1046.5 * 2 ** (min(index, 30) / 30 * 2.6) * float(rng.choice([1, 1.125, 1.25]))
        bell = modes(rng, 0.9, ((hertz, 0.8, 1), (hertz * 2.01, 0.4, 0.3)), 0.001)
        pan = float(np.sin(index * 0.7))
        place(canvas[:, 0], bell, samples_in(at), 0.4 * (1 - 0.7 * pan) / 1.7)
        place(canvas[:, 1], bell, samples_in(at), 0.4 * (1 + 0.7 * pan) / 1.7)
    return canvas


def _crackles(rng: Generator) -> list[Samples]:
    grains = []
    for _ in range(14):
        n, low = samples_in(float(rng.uniform(0.004, 0.02))), float(np.exp(rng.uniform(np.log(700), np.log(5000))))
        grains.append(filtered(rng.standard_normal(n, np.float32), band(low, low * 3, 9)) * decay(n, n / RATE * 0.9, 0.0002))
    return grains


def fire(rng: Generator, count: int) -> Samples:
    """Flames: a soft flutter below, crackles in flurries above, now and then a snap."""
    flutter = np.abs(1 + 0.5 * wander(rng, count, 7))
    flames = stereo(*(noise(rng, count, ((30, -4), (80, 0), (250, -8), (1000, -20), (6000, -34))) * flutter for _ in range(2)))
    hiss = stereo(*(noise(rng, count, ((1000, -20), (4000, 0), (9000, -3), (16000, -14))) for _ in range(2)))
    flurry = np.exp2(wander(rng, count, 0.9) * 1.3)[:, None]
    grains = _crackles(rng)
    return flames * np.float32(0.13) + hiss * np.float32(0.012) + scatter(rng, count, grains, 22, 6) * flurry * np.float32(0.6) + scatter(
        rng, count, grains, 1.2, 3
    ) * np.float32(1.6)


def big_fire(rng: Generator, count: int) -> Samples:
    """A blaze: the roar in front."""
    roar = stereo(*(noise(rng, count, ((30, 0), (120, 0), (500, -7), (2000, -15), (8000, -26))) * swell(rng, count, 4, 2) for _ in range(2)))
    return roar * np.float32(0.5) + fire(rng, count)


def firework(rng: Generator) -> Samples:
    """A rocket whistles up, bursts, and crackles down."""
    canvas = np.zeros(samples_in(4.5), np.float32)
    n = samples_in(1.1)
    rise = tone(contour(n, (0, 900), (1, 2400)), (1, 0.1)) * np.float32(0.1) + noise(rng, n, band(1500, 6000)) * np.float32(0.08)
    place(canvas, rise * contour(n, (0, 0.3), (0.7, 1), (1, 0)), 0)
    boom = samples_in(2.0)
    place(canvas, noise(rng, boom, band(35, 260, 9)) * decay(boom, 1.4, 0.004), samples_in(1.2), 1.2)
    place(canvas, noise(rng, boom, band(300, 5000, 6)) * decay(boom, 0.5, 0.002), samples_in(1.2), 0.5)
    for at in (1.5 + rng.beta(1.4, 2.2, 130) * 2.4).tolist():
        place(canvas, click(rng, 1500, 8000, 0.02), samples_in(at), float(rng.uniform(0.05, 0.35)))
    return canvas


def explosion(rng: Generator) -> Samples:
    count = samples_in(4.5)
    blast = noise(rng, count, band(28, 140, 9)) * decay(count, 3.5, 0.01) + noise(rng, count, band(150, 3500, 6)) * decay(count, 1.2, 0.003) * np.float32(0.6)
    debris = noise(rng, count, band(600, 6000, 9)) * hump(count, 0.3, 1.5) * np.maximum(wander(rng, count, 20), 0) * np.float32(0.12)
    return np.tanh(blast * np.float32(1.6)) + debris


def ball(rng: Generator) -> Samples:
    """A rubber ball bounces to rest."""
    canvas = np.zeros(samples_in(3.2), np.float32)
    for at, strength in bouncing(0.62, 0.78, 0.06):
        blow = modes(rng, 0.15, ((95, 0.1, 1), (210, 0.07, 0.5), (820, 0.05, 0.25)), 0.002)
        place(canvas, blow + np.pad(click(rng, 400, 2500, 0.03), (0, len(blow) - samples_in(0.03))) * np.float32(0.3), samples_in(at + 0.01), strength**0.5)
    return canvas


def coins(rng: Generator) -> Samples:
    """Coins dropped on a counter, spinning to rest."""
    canvas = np.zeros(samples_in(1.5), np.float32)
    for coin in range(3):
        hertz = float(rng.uniform(4500, 7500))
        for at, strength in bouncing(float(rng.uniform(0.14, 0.24)), 0.72, 0.012):
            ring = modes(rng, 0.25, ((hertz, 0.2, 1), (hertz * 1.47, 0.15, 0.6), (hertz * 2.1, 0.1, 0.3)), 0.0005)
            place(canvas, ring, samples_in(0.09 * coin + at), strength * 0.7)
    return canvas


def ice_crack(rng: Generator) -> Samples:
    """A lake's ice tears: a snap, and a falling chirp that has run through the sheet, high tones first."""
    count = samples_in(1.6)
    canvas = np.zeros(count, np.float32)
    for at, gain in ((0.0, 1.0), (float(rng.uniform(0.25, 0.6)), 0.5)):
        n = samples_in(0.9)
        fall = tone(180 + 5200 * np.exp(-np.arange(n) / RATE * 26), (1, 0.2)) * decay(n, 0.7, 0.001)
        place(canvas, fall * np.float32(0.7), samples_in(at), gain)
        place(canvas, click(rng, 1500, 9000, 0.05), samples_in(at), gain)
    return canvas


def hammer(rng: Generator) -> Samples:
    """Blows on a nail: steel over wood, rising as it goes in."""
    canvas = np.zeros(samples_in(2.6), np.float32)
    for index in range(int(rng.integers(3, 6))):
        lift = 1 + 0.06 * index
        blow = modes(rng, 0.25, ((2300 * lift, 0.12, 0.8), (3900 * lift, 0.09, 0.5), (6100, 0.05, 0.4), (190, 0.1, 1), (340, 0.07, 0.6)))
        place(canvas, blow, samples_in(0.46 * index + 0.02 * float(rng.standard_normal()) + 0.05), float(rng.uniform(0.8, 1)))
    return canvas


def anvil(rng: Generator) -> Samples:
    canvas = np.zeros(samples_in(1.6), np.float32)
    for at, gain in ((0.0, 1.0), (0.28, 0.3), (0.4, 0.2)):
        ring = modes(rng, 1.1, ((1250, 0.9, 0.7), (2870, 0.9, 1), (4460, 0.7, 0.8), (6900, 0.4, 0.5), (9100, 0.2, 0.3)))
        place(canvas, ring, samples_in(at), gain)
    return canvas


def saw(rng: Generator) -> Samples:
    """A hand saw: push and draw, teeth ticking through the wood."""
    canvas, at = np.zeros(samples_in(2.6), np.float32), 0.0
    for stroke in range(4):
        n = samples_in(0.5 if stroke % 2 == 0 else 0.42)
        teeth = 0.5 + 0.5 * tone(contour(n, (0, 70), (0.5, 160), (1, 80)))
        grain = noise(rng, n, ((300, -14), (900, -3), (2400, 0), (5000, -4), (12000, -18))) * teeth
        place(canvas, grain * hump(n, 0.45, 0.8), samples_in(at), 1.0 if stroke % 2 == 0 else 0.7)
        at += n / RATE + 0.07
    return canvas


def axe(rng: Generator) -> Samples:
    """A chop, and the split falling."""
    canvas = np.zeros(samples_in(1.4), np.float32)
    place(canvas, modes(rng, 0.3, ((150, 0.2, 1), (310, 0.15, 0.7), (720, 0.08, 0.5))), 20)
    place(canvas, click(rng, 900, 6000, 0.08), 20, 0.8)
    for at in (0.35, 0.46, 0.62):
        place(canvas, modes(rng, 0.15, ((480, 0.09, 1), (900, 0.06, 0.6))), samples_in(at + float(rng.uniform(0, 0.05))), 0.25)
    return canvas


def digging(rng: Generator) -> Samples:
    """A spade in, the earth thrown off."""
    count = samples_in(1.7)
    canvas = np.zeros(count, np.float32)
    n = samples_in(0.35)
    place(canvas, noise(rng, n, band(500, 5000, 9)) * hump(n, 0.3, 1.3) * (0.5 + np.abs(wander(rng, n, 60))), 0)
    fall = samples_in(0.6)
    place(canvas, noise(rng, fall, band(180, 2200, 9)) * decay(fall, 0.4, 0.01), samples_in(0.95), 0.8)
    return canvas


def machine(rng: Generator, count: int) -> Samples:
    """A hall of machines: a hum, and a press that beats over it."""
    base = tone(np.full(count, 58.0) + 0.4 * wander(rng, count, 0.4), (1, 0.6, 0.4, 0.3, 0.2, 0.15, 0.1))
    beat = np.cumsum(np.full(count, 1.9) + 0.02 * wander(rng, count, 0.5), dtype=np.float64) / RATE
    thump = np.exp(-(beat % 1) * 9).astype(np.float32)
    clank = np.exp(-((beat * 2 + 0.37) % 1) * 22).astype(np.float32)
    low, steel = noise(rng, count, band(60, 260, 9)), noise(rng, count, ((900, -10), (2300, 0), (3100, -2), (6000, -16)))
    air = stereo(*(noise(rng, count, ((100, -2), (400, 0), (2000, -10), (9000, -24))) for _ in range(2)))
    return (base * np.float32(0.5) + low * thump * np.float32(1.2) + steel * clank * np.float32(0.35))[:, None] + air * np.float32(0.3)


def drill(rng: Generator) -> Samples:
    """A power drill: runs up, labours, runs down."""
    count = samples_in(2.6)
    speed = contour(count, (0, 40), (0.15, 210), (0.3, 180), (0.75, 165), (0.8, 210), (1, 50)) * (1 + 0.02 * wander(rng, count, 12))
    motor = tone(speed, (0.6, 0.4, 0.5, 0.3, 0.6, 0.35, 0.3, 0.4, 0.25, 0.2, 0.2, 0.15, 0.1))
    bite = noise(rng, count, band(1500, 8000, 9)) * contour(count, (0, 0.05), (0.3, 0.3), (0.75, 0.3), (0.8, 0.08), (1, 0.02))
    return (motor + bite) * hump(count, 0.12, 0.4)


def space(rng: Generator, count: int) -> Samples:
    """The idea of space: slow beating drones, far below, and a faint glassy air."""
    drones = [tone(np.full(count, f) * (1 + 0.002 * wander(rng, count, 0.1)), (1, 0.3, 0.12)) * swell(rng, count, 0.08, 3) for f in (41.2, 55.3, 61.9, 82.1)]
    air = stereo(*(noise(rng, count, ((400, -20), (1800, 0), (2600, -3), (6000, -20))) * swell(rng, count, 0.1, 5) for _ in range(2)))
    left, right = drones[0] + drones[2] + 0.5 * drones[3], drones[1] + drones[2] + 0.5 * drones[0]
    return stereo(left, right) + air * np.float32(0.12)


def static(rng: Generator, count: int) -> Samples:
    """A radio between stations."""
    hiss = noise(rng, count, band(500, 5200, 18)) * np.exp2(wander(rng, count, 1.5) * 0.6)
    squeal = tone(1400 + 700 * wander(rng, count, 0.35)) * np.maximum(wander(rng, count, 0.5), 0) * np.float32(0.25)
    return stereo(hiss + squeal, hiss + squeal)


def beeps(rng: Generator) -> Samples:
    """A machine thinks: small blips."""
    canvas, at = np.zeros(samples_in(1.6), np.float32), 0.0
    for _ in range(int(rng.integers(3, 8))):
        n = samples_in(float(rng.choice([0.06, 0.09, 0.14])))
        pitch = float(rng.choice([880, 1108.7, 1318.5, 1760, 2217.5]))
        place(canvas, tone(np.full(n, pitch), (1, 0.2, 0.1)) * hump(n, 0.15, 0.4), samples_in(at))
        at += n / RATE + float(rng.choice([0.03, 0.08, 0.16]))
    return canvas


def alarm(rng: Generator) -> Samples:
    """An alarm clock: four beeps."""
    canvas = np.zeros(samples_in(1.0), np.float32)
    for index in range(4):
        n = samples_in(0.075)
        place(canvas, tone(np.full(n, 2050.0), (1, 0, 0.3)) * hump(n, 0.1, 0.3), samples_in(0.125 * index))
    return canvas


def shutter(rng: Generator) -> Samples:
    canvas = np.zeros(samples_in(0.25), np.float32)
    for at, gain in ((0.0, 0.8), (0.035, 1.0), (0.11, 0.7)):
        place(canvas, click(rng, 1200, 7000, 0.025), samples_in(at), gain)
    return canvas


def whoosh(rng: Generator) -> Samples:
    """Something passes fast through the air."""
    count = samples_in(1.2)
    low, high = noise(rng, count, band(250, 900, 12)), noise(rng, count, band(1200, 5000, 12))
    return low * hump(count, 0.5, 1.5) + high * hump(count, 0.48, 4) * np.float32(0.6)


def timber(rng: Generator) -> Samples:
    """A tree groans, cracks and comes down."""
    canvas = np.zeros(samples_in(3.6), np.float32)
    place(canvas, creak(rng, 1.6, 8, 60, (240, 480, 900)), 0, 1)
    for at in rng.uniform(1.0, 1.7, 8).tolist():
        place(canvas, click(rng, 500, 4000, 0.06), samples_in(at), float(rng.uniform(0.3, 0.9)))
    n = samples_in(1.4)
    place(canvas, noise(rng, n, band(40, 2500, 6)) * decay(n, 1.1, 0.02), samples_in(2.1), 1.2)
    return canvas


BEDS = {"fire": fire, "big-fire": big_fire, "machine": machine, "space": space, "static": static}
EVENTS = {
    "church-bell": church_bell,
    "ship-bell": ship_bell,
    "bicycle-bell": bicycle_bell,
    "shop-bell": shop_bell,
    "small-bells": small_bells,
    "gong": gong,
    "chime": chime,
    "shimmer": shimmer,
    "firework": firework,
    "explosion": explosion,
    "ball": ball,
    "coins": coins,
    "ice-crack": ice_crack,
    "hammer": hammer,
    "anvil": anvil,
    "saw": saw,
    "axe": axe,
    "digging": digging,
    "drill": drill,
    "beeps": beeps,
    "alarm": alarm,
    "shutter": shutter,
    "whoosh": whoosh,
    "timber": timber,
}
