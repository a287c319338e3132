from __future__ import annotations

import numpy as np
import pytest
import skia

from polymuse.brief import Brief, Camera, Setting
from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.camera import Span
from polymuse.engines.builtin.sketch.render import Picture
from polymuse.engines.builtin.sketch.stage import Staging, View
from polymuse.engines.builtin.sketch.titles import CONTRAST, INK, SAFE, Caption, CardPicture, contrast

SPAN = Span(0, 4)


def picture(width: int, height: int, hour: str = "day") -> Picture:
    brief = Brief(setting=Setting.model_validate({"time_of_day": hour}))
    return Picture(Staging("meadow", View(width, height), (), Camera(move="static"), brief), 1, SPAN)


def inked(draw, width: int, height: int) -> tuple[int, int, int, int]:
    """Left, top, right, bottom of what is drawn on an empty ground."""
    surface = skia.Surface(width, height)
    draw(surface.getCanvas())
    alpha = surface.toarray()[..., 3]
    rows, columns = np.flatnonzero(alpha.any(axis=1)), np.flatnonzero(alpha.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])


@pytest.mark.parametrize(("width", "height"), [(320, 180), (180, 320), (240, 240)])
@pytest.mark.parametrize("words", ["Sea", "The keeper's last evening\nA film", "Wort " * 60 + "\n" + "sub " * 50])
def test_a_card_keeps_its_words_inside_the_frame(width: int, height: int, words: str) -> None:
    card = CardPicture(picture(width, height), words, SPAN)
    left, top, right, bottom = inked(lambda c: [x.draw(c, 3.0) for x in card.lettering], width, height)
    edge = 0.05
    assert left >= edge * width
    assert right <= (1 - edge) * width
    assert top >= edge * height
    assert bottom <= (1 - edge) * height


@pytest.mark.parametrize("hour", ["day", "golden hour", "night"])
def test_a_cards_ground_is_dark_enough_for_its_words(hour: str) -> None:
    assert contrast(INK, CardPicture(picture(160, 90, hour), "Title", SPAN).ground) >= CONTRAST


def test_words_come_gently() -> None:
    card = CardPicture(picture(160, 90), "Title", SPAN)
    first, later = skia.Surface(160, 90), skia.Surface(160, 90)
    card.draw(first.getCanvas(), 0.0)
    card.draw(later.getCanvas(), 3.0)
    assert later.toarray()[..., :3].max() > first.toarray()[..., :3].max()


@pytest.mark.parametrize(("width", "height"), [(320, 180), (180, 320)])
def test_on_screen_text_is_in_the_safe_area_and_readable_on_white(width: int, height: int) -> None:
    words = "Maria, 74\nLighthouse keeper since 1971 and still not tired of the sea"
    caption = Caption(picture(width, height), words, SPAN, still=True)
    left, top, right, bottom = inked(lambda c: caption.draw(c, 1.0), width, height)
    assert left >= round(SAFE * width)
    assert right <= (1 - SAFE) * width + 1
    assert height / 3 < top < bottom < (1 - SAFE) * height
    assert contrast(INK, Rgb(1, 1, 1).mix(caption.plate, 0.78)) >= CONTRAST


def test_on_screen_text_goes_before_the_scene_does() -> None:
    caption = Caption(picture(320, 180), "Harbour", SPAN)
    surface = skia.Surface(320, 180)
    caption.draw(surface.getCanvas(), SPAN.end)
    assert not surface.toarray().any()
