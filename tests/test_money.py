"""What work costs, before it is done."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse import tasks
from polymuse.asset import Asset, Kind
from polymuse.catalog import Route, systems
from polymuse.money import FREE, Money, Range, guessed, price_of, quantities, traits
from polymuse.tasks.text_generation import TextGeneration
from polymuse.tasks.text_to_image import TextToImage
from polymuse.tasks.text_to_speech import TextToSpeech
from polymuse.tasks.text_to_video import TextToVideo
from polymuse.types import Params, Price

ROUTES = [(s.id, r) for s in systems().values() for r in s.routes if r.prices]


def cost(params: Params, unit: str, *prices: Price, size: float = 1.0) -> Money:
    return price_of(prices, quantities(params, {}, size, unit), traits(params))


def test_nothing_said_is_nothing_charged() -> None:
    assert cost(TextToImage(prompt="x"), "megapixel") == FREE


def test_the_price_that_says_most_of_the_request_counts() -> None:
    prices = (
        Price(unit="image", usd=0.04),
        Price(unit="image", usd=0.08, when={"quality": "hd"}),
        Price(unit="image", usd=0.5, when={"quality": "hd", "resolution": "1080p"}),
    )
    assert cost(TextToImage(prompt="x"), "megapixel", *prices).expected == 0.04
    assert cost(TextToImage(prompt="x", quality="hd"), "megapixel", *prices).expected == 0.08
    large = TextToImage(prompt="x", quality="hd", width=1920, height=1080)
    assert cost(large, "megapixel", *prices).expected == 0.5


def test_a_request_that_fits_no_price_is_charged_like_the_dearest() -> None:
    prices = (
        Price(unit="image", usd=0.1, when={"quality": "hd"}),
        Price(unit="image", usd=0.2, when={"quality": "draft"}),
    )
    assert cost(TextToImage(prompt="x"), "megapixel", *prices).high == 0.2


def test_a_shot_costs_what_it_lasts() -> None:
    shot = TextToVideo(prompt="x", seconds=5)
    assert cost(shot, "megapixel", Price(unit="second", usd=0.1, low=0.05, high=0.3)) == pytest.approx(
        Money(0.25, 0.5, 1.5)
    )
    assert price_of(
        (Price(unit="second", usd=0.1),), quantities(shot, {}, 1, "megapixel", (4, 8)), {}
    ).high == pytest.approx(0.8)


def test_speech_is_charged_by_its_characters_or_by_how_long_it_may_last() -> None:
    said = TextToSpeech(text="x" * 900)
    assert cost(said, "character", Price(unit="character", usd=0.001)) == pytest.approx(Money(0.9, 0.9, 0.9))
    minutes = cost(said, "character", Price(unit="minute", usd=1.0))
    assert minutes.expected == pytest.approx(1.0) and 0.5 < minutes.low < 1.0 < minutes.high < 2.0


def test_an_answer_is_estimated_from_little_to_the_most_that_was_allowed() -> None:
    prices = (Price(unit="input token", usd=1e-6), Price(unit="output token", usd=1e-5))
    money = cost(TextGeneration(prompt="x" * 4000, max_tokens=500), "item", *prices)
    assert money.low < money.expected <= money.high == pytest.approx(2200e-6 + 500e-5)


def estimate(prices: tuple[Price, ...], task: str, size: float = 0.0, **values: object) -> Money:
    known = tasks.get(task)
    asked = tasks.parameters(known, values)
    return price_of(prices, quantities(asked, {}, size, known.unit), traits(asked))


def test_silent_films_are_not_charged_for_sound() -> None:
    prices = (
        Price(unit="second", usd=0.084, when={"audio": "false"}),
        Price(unit="second", usd=0.126, when={"audio": "true"}),
    )
    assert estimate(prices, "text-to-video", prompt="a boat", seconds=5).expected == pytest.approx(0.42)


def test_a_price_by_resolution_goes_by_the_shorter_side() -> None:
    prices = tuple(
        Price(unit="second", usd=usd, when={"resolution": step}) for step, usd in (("720p", 0.1), ("4k", 0.3))
    )
    for size, usd in (((1280, 720), 0.1), ((2160, 3840), 0.3)):
        at = estimate(prices, "text-to-video", prompt="x", seconds=1, width=size[0], height=size[1])
        assert at.expected == pytest.approx(usd)


@pytest.mark.parametrize(
    ("size", "scale", "resolution"),
    [((1024, 1024), "1k", "1080p"), ((1280, 720), "1k", "720p"), ((1920, 1080), "2k", "1080p"),
     ((4096, 4096), "4k", "4k"), ((512, 512), "512", "540p"), ((320, 180), "512", "360p")],
)  # fmt: skip
def test_sizes_have_a_scale_and_a_resolution(size: tuple[int, int], scale: str, resolution: str) -> None:
    found = traits(tasks.parameters(tasks.get("text-to-image"), {"width": size[0], "height": size[1]}))
    assert (found["scale"], found["resolution"]) == (scale, resolution)


def test_megapixels_are_charged_whole() -> None:
    money = estimate((Price(unit="megapixel", usd=0.015),), "text-to-image", prompt="x", width=1280, height=720)
    assert (money.expected, money.high) == (pytest.approx(0.0138, abs=1e-4), 0.015)


def test_speech_that_is_charged_by_the_second_lasts_as_its_words_do() -> None:
    money = estimate((Price(unit="second", usd=0.001),), "text-to-speech", text="x" * 1500)
    assert money.low < money.expected < money.high
    assert money.expected == pytest.approx(0.1)


def test_what_is_listened_to_and_watched_is_counted_in_tokens() -> None:
    asked = tasks.parameters(tasks.get("video-text-to-text"), {"prompt": "x"})
    film = Asset(Kind.VIDEO, "video/mp4", "0" * 64, Path("film.mp4"), {"seconds": 10.0})
    told = quantities(asked, {"video": film}, 0.0, "second")["input token"]
    assert told.low > 3000


amounts = st.floats(0.1, 3600, allow_nan=False)


@given(st.sampled_from(ROUTES), amounts, amounts)
def test_more_never_costs_less(case: tuple[str, Route], one: float, other: float) -> None:
    _, route = case
    less, more = sorted((one, other))
    for task in route.tasks:
        known = tasks.get(task)
        values = {key: value for key, value in known.example.items() if key not in ("seconds", "text")}
        asked = known.params.model_construct(**values)
        prices = route.prices_for(task)
        small, large = (
            price_of(prices, quantities(asked, {}, size, known.unit), traits(asked)) for size in (less, more)
        )
        assert small.expected <= large.expected and small.low <= large.low and small.high <= large.high


@given(st.sampled_from(ROUTES), amounts)
def test_an_estimate_lies_between_its_bounds(case: tuple[str, Route], size: float) -> None:
    _, route = case
    for task in route.tasks:
        known = tasks.get(task)
        asked = known.params.model_construct(**dict(known.example))
        money = price_of(route.prices_for(task), quantities(asked, {}, size, known.unit), traits(asked))
        assert 0 <= money.low <= money.expected <= money.high


def test_a_range_may_be_a_point() -> None:
    assert Range.exactly(2.0) == Range(2.0, 2.0, 2.0)


def test_what_lies_between_two_steps_is_charged_as_the_next() -> None:
    prices = tuple(
        Price(unit="second", usd=usd, when={"resolution": step})
        for step, usd in (("720p", 0.1), ("1080p", 0.2), ("4k", 0.6))
    )
    for height, usd in ((180, 0.1), (720, 0.1), (800, 0.2), (1440, 0.6), (4000, 0.6)):
        at = estimate(prices, "text-to-video", prompt="x", seconds=1, width=4096, height=height)
        assert at.expected == pytest.approx(usd), height


def test_a_shot_whose_scene_is_not_made_yet_is_as_long_as_its_size_says() -> None:
    shot = TextToVideo(width=1000, height=1000, fps=10, lead=2, tail=3)
    assert guessed(shot, 45.0, "megapixel").seconds == pytest.approx(4.5)  # type: ignore[attr-defined]
    amounts = quantities(guessed(shot, 45.0, "megapixel"), {}, 45.0, "megapixel", (4, 5, 8), doubt=0.3)
    assert amounts["second"] == Range(4, 5, 8)
