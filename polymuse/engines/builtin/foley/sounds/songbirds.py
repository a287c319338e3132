"""Songbirds: nearly pure tones, each species by the shape of its song."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley import kit
from polymuse.engines.builtin.foley.kit import RATE, Bed, Occurrence, Wave, samples_in

__all__ = ["BEDS", "EVENTS", "phrase", "syllable"]

Points = tuple[tuple[float, float], ...]


def syllable(seconds: float, points: Points, second: float = 0.06, sharp: float = 1.0) -> Wave:
    """One syllable of a songbird: nearly a pure tone, gliding through (0..1, Hz) points."""
    count = samples_in(seconds)
    return kit.tone(kit.piecewise_curve(count, *points), (1.0, second)) * kit.hump_envelope(count, 0.35, sharp)


def phrase(rng: Generator, syllables: list[tuple[float, Wave]]) -> Wave:
    """Syllables at their times (seconds), each a little louder or softer."""
    end = max(at + len(sound) / RATE for at, sound in syllables)
    canvas = np.zeros(samples_in(end + 0.02), np.float32)
    for at, sound in syllables:
        kit.mix_into(canvas, sound, samples_in(at), float(rng.uniform(0.7, 1)))
    return canvas


def sparrow(rng: Generator) -> Wave:
    """Short cheeps that jump up and fall."""
    base = float(rng.uniform(3100, 3900))
    step = float(rng.uniform(0.2, 0.34))
    cheeps = []
    for index in range(int(rng.integers(2, 7))):
        top = base * float(rng.uniform(1.15, 1.4))
        cheeps.append(
            (
                index * step * float(rng.uniform(0.9, 1.1)),
                syllable(0.075, ((0, base), (0.3, top), (1, base * 0.82)), 0.15),
            )
        )
    return phrase(rng, cheeps)


def tit(rng: Generator) -> Wave:
    """Two notes, high then low, over and over, like a small pump."""
    high, low = float(rng.uniform(5000, 5800)), float(rng.uniform(3700, 4200))
    notes = []
    for index in range(int(rng.integers(3, 7))):
        at = index * 0.36
        notes.append((at, syllable(0.12, ((0, high), (1, high * 0.97)))))
        notes.append((at + 0.16, syllable(0.15, ((0, low * 1.05), (1, low * 0.98)))))
    return phrase(rng, notes)


def blackbird(rng: Generator) -> Wave:
    """Mellow fluting whistles in a phrase, then a scratchy flourish."""
    notes, at = [], 0.0
    for _ in range(int(rng.integers(4, 8))):
        start, end = rng.choice([1700, 1950, 2150, 2400, 2700, 3000], 2).astype(float)
        length = float(rng.uniform(0.12, 0.34))
        middle = (start + end) / 2 * float(rng.uniform(0.92, 1.1))
        notes.append((at, syllable(length, ((0, start), (0.5, middle), (1, end)), 0.05, 0.7)))
        at += length + float(rng.uniform(0.02, 0.1))
    for _ in range(int(rng.integers(3, 7))):
        pitch = float(rng.uniform(4000, 6500))
        notes.append((at, syllable(0.05, ((0, pitch), (0.5, pitch * 1.25), (1, pitch * 0.8))) * np.float32(0.35)))
        at += float(rng.uniform(0.05, 0.08))
    return phrase(rng, notes)


def warbler(rng: Generator) -> Wave:
    """A run of quick syllables that falls and ends with a twist."""
    start = float(rng.uniform(5200, 6400))
    number = int(rng.integers(9, 16))
    notes = []
    for index in range(number):
        pitch = start * (1 - 0.38 * index / number)
        notes.append((index * 0.085, syllable(0.066, ((0, pitch * 1.14), (0.6, pitch * 0.9), (1, pitch * 1.02)))))
    notes.append((number * 0.085, syllable(0.2, ((0, start * 0.6), (0.4, start * 0.95), (1, start * 0.55)))))
    return phrase(rng, notes)


def wren(rng: Generator) -> Wave:
    """A trill: one syllable beaten twenty times a second."""
    pitch = float(rng.uniform(4600, 6200))
    seconds = float(rng.uniform(0.6, 1.3))
    trill = [
        (i * 0.05, syllable(0.04, ((0, pitch), (0.5, pitch * 1.18), (1, pitch * 0.9))))
        for i in range(int(seconds / 0.05))
    ]
    lead = [(0.0, syllable(0.18, ((0, pitch * 0.7), (1, pitch * 0.95))))]
    return phrase(rng, lead + [(at + 0.24, sound) for at, sound in trill])


def robin(rng: Generator) -> Wave:
    """Thin silver phrases, high and low in turn, sliding."""
    notes, at = [], 0.0
    for index in range(int(rng.integers(5, 10))):
        pitch = float(rng.uniform(5000, 7200)) if index % 2 else float(rng.uniform(2600, 3800))
        length = float(rng.uniform(0.06, 0.26))
        notes.append(
            (at, syllable(length, ((0, pitch), (0.4, pitch * float(rng.uniform(0.85, 1.2))), (1, pitch * 0.9))))
        )
        at += length + float(rng.uniform(0.01, 0.07))
    return phrase(rng, notes)


_SONGBIRDS = (sparrow, tit, blackbird, warbler, wren, robin)


def songbird(rng: Generator) -> Wave:
    """Any of six species."""
    return _SONGBIRDS[int(rng.integers(len(_SONGBIRDS)))](rng)


def dawn_chorus(rng: Generator, count: int) -> Wave:
    """Many birds at once, each with its place and its tempo."""
    canvas = np.zeros((count, 2), np.float32)
    for singer in range(9):
        song, pan = _SONGBIRDS[singer % len(_SONGBIRDS)], float(rng.uniform(-0.9, 0.9))
        level = float(10 ** (rng.uniform(-16, 0) / 20))
        at = -samples_in(float(rng.uniform(0, 3)))
        while at < count:
            sound = song(rng)
            left, right = np.cos((pan + 1) * np.pi / 4), np.sin((pan + 1) * np.pi / 4)
            kit.mix_into(canvas[:, 0], sound, at, level * float(left))
            kit.mix_into(canvas[:, 1], sound, at, level * float(right))
            at += len(sound) + samples_in(float(rng.uniform(0.8, 4)))
    return canvas


def far_birds(rng: Generator, count: int) -> Wave:
    """The air of a place with birds: faint twitter that blurs into one."""
    canvas = dawn_chorus(rng, count)
    return canvas * (1 + 0.3 * kit.random_curve(rng, count, 0.2))[:, None]


BEDS: dict[str, Bed] = {"dawn-chorus": dawn_chorus, "far-birds": far_birds}
EVENTS: dict[str, Occurrence] = {
    "sparrow": sparrow,
    "tit": tit,
    "blackbird": blackbird,
    "warbler": warbler,
    "wren": wren,
    "robin": robin,
    "songbird": songbird,
}
