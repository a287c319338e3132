"""The soundtrack: narration by the timeline, ambience under each shot, music that goes back under the voice.

Everything is done in blocks, so that the length of a film costs no memory: the sum goes to a scratch file of float
samples, which `mastering` then brings to its loudness.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from polymuse.brief.documents import read_document
from polymuse.brief.timeline import AMBIENCE_OVERLAP, Timeline
from polymuse.engines.builtin.editor.levels import MARGIN, Ducking, Ride, without_presence
from polymuse.engines.builtin.editor.mastering import BLOCK, RATE, finish
from polymuse.errors import MediaError
from polymuse.media.aac import write_aac
from polymuse.media.loudness import SILENCE, integrated_loudness, k_weighted_powers
from polymuse.media.wav import Samples, WavWriter, memory_map_wav, read_wav_blocks
from polymuse.tasks.audio_mixing import AudioMixing
from polymuse.types import Asset, Event, Kind, Made, Progress, Request

VOICE, MUSIC, AMBIENCE = -18.0, -25.5, -32.0
"""LUFS of each part before the whole is brought to its target; music and ambience go back from there by `duck`."""
ORDINARY_SPEECH = -20.0
EXPRESSION, WIDEST = 0.4, 2.0
"""How much of the difference between a soft line and an ordinary one stays, and the most of it, in LU."""
AMBIENCE_SHARE = 0.6
"""How much of the music's ducking the ambience takes part in."""
FADE_OUT = 1.2


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound from `start` (samples), (frames, 2): `read` gives it from one sample to another, at its level."""

    start: int
    frames: int
    read: Callable[[int, int], Samples]


@dataclass(frozen=True, slots=True)
class Parts:
    """What a soundtrack is made of."""

    voices: Sequence[Clip]
    ambience: Sequence[Clip]
    music: Sequence[Clip]
    duck: Ducking

    def voice(self, start: int, stop: int) -> Samples:
        return summed(self.voices, start, stop)

    def beds(self, start: int, stop: int) -> tuple[Samples, Samples]:
        """Ambience and music, both as far back as the voice wants them."""
        depth = self.duck.depth(start, stop)
        ambience, music = (
            without_presence(summed(clips, start - MARGIN, stop + MARGIN), depth)
            for clips in (self.ambience, self.music)
        )
        return ambience * self.duck.gain(start, stop, AMBIENCE_SHARE), music * self.duck.gain(start, stop, 1.0)


def make(request: Request, work: Path) -> Iterator[Event]:
    params = cast(AudioMixing, request.params)
    timeline = read_document(request.inputs["timeline"], Timeline)
    frames = round(timeline.seconds * RATE)
    mix = parts(request, timeline, params.duck)
    scratch = np.memmap(work / "sum.f32", np.float32, "w+", shape=(frames, 2))
    with WavWriter(work / "narration.wav", RATE, 1) as narration:
        for at in range(0, frames, BLOCK):
            stop = min(frames, at + BLOCK)
            voice = mix.voice(at, stop)
            narration.write(voice.mean(axis=1))
            scratch[at:stop] = (voice + sum(mix.beds(at, stop))) * fade_out(at, stop, frames)
            yield Progress(0.5 * stop / frames, "mixing")
    loudness = yield from finish(scratch, params, work / "soundtrack.wav")
    seconds = {"seconds": frames / RATE, "sample_rate": RATE}
    yield Made("narration", Kind.SPEECH, work / "narration.wav", "audio/wav", {**seconds, "channels": 1})
    levels = {"lufs": round(loudness.integrated, 2), "dbtp": round(loudness.true_peak, 2)}
    write_aac(work / "soundtrack.m4a", read_wav_blocks(work / "soundtrack.wav", RATE), RATE)
    yield Made("coded", Kind.SOUND, work / "soundtrack.m4a", "audio/mp4", {**seconds, "channels": 2})
    yield Made("soundtrack", Kind.SOUND, work / "soundtrack.wav", "audio/wav", {**seconds, "channels": 2, **levels})


def parts(request: Request, timeline: Timeline, duck: float) -> Parts:
    """All clips of a film, and what goes back for the voice."""
    heard = [p for p in timeline.passages if p.speech in request.inputs]
    voices = [_spoken(request.inputs[p.speech], round(p.start * RATE)) for p in heard]
    duck_for = Ducking([(p.start, p.end) for p in heard], duck)
    music = request.inputs.get("music")
    return Parts(voices, _ambience(request, timeline), [_ridden(music)] if music else [], duck_for)


def _spoken(asset: Asset, start: int) -> Clip:
    """A line of narration: all speak equally loud, but for a little of what makes one softer than another."""
    frames, level = _measured(asset)
    loudness = integrated_loudness(level)
    kept = float(np.clip(EXPRESSION * (loudness - ORDINARY_SPEECH), -WIDEST, WIDEST))
    gain = np.float32(_gain(VOICE + kept - loudness) if loudness > SILENCE else 1.0)
    return Clip(start, frames, lambda begin, end: _stretch(asset, begin, end) * gain)


def _ambience(request: Request, timeline: Timeline) -> list[Clip]:
    """Each scene's ambience, crossing with its neighbours' at equal power."""
    clips = []
    for shot in timeline.shots:
        if asset := request.inputs.get(shot.id.replace("scene-", "sound-")):
            clips.append(_bed(asset, round((timeline.span(shot)[0] - AMBIENCE_OVERLAP) * RATE)))
    return clips


def _bed(asset: Asset, start: int) -> Clip:
    """Ambience may only be turned down: what is faint stays faint."""
    frames, level = _measured(asset)
    gain = np.float32(_gain(min(0.0, AMBIENCE - integrated_loudness(level))))
    fade = min(round(2 * AMBIENCE_OVERLAP * RATE), frames // 2)

    def read(begin: int, end: int) -> Samples:
        at = np.arange(begin, end, dtype=np.float32)
        edge = np.clip(np.minimum(at, frames - 1 - at) / max(fade, 1), 0, 1)
        return _stretch(asset, begin, end) * (gain * np.sin(np.pi / 2 * edge).astype(np.float32))[:, None]

    return Clip(start, frames, read)


def _ridden(asset: Asset) -> Clip:
    frames, level = _measured(asset)
    ride = Ride(level, MUSIC)
    return Clip(0, frames, lambda begin, end: _stretch(asset, begin, end) * ride.gain(begin, end))


def _measured(asset: Asset) -> tuple[int, NDArray[np.float64]]:
    """A WAV asset's length in samples, and its power by tenths of a second. Raises MediaError where it is not at 48
    kHz."""
    samples, rate = memory_map_wav(asset.path)
    if rate != RATE:
        raise MediaError(f"{asset.path}: {rate} Hz; the mixer takes {RATE} Hz.")
    measured = [k_weighted_powers(_stereo(block)) for block in read_wav_blocks(asset.path, BLOCK)]
    return len(samples), np.concatenate(measured) if measured else np.zeros(1)


def _stretch(asset: Asset, begin: int, end: int) -> Samples:
    """A WAV asset's sound from one sample to another. The file is opened for it: a film has more of them than a process
    may hold open."""
    return _stereo(memory_map_wav(asset.path)[0][begin:end].astype(np.float32) / np.float32(32767))


def _stereo(samples: Samples) -> Samples:
    return np.broadcast_to(samples, (len(samples), 2)) if samples.shape[1] == 1 else samples


def _gain(decibels: float) -> float:
    return float(10 ** (decibels / 20))


def summed(clips: Sequence[Clip], start: int, stop: int) -> Samples:
    """All clips' sound between two samples, (stop − start, 2); before and after them it is silent."""
    out = np.zeros((stop - start, 2), np.float32)
    for clip in clips:
        begin, end = max(start, clip.start), min(stop, clip.start + clip.frames)
        if begin < end:
            out[begin - start : end - start] += clip.read(begin - clip.start, end - clip.start)
    return out


def fade_out(start: int, stop: int, frames: int) -> Samples:
    """The film's last moment, so that nothing is cut off."""
    left = (frames - np.arange(start, stop)) / (FADE_OUT * RATE)
    return np.clip(left, 0, 1).astype(np.float32)[:, None]
