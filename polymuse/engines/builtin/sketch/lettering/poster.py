"""Posters: an image with the film's title set large in its free region."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

import skia

from polymuse.engines.builtin.sketch.lettering.card import DRAFT, SAFE, TitleText, set_title
from polymuse.engines.builtin.sketch.lettering.ink import Box, Ink, Pixels, choose_ink, crop_box, draw_veil, light_tones
from polymuse.engines.builtin.sketch.picture.render import Picture
from polymuse.engines.builtin.sketch.stage import Light, View

__all__ = ["Poster", "TextPlacement", "render_poster", "widen_view"]

BACK, DOWN, LOWEST = 0.82, 0.09, 0.68
"""A poster's view relative to the scene's: focal length factor, horizon offset, and its maximum."""

COVERED = 3.0
"""Penalty per part of the text area that covers things."""
LOWER = 0.72
"""Weight of a position at the bottom relative to one in the sky."""
NARROW = 0.56
"""Width of a position at one side, as a part of the frame's width."""
EDGE = 0.01
"""Distance of text from things, as a part of the frame's height."""


def widen_view(view: View) -> View:
    """A wider view with more sky, as room for a title; things stay in the frame."""
    return replace(view, focal=view.focal * BACK, horizon=min(max(LOWEST, view.horizon), view.horizon + DOWN))


@dataclass(frozen=True, slots=True)
class TextPlacement:
    """A candidate text area: a box in pixels, and its weight besides size."""

    box: Box
    worth: float = 1.0


class Poster:
    """The title on an image of `size`, width and height in pixels. Of the `places`, large text on an empty one is best;
    `covered` gives the occupied part of a box, and `ink_in` the ink for it. `box` is the text's final area; `cut` if
    some had to be omitted."""

    def __init__(
        self,
        size: tuple[int, int],
        words: str,
        places: Iterable[TextPlacement],
        covered: Callable[[Box], float],
        ink_in: Callable[[Box], Ink],
    ) -> None:
        def value(tried: tuple[TextPlacement, TitleText]) -> float:
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
        draw_veil(canvas, self.ink, self.box, *self._size)
        for letters in self._words.letters((left + right) / 2, top, -float("inf"), 0):
            letters.draw(canvas, 0.0)


def render_poster(picture: Picture, words: str, pixels: Pixels) -> Poster:
    """The title on a drawn picture with these pixels, clear of its things."""
    view, tones = picture.staging.view, light_tones(picture.light)
    boxes = [*picture.boxes(), *_disc(view, picture.light)]

    def covered(words: Box) -> float:
        left, top, right, bottom = words
        area = max(1.0, (right - left) * (bottom - top))
        return sum(_intersection_area(words, box) for box in boxes) / area

    size = (view.width, view.height)
    return Poster(size, words, _placements(view, boxes), covered, lambda box: choose_ink(crop_box(pixels, box), tones))


def _disc(view: View, light: Light) -> Iterator[Box]:
    """The sun or moon."""
    if light.sun is not None:
        x, y, r = light.sun.x * view.width, light.sun.y * view.height, light.sun.radius * view.height
        yield x - r, y - r, x + r, y + r


def _placements(view: View, boxes: list[Box]) -> Iterator[TextPlacement]:
    """The sky above all things, above the foreground, both sides, and the bottom."""
    width, height = view.width, view.height
    left, right, top, foot = SAFE * width, (1 - SAFE) * width, SAFE * height, (1 - SAFE) * height
    floors = {min([b[1] for b in boxes] + [view.horizon * height]), 0.4 * height, 0.5 * height}
    for low in sorted(floor - 2 * EDGE * height for floor in floors):
        if low > top + 0.12 * height:
            yield TextPlacement((left, top, right, low))
            yield TextPlacement((left, top, left + NARROW * width, low), 0.95)
            yield TextPlacement((right - NARROW * width, top, right, low), 0.95)
    yield TextPlacement((left, 0.70 * height, right, foot), LOWER)


def _fit(place: TextPlacement, words: str, ink: Ink, size: tuple[int, int]) -> TitleText:
    short = min(size)
    left, top, right, bottom = place.box
    return set_title(words, ink, (right - left, bottom - top), 0.15 * short, 0.035 * short)


def _box(place: TextPlacement, words: TitleText) -> Box:
    left, top, right, bottom = place.box
    return words.box((left + right) / 2, top + max(0.0, (bottom - top - words.height) * 0.42))


def _intersection_area(a: Box, b: Box) -> float:
    """Common area of two boxes in pixels."""
    across, down = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return max(0.0, across) * max(0.0, down)
