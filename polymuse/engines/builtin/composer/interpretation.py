"""Interpretation: from a request's words, mood and cues to a typed music request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from polymuse.brief import Mood
from polymuse.brief.documents import optional_document
from polymuse.brief.score import Cue, Score
from polymuse.engines.builtin.composer.data import MusicStyle, instruments, styles, vocabulary
from polymuse.engines.builtin.composer.theory import Key, parse_key
from polymuse.suggestions import did_you_mean
from polymuse.tasks.text_to_music import TextToMusic
from polymuse.types import Request

__all__ = ["MusicCue", "MusicRequest", "find_instruments", "interpret", "mood_of"]

_WORD = re.compile(r"[a-zäöüéèß]+(?:-[a-z]+)*", re.IGNORECASE)
_MOST_OF_IT = 0.45


@dataclass(frozen=True, slots=True)
class MusicCue:
    """Mood, instruments and dynamics from `start` (seconds) on."""

    start: float
    mood: Mood
    instruments: tuple[str, ...] = ()
    swell: str = ""
    """"grow", "fade", "silent" or ""."""


@dataclass(frozen=True, slots=True)
class MusicRequest:
    """The interpreted request: instruments, style, mood, length."""

    seconds: float
    mood: Mood
    style_name: str
    style: MusicStyle
    cues: tuple[MusicCue, ...]
    """At least one; the first starts at 0."""
    mode: str | None = None
    key: Key | None = None
    tempo: float | None = None
    instruments: tuple[str, ...] = ()
    is_exclusive: bool = False
    """Only these instruments play: they were given as a list, or called "solo"."""
    excluded: frozenset[str] = frozenset()
    notices: tuple[str, ...] = ()
    final_chord_start: float | None = None
    """Start of the last chord in seconds, if given."""
    entropy: str = "0"
    """Seed of all random choices: the request's seed, words, mood and title."""


def interpret(request: Request) -> MusicRequest:
    """The interpretation of a text-to-music request. Raises ParameterError for an invalid key, MediaError for an
    invalid score."""
    params = request.params
    assert isinstance(params, TextToMusic)
    given = optional_document(request.inputs, "score", Score)
    score = given or Score(seconds=params.seconds, cues=params.cues)
    seconds, cues = score.seconds, sorted(score.cues, key=lambda cue: cue.start)
    text = " ".join(filter(None, (params.prompt, params.genre, *params.instruments)))
    whole_text = " ".join((text, *(cue.text for cue in cues)))
    overall_mood = params.mood or _overall_mood(text, cues, seconds)
    style_name = _choose_style(text, cues, seconds, params.mood)
    excluded = _excluded_instruments(text)
    named = tuple(name for name in find_instruments(text) if name not in excluded)
    instruments = tuple(dict.fromkeys(name for requested in params.instruments for name in find_instruments(requested)))
    return MusicRequest(
        seconds=seconds,
        mood=overall_mood,
        style_name=style_name,
        style=styles()[style_name],
        cues=_make_cues(cues, overall_mood, excluded),
        mode=_mode(whole_text, overall_mood),
        key=parse_key(params.key) if params.key else None,
        tempo=params.tempo,
        instruments=instruments or named,
        is_exclusive=bool(instruments) or bool(named and set(_tokens(text)) & set(vocabulary().solo)),
        excluded=excluded,
        notices=tuple(_notices(params, whole_text)),
        final_chord_start=score.home,
        entropy=f"{params.seed} {crc32(' '.join((whole_text, *overall_mood.words, score.title)).encode())}",
    )


def mood_of(text: str) -> Mood | None:
    """The mean mood of a text's mood words, or None."""
    moods_by_word = vocabulary().moods
    mood_words = tuple(dict.fromkeys(token for token in _tokens(text) if token in moods_by_word))
    if not mood_words:
        return None
    return _mean(
        [Mood(valence=moods_by_word[word][0], arousal=moods_by_word[word][1], words=(word,)) for word in mood_words]
    )


def find_instruments(text: str) -> tuple[str, ...]:
    """Instruments named in a text, in order; unavailable ones are replaced by the nearest."""
    foreign = vocabulary().foreign
    clean = " " + " ".join(foreign.get(token) or token for token in _tokens(text)) + " "
    matches: list[tuple[int, str]] = []
    for name, instrument in instruments().items():
        places = [clean.find(f" {word} ") for word in instrument.words if f" {word} " in clean]
        if places:
            matches.append((min(places), name))
    names = [name for _, name in sorted(matches)]
    if "felt piano" in names and "piano" in names:
        names.remove("piano")
    if "pizzicato" in names and "strings" in names and re.search(r"(pizzicato|plucked) strings", clean):
        names.remove("strings")
    return tuple(names)


