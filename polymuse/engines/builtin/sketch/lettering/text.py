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

__all__ = ["TextBlock", "TypeStyle", "break_lines", "fit_text", "fit_title", "missing_glyphs", "to_typographic"]

FACES = {
    "semibold": "SourceSerifPro-Semibold.ttf",
    "regular": "SourceSerifPro-Regular.ttf",
    "light": "SourceSerifPro-Light.ttf",
    "italic": "SourceSerifPro-It.ttf",
}
SHRINK = 0.94
LINES = (1, 2, 3, 4)
"""Numbers of lines tried for a title."""
TIGHT = 0.99
"""Maximum part of the box's width that a line fills."""
FEWER = 0.86
"""Size factor accepted for one line less."""
MOST_WORDS = 12
"""Number of words up to which all line breaks are tried."""
SHORT = 3
"""Number of letters up to which a word stays with the next one."""
LOOSE, REST = 0.35, 0.4
"""Cost of a bad break, in lengths of the longest line; the part of it below which a last line is too short."""
CAPITALS, TRACKING = 0.8, 0.10
"""Size factor of capitals, and their extra letter spacing in em."""
INVISIBLE = frozenset({"Cc", "Cf", "Mn", "Me", "Zl", "Zp", "Zs"})
"""Unicode categories that need no glyph."""


@dataclass(frozen=True, slots=True)
class TypeStyle:
    """Typeface, colour, size in pixels, letter spacing in em, line height as a multiple of the size, and alignment
    ("left" or "center")."""

    face: str
    colour: Rgb
    size: float
    spacing: float = 0.0
    leading: float = 1.15
    align: str = "center"


@dataclass(frozen=True, slots=True)
class TextBlock:
    """Text set at a size, ready to draw. Lengths in pixels; `cut` if words had to be omitted."""

    paragraph: Any
    width: float
    height: float
    size: float
    cut: bool
    colour: Rgb

    def draw(self, canvas: skia.Canvas, x: float, y: float) -> None:
        """Draw with the box's top left corner at x, y; lines are aligned within the box's width."""
        self.paragraph.paint(canvas, x, y)


def to_typographic(text: str) -> str:
    """The text with typographic apostrophes; lines stripped."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return re.sub(r"(?<=\w)'(?=\w)", "’", "\n".join(lines))


def missing_glyphs(text: str) -> str:
    """Characters for which neither our typeface nor the system has a glyph, unique, in order."""
    return "".join(c for c in dict.fromkeys(text) if not _covered(c) and _fallback_family(c) is None)


def fit_text(text: str, kind: TypeStyle, width: float, height: float, min_size: float) -> TextBlock:
    """The text as large as fits the box, between the type's size and `min_size` pixels; text that still does not fit is
    truncated."""
    size = kind.size
    while True:
        paragraph = _paragraph(text, kind, size)
        paragraph.layout(width)
        if paragraph.Height <= height and paragraph.MinIntrinsicWidth <= width:
            return TextBlock(paragraph, width, paragraph.Height, size, False, kind.colour)
        if size <= min_size:
            return _truncate(text, kind, width, height, size)
        size = max(min_size, size * SHRINK)


def fit_title(text: str, kind: TypeStyle, width: float, height: float, min_size: float) -> TextBlock:
    """A title as large as fits the box, with good line breaks. All-capitals titles are set smaller and wider spaced."""
    if text.isupper() and len(text) > SHORT:
        kind = replace(kind, size=kind.size * CAPITALS, spacing=kind.spacing + TRACKING)
    words = text.split()
    if len(words) > MOST_WORDS or "\n" in text:
        return fit_text(text, kind, width, height, min_size)
    measured = _measure_runs(words, kind)
    settings = []
    for number in LINES:
        runs = break_lines(words, measured, number)
        longest = max(measured[run] for run in runs)
        size = max(min_size, min(kind.size, kind.size * TIGHT * width / max(1.0, longest)))
        lines = "\n".join(" ".join(words[first:last]) for first, last in runs)
        settings.append(fit_text(lines, replace(kind, size=size), width, height, min_size))
    best = max(block.size * FEWER**n for n, block in enumerate(settings))
    return next(block for n, block in enumerate(settings) if block.size * FEWER**n >= best - 1e-6)


def _measure_runs(words: Sequence[str], kind: TypeStyle) -> dict[tuple[int, int], float]:
    """Widths in pixels of all runs of words, by first and last index (exclusive), at the type's size."""
    widths = {}
    for first in range(len(words)):
        for last in range(first + 1, len(words) + 1):
            paragraph = _paragraph(" ".join(words[first:last]), kind, kind.size)
            paragraph.layout(1e6)
            widths[first, last] = paragraph.LongestLine
    return widths


def break_lines(words: Sequence[str], widths: Mapping[tuple[int, int], float], lines: int) -> list[tuple[int, int]]:
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


def _truncate(text: str, kind: TypeStyle, width: float, height: float, size: float) -> TextBlock:
    """As many words as fit, with an ellipsis; at least one, broken over lines if too long."""
    words = text.split(" ")
    low, high = 1, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        paragraph = _paragraph(" ".join(words[:middle]) + "…", kind, size)
        paragraph.layout(width)
        low, high = (middle, high) if paragraph.Height <= height else (low, middle - 1)
    is_complete = low == len(words)
    paragraph = _paragraph(text if is_complete else " ".join(words[:low]) + "…", kind, size)
    paragraph.layout(width)
    return TextBlock(paragraph, width, min(height, paragraph.Height), size, not is_complete, kind.colour)


def _paragraph(text: str, kind: TypeStyle, size: float) -> Any:
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
    """A font collection of our faces and the system's fonts of `families`, under these names."""
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
def _fallback_family(character: str) -> str | None:
    """Family of the system font that has a character, or None."""
    face = skia.FontMgr().matchFamilyStyleCharacter("", skia.FontStyle(), [], ord(character))
    return face.getFamilyName() if face and face.unicharToGlyph(ord(character)) else None


def _fallbacks(text: str) -> list[str]:
    families = (_fallback_family(c) for c in dict.fromkeys(text) if not _covered(c))
    return list(dict.fromkeys(family for family in families if family))
