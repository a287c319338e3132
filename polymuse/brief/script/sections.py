"""From lines to sections: the film's own, then one per scene, each a list of keyed passages."""

from __future__ import annotations

import re

from polymuse.brief.script import tables
from polymuse.brief.script.cast import names
from polymuse.brief.script.cleanup import closes_quote, is_aside, is_quoted, opens_quote, unbullet, undecorate
from polymuse.brief.script.headings import BOLD, Head, head, scene_heads
from polymuse.brief.script.keys import NOT_SCENES, KeyLine, key_line
from polymuse.brief.script.passages import Passage, Section
from polymuse.brief.script.source_lines import Line, Source

__all__ = ["sections"]

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
"""Where narration begins inside another key's words: `Audio: Footsteps. Narrator: "Welcome."`"""
_CHAT = re.compile(
    r"(?:sure|certainly|of course|absolutely|great|okay|here(?:['’]s| is| are))\b.{0,160}[:!.]"
    r"|(?:let me know|would you like|feel free|i hope (?:this|you)|want me to|if you(?:['’]d| would) like)\b.{0,240}",
    re.IGNORECASE,
)
"""What a chat assistant says before and after the script that it was asked for."""
_TITLE_WORDS = 9
_OPENING = ("visual", "narration", "sound", "camera")
"""Keys that begin a scene where a script has no headings."""
_PROSE = ("visual", "brief", "text", "notes", "characters")


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
        self.opener = ""
        """The key that the script's scenes begin with, where it has no headings."""

    def sort(self) -> tuple[Section, list[Section]]:
        at = 0
        while at < len(self.lines):
            if not self.heads and (table := tables.table_at(self.lines, at)):
                self._table(table)
                at = table.end
                continue
            self._line(self.lines[at], self.lines[at + 1] if at + 1 < len(self.lines) else Line(0))
            at += 1
        self._entitle()
        return self.film, self.scenes

    def _entitle(self) -> None:
        """Above scenes, a first line that is short and no sentence is the title."""
        said = self.film.passages
        first = next((passage for passage in said if passage.key != "notes"), None)
        if not self.scenes or first is None or first.key != "brief" or first.name or not first.paragraphs:
            return
        line = first.paragraphs[0][0]
        sentence = len(line.split()) > _TITLE_WORDS or line[-1] in ".!?…:,;"
        if sentence or any(passage.key == "title" for passage in said):
            return
        first.paragraphs[0].pop(0)
        first.paragraphs = [lines for lines in first.paragraphs if lines]
        said.insert(0, Passage("title", first.line, paragraphs=[[line]]))

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
        if not self.heads and self._begins(key.key):
            self.here = Section(line.number)
            self.scenes.append(self.here)
        before, *after = _INSIDE.split(key.value[:2000]) if key.key in ("sound", "audio", "visual") else [key.value]
        before = before.strip(" |.") if after else before
        self._open(key.key, line.number, key.name, key.qualifier).add(undecorate(before))
        for text in after:
            if inner := key_line(text):
                self._open("narration", line.number, inner.name, inner.qualifier).add(undecorate(inner.value))
        if key.whole:
            self._shut()
        return True

    def _begins(self, key: str) -> bool:
        """Whether a key begins a scene where a script has no headings: the first that can, and then every picture, or,
        where narration comes before its picture, every narration after one."""
        if not self.scenes:
            self.opener = key if key in _OPENING else ""
            return key in _OPENING
        return key in ("visual", self.opener) and key in ("visual", "narration") and self._has("visual")

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
        name = _SAYS.sub("", key.name)
        says = name != key.name and name[0].isupper()
        known = name.casefold() in self.cast or name.isupper() or (is_quoted(key.value) and name.istitle())
        if not key.value or not (known or says):
            return False
        self._open("dialogue", line.number, name, key.qualifier).add(undecorate(key.value))
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
    return [name for paragraph in passage.texts() for name in names(paragraph)]


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
