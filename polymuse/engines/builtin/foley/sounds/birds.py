"""Birds, each by the shape of its call."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley.kit import (
    RATE,
    Samples,
    band,
    contour,
    decay,
    filtered,
    hump,
    noise,
    place,
    samples_in,
    tone,
    vocal,
    wander,
)

__all__ = ["BEDS", "EVENTS"]

Points = tuple[tuple[float, float], ...]


def _chirp(seconds: float, points: Points, second: float = 0.06, sharp: float = 1.0) -> Samples:
    """One syllable of a songbird: nearly a pure tone, gliding through (0..1, Hz) points."""
    count = samples_in(seconds)
    return tone(contour(count, *points), (1.0, second)) * hump(count, 0.35, sharp)


def _song(rng: Generator, syllables: list[tuple[float, Samples]]) -> Samples:
    """Syllables at their times (seconds), each a little louder or softer."""
    end = max(at + len(sound) / RATE for at, sound in syllables)
    canvas = np.zeros(samples_in(end + 0.02), np.float32)
    for at, sound in syllables:
        place(canvas, sound, samples_in(at), float(rng.uniform(0.7, 1)))
    return canvas


def sparrow(rng: Generator) -> Samples:
    """Short cheeps that jump up and fall."""
    base = float(rng.uniform(3100, 3900))
    step = float(rng.uniform(0.2, 0.34))
    cheeps = []
    for index in range(int(rng.integers(2, 7))):
        top = base * float(rng.uniform(1.15, 1.4))
        cheeps.append((index * step * float(rng.uniform(0.9, 1.1)), _chirp(0.075, ((0, base), (0.3, top), (1, base * 0.82)), 0.15)))
    return _song(rng, cheeps)


def tit(rng: Generator) -> Samples:
    """Two notes, high then low, over and over, like a small pump."""
    high, low = float(rng.uniform(5000, 5800)), float(rng.uniform(3700, 4200))
    notes = []
    for index in range(int(rng.integers(3, 7))):
        at = index * 0.36
        notes.append((at, _chirp(0.12, ((0, high), (1, high * 0.97)))))
        notes.append((at + 0.16, _chirp(0.15, ((0, low * 1.05), (1, low * 0.98)))))
    return _song(rng, notes)


def blackbird(rng: Generator) -> Samples:
    """Mellow fluting whistles in a phrase, then a scratchy flourish."""
    notes, at = [], 0.0
    for _ in range(int(rng.integers(4, 8))):
        start, end = rng.choice([1700, 1950, 2150, 2400, 2700, 3000], 2).astype(float)
        length = float(rng.uniform(0.12, 0.34))
        middle = (start + end) / 2 * float(rng.uniform(0.92, 1.1))
        notes.append((at, _chirp(length, ((0, start), (0.5, middle), (1, end)), 0.05, 0.7)))
        at += length + float(rng.uniform(0.02, 0.1))
    for _ in range(int(rng.integers(3, 7))):
        pitch = float(rng.uniform(4000, 6500))
        notes.append((at, _chirp(0.05, ((0, pitch), (0.5, pitch * 1.25), (1, pitch * 0.8))) * np.float32(0.35)))
        at += float(rng.uniform(0.05, 0.08))
    return _song(rng, notes)


def warbler(rng: Generator) -> Samples:
    """A run of quick syllables that falls and ends with a twist."""
    start = float(rng.uniform(5200, 6400))
    number = int(rng.integers(9, 16))
    notes = []
    for index in range(number):
        pitch = start * (1 - 0.38 * index / number)
        notes.append((index * 0.085, _chirp(0.066, ((0, pitch * 1.14), (0.6, pitch * 0.9), (1, pitch * 1.02)))))
    notes.append((number * 0.085, _chirp(0.2, ((0, start * 0.6), (0.4, start * 0.95), (1, start * 0.55)))))
    return _song(rng, notes)


def wren(rng: Generator) -> Samples:
    """A trill: one syllable beaten twenty times a second."""
    pitch = float(rng.uniform(4600, 6200))
    seconds = float(rng.uniform(0.6, 1.3))
    trill = [(i * 0.05, _chirp(0.04, ((0, pitch), (0.5, pitch * 1.18), (1, pitch * 0.9)))) for i in range(int(seconds / 0.05))]
    lead = [(0.0, _chirp(0.18, ((0, pitch * 0.7), (1, pitch * 0.95))))]
    return _song(rng, lead + [(at + 0.24, sound) for at, sound in trill])


def robin(rng: Generator) -> Samples:
    """Thin silver phrases, high and low in turn, sliding."""
    notes, at = [], 0.0
    for index in range(int(rng.integers(5, 10))):
        pitch = float(rng.uniform(5000, 7200)) if index % 2 else float(rng.uniform(2600, 3800))
        length = float(rng.uniform(0.06, 0.26))
        notes.append((at, _chirp(length, ((0, pitch), (0.4, pitch * float(rng.uniform(0.85, 1.2))), (1, pitch * 0.9)))))
        at += length + float(rng.uniform(0.01, 0.07))
    return _song(rng, notes)


_SONGBIRDS = (sparrow, tit, blackbird, warbler, wren, robin)


def songbird(rng: Generator) -> Samples:
    """Any of six species."""
    return _SONGBIRDS[int(rng.integers(len(_SONGBIRDS)))](rng)


def cuckoo(rng: Generator) -> Samples:
    """A falling minor third."""
    high = float(rng.uniform(640, 680))
    calls: list[tuple[float, Samples]] = []
    for index in range(int(rng.integers(2, 4))):
        calls.append((index * 1.35, _chirp(0.2, ((0, high), (0.8, high), (1, high * 0.97)), 0.12, 0.5)))
        calls.append((index * 1.35 + 0.42, _chirp(0.3, ((0, high / 1.2), (1, high / 1.22)), 0.12, 0.5)))
    return _song(rng, calls)


def crow(rng: Generator) -> Samples:
    """Hoarse caws."""
    caws = []
    for index in range(int(rng.integers(2, 5))):
        count = samples_in(float(rng.uniform(0.28, 0.42)))
        pitch = contour(count, (0, 480), (0.25, 620), (1, 430)) * float(rng.uniform(0.92, 1.08))
        call = vocal(rng, pitch, ((1250, 1900, 2900, 4200), (1050, 1600, 2700, 4000)), 0.7, 0.09) * hump(count, 0.15, 0.6)
        caws.append((index * float(rng.uniform(0.5, 0.62)), call))
    return _song(rng, caws)


def gull(rng: Generator) -> Samples:
    """A herring gull: long wails that break upwards, then a run of shorter ones."""
    cries, at = [], 0.0
    top = float(rng.uniform(1050, 1350))
    for index in range(int(rng.integers(2, 8))):
        length = float(rng.uniform(0.45, 0.75)) if index < 2 else float(rng.uniform(0.2, 0.32))  # noqa: PLR2004 - wails first
        count = samples_in(length)
        pitch = contour(count, (0, top * 0.62), (0.18, top), (0.5, top * 0.96), (1, top * 0.6))
        cry = vocal(rng, pitch, ((1700, 2700, 4100),), 0.25, 0.025) * hump(count, 0.2, 0.7)
        cries.append((at, cry))
        at += length + float(rng.uniform(0.06, 0.16))
    return _song(rng, cries)


def owl(rng: Generator) -> Samples:
    """Hoo … hu, hu-hooo: soft, low, with a tremble in the last."""
    base = float(rng.uniform(340, 400))
    count = samples_in(1.15)
    shake = 1 + 0.02 * np.sin(np.arange(count, dtype=np.float32) * np.float32(2 * np.pi * 11 / RATE))
    last = tone(contour(count, (0, base * 0.95), (0.2, base * 1.06), (1, base * 0.93)) * shake, (1, 0.08, 0.03)) * hump(count, 0.25, 0.8)
    first = _chirp(0.55, ((0, base * 0.94), (0.3, base * 1.05), (1, base * 0.95)), 0.07, 0.8)
    catch = _chirp(0.1, ((0, base), (1, base * 1.02)), 0.07)
    return _song(rng, [(0.0, first), (1.5, catch), (1.75, catch), (1.95, last)])


def pigeon(rng: Generator) -> Samples:
    """Coo-COOO-coo, coo-coo: a throaty fifth of a kilohertz."""
    base = float(rng.uniform(420, 480))
    calls, at = [], 0.0
    for length, lift in ((0.24, 0.95), (0.55, 1.08), (0.34, 0.96), (0.26, 1.0), (0.28, 0.97)):
        count = samples_in(length)
        purr = 1 + 0.25 * np.sin(np.arange(count, dtype=np.float32) * np.float32(2 * np.pi * 24 / RATE))
        calls.append((at, tone(contour(count, (0, base * lift * 0.93), (0.4, base * lift), (1, base * lift * 0.94)), (1, 0.12)) * hump(count, 0.3) * purr))
        at += length + 0.09
    return _song(rng, calls)


def duck(rng: Generator) -> Samples:
    """Quacks, each a little lower and shorter."""
    quacks, at = [], 0.0
    for index in range(int(rng.integers(2, 7))):
        count = samples_in(0.2 - 0.012 * index)
        pitch = contour(count, (0, 300), (0.2, 330), (1, 230)) * (1 - 0.03 * index)
        quack = vocal(rng, pitch, ((900, 1500, 2500), (1300, 2000, 3000), (800, 1500, 2400)), 0.15, 0.05)
        quacks.append((at, quack * hump(count, 0.15, 0.5) * np.float32(0.93**index)))
        at += 0.23
    return _song(rng, quacks)


def goose(rng: Generator) -> Samples:
    honks, at = [], 0.0
    for _ in range(int(rng.integers(2, 5))):
        count = samples_in(0.34)
        pitch = contour(count, (0, 360), (0.35, 400), (0.4, 640), (1, 560)) * float(rng.uniform(0.94, 1.05))
        honks.append((at, vocal(rng, pitch, ((1000, 1700, 2700),), 0.1, 0.03) * hump(count, 0.25, 0.6)))
        at += float(rng.uniform(0.45, 0.7))
    return _song(rng, honks)


def rooster(rng: Generator) -> Samples:
    """Cock-a-doodle-doo: three short steps up, one long cry that sinks."""
    calls = []
    for at, length, start, top, end in ((0.0, 0.17, 520, 640, 560), (0.25, 0.13, 640, 720, 660), (0.42, 0.32, 700, 960, 840), (0.8, 1.15, 820, 1000, 470)):
        count = samples_in(length)
        pitch = contour(count, (0, start), (0.25, top), (0.7, (top + end) / 2), (1, end))
        calls.append((at, vocal(rng, pitch, ((1100, 2100, 3300), (950, 1700, 3000)), 0.2, 0.03) * hump(count, 0.2, 0.5)))
    return _song(rng, calls)


def hen(rng: Generator) -> Samples:
    clucks, at = [], 0.0
    for _ in range(int(rng.integers(3, 8))):
        count = samples_in(float(rng.uniform(0.06, 0.1)))
        pitch = contour(count, (0, 420), (0.4, 520), (1, 360)) * float(rng.uniform(0.9, 1.15))
        clucks.append((at, vocal(rng, pitch, ((900, 1600, 2600),), 0.3, 0.04) * hump(count, 0.2, 0.8)))
        at += float(rng.uniform(0.16, 0.4))
    return _song(rng, clucks)


def hawk(rng: Generator) -> Samples:
    """A thin scream, sinking."""
    count = samples_in(1.5)
    pitch = contour(count, (0, 2100), (0.08, 3000), (0.5, 2700), (1, 1900))
    return vocal(rng, pitch, ((2600, 3900, 5600),), 0.6, 0.02) * hump(count, 0.08, 0.8)


def woodpecker(rng: Generator) -> Samples:
    """A drum roll on hollow wood, quickening as it fades."""
    canvas = np.zeros(samples_in(1.0), np.float32)
    at, gap = 0.01, 0.058
    hertz = float(rng.uniform(900, 1300))
    for index in range(14):
        n = samples_in(0.05)
        knock = filtered(rng.standard_normal(n, np.float32), band(hertz * 0.7, hertz * 1.6, 18)) * decay(n, 0.035)
        place(canvas, knock, samples_in(at), 1 - index * 0.055)
        at += gap
        gap *= 0.985
    return canvas


def wings(rng: Generator) -> Samples:
    """A bird takes off: quick beats of air."""
    canvas = np.zeros(samples_in(1.6), np.float32)
    rate = float(rng.uniform(9, 12))
    for index in range(12):
        n = samples_in(0.075)
        beat = noise(rng, n, band(350, 2200, 9)) * hump(n, 0.4, 1.5)
        place(canvas, beat, samples_in(index / rate), (1 - index / 14) * float(rng.uniform(0.7, 1)))
    return canvas


def dawn_chorus(rng: Generator, count: int) -> Samples:
    """Many birds at once, each with its place and its tempo."""
    canvas = np.zeros((count, 2), np.float32)
    for singer in range(9):
        song, pan = _SONGBIRDS[singer % len(_SONGBIRDS)], float(rng.uniform(-0.9, 0.9))
        level = float(10 ** (rng.uniform(-16, 0) / 20))
        at = -samples_in(float(rng.uniform(0, 3)))
        while at < count:
            sound = song(rng)
            left, right = np.cos((pan + 1) * np.pi / 4), np.sin((pan + 1) * np.pi / 4)
            place(canvas[:, 0], sound, at, level * float(left))
            place(canvas[:, 1], sound, at, level * float(right))
            at += len(sound) + samples_in(float(rng.uniform(0.8, 4)))
    return canvas


def far_birds(rng: Generator, count: int) -> Samples:
    """The air of a place with birds: faint twitter that blurs into one."""
    canvas = dawn_chorus(rng, count)
    return canvas * (1 + 0.3 * wander(rng, count, 0.2))[:, None]


BEDS = {"dawn-chorus": dawn_chorus, "far-birds": far_birds}
EVENTS = {
    "songbird": songbird,
    "sparrow": sparrow,
    "tit": tit,
    "blackbird": blackbird,
    "warbler": warbler,
    "wren": wren,
    "robin": robin,
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
