"""From lines to sections: the film's own, then one per scene, each a list of keyed passages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from polymuse.brief.script import tables
from polymuse.brief.script.headings import BOLD, Head, head, scene_heads
from polymuse.brief.script.keys import NOT_SCENES, KeyLine, key_line
from polymuse.brief.script.source import Line, Source
from polymuse.brief.script.words import closes_quote, is_aside, is_quoted, opens_quote, unbullet, undecorate

__all__ = ["Passage", "Section", "sections"]

_RULE = re.compile(r"\s*(?:([-*_])\s?)(?:\1\s?){2,}\s*$")
_UNDERLINE = re.compile(r"={3,}\s*$")
_MARKS = re.compile(r" {0,3}(#{1,6})\s")
_CUE = re.compile(r"\s*(?P<name>[^\W\d_][\w.'’-]*(?: [\w.'’#-]+){0,3})\s*(?:\((?P<qualifier>[^()]{1,40})\))?\s*$")
_TRANSITION = re.compile(
    r"\s*(?:fade|cut|dissolve|smash|match|wipe|jump|iris|the end|end|continued)\b[\w\s]{0,24}[:.]?\s*$", re.IGNORECASE
)
_PARENTHETICAL = re.compile(r"\(([^()]{1,60})\)$")
_OPENING = ("visual", "narration", "sound", "camera")
"""Keys that begin a scene where a script has no headings."""
_PROSE = ("visual", "brief", "text", "notes", "characters")


@dataclass(slots=True)
class Passage:
    """What stands under one key: `paragraphs` are lists of lines; a line that was a bullet begins with "\\n"."""

    key: str
    line: int
    name: str = ""
    qualifier: str = ""
    paragraphs: list[list[str]] = field(default_factory=list)

    def add(self, text: str, paragraph: bool = False, bullet: bool = False) -> None:
        if not text:
            return
        if paragraph or not self.paragraphs:
            self.paragraphs.append([])
        lines = self.paragraphs[-1]
        lines.append(f"\n{text}" if bullet and lines else text)

    def texts(self) -> list[str]:
        """Its paragraphs, each as one string."""
        return [" ".join(lines).replace(" \n", "\n") for lines in self.paragraphs]

    def text(self) -> str:
        return "\n\n".join(self.texts())


@dataclass(slots=True)
class Section:
    """The film's own section has no head."""

    line: int
    head: Head | None = None
    slug: Head | None = None
    passages: list[Passage] = field(default_factory=list)
    data: list[Line] = field(default_factory=list)

    def is_bare(self) -> bool:
        return not self.passages and not self.data


def sections(source: Source) -> tuple[Section, list[Section]]:
    """The film's section and the scenes'."""
    return _Sorter(source.lines).sort()


