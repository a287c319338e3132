"""Text → speech: phrase by phrase, so that memory does not grow with the text."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from polymuse.engines.builtin.voice import flite
from polymuse.engines.builtin.voice.espeak import RATES, Espeak, Spoken, Style, opened
from polymuse.engines.builtin.voice.post_processing import RATE, TAIL, Tone, finish, trimmed
from polymuse.engines.builtin.voice.text import Phrase, Word, dropped, foreign_script, phrases
from polymuse.engines.builtin.voice.voices import Delivery, Narrator, cast, delivered, spoken_by
from polymuse.errors import ParameterError
from polymuse.media.wav import Samples, WavWriter
from polymuse.tasks.text_to_speech import TextToSpeech
from polymuse.types import Event, Kind, Made, Notice, Progress, Request

__all__ = ["make"]

_SEMITONE = 100 / 24
"""espeak-ng's pitch scale spans two octaves in 100 steps."""
_STEP = 150
"""Rates that are multiples of it have a large factor in common with 48 kHz, which makes resampling quick."""
_RECORDED = 0.3
"""How much of a narrator's warmth a recorded voice takes."""
_LEAD = 0.05
"""Seconds of silence before the first word."""

Timed = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads this text, and how: all that stays the same from phrase to phrase. `formants` is how much smaller the
    throat is than the voice's own: samples are played that much faster, spoken slower and lower to make up for it."""

    espeak: Espeak
    narrator: Narrator
    delivery: Delivery
    rate: float
    pitch: float
    speed: float
    formants: float
    flite: str
    work: Path


def make(request: Request, work: Path) -> Iterator[Event]:
    """Speak the request's text into `speech.wav`, mono, 48 kHz. Facts: `seconds`, `sample_rate`, `channels`, `words`
    (`[[word, start, end], …]`, one for every word as written), `voice`, `engine`.

    Raises ParameterError for an unknown voice or language and for a text without anything to say."""
    params = request.params
    assert isinstance(params, TextToSpeech)
    spoken = list(phrases(params.text))
    if not spoken:
        raise ParameterError("text: there is nothing in it that can be spoken.", hint="Give it letters or numbers.")
    delivery, unknown = delivered(params.delivery)
    yield from _notices(params, unknown)
    with opened() as espeak:
        reader = _reader(espeak, params, delivery, work)
        path = work / "speech.wav"
        words: list[Timed] = []
        with WavWriter(path, RATE, 1) as file:
            for index, phrase in enumerate(spoken):
                words += _speak(reader, phrase, file, params.seed, index)
                yield Progress((index + 1) / len(spoken), "speaking")
        facts = {
            "seconds": file.seconds,
            "sample_rate": RATE,
            "channels": 1,
            "words": [list(word) for word in words],
            "voice": reader.narrator.name,
            "engine": flite.version(reader.flite) if reader.flite else f"espeak-ng {espeak.version}",
        }
    yield Made("speech", Kind.SPEECH, path, "audio/wav", facts)


def _notices(params: TextToSpeech, unknown: tuple[str, ...]) -> Iterator[Notice]:
    for word in unknown:
        yield Notice("voice", f'The voice does not know how to speak "{word}".')
    if symbols := dropped(params.text):
        yield Notice("text", f"Not spoken, for they are no words: {' '.join(symbols[:12])}")
    if script := foreign_script(params.text, params.language):
        yield Notice(
            "voice",
            f'The text is in {script} script but its language is "{params.language}", so letters may be spelled out; '
            "set the language of the text.",
        )


def _reader(espeak: Espeak, params: TextToSpeech, delivery: Delivery, work: Path) -> Reader:
    narrator, engine = cast(params.voice)
    program = _flite(engine, params.language)
    own, throat = (narrator.flite_pitch, narrator.flite_formants) if program else (narrator.pitch, narrator.formants)
    formants = min(max(throat * delivery.formants, 0.8), 1.25)
    spoken_by(espeak, narrator, params.language, explicit=engine == "espeak")
    return Reader(
        espeak=espeak,
        narrator=narrator,
        delivery=delivery,
        rate=narrator.rate * delivery.rate * params.speed / formants,
        pitch=own + delivery.pitch + params.pitch - 12 * math.log2(formants),
        speed=params.speed,
        formants=formants,
        flite=program,
        work=work,
    )


