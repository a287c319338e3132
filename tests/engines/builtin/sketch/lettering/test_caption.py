from __future__ import annotations

import numpy as np
import pytest
import skia

from polymuse.brief import Brief, Camera
from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.lettering.caption import PLATE, CaptionOverlay
from polymuse.engines.builtin.sketch.lettering.card import SAFE
from polymuse.engines.builtin.sketch.lettering.ink import CONTRAST, PAPER, contrast
from polymuse.engines.builtin.sketch.picture.camera import ShotSpan
from polymuse.engines.builtin.sketch.picture.render import Picture
from polymuse.engines.builtin.sketch.stage import Staging, View

SPAN = ShotSpan(0, 4)


def picture(width: int, height: int) -> Picture:
    return Picture(Staging("meadow", View(width, height), (), Camera(move="static"), Brief()), 1, SPAN)


@pytest.mark.parametrize(("width", "height"), [(320, 180), (180, 320)])
def test_on_screen_text_is_in_the_safe_area_and_readable_on_white(width: int, height: int) -> None:
    words = "Maria, 74\nLighthouse keeper since 1971 and still not tired of the sea"
    caption = CaptionOverlay(picture(width, height), words, SPAN, still=True)
    surface = skia.Surface(width, height)
    caption.draw(surface.getCanvas(), 1.0)
    rows, columns = (np.flatnonzero(surface.toarray()[..., 3].any(axis=axis)) for axis in (1, 0))
    assert columns[0] >= round(SAFE * width)
    assert columns[-1] <= (1 - SAFE) * width + 1
    assert height / 3 < rows[0] < rows[-1] < (1 - SAFE) * height
    assert contrast(PAPER, Rgb(1, 1, 1).mix(caption.plate, PLATE)) >= CONTRAST


def test_on_screen_text_goes_before_the_scene_does() -> None:
    caption = CaptionOverlay(picture(320, 180), "Harbour", SPAN)
    surface = skia.Surface(320, 180)
    caption.draw(surface.getCanvas(), SPAN.end)
    assert not surface.toarray().any()
