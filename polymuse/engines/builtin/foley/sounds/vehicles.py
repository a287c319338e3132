"""What drives, rolls, flies and sails, and the streets they make."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley import kit
from polymuse.engines.builtin.foley.kit import RATE, Bed, Occurrence, Wave, samples_in

__all__ = ["BEDS", "EVENTS"]

_PISTONS = (0.5, 1.0, 0.55, 0.7, 0.4, 0.45, 0.3, 0.3, 0.2, 0.18, 0.12, 0.1)


def _motor(rng: Generator, hertz: Wave, rough: float) -> Wave:
    """A combustion engine: harmonics of the firing rate, uneven from stroke to stroke."""
    count = len(hertz)
    uneven = 1 + rough * kit.noise(rng, count, kit.band_curve(8, 60, 12))
    return (kit.tone(hertz * (1 + 0.006 * kit.random_curve(rng, count, 6)), _PISTONS) * uneven).astype(np.float32)


def engine(rng: Generator, count: int) -> Wave:
    """An engine idling."""
    motor = _motor(rng, np.full(count, 27.0, np.float32) + 0.5 * kit.random_curve(rng, count, 0.4), 0.3)
    hiss = kit.noise(rng, count, ((80, 0), (400, -4), (2000, -14), (7000, -26)))
    return kit.stereo(motor + 0.5 * hiss, np.roll(motor, 120) + 0.5 * hiss, 0.8)


def motorboat(rng: Generator, count: int) -> Wave:
    """An outboard, and the wake along the hull."""
    motor = kit.apply_curve(
        _motor(rng, np.full(count, 46.0, np.float32) + 1.5 * kit.random_curve(rng, count, 0.5), 0.35),
        ((40, 0), (900, 0), (4000, -20)),
    )
    wake = kit.decorrelated_stereo(
        lambda: (
            kit.noise(rng, count, ((150, -6), (500, 0), (2500, -8), (8000, -20))) * kit.random_gain(rng, count, 1.2, 2)
        )
    )
    return motor[:, None] + wake * np.float32(0.35)


def tractor(rng: Generator, count: int) -> Wave:
    motor = _motor(rng, np.full(count, 14.0, np.float32) + 0.3 * kit.random_curve(rng, count, 0.5), 0.6)
    clatter = (
        kit.noise(rng, count, kit.band_curve(500, 2500, 9))
        * (0.4 + 0.6 * np.abs(kit.tone(np.full(count, 14.0))))
        * np.float32(0.25)
    )
    return kit.stereo(motor + clatter, motor + np.roll(clatter, 300))


def _pass(rng: Generator, seconds: float, speed: float, far: float) -> tuple[Wave, Wave, Wave]:
    """Level, pan and Doppler factor of something passing at `far` metres with `speed` m/s."""
    count = samples_in(seconds)
    along = np.linspace(-seconds / 2, seconds / 2, count, dtype=np.float32) * speed
    distance = np.sqrt(along**2 + far**2)
    doppler = 1 - np.gradient(distance) * RATE / 343
    side = float(rng.choice([-1, 1]))
    return (far / distance).astype(np.float32), (side * along / distance).astype(np.float32), doppler.astype(np.float32)


def car_pass(rng: Generator) -> Wave:
    """Tyres and engine swell, pass from side to side with a falling pitch, and sink away."""
    level, pan, doppler = _pass(rng, float(rng.uniform(5, 7)), float(rng.uniform(11, 17)), 7)
    count = len(level)
    motor = _motor(rng, float(rng.uniform(55, 80)) * doppler, 0.15) * np.float32(0.25)
    near = kit.noise(rng, count, ((120, -8), (700, 0), (1500, -1), (4000, -10), (12000, -26))) * level**1.6
    dull = kit.noise(rng, count, ((60, -4), (250, 0), (700, -6), (2500, -24))) * level * np.float32(0.5)
    return kit.pan_mono((near + dull + motor * level) * kit.hump_envelope(count, 0.5, 0.5), pan)


def motorcycle(rng: Generator) -> Wave:
    level, pan, doppler = _pass(rng, 6, 18, 8)
    return kit.pan_mono(
        _motor(rng, kit.piecewise_curve(len(level), (0, 70), (0.55, 105), (1, 92)) * doppler, 0.3)
        * level
        * kit.hump_envelope(len(level), 0.5, 0.4),
        pan,
    )


def traffic(rng: Generator, count: int) -> Wave:
    """A busy street a little way off: wash that swells as cars pass."""
    curve = ((40, -4), (90, 0), (300, -3), (900, -7), (2500, -17), (8000, -34))
    return kit.decorrelated_stereo(lambda: kit.noise(rng, count, curve) * kit.random_gain(rng, count, 0.3, 2.6))


def city(rng: Generator, count: int) -> Wave:
    """The hum of a city from above."""
    curve = ((35, -2), (70, 0), (200, -4), (500, -10), (1500, -20), (6000, -38))
    hum = kit.decorrelated_stereo(lambda: kit.noise(rng, count, curve) * kit.random_gain(rng, count, 0.12, 1.5))
    whine = kit.tone(118 + kit.random_curve(rng, count, 0.2), (1, 0.3)) * np.float32(0.05)
    return hum + whine[:, None]


def horn(rng: Generator) -> Wave:
    """A car's two-note horn."""
    canvas = np.zeros(samples_in(1.1), np.float32)
    low = float(rng.uniform(385, 440))
    at = 0.0
    for length in (0.22, 0.4) if rng.random() < 0.5 else (0.5,):
        n = samples_in(length)
        reed = (1, 0.8, 0.7, 0.55, 0.4, 0.3, 0.25, 0.15, 0.1)
        kit.mix_into(
            canvas,
            (kit.tone(np.full(n, low), reed) + kit.tone(np.full(n, low * 1.26), reed))
            * kit.hump_envelope(n, 0.06, 0.25),
            samples_in(at),
        )
        at += length + 0.12
    return canvas


