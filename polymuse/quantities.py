"""How much there is to pay for: what a task's requests take, by the units of prices.

A task says its own quantities by putting measures together. A measure reads a request as it is sent: its parameters
resolved, its words compiled, its documents read. What nobody can know beforehand is a `Range`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

from pydantic import BaseModel
from pydantic_core import to_json

from polymuse.messages import Message, Part, Reasoning, Text, ToolCall, ToolResult
from polymuse.types import Asset, Kind, Params, Range, Unit

__all__ = [
    "ANSWER",
    "SHORTEST",
    "Measure",
    "Quantities",
    "measured",
    "nothing",
    "per_character",
    "per_image",
    "per_input_second",
    "per_item",
    "per_megapixel",
    "per_second",
    "read_tokens",
    "spoken_seconds",
    "spread",
    "transcript_tokens",
    "written_tokens",
]

Quantities = Mapping[Unit, Range]
Measure = Callable[[Params, Mapping[str, Asset]], Quantities]

TOKENS_PER_CHARACTER = 0.25
"""English prose, as the vendors' own help pages say: about four characters a token."""
IDEOGRAPHS = "\u2e80"
"""From here on in Unicode are the signs of Chinese, Japanese and Korean, which take about a token each."""
FRAME = 1000
"""The most tokens that a service puts around what it is given: who speaks, and what tools and schemas are for."""
TOKENS_A_SECOND = {"video": 300.0, "speech": 32.0, "music": 32.0, "sound": 32.0}
"""Of what is listened to and watched, as Gemini counts it (ai.google.dev/gemini-api/docs/tokens, 2026-11-21)."""
ANSWER = 16_384
"""Tokens of the longest answer where nobody says how long it may be, thoughts and all: as many as every language model of
the catalogue can write (litellm 1.109.1 price table), but those whose limits say less."""
SHORTEST = 16
"""Tokens to which a service may raise a limit that is lower (openai 3.52.0 SDK, max_output_tokens)."""
CHARACTERS_A_SECOND = (20, 15, 8)
"""Of speech: quick, ordinary (some 160 English words a minute) and slow."""
NONE = Range(0, 0, 0)
TURN = Range(0, 4, 64)
"""Tokens that a service puts around each part of a conversation, and around each of several texts."""
PICTURE = Range(85, 1100, 16_384)
"""Tokens of a picture that is looked at: the least is OpenAI's of a small one, the most Qwen-VL's of a large one (their
model cards, 2026-11-21); no other model of the catalogue takes more, but GPT-4o mini, whose price says so."""
REPLY = Range(50, 600, ANSWER)
HEARD = Range(1, 4, 32)
"""Tokens of a transcript for every second: the most are as many as the sound itself has."""
JSON_WIDTH = 3
"""A service may write JSON more widely than we do: its highest counts so many times."""


def nothing(params: Params, inputs: Mapping[str, Asset]) -> Quantities:
    """Of tasks that nobody charges for."""
    return {}


def measured(*measures: Measure) -> Measure:
    """Several measures as one."""

    def all_of_them(params: Params, inputs: Mapping[str, Asset]) -> Quantities:
        return {unit: amount for measure in measures for unit, amount in measure(params, inputs).items()}

    return all_of_them


def spread(low: Quantities, expected: Quantities, high: Quantities) -> Quantities:
    """The quantities of work that may turn out smaller or larger than is expected."""
    none = Range.exactly(0)
    return {
        unit: Range(low.get(unit, none).low, amount.expected, max(amount.high, high.get(unit, none).high))
        for unit, amount in expected.items()
    }


# --- things


def per_item(params: Params, inputs: Mapping[str, Asset]) -> Quantities:
    """One of whatever is made."""
    return {"item": Range.exactly(1)}


def per_image(params: Params, inputs: Mapping[str, Asset]) -> Quantities:
    """One picture."""
    return {"image": Range.exactly(1)}


def per_megapixel(params: Params, inputs: Mapping[str, Asset]) -> Quantities:
    """As many as the picture has, or what many charge: the next whole one. Without a size it is as large as the picture
    that is given."""
    width, height = getattr(params, "width", None), getattr(params, "height", None)
    if (given := inputs.get("image")) is not None:
        width, height = width or given.width, height or given.height
    return {"megapixel": _whole(width * height / 1e6 if width and height else 1.0)}


# --- time


def per_second(params: Params, inputs: Mapping[str, Asset]) -> Quantities:
    """As long as its parameter `seconds` says."""
    return _lasting(float(getattr(params, "seconds", None) or 0.0))


def per_input_second(params: Params, inputs: Mapping[str, Asset]) -> Quantities:
    """As long as what is given; of several the longest counts."""
    return _lasting(max((float(asset.facts.get("seconds", 0.0)) for asset in inputs.values()), default=0.0))


