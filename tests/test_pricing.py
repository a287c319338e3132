"""What work costs, before it is done: quantities times prices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse import tasks
from polymuse.catalog import Route, systems
from polymuse.engines.preparation import prepared
from polymuse.pricing import FREE, Money, answer_limit, cost, cost_of, price_of, traits
from polymuse.quantities import ANSWER
from polymuse.tasks.text_generation import TextGeneration
from polymuse.tasks.text_to_image import TextToImage
from polymuse.types import Asset, Card, Prepared, Price, Range, Request, Tokens, Unit

ROUTES = [(s.id, r) for s in systems().values() for r in s.routes if r.prices]
PER_TOKEN = (Price(unit="input token", usd=1e-6), Price(unit="output token", usd=1e-5))


def ask(task: str, *prices: Price, inputs: Mapping[str, Asset] | None = None, **params: Any) -> Prepared:
    """A request as a model with these prices carries it out."""
    card = Card(id="m", name="M", version="1", tasks=(task,), locality="hosted", prices={task: prices})
    return prepared(card, Request(task, tasks.parameters(tasks.get(task), params), inputs or {}))


def test_nothing_said_is_nothing_charged() -> None:
    assert cost(ask("text-to-image", prompt="x")) == FREE


def test_the_price_that_says_most_of_the_request_counts() -> None:
    prices = (
        Price(unit="image", usd=0.04),
        Price(unit="image", usd=0.08, when={"quality": "hd"}),
        Price(unit="image", usd=0.5, when={"quality": "hd", "resolution": "1080p"}),
    )
    assert cost(ask("text-to-image", *prices, prompt="x")).expected == 0.04
    assert cost(ask("text-to-image", *prices, prompt="x", quality="hd")).expected == 0.08
    assert cost(ask("text-to-image", *prices, prompt="x", quality="hd", width=1920, height=1080)).expected == 0.5


def test_a_request_that_fits_no_price_is_charged_like_the_dearest() -> None:
    prices = (
        Price(unit="image", usd=0.1, when={"quality": "hd"}),
        Price(unit="image", usd=0.2, when={"quality": "draft"}),
    )
    assert cost(ask("text-to-image", *prices, prompt="x")).high == 0.2


def test_a_shot_costs_what_it_lasts() -> None:
    price = Price(unit="second", usd=0.1, low=0.05, high=0.3)
    assert cost(ask("text-to-video", price, prompt="x", seconds=5)) == pytest.approx(Money(0.25, 0.5, 1.5))


def test_a_part_of_a_second_may_be_charged_whole() -> None:
    assert cost(ask("text-to-video", Price(unit="second", usd=0.1), prompt="x", seconds=4.2)).high == pytest.approx(0.5)


def test_speech_is_charged_by_its_characters_or_by_how_long_it_may_last() -> None:
    text = "x" * 900
    money = cost(ask("text-to-speech", Price(unit="character", usd=0.001), text=text))
    assert money == pytest.approx(Money(0.9, 0.9, 0.9))
    minutes = cost(ask("text-to-speech", Price(unit="minute", usd=1.0), text=text))
    assert minutes.expected == pytest.approx(1.0) and 0.5 < minutes.low < 1.0 < minutes.high < 2.0


def test_an_answer_is_estimated_from_little_to_the_most_that_was_allowed() -> None:
    answer = cost(ask("text-generation", *PER_TOKEN, prompt="x" * 4000, max_tokens=500))
    assert answer.low < answer.expected <= answer.high == pytest.approx(5000e-6 + 500e-5)
    long = cost(ask("text-generation", *PER_TOKEN, prompt="x" * 4000, max_tokens=32_000))
    assert long.high == pytest.approx(5000e-6 + 32_000e-5)


def test_an_answer_is_as_long_as_the_service_is_told() -> None:
    """The number that is reckoned with is the number that is sent."""
    limited, unlimited = TextGeneration(prompt="x", max_tokens=300), TextGeneration(prompt="x")
    assert answer_limit(limited, ()) == answer_limit(limited, PER_TOKEN, 100) == 300
    assert answer_limit(unlimited, PER_TOKEN) == answer_limit(unlimited, PER_TOKEN, 128_000) == ANSWER
    assert answer_limit(unlimited, PER_TOKEN, 4096) == 4096
    assert answer_limit(unlimited, ()) is None  # of what costs nothing, the service may say how long it is
    assert answer_limit(TextToImage(prompt="x"), PER_TOKEN) is None


def test_long_requests_are_charged_at_their_own_price() -> None:
    dearer = (Price(unit="input token", usd=5e-6, beyond=1000), Price(unit="output token", usd=5e-5, beyond=1000))
    asked = ask("text-generation", *PER_TOKEN, *dearer, prompt="x" * 2000, max_tokens=100)
    for read, usd in ((1000, 1000e-6 + 100e-5), (1001, 1001 * 5e-6 + 100 * 5e-5)):
        assert cost_of(asked, Tokens(read, 100), 0) == pytest.approx(usd)
    assert cost(asked).expected == pytest.approx(620e-6 + 100e-5)
    assert cost(asked).high == pytest.approx(3000 * 5e-6 + 100 * 5e-5)  # it may be as long, as far as one knows


def test_what_was_counted_is_what_is_charged() -> None:
    asked = ask("any-to-any", *PER_TOKEN, Price(unit="image", usd=0.04, low=0), prompt="x")
    assert cost_of(asked, Tokens(1000, 200), 2) == pytest.approx(0.001 + 0.002 + 0.08)
    assert cost_of(asked, Tokens(1000, 200)) == pytest.approx(0.003)
    by_item = ask("text-generation", Price(unit="item", usd=1.0), prompt="x")
    assert cost_of(by_item, Tokens(9, 9), 0) == 1.0
    assert cost_of(by_item, Tokens(9, 9)) == 0.0


def test_silent_films_are_not_charged_for_sound() -> None:
    prices = (
        Price(unit="second", usd=0.084, when={"audio": "false"}),
        Price(unit="second", usd=0.126, when={"audio": "true"}),
    )
    assert cost(ask("text-to-video", *prices, prompt="a boat", seconds=5)).expected == pytest.approx(0.42)


STEPS = tuple(
    Price(unit="second", usd=usd, when={"resolution": step})
    for step, usd in (("720p", 0.1), ("1080p", 0.2), ("4k", 0.6))
)


@pytest.mark.parametrize(
    ("width", "height", "usd"),
    [(320, 180, 0.1), (1280, 720, 0.1), (720, 1280, 0.1), (960, 960, 0.1), (1440, 800, 0.2), (2560, 1440, 0.6),
     (2160, 3840, 0.6), (4096, 4000, 0.6)],
)  # fmt: skip
def test_a_price_by_resolution_goes_by_the_number_of_pixels(width: int, height: int, usd: float) -> None:
    """What lies between two steps is charged as the next."""
    money = cost(ask("text-to-video", *STEPS, prompt="x", seconds=1, width=width, height=height))
    assert money.expected == pytest.approx(usd)


def test_a_resolution_that_is_asked_for_counts_rather_than_the_size() -> None:
    params = tasks.parameters(tasks.get("text-to-video"), {"prompt": "x"})
    assert traits(params, "768P")["resolution"] == "768p"
    assert traits(params, "2K", still=True)["scale"] == "2k"


@pytest.mark.parametrize(
    ("size", "scale", "resolution"),
    [((1024, 1024), "1k", "1080p"), ((1280, 720), "1k", "720p"), ((1920, 1080), "2k", "1080p"),
     ((4096, 4096), "4k", "4k"), ((512, 512), "512", "480p"), ((320, 180), "512", "360p")],
)  # fmt: skip
def test_sizes_have_a_scale_and_a_resolution(size: tuple[int, int], scale: str, resolution: str) -> None:
    found = traits(tasks.parameters(tasks.get("text-to-image"), {"width": size[0], "height": size[1]}))
    assert (found["scale"], found["resolution"]) == (scale, resolution)


def priced() -> list[tuple[str, Route, str]]:
    return [(id, route, task) for id, route in ROUTES for task in route.tasks if route.prices_for(task)]


@pytest.mark.parametrize(("id", "route", "task"), [pytest.param(*row, id=f"{row[0]}-{row[2]}") for row in priced()])
def test_every_unit_that_a_price_names_is_one_that_its_task_counts(id: str, route: Route, task: str) -> None:
    known = tasks.get(task)
    counted = known.quantities(tasks.parameters(known, known.example), {})
    assert {price.unit for price in route.prices_for(task)} <= counted.keys()


amounts = st.floats(0.1, 3600, allow_nan=False)


@given(st.sampled_from(priced()), amounts, amounts)
def test_more_never_costs_less(case: tuple[str, Route, str], one: float, other: float) -> None:
    _, route, task = case
    known, prices = tasks.get(task), route.prices_for(task)
    params, units = tasks.parameters(known, known.example), {price.unit for price in route.prices_for(task)}
    less, more = ({unit: Range.exactly(amount) for unit in units} for amount in sorted((one, other)))
    small, large = (price_of(prices, quantities, traits(params)) for quantities in (less, more))
    assert small.low <= large.low and small.expected <= large.expected and small.high <= large.high


@given(st.sampled_from(priced()), st.lists(amounts, min_size=3, max_size=3).map(sorted))
def test_an_estimate_lies_between_its_bounds(case: tuple[str, Route, str], bounds: list[float]) -> None:
    _, route, task = case
    known, prices = tasks.get(task), route.prices_for(task)
    quantities: dict[Unit, Range] = {price.unit: Range(*bounds) for price in prices}
    money = price_of(prices, quantities, traits(tasks.parameters(known, known.example)))
    assert 0 <= money.low <= money.expected <= money.high
