from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
import skia

from polymuse.brief import Brief, Camera, Setting
from polymuse.engines.builtin.sketch.lettering.card import render_card
from polymuse.engines.builtin.sketch.lettering.ink import CONTRAST, contrast
from polymuse.engines.builtin.sketch.picture.camera import ShotSpan
from polymuse.engines.builtin.sketch.picture.render import Picture
from polymuse.engines.builtin.sketch.stage import Staging, View

SPAN = ShotSpan(0, 4)


def staging(width: int, height: int, hour: str = "day", place: str = "meadow") -> Staging:
    brief = Brief(setting=Setting.model_validate({"time_of_day": hour}))
    return Staging(place, View(width, height), (), Camera(move="static"), brief)


def inked(draw: Callable[[skia.Canvas], object], width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is drawn on an empty ground."""
    surface = skia.Surface(width, height)
    draw(surface.getCanvas())
    alpha = surface.toarray()[..., 3]
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


@pytest.mark.parametrize(("width", "height"), [(320, 180), (180, 320), (240, 240)])
@pytest.mark.parametrize("words", ["Sea", "The keeper's last evening\nA film", "Wort " * 60 + "\n" + "sub " * 50])
def test_a_card_keeps_its_words_inside_the_frame(width: int, height: int, words: str) -> None:
    card = render_card(staging(width, height), words, 1, SPAN)
    left, top, right, bottom = inked(lambda c: [x.draw(c, 4.0) for x in card.lettering], width, height)
    edge = 0.05
    assert left >= edge * width
    assert right <= (1 - edge) * width
    assert top >= edge * height
    assert bottom <= (1 - edge) * height


@pytest.mark.parametrize("hour", ["dawn", "day", "golden hour", "sunset", "dusk", "night"])
@pytest.mark.parametrize("place", ["beach", "forest", "kitchen", "street"])
def test_a_cards_words_can_be_read_on_its_ground(hour: str, place: str) -> None:
    ink = render_card(staging(160, 90, hour, place), "Title", 1, SPAN).ink
    assert contrast(ink.colour, ink.worst) >= CONTRAST


def test_the_sun_does_not_stand_behind_the_words() -> None:
    for hour in ("dawn", "day", "sunset", "night"):
        card = render_card(staging(320, 180, hour), "A title of a film", 1, SPAN)
        assert isinstance(card.ground, Picture)
        sun = card.ground.light.sun
        assert sun is not None
        _, top, _, bottom = inked(lambda c, card=card: [x.draw(c, 4.0) for x in card.lettering], 320, 180)  # type: ignore[misc]
        assert not top < sun.y * 180 < bottom


def test_words_open_from_their_middle_and_then_stand_still() -> None:
    title = render_card(staging(320, 180), "A title of a film", 1, SPAN).lettering[0]
    boxes = [inked(lambda c, t=t: title.draw(c, t), 320, 180) for t in (0.8, 1.2, 3.0, 3.5)]  # type: ignore[misc]
    widths = [right - left for left, _, right, _ in boxes]
    assert widths[0] < widths[1] < widths[2]
    assert boxes[2] == boxes[3]
    surface = skia.Surface(320, 180)
    title.draw(surface.getCanvas(), 0.0)
    assert not surface.toarray().any()


def test_a_card_moves() -> None:
    card = render_card(staging(160, 90), "Title", 1, SPAN)
    first, later = skia.Surface(160, 90), skia.Surface(160, 90)
    card.draw(first.getCanvas(), 3.0)
    card.draw(later.getCanvas(), 4.0)
    assert (first.toarray() != later.toarray()).any()