def siren(rng: Generator) -> Wave:
    count = samples_in(6)
    pitch = 900 + 380 * np.sin(np.linspace(0, 2 * np.pi * 3, count))
    level, pan, doppler = _pass(rng, 6, 14, 20)
    return kit.pan_mono(
        kit.tone(pitch * doppler, (1, 0.4, 0.35, 0.15)) * level * kit.hump_envelope(count, 0.5, 0.5), pan
    )


def train(rng: Generator, count: int) -> Wave:
    """Inside a train: rumble, and wheels over the joints, two and two."""
    rumble = kit.decorrelated_stereo(
        lambda: (
            kit.noise(rng, count, ((30, -3), (80, 0), (250, -5), (900, -14), (4000, -28)))
            * kit.random_gain(rng, count, 0.4, 1.5)
        )
    )
    joints = np.cumsum(np.full(count, 0.95), dtype=np.float64) / RATE % 1
    clack = sum(
        np.exp(-((joints - at) % 1) * 26) * gain for at, gain in ((0.0, 1.0), (0.13, 0.8), (0.42, 0.7), (0.55, 0.6))
    )
    knock = kit.noise(rng, count, ((150, -6), (400, 0), (1100, -4), (3500, -20))) * np.asarray(clack, np.float32)
    return rumble + knock[:, None] * np.float32(2.2)


def train_whistle(rng: Generator) -> Wave:
    """A steam whistle: a chord that wails long, short, long."""
    canvas, at = np.zeros(samples_in(3.6), np.float32), 0.0
    for length in (1.2, 0.45, 1.4):
        n = samples_in(length)
        bend = kit.piecewise_curve(n, (0, 0.94), (0.12, 1), (0.85, 1), (1, 0.93)) * (
            1 + 0.002 * kit.random_curve(rng, n, 8)
        )
        chord = sum((kit.tone(f * bend, (1, 0.35, 0.15)) for f in (466, 554, 698)), np.zeros(n, np.float32))
        steam = kit.noise(rng, n, kit.band_curve(900, 6000, 9)) * np.float32(0.25)
        kit.mix_into(canvas, (chord + steam) * kit.hump_envelope(n, 0.12, 0.3), samples_in(at))
        at += length + 0.16
    return canvas


