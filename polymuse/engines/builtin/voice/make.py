"""Task text-to-speech: phrase by phrase, with constant memory."""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from polymuse.engines.builtin.voice import flite
from polymuse.engines.builtin.voice.espeak import RATES, Espeak, SpeechSamples, SynthesisSettings, open_espeak
from polymuse.engines.builtin.voice.post_processing import RATE, TAIL, VoiceProcessing, process_phrase, trim_silence
from polymuse.engines.builtin.voice.text import SpeechPhrase, SpokenWord, dropped_symbols, foreign_script, split_phrases
from polymuse.engines.builtin.voice.voices import (
    Delivery,
    Narrator,
    choose_narrator,
    combine_deliveries,
    select_espeak_voice,
)
from polymuse.errors import ParameterError
from polymuse.media.wav import Samples, WavWriter
from polymuse.tasks.text_to_speech import TextToSpeech
from polymuse.types import Event, Kind, Made, Notice, Progress, Request

__all__ = ["make"]

_SEMITONE = 100 / 24
"""espeak-ng's pitch scale has 100 steps in two octaves."""
_STEP = 150
"""Sample rates are rounded to multiples of this, which share a large factor with 48 kHz and resample quickly."""
_RECORDED = 0.3
"""Factor of a narrator's warmth for a recorded voice."""
_LEAD = 0.05
"""Seconds of silence before the first word."""

Timed = tuple[str, float, float]


@dataclass(frozen=True, slots=True)
class SpeechContext:
    """What is constant from phrase to phrase. `formants` is the ratio of formant frequencies to the voice's own:
    samples are played faster by it, and synthesised slower and lower to compensate."""

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
    (`[[word, start, end], …]`, one for every word as written), `voice`, `engine`. Raises ParameterError for an unknown
    voice or language and for a text without words."""
    params = request.params
    assert isinstance(params, TextToSpeech)
    phrase_list = list(split_phrases(params.text))
    if not phrase_list:
        raise ParameterError("text: there is nothing in it that can be spoken.", hint="Give it letters or numbers.")
    delivery, unknown = combine_deliveries(params.delivery)
    yield from _notices(params, unknown)
    with open_espeak() as espeak:
        reader = _speech_context(espeak, params, delivery, work)
        path = work / "speech.wav"
        words: list[Timed] = []
        with WavWriter(path, RATE, 1) as file:
            for index, phrase in enumerate(phrase_list):
                words += _write_phrase(reader, phrase, file, params.seed, index)
                yield Progress((index + 1) / len(phrase_list), "speaking")
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
        yield Notice("voice", f"The voice does not know how to speak “{word}”; that word changes nothing.")
    if symbols := dropped_symbols(params.text):
        yield Notice("text", f"These signs are not spoken: {' '.join(symbols[:12])}")
    if script := foreign_script(params.text, params.language):
        yield Notice(
            "voice",
            f"The text is written in {script} letters, but is spoken as “{params.language}”: they may be spelled out one by "
            "one. Set the language of the text.",
        )


def _speech_context(espeak: Espeak, params: TextToSpeech, delivery: Delivery, work: Path) -> SpeechContext:
    narrator, engine = choose_narrator(params.voice)
    program = _flite(engine, params.language)
    voice_pitch, voice_formants = (
        (narrator.flite_pitch, narrator.flite_formants) if program else (narrator.pitch, narrator.formants)
    )
    formants = min(max(voice_formants * delivery.formants, 0.8), 1.25)
    select_espeak_voice(espeak, narrator, params.language, explicit=engine == "espeak")
    return SpeechContext(
        espeak=espeak,
        narrator=narrator,
        delivery=delivery,
        rate=narrator.rate * delivery.rate * params.speed / formants,
        pitch=voice_pitch + delivery.pitch + params.pitch - 12 * math.log2(formants),
        speed=params.speed,
        formants=formants,
        flite=program,
        work=work,
    )


def _flite(engine: str, language: str) -> str:
    """Path of flite if it is the engine to use, else ""."""
    program = flite.find_program() or ""
    english = language.lower().split("-")[0] == "en"
    if engine == "flite" and not program:
        raise ParameterError("voice: flite is not installed.", hint="Install it, or choose another voice.")
    if engine == "flite" and not english:
        raise ParameterError(f"voice: flite speaks English only, not {language!r}.", hint="Choose another voice.")
    return program if english and engine != "espeak" else ""


def _write_phrase(reader: SpeechContext, phrase: SpeechPhrase, file: WavWriter, seed: int, index: int) -> list[Timed]:
    """Write one phrase and the pause after it; returns its words' times in the whole file."""
    rng = np.random.Generator(np.random.PCG64([seed, zlib.crc32(phrase.text.encode()), index]))
    raw_speech = reader.espeak.synthesize(phrase.text, _phrase_settings(reader, phrase, float(rng.normal())))
    resampled = replace(raw_speech, rate=round(raw_speech.rate * reader.formants / _STEP) * _STEP)
    samples, cut = trim_silence(resampled.samples, resampled.rate)
    rate = resampled.rate
    times = _word_times(phrase, resampled, cut, len(samples))
    if reader.flite:
        espeak_seconds = max(len(samples) / resampled.rate, 1e-6)
        flite_settings = flite.FliteSettings(reader.rate, reader.pitch, reader.narrator.range * reader.delivery.range)
        flite_samples, hertz = flite.synthesize(
            reader.flite, phrase.text, reader.narrator.flite, flite_settings, reader.work
        )
        rate = round(hertz * reader.formants / _STEP) * _STEP
        samples, _ = trim_silence(flite_samples, rate)
        stretch = len(samples) / rate / espeak_seconds
        times = [(word, a * stretch, b * stretch) for word, a, b in times]
    if not file.frames:
        file.write(_silence(_LEAD))
    start = file.seconds
    if len(samples):
        file.write(process_phrase(samples, rate, _tone(reader), rng))
    file.write(_silence(max(phrase.pause * reader.delivery.pause / max(reader.speed, 0.5) - TAIL, 0.01)))
    return [(word, round(start + a, 3), round(start + b, 3)) for word, a, b in times]


