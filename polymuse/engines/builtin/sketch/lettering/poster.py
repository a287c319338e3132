"""A poster: a picture with the film's title set large where the picture leaves room for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import skia

from polymuse.engines.builtin.sketch.lettering.card import DRAFT, SAFE, Words, set_words
from polymuse.engines.builtin.sketch.lettering.ink import Box, Ink, Pixels, ink_for, inside, tones_of, veil
from polymuse.engines.builtin.sketch.picture.render import Picture
from polymuse.engines.builtin.sketch.stage import Light, View

__all__ = ["Place", "Poster", "drawn_poster", "roomy"]

BACK, DOWN, LOWEST = 0.82, 0.09, 0.68
"""What a poster's view is against the scene's: its focal length, how much lower the horizon is, and at most."""

COVERED = 3.0
"""How much a place is worth less per part of its words that would lie on things."""
LOWER = 0.72
"""What a place at the foot of the picture is worth against the same in the sky."""
NARROW = 0.56
"""Width of a place at one side, as a part of the frame's width."""
EDGE = 0.01
"""Part of the frame's height that words keep away from things."""


def roomy(view: View) -> View:
    """The view a step back and with more sky, so that there is room for a title; things keep standing in the frame."""
    return replace(view, focal=view.focal * BACK, horizon=min(max(LOWEST, view.horizon), view.horizon + DOWN))


@dataclass(frozen=True, slots=True)
class Place:
    """Where the words could stand: a box in pixels, and what it is worth beside its size."""

    box: Box
    worth: float = 1.0


class Poster:
    """The title on a picture of `size`, width and height in pixels. Of the `places`, large words on an empty one are
    best; `covered` tells how much of a box is taken by what should be seen, and `ink_in` the ink for it. `box` is where
    the words are; `cut` when some had to be left out."""

    def __init__(
        self,
        size: tuple[int, int],
        words: str,
        places: Iterable[Place],
        covered: Callable[[Box], float],
        ink_in: Callable[[Box], Ink],
    ) -> None:
        def value(tried: tuple[Place, Words]) -> float:
            place, set = tried
            worth = set.title.size / size[1] * place.worth * (0.2 if set.cut else 1.0)
            return worth / (1 + COVERED * covered(_box(place, set))) ** 2

        place, chosen = max(((place, _fit(place, words, DRAFT, size)) for place in places), key=value)
        self._size = size
        self.ink = ink_in(_box(place, chosen))
        self._words = _fit(place, words, self.ink, size)
        self.box = _box(place, self._words)
        self.cut = self._words.cut

    def draw(self, canvas: skia.Canvas) -> None:
        left, top, right, _ = self.box
        veil(canvas, self.ink, self.box, *self._size)
        for letters in self._words.letters((left + right) / 2, top, -float("inf"), 0):
            letters.draw(canvas, 0.0)


def drawn_poster(picture: Picture, words: str, pixels: Pixels) -> Poster:
    """The title on a drawn picture, whose pixels these are, clear of what stands in it."""
    view, tones = picture.staging.view, tones_of(picture.light)
    boxes = [*picture.boxes(), *_disc(view, picture.light)]

    def covered(words: Box) -> float:
        left, top, right, bottom = words
        area = max(1.0, (right - left) * (bottom - top))
        return sum(_shared(words, box) for box in boxes) / area

    size = (view.width, view.height)
    return Poster(size, words, _places(view, boxes), covered, lambda box: ink_for(inside(pixels, box), tones))


def _disc(view: View, light: Light) -> Iterator[Box]:
    """The sun or moon."""
    if light.sun is not None:
        x, y, r = light.sun.x * view.width, light.sun.y * view.height, light.sun.radius * view.height
        yield x - r, y - r, x + r, y + r


def _places(view: View, boxes: list[Box]) -> Iterator[Place]:
    """The sky over all things, over the foreground, to both sides of them, and the foot of the picture."""
    width, height = view.width, view.height
    left, right, top, foot = SAFE * width, (1 - SAFE) * width, SAFE * height, (1 - SAFE) * height
    floors = {min([b[1] for b in boxes] + [view.horizon * height]), 0.4 * height, 0.5 * height}
    for low in sorted(floor - 2 * EDGE * height for floor in floors):
        if low > top + 0.12 * height:
            yield Place((left, top, right, low))
            yield Place((left, top, left + NARROW * width, low), 0.95)
            yield Place((right - NARROW * width, top, right, low), 0.95)
    yield Place((left, 0.70 * height, right, foot), LOWER)


def _fit(place: Place, words: str, ink: Ink, size: tuple[int, int]) -> Words:
    short = min(size)
    left, top, right, bottom = place.box
    return set_words(words, ink, (right - left, bottom - top), 0.15 * short, 0.035 * short)


def _box(place: Place, words: Words) -> Box:
    left, top, right, bottom = place.box
    return words.box((left + right) / 2, top + max(0.0, (bottom - top - words.height) * 0.42))


def _shared(a: Box, b: Box) -> float:
    """Pixels that two boxes have in common."""
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, across) * max(0.0, down)
