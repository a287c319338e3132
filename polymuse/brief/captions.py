"""Captions: timed words become readable cues, as WebVTT and SubRip.

The limits follow broadcasters' guides (BBC Subtitle Guidelines 1.2; Netflix Timed Text Style Guide, English): two lines
of 42 characters, 17 characters per second where the speech allows, one to seven seconds, two frames between cues, lines
and cues broken at sentence and phrase boundaries.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Protocol

__all__ = [
    "MAX_CHARACTERS_PER_SECOND",
    "MAX_LINE_LENGTH",
    "MOST_SECONDS",
    "Cue",
    "make_cues",
    "read_captions",
    "write_srt",
    "write_vtt",
]

MAX_LINE_LENGTH = 42
"""Characters per line."""
LINES = 2
MAX_CHARACTERS_PER_SECOND = 17.0
"""Reading speed; a line break counts as a space."""
LEAST_SECONDS = 1.0
MOST_SECONDS = 7.0
GAP_FRAMES = 2
_LINGER_SECONDS = 0.5
"""Seconds that a cue stays after its last word, if there is time."""
_MIN_SECONDS = 0.25
"""Shorter cues are not shown at all."""
_PAUSE_SECONDS = 0.8
"""A silence this long should not fall inside a cue."""

_CLOSERS = "\"'”’»)]}"
_LEANING = (
    "a an the and or but of to in on at by for with from as that which who my your his her its our their this these is "
    "are was were be not no so if than into over under der die das ein eine und oder zu mit von le la les un une et "
    "de du el los las una y o con en"
)
_WEAK = frozenset(_LEANING.split())


class TimedText(Protocol):
    """Any object with a start, an end and a text."""

    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: start and end in seconds, one or two lines."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: float
    end: float


def make_cues(words: Iterable[Sequence[str | float]], start: float, end: float, *, fps: float = 24) -> list[Cue]:
    """Captions of one scene's narration. `words` are `[word, start, end]` in seconds, in order; every cue lies within
    `start` … `end` (the scene). A word longer than a line is split, and its time with it."""
    fitted = list(_split_long_words(words, start, end))
    groups = _best_grouping(fitted)
    gap = GAP_FRAMES / fps
    result: list[Cue] = []
    for index, group in enumerate(groups):
        last = index + 1 == len(groups)
        limit = end if last else groups[index + 1][0].start - gap
        earliest = result[-1].end + gap if result else start
        result.append(_make_cue(group, earliest, limit))
    crowded = any(cue.end > end or cue.end - cue.start < _MIN_SECONDS for cue in result)
    return _distribute(groups, start, end) if crowded else result


def _distribute(groups: list[list[_Word]], start: float, end: float) -> list[Cue]:
    """Cues with time shared by text length, for words too dense to keep their own times."""
    texts = ["\n".join(_break_lines(group)) for group in groups]
    seconds_per_character = (end - start) / sum(map(len, texts))
    marks = list(accumulate((len(text) * seconds_per_character for text in texts), initial=start))
    return [Cue(round(a, 3), round(b, 3), text) for (a, b), text in zip(pairwise(marks), texts, strict=True)]


def _split_long_words(words: Iterable[Sequence[str | float]], start: float, end: float) -> Iterable[_Word]:
    at = start
    for word, word_start, word_end in words:
        text = " ".join(str(word).split())
        first = min(max(float(word_start), at), end)
        last = min(max(float(word_end), first), end)
        at = first
        parts = [text[i : i + MAX_LINE_LENGTH] for i in range(0, len(text), MAX_LINE_LENGTH)]
        step = (last - first) / max(1, len(parts))
        for index, part in enumerate(parts):
            yield _Word(part, first + index * step, first + (index + 1) * step)


def _best_grouping(words: list[_Word]) -> list[list[_Word]]:
    """The grouping of words into cues with the least total cost, by dynamic programming over break points."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(words) + 1):
        options: list[tuple[float, int]] = []
        for first in range(end - 1, -1, -1):
            group = words[first:end]
            if end - first > 1 and not _fits(group):
                break
            options.append((best[first][0] + _cost(group, words[end] if end < len(words) else None), first))
        best.append(min(options))
    groups: list[list[_Word]] = []
    end = len(words)
    while end:
        first = best[end][1]
        groups.insert(0, words[first:end])
        end = first
    return groups


def _fits(group: list[_Word]) -> bool:
    if group[-1].end - group[0].start > MOST_SECONDS:
        return False
    length = sum(len(word.text) + 1 for word in group) - 1
    upper = list(accumulate(len(word.text) + 1 for word in group))
    return length <= MAX_LINE_LENGTH or any(
        width - 1 <= MAX_LINE_LENGTH and length - width <= MAX_LINE_LENGTH for width in upper
    )


