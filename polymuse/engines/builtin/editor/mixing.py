"""The soundtrack: narration by the timeline, ambience under each shot, music that goes back under the voice.

Everything is done in blocks, so that the length of a film costs no memory: the sum goes to a scratch file of float
samples; the scratch file is then brought to loudness by gain and a look-ahead limiter (FFmpeg's `alimiter`, at four
times the sample rate so that it sees true peaks).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import numpy as np
from av import AudioFrame
from av import BlockingIOError as NotYet
from av import EOFError as End
from av.filter import Graph
from av.filter.context import FilterContext

from polymuse.brief.timeline import AMBIENCE_OVERLAP, Timeline
from polymuse.errors import MediaError
from polymuse.media.loudness import SILENCE, Loudness, audio_frame, measure
from polymuse.media.wav import Samples, WavWriter, blocks, mapped
from polymuse.tasks.audio_mixing import AudioMixing
from polymuse.types import Asset, Event, Kind, Made, Progress, Request

RATE = 48000
BLOCK = 5 * RATE
VOICE, MUSIC_ALONE, AMBIENCE = -18.0, -21.0, -33.0
"""LUFS of each part before the whole is brought to its target; music goes back from there by `duck`."""
ATTACK, RELEASE = 0.35, 0.9
"""Seconds in which music goes back before a word and comes back after it."""
FADE_OUT = 1.2
TOLERANCE = 0.15
"""LU by which the result may miss its target before another pass is made."""
PASSES = 6
LEAST_SLOPE = 0.2
"""LU gained per decibel, at the least: the harder the limiter works, the less a decibel of gain does."""
HEADROOM = 0.7
"""Decibels that the limiter keeps below the true peak asked for: AAC adds some."""


@dataclass(frozen=True, slots=True)
class Clip:
    """A sound from `start` (samples), at a gain; `read` gives its samples (frames, 2) from one to another."""

    start: int
    frames: int
    gain: float
    read: Callable[[int, int], Samples]


def make(request: Request, work: Path) -> Iterator[Event]:
    params = cast(AudioMixing, request.params)
    timeline = Timeline.model_validate_json(request.inputs["timeline"].read_text())
    frames = round(timeline.seconds * RATE)
    voices = narration_clips(request, timeline)
    ambience = ambience_clips(request, timeline)
    music = music_clips(request, frames)
    duck = Ducking([(p.start, p.end) for p in timeline.passages], params.duck)
    scratch = np.memmap(work / "sum.f32", np.float32, "w+", shape=(frames, 2))
    with WavWriter(work / "narration.wav", RATE, 1) as narration:
        for at in range(0, frames, BLOCK):
            stop = min(frames, at + BLOCK)
            voice = summed(voices, at, stop)
            narration.write(voice.mean(axis=1))
            beds = summed(ambience, at, stop) * duck.gain(at, stop, 0.4) + summed(music, at, stop) * duck.gain(at, stop, 1.0)
            scratch[at:stop] = (voice + beds) * fade_out(at, stop, frames)
            yield Progress(0.5 * stop / frames, "mixing")
    loudness = yield from finish(scratch, params, work / "soundtrack.wav")
    seconds = {"seconds": frames / RATE, "sample_rate": RATE}
    yield Made("narration", Kind.SPEECH, work / "narration.wav", "audio/wav", {**seconds, "channels": 1})
    yield Made(
        "soundtrack", Kind.SOUND, work / "soundtrack.wav", "audio/wav",
        {**seconds, "channels": 2, "lufs": round(loudness.integrated, 2), "dbtp": round(loudness.true_peak, 2)},
    )  # fmt: skip


def narration_clips(request: Request, timeline: Timeline) -> list[Clip]:
    return [
        _clip(request.inputs[p.speech], round(p.start * RATE), VOICE) for p in timeline.passages if p.speech in request.inputs
    ]


def ambience_clips(request: Request, timeline: Timeline) -> list[Clip]:
    clips = []
    for shot in timeline.shots:
        asset = request.inputs.get(shot.id.replace("scene-", "sound-"))
        if asset:
            clips.append(_clip(asset, round((timeline.span(shot)[0] - AMBIENCE_OVERLAP) * RATE), AMBIENCE, quieter=False))
    return clips


def music_clips(request: Request, frames: int) -> list[Clip]:
    music = request.inputs.get("music")
    return [_clip(music, 0, MUSIC_ALONE)] if music else []


def _clip(asset: Asset, start: int, target: float, quieter: bool = True) -> Clip:
    """A 48 kHz WAV asset at a loudness. With `quieter` unset it may only be turned down: faint stays faint. The file is
    open only while it is read, for a film may have thousands of them."""
    samples, rate = mapped(asset.path)
    frames, channels = samples.shape
    if rate != RATE:
        raise MediaError(f"{asset.path}: {rate} Hz; the mixer takes {RATE} Hz.")
    loudness = measure(blocks(asset.path, BLOCK), rate, channels).integrated
    change = target - loudness if loudness > SILENCE else 0.0
    gain = 10 ** ((change if quieter else min(0.0, change)) / 20)

    def read(start: int, stop: int) -> Samples:
        part = mapped(asset.path)[0][start:stop].astype(np.float32) / np.float32(32767)
        return np.broadcast_to(part, (len(part), 2)) if part.shape[1] == 1 else part

    return Clip(start, frames, gain, read)


def summed(clips: Sequence[Clip], start: int, stop: int) -> Samples:
    """All clips' sound between two samples, (stop − start, 2)."""
    out = np.zeros((stop - start, 2), np.float32)
    for clip in clips:
        begin, end = max(start, clip.start), min(stop, clip.start + clip.frames)
        if begin < end:
            out[begin - start : end - start] += clip.gain * clip.read(begin - clip.start, end - clip.start)
    return out


