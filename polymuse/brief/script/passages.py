"""What a script's lines are gathered into: passages under keys, and sections of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from polymuse.brief.script.headings import Head
from polymuse.brief.script.source_lines import Line

__all__ = ["Passage", "Section"]


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