def tram(rng: Generator) -> Wave:
    """A tram's gong, struck by foot, over its motors."""
    count = samples_in(5)
    canvas = (
        kit.tone(kit.piecewise_curve(count, (0, 90), (0.5, 150), (1, 95)), (0.6, 1, 0.3, 0.5, 0.2))
        * kit.hump_envelope(count, 0.5)
        * np.float32(0.25)
    )
    canvas += kit.noise(rng, count, kit.band_curve(80, 700, 9)) * kit.hump_envelope(count, 0.5, 1.2) * np.float32(0.5)
    for at in (1.1, 1.4):
        n = samples_in(1.2)
        gong = (kit.tone(np.full(n, 1180.0), (1, 0, 0.4)) + 0.6 * kit.tone(np.full(n, 1755.0))) * kit.decay_envelope(
            n, 1.0, 0.001
        )
        kit.mix_into(canvas, gong, samples_in(at), 1.6)
    return canvas


def plane(rng: Generator) -> Wave:
    """An airliner crosses overhead, its roar sinking in pitch."""
    count = samples_in(11)
    pan = kit.piecewise_curve(count, (0, -0.7), (1, 0.7)) * float(rng.choice([-1, 1]))
    near = kit.hump_envelope(count, 0.42, 1.6)
    roar = kit.noise(rng, count, ((40, -4), (120, 0), (400, -2), (1200, -10), (5000, -28))) * near
    bright = kit.noise(rng, count, ((500, -14), (1500, 0), (3500, -4), (9000, -22))) * near**3 * np.float32(0.3)
    whine = (
        kit.tone(kit.piecewise_curve(count, (0, 1450), (0.4, 1380), (0.6, 1050), (1, 960)), (1, 0.2))
        * near**2
        * np.float32(0.05)
    )
    return kit.pan_mono(roar + bright + whine, pan)


def propeller(rng: Generator) -> Wave:
    count = samples_in(8)
    level, pan, doppler = _pass(rng, 8, 45, 120)
    return kit.pan_mono(_motor(rng, 76 * doppler, 0.12) * level * kit.hump_envelope(count, 0.5, 0.5), pan)


def helicopter(rng: Generator, count: int) -> Wave:
    """Blades slapping eleven times a second over a turbine."""
    blade = np.cumsum(np.full(count, 11.0) + 0.1 * kit.random_curve(rng, count, 0.4), dtype=np.float64) / RATE % 1
    slap = np.exp(-blade * 7).astype(np.float32)
    body = kit.decorrelated_stereo(
        lambda: kit.noise(rng, count, ((40, -2), (110, 0), (400, -5), (1500, -13), (6000, -28)))
    )
    whine = kit.tone(np.full(count, 620.0) + 2 * kit.random_curve(rng, count, 0.5), (1, 0.3)) * np.float32(0.05)
    return np.asarray(body * (0.25 + slap)[:, None] + whine[:, None], np.float32)


def bus(rng: Generator) -> Wave:
    """A bus pulls in: engine sinking, brakes, a sigh of air, doors."""
    count = samples_in(5.5)
    motor = _motor(rng, kit.piecewise_curve(count, (0, 44), (0.5, 24), (1, 22)), 0.25) * kit.piecewise_curve(
        count, (0, 0), (0.3, 1), (0.6, 0.6), (1, 0)
    )
    squeal = samples_in(0.9)
    canvas = motor * np.float32(0.5)
    kit.mix_into(
        canvas,
        kit.tone(kit.piecewise_curve(squeal, (0, 2900), (1, 2500)), (1, 0.3))
        * kit.hump_envelope(squeal, 0.5)
        * np.float32(0.08),
        samples_in(1.7),
    )
    sigh = samples_in(1.0)
    kit.mix_into(
        canvas,
        kit.noise(rng, sigh, kit.band_curve(1800, 9000, 9)) * kit.decay_envelope(sigh, 0.9, 0.02),
        samples_in(3.2),
        0.5,
    )
    return canvas


