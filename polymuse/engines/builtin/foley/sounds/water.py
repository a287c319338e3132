"""Sea, stream, fall, drop."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator

from polymuse.engines.builtin.foley import kit
from polymuse.engines.builtin.foley.kit import Bed, Occurrence, Wave, samples_in

__all__ = ["BEDS", "EVENTS"]


def bubble(rng: Generator, hertz: float, seconds: float, rise: float = 0.25) -> Wave:
    """A bubble closing under water: a sine that rises as it dies (Minnaert, 1933; van den Doel, 2005)."""
    count = samples_in(seconds)
    pitch = kit.piecewise_curve(count, (0, hertz), (1, hertz * (1 + rise * float(rng.uniform(0.5, 1.5)))))
    return kit.tone(pitch) * kit.decay_envelope(count, seconds * 0.9, 0.0015)


def _bubbles(rng: Generator, low: float, high: float, number: int = 24) -> list[Wave]:
    pitches = np.exp(rng.uniform(np.log(low), np.log(high), number)).tolist()
    return [bubble(rng, hertz, float(min(14 / hertz + 0.008, 0.12))) for hertz in pitches]


def surf(rng: Generator, count: int) -> Wave:
    """The sea's own roar, between and behind the breakers."""
    curve = ((40, -12), (120, 0), (400, -3), (1200, -9), (4000, -18), (12000, -32))
    pair = [kit.noise(rng, count, curve) * kit.random_gain(rng, count, 0.12, 2) for _ in range(2)]
    return kit.stereo(pair[0], pair[1], 0.8)


def breaker(rng: Generator) -> Wave:
    """One wave: it draws up darkly, breaks bright from one side to the other, and hisses out over the sand."""
    count = samples_in(float(rng.uniform(6.5, 9)))
    crest = float(rng.uniform(0.28, 0.36))
    side = float(rng.choice([-1, 1])) * float(rng.uniform(0.2, 0.6))
    drift = kit.piecewise_curve(count, (0, -side), (1, side))
    sound = np.zeros((count, 2), np.float32)
    for low, high, level, delay, sharp in (
        (60, 350, 0.8, -0.06, 2.2),
        (300, 1600, 0.9, 0.0, 3.6),
        (1500, 9000, 0.6, 0.04, 5.0),
    ):
        pair = [kit.noise(rng, count, kit.band_curve(low, high, 9)) * (1 + sign * drift) for sign in (-1, 1)]
        sound += (
            kit.stereo(pair[0], pair[1], 0.85)
            * (kit.hump_envelope(count, crest + delay, sharp) * np.float32(level))[:, None]
        )
    hiss = kit.hump_envelope(count, crest + 0.2, 2.2) * (0.5 + 0.5 * np.abs(kit.random_curve(rng, count, 14)))
    foam = kit.decorrelated_stereo(lambda: kit.noise(rng, count, kit.band_curve(3500, 13000, 9)))
    return sound + foam * (hiss * np.float32(0.14))[:, None]


def storm_surf(rng: Generator, count: int) -> Wave:
    curve = ((30, -6), (90, 0), (300, -1), (1200, -6), (4000, -12), (12000, -24))
    heave = np.exp2(kit.random_curve(rng, count, 0.16) * 1.2)
    return kit.stereo(kit.noise(rng, count, curve), kit.noise(rng, count, curve)) * heave[:, None]


def lap(rng: Generator) -> Wave:
    """Water slapping a hull or a pier: a soft thud in a hollow, then a gulp of bubbles."""
    count = samples_in(float(rng.uniform(0.9, 1.4)))
    sound = np.zeros(count, np.float32)
    slap = samples_in(float(rng.uniform(0.22, 0.4)))
    kit.mix_into(sound, kit.noise(rng, slap, kit.band_curve(150, 700, 12)) * kit.hump_envelope(slap, 0.25, 2.2), 0, 0.6)
    kit.mix_into(sound, kit.noise(rng, slap, kit.band_curve(900, 2600, 12)) * kit.hump_envelope(slap, 0.2, 4), 0, 0.12)
    for _ in range(int(rng.integers(7, 16))):
        hertz = float(np.exp(rng.uniform(np.log(230), np.log(900))))
        at = int(count * float(rng.beta(1.6, 2.6)))
        kit.mix_into(sound, bubble(rng, hertz, float(rng.uniform(0.05, 0.12)), 0.5), at, float(rng.uniform(0.3, 1)))
    return sound


def stream(rng: Generator, count: int) -> Wave:
    """A brook is thousands of bubbles; a thin hiss holds them together."""
    hiss = kit.decorrelated_stereo(lambda: kit.noise(rng, count, ((300, -14), (900, 0), (2500, -3), (8000, -14))))
    low = kit.scatter(rng, count, _bubbles(rng, 380, 1100), 55, 5)
    high = kit.scatter(rng, count, _bubbles(rng, 900, 3200), 120, 5)
    return low + high * np.float32(0.6) + hiss * (kit.random_gain(rng, count, 0.6, 1.5) * np.float32(0.16))[:, None]


