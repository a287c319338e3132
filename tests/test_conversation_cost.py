"""A conversation never costs more than is set aside for it, however badly a tokeniser does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse import tasks
from polymuse.asset import Asset, Kind
from polymuse.engines.preparation import prepared
from polymuse.pricing import answer_limit, cost, cost_of, traits
from polymuse.types import Card, Price, Request, Tokens

PRICES = (Price(unit="input token", usd=1e-6), Price(unit="output token", usd=1e-5))
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
objects = st.dictionaries(words, st.dictionaries(words, words, max_size=2), max_size=2)
pictures = st.integers(0, 3)


def conversation(turns: list[tuple[str, str, dict[str, Any]]], shown: int) -> list[dict[str, Any]]:
    """Messages in which every answer calls a tool, and the first shows pictures."""
    told: list[dict[str, Any]] = [{"role": "user", "parts": [{"media": f"image-{n}"} for n in range(shown)]}] * bool(
        shown
    )
    for n, (asked, answered, arguments) in enumerate(turns):
        call = {"id": f"call_{n}", "name": "tool", "arguments": arguments}
        told += [
            {"role": "user", "parts": [asked, "and"]},
            {"role": "assistant", "parts": [{"reasoning": answered, "signature": asked}, call]},
            {"role": "tool", "parts": [{"id": f"call_{n}", "content": [answered], "is_error": True}]},
        ]
    return told


def bytes_of(message: dict[str, Any]) -> int:
    """Of all that a message says, its calls as JSON that is written widely; 20 more around every part."""
    size = 20
    for part in message["parts"]:
        if isinstance(part, str):
            size += 20 + len(part.encode())
        elif "arguments" in part:
            size += 20 + len(json.dumps(part, ensure_ascii=False, indent=1).encode())
        else:
            texts = (*part.get("content", ()), part.get("reasoning", ""), part.get("signature", ""), part.get("id", ""))
            size += sum(20 + len(text.encode()) for text in texts)
    return size


@given(
    turns=st.lists(st.tuples(words, words, objects), min_size=1, max_size=40), shown=pictures, system=words,
    parameters=objects, limit=st.none() | st.integers(1, 200_000), written=st.floats(0, 1),
)  # fmt: skip
def test_no_charge_is_above_the_bound(
    turns: list[tuple[str, str, dict[str, Any]]], shown: int, system: str, parameters: dict[str, Any],
    limit: int | None, written: float,
) -> None:  # fmt: skip
    told = conversation(turns, shown)
    tools = [{"name": "tool", "parameters": {"type": "object", "examples": [parameters]}}]
    task = tasks.get("text-generation")
    params = tasks.parameters(task, {"messages": told, "system": system, "tools": tools, "max_tokens": limit})
    inputs = {f"image-{n}": Asset(Kind.IMAGE, "image/png", f"{n}", Path()) for n in range(shown)}
    card = Card(id="m", name="M", version="1", tasks=(task.name,), locality="hosted", prices={task.name: PRICES})
    request = prepared(card, Request(task.name, params, inputs))
    read = sum(bytes_of(message) for message in told) + len(system.encode()) + 16_384 * shown
    read += len(json.dumps(tools, ensure_ascii=False, indent=1).encode())
    most = answer_limit(params, PRICES)
    assert most
    bound = cost(request)
    assert bound.low <= bound.expected <= bound.high
    assert cost_of(request, Tokens(read + 500, round(written * most)), 0) <= bound.high


def test_many_short_messages_are_counted_each() -> None:
    """What a service puts around a message may be more than what it says."""
    one = [{"role": "user", "parts": "x"}]
    many = one + [{"role": role, "parts": "x"} for _ in range(500) for role in ("assistant", "user")]
    few_tokens, many_tokens = (
        prepared(
            Card(id="m", name="M", version="1", tasks=("text-generation",), locality="hosted"),
            Request("text-generation", tasks.parameters(tasks.get("text-generation"), {"messages": told})),
        ).quantities["input token"]
        for told in (one, many)
    )
    assert many_tokens.high - few_tokens.high >= 1000 * (1 + 20)
    assert few_tokens.expected < many_tokens.expected < many_tokens.high


def test_what_is_shown_decides_the_price() -> None:
    params = tasks.parameters(tasks.get("feature-extraction"), {})
    image, audio = (Asset(kind, "", kind, Path(), {"seconds": 1.0}) for kind in (Kind.IMAGE, Kind.SOUND))
    assert "media" not in traits(params)
    assert traits(params, inputs={"image-1": image})["media"] == "image"
    assert traits(params, inputs={"image-1": image, "audio-1": audio})["media"] == "audio"


@pytest.mark.parametrize("text", [["x" * 400], ["x"] * 400])
def test_texts_to_be_embedded_are_counted_each(text: list[str]) -> None:
    params = tasks.parameters(tasks.get("feature-extraction"), {"text": text})
    read = tasks.get("feature-extraction").quantities(params, {})["input token"]
    assert read.high >= 400 + 20 * len(text) and read.expected >= 100