def ship_horn(rng: Generator) -> Wave:
    """One long blast, felt as much as heard."""
    count = samples_in(float(rng.uniform(3.2, 4.2)))
    base = float(rng.uniform(84, 98))
    bend = base * kit.piecewise_curve(count, (0, 0.96), (0.06, 1), (0.94, 1), (1, 0.95))
    reed = (1, 0.9, 0.8, 0.7, 0.55, 0.45, 0.35, 0.3, 0.22, 0.18, 0.12, 0.1)
    return (kit.tone(bend, reed) + 0.6 * kit.tone(bend * 1.335, reed)) * kit.hump_envelope(count, 0.15, 0.3)


def foghorn(rng: Generator) -> Wave:
    """Low, hollow, ending with a grunt."""
    count = samples_in(2.8)
    pitch = kit.piecewise_curve(count, (0, 150), (0.05, 163), (0.8, 161), (0.86, 120), (1, 108)) * float(
        rng.uniform(0.98, 1.02)
    )
    return kit.tone(pitch, (1, 0.7, 0.5, 0.25, 0.18, 0.1)) * kit.piecewise_curve(
        count, (0, 0), (0.06, 1), (0.8, 1), (0.84, 0.6), (0.95, 0.5), (1, 0)
    )


def sails(rng: Generator) -> Wave:
    """Canvas fills and flaps."""
    canvas = np.zeros(samples_in(1.8), np.float32)
    rate, at = float(rng.uniform(5, 8)), 0.0
    for _ in range(int(rng.integers(3, 8))):
        n = samples_in(0.16)
        flap = kit.noise(rng, n, ((90, 0), (300, -1), (900, -8), (3500, -18))) * kit.decay_envelope(n, 0.14, 0.012)
        kit.mix_into(canvas, flap, samples_in(at), float(rng.uniform(0.4, 1)))
        at += float(rng.normal(1, 0.2)) / rate
    return canvas


def bicycle(rng: Generator, count: int) -> Wave:
    """The freewheel ticks, the tyre hums."""
    ticks = np.cumsum(17 + 3 * kit.random_curve(rng, count, 0.2), dtype=np.float64) / RATE % 1
    ratchet = kit.noise(rng, count, kit.band_curve(2600, 7000, 12)) * np.exp(-ticks * 16).astype(np.float32)
    tyre = kit.noise(rng, count, ((150, -4), (450, 0), (1500, -10), (6000, -28)))
    return kit.stereo(2 * ratchet + 0.3 * tyre, 2 * np.roll(ratchet, 12) + 0.3 * tyre)


def cart(rng: Generator, count: int) -> Wave:
    """Iron wheels on cobbles."""
    rattle = np.abs(kit.noise(rng, count, kit.band_curve(9, 26, 18)))
    stones = kit.noise(rng, count, ((90, -2), (260, 0), (900, -5), (3000, -14), (9000, -28)))
    return kit.stereo(stones * rattle, np.roll(stones, 480) * np.roll(rattle, 900), 0.8)


BEDS: dict[str, Bed] = {
    "engine": engine,
    "motorboat": motorboat,
    "tractor": tractor,
    "traffic": traffic,
    "city": city,
    "train": train,
    "helicopter": helicopter,
    "bicycle": bicycle,
    "cart": cart,
}
EVENTS: dict[str, Occurrence] = {
    "car-pass": car_pass,
    "motorcycle": motorcycle,
    "horn": horn,
    "siren": siren,
    "train-whistle": train_whistle,
    "tram": tram,
    "plane": plane,
    "propeller": propeller,
    "bus": bus,
    "ship-horn": ship_horn,
    "foghorn": foghorn,
    "sails": sails,
}
