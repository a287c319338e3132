from __future__ import annotations

import pytest
import skia

from polymuse.brief import Brief
from polymuse.brief.describe import complete_brief
from polymuse.engines.builtin.sketch.layout.staging import stage_brief
from polymuse.engines.builtin.sketch.lettering.card import SAFE
from polymuse.engines.builtin.sketch.lettering.ink import CONTRAST, contrast
from polymuse.engines.builtin.sketch.lettering.poster import render_poster, widen_view
from polymuse.engines.builtin.sketch.picture.render import Picture

SCENES = ("A lighthouse and a cottage on the beach at sunset.", "A grandmother stands in a kitchen beside a table.")


@pytest.mark.parametrize(("width", "height"), [(320, 180), (180, 320), (240, 240)])
@pytest.mark.parametrize("text", SCENES)
@pytest.mark.parametrize("title", ["Sea", "The Last Lamp of Gull Point\nA film in five scenes"])
def test_a_posters_title_is_large_in_the_safe_area_and_readable(width: int, height: int, text: str, title: str) -> None:
    staging = stage_brief(complete_brief(Brief(text=text)), width, height, 1)
    picture = Picture(staging, 1)
    surface = skia.Surface(width, height)
    picture.draw(surface.getCanvas(), 0.0)
    poster = render_poster(picture, title, surface.toarray(colorType=skia.kRGBA_8888_ColorType))
    left, top, right, bottom = poster.box
    assert left >= SAFE * width - 1
    assert right <= (1 - SAFE) * width + 1
    assert SAFE * height - 1 <= top < bottom <= (1 - SAFE) * height + 1
    assert bottom - top > 0.08 * height
    assert contrast(poster.ink.colour, poster.ink.worst) >= CONTRAST
    assert not poster.cut


def test_a_posters_view_keeps_what_stands_in_the_frame() -> None:
    staging = stage_brief(complete_brief(Brief(text=SCENES[0])), 320, 180, 1)
    view = widen_view(staging.view)
    for thing in staging.things:
        assert view.ground(thing.z) <= 180
        assert view.scale(thing.z) < staging.view.scale(thing.z)
