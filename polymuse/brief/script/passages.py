"""Containers for a script's lines: passages under keys, and sections of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from polymuse.brief.script.headings import Heading
from polymuse.brief.script.source_lines import Line

__all__ = ["KeyedPassage", "ScriptSection"]


@dataclass(slots=True)
class KeyedPassage:
    r"""The lines under one key: `paragraphs` are lists of lines; a line that was a bullet starts with "\n"."""

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
        """The paragraphs, each as one string."""
        return [" ".join(lines).replace(" \n", "\n") for lines in self.paragraphs]

    def text(self) -> str:
        return "\n\n".join(self.texts())


@dataclass(slots=True)
class ScriptSection:
    """The passages of a scene, or of the film itself (without a head)."""

    line: int
    head: Heading | None = None
    slug: Heading | None = None
    passages: list[KeyedPassage] = field(default_factory=list)
    data: list[Line] = field(default_factory=list)

    def is_bare(self) -> bool:
        return not self.passages and not self.data