def _make_cues(cues: Sequence[Cue], overall_mood: Mood, excluded: frozenset[str]) -> tuple[MusicCue, ...]:
    """Cues in order, the first at 0; a cue without mood takes it from its text, else from the piece."""
    result = []
    for cue in cues:
        mood = cue.mood if cue.mood != Mood() else mood_of(cue.text) or overall_mood
        named = tuple(name for name in find_instruments(cue.text) if name not in excluded)
        result.append(MusicCue(cue.start, mood, named, _swell(cue.text)))
    if not result or result[0].start > 0:
        result.insert(0, MusicCue(0.0, result[0].mood if result and result[0].start < 1 else overall_mood))
    return tuple(result)


def _swell(text: str) -> str:
    tokens = set(_tokens(text))
    return next((kind for kind, swell_words in vocabulary().swells.items() if tokens & set(swell_words)), "")


def _overall_mood(text: str, cues: Sequence[Cue], seconds: float) -> Mood:
    """The mood of the text's words; without any, the mean of the cues weighted by length."""
    text_mood = mood_of(text)
    if text_mood or not cues:
        return text_mood or Mood(valence=0.25, arousal=-0.2)
    ends = [cue.start for cue in cues[1:]] + [seconds]
    moods = [cue.mood if cue.mood != Mood() else mood_of(cue.text) or Mood() for cue in cues]
    return _mean(moods, [max(end - cue.start, 0.1) for cue, end in zip(cues, ends, strict=True)])


def _mean(moods: Sequence[Mood], weights: Sequence[float] | None = None) -> Mood:
    shares = weights or [1.0] * len(moods)
    total = sum(shares)
    return Mood(
        valence=sum(mood.valence * weight for mood, weight in zip(moods, shares, strict=True)) / total,
        arousal=sum(mood.arousal * share for mood, share in zip(moods, shares, strict=True)) / total,
        words=tuple(dict.fromkeys(word for mood in moods for word in mood.words)),
    )


def _choose_style(text: str, cues: Sequence[Cue], seconds: float, mood: Mood | None) -> str:
    """The style with most words: of the request first, then of cues that cover enough of the time, then of the mood."""
    request_votes = {name: float(count) for name, count in _style_words(text).items()}
    ends = [*(cue.start for cue in cues[1:]), seconds]
    cue_votes = dict.fromkeys(request_votes, 0.0)
    for cue, end in zip(cues, ends, strict=False):
        for name, count in _style_words(" ".join((cue.text, *cue.mood.words))).items():
            cue_votes[name] += (count > 0) * max(end - cue.start, 0) / seconds
    mood_votes = {name: float(count) for name, count in _style_words(" ".join(mood.words if mood else ())).items()}
    for votes, min_votes in ((request_votes, 1), (cue_votes, _MOST_OF_IT), (mood_votes, 1)):
        winner = max(votes, key=lambda name: votes[name])
        if votes[winner] >= min_votes:
            return winner
    return "underscore"


def _style_words(text: str) -> dict[str, int]:
    """Number of words per style in a text."""
    tokens = _tokens(text)
    return {name: sum(tokens.count(word) for word in style.words) for name, style in styles().items()}


def _mode(text: str, mood: Mood) -> str | None:
    """A mode named in the text, unless the mood contradicts it."""
    tokens = {*_tokens(text), *mood.words}
    for mode, mode_words in vocabulary().modes.items():
        bright = mode in ("lydian", "mixolydian")
        if tokens & set(mode_words) and (mood.valence > 0.05 if bright else mood.valence < 0.05):
            return mode
    return None


def _excluded_instruments(text: str) -> frozenset[str]:
    """Instruments after "no" or "without"."""
    pattern = rf"\b(?:{'|'.join(vocabulary().without)})\s+((?:[\w-]+(?:\s*(?:,|or|and)\s*)?){{1,3}})"
    spans = re.findall(pattern, text.lower())
    return frozenset(name for span in spans for name in find_instruments(span))


def _notices(params: TextToMusic, text: str) -> Iterable[str]:
    """A sentence for every requested instrument and genre that is unavailable."""
    foreign = vocabulary().foreign
    for token in dict.fromkeys(_tokens(text)):
        if token in foreign:
            substitute = foreign[token]
            instead = f"; {substitute} is played instead" if substitute else ", so it is not heard"
            yield f"The composer cannot play “{token}”{instead}."
    known_words = {word for style in styles().values() for word in style.words} | set(vocabulary().moods) | set(foreign)
    for requested in params.instruments:
        if not find_instruments(requested) and not set(_tokens(requested)) & set(foreign):
            plays = did_you_mean(requested, instruments(), otherwise=f"It plays {', '.join(instruments())}.")
            yield f"The composer has no instrument “{requested}”. {plays}"
    if params.genre and not set(_tokens(params.genre)) & known_words and not find_instruments(params.genre):
        knows = did_you_mean(params.genre, styles(), otherwise=f"It knows {', '.join(styles())}.")
        yield f"The composer does not know the genre “{params.genre}”. {knows}"


def _tokens(text: str) -> list[str]:
    return [token.lower() for token in _WORD.findall(text)]
