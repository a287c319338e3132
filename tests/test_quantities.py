"""How much there is to pay for."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse import tasks
from polymuse.asset import Asset, Kind
from polymuse.quantities import ANSWER, Quantities, measured, nothing, per_image, per_item, spread
from polymuse.tasks.text_generation import TextGeneration
from polymuse.types import Range


def counted(task: str, inputs: Mapping[str, Asset] | None = None, **params: Any) -> Quantities:
    known = tasks.get(task)
    return known.quantities(tasks.parameters(known, params), inputs or {})


def given_of(kind: Kind, **facts: Any) -> Asset:
    return Asset(kind, "", "0" * 64, Path("given"), facts)


def test_a_task_that_nobody_charges_for_counts_nothing() -> None:
    assert counted("audio-mixing") == nothing(TextGeneration(prompt="x"), {}) == {}


def test_measures_are_put_together() -> None:
    both = measured(per_item, per_image)(TextGeneration(prompt="x"), {})
    assert both == {"item": Range.exactly(1), "image": Range.exactly(1)}


def test_what_may_turn_out_smaller_or_larger_has_a_range() -> None:
    low, expected, high = ({"second": Range(n, n, n + 1)} for n in (2.0, 4.0, 9.0))
    assert spread(low, expected, high) == {"second": Range(2.0, 4.0, 10.0)}


def test_megapixels_are_charged_whole_and_without_a_size_are_the_given_picture_s() -> None:
    assert counted("text-to-image", prompt="x")["megapixel"] == Range(0.9216, 0.9216, 1.0)
    picture = given_of(Kind.IMAGE, width=2000, height=1000)
    assert counted("image-to-image", {"image": picture}, prompt="x")["megapixel"] == Range(2.0, 2.0, 2.0)


def test_a_change_of_a_video_lasts_as_long_as_the_video() -> None:
    video = {"video": given_of(Kind.VIDEO, seconds=7.5)}
    assert counted("video-to-video", video, prompt="x")["second"] == Range(7.5, 7.5, 8.0)


@pytest.mark.parametrize(("speed", "seconds"), [(1.0, 100), (2.0, 50), (0.25, 400)])
def test_speech_lasts_as_its_words_do_at_their_speed(speed: float, seconds: float) -> None:
    lasts = counted("text-to-speech", text="x" * 1500, speed=speed)["second"]
    assert lasts.expected == pytest.approx(seconds) and lasts.low < lasts.expected < lasts.high


@pytest.mark.parametrize(("text", "tokens"), [("x" * 10_000, 3020), ("灯" * 10_000, 12_020), ("ж" * 10_000, 3020)])
def test_words_are_counted_as_their_script_has_it(text: str, tokens: int) -> None:
    read = counted("text-generation", prompt=text)["input token"]
    assert read.expected == pytest.approx(tokens)
    assert read.high >= len(text.encode())


def test_texts_of_embeddings_are_counted() -> None:
    few, many = (counted("feature-extraction", text=["a boat"] * n)["input token"] for n in (1, 100))
    assert many.high - few.high >= 99 * 6


def test_what_is_listened_to_and_watched_is_counted_in_tokens() -> None:
    film = given_of(Kind.VIDEO, seconds=10.0)
    assert counted("video-text-to-text", {"video": film}, prompt="x")["input token"].low > 3000


def test_a_transcript_is_as_long_as_what_is_heard() -> None:
    hour = given_of(Kind.SPEECH, seconds=3600.0)
    written = counted("automatic-speech-recognition", {"speech": hour})["output token"]
    assert written.low < 4 * 3600 <= written.expected < written.high and written.high > 100_000


words = st.text(max_size=60)
schemas = st.dictionaries(words, st.dictionaries(words, words, max_size=2), max_size=2)
pieces = st.lists(st.sampled_from((Kind.IMAGE, Kind.VIDEO, Kind.SOUND, Kind.TEXT, Kind.DOCUMENT)), max_size=3)


def worst(asset: Asset) -> int:
    """The most tokens that any service has charged for an input."""
    if asset.kind is Kind.IMAGE:
        return 16_384
    rates = {Kind.VIDEO: 258 + 32 + 7, Kind.SOUND: 32}
    if asset.kind in rates:
        return int(rates[asset.kind] * asset.facts["seconds"])
    return int(asset.facts["bytes"])


@given(
    prompt=words.filter(bool), system=words, stop=st.lists(words, max_size=4), kinds=pieces, schema=schemas,
    seconds=st.floats(0, 600), size=st.integers(1, 10**6), limit=st.none() | st.integers(1, 200_000),
)  # fmt: skip
def test_no_count_is_above_the_bound(
    prompt: str, system: str, stop: list[str], kinds: list[Kind], schema: dict[str, object], seconds: float, size: int,
    limit: int | None,
) -> None:  # fmt: skip
    """However badly a tokeniser does: a token for every byte of every text that is sent, JSON with spaces and indents,
    and an answer up to the limit that was sent."""
    params = TextGeneration.model_construct(
        prompt=prompt, system=system, stop=tuple(stop), json_schema=schema, max_tokens=limit
    )
    inputs = {f"{n}": given_of(kind, seconds=seconds, bytes=size) for n, kind in enumerate(kinds)}
    shape = json.dumps(schema, ensure_ascii=False, indent=1) if schema else ""
    read = sum(len(text.encode()) for text in (prompt, system, shape, *stop)) + sum(map(worst, inputs.values()))
    bound = tasks.get("text-generation").quantities(params, inputs)
    assert bound["input token"].low <= bound["input token"].expected
    assert read + 500 <= bound["input token"].high
    assert (limit or ANSWER) <= bound["output token"].high