def spoken_seconds(params: Params, inputs: Mapping[str, Asset]) -> Quantities:
    """As long as it takes to speak the `text` at that `speed`, or where a service takes none, at an ordinary one."""
    speed, characters = float(getattr(params, "speed", 1.0)), len(_text(params))
    paces = zip(CHARACTERS_A_SECOND, (max(speed, 1.0), speed, min(speed, 1.0)), strict=True)
    return _timed(Range(*(characters / pace / faster for pace, faster in paces)))


def _lasting(seconds: float) -> Quantities:
    return _timed(_whole(seconds))


def _timed(lasts: Range) -> Quantities:
    return {"second": lasts, "minute": lasts.times(1 / 60)}


def _whole(amount: float) -> Range:
    """As much as that, or what many charge: the next whole unit."""
    return Range(amount, amount, float(math.ceil(amount - 1e-6)))


# --- words


def per_character(params: Params, inputs: Mapping[str, Asset]) -> Quantities:
    """Characters of the `text`."""
    return {"character": Range.exactly(len(_text(params)))}


def read_tokens(params: Params, inputs: Mapping[str, Asset]) -> Quantities:
    """Tokens of all that is sent: every text and every choice among the parameters, and what is given."""
    said = sum((_tokens_of(value) for _, value in params), NONE)
    total = said + sum((_tokens(asset) for asset in inputs.values()), NONE)
    return {"input token": Range(total.low, total.expected * 1.2 + 20, total.high + FRAME)}


def written_tokens(params: Params, inputs: Mapping[str, Asset]) -> Quantities:
    """Tokens of an answer of at most `max_tokens`."""
    most = getattr(params, "max_tokens", None) or ANSWER
    return {"output token": REPLY.capped(max(most, SHORTEST))}


def transcript_tokens(params: Params, inputs: Mapping[str, Asset]) -> Quantities:
    """Tokens of what is said in what is given."""
    lasts = per_input_second(params, inputs)["second"]
    return {
        "output token": Range(HEARD.low * lasts.low, HEARD.expected * lasts.expected, HEARD.high * lasts.high + FRAME)
    }


def _text(params: Params) -> str:
    return str(getattr(params, "text", ""))


def _tokens_of(value: object) -> Range:
    """Tokens of a parameter: a text, several texts, a conversation, or something that is sent as JSON."""
    if isinstance(value, str):
        return _worded(value)
    if isinstance(value, tuple) and value and all(isinstance(one, str) for one in value):
        return sum((_worded(one) + TURN for one in value), NONE)
    if isinstance(value, tuple) and value and all(isinstance(one, Message) for one in value):
        return sum((_message(one) for one in value), NONE)
    return _shaped(value)


def _message(message: Message) -> Range:
    """Tokens of a message without its media, which are inputs: those of its texts, of the calls of tools as JSON, and
    those that a service puts around each part."""
    return sum((_part(part) for part in message.parts), TURN)


def _part(part: Part) -> Range:
    match part:
        case Text():
            return _worded(part.text) + TURN
        case Reasoning():
            return _worded(part.reasoning) + _worded(part.signature) + TURN
        case ToolCall():
            return _shaped(part) + TURN
        case ToolResult():
            return sum((_part(piece) for piece in part.content), _worded(part.id) + TURN)
    return TURN


def _worded(text: str) -> Range:
    """Tokens of a text: at most one for every byte in UTF-8, for there is nothing smaller that a tokeniser knows."""
    signs = 0 if text.isascii() else sum(sign >= IDEOGRAPHS for sign in text)
    tokens = signs + (len(text) - signs) * TOKENS_PER_CHARACTER
    return Range(tokens, tokens, len(text.encode("utf-8", "surrogatepass")))


def _shaped(value: object) -> Range:
    """Tokens of a schema, of tools or of a brief; numbers and what is not set are no text."""
    if not value or not isinstance(value, Mapping | tuple | BaseModel):
        return NONE
    plain = _worded(to_json(value, fallback=str).decode())
    return Range(plain.low, plain.expected, JSON_WIDTH * plain.high)


def _tokens(asset: Asset) -> Range:
    """How many tokens an input takes: of what is written at most one for every byte."""
    if asset.kind is Kind.IMAGE:
        return PICTURE
    if asset.kind in TOKENS_A_SECOND:
        tokens = TOKENS_A_SECOND[asset.kind] * float(asset.facts.get("seconds", 0.0))
        return Range(tokens, tokens, 2 * tokens)
    size = float(asset.facts.get("bytes") or asset.path.stat().st_size)
    return Range(0.0, size * TOKENS_PER_CHARACTER, size)
