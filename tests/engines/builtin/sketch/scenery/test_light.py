"""The light: hours, weathers, moods, palettes; and the names of colours."""

from __future__ import annotations

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.brief import Brief, Mood, Setting
from polymuse.engines.builtin.sketch.art import Rgb
from polymuse.engines.builtin.sketch.colours import named_colours, parse_colour
from polymuse.engines.builtin.sketch.scenery.light import HOURS, WEATHER, light_of, palette_of
from polymuse.engines.builtin.sketch.stage import Light

GREY = Rgb(0.5, 0.5, 0.5)


def of(hour: str = "day", *weather: str, mood: Mood | None = None, palette: tuple[str, ...] = ()) -> Light:
    setting = Setting.model_validate({"time_of_day": hour, "weather": weather})
    return light_of(Brief(setting=setting, mood=mood, palette=palette))


def luma(rgb: Rgb) -> float:
    return 0.3 * rgb.r + 0.59 * rgb.g + 0.11 * rgb.b


def hue(rgb: Rgb) -> float:
    return colorsys.rgb_to_hls(rgb.r, rgb.g, rgb.b)[0]


def test_no_hour_is_day() -> None:
    assert light_of(Brief()).hour == "day"


def test_the_day_grows_dark() -> None:
    surfaces = [luma(of(hour).tint(5)(GREY, False)) for hour in ("day", "sunset", "dusk", "night")]
    assert surfaces == sorted(surfaces, reverse=True)


@given(st.sampled_from(list(HOURS)), st.lists(st.sampled_from(list(WEATHER)), max_size=2, unique=True),
       st.floats(-1, 1), st.floats(-1, 1))  # fmt: skip
def test_nothing_is_ever_black_and_all_colours_are_colours(hour: str, weather: list[str], v: float, a: float) -> None:
    light = of(hour, *weather, mood=Mood(valence=v, arousal=a))
    assert light.clear > 0
    for rgb in (*light.sky, light.haze):
        assert all(0 <= c <= 1.001 for c in (rgb.r, rgb.g, rgb.b))
        assert luma(rgb) > 0.05


def test_fog_hides_what_is_far_and_rain_dims_what_is_near() -> None:
    far = of("day", "fog").tint(150)(Rgb(0.2, 0.1, 0.1), False)
    haze = of("day", "fog").haze
    assert max(abs(far.r - haze.r), abs(far.g - haze.g), abs(far.b - haze.b)) < 0.1
    assert luma(of("day", "rain").key) < luma(of("day").key)
    assert of("day", "overcast").sun is None


def test_happy_is_lighter_and_warmer_than_sad() -> None:
    happy, sad = of(mood=Mood(valence=0.9, arousal=0.4)), of(mood=Mood(valence=-0.9, arousal=-0.4))
    assert luma(happy.key) > luma(sad.key)
    assert happy.key.r - happy.key.b > sad.key.r - sad.key.b


def test_a_palette_pulls_the_sky_towards_it() -> None:
    plain, rosy = of("day"), of("day", palette=("crimson",))
    assert rosy.sky[0].r - rosy.sky[0].b > plain.sky[0].r - plain.sky[0].b
    assert palette_of(Brief(palette=("crimson", "no colour at all, sir"))) == (parse_colour("crimson"),)


def test_indoors_has_no_haze_and_is_warm_by_night() -> None:
    night = light_of(Brief(setting=Setting(time_of_day="night")), set_indoors=True)
    assert night.tint(8)(GREY, False).r > night.tint(8)(GREY, False).b
    assert night.sky == of("night").sky


@pytest.mark.parametrize(
    ("name", "same"),
    [("Navy-Blue", "navy blue"), ("off white", "off-white"), ("warm teal", "teal"), ("#2f7f80", "teal")],
)
def test_names_of_colours(name: str, same: str) -> None:
    assert parse_colour(name) == named_colours()[same]


def test_depths_of_colours() -> None:
    teal, dark = parse_colour("teal"), parse_colour("dark teal")
    assert teal and dark and luma(dark) < luma(teal)
    assert abs(hue(dark) - hue(teal)) < 0.1
    assert parse_colour("nonsense") is None
    assert parse_colour("#12") is None
    assert parse_colour("") is None
    assert len(named_colours()) > 120
