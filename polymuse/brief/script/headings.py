"""Detection of headings, and of those that start scenes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from polymuse.brief.script.cleanup import strip_emoji
from polymuse.brief.script.keys import NOT_SCENES, find_key, parse_key_line
from polymuse.brief.script.source_lines import Line
from polymuse.brief.script.times import TimeSpan, extract_span

__all__ = ["BOLD", "Heading", "find_scene_headings", "parse_heading"]

BOLD = 7
"""Level of an entirely bold line: below Markdown's six."""

_LONGEST = 200
_LONGEST_TOLD = 1000
"""Characters of a line, and of one that begins with a time: what is said then may follow it."""

_NUMBER_WORDS = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|"
    "eighteen|nineteen|twenty"
)
_COUNT = rf"(?:#?\d{{1,4}}[a-z]?|{_NUMBER_WORDS}|[ivxlc]{{1,7}})"
_SCENE = re.compile(
    rf"(scene|szene|scène|escena|scena|cena|shot|act|part|chapter|sequence)\s+(?:no\.?\s*)?{_COUNT}\b(?:\s*(of\s+\d+))?",
    re.IGNORECASE,
)
_SLUG = re.compile(
    r"(?:#?\d{1,4}[a-z]?[.)]?\s+)?(?:(?:int|ext)\.?\s?/\s?(?:int|ext)|int|ext|i/e|est)(?:\.\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\d{1,4})\s?[.):]\s+(?=\S)")
