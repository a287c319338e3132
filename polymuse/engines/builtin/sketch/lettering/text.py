"""Setting type: words shaped, wrapped and fitted into a box, in any script for which a font can be found.

The typeface is Source Serif Pro, which comes as a package; characters it lacks are looked for in the fonts of the
machine. Shaping and right-to-left order are skia's (HarfBuzz and ICU).
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from itertools import combinations, pairwise
from typing import Any

import skia

from polymuse.engines.builtin.sketch.art import Rgb

__all__ = ["Block", "Type", "broken", "display", "fitted", "typographic", "undrawable"]

FACES = {
    "semibold": "SourceSerifPro-Semibold.ttf",
    "regular": "SourceSerifPro-Regular.ttf",
    "light": "SourceSerifPro-Light.ttf",
    "italic": "SourceSerifPro-It.ttf",
}
SHRINK = 0.94
LINES = (1, 2, 3, 4)
"""In how many lines a title is tried."""
TIGHT = 0.99
"""How much of its width a line fills at most."""
FEWER = 0.86
"""How much smaller a title may be for having one line less."""
MOST_WORDS = 12
"""Words up to which every way to break lines is looked at."""
SHORT = 3
"""Letters up to which a word belongs to the one after it."""
LOOSE, REST = 0.35, 0.4
"""What a bad break costs, in lengths of the longest line; the part of it below which a line is a short rest."""
CAPITALS, TRACKING = 0.8, 0.10
"""Size of capitals, and how much wider apart they stand, in em."""
INVISIBLE = frozenset({"Cc", "Cf", "Mn", "Me", "Zl", "Zp", "Zs"})
"""Unicode categories that need no glyph of their own."""


@dataclass(frozen=True, slots=True)
class Type:
    """How words look: face, colour, size in pixels, letter spacing in em, line height as a multiple of the size, and
    where lines stand ("left" or "center")."""

    face: str
    colour: Rgb
    size: float
    spacing: float = 0.0
    leading: float = 1.15
    align: str = "center"


@dataclass(frozen=True, slots=True)
class Block:
    """Words set at a size, ready to be drawn. Lengths in pixels; `cut` when words had to be left out."""

    paragraph: Any
    width: float
    height: float
    size: float
    cut: bool
    colour: Rgb

    def draw(self, canvas: skia.Canvas, x: float, y: float) -> None:
        """Draw with the box's left top corner at x, y; lines stand in the box's whole width."""
        self.paragraph.paint(canvas, x, y)


def typographic(text: str) -> str:
    """The text with the apostrophes of print; lines without spaces around them."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"(?<=\w)'(?=\w)", "’", "\n".join(lines))


def undrawable(text: str) -> str:
    """The characters for which neither our typeface nor the machine has a glyph, each once, in order."""
    return "".join(c for c in dict.fromkeys(text) if not _covered(c) and _fallback(c) is None)


def fitted(text: str, kind: Type, width: float, height: float, least: float) -> Block:
    """The words as large as fits the box, at most at the type's size and at least `least` pixels, where words that
    still do not fit are left out at the end."""
    size = kind.size
    while True:
        paragraph = _paragraph(text, kind, size)
        paragraph.layout(width)
        if paragraph.Height <= height and paragraph.MinIntrinsicWidth <= width:
            return Block(paragraph, width, paragraph.Height, size, False, kind.colour)
        if size <= least:
            return _shortened(text, kind, width, height, size)
        size = max(least, size * SHRINK)


def display(text: str, kind: Type, width: float, height: float, least: float) -> Block:
    """A title as large as fits the box, its lines broken where it reads and looks best. Capitals only are set smaller
    and wider apart."""
    if text.isupper() and len(text) > SHORT:
        kind = replace(kind, size=kind.size * CAPITALS, spacing=kind.spacing + TRACKING)
    words = text.split()
    if len(words) > MOST_WORDS or "\n" in text:
        return fitted(text, kind, width, height, least)
    measured = _measured(words, kind)
    settings = []
    for number in LINES:
        runs = broken(words, measured, number)
        longest = max(measured[run] for run in runs)
        size = max(least, min(kind.size, kind.size * TIGHT * width / max(1.0, longest)))
        lines = "\n".join(" ".join(words[first:last]) for first, last in runs)
        settings.append(fitted(lines, replace(kind, size=size), width, height, least))
    best = max(block.size * FEWER**n for n, block in enumerate(settings))
    return next(block for n, block in enumerate(settings) if block.size * FEWER**n >= best - 1e-6)


