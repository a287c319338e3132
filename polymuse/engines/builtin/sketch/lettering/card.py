"""Title and end cards: the place where the film begins or ends, wide and empty under a large sky, with words in it."""

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
    ink_for,
    inside,
    tones_of,
    veil,
)
from polymuse.engines.builtin.sketch.lettering.text import Block, Type, display, fitted, typographic
from polymuse.engines.builtin.sketch.lettering.words import Lettering, lettered, ornament
from polymuse.engines.builtin.sketch.picture.camera import Span
from polymuse.engines.builtin.sketch.picture.render import Picture
from polymuse.engines.builtin.sketch.scenery import sets
from polymuse.engines.builtin.sketch.scenery.light import light_of
from polymuse.engines.builtin.sketch.stage import Light, Staging, View

__all__ = ["DRAFT", "SAFE", "UPPER", "Card", "Ground", "Words", "drawn_card", "set_words"]

SAFE = 0.08
"""Margin that words keep from every edge, as a fraction of the frame (EBU R 95 asks for 5 %)."""

HORIZON, EYE = 0.78, 2.2
"""The card's view: much sky, as from a standing man's height."""
FOCAL, WIDEST = 1.15, 0.7
"""Focal lengths in frame heights, for a wide frame and the least for tall ones."""
UPPER = 0.44
"""Where words stand in the room that they have, from its top."""

OUTSIDE: Mapping[str, str] = {
    "ship cabin": "sea", "lantern room": "sea", "train": "farm", "office": "skyline", "classroom": "skyline",
    "hospital": "skyline", "street": "skyline", "city street": "skyline", "cave": "mountains",
}  # fmt: skip
"""Places without a sky of their own, and what a card shows for them; of other rooms, the garden."""

LOW = frozenset({"dawn", "golden hour", "sunset"})
"""Hours at which the sun stands under the words, not over them."""

FIRST, NEXT = 0.3, 0.45
"""Seconds until the title begins to open, and between it and what comes under it."""


DRAFT = Ink(PAPER, PAPER, 0.0, PAPER)
"""The ink of words that are only measured."""


@dataclass(frozen=True, slots=True)
class Words:
    """A title and, maybe, what stands under it, set one under the other. Lengths in pixels."""

    title: Block
    below: Block | None
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
        """Where they are, for their middle and top."""
        return middle - self.width / 2, top, middle + self.width / 2, top + self.height

    def letters(self, middle: float, top: float, start: float, step: float) -> Iterator[Lettering]:
        """The title, a rule under it and the smaller lines, each `step` seconds after the one before."""
        yield lettered(self.title, middle - self.title.width / 2, top, start)
        rule = top + self.title.height + self.gap * 0.62
        width = min(2.4 * self.title.size, 0.5 * self.title.width)
        yield ornament(self.title.colour, middle, rule, width, start + step)
        if self.below:
            y = top + self.title.height + 2 * self.gap
            yield lettered(self.below, middle - self.below.width / 2, y, start + 2 * step)


def set_words(text: str, ink: Ink, box: tuple[float, float], size: float, least: float) -> Words:
    """Title (the first line) and lines under it, in a box of width and height pixels, at most `size` pixels large."""
    title, _, rest = typographic(text.strip()).partition("\n")
    width, height = box
    below = " · ".join(line.strip() for line in rest.splitlines() if line.strip())
    share = 0.56 if below else 0.80
    head = display(title, Type("semibold", ink.colour, size, spacing=0.008, leading=1.1), width, height * share, least)
    kind = Type("italic", ink.colour, head.size * 0.42, spacing=0.02, leading=1.2)
    foot = fitted(below, kind, width, height * 0.2, least * 0.75) if below else None
    return Words(head, foot, max(0.26 * head.size, 0.04 * height))


class Ground(Protocol):
    """What a card has behind its words."""

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        """Draw the frame of a moment; it covers the whole canvas."""


class Card:
    """Words on a ground in motion: they open and stand still. `size` is the frame's width and height and `zone` where
    words may be, in pixels; `ink_in` tells the ink for a box."""

    def __init__(
        self,
        ground: Ground,
        words: str,
        size: tuple[int, int],
        zone: Box,
        ink_in: Callable[[Box], Ink],
        span: Span,
    ) -> None:
        self.ground, self.zone = ground, zone
        left, top, right, bottom = zone
        box, middle = (right - left, bottom - top), (left + right) / 2
        largest, least = 0.155 * min(size), 0.04 * min(size)
        draft = set_words(words, DRAFT, box, largest, least)
        y = top + UPPER * (bottom - top - draft.height)
        self.ink = ink_in(draft.box(middle, y))
        final = set_words(words, self.ink, box, largest, least)
        self.cut = final.cut
        self.lettering = tuple(final.letters(middle, y, span.start + FIRST, NEXT))
        self._veil = _veiled(size, self.ink, final.box(middle, y))

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        """Draw the frame of a moment."""
        self.ground.draw(canvas, seconds)
        if self._veil:
            canvas.drawImage(self._veil, 0, 0)
        for letters in self.lettering:
            letters.draw(canvas, seconds)


def drawn_card(staging: Staging, words: str, seed: int, span: Span) -> Card:
    """A card on the staging's place, empty, under a moving sky."""
    view = _wide(staging.view)
    place = OUTSIDE.get(staging.set, "garden" if sets.indoors(staging.set) else staging.set)
    light = _composed(light_of(staging.brief))
    empty = Staging(place, view, (), Camera(move="drift", pace="slow"), staging.brief)
    picture = Picture(empty, seed, span, light)
    size, tones = (view.width, view.height), tones_of(light)

    def ink_in(box: Box) -> Ink:
        return ink_for(inside(_first_frame(picture, size), box), tones)

    return Card(picture, words, size, _zone(view, light), ink_in, span)


def _wide(view: View) -> View:
    aspect = view.width / view.height
    return replace(view, horizon=HORIZON, eye=EYE, focal=max(WIDEST, min(FOCAL, 0.5 + 0.37 * aspect)))


def _composed(light: Light) -> Light:
    """Sun or moon in the middle: low under the words, high over them."""
    if light.sun is None:
        return light
    y = HORIZON - 0.085 if light.hour in LOW else 0.15
    return replace(light, sun=replace(light.sun, x=0.5, y=y))


def _zone(view: View, light: Light) -> Box:
    """Where words may be, in pixels."""
    top, bottom = SAFE * 1.4, HORIZON - 0.10
    if light.sun is not None and light.hour in LOW:
        bottom = light.sun.y - 2.2 * light.sun.radius
    elif light.sun is not None:
        top = light.sun.y + 2.0 * light.sun.radius
    side = SAFE if view.width <= view.height else 0.13
    return side * view.width, top * view.height, (1 - side) * view.width, bottom * view.height


def _first_frame(ground: Ground, size: tuple[int, int]) -> Pixels:
    surface = skia.Surface(*size)
    ground.draw(surface.getCanvas(), 0.0)
    pixels: Pixels = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
    return pixels


def _veiled(size: tuple[int, int], ink: Ink, box: Box) -> skia.Image | None:
    if not ink.strength:
        return None
    surface = skia.Surface(*size)
    veil(surface.getCanvas(), ink, box, *size)
    return surface.makeImageSnapshot()
