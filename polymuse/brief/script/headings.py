"""What looks like a heading, and which of them begin scenes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from polymuse.brief.script.cleanup import unadorned
from polymuse.brief.script.keys import NOT_SCENES, key_line, key_named
from polymuse.brief.script.source_lines import Line
from polymuse.brief.script.times import Span, take_span

__all__ = ["BOLD", "Head", "head", "scene_heads"]

BOLD = 7
"""The level of a line that is bold from end to end: below Markdown's six."""

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
class Head:
    """A line that looks like a heading. `form`: "scene" (Scene 3), "slug" (INT. KITCHEN - NIGHT), "time" (it begins
    with a time), "timed" (it ends with one), "numbered", "group" (an act or a part), "shot", or "plain"."""

    line: int
    form: str
    title: str
    level: int = 0
    span: Span | None = None
    number: int = 0


def head(line: Line) -> Head | None:
    """The line as a heading, if it could be one."""
    longest = _LONGEST_TOLD if _TIME_LED.match(line.text) else _LONGEST
    if line.data is not None or not line.text.strip() or len(line.text) > longest:
        return None
    level, text = _marked(line.text)
    bare = unadorned(text)
    found = _named(bare, line.number, level) or _numbered(bare, line.number, level) or _in_brackets(bare, line, level)
    if found:
        return found
    if not level:
        return None
    title, when = take_span(text, line.number)
    return Head(line.number, "timed" if when else "plain", title, level, when)


def _in_brackets(text: str, line: Line, level: int) -> Head | None:
    """`[Scene 1: Rooftop – 0:00-0:08]`."""
    inner = _BRACKETED.fullmatch(text)
    found = _named(inner[1], line.number, level) if inner else None
    return found if found and found.form == "scene" else None


def _marked(text: str) -> tuple[int, str]:
    """Its level (0: not marked up) and its words."""
    if match := _HASHES.match(text):
        return len(match[1]), _unbold(match[2])
    if match := _BOLD_LINE.match(text):
        return BOLD, match[2].strip()
    return 0, _unbold(text)


def _unbold(text: str) -> str:
    return text.replace("**", "").replace("__", "").replace("\\", "").strip()


def _named(text: str, line: int, level: int) -> Head | None:
    if (match := _SCENE.match(text)) and (level or _SEPARATED.match(text, match.end())):
        word = match[1].lower()
        form = "shot" if word == "shot" else "group" if word in ("act", "part", "chapter", "sequence") else "scene"
        title, when = take_span(text[match.end() :].lstrip(" \t:.,|–—-"), line)
        return Head(line, form, title, level, when)
    if (match := _SLUG.match(text)) and ("." in match[0] or "/" in match[0]) and (level or _shouted(text)):
        title, when = take_span(text, line)
        return Head(line, "slug", title, level, when)
    if _TIME_LED.match(text):
        title, when = take_span(text, line)
        ranged = when and when.end is not None
        if when and (ranged or level or text.lstrip()[0] in "([{"):
            return Head(line, "time", title, level, when)
    return None


def _shouted(text: str) -> bool:
    place = re.sub(r"[(\[].*", "", text)
    return place.upper() == place or text[:4].upper() == text[:4]


def _numbered(text: str, line: int, level: int) -> Head | None:
    if not (match := _NUMBERED.match(text)):
        return None
    title, when = take_span(text[match.end() :], line)
    return Head(line, "numbered", title, level, when, int(match[1]))


def scene_heads(lines: Iterable[Line]) -> tuple[Mapping[int, Head], Head | None, int]:
    """The headings that begin scenes by line number, the one that is the title, and the level of scene headings.

    The clearest form a script uses decides: "Scene 3", screenplay slugs, times; else numbers that count from 1; else
    shots or acts; else Markdown headings below the title; else lines in bold."""
    heads = [found for line in lines if (found := head(line))]
    title = _title(heads)
    heads = [found for found in heads if found is not title]
    chosen = _choose(heads)
    levels = {found.level for found in chosen if 0 < found.level < BOLD}
    if levels:
        peers = [found for found in heads if found.level in levels and found.form in ("plain", "numbered")]
        chosen += [peer for peer in peers if not _is_section(peer)]
    by_line = {found.line: found for found in chosen}
    return by_line, title, min(levels, default=BOLD)


def _choose(heads: list[Head]) -> list[Head]:
    heads = [found for found in heads if not _is_section(found)]
    forms = {found.form for found in heads}
    if forms & {"scene", "slug"}:
        return [found for found in heads if found.form in ("scene", "slug") or _bare_time(found)]
    if strong := [found for found in heads if found.form in ("time", "timed") or (found.level and found.number)]:
        return strong
    numbered = [found for found in heads if found.form == "numbered"]
    if len(numbered) > 1 and [found.number for found in numbered] == list(range(1, len(numbered) + 1)):
        return numbered
    for form in ("shot", "group"):
        if named := [found for found in heads if found.form == form]:
            return named
    plain = [found for found in heads if found.form == "plain"]
    if marked := [found for found in plain if found.level < BOLD]:
        top = min(found.level for found in marked)
        return [found for found in marked if found.level == top]
    return plain if len(plain) > 1 else []


def _title(heads: list[Head]) -> Head | None:
    """The first heading, when it is `# …` and others follow in another rank, or stand alone."""
    if not heads or heads[0].level != 1 or heads[0].form not in ("plain", "timed") or _is_section(heads[0]):
        return None
    peers = [found for found in heads[1:] if found.level == 1]
    return None if peers and not any(1 < found.level < BOLD for found in heads) else heads[0]


def _is_section(found: Head) -> bool:
    name = found.title.casefold().strip(" :")
    if found.form not in ("plain", "timed", "numbered"):
        return False
    key = key_line(found.title)
    return name in NOT_SCENES or key_named(name) is not None or bool(key and key.key == "title")


def _bare_time(found: Head) -> bool:
    return found.form == "time" and not found.title
