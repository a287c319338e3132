"""Understanding: a request's words, mood and cues → what is wished for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from polymuse.brief import Mood
from polymuse.brief.documents import optional_document
from polymuse.brief.score import Cue, Score
from polymuse.engines.builtin.composer.data import Style, instruments, styles, words
from polymuse.engines.builtin.composer.theory import Key, parse_key
from polymuse.tasks.text_to_music import TextToMusic
from polymuse.types import Request

__all__ = ["CueWish", "Wish", "mood_of", "named_instruments", "read"]

_WORD = re.compile(r"[a-zäöüéèß]+(?:-[a-z]+)*", re.IGNORECASE)
_MOST_OF_IT = 0.45


@dataclass(frozen=True, slots=True)
class CueWish:
    """What the music should be from `start` (seconds) on."""

    start: float
    mood: Mood
    instruments: tuple[str, ...] = ()
    swell: str = ""
    """ "grow", "fade", "silent" or nothing."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wished for: by whom it is played, how it feels, how long it lasts."""

    seconds: float
    mood: Mood
    style_name: str
    style: Style
    cues: tuple[CueWish, ...]
    """At least one; the first starts at 0."""
    mode: str | None = None
    key: Key | None = None
    tempo: float | None = None
    instruments: tuple[str, ...] = ()
    only_these: bool = False
    """Nobody else plays: the instruments were given as a list, or called "solo"."""
    without: frozenset[str] = frozenset()
    notices: tuple[str, ...] = ()
    home: float | None = None
    """When the last chord should begin, in seconds, where that was said."""
    entropy: str = "0"
    """What all chance is drawn from: the seed, the words, the mood and the title."""


def read(request: Request) -> Wish:
    """The wish of a text-to-music request. Raises ParameterError for a key that is none, MediaError for a score that
    cannot be read."""
    params = request.params
    assert isinstance(params, TextToMusic)
    given = optional_document(request.inputs, "score", Score)
    score = given or Score(seconds=params.seconds, cues=params.cues)
    seconds, cues = score.seconds, sorted(score.cues, key=lambda cue: cue.start)
    text = " ".join(filter(None, (params.prompt, params.genre, *params.instruments)))
    whole_text = " ".join((text, *(cue.text for cue in cues)))
    whole = params.mood or _blend(text, cues, seconds)
    style_name = _style(text, cues, seconds, params.mood)
    without = _unwanted(text)
    named = tuple(name for name in named_instruments(text) if name not in without)
    listed = tuple(dict.fromkeys(name for wanted in params.instruments for name in named_instruments(wanted)))
    return Wish(
        seconds=seconds,
        mood=whole,
        style_name=style_name,
        style=styles()[style_name],
        cues=_cue_wishes(cues, whole, without),
        mode=_mode(whole_text, whole),
        key=parse_key(params.key) if params.key else None,
        tempo=params.tempo,
        instruments=listed or named,
        only_these=bool(listed) or bool(named and set(_tokens(text)) & set(words().solo)),
        without=without,
        notices=tuple(_notices(params, whole_text)),
        home=score.home,
        entropy=f"{params.seed} {crc32(' '.join((whole_text, *whole.words, score.title)).encode())}",
    )


def mood_of(text: str) -> Mood | None:
    """The mean mood of a text's feeling words, or None when it has none."""
    known = words().moods
    found = tuple(dict.fromkeys(token for token in _tokens(text) if token in known))
    if not found:
        return None
    return _mean([Mood(valence=known[word][0], arousal=known[word][1], words=(word,)) for word in found])


def named_instruments(text: str) -> tuple[str, ...]:
    """The instruments a text names, in its order; one that we have not by the nearest that we have."""
    foreign = words().foreign
    clean = " " + " ".join(foreign.get(token) or token for token in _tokens(text)) + " "
    found: list[tuple[int, str]] = []
    for name, instrument in instruments().items():
        places = [clean.find(f" {word} ") for word in instrument.words if f" {word} " in clean]
        if places:
            found.append((min(places), name))
    names = [name for _, name in sorted(found)]
    if "felt piano" in names and "piano" in names:
        names.remove("piano")
    if "pizzicato" in names and "strings" in names and re.search(r"(pizzicato|plucked) strings", clean):
        names.remove("strings")
    return tuple(names)


