"""Title and end cards: text in the first or last scene's set, empty, in a wide view under a large sky."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

import skia

from polymuse.brief import Camera
from polymuse.engines.builtin.sketch.lettering.ink import (
    PAPER,
    Box,
    Ink,
    Pixels,
    choose_ink,
    crop_box,
    draw_veil,
    light_tones,
)
from polymuse.engines.builtin.sketch.lettering.text import TextBlock, TypeStyle, fit_text, fit_title, to_typographic
from polymuse.engines.builtin.sketch.lettering.words import AnimatedText, animate_text, ornament
from polymuse.engines.builtin.sketch.picture.camera import ShotSpan
from polymuse.engines.builtin.sketch.picture.render import Picture
from polymuse.engines.builtin.sketch.scenery import sets
from polymuse.engines.builtin.sketch.scenery.light import light_of
from polymuse.engines.builtin.sketch.stage import Light, Staging, View

__all__ = ["DRAFT", "SAFE", "UPPER", "CardBackground", "TitleCard", "TitleText", "render_card", "set_title"]

SAFE = 0.08
"""Text margin at every edge, as a fraction of the frame (EBU R 95 requires 5 %)."""

HORIZON, EYE = 0.78, 2.2
"""The card's view: much sky, from a standing man's height."""
FOCAL, WIDEST = 1.15, 0.7
"""Focal lengths in frame heights: for a wide frame, and the minimum for tall ones."""
UPPER = 0.44
"""Vertical position of the text within its room, from the top."""

OUTSIDE: Mapping[str, str] = {
    "ship cabin": "sea", "lantern room": "sea", "train": "farm", "office": "skyline", "classroom": "skyline",
    "hospital": "skyline", "street": "skyline", "city street": "skyline", "cave": "mountains",
}  # fmt: skip
"""Sets without a sky, and the set shown instead; for other rooms, the garden."""

LOW = frozenset({"dawn", "golden hour", "sunset"})
"""Hours at which the sun is below the text."""

FIRST, NEXT = 0.3, 0.45
"""Seconds until the title appears, and from it to the next line."""


DRAFT = Ink(PAPER, PAPER, 0.0, PAPER)
"""Ink used for measuring."""


@dataclass(frozen=True, slots=True)
class TitleText:
    """A title and optional lines under it. Lengths in pixels."""

    title: TextBlock
    below: TextBlock | None
    gap: float

    @property
    def cut(self) -> bool:
        return self.title.cut or bool(self.below and self.below.cut)

    @property
    def height(self) -> float:
        return self.title.height + self.gap + (self.gap + self.below.height if self.below else 0)

    @property
    def width(self) -> float:
        return max(float(block.paragraph.LongestLine) for block in (self.title, self.below) if block)

    def box(self, middle: float, top: float) -> Box:
        """Bounds for a centre and top."""
        return middle - self.width / 2, top, middle + self.width / 2, top + self.height

    def letters(self, middle: float, top: float, start: float, step: float) -> Iterator[AnimatedText]:
        """The title, a rule and the smaller lines, each `step` seconds after the previous one."""
        yield animate_text(self.title, middle - self.title.width / 2, top, start)
        rule = top + self.title.height + self.gap * 0.62
        width = min(2.4 * self.title.size, 0.5 * self.title.width)
        yield ornament(self.title.colour, middle, rule, width, start + step)
        if self.below:
            y = top + self.title.height + 2 * self.gap
            yield animate_text(self.below, middle - self.below.width / 2, y, start + 2 * step)


def set_title(text: str, ink: Ink, box: tuple[float, float], size: float, min_size: float) -> TitleText:
    """Title (the first line) and further lines, in a box of width and height pixels, with a font size of at most
    `size`."""
    title, _, rest = to_typographic(text.strip()).partition("\n")
    width, height = box
    below = " · ".join(line.strip() for line in rest.splitlines() if line.strip())
    title_ratio = 0.56 if below else 0.80
    head = fit_title(
        title,
        TypeStyle("semibold", ink.colour, size, spacing=0.008, leading=1.1),
        width,
        height * title_ratio,
        min_size,
    )
    kind = TypeStyle("italic", ink.colour, head.size * 0.42, spacing=0.02, leading=1.2)
    foot = fit_text(below, kind, width, height * 0.2, min_size * 0.75) if below else None
    return TitleText(head, foot, max(0.26 * head.size, 0.04 * height))


class CardBackground(Protocol):
    """Background of a card."""

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        """Draw the frame at a time; it covers the whole canvas."""


class TitleCard:
    """Text on a moving background: it appears and stands still. `size` is the frame's width and height and `zone` the
    text area, in pixels; `ink_in` gives the ink for a box."""

    def __init__(
        self,
        ground: CardBackground,
        words: str,
        size: tuple[int, int],
        zone: Box,
        ink_in: Callable[[Box], Ink],
        span: ShotSpan,
    ) -> None:
        self.ground, self.zone = ground, zone
        left, top, right, bottom = zone
        box, middle = (right - left, bottom - top), (left + right) / 2
        largest, min_size = 0.155 * min(size), 0.04 * min(size)
        draft = set_title(words, DRAFT, box, largest, min_size)
        y = top + UPPER * (bottom - top - draft.height)
        self.ink = ink_in(draft.box(middle, y))
        final = set_title(words, self.ink, box, largest, min_size)
        self.cut = final.cut
        self.lettering = tuple(final.letters(middle, y, span.start + FIRST, NEXT))
        self._veil = _veiled(size, self.ink, final.box(middle, y))

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        """Draw the frame at a time."""
        self.ground.draw(canvas, seconds)
        if self._veil:
            canvas.drawImage(self._veil, 0, 0)
        for letters in self.lettering:
            letters.draw(canvas, seconds)


def render_card(staging: Staging, words: str, seed: int, span: ShotSpan) -> TitleCard:
    """A card on the staging's set, empty, under a moving sky."""
    view = _wide(staging.view)
    place = OUTSIDE.get(staging.set, "garden" if sets.indoors(staging.set) else staging.set)
    light = _centre_luminary(light_of(staging.brief))
    empty = Staging(place, view, (), Camera(move="drift", pace="slow"), staging.brief)
    picture = Picture(empty, seed, span, light)
    size, tones = (view.width, view.height), light_tones(light)

    def ink_in(box: Box) -> Ink:
        return choose_ink(crop_box(_first_frame(picture, size), box), tones)

    return TitleCard(picture, words, size, _zone(view, light), ink_in, span)


