"""From lines to sections: the film's, then one per scene, each a list of keyed passages."""

from __future__ import annotations

import re

from polymuse.brief.script import tables
from polymuse.brief.script.cast import character_names
from polymuse.brief.script.cleanup import closes_quote, is_aside, is_quoted, opens_quote, strip_bullet, strip_markdown
from polymuse.brief.script.headings import BOLD, Heading, find_scene_headings, parse_heading
from polymuse.brief.script.keys import NOT_SCENES, KeyLine, parse_key_line
from polymuse.brief.script.passages import KeyedPassage, ScriptSection
from polymuse.brief.script.source_lines import Line, Source

__all__ = ["split_sections"]

_RULE = re.compile(r"\s*(?:([-*_])\s?)(?:\1\s?){2,}\s*$")
_UNDERLINE = re.compile(r"={3,}\s*$")
_MARKS = re.compile(r" {0,3}(#{1,6})\s")
_CUE = re.compile(r"\s*(?P<name>[^\W\d_][\w.'’-]*(?: [\w.'’#-]+){0,3})\s*(?:\((?P<qualifier>[^()]{1,40})\))?\s*$")
_TRANSITION = re.compile(
    r"\s*(?:fade|cut|dissolve|smash|match|wipe|jump|iris|the end|end|continued)\b[\w\s]{0,24}[:.]?\s*$", re.IGNORECASE
)
_PARENTHETICAL = re.compile(r"\(([^()]{1,60})\)$")
_SAYS = re.compile(
    r"\s+(?:says?|said|asks?|answers?|replies|explains?|adds|whispers?|shouts?|calls|sagt|dit)$", re.IGNORECASE
)
_INSIDE = re.compile(
    r"(?:^|(?<=[.;,!?|]\s))(?=(?:narrator|narration|voice-?over|voice over|vo|v\.o\.)\s?(?:\([^()]{1,40}\))?:)",
    re.IGNORECASE,
)
"""Narration that starts inside another key's value: `Audio: Footsteps. Narrator: "Welcome."`"""
_CHAT = re.compile(
    r"(?:sure|certainly|of course|absolutely|great|okay|here(?:['’]s| is| are))\b.{0,160}[:!.]"
    r"|(?:let me know|would you like|feel free|i hope (?:this|you)|want me to|if you(?:['’]d| would) like)\b.{0,240}",
    re.IGNORECASE,
)
"""A chat assistant's sentences around a script."""
_TITLE_WORDS = 9
_OPENING = ("visual", "narration", "sound", "camera")
"""Keys that start a scene in scripts without headings."""
_PROSE = ("visual", "brief", "text", "notes", "characters")


def split_sections(source: Source) -> tuple[ScriptSection, list[ScriptSection]]:
    """The film's section and the scenes'."""
    return _SectionBuilder(source.lines).sort()