def _cue_wishes(cues: Sequence[Cue], whole: Mood, without: frozenset[str]) -> tuple[CueWish, ...]:
    """Cues in order, the first at 0; a cue that says nothing of mood takes it from its text, else from the piece."""
    made = []
    for cue in cues:
        mood = cue.mood if cue.mood != Mood() else mood_of(cue.text) or whole
        named = tuple(name for name in named_instruments(cue.text) if name not in without)
        made.append(CueWish(cue.start, mood, named, _swell(cue.text)))
    if not made or made[0].start > 0:
        made.insert(0, CueWish(0.0, made[0].mood if made and made[0].start < 1 else whole))
    return tuple(made)


def _swell(text: str) -> str:
    tokens = set(_tokens(text))
    return next((kind for kind, these in words().swells.items() if tokens & set(these)), "")


def _blend(text: str, cues: Sequence[Cue], seconds: float) -> Mood:
    """The mood of the text's words; without any, of the cues by how long each lasts."""
    said = mood_of(text)
    if said or not cues:
        return said or Mood(valence=0.25, arousal=-0.2)
    ends = [cue.start for cue in cues[1:]] + [seconds]
    moods = [cue.mood if cue.mood != Mood() else mood_of(cue.text) or Mood() for cue in cues]
    return _mean(moods, [max(end - cue.start, 0.1) for cue, end in zip(cues, ends, strict=True)])


def _mean(moods: Sequence[Mood], weights: Sequence[float] | None = None) -> Mood:
    shares = weights or [1.0] * len(moods)
    total = sum(shares)
    return Mood(
        valence=sum(mood.valence * share for mood, share in zip(moods, shares, strict=True)) / total,
        arousal=sum(mood.arousal * share for mood, share in zip(moods, shares, strict=True)) / total,
        words=tuple(dict.fromkeys(word for mood in moods for word in mood.words)),
    )


def _style(text: str, cues: Sequence[Cue], seconds: float, mood: Mood | None) -> str:
    """The style most words ask for: the request's own first, then its cues' where they fill enough of the time, then
    the mood's words."""
    own = {name: float(count) for name, count in _style_words(text).items()}
    ends = [*(cue.start for cue in cues[1:]), seconds]
    shares = dict.fromkeys(own, 0.0)
    for cue, end in zip(cues, ends, strict=False):
        for name, count in _style_words(" ".join((cue.text, *cue.mood.words))).items():
            shares[name] += (count > 0) * max(end - cue.start, 0) / seconds
    moods = {name: float(count) for name, count in _style_words(" ".join(mood.words if mood else ())).items()}
    for votes, least in ((own, 1), (shares, _MOST_OF_IT), (moods, 1)):
        best = max(votes, key=lambda name: votes[name])
        if votes[best] >= least:
            return best
    return "underscore"


def _style_words(text: str) -> dict[str, int]:
    """How many words of each style a text has."""
    tokens = _tokens(text)
    return {name: sum(tokens.count(word) for word in style.words) for name, style in styles().items()}


def _mode(text: str, mood: Mood) -> str | None:
    """A mode that words ask for, where the mood does not speak against it."""
    tokens = {*_tokens(text), *mood.words}
    for mode, these in words().modes.items():
        bright = mode in ("lydian", "mixolydian")
        if tokens & set(these) and (mood.valence > 0.05 if bright else mood.valence < 0.05):
            return mode
    return None


def _unwanted(text: str) -> frozenset[str]:
    """Instruments after "no" or "without"."""
    pattern = rf"\b(?:{'|'.join(words().without)})\s+((?:[\w-]+(?:\s*(?:,|or|and)\s*)?){{1,3}})"
    spans = re.findall(pattern, text.lower())
    return frozenset(name for span in spans for name in named_instruments(span))


def _notices(params: TextToMusic, text: str) -> Iterable[str]:
    """A sentence for every instrument and genre asked for that cannot be played."""
    foreign = words().foreign
    for token in dict.fromkeys(_tokens(text)):
        if token in foreign:
            instead = foreign[token]
            yield f'The composer cannot play "{token}"' + (f"; the nearest it has is {instead}." if instead else ".")
    known = {word for style in styles().values() for word in style.words} | set(words().moods) | set(foreign)
    for wanted in params.instruments:
        if not named_instruments(wanted) and not set(_tokens(wanted)) & set(foreign):
            yield f'The composer has no instrument "{wanted}"; it plays {", ".join(instruments())}.'
    if params.genre and not set(_tokens(params.genre)) & known and not named_instruments(params.genre):
        yield f'The composer does not know the genre "{params.genre}"; it knows {", ".join(styles())}.'


def _tokens(text: str) -> list[str]:
    return [token.lower() for token in _WORD.findall(text)]
