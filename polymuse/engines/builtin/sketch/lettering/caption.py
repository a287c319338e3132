"""A scene's on-screen text."""

from __future__ import annotations

import math

import skia

from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.lettering.card import SAFE
from polymuse.engines.builtin.sketch.lettering.ink import CONTRAST, PAPER, contrast, luminance
from polymuse.engines.builtin.sketch.lettering.text import TextBlock, TypeStyle, fit_text, to_typographic
from polymuse.engines.builtin.sketch.lettering.words import AnimatedText
from polymuse.engines.builtin.sketch.picture.camera import ShotSpan
from polymuse.engines.builtin.sketch.picture.render import Picture

__all__ = ["PLATE", "CaptionOverlay"]

PLATE = 0.78
"""Opacity of the plate under on-screen text."""


class CaptionOverlay:
    """On-screen text on a dark plate in the lower third, above the subtitle area, on the less busy side. In a `still`
    it does not fade."""

    def __init__(self, picture: Picture, words: str, span: ShotSpan, still: bool = False) -> None:
        view = picture.staging.view
        short = min(view.width, view.height)
        first, _, rest = to_typographic(words.strip()).partition("\n")
        width = min(view.width * (1 - 2 * SAFE) - 0.06 * short, 1.25 * short)
        kind = TypeStyle("semibold", PAPER, 0.062 * short, align="left")
        blocks = [fit_text(first, kind, width, 0.2 * view.height, 0.03 * short)]
        if rest.strip():
            kind = TypeStyle("regular", PAPER, 0.040 * short, align="left", leading=1.25)
            blocks.append(fit_text(rest.strip(), kind, width, 0.2 * view.height, 0.024 * short))
        self.cut = any(block.cut for block in blocks)
        self.plate = _plate_colour(picture.light.shadow)
        image = _plate(blocks, self.plate, short)
        x = SAFE * view.width if _left_is_free(picture) else (1 - SAFE) * view.width - image.width()
        y = (1 - SAFE * 1.9) * view.height - image.height()
        start, end = (-math.inf, math.inf) if still else (0.35, span.end)
        self._letters = AnimatedText(image, round(x), round(y), start, end, rise=0.02 * short)

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        self._letters.draw(canvas, seconds)


def _left_is_free(picture: Picture) -> bool:
    """Whether the subjects are mainly on the right."""
    view = picture.staging.view
    in_frame = [t for t in picture.staging.things if t.subject is not None and abs(t.x) < view.half_width(t.z)]
    return sum(t.x / view.half_width(t.z) / t.z for t in in_frame) >= 0


def _plate_colour(dark: Rgb) -> Rgb:
    """A dark tone of the scene's colour with sufficient contrast even on white."""
    tone = dark.mix(Rgb(0.06, 0.05, 0.08), 0.5)
    while contrast(PAPER, Rgb(1, 1, 1).mix(tone, PLATE)) < CONTRAST and luminance(tone) > 1e-3:
        tone = Rgb(tone.r * 0.85, tone.g * 0.85, tone.b * 0.85)
    return tone


def _plate(blocks: list[TextBlock], tone: Rgb, short: float) -> skia.Image:
    """Lines of text on a plate with rounded corners."""
    pad, gap = 0.03 * short, 0.008 * short
    inner = max(block.paragraph.LongestLine for block in blocks)
    width = math.ceil(inner + 2 * pad)
    height = math.ceil(sum(block.height for block in blocks) + gap * (len(blocks) - 1) + 1.5 * pad)
    surface = skia.Surface(width, height)
    canvas = surface.getCanvas()
    paint = skia.Paint(AntiAlias=True, Color=tone.skia(PLATE))
    canvas.drawRoundRect(skia.Rect.MakeWH(width, height), pad * 0.5, pad * 0.5, paint)
    y = pad * 0.75
    for block in blocks:
        block.draw(canvas, pad, y)
        y += block.height + gap
    return surface.makeImageSnapshot()
