"""Insects, frogs and beasts."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley import kit
from polymuse.engines.builtin.foley.kit import RATE, Bed, Occurrence, Wave, samples_in

__all__ = ["BEDS", "EVENTS"]


def _cricket(rng: Generator, count: int) -> Wave:
    """One field cricket: a pure high tone in pulses of three, a few times a second, with rests."""
    hertz = float(rng.uniform(3900, 5000))
    pulse = samples_in(0.019)
    chirp = np.zeros(samples_in(0.12), np.float32)
    for index in range(3):
        kit.mix_into(
            chirp,
            kit.tone(np.full(pulse, hertz), (1, 0.1)) * kit.hump_envelope(pulse, 0.6, 0.8),
            index * samples_in(0.034),
            0.7 + 0.15 * index,
        )
    canvas = np.zeros(count, np.float32)
    step, at, sings = float(rng.uniform(0.28, 0.5)), float(rng.uniform(0, 0.5)), True
    until = float(rng.uniform(2, 8))
    while at * RATE < count:
        if at > until:
            sings = not sings
            until = at + float(rng.uniform(3, 9) if sings else rng.uniform(0.6, 2))
        if sings:
            kit.mix_into(canvas, chirp, samples_in(at), float(rng.uniform(0.85, 1)))
        at += step * float(rng.normal(1, 0.015))
    return canvas


def crickets(rng: Generator, count: int) -> Wave:
    canvas = np.zeros((count, 2), np.float32)
    for index in range(7):
        level = 1.0 if index < 2 else float(rng.uniform(0.12, 0.4))
        canvas += kit.pan_mono(_cricket(rng, count), float(rng.uniform(-0.9, 0.9))) * np.float32(level)
    shimmer = kit.tone(np.full(count, 4400) + 60 * kit.random_curve(rng, count, 6)) * np.abs(
        kit.noise(rng, count, kit.band_curve(2, 30))
    )
    return canvas + kit.stereo(shimmer, np.roll(shimmer, 9000)) * np.float32(0.05)


def cicadas(rng: Generator, count: int) -> Wave:
    """A dense buzz at 5–8 kHz, beaten some 60 times a second, that swells and sinks."""
    channels = []
    for _ in range(2):
        rate = 58 + 5 * kit.random_curve(rng, count, 0.3)
        beat = 0.55 + 0.45 * kit.tone(rate)
        buzz = kit.noise(rng, count, kit.band_curve(4600, 7600, 30)) + 0.7 * kit.noise(
            rng, count, kit.band_curve(5600, 6000, 60)
        )
        channels.append(buzz * beat * np.exp2(kit.random_curve(rng, count, 0.12) * 0.8))
    return kit.stereo(channels[0], channels[1], 0.9)


def _buzz(rng: Generator, count: int, hertz: float) -> Wave:
    pitch = hertz * (1 + 0.05 * kit.random_curve(rng, count, 1.2) + 0.012 * kit.random_curve(rng, count, 18))
    wing = kit.tone(pitch, (0.5, 1, 0.7, 0.45, 0.3, 0.2, 0.14, 0.1, 0.07, 0.05))
    near = np.exp2(np.tanh(kit.random_curve(rng, count, 0.35)) * 2)
    return kit.pan_mono(wing * near, np.clip(0.6 * kit.random_curve(rng, count, 0.3), -1, 1))


def bees(rng: Generator, count: int) -> Wave:
    """Several bees coming and going over flowers."""
    return np.asarray(
        np.sum([_buzz(rng, count, float(rng.uniform(170, 250))) for _ in range(5)], axis=0).astype(np.float32),
        np.float32,
    )


def fly(rng: Generator, count: int) -> Wave:
    return _buzz(rng, count, float(rng.uniform(190, 230)))


def mosquito(rng: Generator, count: int) -> Wave:
    return _buzz(rng, count, float(rng.uniform(520, 600)))


def frog(rng: Generator) -> Wave:
    """A croak: a throaty rattle of pulses, twice."""
    base = float(rng.uniform(500, 1100))
    canvas = np.zeros(samples_in(1.1), np.float32)
    at = 0.0
    for _ in range(int(rng.integers(1, 4))):
        for index in range(int(rng.integers(6, 12))):
            n = samples_in(0.022)
            pulse = kit.tone(
                kit.piecewise_curve(n, (0, base * 0.95), (1, base * 1.1)), (1, 0.6, 0.25)
            ) * kit.decay_envelope(n, 0.03, 0.002)
            kit.mix_into(canvas, pulse, samples_in(at), 0.5 + 0.05 * index)
            at += 0.021
        at += 0.14
    return canvas


def frogs(rng: Generator, count: int) -> Wave:
    """A pond at night."""
    canvas = np.zeros((count, 2), np.float32)
    for _ in range(8):
        pan, level = float(rng.uniform(-0.9, 0.9)), float(10 ** (rng.uniform(-15, 0) / 20))
        at = int(rng.integers(0, samples_in(3)))
        while at < count:
            call = frog(rng)
            kit.mix_into(canvas, kit.pan_mono(call, pan), at, level)
            at += len(call) + samples_in(float(rng.uniform(0.2, 3)))
    return canvas


def dog(rng: Generator) -> Wave:
    """Barks: a rough shout that opens and shuts in a fifth of a second."""
    canvas = np.zeros(samples_in(1.9), np.float32)
    base, at = float(rng.uniform(260, 420)), 0.0
    for _ in range(int(rng.integers(1, 4))):
        count = samples_in(float(rng.uniform(0.17, 0.24)))
        pitch = kit.piecewise_curve(count, (0, base * 0.8), (0.3, base * 1.35), (1, base * 0.7))
        bark = kit.voice_source(rng, pitch, ((480, 1100, 2500), (850, 1500, 2800), (500, 1000, 2500)), 0.55, 0.08)
        kit.mix_into(canvas, bark * kit.hump_envelope(count, 0.18, 0.7), samples_in(at), float(rng.uniform(0.8, 1)))
        at += float(rng.uniform(0.36, 0.55))
    return canvas


def wolf(rng: Generator) -> Wave:
    count = samples_in(float(rng.uniform(3, 4.5)))
    top = float(rng.uniform(520, 640))
    pitch = kit.piecewise_curve(count, (0, top * 0.5), (0.15, top), (0.6, top * 0.96), (1, top * 0.55)) * (
        1 + 0.012 * kit.random_curve(rng, count, 5)
    )
    return kit.voice_source(rng, pitch, ((550, 1000, 2400), (420, 850, 2300)), 0.08, 0.005) * kit.hump_envelope(
        count, 0.25, 0.6
    )


def cat(rng: Generator) -> Wave:
    """Mi-a-ow: the mouth opens and closes while the pitch arches."""
    count = samples_in(float(rng.uniform(0.7, 1.0)))
    base = float(rng.uniform(480, 620))
    pitch = kit.piecewise_curve(count, (0, base * 0.85), (0.3, base * 1.3), (0.6, base * 1.2), (1, base * 0.75))
    return kit.voice_source(
        rng, pitch, ((500, 2600, 3600), (1300, 2300, 3500), (900, 1500, 3200), (550, 1100, 3000)), 0.1, 0.012
    ) * kit.hump_envelope(count, 0.3, 0.7)


def purr(rng: Generator, count: int) -> Wave:
    """26 soft pulses a second, louder breathing out than in."""
    phase = np.cumsum(25.5 + 0.8 * kit.random_curve(rng, count, 2)) / RATE % 1
    pulse = np.exp(-phase * 7).astype(np.float32)
    breath = 0.55 + 0.35 * np.sign(np.sin(2 * np.pi * np.cumsum(np.full(count, 0.42)) / RATE)).astype(np.float32)
    body = kit.noise(rng, count, ((40, 0), (160, 0), (500, -9), (1500, -16), (6000, -34)))
    return kit.pan_mono(body * pulse * filtered_step(breath), 0.0)


def filtered_step(curve: Wave) -> Wave:
    """A curve with its jumps rounded over a tenth of a second."""
    size = samples_in(0.1)
    total = np.cumsum(np.pad(curve, (size, 0), mode="edge"), dtype=np.float64)
    return np.asarray((total[size:] - total[:-size]) / size, np.float32)


def cow(rng: Generator) -> Wave:
    count = samples_in(float(rng.uniform(1.4, 2.0)))
    base = float(rng.uniform(110, 140))
    pitch = kit.piecewise_curve(count, (0, base * 0.8), (0.3, base * 1.15), (0.8, base * 1.1), (1, base * 0.75))
    return kit.voice_source(
        rng, pitch, ((280, 750, 2200), (560, 980, 2300), (500, 900, 2200)), 0.06, 0.02
    ) * kit.hump_envelope(count, 0.3, 0.5)


def sheep(rng: Generator) -> Wave:
    """Baa: a voice that trembles."""
    count = samples_in(float(rng.uniform(0.7, 1.1)))
    base = float(rng.uniform(230, 330))
    tremble = np.sin(np.arange(count, dtype=np.float32) * np.float32(2 * np.pi * 8.5 / RATE))
    pitch = kit.piecewise_curve(count, (0, base), (0.2, base * 1.1), (1, base * 0.85)) * (1 + 0.05 * tremble)
    return np.asarray(
        kit.voice_source(rng, pitch, ((620, 1750, 2700),), 0.12, 0.03)
        * kit.hump_envelope(count, 0.15, 0.5)
        * (0.75 + 0.25 * tremble),
        np.float32,
    )


def pig(rng: Generator) -> Wave:
    canvas, at = np.zeros(samples_in(1.6), np.float32), 0.0
    for _ in range(int(rng.integers(2, 5))):
        count = samples_in(float(rng.uniform(0.13, 0.24)))
        pitch = kit.piecewise_curve(count, (0, 70), (0.5, 95), (1, 60))
        kit.mix_into(
            canvas,
            kit.voice_source(rng, pitch, ((480, 1250, 2400),), 1.2, 0.15) * kit.hump_envelope(count, 0.3, 0.7),
            samples_in(at),
        )
        at += float(rng.uniform(0.26, 0.42))
    return canvas


def neigh(rng: Generator) -> Wave:
    """A horse: a high trembling cry that sinks into a snort."""
    count = samples_in(1.7)
    shake = np.sin(2 * np.pi * np.cumsum(kit.piecewise_curve(count, (0, 13), (1, 8))) / RATE).astype(np.float32)
    pitch = kit.piecewise_curve(count, (0, 700), (0.12, 1150), (0.5, 900), (1, 380)) * (1 + 0.07 * shake)
    cry = kit.voice_source(rng, pitch, ((1000, 2000, 3100), (750, 1500, 2700)), 0.3, 0.03) * kit.hump_envelope(
        count, 0.15, 0.6
    )
    return np.asarray(cry * (0.7 + 0.3 * shake), np.float32)


def hooves(rng: Generator) -> Wave:
    """Four beats of a walking or trotting horse on a hard road."""
    canvas = np.zeros(samples_in(1.15), np.float32)
    for index, at in enumerate((0.0, 0.25, 0.5, 0.75)):
        n = samples_in(0.09)
        hertz = (620, 760, 560, 820)[index] * float(rng.uniform(0.94, 1.06))
        clop = kit.apply_curve(
            rng.standard_normal(n, np.float32), ((hertz / 2, -20), (hertz * 0.8, 0), (hertz * 1.4, 0), (hertz * 5, -22))
        ) * kit.decay_envelope(n, 0.05, 0.001)
        kit.mix_into(canvas, clop, samples_in(at * float(rng.normal(1, 0.015)) + 0.01), float(rng.uniform(0.75, 1)))
    return canvas


def roar(rng: Generator) -> Wave:
    count = samples_in(2.4)
    pitch = kit.piecewise_curve(count, (0, 70), (0.25, 115), (0.7, 95), (1, 55))
    return kit.voice_source(
        rng, pitch, ((300, 700, 1800), (520, 950, 2100), (350, 750, 1800)), 1.0, 0.14
    ) * kit.hump_envelope(count, 0.25, 0.7)


BEDS: dict[str, Bed] = {
    "crickets": crickets,
    "cicadas": cicadas,
    "bees": bees,
    "fly": fly,
    "mosquito": mosquito,
    "frogs": frogs,
    "purr": purr,
}
EVENTS: dict[str, Occurrence] = {
    "frog": frog,
    "dog": dog,
    "wolf": wolf,
    "cat": cat,
    "cow": cow,
    "sheep": sheep,
    "pig": pig,
    "neigh": neigh,
    "hooves": hooves,
    "roar": roar,
}