def _tone(reader: SpeechContext) -> VoiceProcessing:
    """Processing settings; flite's recorded voices need less warmth."""
    delivery, warmth = reader.delivery, reader.narrator.warmth
    if not reader.flite:
        return VoiceProcessing(delivery.breath, warmth + delivery.warmth, delivery.gain)
    eq = flite.EQ.get(reader.narrator.flite, ((50, -18), (100, 0)))
    return VoiceProcessing(delivery.breath, _RECORDED * warmth + delivery.warmth, delivery.gain, eq)


def _silence(seconds: float) -> Samples:
    return np.zeros(round(seconds * RATE), np.float32)


def _phrase_settings(reader: SpeechContext, phrase: SpeechPhrase, chance: float) -> SynthesisSettings:
    """Synthesis settings of a phrase: pitch is higher at the start of a paragraph and lower at the end of a sentence,
    with random variation against monotony."""
    lift = (0.7 if phrase.opens else 0.0) - (0.35 if phrase.closes else 0.0) + 0.25 * max(min(chance, 2), -2)
    slowest = RATES[0]
    return SynthesisSettings(
        rate=reader.rate * (0.97 if phrase.closes else 1.0),
        pitch=50 + (reader.pitch + lift) * _SEMITONE,
        range=50 * reader.narrator.range * reader.delivery.range,
        gap=max(60 / reader.rate - 60 / slowest, 0.0),
    )


def _word_times(phrase: SpeechPhrase, speech: SpeechSamples, cut: int, count: int) -> list[Timed]:
    """Start and end of each word in seconds from the phrase's first sample. A word starts at the first mark inside it.
    Words that espeak-ng joins with the previous one ("out of") share its time in proportion to their letters."""
    first_samples: dict[int, int] = {}
    for character, sample in speech.marks:
        index = _word_at(phrase.words, character)
        first_samples.setdefault(index, min(max(sample - cut, 0), count))
    first_samples[0] = 0
    indices = sorted(first_samples)
    edges: list[float] = []
    for index, next_index in zip(indices, [*indices[1:], len(phrase.words)], strict=True):
        end = first_samples.get(next_index, count)
        lengths = [len(word.text) for word in phrase.words[index:next_index]]
        shares = np.cumsum([0, *lengths]) / sum(lengths)
        edges += [first_samples[index] + (end - first_samples[index]) * float(fraction) for fraction in shares[:-1]]
    edges = [*np.maximum.accumulate([*edges, count])]
    seconds = [float(edge) / speech.rate for edge in edges]
    return [(word.text, seconds[i], seconds[i + 1]) for i, word in enumerate(phrase.words)]


def _word_at(words: tuple[SpokenWord, ...], character: int) -> int:
    """Index of the word that a character of the phrase's text belongs to."""
    return max((i for i, word in enumerate(words) if word.start <= character), default=0)