class _SectionBuilder:
    """One pass over the lines; `passage` is the open passage."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.heads, self.title, self.level = find_scene_headings(lines)
        self.forms = {found.form for found in self.heads.values()}
        self.film = ScriptSection(1)
        self.scenes: list[ScriptSection] = []
        self.here = self.film
        self.passage: KeyedPassage | None = None
        self.gap = True
        self.cast: frozenset[str] = frozenset()
        self.opener = ""
        """The key that starts scenes, in scripts without headings."""

    def sort(self) -> tuple[ScriptSection, list[ScriptSection]]:
        at = 0
        while at < len(self.lines):
            if not self.heads and (table := tables.parse_table(self.lines, at)):
                self._table(table)
                at = table.end
                continue
            self._line(self.lines[at], self.lines[at + 1] if at + 1 < len(self.lines) else Line(0))
            at += 1
        self._detect_title()
        return self.film, self.scenes

    def _detect_title(self) -> None:
        """A short first line above the scenes that is not a sentence is the title."""
        passages = self.film.passages
        first = next((passage for passage in passages if passage.key != "notes"), None)
        if not self.scenes or first is None or first.key != "brief" or first.name or not first.paragraphs:
            return
        line = first.paragraphs[0][0]
        sentence = len(line.split()) > _TITLE_WORDS or line[-1] in ".!?…:,;"
        if sentence or any(passage.key == "title" for passage in passages):
            return
        first.paragraphs[0].pop(0)
        first.paragraphs = [lines for lines in first.paragraphs if lines]
        passages.insert(0, KeyedPassage("title", first.line, paragraphs=[[line]]))

    def _line(self, line: Line, following: Line) -> None:
        if line.data is not None:
            self.here.data.append(line)
        elif not line.text.strip():
            self.gap = True
        elif line.number in self.heads:
            self._start_section(self.heads[line.number])
        elif self.title and line.number == self.title.line:
            self._open("title", line.number).add(strip_markdown(self.title.title))
            self._shut()
        elif _RULE.match(line.text) or (_TRANSITION.match(line.text) and line.text.isupper()):
            self._shut()
        elif _UNDERLINE.match(line.text):
            self._underlined()
        else:
            self._words(line, following)

    def _words(self, line: Line, following: Line) -> None:
        marks = _MARKS.match(line.text)
        if marks and len(marks[1]) <= self.level and self.here is not self.film:
            self.here = self.film
            self._shut()
        if (key := parse_key_line(line.text)) and self._keyed(key, line):
            return
        heading = parse_heading(line)
        if marks or (heading and heading.form == "group"):
            self._heading(heading, line)
        elif self._cue(line, following):
            return
        elif heading and heading.form == "shot" and heading.title:
            self._text(Line(line.number, heading.title))
        else:
            self._text(line)

    def _heading(self, heading: Heading | None, line: Line) -> None:
        """A heading that starts no scene and is no key: acts and the like are dropped, others are text."""
        self._shut()
        if heading is None or heading.form == "group" or heading.title.casefold() in NOT_SCENES:
            return
        if self.here is self.film and self.scenes:
            self._open("notes", line.number).add(heading.title)
        else:
            self._open(self._free(), line.number).add(strip_markdown(heading.title))
            self._shut()

    def _start_section(self, heading: Heading) -> None:
        section = self.here
        current = section.head
        if current and heading.form == "time" and not heading.title and self.forms & {"scene", "slug"}:
            if current.span is None:
                section.head = Heading(current.line, current.form, current.title, current.level, heading.span)
            return
        if (
            current
            and section.is_bare()
            and heading.form == "slug"
            and current.form == "scene"
            and section.slug is None
        ):
            section.slug = heading
            return
        if not self.scenes:
            self.cast = frozenset(name for p in self.film.passages if p.key == "characters" for name in _names(p))
        self.here = ScriptSection(heading.line, heading, heading if heading.form == "slug" else None)
        self.scenes.append(self.here)
        self._shut()

    def _keyed(self, key: KeyLine, line: Line) -> bool:
        if self.passage and self.passage.key == "characters" and key.key in (None, "voice"):
            return False
        if key.key is None:
            return self._named(key, line)
        if not self.heads and self._starts_scene(key.key):
            self.here = ScriptSection(line.number)
            self.scenes.append(self.here)
        first, *narrations = _INSIDE.split(key.value[:2000]) if key.key in ("sound", "audio", "visual") else [key.value]
        first = first.strip(" |.") if narrations else first
        self._open(key.key, line.number, key.name, key.qualifier).add(strip_markdown(first))
        for text in narrations:
            if inner := parse_key_line(text):
                self._open("narration", line.number, inner.name, inner.qualifier).add(strip_markdown(inner.value))
        if key.bracketed:
            self._shut()
        return True

    def _starts_scene(self, key: str) -> bool:
        """Whether a key starts a scene in a script without headings: the first eligible one, then every picture, or, if
        narration precedes pictures, every narration after a picture."""
        if not self.scenes:
            self.opener = key if key in _OPENING else ""
            return key in _OPENING
        return key in ("visual", self.opener) and key in ("visual", "narration") and self._has("visual")

    def _has(self, key: str) -> bool:
        return self.here is not self.film and any(passage.key == key for passage in self.here.passages)

    def _named(self, key: KeyLine, line: Line) -> bool:
        """`Somebody: …`: a character at film level, dialogue in a scene, else not a key line."""
        if self.here is self.film:
            described = re.match(r"(?:an?|the|\d{1,3}|one|our)\b", key.value, re.IGNORECASE) or "voice:" in key.value
            if self.scenes or not (described and key.name[0].isupper() and len(key.name.split()) <= 2):
                return False
            self._open("characters", line.number).add(f"{key.name}: {key.value}")
            return True
        name = _SAYS.sub("", key.name)
        is_name = name != key.name and name[0].isupper()
        is_speaker = name.casefold() in self.cast or name.isupper() or (is_quoted(key.value) and name.istitle())
        if not key.value or not (is_speaker or is_name):
            return False
        self._open("dialogue", line.number, name, key.qualifier).add(strip_markdown(key.value))
        return True

    def _cue(self, line: Line, following: Line) -> bool:
        """A screenplay's `MARA (V.O.)` above her line."""
        match = _CUE.match(line.text) if self.gap and self.here is not self.film else None
        if not match or not match["name"].isupper() or len(match["name"]) < 2 or not following.text.strip():
            return False
        if parse_key_line(following.text) or following.number in self.heads:
            return False
        self._open("dialogue", line.number, match["name"], match["qualifier"] or "")
        return True

    def _text(self, line: Line) -> None:
        words, bullet = strip_bullet(line.text)
        words = strip_markdown(words)
        passage = self.passage
        if self.gap and _CHAT.fullmatch(words) and (self.here is self.film or passage is None):
            self._remark(line, words)
            return
        if is_aside(words):
            self.gap = True
            return
        if passage and passage.key == "dialogue" and not passage.paragraphs and _PARENTHETICAL.fullmatch(words):
            passage.qualifier = f"{passage.qualifier}, {words[1:-1]}".strip(", ")
            return
        if passage is None or (self.gap and not _continues(passage, words)):
            passage = self._open(self._free(), line.number)
        passage.add(words, paragraph=self.gap, bullet=bullet)
        self.gap = False

    def _remark(self, line: Line, words: str) -> None:
        self._open("notes", line.number).add(words)
        self._shut()

    def _free(self) -> str:
        return "text" if self.here is not self.film else "notes" if self.scenes else "brief"

    def _underlined(self) -> None:
        if self.here is self.film and self.passage and self.passage.key == "brief" and not self.title:
            self.passage.key = "title"
        self._shut()

    def _open(self, key: str, line: int, name: str = "", qualifier: str = "") -> KeyedPassage:
        self.passage = KeyedPassage(key, line, name, qualifier)
        self.here.passages.append(self.passage)
        self.gap = False
        return self.passage

    def _shut(self) -> None:
        self.passage = None
        self.gap = True

    def _table(self, table: tables.Table) -> None:
        for row in table.rows:
            self.here = ScriptSection(row.line, Heading(row.line, "timed", row.title, BOLD, row.span))
            self.scenes.append(self.here)
            for name, key, value in row.cells:
                self._open(key or "text", row.line).add(strip_markdown(value if key else f"{name}: {value}"))
        self._shut()


def _names(passage: KeyedPassage) -> list[str]:
    return [name for paragraph in passage.texts() for name in character_names(paragraph)]


def _continues(passage: KeyedPassage, text: str) -> bool:
    """Whether a paragraph after a blank line belongs to the passage."""
    if passage.key in _PROSE or not passage.paragraphs:
        return True
    if passage.key != "narration":
        return False
    texts = passage.texts()
    if opens_quote(texts[0]) and not any(closes_quote(paragraph) for paragraph in texts[1:]):
        return True
    quoted = any(is_quoted(paragraph) or opens_quote(paragraph) for paragraph in texts)
    return is_quoted(text) or opens_quote(text) or not quoted
