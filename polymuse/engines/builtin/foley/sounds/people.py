"""People without words: murmur, laughter, hands, breath, heart."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley import kit
from polymuse.engines.builtin.foley.kit import RATE, Bed, Occurrence, Wave, samples_in

__all__ = ["BEDS", "EVENTS"]

VOWELS = {
    "a": (750, 1250, 2500, 3500),
    "e": (500, 1800, 2500, 3500),
    "i": (320, 2250, 2900, 3600),
    "o": (480, 900, 2400, 3400),
    "u": (340, 800, 2300, 3300),
    "er": (480, 1400, 2400, 3400),
}


def _mouths(rng: Generator, number: int, size: float = 1.0) -> list[tuple[float, ...]]:
    names = list(VOWELS)
    return [tuple(f * size for f in VOWELS[names[int(rng.integers(len(names)))]]) for _ in range(number)]


def _utterance(rng: Generator, base: float, size: float = 1.0) -> Wave:
    """A speech-like run of syllables that says nothing: pitch declines, vowels glide, consonants interrupt."""
    syllables = int(rng.integers(3, 11))
    pieces: list[Wave] = []
    for index in range(syllables):
        count = samples_in(float(rng.uniform(0.1, 0.24)))
        start = base * (1.12 - 0.28 * index / syllables) * float(rng.uniform(0.93, 1.1))
        pitch = kit.piecewise_curve(count, (0, start), (0.4, start * float(rng.uniform(0.97, 1.12))), (1, start * 0.95))
        pieces.append(
            kit.voice_source(rng, pitch, _mouths(rng, 2, size), 0.06, 0.012)
            * kit.hump_envelope(count, 0.3, 0.5)
            * np.float32(rng.uniform(0.5, 1))
        )
        if rng.random() < 0.45:
            hiss = samples_in(float(rng.uniform(0.03, 0.08)))
            low = float(rng.choice([1500, 2600, 4500]))
            pieces.append(
                kit.noise(rng, hiss, kit.band_curve(low, low * 1.9)) * kit.hump_envelope(hiss, 0.4) * np.float32(0.12)
            )
    return np.concatenate(pieces)


def _talk(rng: Generator, number: int) -> list[Wave]:
    """Utterances of as many different people: men, women."""
    return [
        _utterance(
            rng, float(rng.choice([105, 125, 190, 215])) * float(rng.uniform(0.9, 1.12)), float(rng.uniform(0.94, 1.16))
        )
        for _ in range(number)
    ]


def chatter(rng: Generator, count: int) -> Wave:
    """A handful of people talking nearby, in turns and over each other."""
    talk = kit.scatter(rng, count, _talk(rng, 11), 2.6, 4)
    return talk * np.exp2(kit.random_curve(rng, count, 0.25) * 0.4)[:, None]


def crowd(rng: Generator, count: int) -> Wave:
    """A hall full of talk, no one voice of it to be followed."""
    near = kit.scatter(rng, count, _talk(rng, 14), 9, 5)
    curve = ((90, -18), (200, -4), (450, 0), (900, -5), (2200, -14), (5000, -28))
    wash = [kit.noise(rng, count, curve) * kit.random_gain(rng, count, 2.5, 1.6) for _ in range(2)]
    return near + kit.stereo(wash[0], wash[1], 0.7) * np.float32(0.35 * float(np.std(near)) / 1.0)


def laugh(rng: Generator) -> Wave:
    """Ha-ha-ha, falling and slowing."""
    female = rng.random() < 0.5
    base, size = (float(rng.uniform(300, 380)), 1.12) if female else (float(rng.uniform(160, 210)), 0.98)
    canvas, at = np.zeros(samples_in(2.2), np.float32), 0.0
    number = int(rng.integers(4, 9))
    for index in range(number):
        puff, voiced = samples_in(0.05), samples_in(0.12)
        kit.mix_into(
            canvas,
            kit.noise(rng, puff, kit.band_curve(900, 3000, 9)) * kit.hump_envelope(puff, 0.5),
            samples_in(at),
            0.12,
        )
        pitch = kit.piecewise_curve(voiced, (0, base * 1.1), (1, base * 0.85)) * (1.1 - 0.35 * index / number)
        mouth = tuple(f * size for f in VOWELS["a"])
        kit.mix_into(
            canvas,
            kit.voice_source(rng, pitch, (mouth,), 0.3, 0.02) * kit.hump_envelope(voiced, 0.3, 0.8),
            samples_in(at + 0.045),
            1 - 0.6 * index / number,
        )
        at += float(rng.uniform(0.18, 0.22)) * (1 + 0.03 * index)
    return canvas


def child_voice(rng: Generator) -> Wave:
    """A child calls, squeals or laughs at play."""
    kind = int(rng.integers(3))
    if kind == 0:
        return np.concatenate([_utterance(rng, float(rng.uniform(330, 430)), 1.3)])
    count = samples_in(float(rng.uniform(0.35, 0.9)))
    base = float(rng.uniform(480, 700))
    if kind == 1:
        pitch = kit.piecewise_curve(count, (0, base * 0.8), (0.3, base * 1.4), (0.8, base * 1.3), (1, base))
        return kit.voice_source(rng, pitch, _mouths(rng, 2, 1.3), 0.12, 0.02) * kit.hump_envelope(count, 0.25, 0.6)
    canvas = np.zeros(samples_in(1.3), np.float32)
    for index in range(6):
        n = samples_in(0.1)
        pitch = kit.piecewise_curve(n, (0, base), (1, base * 0.8)) * (1.05 - 0.04 * index)
        kit.mix_into(
            canvas,
            kit.voice_source(rng, pitch, (tuple(f * 1.3 for f in VOWELS["e"]),), 0.25, 0.02)
            * kit.hump_envelope(n, 0.3),
            samples_in(0.17 * index),
        )
    return canvas


def cheer(rng: Generator) -> Wave:
    """A crowd shouts for joy."""
    count = samples_in(4.5)
    shouts = []
    for _ in range(16):
        n = samples_in(float(rng.uniform(0.7, 1.8)))
        base = float(rng.choice([170, 230, 320, 420])) * float(rng.uniform(0.9, 1.1))
        pitch = kit.piecewise_curve(n, (0, base * 0.8), (0.25, base * 1.25), (1, base))
        shouts.append(kit.voice_source(rng, pitch, _mouths(rng, 2), 0.3, 0.03) * kit.hump_envelope(n, 0.25, 0.6))
    roar = kit.scatter(rng, count, shouts, 22, 4) + clap_bed(rng, count) * np.float32(0.3)
    return roar * kit.hump_envelope(count, 0.2, 0.6)[:, None]


def _claps(rng: Generator, number: int = 12) -> list[Wave]:
    claps = []
    for _ in range(number):
        n, hertz = samples_in(0.05), float(rng.uniform(700, 2200))
        body = kit.apply_curve(
            rng.standard_normal(n, np.float32), ((hertz / 4, -20), (hertz, 0), (hertz * 2.2, -2), (9000, -16))
        )
        claps.append(body * kit.decay_envelope(n, float(rng.uniform(0.025, 0.045)), 0.0005))
    return claps


def clap_bed(rng: Generator, count: int) -> Wave:
    """Applause: hundreds of hands, each with its own pitch."""
    return kit.scatter(rng, count, _claps(rng, 20), 160, 5)


def applause(rng: Generator, count: int) -> Wave:
    return clap_bed(rng, count) * np.exp2(kit.random_curve(rng, count, 0.2) * 0.35)[:, None]


def clap(rng: Generator) -> Wave:
    return _claps(rng, 1)[0]


def breathing(rng: Generator) -> Wave:
    """In through the nose, out through the mouth."""
    breath_in, breath_out = samples_in(1.2), samples_in(1.5)
    canvas = np.zeros(samples_in(3.3), np.float32)
    kit.mix_into(
        canvas,
        kit.noise(rng, breath_in, ((300, -20), (1100, -3), (2600, 0), (6000, -10), (12000, -26)))
        * kit.hump_envelope(breath_in, 0.55, 1.5),
        0,
        0.7,
    )
    kit.mix_into(
        canvas,
        kit.noise(rng, breath_out, ((150, -16), (600, 0), (1500, -4), (4000, -14), (9000, -30)))
        * kit.hump_envelope(breath_out, 0.2, 1.2),
        samples_in(1.5),
    )
    return canvas


def heartbeat(rng: Generator) -> Wave:
    """Lub-dub."""
    canvas = np.zeros(samples_in(0.7), np.float32)
    for at, hertz, gain in ((0.0, 52, 1.0), (0.31, 68, 0.7)):
        n = samples_in(0.2)
        thud = kit.tone(
            kit.piecewise_curve(n, (0, hertz * 1.5), (0.3, hertz), (1, hertz * 0.8)), (1, 0.5, 0.2)
        ) * kit.decay_envelope(n, 0.2, 0.008)
        kit.mix_into(
            canvas,
            thud + kit.noise(rng, n, kit.band_curve(60, 240)) * kit.decay_envelope(n, 0.08, 0.004) * np.float32(0.3),
            samples_in(at),
            gain,
        )
    return canvas


def whistling(rng: Generator) -> Wave:
    """Somebody whistles a few idle notes."""
    canvas, at = np.zeros(samples_in(3.2), np.float32), 0.0
    for _ in range(int(rng.integers(3, 7))):
        n = samples_in(float(rng.choice([0.2, 0.3, 0.45])))
        start, end = (1046.5 * 2 ** (float(s) / 12) for s in rng.choice([0, 2, 4, 7, 9, 12], 2))
        vibrato = 1 + 0.007 * np.sin(np.arange(n, dtype=np.float32) * np.float32(2 * np.pi * 5.5 / RATE))
        pitch = kit.piecewise_curve(n, (0, start), (0.15, end), (1, end)) * vibrato
        air = kit.noise(rng, n, kit.band_curve(1200, 5000, 9)) * np.float32(0.03)
        kit.mix_into(canvas, (kit.tone(pitch, (1, 0.04)) + air) * kit.hump_envelope(n, 0.2, 0.5), samples_in(at))
        at += n / RATE + 0.03
    return canvas


def snore(rng: Generator) -> Wave:
    count = samples_in(1.7)
    rattle = np.exp(-(np.cumsum(kit.piecewise_curve(count, (0, 34), (0.6, 46), (1, 38))) / RATE % 1) * 5).astype(
        np.float32
    )
    return (
        kit.noise(rng, count, ((90, -10), (250, 0), (700, -4), (2000, -18)))
        * rattle
        * kit.hump_envelope(count, 0.6, 1.2)
    )


def baby(rng: Generator) -> Wave:
    """A baby cries: waah, breath, waah."""
    canvas, at = np.zeros(samples_in(2.8), np.float32), 0.0
    for _ in range(2):
        n = samples_in(float(rng.uniform(0.8, 1.1)))
        base = float(rng.uniform(400, 470))
        pitch = kit.piecewise_curve(n, (0, base * 0.8), (0.2, base * 1.15), (0.7, base * 1.05), (1, base * 0.75))
        mouths = [tuple(f * 1.45 for f in VOWELS[v]) for v in ("u", "a", "e")]
        kit.mix_into(
            canvas, kit.voice_source(rng, pitch, mouths, 0.15, 0.035) * kit.hump_envelope(n, 0.2, 0.5), samples_in(at)
        )
        at += n / RATE + 0.35
    return canvas


BEDS: dict[str, Bed] = {"chatter": chatter, "crowd": crowd, "applause": applause}
EVENTS: dict[str, Occurrence] = {
    "laugh": laugh,
    "child": child_voice,
    "cheer": cheer,
    "clap": clap,
    "breathing": breathing,
    "heartbeat": heartbeat,
    "whistling": whistling,
    "snore": snore,
    "baby": baby,
}
