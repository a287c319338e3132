"""Makes narration, ambience and music of sound that came from anywhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import cast

import av
import numpy as np
from numpy.typing import NDArray

from polymuse.brief import Scene
from polymuse.brief.documents import optional_document
from polymuse.brief.score import Score
from polymuse.engines.builtin.editor.mastering import RATE
from polymuse.errors import MediaError
from polymuse.media.probe import CONTAINERS
from polymuse.media.wav import Samples, write_wav
from polymuse.tasks.music_conforming import MusicConforming
from polymuse.tasks.sound_conforming import SoundConforming
from polymuse.tasks.speech_conforming import SpeechConforming
from polymuse.types import Asset, Event, Kind, Made, Notice, Request

MOST_SECONDS = 4 * 3600
MELT = 1.0
"""Seconds in which a sound that is too short melts into its own beginning."""
FADE = {Kind.SOUND: 0.1, Kind.MUSIC: 2.5}
"""Seconds in which a sound that is too long goes out."""
WINDOW = 0.02
QUIET = 0.04
"""Of the loudest moment: what is below is a pause."""
PAUSES = {",": 2.0, ";": 3.0, ":": 3.0, ".": 4.0, "!": 4.0, "?": 4.0, "…": 5.0, "—": 3.0}
"""What a sign after a word weighs, in letters."""


def speech(request: Request, work: Path) -> Iterator[Event]:
    """Make `speech-conforming`'s narration. Raises MediaError."""
    given = request.inputs["speech"]
    samples = decoded(given, "mono")
    words = given.facts.get("words") or spread(cast(SpeechConforming, request.params).text, samples[:, 0])
    path = work / "speech.wav"
    write_wav(path, samples[:, 0], RATE)
    facts = {"seconds": len(samples) / RATE, "sample_rate": RATE, "channels": 1, "words": [list(w) for w in words]}
    yield Made("speech", Kind.SPEECH, path, "audio/wav", facts)


def sound(request: Request, work: Path) -> Iterator[Event]:
    """Make `sound-conforming`'s ambience. Raises MediaError."""
    scene = optional_document(request.inputs, "scene", Scene) or Scene()
    yield from _fitted(
        "sound", Kind.SOUND, request, cast(SoundConforming, request.params).seconds or scene.length(), work
    )


def music(request: Request, work: Path) -> Iterator[Event]:
    """Make `music-conforming`'s score. Raises MediaError."""
    score = optional_document(request.inputs, "score", Score)
    asked = cast(MusicConforming, request.params).seconds or (score.seconds if score else None)
    yield from _fitted("music", Kind.MUSIC, request, asked, work)


def _fitted(name: str, kind: Kind, request: Request, asked: float | None, work: Path) -> Iterator[Event]:
    samples = decoded(request.inputs[name], "stereo")
    seconds = asked or len(samples) / RATE
    wanted = round(seconds * RATE)
    if len(samples) < 0.9 * wanted:
        yield Notice(
            "timing", f"The {name} is {len(samples) / RATE:.0f} s long and is repeated to fill {seconds:.0f} s."
        )
    path = work / f"{name}.wav"
    write_wav(path, lasting(samples, wanted, FADE[kind]), RATE)
    yield Made(name, kind, path, "audio/wav", {"seconds": wanted / RATE, "sample_rate": RATE, "channels": 2})


def decoded(asset: Asset, layout: str) -> Samples:
    """An asset's sound at 48 kHz, (frames, channels). Raises MediaError."""
    if asset.media_type not in CONTAINERS:
        raise MediaError(f"{asset.path}: {asset.media_type} is no sound.")
    resampler = av.AudioResampler("fltp", layout, RATE)
    parts: list[Samples] = []
    try:
        with asset.path.open("rb") as file, av.open(file, mode="r", format=CONTAINERS[asset.media_type]) as media:
            if not media.streams.audio:
                raise MediaError(f"{asset.path}: there is no sound in this file.")
            frames = chain(media.decode(media.streams.audio[0]), [None])
            for ready in chain.from_iterable(map(resampler.resample, frames)):
                parts.append(np.asarray(ready.to_ndarray(), np.float32).T)
                if float(ready.time or 0) > MOST_SECONDS:
                    raise MediaError(f"{asset.path}: longer than {MOST_SECONDS // 3600} hours.")
    except av.FFmpegError as error:
        raise MediaError(f"{asset.path}: this sound is damaged ({error}).") from error
    if not parts:
        raise MediaError(f"{asset.path}: there is no sound in this file.")
    return np.ascontiguousarray(np.concatenate(parts))


def lasting(samples: Samples, wanted: int, fade: float) -> Samples:
    """Samples of a wanted length: cut with a fade, or repeated with melting ends."""
    melt = min(round(MELT * RATE), len(samples) // 3)
    out = samples
    if len(samples) < wanted and melt:
        rise = np.sin(np.pi / 2 * (np.arange(melt) + 0.5) / melt).astype(np.float32)[:, None]
        while len(out) < wanted:
            joint = out[-melt:] * rise[::-1] + samples[:melt] * rise
            out = np.concatenate([out[:-melt], joint, samples[melt:]])
    out = np.pad(out[:wanted], ((0, max(0, wanted - len(out))), (0, 0)))
    going = min(round(fade * RATE), wanted)
    out[wanted - going :] *= np.linspace(1, 0, going, dtype=np.float32)[:, None]
    return out


def spread(text: str, samples: NDArray[np.float32]) -> Sequence[tuple[str, float, float]]:
    """The words of a text over the time in which somebody is heard: (word, start, end) in seconds. A word takes time as
    it has letters, and what stands after it a pause."""
    words = text.split()
    if not words:
        return []
    heard = voiced(samples)
    weights = [len(re.sub(r"\W", "", word)) + 1.0 for word in words]
    rests = [PAUSES.get(word[-1], 0.0) for word in words]
    # Pauses that are heard are left out already; what is left of a sign is a breath.
    scale = len(heard) / (sum(weights) + 0.2 * sum(rests[:-1]))
    times, at = [], 0.0
    for word, weight, rest in zip(words, weights, rests, strict=True):
        begin, at = at, at + weight * scale
        times.append((word, _time(heard, begin), _time(heard, at - 1e-6) + WINDOW))
        at += 0.2 * rest * scale
    return [(word, round(start, 3), round(max(end, start + WINDOW), 3)) for word, start, end in times]


def voiced(samples: NDArray[np.float32]) -> NDArray[np.int64]:
    """Numbers of the windows in which there is sound; all of them where there is none at all."""
    size = round(WINDOW * RATE)
    count = max(1, len(samples) // size)
    level = np.sqrt(np.square(np.resize(samples, count * size).reshape(count, size)).mean(axis=1))
    heard = np.flatnonzero(level > QUIET * max(float(level.max()), 1e-6))
    return heard if len(heard) else np.arange(count)


def _time(heard: NDArray[np.int64], place: float) -> float:
    """Seconds at a place among the windows that are heard."""
    return float(heard[min(max(0, int(place)), len(heard) - 1)]) * WINDOW
