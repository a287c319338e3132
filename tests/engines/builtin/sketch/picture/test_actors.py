from __future__ import annotations

import pytest
import skia

from polymuse.brief import Brief
from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.picture import weather
from polymuse.engines.builtin.sketch.picture.actors import actor_items, load_drawing, make_actor
from polymuse.engines.builtin.sketch.scenery.light import light_of
from polymuse.engines.builtin.sketch.stage import PlacedThing, View

VIEW = View(320, 180)
DAY = light_of(Brief())


def test_things_of_every_kind_can_be_drawn() -> None:
    for name in sorted(art.drawing_files())[::9]:
        placed = PlacedThing(name, 0, 9, size=3 / art.load(name).metres)
        actor = make_actor(placed, load_drawing(placed), None, VIEW, DAY)
        surface = skia.Surface(VIEW.width, VIEW.height)
        for item in actor_items(actor, indoors=False):
            item.draw(surface.getCanvas(), 0.5)
        assert surface.toarray().any(), name


@pytest.mark.parametrize("kind", ["rain", "snow", "fog", "storm"])
def test_weather_depends_on_the_moment_only(kind: str) -> None:
    def frame(moments: list[float]) -> bytes:
        surface = skia.Surface(VIEW.width, VIEW.height)
        for moment in moments:
            surface.getCanvas().clear(0)
            for item in weather.items((kind,), VIEW, DAY, 5):
                item.draw(surface.getCanvas(), moment)
        return surface.toarray().tobytes()

    assert frame([2.0]) == frame([0.0, 7.0, 2.0])
    assert frame([2.0]) != frame([2.5])