class Ducking:
    """How far music and ambience go back while somebody speaks: a curve in decibels over the whole film."""

    def __init__(self, spoken: Sequence[tuple[float, float]], decibels: float) -> None:
        points: list[tuple[float, float]] = []
        for start, end in _joined(spoken):
            points += [(start - ATTACK, 0), (start, -decibels), (end, -decibels), (end + RELEASE, 0)]
        self._times = np.array([t for t, _ in points] or [0.0])
        self._levels = np.array([level for _, level in points] or [0.0])

    def gain(self, start: int, stop: int, share: float) -> Samples:
        """The gain for samples start..stop, (frames, 1), with a share 0..1 of the full ducking."""
        decibels = np.interp(np.arange(start, stop) / RATE, self._times, self._levels) * share
        gain: Samples = (10 ** (decibels / 20)).astype(np.float32)[:, None]
        return gain


def _joined(spoken: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Passages too close together for the music to come back between them, as one."""
    out: list[tuple[float, float]] = []
    for start, end in sorted(spoken):
        if out and start - out[-1][1] < ATTACK + RELEASE + 0.8:
            out[-1] = (out[-1][0], max(end, out[-1][1]))
        else:
            out.append((start, end))
    return out


def fade_out(start: int, stop: int, frames: int) -> Samples:
    """The film's last moment, so that nothing is cut off."""
    left = (frames - np.arange(start, stop)) / (FADE_OUT * RATE)
    return np.clip(left, 0, 1).astype(np.float32)[:, None]


def finish(scratch: Samples, params: AudioMixing, path: Path) -> Generator[Event, None, Loudness]:
    """Bring the sum to its loudness and write it; returns what was reached. Silence stays silence."""
    frames = len(scratch)
    now = measure(_cut(scratch))
    gain = params.loudness - now.integrated if now.integrated > SILENCE else 0.0
    before = (0.0, now.integrated)
    ceiling = params.true_peak - HEADROOM
    for step in range(PASSES):
        with WavWriter(path, RATE, 2) as file:
            for block in limited(scratch, gain, ceiling):
                file.write(block[: frames - file.frames])
        now = measure(blocks(path, BLOCK))
        yield Progress(0.5 + 0.5 * (step + 1) / PASSES, "loudness")
        miss = params.loudness - now.integrated
        if abs(miss) <= TOLERANCE or now.integrated <= SILENCE:
            break
        slope = (now.integrated - before[1]) / (gain - before[0]) if gain != before[0] else 1.0
        before = (gain, now.integrated)
        gain += miss / min(1.0, max(LEAST_SLOPE, slope))
    return now


def _cut(scratch: Samples) -> Iterator[Samples]:
    for at in range(0, len(scratch), BLOCK):
        yield np.asarray(scratch[at : at + BLOCK])


def limited(scratch: Samples, gain: float, ceiling: float) -> Iterator[Samples]:
    """The sound at a gain in decibels, its true peaks held below `ceiling` dBTP."""
    graph = Graph()
    source = graph.add_abuffer(sample_rate=RATE, format="fltp", layout="stereo")
    chain = [
        graph.add("volume", f"{gain:.4f}dB:precision=float"),
        graph.add("aresample", str(4 * RATE)),
        graph.add("alimiter", f"level_in=1:limit={10 ** (ceiling / 20):.6f}:attack=5:release=80:level=0:latency=1"),
        graph.add("aresample", str(RATE)),
        graph.add("aformat", f"sample_fmts=fltp:sample_rates={RATE}:channel_layouts=stereo"),
    ]
    sink = graph.add("abuffersink")
    for a, b in zip([source, *chain], [*chain, sink], strict=True):
        a.link_to(b)
    graph.configure()
    at = 0
    for block in _cut(scratch):
        source.push(audio_frame(block, RATE, at))
        at += len(block)
        yield from _pulled(sink)
    source.push(None)
    yield from _pulled(sink)


def _pulled(sink: FilterContext) -> Iterator[Samples]:
    while True:
        try:
            frame = sink.pull()
        except (NotYet, End):
            return
        assert isinstance(frame, AudioFrame)
        yield frame.to_ndarray().T.astype(np.float32, copy=False)