def _measured(words: Sequence[str], kind: Type) -> dict[tuple[int, int], float]:
    """Widths of all runs of words, first and last exclusive, in pixels at the type's size."""
    widths = {}
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            paragraph = _paragraph(" ".join(words[first:last]), kind, kind.size)
            paragraph.layout(1e6)
            widths[first, last] = paragraph.LongestLine
    return widths


def broken(words: Sequence[str], widths: Mapping[tuple[int, int], float], lines: int) -> list[tuple[int, int]]:
    """Words in so many lines (fewer where there are fewer words), as even as can be: no line ends with a short word
    that belongs to the next, and none is left with a short rest. `widths` are those of all runs of words, by the
    numbers of their first and last word, the last exclusive; so is the result."""
    count = len(words)
    best: tuple[float, list[tuple[int, int]]] = (math.inf, [(0, count)])
    for cuts in combinations(range(1, count), min(lines, count) - 1):
        ends = list(pairwise([0, *cuts, count]))
        longest = max(widths[run] for run in ends)
        cost = longest
        cost += sum(LOOSE * longest for _, last in ends[:-1] if len(words[last - 1]) <= SHORT)
        cost += LOOSE * longest * (min(widths[run] for run in ends) < REST * longest)
        if cost < best[0]:
            best = cost, ends
    return best[1]


def _shortened(text: str, kind: Type, width: float, height: float, size: float) -> Block:
    """As many words as fit, with an ellipsis; always one, broken over lines where it is too long."""
    words = text.split(" ")
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        paragraph = _paragraph(" ".join(words[:middle]) + "…", kind, size)
        paragraph.layout(width)
        low, high = (middle, high) if paragraph.Height <= height else (low, middle - 1)
    whole = low == len(words)
    paragraph = _paragraph(text if whole else " ".join(words[:low]) + "…", kind, size)
    paragraph.layout(width)
    return Block(paragraph, width, min(height, paragraph.Height), size, not whole, kind.colour)


def _paragraph(text: str, kind: Type, size: float) -> Any:
    families = [kind.face, *_fallbacks(text)]
    style = skia.textlayout_TextStyle()
    style.setFontFamilies(families)
    style.setFontSize(size)
    style.setColor(kind.colour.skia())
    style.setLetterSpacing(kind.spacing * size)
    style.setHeight(kind.leading)
    style.setHeightOverride(True)
    form = skia.textlayout_ParagraphStyle()
    align = skia.textlayout_TextAlign
    form.setTextAlign(align.kCenter if kind.align == "center" else align.kLeft)
    form.setTextStyle(style)
    builder = skia.textlayout_ParagraphBuilder.make(form, _collection(tuple(families)), skia.Unicodes.ICU.Make())
    builder.pushStyle(style)
    builder.addText(text)
    return builder.Build()


@cache
def _collection(families: Sequence[str]) -> Any:
    """Our faces and the machine's fonts named in `families`, under these names."""
    provider = skia.textlayout_TypefaceFontProvider()
    for face in FACES:
        provider.registerTypeface(_face(face), face)
    for family in families:
        if family not in FACES:
            provider.registerTypeface(skia.FontMgr().matchFamilyStyle(family, skia.FontStyle()), family)
    collection = skia.textlayout_FontCollection()
    collection.setDefaultFontManager(provider)
    return collection


@cache
def _face(name: str) -> skia.Typeface:
    file = files("font_source_serif_pro") / "files" / FACES[name]
    return skia.FontMgr().makeFromData(skia.Data.MakeWithCopy(file.read_bytes()))


def _covered(character: str) -> bool:
    return unicodedata.category(character) in INVISIBLE or _face("regular").unicharToGlyph(ord(character)) != 0


@cache
def _fallback(character: str) -> str | None:
    """The family of the machine's font that has a character."""
    face = skia.FontMgr().matchFamilyStyleCharacter("", skia.FontStyle(), [], ord(character))
    return face.getFamilyName() if face and face.unicharToGlyph(ord(character)) else None


def _fallbacks(text: str) -> list[str]:
    found = (_fallback(c) for c in dict.fromkeys(text) if not _covered(c))
    return list(dict.fromkeys(family for family in found if family))