def _wide(view: View) -> View:
    aspect = view.width / view.height
    return replace(view, horizon=HORIZON, eye=EYE, focal=max(WIDEST, min(FOCAL, 0.5 + 0.37 * aspect)))


def _centre_luminary(light: Light) -> Light:
    """The light with sun or moon centred: low under the text, or high above it."""
    if light.sun is None:
        return light
    y = HORIZON - 0.085 if light.hour in LOW else 0.15
    return replace(light, sun=replace(light.sun, x=0.5, y=y))


def _zone(view: View, light: Light) -> Box:
    """The text area in pixels."""
    top, bottom = SAFE * 1.4, HORIZON - 0.10
    if light.sun is not None and light.hour in LOW:
        bottom = light.sun.y - 2.2 * light.sun.radius
    elif light.sun is not None:
        top = light.sun.y + 2.0 * light.sun.radius
    side = SAFE if view.width <= view.height else 0.13
    return side * view.width, top * view.height, (1 - side) * view.width, bottom * view.height


def _first_frame(ground: CardBackground, size: tuple[int, int]) -> Pixels:
    surface = skia.Surface(*size)
    ground.draw(surface.getCanvas(), 0.0)
    pixels: Pixels = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
    return pixels


def _veiled(size: tuple[int, int], ink: Ink, box: Box) -> skia.Image | None:
    if not ink.strength:
        return None
    surface = skia.Surface(*size)
    draw_veil(surface.getCanvas(), ink, box, *size)
    return surface.makeImageSnapshot()
