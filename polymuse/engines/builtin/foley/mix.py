"""Rendering and mixing of layers, block by block, with constant memory and without loops."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.random import PCG64, Generator

from polymuse.engines.builtin.foley import kit
from polymuse.engines.builtin.foley.kit import RATE, Curve, Wave, samples_in
from polymuse.engines.builtin.foley.lexicon import lexicon
from polymuse.engines.builtin.foley.prompt import SoundLayer
from polymuse.engines.builtin.foley.sounds.registry import BEDS, EVENTS
from polymuse.media.loudness import loudness
from polymuse.media.spectrum import fast_fft_length

__all__ = ["BLOCK", "SoundVoice", "make_voices", "mix"]

BLOCK = samples_in(12)
_OVERLAP = samples_in(2)
LEVEL = -26.0
"""Loudness of an ordinary layer in LUFS."""
_PEAK, _KNEE = 10 ** (-6.3 / 20), 10 ** (-11 / 20)
_EVENT_PEAK = 10 ** (-5 / 20)
_FADE = samples_in(0.5)
_FAR: Curve = ((30, -16), (120, -2), (300, 0), (900, -5), (2500, -14), (6000, -28), (16000, -50))
_MIDDLE: Curve = ((30, -6), (120, 0), (1500, -1), (4000, -6), (9000, -15), (20000, -30))


@dataclass(frozen=True, slots=True)
class SoundVoice:
    """One synthesised sound of a layer. `key` seeds its generator; `pan` −1..1."""

    sound: str
    layer: SoundLayer
    level: float
    key: tuple[int, ...]
    pan: float


def make_voices(layers: tuple[SoundLayer, ...], seed: int) -> tuple[SoundVoice, ...]:
    """All sounds of the layers, each with its level in LUFS and its pan."""
    mixes = lexicon().mixes
    crowded = 5 * np.log10(max(len(layers), 1))
    result: list[SoundVoice] = []
    for layer in layers:
        for sound, decibel in mixes.get(layer.sound, {layer.sound: 0.0}).items():
            key = (seed, zlib.crc32(f"{layer.sound}/{sound}".encode()))
            side = (0.0, 0.45, -0.45, 0.25, -0.3, 0.6, -0.6)[len(result) % 7]
            result.append(SoundVoice(sound, layer, LEVEL - float(crowded) + layer.level + decibel, key, side))
    return tuple(result)


def mix(sound_voices: tuple[SoundVoice, ...], seconds: float) -> Iterator[Wave]:
    """The mix in stereo blocks of up to 12 s, faded at both ends; peaks stay below −6 dBFS."""
    total = samples_in(seconds)
    tracks = [_render_bed(part, total) if part.sound in BEDS else _render_events(part, total) for part in sound_voices]
    for at in range(0, total, BLOCK):
        block = np.zeros((min(BLOCK, total - at), 2), np.float32)
        for track in tracks:
            block += next(track)
        yield _limit(block * _edge_fade(at, len(block), total)[:, None])


def _generator(part: SoundVoice, *extra: int) -> Generator:
    return Generator(PCG64([*part.key, *extra]))


def _edge_fade(at: int, count: int, total: int) -> Wave:
    """Fades of half a second (less for very short sounds) at start and end."""
    fade = min(_FADE, total // 3 + 1)
    positions = np.arange(at, at + count, dtype=np.float32)
    edge = np.minimum(positions, total - 1 - positions) / fade
    return np.asarray(np.sin(np.clip(edge, 0, 1) * (np.pi / 2)) ** 2, np.float32)


def _limit(block: Wave) -> Wave:
    size = np.abs(block)
    excess = size > _KNEE
    if not excess.any():
        return block
    soft = _KNEE + (_PEAK - _KNEE) * np.tanh((size - _KNEE) / (_PEAK - _KNEE))
    return np.asarray(np.where(excess, np.sign(block) * soft, block), np.float32)


def _air_absorption(sound: Wave, distance: float) -> Wave:
    """Attenuation of high frequencies by distance."""
    if distance <= 0:
        return sound
    curve = _FAR if distance > 0.75 else _MIDDLE
    if sound.ndim == 1:
        return kit.apply_curve(sound, curve)
    return np.stack([kit.apply_curve(sound[:, i], curve) for i in (0, 1)], axis=1)


def _render_bed(part: SoundVoice, total: int) -> Iterator[Wave]:
    """Segments of 12 s, each rendered anew and cross-faded into the next over 2 s at equal power."""
    gain, tail = None, None
    ramp = np.sin(np.linspace(0, np.pi / 2, _OVERLAP, dtype=np.float32))[:, None]
    for index, at in enumerate(range(0, total, BLOCK)):
        count = min(BLOCK, total - at)
        overlap = _OVERLAP if at + count < total else 0
        size = max(count + overlap, _OVERLAP)
        sound = _air_absorption(BEDS[part.sound](_generator(part, index), size), part.layer.distance)
        if gain is None:
            gain = np.float32(10 ** ((part.level - max(loudness(sound), -70.0)) / 20))
        sound = sound * gain
        if tail is not None:
            sound[:_OVERLAP] = sound[:_OVERLAP] * ramp + tail * ramp[::-1]
        tail = sound[count : count + _OVERLAP] if overlap else None
        yield sound[:count] * _bed_envelope(part.layer, at, count, total)[:, None]


def _bed_envelope(layer: SoundLayer, at: int, count: int, total: int) -> Wave:
    """Envelope of a bed: its span with one-second ramps, growing or fading if requested."""
    first, last = layer.span
    positions = np.arange(at, at + count, dtype=np.float32)
    gains: Wave = np.ones(count, np.float32)
    if layer.span != (0.0, 1.0):
        ramp = samples_in(min(1.0, total / RATE / 6))
        rise = 1 if first <= 0 else (positions - first * total) / ramp + 0.5
        fall = 1 if last >= 1 else (last * total - positions) / ramp + 0.5
        gains = np.clip(np.minimum(rise, fall), 0, 1) * gains
    if layer.change:
        progress = positions / total if layer.change > 0 else 1 - positions / total
        gains = gains * 10 ** ((progress - 1) * np.float32(18 / 20))
    return np.asarray(gains, np.float32)


def _event_starts(part: SoundVoice, total: int) -> list[int]:
    """Event start positions in samples."""
    rng = _generator(part, 1 << 20)
    layer, seconds = part.layer, total / RATE
    first, last = layer.span[0] * seconds, layer.span[1] * seconds
    mean, spread = lexicon().every[part.sound]
    mean *= layer.rate
    if layer.count is not None and layer.count * mean > (last - first):
        mean = (last - first) / (layer.count + 0.5)
    alone = layer.count == 1 and layer.span == (0.0, 1.0)
    at = (
        seconds * float(rng.uniform(0.25, 0.45))
        if alone
        else first + float(rng.uniform(0.1, max(min(mean * 0.6, (last - first) / 3), 0.2)))
    )
    starts: list[int] = []
    while at < last - 0.2 and (layer.count is None or len(starts) < layer.count):
        starts.append(samples_in(at))
        at += max(mean * ((1 - spread) + spread * float(rng.exponential())), 0.25 * mean)
    return starts or [samples_in(min(first + 0.1, seconds / 3))]


def _render_events(part: SoundVoice, total: int) -> Iterator[Wave]:
    """Events rendered one by one with reverb; tails continue in the next block."""
    starts = _event_starts(part, total)
    tail = _impulse_response(part)
    carried = np.zeros((0, 2), np.float32)
    number = 0
    for at in range(0, total, BLOCK):
        canvas = np.zeros((max(BLOCK * 2, len(carried)), 2), np.float32)
        canvas[: len(carried)] += carried
        while number < len(starts) and starts[number] < at + BLOCK:
            sound = _render_event(part, number, tail)
            kit.mix_into(canvas, sound * _bed_envelope(part.layer, starts[number], 1, total)[0], starts[number] - at)
            number += 1
        carried = canvas[BLOCK:]
        yield canvas[: min(BLOCK, total - at)]


def _render_event(part: SoundVoice, number: int, tail: Wave) -> Wave:
    """One event at its level and pan, stereo, with reverb."""
    rng = _generator(part, number)
    sound = EVENTS[part.sound](rng)
    sound[-480:] = (sound[-480:].T * np.linspace(1, 0, len(sound[-480:]), dtype=np.float32)).T
    sound = _air_absorption(sound, part.layer.distance)
    own_pan = np.clip(part.pan + (0.0 if _is_steady(part) else float(rng.normal(0, 0.3))), -0.9, 0.9)
    wide = kit.pan_mono(sound, float(own_pan)) if sound.ndim == 1 else sound
    brings_its_own = sound.ndim > 1 and part.layer.distance <= 0
    wet = wide if brings_its_own else _add_reverb(wide, tail, 10 ** ((-25 + 15 * part.layer.distance) / 20))
    level = part.level + (0.0 if _is_steady(part) else float(np.clip(rng.normal(0, 2), -4, 3)))
    gain = 10 ** ((level - max(loudness(wet), -60.0)) / 20)
    peak = float(np.abs(wet).max(initial=1e-9))
    return np.asarray(wet * min(gain, _EVENT_PEAK / peak), np.float32)


def _is_steady(part: SoundVoice) -> bool:
    """Whether events have constant position and level: clocks, steps, hooves."""
    return lexicon().every[part.sound][1] <= 0.1


def _impulse_response(part: SoundVoice) -> Wave:
    """Impulse response of the open air or a room, longer with distance: decorrelated decaying noise."""
    count = samples_in(0.5 + 1.3 * part.layer.distance)
    rng = _generator(part, 1 << 21)
    curve: Curve = ((100, -8), (400, 0), (1500, -3), (5000, -16), (14000, -34))
    fall = np.exp(np.arange(count, dtype=np.float32) * (-6.91 / count))
    pair = [kit.noise(rng, count, curve) * fall for _ in range(2)]
    tail = np.stack(pair, axis=1)
    tail[: samples_in(0.012)] *= np.linspace(0, 1, samples_in(0.012), dtype=np.float32)[:, None]
    return np.asarray(tail / np.sqrt(np.sum(tail**2) / 2), np.float32)


def _add_reverb(sound: Wave, tail: Wave, wet: float) -> Wave:
    count = len(sound) + len(tail) - 1
    size = fast_fft_length(count)
    middle = np.fft.rfft(sound.mean(axis=1), size)
    convolved = np.stack(
        [np.fft.irfft(middle * np.fft.rfft(tail[:, i], size), size)[:count] for i in (0, 1)], axis=1
    ) * np.float32(wet)
    convolved[: len(sound)] += sound
    return convolved.astype(np.float32)