class _Sorter:
    """Walks the lines once; `passage` is the one that is open."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.heads, self.title, self.level = scene_heads(lines)
        self.forms = {found.form for found in self.heads.values()}
        self.film = Section(1)
        self.scenes: list[Section] = []
        self.here = self.film
        self.passage: Passage | None = None
        self.gap = True
        self.cast: frozenset[str] = frozenset()

    def sort(self) -> tuple[Section, list[Section]]:
        at = 0
        while at < len(self.lines):
            if not self.heads and (table := tables.table_at(self.lines, at)):
                self._table(table)
                at = table.end
                continue
            self._line(self.lines[at], self.lines[at + 1] if at + 1 < len(self.lines) else Line(0))
            at += 1
        return self.film, self.scenes

    def _line(self, line: Line, following: Line) -> None:
        if line.data is not None:
            self.here.data.append(line)
        elif not line.text.strip():
            self.gap = True
        elif line.number in self.heads:
            self._head(self.heads[line.number])
        elif self.title and line.number == self.title.line:
            self._open("title", line.number).add(undecorate(self.title.title))
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
        if (key := key_line(line.text)) and self._keyed(key, line):
            return
        found = head(line)
        if marks or (found and found.form == "group"):
            self._heading(found, line)
        elif self._cue(line, following):
            return
        elif found and found.form == "shot" and found.title:
            self._text(Line(line.number, found.title))
        else:
            self._text(line)

    def _heading(self, found: Head | None, line: Line) -> None:
        """A heading that begins no scene and is no key: acts and the like go, the rest is text."""
        self._shut()
        if found is None or found.form == "group" or found.title.casefold() in NOT_SCENES:
            return
        if self.here is self.film and self.scenes:
            self._open("notes", line.number).add(found.title)
        else:
            self._open(self._free(), line.number).add(undecorate(found.title))
            self._shut()

    def _head(self, found: Head) -> None:
        here = self.here
        begun = here.head
        if begun and found.form == "time" and not found.title and self.forms & {"scene", "slug"}:
            if begun.span is None:
                here.head = Head(begun.line, begun.form, begun.title, begun.level, found.span)
            return
        if begun and here.is_bare() and found.form == "slug" and begun.form == "scene" and here.slug is None:
            here.slug = found
            return
        if not self.scenes:
            self.cast = frozenset(name for p in self.film.passages if p.key == "characters" for name in _names(p))
        self.here = Section(found.line, found, found if found.form == "slug" else None)
        self.scenes.append(self.here)
        self._shut()

    def _keyed(self, key: KeyLine, line: Line) -> bool:
        if self.passage and self.passage.key == "characters" and key.key in (None, "voice"):
            return False
        if key.key is None:
            return self._named(key, line)
        again = key.key == "visual" and self._has("visual")
        if not self.heads and (again or (not self.scenes and key.key in _OPENING)):
            self.here = Section(line.number)
            self.scenes.append(self.here)
        self._open(key.key, line.number, key.name, key.qualifier).add(undecorate(key.value))
        return True

    def _has(self, key: str) -> bool:
        return self.here is not self.film and any(passage.key == key for passage in self.here.passages)

    def _named(self, key: KeyLine, line: Line) -> bool:
        """`Somebody: …`: a character at the film's level, dialogue in a scene, else no key line at all."""
        if self.here is self.film:
            described = re.match(r"(?:an?|the|\d{1,3}|one|our)\b", key.value, re.IGNORECASE) or "voice:" in key.value
            if self.scenes or not (described and key.name[0].isupper() and len(key.name.split()) <= 2):
                return False
            self._open("characters", line.number).add(f"{key.name}: {key.value}")
            return True
        if not (
            key.name.casefold() in self.cast or key.name.isupper() or (is_quoted(key.value) and key.name.istitle())
        ):
            return False
        if not key.value:
            return False
        self._open("dialogue", line.number, key.name, key.qualifier).add(undecorate(key.value))
        return True

    def _cue(self, line: Line, following: Line) -> bool:
        """A screenplay's `MARA (V.O.)` above what she says."""
        match = _CUE.match(line.text) if self.gap and self.here is not self.film else None
        if not match or not match["name"].isupper() or len(match["name"]) < 2 or not following.text.strip():
            return False
        if key_line(following.text) or following.number in self.heads:
            return False
        self._open("dialogue", line.number, match["name"], match["qualifier"] or "")
        return True

    def _text(self, line: Line) -> None:
        words, bullet = unbullet(line.text)
        words = undecorate(words)
        passage = self.passage
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

    def _free(self) -> str:
        return "text" if self.here is not self.film else "notes" if self.scenes else "brief"

    def _underlined(self) -> None:
        if self.here is self.film and self.passage and self.passage.key == "brief" and not self.title:
            self.passage.key = "title"
        self._shut()

    def _open(self, key: str, line: int, name: str = "", qualifier: str = "") -> Passage:
        self.passage = Passage(key, line, name, qualifier)
        self.here.passages.append(self.passage)
        self.gap = False
        return self.passage

    def _shut(self) -> None:
        self.passage = None
        self.gap = True

    def _table(self, table: tables.Table) -> None:
        for row in table.rows:
            self.here = Section(row.line, Head(row.line, "timed", row.title, BOLD, row.span))
            self.scenes.append(self.here)
            for name, key, value in row.cells:
                self._open(key or "text", row.line).add(undecorate(value if key else f"{name}: {value}"))
        self._shut()


def _names(passage: Passage) -> list[str]:
    return [
        re.split(r"\s*[:(,–—]|\s-\s", text.strip(), maxsplit=1)[0].casefold() for text in passage.text().split("\n")
    ]


def _continues(passage: Passage, text: str) -> bool:
    """Whether a paragraph after a blank line still belongs to the passage."""
    if passage.key in _PROSE or not passage.paragraphs:
        return True
    if passage.key != "narration":
        return False
    said = passage.texts()
    if opens_quote(said[0]) and not any(closes_quote(paragraph) for paragraph in said[1:]):
        return True
    quoted = any(is_quoted(paragraph) or opens_quote(paragraph) for paragraph in said)
    return is_quoted(text) or opens_quote(text) or not quoted
