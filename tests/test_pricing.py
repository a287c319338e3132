"""What work costs, before it is done."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse import pricing as money
from polymuse import tasks
from polymuse.asset import Asset, Kind
from polymuse.catalog import Route, systems
from polymuse.pricing import (
    ANSWER,
    FREE,
    Money,
    Range,
    answer_limit,
    cost_of,
    guessed,
    price_of,
    quantities,
    traits,
    unmade,
)
from polymuse.tasks.image_text_to_text import ImageTextToText
from polymuse.tasks.text_generation import TextGeneration
from polymuse.tasks.text_to_image import TextToImage
from polymuse.tasks.text_to_music import TextToMusic
from polymuse.tasks.text_to_speech import TextToSpeech
from polymuse.tasks.text_to_video import TextToVideo
from polymuse.types import Card, Params, Price, Request, Tokens

ROUTES = [(s.id, r) for s in systems().values() for r in s.routes if r.prices]


PER_TOKEN = (Price(unit="input token", usd=1e-6), Price(unit="output token", usd=1e-5))


def card(*prices: Price, task: str = "it", answers: int | None = None) -> Card:
    return Card(
        id="m", name="M", version="1", tasks=(task,), locality="hosted", prices={task: prices},
        answers={task: answers} if answers else {},
    )  # fmt: skip


def cost(
    params: Params, unit: str, *prices: Price, size: float = 1.0, inputs: Mapping[str, Asset] | None = None
) -> Money:
    return money.cost(card(*prices), Request("it", params, inputs or {}), size, unit)


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
    answer = cost(TextGeneration(prompt="x" * 4000, max_tokens=500), "item", *PER_TOKEN)
    assert answer.low < answer.expected <= answer.high == pytest.approx(5000e-6 + 500e-5)
    long = cost(TextGeneration(prompt="x" * 4000, max_tokens=32_000), "item", *PER_TOKEN)
    assert long.high == pytest.approx(5000e-6 + 32_000e-5)


def test_an_answer_is_as_long_as_the_service_is_told() -> None:
    """The number that is reckoned with is the number that is sent."""
    said, unsaid = TextGeneration(prompt="x", max_tokens=300), TextGeneration(prompt="x")
    assert answer_limit(said, ()) == answer_limit(said, PER_TOKEN, 100) == 300
    assert answer_limit(unsaid, PER_TOKEN) == answer_limit(unsaid, PER_TOKEN, 128_000) == ANSWER
    assert answer_limit(unsaid, PER_TOKEN, 4096) == 4096
    assert answer_limit(unsaid, ()) is None  # of what costs nothing, the service may say how long it is
    assert answer_limit(TextToImage(prompt="x"), PER_TOKEN) is None
    for limit in (None, 4096):
        known = card(PER_TOKEN[1], answers=limit)
        assert money.cost(known, Request("it", unsaid), 1, "item").high == pytest.approx((limit or ANSWER) * 1e-5)


@pytest.mark.parametrize(("text", "tokens"), [("x" * 10_000, 3020), ("灯" * 10_000, 12_020), ("ж" * 10_000, 3020)])
def test_words_are_counted_as_their_script_has_it(text: str, tokens: int) -> None:
    told = quantities(TextGeneration(prompt=text), {}, 1, "item")["input token"]
    assert told.expected == pytest.approx(tokens)
    assert told.high >= len(text.encode())


words = st.text(max_size=60)
schemas = st.dictionaries(words, st.dictionaries(words, words, max_size=2), max_size=2)
pieces = st.lists(st.sampled_from((Kind.IMAGE, Kind.VIDEO, Kind.SOUND, Kind.TEXT, Kind.DOCUMENT)), max_size=3)


def given_of(kinds: list[Kind], seconds: float, size: int) -> dict[str, Asset]:
    facts = {"seconds": seconds, "bytes": size}
    return {f"{n}": Asset(kind, "", f"{n}", Path(), facts) for n, kind in enumerate(kinds)}


def worst(asset: Asset) -> int:
    """The most tokens that any service has charged for an input."""
    if asset.kind is Kind.IMAGE:
        return 16_384
    rates = {Kind.VIDEO: 258 + 32 + 7, Kind.SOUND: 32}
    if asset.kind in rates:
        return int(rates[asset.kind] * asset.facts["seconds"])
    return int(asset.facts["bytes"])


@given(
    prompt=words.filter(bool), system=words, schema=st.none() | schemas, tools=schemas, kinds=pieces,
    seconds=st.floats(0, 600), size=st.integers(1, 10**6), limit=st.none() | st.integers(1, 200_000),
    written=st.floats(0, 1), most=st.none() | st.integers(1, 10**6),
)  # fmt: skip
def test_no_charge_is_above_the_bound(
    prompt: str, system: str, schema: dict[str, object] | None, tools: dict[str, dict[str, object]], kinds: list[Kind],
    seconds: float, size: int, limit: int | None, written: float, most: int | None,
) -> None:  # fmt: skip
    """However badly a tokeniser does: a token for every byte of every text that is sent, JSON with spaces and indents,
    and an answer up to the limit that was sent."""
    params = TextGeneration(prompt=prompt, system=system, json_schema=schema, tools=tools, max_tokens=limit)
    request, known = Request("it", params, given_of(kinds, seconds, size)), card(*PER_TOKEN, answers=most)
    shapes = "".join(json.dumps(value, ensure_ascii=False, indent=1) for value in (schema, tools) if value)
    read = sum(len(text.encode()) for text in (prompt, system, shapes)) + sum(map(worst, request.inputs.values()))
    sent = answer_limit(params, PER_TOKEN, most)
    assert sent
    tokens = Tokens(read + 500, round(written * sent))
    bound = money.cost(known, request, 1, "item")
    assert bound.low <= bound.expected <= bound.high
    assert cost_of(known, request, 1, "item", tokens, 0) <= bound.high


def test_long_requests_are_charged_at_their_own_price() -> None:
    dearer = (Price(unit="input token", usd=5e-6, beyond=1000), Price(unit="output token", usd=5e-5, beyond=1000))
    known, request = card(*PER_TOKEN, *dearer), Request("it", TextGeneration(prompt="x" * 2000, max_tokens=100))
    for read, usd in ((1000, 1000e-6 + 100e-5), (1001, 1001 * 5e-6 + 100 * 5e-5)):
        assert cost_of(known, request, 1, "item", Tokens(read, 100), 0) == pytest.approx(usd)
    asked = money.cost(known, request, 1, "item")
    assert asked.expected == pytest.approx(620e-6 + 100e-5)
    assert asked.high == pytest.approx(3000 * 5e-6 + 100 * 5e-5)  # it may be as long, as far as one knows beforehand


def test_what_was_counted_is_what_is_charged() -> None:
    prices = (*PER_TOKEN, Price(unit="image", usd=0.04, low=0))
    request, known = Request("it", TextGeneration(prompt="x")), card(*prices)
    assert cost_of(known, request, 1, "item", Tokens(1000, 200), 2) == pytest.approx(0.001 + 0.002 + 0.08)
    assert cost_of(known, request, 1, "item", Tokens(1000, 200)) == pytest.approx(0.003)
    by_item = card(Price(unit="item", usd=1.0))
    assert cost_of(by_item, request, 1, "item", Tokens(9, 9), 0) == 1.0
    assert cost_of(by_item, request, 1, "item", Tokens(9, 9)) == 0.0


def test_inputs_that_are_not_made_yet_are_counted() -> None:
    look = ImageTextToText(prompt="What is it?")
    bare = cost(look, "item", *PER_TOKEN)
    shown = cost(look, "item", *PER_TOKEN, inputs=unmade({"image": Kind.IMAGE, "image-2": Kind.IMAGE}, 1, "item"))
    assert shown.expected - bare.expected == pytest.approx(2 * 1.2 * 1100e-6)
    assert shown.high - bare.high == pytest.approx(2 * 16_384e-6)


def test_a_transcript_is_as_long_as_what_is_heard() -> None:
    heard = tasks.parameters(tasks.get("automatic-speech-recognition"), {})
    hour = Asset(Kind.SPEECH, "audio/wav", "0" * 64, Path("said.wav"), {"seconds": 3600.0})
    told = quantities(heard, {"speech": hour}, 0.0, "second")["output token"]
    assert told.low < 4 * 3600 <= told.expected < told.high and told.high > 100_000


def estimate(prices: tuple[Price, ...], task: str, size: float = 0.0, **values: object) -> Money:
    known = tasks.get(task)
    asked = tasks.parameters(known, values)
    return cost(asked, known.unit, *prices, size=size)


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
    shot = TextToVideo(width=1000, height=1000, fps=10)
    assert guessed(shot, 45.0, "megapixel").seconds == pytest.approx(4.5)  # type: ignore[attr-defined]
    amounts = quantities(guessed(shot, 45.0, "megapixel"), {}, 45.0, "megapixel", (4, 5, 8), doubt=0.3)
    assert amounts["second"] == Range(4, 5, 8)


@pytest.mark.parametrize(("seconds", "charged"), [(1, 3), (60, 60), (700, 600)])
def test_what_is_charged_is_what_a_model_can_make(seconds: float, charged: float) -> None:
    card = Card(
        id="m", name="M", version="1", tasks=("text-to-music",), locality="hosted",
        prices={"text-to-music": (Price(unit="second", usd=0.01),)}, shortest={"text-to-music": 3.0},
        longest={"text-to-music": 600.0},
    )  # fmt: skip
    asked = Request("text-to-music", TextToMusic(prompt="calm", seconds=seconds))
    assert money.cost(card, asked, seconds, "second").expected == pytest.approx(charged * 0.01)