def river(rng: Generator, count: int) -> Wave:
    curve = ((60, -10), (200, 0), (700, -2), (2000, -8), (6000, -18), (14000, -30))
    flow = kit.decorrelated_stereo(lambda: kit.noise(rng, count, curve) * kit.random_gain(rng, count, 0.5, 1.5))
    return flow * np.float32(0.5) + kit.scatter(rng, count, _bubbles(rng, 220, 900), 45, 6) * np.float32(0.8)


def waterfall(rng: Generator, count: int) -> Wave:
    curve = ((40, -8), (130, 0), (500, -2), (2000, -3), (6000, -8), (14000, -18))
    return kit.decorrelated_stereo(lambda: kit.noise(rng, count, curve) * kit.random_gain(rng, count, 1.5, 0.7))


def fountain(rng: Generator, count: int) -> Wave:
    curve = ((250, -18), (800, -6), (2500, 0), (6000, -3), (14000, -15))
    spray = kit.decorrelated_stereo(lambda: kit.noise(rng, count, curve) * kit.random_gain(rng, count, 2.5, 1.2))
    return spray * np.float32(0.22) + kit.scatter(rng, count, _bubbles(rng, 700, 2600), 110, 4)


def underwater(rng: Generator, count: int) -> Wave:
    deep = kit.decorrelated_stereo(
        lambda: kit.noise(rng, count, ((30, 0), (90, 0), (300, -14), (1200, -36))) * kit.random_gain(rng, count, 0.2, 3)
    )
    return deep + kit.scatter(rng, count, _bubbles(rng, 160, 700), 3, 6) * np.float32(0.8)


def drip(rng: Generator) -> Wave:
    count = samples_in(0.35)
    sound = np.zeros(count, np.float32)
    kit.mix_into(
        sound,
        kit.apply_curve(rng.standard_normal(300, np.float32), kit.band_curve(2500, 8000))
        * kit.decay_envelope(300, 0.006),
        0,
        0.25,
    )
    hertz = float(rng.uniform(700, 1500))
    kit.mix_into(sound, bubble(rng, hertz, 0.09, 0.6), samples_in(0.012))
    kit.mix_into(sound, bubble(rng, hertz * 1.6, 0.05, 0.6), samples_in(float(rng.uniform(0.08, 0.14))), 0.35)
    return sound


def splash(rng: Generator) -> Wave:
    """Something falls in: a slap, the cavity closing, spray raining back."""
    count = samples_in(1.8)
    sound = kit.noise(rng, count, kit.band_curve(250, 2600, 9)) * kit.decay_envelope(count, 0.5, 0.006)
    sound += kit.noise(rng, count, kit.band_curve(2200, 11000, 9)) * kit.hump_envelope(count, 0.12, 3) * np.float32(0.4)
    kit.mix_into(sound, bubble(rng, 180, 0.3, 1.2), samples_in(0.1), 1.2)
    for at in rng.uniform(0.15, 1.2, 40).tolist():
        kit.mix_into(sound, bubble(rng, float(rng.uniform(600, 2800)), 0.04), samples_in(at), 0.5 * (1.4 - at))
    return sound


def pouring(rng: Generator) -> Wave:
    """Into a cup: the pitch of the air left in it climbs as it fills."""
    count = samples_in(float(rng.uniform(2.2, 3.5)))
    sound = np.zeros(count, np.float32)
    for at in np.sort(rng.uniform(0, 0.93, count // 700)).tolist():
        hertz = 520 * 2 ** (1.4 * at) * float(np.exp(rng.normal(0, 0.35)))
        kit.mix_into(sound, bubble(rng, hertz, 0.05, 0.3), int(at * count), float(rng.uniform(0.2, 1)))
    hiss = kit.noise(rng, count, kit.band_curve(1500, 6000, 9)) * np.float32(0.14)
    return (sound + hiss) * np.minimum(kit.hump_envelope(count, 0.1, 0.4) * 1.3, 1)


def oars(rng: Generator) -> Wave:
    """A stroke: the rowlock knocks, the blade digs and pulls, drops run off it."""
    count = samples_in(2.2)
    sound = np.zeros(count, np.float32)
    knock = kit.apply_curve(rng.standard_normal(2400, np.float32), kit.band_curve(250, 900)) * kit.decay_envelope(
        2400, 0.04
    )
    kit.mix_into(sound, knock, samples_in(0.05), 0.6)
    pull = samples_in(1.0)
    kit.mix_into(
        sound,
        kit.noise(rng, pull, kit.band_curve(200, 1800, 9)) * kit.hump_envelope(pull, 0.25, 2),
        samples_in(0.15),
        0.7,
    )
    for at in rng.uniform(1.0, 2.0, 22).tolist():
        kit.mix_into(sound, bubble(rng, float(rng.uniform(700, 2200)), 0.05), samples_in(at), 0.35 * (2.2 - at))
    return sound


BEDS: dict[str, Bed] = {
    "surf": surf,
    "storm-surf": storm_surf,
    "stream": stream,
    "river": river,
    "waterfall": waterfall,
    "fountain": fountain,
    "underwater": underwater,
}
EVENTS: dict[str, Occurrence] = {
    "breaker": breaker,
    "lap": lap,
    "drip": drip,
    "splash": splash,
    "pouring": pouring,
    "oars": oars,
}
