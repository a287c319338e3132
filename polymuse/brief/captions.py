"""Captions: spoken words and their times become cues that one can read in time, as WebVTT and SubRip.

The limits are those that broadcasters agree on (BBC Subtitle Guidelines 1.2; Netflix Timed Text Style Guide, English):
two lines of 42 characters, 17 characters a second where the speech allows, one to seven seconds, two frames between
cues, lines and cues broken where the sentence breathes."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Protocol

__all__ = ["LINE", "MOST_SECONDS", "PACE", "Cue", "cues", "read_captions", "write_srt", "write_vtt"]

LINE = 42
"""Characters in a line."""
LINES = 2
PACE = 17.0
"""Characters a second, line breaks counted as spaces."""
LEAST_SECONDS = 1.0
MOST_SECONDS = 7.0
GAP_FRAMES = 2
_LINGER = 0.5
"""Seconds that a cue stays after its last word, when there is room."""
_GLIMPSE = 0.25
"""Seconds too short for any caption."""
_PAUSE = 0.8
"""Seconds of silence that should not lie inside a cue."""

_CLOSERS = "\"'”’»)]}"
_LEANING = (
    "a an the and or but of to in on at by for with from as that which who my your his her its our their this these is "
    "are was were be not no so if than into over under der die das ein eine und oder zu mit von le la les un une et "
    "de du el los las una y o con en"
)
_WEAK = frozenset(_LEANING.split())


class Timed(Protocol):
    """Anything with a time and a text."""

    @property
    def start(self) -> float: ...
    @property
    def end(self) -> float: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: seconds, and one or two lines."""

    start: float
    end: float
    text: str


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: float
    end: float


def cues(words: Iterable[Sequence[str | float]], start: float, end: float, *, fps: float = 24) -> list[Cue]:
    """The captions of one scene's narration.

    `words` are `[word, start, end]` in seconds, in order; every cue lies within `start` … `end` (the scene). A word
    longer than a line is divided, its time with it."""
    spoken = list(_fitted(words, start, end))
    groups = _groups(spoken)
    gap = GAP_FRAMES / fps
    made: list[Cue] = []
    for index, group in enumerate(groups):
        last = index + 1 == len(groups)
        limit = end if last else groups[index + 1][0].start - gap
        earliest = made[-1].end + gap if made else start
        made.append(_timed(group, earliest, limit))
    crowded = any(cue.end > end or cue.end - cue.start < _GLIMPSE for cue in made)
    return _evenly(groups, start, end) if crowded else made


def _evenly(groups: list[list[_Word]], start: float, end: float) -> list[Cue]:
    """Where the words come too thick to keep to their own times, every cue gets a share by its length."""
    texts = ["\n".join(_broken(group)) for group in groups]
    share = (end - start) / sum(map(len, texts))
    marks = list(accumulate((len(text) * share for text in texts), initial=start))
    return [Cue(round(a, 3), round(b, 3), text) for (a, b), text in zip(pairwise(marks), texts, strict=True)]


def _fitted(words: Iterable[Sequence[str | float]], start: float, end: float) -> Iterable[_Word]:
    at = start
    for word, begins, ends in words:
        text = " ".join(str(word).split())
        first = min(max(float(begins), at), end)
        last = min(max(float(ends), first), end)
        at = first
        parts = [text[i : i + LINE] for i in range(0, len(text), LINE)]
        step = (last - first) / max(1, len(parts))
        for index, part in enumerate(parts):
            yield _Word(part, first + index * step, first + (index + 1) * step)


