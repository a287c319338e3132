"""What work costs, before it is done."""

from __future__ import annotations

import pytest

from polymuse.money import FREE, Money, Range, guessed, price_of, quantities, traits
from polymuse.tasks.text_generation import TextGeneration
from polymuse.tasks.text_to_image import TextToImage
from polymuse.tasks.text_to_speech import TextToSpeech
from polymuse.tasks.text_to_video import TextToVideo
from polymuse.types import Params, Price


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


def test_a_shot_whose_scene_is_not_made_yet_is_as_long_as_its_size_says() -> None:
    shot = TextToVideo(width=1000, height=1000, fps=10, lead=2, tail=3)
    assert guessed(shot, 45.0, "megapixel").seconds == pytest.approx(4.5)  # type: ignore[attr-defined]
    amounts = quantities(guessed(shot, 45.0, "megapixel"), {}, 45.0, "megapixel", (4, 5, 8), doubt=0.3)
    assert amounts["second"] == Range(4, 5, 8)
