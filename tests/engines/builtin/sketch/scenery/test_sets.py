"""Every set paints in every shape of frame, the same each time, and fills the picture."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import skia

from polymuse.brief import Brief, Setting, Subject
from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.scenery import sets, sky
from polymuse.engines.builtin.sketch.scenery.brush import Brush
from polymuse.engines.builtin.sketch.scenery.light import light_of, palette_of
from polymuse.engines.builtin.sketch.stage import Backdrop, Scenery, View

SHAPES = ((96, 54), (54, 96), (64, 64))


def scenery(name: str, size: tuple[int, int] = (96, 54), hour: str = "day", seed: int = 1, text: str = "") -> Scenery:
    brief = Brief(text=text, setting=Setting.model_validate({"time_of_day": hour}))
    return Scenery(View(*size), light_of(brief, sets.indoors(name)), brief, palette_of(brief), seed)


def picture(backdrop: Backdrop, size: tuple[int, int], seconds: float = 0.0) -> np.ndarray:
    """Height × width × 4 bytes; magenta where nothing was painted."""
    surface = skia.Surface(*size)
    canvas = surface.getCanvas()
    canvas.clear(0xFFFF00FF)
    for plane in sorted(backdrop.planes, key=lambda p: -p.z):
        plane.draw(canvas, seconds)
    return np.array(surface.makeImageSnapshot().toarray(colorType=skia.kRGBA_8888_ColorType))


@pytest.mark.parametrize("name", sets.names())
def test_a_set_fills_every_frame(name: str) -> None:
    for size in SHAPES:
        pixels = picture(sets.paint(name, scenery(name, size, "dusk")), size)
        bare = (pixels[..., 0] == 255) & (pixels[..., 1] == 0) & (pixels[..., 2] == 255)
        assert not bare.any(), size
        assert pixels[..., :3].std() > 4, "a set is not one flat colour"


@pytest.mark.parametrize("name", sets.names())
def test_a_set_is_the_same_every_time(name: str) -> None:
    first, second = (picture(sets.paint(name, scenery(name)), (96, 54), 1.3) for _ in range(2))
    assert np.array_equal(first, second)


@pytest.mark.parametrize("name", sets.names())
def test_things_can_stand_where_a_set_says(name: str) -> None:
    for size in SHAPES:
        backdrop = sets.paint(name, scenery(name, size))
        assert backdrop.indoors == sets.indoors(name)
        assert all(plane.z > 0 for plane in backdrop.planes)
        for zone in (backdrop.ground, backdrop.water):
            if zone:
                assert 0 < zone.near < zone.far
                assert zone.left < zone.right
                assert View(*size).ground(zone.far) < size[1]


def test_planes_come_back_to_front() -> None:
    for name in sets.names():
        depths = [plane.z for plane in sets.paint(name, scenery(name)).planes]
        assert depths == sorted(depths, reverse=True), name


def test_seeds_vary_the_land_and_moments_move_the_water() -> None:
    one, two = (picture(sets.paint("meadow", scenery("meadow", seed=s)), (96, 54)) for s in (1, 2))
    assert not np.array_equal(one, two)
    sea = sets.paint("sea", scenery("sea"))
    assert not np.array_equal(picture(sea, (96, 54), 0.0), picture(sea, (96, 54), 1.0))


def test_words_name_sets() -> None:
    words = sets.words()
    for word, name in (("harbor", "harbour"), ("woods", "forest"), ("lighthouse", "headland"), ("kitchen", "kitchen")):
        assert words[word] == name
    assert all(word == word.lower() for word in words)
    with pytest.raises(KeyError):
        sets.paint("no such place", scenery("sea"))


def test_the_sky_shows_what_the_words_ask_for() -> None:
    plain = Brush(scenery("sea", hour="night"))
    asked = Brush(scenery("sea", hour="night", text="Northern lights and a rainbow"))
    assert len(sky.planes(asked)) == len(sky.planes(plain)) + 2


@pytest.mark.parametrize("family", ["plants", "sky"])
def test_every_plant_and_thing_of_the_sky_is_well_drawn(family: str) -> None:
    drawn = [art.load(name) for name in art.drawing_files() if art.load(name).family == family]
    assert len(drawn) > 7
    for thing in drawn:
        left, top, right, bottom = thing.bounds
        assert thing.main in thing.slots
        assert left > -0.25 * thing.width and right < 1.25 * thing.width, thing.name
        assert top > -0.25 * thing.height and bottom < 1.25 * thing.height, thing.name


@pytest.mark.parametrize(
    ("action", "moves"), [("leave", True), ("arrive", True), ("pass", True), ("wait", False), (None, False)]
)
def test_the_station_s_train_does_what_is_said_of_it(action: str | None, moves: bool) -> None:
    told = scenery("station")
    told = replace(told, brief=told.brief.model_copy(update={"subjects": (Subject(name="train", action=action),)}))
    early, late = (picture(sets.paint("station", told), (96, 54), t) for t in (0.5, 2.0))
    height = early.shape[0]
    below = slice(height // 3, height)  # above, clouds drift
    assert (not np.array_equal(early[below], late[below])) == moves


def test_the_station_s_train_has_the_colour_that_is_said() -> None:
    told = scenery("station")
    green, blue = (
        picture(
            sets.paint("station", replace(told, brief=Brief(subjects=(Subject(name="train", colour=c),)))), (96, 54)
        )
        for c in ("green", "blue")
    )
    assert not np.array_equal(green, blue)