def _groups(words: list[_Word]) -> list[list[_Word]]:
    """The words divided into cues at the least cost, by dynamic programming over the break points."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for stop in range(1, len(words) + 1):
        options: list[tuple[float, int]] = []
        for first in range(stop - 1, -1, -1):
            group = words[first:stop]
            if stop - first > 1 and not _fits(group):
                break
            options.append((best[first][0] + _cost(group, words[stop] if stop < len(words) else None), first))
        best.append(min(options))
    groups: list[list[_Word]] = []
    stop = len(words)
    while stop:
        first = best[stop][1]
        groups.insert(0, words[first:stop])
        stop = first
    return groups


def _fits(group: list[_Word]) -> bool:
    if group[-1].end - group[0].start > MOST_SECONDS:
        return False
    whole = sum(len(word.text) + 1 for word in group) - 1
    upper = list(accumulate(len(word.text) + 1 for word in group))
    return whole <= LINE or any(width - 1 <= LINE and whole - width <= LINE for width in upper)


def _cost(group: list[_Word], following: _Word | None) -> float:
    """How much one would rather not have this cue: 2 for being a cue at all, more for a bad ending, for sentences and
    pauses that run through it, and for being too short to read."""
    cost = 2.0 + (_break_cost(group[-1].text) if following else 0.0)
    for word, after in pairwise(group):
        cost += 3.0 if _break_cost(word.text) == 0 else 0.0
        cost += 6.0 if after.start - word.end > _PAUSE else 0.0
    room = (following.start if following else group[-1].end + _LINGER) - group[0].start
    needed = max(LEAST_SECONDS, len(" ".join(word.text for word in group)) / PACE)
    return cost + 4.0 * max(0.0, needed - room)


def _break_cost(word: str) -> float:
    """0 after a sentence, little after a comma, much after a word that leans on the next."""
    bare = word.rstrip(_CLOSERS)
    if bare[-1:] in ".!?…。！？" and bare:
        return 0.0
    if bare[-1:] in ",;:–—،、，" and bare:
        return 1.0
    return 6.0 if bare.casefold() in _WEAK else 3.0


def _timed(group: list[_Word], earliest: float, limit: float) -> Cue:
    """On screen from its first word to a little after its last; longer, and if need be earlier, to be readable."""
    text = "\n".join(_broken(group))
    begins = max(group[0].start, earliest)
    needed = max(LEAST_SECONDS, len(text) / PACE)
    ends = max(group[-1].end + _LINGER, begins + needed)
    ends = min(ends, limit, begins + MOST_SECONDS)
    if ends - begins < needed:
        begins = max(earliest, ends - needed)
    ends = max(ends, begins + 0.002)
    return Cue(round(begins, 3), round(ends, 3), text)


def _broken(group: list[_Word]) -> list[str]:
    """One line, or two broken where the sentence breathes, the lower one preferably the longer."""
    words = [word.text for word in group]
    whole = " ".join(words)
    if len(whole) <= LINE:
        return [whole]
    options: list[tuple[float, list[str]]] = []
    for at in range(1, len(words)):
        upper, lower = " ".join(words[:at]), " ".join(words[at:])
        if len(upper) <= LINE and len(lower) <= LINE:
            uneven = abs(len(lower) - len(upper)) / LINE + (0.3 if len(upper) > len(lower) else 0.0)
            options.append((_break_cost(words[at - 1]) + 3 * uneven, [upper, lower]))
    return min(options)[1] if options else [whole, "", ""]


def write_vtt(captions: Iterable[Timed], language: str = "") -> str:
    """A WebVTT file (W3C, 2019)."""
    head = "WEBVTT" + (f"\nLanguage: {language}" if language else "")
    blocks = [f"{_clock(c.start, '.')} --> {_clock(c.end, '.')}\n{html.escape(c.text, quote=False)}" for c in captions]
    return "\n\n".join([head, *blocks]) + "\n"


def write_srt(captions: Iterable[Timed]) -> str:
    """A SubRip file."""
    blocks = [
        f"{number}\n{_clock(c.start, ',')} --> {_clock(c.end, ',')}\n{c.text}" for number, c in enumerate(captions, 1)
    ]
    return "\n\n".join(blocks) + ("\n" if blocks else "")


_TIMING = re.compile(r"(?:(\d+):)?(\d\d):(\d\d)[.,](\d{3}) --> (?:(\d+):)?(\d\d):(\d\d)[.,](\d{3})")


def read_captions(text: str) -> list[Cue]:
    """The cues of a WebVTT or SubRip file."""
    is_vtt = text.lstrip("\ufeff").startswith("WEBVTT")
    made: list[Cue] = []
    for block in re.split(r"\n{2,}", text.replace("\r\n", "\n")):
        lines = block.strip("\n").split("\n")
        at = next((index for index, line in enumerate(lines[:2]) if "-->" in line), None)
        if at is not None and (match := _TIMING.match(lines[at])):
            said = "\n".join(lines[at + 1 :])
            start, end = (_seconds(match.groups()[i : i + 4]) for i in (0, 4))
            made.append(Cue(start, end, html.unescape(said) if is_vtt else said))
    return made


def _seconds(parts: Sequence[str | None]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000


def _clock(seconds: float, point: str) -> str:
    thousandths = round(seconds * 1000)
    rest, thousandths = divmod(thousandths, 1000)
    minutes, rest = divmod(rest, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{rest:02d}{point}{thousandths:03d}"
