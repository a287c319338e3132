from __future__ import annotations

import pytest
import skia
from hypothesis import given
from hypothesis import strategies as st

from polymuse.brief import Brief
from polymuse.engines.builtin.sketch import art, people, weather
from polymuse.engines.builtin.sketch.actors import SLOWEST, cast, items_of, paced, way_of
from polymuse.engines.builtin.sketch.camera import Span
from polymuse.engines.builtin.sketch.light import light_of
from polymuse.engines.builtin.sketch.stage import Placed, View

VIEW = View(320, 180)
DAY = light_of(Brief())
WALKER = people.build(people.look_of("woman")[0])


@given(st.floats(-20, 20), st.floats(0.2, 6), st.booleans(), st.floats(0.5, 60), st.floats(0.5, 12))
def test_travellers_stay_on_their_way(x: float, speed: float, left: bool, seconds: float, half: float) -> None:
    placed = Placed("person", x, 6, action="walk", speed=-speed if left else speed, subject=0)
    span = Span(-0.5, seconds)
    going, tempo = paced(placed, (-half, half), span, WALKER)
    for moment in (span.start, span.middle, span.end):
        assert abs(going.x + going.speed * moment) <= half + 1e-6
    assert going.speed * placed.speed > 0
    assert SLOWEST <= tempo <= 1


def test_what_has_room_is_left_at_its_speed_and_passes_its_place_in_the_middle() -> None:
    placed = Placed("person", 0.5, 6, action="walk", speed=1.0, subject=0)
    going, tempo = paced(placed, (-9, 9), Span(0, 4), WALKER)
    assert (going.speed, tempo) == (1.0, 1.0)
    assert going.x + going.speed * 2 == pytest.approx(0.5)


def test_a_runner_without_room_walks() -> None:
    placed = Placed("person", 0, 6, action="run", speed=3.0, subject=0)
    going, _ = paced(placed, (-1, 1), Span(0, 10), WALKER)
    assert going.action == "walk"


def test_things_of_every_kind_can_be_drawn() -> None:
    for name in sorted(art.library())[::9]:
        placed = Placed(name, 0, 9, size=3 / art.load(name).metres)
        actor = cast(placed, way_of(placed, VIEW, None, 0), VIEW, DAY, Span(0, 2))
        surface = skia.Surface(VIEW.width, VIEW.height)
        for item in items_of(actor, indoors=False):
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