def _flite(engine: str, language: str) -> str:
    """The path of flite where it is the one to speak, else ""."""
    program = flite.available() or ""
    english = language.lower().split("-")[0] == "en"
    if engine == "flite" and not program:
        raise ParameterError("voice: flite is not installed.", hint="Install it, or choose another voice.")
    if engine == "flite" and not english:
        raise ParameterError(f"voice: flite speaks English only, not {language!r}.", hint="Choose another voice.")
    return program if english and engine != "espeak" else ""


def _speak(reader: Reader, phrase: Phrase, file: WavWriter, seed: int, index: int) -> list[Timed]:
    """Write one phrase and the pause after it; the times of its words in the whole file."""
    rng = np.random.Generator(np.random.PCG64([seed, zlib.crc32(phrase.text.encode()), index]))
    said = reader.espeak.say(phrase.text, _style(reader, phrase, float(rng.normal())))
    spoken = replace(said, rate=round(said.rate * reader.formants / _STEP) * _STEP)
    samples, cut = trimmed(spoken.samples, spoken.rate)
    rate = spoken.rate
    times = _times(phrase, spoken, cut, len(samples))
    if reader.flite:
        ours = max(len(samples) / spoken.rate, 1e-6)
        manner = flite.Manner(reader.rate, reader.pitch, reader.narrator.range * reader.delivery.range)
        theirs, hertz = flite.say(reader.flite, phrase.text, reader.narrator.flite, manner, reader.work)
        rate = round(hertz * reader.formants / _STEP) * _STEP
        samples, _ = trimmed(theirs, rate)
        stretch = len(samples) / rate / ours
        times = [(word, a * stretch, b * stretch) for word, a, b in times]
    if not file.frames:
        file.write(_silence(_LEAD))
    start = file.seconds
    if len(samples):
        file.write(finish(samples, rate, _tone(reader), rng))
    file.write(_silence(max(phrase.pause * reader.delivery.pause / max(reader.speed, 0.5) - TAIL, 0.01)))
    return [(word, round(start + a, 3), round(start + b, 3)) for word, a, b in times]


def _tone(reader: Reader) -> Tone:
    """flite's voices were recorded, and are warm of themselves."""
    delivery, warmth = reader.delivery, reader.narrator.warmth
    if not reader.flite:
        return Tone(delivery.breath, warmth + delivery.warmth, delivery.gain)
    eq = flite.EQ.get(reader.narrator.flite, ((50, -18), (100, 0)))
    return Tone(delivery.breath, _RECORDED * warmth + delivery.warmth, delivery.gain, eq)


def _silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.float32)


def _style(reader: Reader, phrase: Phrase, chance: float) -> Style:
    """Pitch rises a little where a paragraph opens and falls where a sentence closes, and no two phrases are quite the
    same, which is what keeps reading aloud from droning."""
    lift = (0.7 if phrase.opens else 0.0) - (0.35 if phrase.closes else 0.0) + 0.25 * max(min(chance, 2), -2)
    slowest = RATES[0]
    return Style(
        rate=reader.rate * (0.97 if phrase.closes else 1.0),
        pitch=50 + (reader.pitch + lift) * _SEMITONE,
        range=50 * reader.narrator.range * reader.delivery.range,
        gap=max(60 / reader.rate - 60 / slowest, 0.0),
    )


def _times(phrase: Phrase, spoken: Spoken, cut: int, count: int) -> list[Timed]:
    """Start and end of each word in seconds from the phrase's first sample.

    A word begins at the first mark inside it. Words that espeak-ng runs together with the one before ("out of") share
    its time by their number of letters."""
    begins: dict[int, int] = {}
    for character, sample in spoken.marks:
        index = _word_at(phrase.words, character)
        begins.setdefault(index, min(max(sample - cut, 0), count))
    begins[0] = 0
    known = sorted(begins)
    edges: list[float] = []
    for index, following in zip(known, [*known[1:], len(phrase.words)], strict=True):
        end = begins.get(following, count)
        lengths = [len(word.written) for word in phrase.words[index:following]]
        shares = np.cumsum([0, *lengths]) / sum(lengths)
        edges += [begins[index] + (end - begins[index]) * float(share) for share in shares[:-1]]
    edges = [*np.maximum.accumulate([*edges, count])]
    seconds = [float(edge) / spoken.rate for edge in edges]
    return [(word.written, seconds[i], seconds[i + 1]) for i, word in enumerate(phrase.words)]


def _word_at(words: tuple[Word, ...], character: int) -> int:
    """The word that a character of the phrase's text belongs to."""
    return max((i for i, word in enumerate(words) if word.start <= character), default=0)