_HASHES = re.compile(r" {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_BRACKETED = re.compile(r"\s*[\[(](.+)[\])]\s*:?\s*")
_BOLD_LINE = re.compile(r"\s*(\*\*|__)(?=\S)([^*_]{1,200}?)\1\s*:?\s*$")
_TIME_LED = re.compile(r"\s*[(\[{]?\d{1,3}:\d{2}")
_SEPARATED = re.compile(r"\s*(?:[:.,|([{–—-]|$)")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line. `form`: "scene" (Scene 3), "slug" (INT. KITCHEN - NIGHT), "time" (starts with a time), "timed"
    (ends with one), "numbered", "group" (an act or a part), "shot", or "plain"."""

    line: int
    form: str
    title: str
    level: int = 0
    span: TimeSpan | None = None
    number: int = 0


def parse_heading(line: Line) -> Heading | None:
    """The line as a heading, or None."""
    longest = _LONGEST_TOLD if _TIME_LED.match(line.text) else _LONGEST
    if line.data is not None or not line.text.strip() or len(line.text) > longest:
        return None
    level, text = _markup_level(line.text)
    stripped = strip_emoji(text)
    heading = (
        _parse_named(stripped, line.number, level)
        or _parse_numbered(stripped, line.number, level)
        or _parse_bracketed(stripped, line, level)
    )
    if heading:
        return heading
    if not level:
        return None
    title, time_span = extract_span(text, line.number)
    return Heading(line.number, "timed" if time_span else "plain", title, level, time_span)


def _parse_bracketed(text: str, line: Line, level: int) -> Heading | None:
    """`[Scene 1: Rooftop – 0:00-0:08]`."""
    inner = _BRACKETED.fullmatch(text)
    heading = _parse_named(inner[1], line.number, level) if inner else None
    return heading if heading and heading.form == "scene" else None


def _markup_level(text: str) -> tuple[int, str]:
    """Markdown level (0: no markup) and text of a line."""
    if match := _HASHES.match(text):
        return len(match[1]), _unbold(match[2])
    if match := _BOLD_LINE.match(text):
        return BOLD, match[2].strip()
    return 0, _unbold(text)


def _unbold(text: str) -> str:
    return text.replace("**", "").replace("__", "").replace("\\", "").strip()


def _parse_named(text: str, line: int, level: int) -> Heading | None:
    if (match := _SCENE.match(text)) and (level or _SEPARATED.match(text, match.end())):
        word = match[1].lower()
        form = "shot" if word == "shot" else "group" if word in ("act", "part", "chapter", "sequence") else "scene"
        title, time_span = extract_span(text[match.end() :].lstrip(" \t:.,|–—-"), line)
        return Heading(line, form, title, level, time_span)
    if (match := _SLUG.match(text)) and ("." in match[0] or "/" in match[0]) and (level or _shouted(text)):
        title, time_span = extract_span(text, line)
        return Heading(line, "slug", title, level, time_span)
    if _TIME_LED.match(text):
        title, time_span = extract_span(text, line)
        ranged = time_span and time_span.end is not None
        if time_span and (ranged or level or text.lstrip()[0] in "([{"):
            return Heading(line, "time", title, level, time_span)
    return None


def _shouted(text: str) -> bool:
    place = re.sub(r"[(\[].*", "", text)
    return place.upper() == place or text[:4].upper() == text[:4]


def _parse_numbered(text: str, line: int, level: int) -> Heading | None:
    if not (match := _NUMBERED.match(text)):
        return None
    title, time_span = extract_span(text[match.end() :], line)
    return Heading(line, "numbered", title, level, time_span, int(match[1]))


def find_scene_headings(lines: Iterable[Line]) -> tuple[Mapping[int, Heading], Heading | None, int]:
    """The headings that start scenes by line number, the title heading, and the level of scene headings. The clearest
    form in use decides: "Scene 3", screenplay slugs, times; else numbers counting from 1; else shots or acts; else
    Markdown headings below the title; else bold lines."""
    heads = [heading for line in lines if (heading := parse_heading(line))]
    title = _title(heads)
    heads = [found for found in heads if found is not title]
    scene_headings = _choose_scene_headings(heads)
    levels = {found.level for found in scene_headings if 0 < found.level < BOLD}
    if levels:
        peers = [found for found in heads if found.level in levels and found.form in ("plain", "numbered")]
        scene_headings += [peer for peer in peers if not _is_section(peer)]
    by_line = {found.line: found for found in scene_headings}
    return by_line, title, min(levels, default=BOLD)


def _choose_scene_headings(heads: list[Heading]) -> list[Heading]:
    heads = [heading for heading in heads if not _is_section(heading)]
    forms = {found.form for found in heads}
    if forms & {"scene", "slug"}:
        return [found for found in heads if found.form in ("scene", "slug") or _is_bare_time(found)]
    if strong := [found for found in heads if found.form in ("time", "timed") or (found.level and found.number)]:
        return strong
    numbered = [found for found in heads if found.form == "numbered"]
    if len(numbered) > 1 and [found.number for found in numbered] == list(range(1, len(numbered) + 1)):
        return numbered
    for form in ("shot", "group"):
        if named := [found for found in heads if found.form == form]:
            return named
    plain_headings = [found for found in heads if found.form == "plain"]
    if marked := [found for found in plain_headings if found.level < BOLD]:
        top = min(found.level for found in marked)
        return [found for found in marked if found.level == top]
    return plain_headings if len(plain_headings) > 1 else []


def _title(heads: list[Heading]) -> Heading | None:
    """The first heading, if it is `# …` and the only one of its level."""
    if not heads or heads[0].level != 1 or heads[0].form not in ("plain", "timed") or _is_section(heads[0]):
        return None
    peers = [heading for heading in heads[1:] if heading.level == 1]
    return None if peers and not any(1 < found.level < BOLD for found in heads) else heads[0]


def _is_section(heading: Heading) -> bool:
    name = heading.title.casefold().strip(" :")
    if heading.form not in ("plain", "timed", "numbered"):
        return False
    key = parse_key_line(heading.title)
    return name in NOT_SCENES or find_key(name) is not None or bool(key and key.key == "title")


def _is_bare_time(heading: Heading) -> bool:
    return heading.form == "time" and not heading.title
