"""Which size a model makes of one that is asked for."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.engines.sizes import Frame, frame_of, length_of
from polymuse.types import Capability, SizeRange

sides = st.integers(16, 4096)


def frame(width: int, height: int, still: bool = False, **known: object) -> Frame:
    return frame_of(width, height, Capability.model_validate(known), still=still)


def test_of_some_sizes_the_nearest_in_shape_that_is_large_enough() -> None:
    sizes = ["1280x720", "1920x1080", "720x1280", "960x960"]
    assert frame(1280, 720, sizes=sizes).size == (1280, 720)
    assert frame(1300, 730, sizes=sizes).size == (1920, 1080)
    assert frame(3000, 1700, sizes=sizes).size == (1920, 1080)
    assert frame(300, 310, sizes=sizes) == Frame(960, 960, size=(960, 960))


def test_a_shape_and_a_resolution() -> None:
    known = {"aspects": ["16:9", "1:1"], "resolutions": ["480p", "720p"]}
    assert frame(1280, 720, **known) == Frame(1280, 720, aspect="16:9", resolution="720p")
    assert frame(960, 960, **known) == Frame(960, 960, aspect="1:1", resolution="720p")
    assert frame(4000, 2000, **known) == Frame(1280, 720, aspect="16:9", resolution="720p")
    assert str(frame(4000, 2000, **known)) == "16:9 in 720p"


def test_a_shape_alone_and_a_resolution_alone() -> None:
    assert frame(800, 400, aspects=["1:1"]) == Frame(566, 566, aspect="1:1")
    assert frame(1000, 500, resolutions=["720p"]) == Frame(1358, 678, resolution="720p")


def test_a_still_s_resolution_is_a_square_s() -> None:
    assert frame(1024, 1024, True, aspects=["1:1"], resolutions=["1K", "2K"]).resolution == "1K"
    assert frame(1920, 1080, True, aspects=["16:9"], resolutions=["1K", "2K"]).resolution == "2K"


def test_of_a_model_that_nobody_knows_the_size_itself_is_asked_for() -> None:
    assert frame(1000, 500) == Frame(1000, 500, size=(1000, 500), aspect="2:1")


RANGES = (
    SizeRange(step=16, least=16, most=3840, fewest=655_360, largest=8_294_400, ratio=3),
    SizeRange(step=32, least=256, most=1440),
    SizeRange(step=16, least=64, largest=2048 * 2048),
    SizeRange(step=1),
)


@given(sides, sides, st.sampled_from(RANGES))
def test_a_free_size_lies_within_its_bounds(width: int, height: int, bounds: SizeRange) -> None:
    size = frame(width, height, size_range=bounds).size
    assert size is not None
    assert all(side % bounds.step == 0 and bounds.least <= side <= bounds.most for side in size)
    assert bounds.fewest <= math.prod(size) <= bounds.largest and max(size) <= bounds.ratio * min(size)


@given(sides.map(lambda n: 16 * (n // 16)), sides.map(lambda n: 16 * (n // 16)))
def test_a_size_within_the_bounds_stays(width: int, height: int) -> None:
    assert frame(width, height, size_range=SizeRange(step=16)).size == (width, height)


@given(sides, sides, st.sampled_from([{"sizes": ["1280x720", "720x720"]}, {"aspects": ["3:2"], "resolutions": ["4k"]}]))
def test_what_comes_out_has_the_shape_and_the_pixels_that_it_is_said_to(
    width: int, height: int, known: dict[str, object]
) -> None:
    made = frame(width, height, **known)
    if made.size:
        assert (made.width, made.height) == made.size
    else:
        assert made.width / made.height == pytest.approx(1.5, rel=0.01)
        assert made.width * made.height == pytest.approx(3840 * 2160, rel=0.01)


@pytest.mark.parametrize(
    ("known", "asked", "made"),
    [
        ({"seconds": (5, 10)}, 3, 5), ({"seconds": (5, 10)}, 5.5, 10), ({"seconds": (5, 10)}, 60, 10),
        ({"least": 3, "most": 15, "step": 1}, 4.2, 5), ({"least": 3, "most": 15, "step": 1}, 1, 3),
        ({"least": 3, "most": 15}, 4.2, 4.2), ({"most": 15}, 20, 15), ({}, 20, 20),
        ({"least": 5.0625, "most": 6.25, "step": 0.0625}, 5.5, 5.5),
    ],
)  # fmt: skip
def test_a_length_is_the_shortest_that_is_enough(known: dict[str, object], asked: float, made: float) -> None:
    assert length_of(asked, Capability.model_validate(known)) == pytest.approx(made)


@given(st.floats(0.01, 100), st.floats(0.5, 5), st.floats(6, 30), st.sampled_from([0.0, 0.01, 0.5, 1.0]))
def test_a_length_lies_within_its_bounds(asked: float, least: float, most: float, step: float) -> None:
    made = length_of(asked, Capability(least=least, most=most, step=step))
    assert least <= made <= most and (made >= min(asked, most) - 1e-6)
