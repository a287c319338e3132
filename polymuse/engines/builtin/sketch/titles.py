"""Words on the picture: title and end cards, and a scene's on-screen text. All of it stays inside the safe margins and
keeps the contrast that WCAG 2.2 asks of text (4.5 to 1)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import skia
from numpy.typing import NDArray

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.camera import Span
from polymuse.engines.builtin.sketch.render import Picture
from polymuse.engines.builtin.sketch.stage import View
from polymuse.engines.builtin.sketch.text import Block, Type, fitted, typographic

__all__ = ["CONTRAST", "SAFE", "Caption", "CardPicture", "contrast", "luminance"]

CONTRAST = 4.5
SAFE = 0.08
"""Margin that words keep from every edge, as a fraction of the frame (EBU R 95 asks for 5 %)."""

INK = Rgb(0.985, 0.955, 0.885)
"""The colour of words: warm white."""

BLUR = 0.009
"""How much a card's picture is out of focus, in frame heights."""


def luminance(colour: Rgb) -> float:
    """Relative luminance 0..1 (WCAG 2.2)."""
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (colour.r, colour.g, colour.b))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(a: Rgb, b: Rgb) -> float:
    """Contrast ratio 1..21 (WCAG 2.2)."""
    high, low = sorted((luminance(a), luminance(b)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _ease(seconds: float, start: float, length: float) -> float:
    u = min(1.0, max(0.0, (seconds - start) / length))
    return u * u * (3 - 2 * u)


@dataclass(frozen=True)
class Lettering:
    """Words drawn once, and how much of them shows when: they rise a little as they fade in."""

    image: skia.Image
    x: float
    y: float
    start: float
    rise: float
    end: float = math.inf

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        shown = _ease(seconds, self.start, 0.9) * (1 - _ease(seconds, self.end - 0.6, 0.6))
        if shown <= 0:
            return
        paint = skia.Paint(Alphaf=shown)
        offset = self.rise * (1 - _ease(seconds, self.start, 1.3))
        canvas.drawImage(self.image, self.x, self.y + offset, skia.SamplingOptions(skia.FilterMode.kLinear), paint)


def _drawn(block: Block, shadow: float) -> tuple[skia.Image, int]:
    """The block on an empty ground with a margin (returned) for its soft shadow."""
    margin = math.ceil(shadow * 3)
    surface = skia.Surface(math.ceil(block.width) + 2 * margin, math.ceil(block.height) + 2 * margin)
    canvas = surface.getCanvas()
    if shadow:
        soft = skia.ImageFilters.DropShadow(0, shadow * 0.3, shadow, shadow, 0x90000000)
        canvas.saveLayer(None, skia.Paint(ImageFilter=soft))
    block.draw(canvas, margin, margin)
    if shadow:
        canvas.restore()
    return surface.makeImageSnapshot(), margin


class CardPicture:
    """A title or end card: the scene behind, out of focus and dimmed, with a title and the lines under it."""

    def __init__(self, picture: Picture, words: str, span: Span) -> None:
        self._view = view = picture.staging.view
        self._span = span
        title, _, rest = typographic(words.strip()).partition("\n")
        self._title = _title(view, title)
        self._below = _below(view, " · ".join(line.strip() for line in rest.splitlines() if line.strip()))
        self._scene, self.ground = _dimmed(picture)
        self.cut = self._title.cut or bool(self._below and self._below.cut)
        self.lettering = tuple(self._letters(span.start))

    def _letters(self, start: float) -> Iterator[Lettering]:
        """The title, a rule that grows under it, and the smaller lines, one after the other."""
        view, title, below = self._view, self._title, self._below
        gap = view.height * 0.045
        whole = title.height + (2 * gap + below.height if below else 0)
        left, top = (view.width - title.width) / 2, view.height * 0.48 - whole / 2
        rise = view.height * 0.012
        yield _letters(title, left, top, start + 0.35, rise)
        if below:
            rule = skia.Surface(max(2, round(view.height * 0.16)), max(2, round(view.height * 0.004)))
            rule.getCanvas().clear(INK.skia(0.8))
            middle = top + title.height + gap
            yield Lettering(rule.makeImageSnapshot(), (view.width - rule.width()) / 2, middle, start + 0.8, 0)
            yield _letters(below, (view.width - below.width) / 2, middle + gap, start + 1.0, rise)

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        """Draw the frame of a moment."""
        view = self._view
        grow = 1 + 0.035 * self._span.progress(seconds)
        canvas.save()
        canvas.translate(view.width / 2, view.height / 2)
        canvas.scale(grow, grow)
        canvas.translate(-view.width / 2, -view.height / 2)
        canvas.drawImage(self._scene, 0, 0, skia.SamplingOptions(skia.FilterMode.kLinear))
        canvas.restore()
        for letters in self.lettering:
            letters.draw(canvas, seconds)


def _letters(block: Block, x: float, y: float, start: float, rise: float) -> Lettering:
    image, margin = _drawn(block, block.size * 0.09)
    return Lettering(image, round(x) - margin, round(y) - margin, start, rise)


def _title(view: View, words: str) -> Block:
    short = min(view.width, view.height)
    kind = Type("semibold", INK, 0.145 * short, spacing=0.012, leading=1.08)
    return fitted(words, kind, view.width * (1 - 2 * SAFE), view.height * 0.46, 0.04 * short)


def _below(view: View, words: str) -> Block | None:
    if not words:
        return None
    short = min(view.width, view.height)
    kind = Type("italic", INK, 0.058 * short, spacing=0.02, leading=1.2)
    return fitted(words, kind, view.width * (1 - 2 * SAFE), view.height * 0.24, 0.03 * short)


def _dimmed(picture: Picture) -> tuple[skia.Image, Rgb]:
    """The picture at its middle moment, out of focus and dimmed until words on it can be read; and its brightest colour
    where the words are."""
    view = picture.staging.view
    sharp = skia.Surface(view.width, view.height)
    picture.draw(sharp.getCanvas(), 0.0)
    surface = skia.Surface(view.width, view.height)
    canvas = surface.getCanvas()
    edge = 3 * BLUR * view.height
    blur = skia.ImageFilters.Blur(BLUR * view.height, BLUR * view.height)
    frame = skia.Rect.MakeLTRB(-edge, -edge, view.width + edge, view.height + edge)
    canvas.drawImageRect(sharp.makeImageSnapshot(), frame, skia.SamplingOptions(), skia.Paint(ImageFilter=blur))
    pixels = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
    middle = pixels[view.height // 6 : view.height * 5 // 6 : 4, view.width // 12 : view.width * 11 // 12 : 4, :3]
    bright, tone = _brightest(middle), picture.light.shadow.mix(Rgb(0.5, 0.5, 0.56), 0.3)
    dim = next((s for s in DIMS if contrast(INK, bright.times(_scaled(tone, s))) >= CONTRAST + 0.3), DIMS[-1])
    filtered = _scaled(tone, dim)
    canvas.drawPaint(skia.Paint(Color=filtered.skia(), BlendMode=skia.BlendMode.kMultiply))
    return surface.makeImageSnapshot(), bright.times(filtered)


DIMS = (1.5, 1.35, 1.2, 1.05, 0.9, 0.75, 0.6, 0.45, 0.3)
"""How light a card's coloured filter may be, the lightest first."""


def _scaled(colour: Rgb, amount: float) -> Rgb:
    return Rgb(*(min(0.95, c * amount) for c in (colour.r, colour.g, colour.b)))


def _brightest(pixels: NDArray[np.uint8]) -> Rgb:
    """The colour that is brighter than 98 % of the pixels."""
    flat = pixels.reshape(-1, 3) / 255
    order = np.argsort(flat @ np.array([0.2126, 0.7152, 0.0722]))
    r, g, b = flat[order[int(len(order) * 0.98)]]
    return Rgb(float(r), float(g), float(b))


class Caption:
    """A scene's on-screen text: in the lower third on a dark plate, above the place where subtitles go, on the side
    where less is going on. In a `still` it does not fade in and out."""

    def __init__(self, picture: Picture, words: str, span: Span, still: bool = False) -> None:
        view = picture.staging.view
        short = min(view.width, view.height)
        first, _, rest = typographic(words.strip()).partition("\n")
        width = min(view.width * (1 - 2 * SAFE) - 0.06 * short, 1.25 * short)
        head = fitted(first, Type("semibold", INK, 0.062 * short, align="left"), width, 0.2 * view.height, 0.03 * short)
        blocks = [head]
        if rest.strip():
            kind = Type("regular", INK, 0.040 * short, align="left", leading=1.25)
            blocks.append(fitted(rest.strip(), kind, width, 0.2 * view.height, 0.024 * short))
        self.cut = any(block.cut for block in blocks)
        self.plate = _plate_colour(picture.light.shadow)
        image = _plate(blocks, self.plate, short)
        x = SAFE * view.width if _left_is_free(picture) else (1 - SAFE) * view.width - image.width()
        y = (1 - SAFE * 1.9) * view.height - image.height()
        start, end = (-math.inf, math.inf) if still else (0.35, span.end)
        self._letters = Lettering(image, round(x), round(y), start, 0.02 * short, end)

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        self._letters.draw(canvas, seconds)


def _left_is_free(picture: Picture) -> bool:
    """Whether what the picture is about stands rather to the right."""
    view = picture.staging.view
    near = [t for t in picture.staging.things if t.subject is not None and abs(t.x) < view.half_width(t.z)]
    return sum(t.x / view.half_width(t.z) / t.z for t in near) >= 0


PLATE = 0.78
"""Opacity of the plate under on-screen text."""


def _plate_colour(dark: Rgb) -> Rgb:
    """A dark tone in the scene's colour on which words can be read even where the picture behind is white."""
    tone = dark.mix(Rgb(0.06, 0.05, 0.08), 0.5)
    while contrast(INK, Rgb(1, 1, 1).mix(tone, PLATE)) < CONTRAST and luminance(tone) > 1e-3:
        tone = Rgb(tone.r * 0.85, tone.g * 0.85, tone.b * 0.85)
    return tone


def _plate(blocks: list[Block], tone: Rgb, short: float) -> skia.Image:
    """Lines on a plate with round corners."""
    pad, gap = 0.03 * short, 0.008 * short
    inner = max(block.paragraph.LongestLine for block in blocks)
    width = math.ceil(inner + 2 * pad)
    height = math.ceil(sum(block.height for block in blocks) + gap * (len(blocks) - 1) + 1.5 * pad)
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    canvas.drawRoundRect(
        skia.Rect.MakeWH(width, height), pad * 0.5, pad * 0.5, skia.Paint(AntiAlias=True, Color=tone.skia(PLATE))
    )
    y = pad * 0.75
    for block in blocks:
        block.draw(canvas, pad, y)
        y += block.height + gap
    return surface.makeImageSnapshot()
