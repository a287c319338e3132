"""Sound of a note: the instrument's cached source, shaped by the note's attack, velocity and release."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polymuse.engines.builtin.composer.data import Instrument, instruments
from polymuse.engines.builtin.composer.instruments import drums, ensemble, modal, solo
from polymuse.engines.builtin.composer.instruments.hit import RATE, Hit

__all__ = ["RATE", "NoteSynthesizer", "Sound"]

Sound = NDArray[np.float32]
"""(frames,) or (frames, 2)."""

_MEMORY = 64_000_000
_LOUD_STEPS = 6
_DURATIONS = (0.35, 0.75, 1.5, 2.5, 4.0, 6.0)
_MODAL = {"piano": modal.piano, "plucked": modal.plucked, "bar": modal.bar}
_DAMP = {"piano": 0.22, "plucked": 0.3, "bar": 0.6}
_DRUM_SECONDS = 1.2


@dataclass(frozen=True, slots=True)
class _Source:
    name: str
    pitch: int
    loud: int
    seconds: float


class NoteSynthesizer:
    """Renders notes; caches at most 64 MB of sources. Deterministic: a source depends only on name, pitch, velocity
    step and length."""

    def __init__(self) -> None:
        self._cache: OrderedDict[_Source, Sound] = OrderedDict()
        self._bytes = 0

    def note(self, name: str, pitch: int, velocity: int, seconds: float) -> Sound:
        """The sound of a note held for `seconds`, with its release: float32, (frames,) or (frames, 2)."""
        about = instruments()[name]
        gain = np.float32((velocity / 96) ** 1.7 * 10 ** (about.level / 20))
        if about.maker == "drum":
            return self._source(_Source(name, pitch, _step(velocity), _DRUM_SECONDS), about) * gain
        if about.maker in _MODAL:
            return self._ringing(name, pitch, velocity, seconds) * gain
        if about.maker == "ensemble":
            return self._looped(name, pitch, seconds) * gain
        return _blown(name, pitch, velocity, seconds) * gain

    def _ringing(self, name: str, pitch: int, velocity: int, seconds: float) -> Sound:
        about = instruments()[name]
        release = _DAMP[about.maker]
        total = seconds + release
        length = next((duration for duration in _DURATIONS if duration >= total), _DURATIONS[-1])
        source = self._source(_Source(name, pitch, _step(velocity), length), about)
        sound = source[: int(total * RATE)].copy()
        return _fade_tail(sound, min(int(release * RATE), len(sound)))

    def _looped(self, name: str, pitch: int, seconds: float) -> Sound:
        about = instruments()[name]
        source = self._source(_Source(name, pitch, 0, 0.0), about)
        attack, release = (float(about.params[key]) for key in ("attack", "release"))
        count = int((seconds + release) * RATE)
        sound = np.take(source, np.arange(count), axis=0, mode="wrap")
        rise = min(int(min(attack, 0.6 * seconds + 0.01) * RATE), count)
        sound[:rise] *= (np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32)) ** 2)[:, None]
        return _fade_tail(sound, min(int(release * RATE), count))

    def _source(self, key: _Source, about: Instrument) -> Sound:
        if key in self._cache:
            self._cache.move_to_end(key)
            return self._cache[key]
        sound = _make(key, about)
        self._cache[key] = sound
        self._bytes += sound.nbytes
        while self._bytes > _MEMORY:
            _, evicted = self._cache.popitem(last=False)
            self._bytes -= evicted.nbytes
        return sound


def _blown(name: str, pitch: int, velocity: int, seconds: float) -> Sound:
    about = instruments()[name]
    attack, release = (float(about.params[key]) for key in ("attack", "release"))
    count = max(int((seconds + release) * RATE), 64)
    sound = solo.tone(Hit(pitch, velocity / 127, count, about.params, _chance(name, pitch, _step(velocity))))
    rise = min(int(min(attack, 0.4 * seconds + 0.005) * RATE) + 1, count)
    sound[:rise] *= np.sin(np.linspace(0, np.pi / 2, rise, dtype=np.float32)) ** 2
    return _fade_tail(sound, min(int(release * RATE), count))


def _make(key: _Source, about: Instrument) -> Sound:
    rng = _chance(key.name, key.pitch, key.loud)
    hit = Hit(key.pitch, (key.loud + 0.5) / _LOUD_STEPS, int(key.seconds * RATE), about.params, rng)
    if about.maker == "drum":
        return _fade_tail(drums.drum(hit), hit.count // 4)
    if about.maker == "ensemble":
        return ensemble.loop(hit)
    # Every second pitch swings the other way first, so that the pushes of many attacks cancel and leave no offset.
    return _MODAL[about.maker](hit) * np.float32(1 if key.pitch % 2 else -1)


def _step(velocity: int) -> int:
    return min(velocity * _LOUD_STEPS // 128, _LOUD_STEPS - 1)


def _chance(name: str, pitch: int, loud: int) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64([*name.encode(), pitch, loud]))


def _fade_tail(sound: Sound, count: int) -> Sound:
    """The sound with its last `count` frames faded out."""
    if count:
        fade = np.cos(np.linspace(0, np.pi / 2, count, dtype=np.float32)) ** 2
        sound[-count:] *= fade if sound.ndim == 1 else fade[:, None]
    return sound
