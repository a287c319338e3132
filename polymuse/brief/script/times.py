"""Time notations: `0:10–0:25`, `00:00:10 to 00:00:25`, `10-25s`, `[15s]`, `1.5 min`, `from 0:10`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from polymuse.errors import ScriptError

__all__ = ["MAX_SECONDS", "TimeSpan", "extract_span", "find_duration", "format_clock", "parse_span"]

MAX_SECONDS = 4 * 3600.0
"""Longer stories are rejected as typing errors."""

_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,6})?(?!:)"
_UNIT = r"(?:seconds?|secs?|sek(?:unden?)?|s|minutes?|minuten?|mins?|m|hours?|hrs?|h|[′'](?!\w)|[″\"](?!\w))"
_NUMBER = r"\d{1,9}(?:\.\d{1,9})?"
_POINT = rf"(?:{_CLOCK}|{_NUMBER}\s?{_UNIT}?)"
_TO = r"\s{0,3}(?:-{1,2}|[–—−→]|to\b|until\b|till\b|bis\b)\s{0,3}"
_LABEL = (
    r"(?:(?:total |approx\w{0,8}\.? |about |around |circa |ca\.? |~ ?)"
    r"|(?:length|duration|time|runtime)\s?[:=]?\s?){0,3}"
)

_RANGE = re.compile(rf"{_LABEL}(?:from )?({_POINT}){_TO}({_POINT})", re.IGNORECASE)
_FROM = re.compile(rf"(?:from|at|starts? at|starting at|@)\s?({_CLOCK}|{_NUMBER}\s?{_UNIT})", re.IGNORECASE)
_LENGTH = re.compile(rf"{_LABEL}(-?{_NUMBER})[\s-]?({_UNIT})(?:\s?(?:long|each))?", re.IGNORECASE)
_COMPOUND = re.compile(r"(\d{1,3})\s?(?:m|mins?|minutes?),?\s(?:and )?(\d{1,2})\s?(?:s|secs?|seconds?)", re.IGNORECASE)
_CLOCK_ONLY = re.compile(_CLOCK)
_BRACKET = re.compile(r"[(\[{]([^()\[\]{}]{1,60})[)\]}]")
_IN_PROSE = re.compile(
    rf"(?<![\w.:-])(?:({_NUMBER})|(half a|an?|one|two|three|five|ten|fifteen|twenty|thirty|forty-five|sixty|ninety))"
    r"[ -]?(seconds?|secs?|s|minutes?|mins?)(?![\w])",
    re.IGNORECASE,
)
_WORDS = {"half a": 0.5, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "five": 5, "ten": 10, "fifteen": 15,
          "twenty": 20, "thirty": 30, "forty-five": 45, "sixty": 60, "ninety": 90}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """Time of a scene in seconds: start, end, length, or some of them."""

    start: float | None = None
    end: float | None = None
    seconds: float | None = None


def format_clock(seconds: float) -> str:
    """Seconds as `m:ss` or `h:mm:ss`, with up to three decimals if needed."""
    minutes, remainder = divmod(round(seconds, 3), 60)
    hours, minutes = divmod(int(minutes), 60)
    seconds_text = f"{remainder:06.3f}".rstrip("0").rstrip(".")
    return f"{hours}:{minutes:02d}:{seconds_text}" if hours else f"{minutes}:{seconds_text}"


def parse_span(text: str, line: int = 0) -> TimeSpan | None:
    """The time that the whole text is, or None. Raises ScriptError for a negative time."""
    text = text.strip().strip("()[]{}").strip().rstrip(".")
    if both := _RANGE.fullmatch(text):
        return _range(both[1], both[2])
    if since := _FROM.fullmatch(text):
        return TimeSpan(start=_point(since[1]))
    if parts := _COMPOUND.fullmatch(text):
        return TimeSpan(seconds=60.0 * int(parts[1]) + int(parts[2]))
    if length := _LENGTH.fullmatch(text):
        seconds = float(length[1]) * _scale(length[2])
        if seconds < 0:
            raise ScriptError(f"A time cannot be negative ({text}).", line=line)
        return TimeSpan(seconds=seconds)
    return TimeSpan(start=_point(text)) if _CLOCK_ONLY.fullmatch(text) else None


def extract_span(title: str, line: int = 0) -> tuple[str, TimeSpan | None]:
    """A time in a heading, in brackets anywhere or bare at its start or end. Returns the rest and the time."""
    for bracket in _BRACKET.finditer(title):
        parts = re.split(r"\s*[,;|/·]\s*", bracket[1])
        spans = [parse_span(part, line) for part in parts]
        if any(spans):
            best = max((s for s in spans if s), key=lambda s: s.end is not None)
            remaining = ", ".join(part for part, s in zip(parts, spans, strict=True) if not s)
            replacement = f" ({remaining}) " if remaining else " "
            return _tidy(title[: bracket.start()] + replacement + title[bracket.end() :]), best
    for pattern in (_BARE_END, _BARE_START):
        match = pattern.search(title)
        if match and (time_span := parse_span(next(filter(None, match.groups())), line)):
            return _tidy(title[: match.start()] + title[match.end() :]), time_span
    return title.strip(), None


_BARE_END = re.compile(
    rf"(?:(?:^|[\s:|,–—-])(?P<time>{_POINT}{_TO}{_POINT})|[:|,–—-]\s{{0,3}}(?P<length>{_NUMBER}\s?{_UNIT}))\s*$",
    re.IGNORECASE,
)
_BARE_START = re.compile(rf"^(?P<time>{_CLOCK}(?:{_TO}{_CLOCK})?|{_NUMBER}{_TO}{_NUMBER}\s?{_UNIT})(?=[\s:|,–—-]|$)")


def find_duration(text: str) -> float | None:
    """Seconds that a sentence asks for ("…, 45 seconds, warm", "a one-minute film"), or None."""
    match = _IN_PROSE.search(text[:2000])
    if not match:
        return None
    number = float(match[1]) if match[1] else float(_WORDS[match[2].lower()])
    seconds = number * _scale(match[3])
    return seconds if 0 < seconds <= MAX_SECONDS else None


def _tidy(title: str) -> str:
    return re.sub(r"\s{2,}", " ", title).strip(" \t:|,–—-")


def _range(first: str, second: str) -> TimeSpan | None:
    units = [re.search(rf"{_UNIT}$", point.strip(), re.IGNORECASE) for point in (first, second)]
    if ":" not in first and ":" not in second and not any(units):
        return None
    shared = next((unit[0] for unit in reversed(units) if unit), "s")
    return TimeSpan(start=_point(first, shared), end=_point(second, shared))


def _point(text: str, unit: str = "s") -> float:
    if ":" in text:
        seconds = 0.0
        for part in text.strip().replace(",", ".").split(":"):
            seconds = seconds * 60 + float(part)
        return seconds
    match = re.fullmatch(rf"({_NUMBER})\s?({_UNIT})?", text.strip(), re.IGNORECASE)
    return float(match[1]) * _scale(match[2] or unit) if match else 0.0


def _scale(unit: str) -> float:
    return {"m": 60.0, "h": 3600.0, "'": 60.0, "′": 60.0}.get(unit[0].lower(), 1.0)