def _cost(group: list[_Word], next_word: _Word | None) -> float:
    """Cost of a cue: 2 for each cue, more for a bad line end, for sentences or pauses inside it, and for too little
    reading time."""
    cost = 2.0 + (_break_cost(group[-1].text) if next_word else 0.0)
    for word, follower in pairwise(group):
        cost += 3.0 if _break_cost(word.text) == 0 else 0.0
        cost += 6.0 if follower.start - word.end > _PAUSE_SECONDS else 0.0
    room = (next_word.start if next_word else group[-1].end + _LINGER_SECONDS) - group[0].start
    reading_time = max(LEAST_SECONDS, len(" ".join(word.text for word in group)) / MAX_CHARACTERS_PER_SECOND)
    return cost + 4.0 * max(0.0, reading_time - room)


def _break_cost(word: str) -> float:
    """Cost of breaking after a word: 0 after a sentence, little after a comma, much after a word that belongs to the
    next."""
    stripped = word.rstrip(_CLOSERS)
    if stripped[-1:] in ".!?…。！？" and stripped:
        return 0.0
    if stripped[-1:] in ",;:–—،、，" and stripped:
        return 1.0
    return 6.0 if stripped.casefold() in _WEAK else 3.0


def _make_cue(group: list[_Word], earliest: float, limit: float) -> Cue:
    """A cue from its first word to shortly after its last; extended, if necessary to the front, to be readable."""
    text = "\n".join(_break_lines(group))
    start = max(group[0].start, earliest)
    reading_time = max(LEAST_SECONDS, len(text) / MAX_CHARACTERS_PER_SECOND)
    end = max(group[-1].end + _LINGER_SECONDS, start + reading_time)
    end = min(end, limit, start + MOST_SECONDS)
    if end - start < reading_time:
        start = max(earliest, end - reading_time)
    end = max(end, start + 0.002)
    return Cue(round(start, 3), round(end, 3), text)


def _break_lines(group: list[_Word]) -> list[str]:
    """One line, or two, broken at a phrase boundary, the lower line preferably longer."""
    words = [word.text for word in group]
    text = " ".join(words)
    if len(text) <= MAX_LINE_LENGTH:
        return [text]
    options: list[tuple[float, list[str]]] = []
    for at in range(1, len(words)):
        upper, lower = " ".join(words[:at]), " ".join(words[at:])
        if len(upper) <= MAX_LINE_LENGTH and len(lower) <= MAX_LINE_LENGTH:
            uneven = abs(len(lower) - len(upper)) / MAX_LINE_LENGTH + (0.3 if len(upper) > len(lower) else 0.0)
            options.append((_break_cost(words[at - 1]) + 3 * uneven, [upper, lower]))
    return min(options)[1] if options else [text, "", ""]


def write_vtt(captions: Iterable[TimedText], language: str = "") -> str:
    """Captions as WebVTT (W3C, 2019)."""
    head = "WEBVTT" + (f"\nLanguage: {language}" if language else "")
    blocks = [
        f"{_format_time(c.start, '.')} --> {_format_time(c.end, '.')}\n{html.escape(c.text, quote=False)}"
        for c in captions
    ]
    return "\n\n".join([head, *blocks]) + "\n"


def write_srt(captions: Iterable[TimedText]) -> str:
    """Captions as SubRip."""
    blocks = [
        f"{number}\n{_format_time(c.start, ',')} --> {_format_time(c.end, ',')}\n{c.text}"
        for number, c in enumerate(captions, 1)
    ]
    return "\n\n".join(blocks) + ("\n" if blocks else "")


_TIMING = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)[.,](\d{3}) --> (?:(\d+):)?(\d\d):(\d\d)[.,](\d{3})")


def read_captions(text: str) -> list[Cue]:
    """Parse the cues of a WebVTT or SubRip file."""
    is_vtt = text.lstrip("\ufeff").startswith("WEBVTT")
    result: list[Cue] = []
    for block in re.split(r"\n{2,}", text.replace("\r\n", "\n")):
        lines = block.strip("\n").split("\n")
        at = next((index for index, line in enumerate(lines[:2]) if "-->" in line), None)
        if at is not None and (match := _TIMING.match(lines[at])):
            text_lines = "\n".join(lines[at + 1 :])
            start, end = (_seconds(match.groups()[i : i + 4]) for i in (0, 4))
            result.append(Cue(start, end, html.unescape(text_lines) if is_vtt else text_lines))
    return result


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _format_time(seconds: float, point: str) -> str:
    thousandths = round(seconds * 1000)
    rest, thousandths = divmod(thousandths, 1000)
    minutes, rest = divmod(rest, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{rest:02d}{point}{thousandths:03d}"
