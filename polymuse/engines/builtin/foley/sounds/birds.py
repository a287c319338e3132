"""Other birds, each by the shape of its call."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley import kit
from polymuse.engines.builtin.foley.kit import RATE, Bed, Occurrence, Wave, samples_in
from polymuse.engines.builtin.foley.sounds.songbirds import phrase, syllable

__all__ = ["BEDS", "EVENTS"]


def cuckoo(rng: Generator) -> Wave:
    """A falling minor third."""
    high = float(rng.uniform(640, 680))
    calls: list[tuple[float, Wave]] = []
    for index in range(int(rng.integers(2, 4))):
        calls.append((index * 1.35, syllable(0.2, ((0, high), (0.8, high), (1, high * 0.97)), 0.12, 0.5)))
        calls.append((index * 1.35 + 0.42, syllable(0.3, ((0, high / 1.2), (1, high / 1.22)), 0.12, 0.5)))
    return phrase(rng, calls)


def crow(rng: Generator) -> Wave:
    """Hoarse caws."""
    caws = []
    for index in range(int(rng.integers(2, 5))):
        count = samples_in(float(rng.uniform(0.28, 0.42)))
        pitch = kit.piecewise_curve(count, (0, 480), (0.25, 620), (1, 430)) * float(rng.uniform(0.92, 1.08))
        call = kit.voice_source(
            rng, pitch, ((1250, 1900, 2900, 4200), (1050, 1600, 2700, 4000)), 0.7, 0.09
        ) * kit.hump_envelope(count, 0.15, 0.6)
        caws.append((index * float(rng.uniform(0.5, 0.62)), call))
    return phrase(rng, caws)


def gull(rng: Generator) -> Wave:
    """A herring gull: long wails that break upwards, then a run of shorter ones."""
    cries, at = [], 0.0
    top = float(rng.uniform(1050, 1350))
    for index in range(int(rng.integers(2, 8))):
        length = float(rng.uniform(0.45, 0.75)) if index < 2 else float(rng.uniform(0.2, 0.32))
        count = samples_in(length)
        pitch = kit.piecewise_curve(count, (0, top * 0.62), (0.18, top), (0.5, top * 0.96), (1, top * 0.6))
        cry = kit.voice_source(rng, pitch, ((1700, 2700, 4100),), 0.25, 0.025) * kit.hump_envelope(count, 0.2, 0.7)
        cries.append((at, cry))
        at += length + float(rng.uniform(0.06, 0.16))
    return phrase(rng, cries)


def owl(rng: Generator) -> Wave:
    """Hoo … hu, hu-hooo: soft, low, with a tremble in the last."""
    base = float(rng.uniform(340, 400))
    count = samples_in(1.15)
    shake = 1 + 0.02 * np.sin(np.arange(count, dtype=np.float32) * np.float32(2 * np.pi * 11 / RATE))
    last = kit.tone(
        kit.piecewise_curve(count, (0, base * 0.95), (0.2, base * 1.06), (1, base * 0.93)) * shake, (1, 0.08, 0.03)
    ) * kit.hump_envelope(count, 0.25, 0.8)
    first = syllable(0.55, ((0, base * 0.94), (0.3, base * 1.05), (1, base * 0.95)), 0.07, 0.8)
    catch = syllable(0.1, ((0, base), (1, base * 1.02)), 0.07)
    return phrase(rng, [(0.0, first), (1.5, catch), (1.75, catch), (1.95, last)])


def pigeon(rng: Generator) -> Wave:
    """Coo-COOO-coo, coo-coo: a throaty fifth of a kilohertz."""
    base = float(rng.uniform(420, 480))
    calls, at = [], 0.0
    for length, lift in ((0.24, 0.95), (0.55, 1.08), (0.34, 0.96), (0.26, 1.0), (0.28, 0.97)):
        count = samples_in(length)
        purr = 1 + 0.25 * np.sin(np.arange(count, dtype=np.float32) * np.float32(2 * np.pi * 24 / RATE))
        calls.append(
            (
                at,
                kit.tone(
                    kit.piecewise_curve(count, (0, base * lift * 0.93), (0.4, base * lift), (1, base * lift * 0.94)),
                    (1, 0.12),
                )
                * kit.hump_envelope(count, 0.3)
                * purr,
            )
        )
        at += length + 0.09
    return phrase(rng, calls)


def duck(rng: Generator) -> Wave:
    """Quacks, each a little lower and shorter."""
    quacks, at = [], 0.0
    for index in range(int(rng.integers(2, 7))):
        count = samples_in(0.2 - 0.012 * index)
        pitch = kit.piecewise_curve(count, (0, 300), (0.2, 330), (1, 230)) * (1 - 0.03 * index)
        quack = kit.voice_source(rng, pitch, ((900, 1500, 2500), (1300, 2000, 3000), (800, 1500, 2400)), 0.15, 0.05)
        quacks.append((at, quack * kit.hump_envelope(count, 0.15, 0.5) * np.float32(0.93**index)))
        at += 0.23
    return phrase(rng, quacks)


def goose(rng: Generator) -> Wave:
    honks, at = [], 0.0
    for _ in range(int(rng.integers(2, 5))):
        count = samples_in(0.34)
        pitch = kit.piecewise_curve(count, (0, 360), (0.35, 400), (0.4, 640), (1, 560)) * float(rng.uniform(0.94, 1.05))
        honks.append(
            (at, kit.voice_source(rng, pitch, ((1000, 1700, 2700),), 0.1, 0.03) * kit.hump_envelope(count, 0.25, 0.6))
        )
        at += float(rng.uniform(0.45, 0.7))
    return phrase(rng, honks)


def rooster(rng: Generator) -> Wave:
    """Cock-a-doodle-doo: three short steps up, one long cry that sinks."""
    calls = []
    for at, length, start, top, end in (
        (0.0, 0.17, 520, 640, 560),
        (0.25, 0.13, 640, 720, 660),
        (0.42, 0.32, 700, 960, 840),
        (0.8, 1.15, 820, 1000, 470),
    ):
        count = samples_in(length)
        pitch = kit.piecewise_curve(count, (0, start), (0.25, top), (0.7, (top + end) / 2), (1, end))
        calls.append(
            (
                at,
                kit.voice_source(rng, pitch, ((1100, 2100, 3300), (950, 1700, 3000)), 0.2, 0.03)
                * kit.hump_envelope(count, 0.2, 0.5),
            )
        )
    return phrase(rng, calls)


def hen(rng: Generator) -> Wave:
    clucks, at = [], 0.0
    for _ in range(int(rng.integers(3, 8))):
        count = samples_in(float(rng.uniform(0.06, 0.1)))
        pitch = kit.piecewise_curve(count, (0, 420), (0.4, 520), (1, 360)) * float(rng.uniform(0.9, 1.15))
        clucks.append(
            (at, kit.voice_source(rng, pitch, ((900, 1600, 2600),), 0.3, 0.04) * kit.hump_envelope(count, 0.2, 0.8))
        )
        at += float(rng.uniform(0.16, 0.4))
    return phrase(rng, clucks)


def hawk(rng: Generator) -> Wave:
    """A thin scream, sinking."""
    count = samples_in(1.5)
    pitch = kit.piecewise_curve(count, (0, 2100), (0.08, 3000), (0.5, 2700), (1, 1900))
    return kit.voice_source(rng, pitch, ((2600, 3900, 5600),), 0.6, 0.02) * kit.hump_envelope(count, 0.08, 0.8)


def woodpecker(rng: Generator) -> Wave:
    """A drum roll on hollow wood, quickening as it fades."""
    canvas = np.zeros(samples_in(1.0), np.float32)
    at, gap = 0.01, 0.058
    hertz = float(rng.uniform(900, 1300))
    for index in range(14):
        n = samples_in(0.05)
        knock = kit.apply_curve(
            rng.standard_normal(n, np.float32), kit.band_curve(hertz * 0.7, hertz * 1.6, 18)
        ) * kit.decay_envelope(n, 0.035)
        kit.mix_into(canvas, knock, samples_in(at), 1 - index * 0.055)
        at += gap
        gap *= 0.985
    return canvas


def wings(rng: Generator) -> Wave:
    """A bird takes off: quick beats of air."""
    canvas = np.zeros(samples_in(1.6), np.float32)
    rate = float(rng.uniform(9, 12))
    for index in range(12):
        n = samples_in(0.075)
        beat = kit.noise(rng, n, kit.band_curve(350, 2200, 9)) * kit.hump_envelope(n, 0.4, 1.5)
        kit.mix_into(canvas, beat, samples_in(index / rate), (1 - index / 14) * float(rng.uniform(0.7, 1)))
    return canvas


BEDS: dict[str, Bed] = {}
EVENTS: dict[str, Occurrence] = {
    "cuckoo": cuckoo,
    "crow": crow,
    "gull": gull,
    "owl": owl,
    "pigeon": pigeon,
    "duck": duck,
    "goose": goose,
    "rooster": rooster,
    "hen": hen,
    "hawk": hawk,
    "woodpecker": woodpecker,
    "wings": wings,
}
