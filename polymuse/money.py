"""What work costs: prices times quantities, before it is done."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from polymuse.types import Asset, Params, Price

__all__ = ["FREE", "Money", "Range", "guessed", "price_of", "quantities", "traits"]

TOKENS_PER_CHARACTER = 0.25
"""English prose, as the vendors' own help pages say: about four characters a token."""
TOKENS_PER_PICTURE = 1100
SPOKEN = 15.0
"""Characters a second: English narration of about 150 words a minute."""
REPLY_TOKENS = (50, 600, 4000)
LINES = {480: "480p", 540: "540p", 720: "720p", 1080: "1080p", 1440: "1440p", 2160: "4k"}


@dataclass(frozen=True, slots=True)
class Range:
    """A quantity that is known only roughly: lowest, expected, highest."""

    low: float
    expected: float
    high: float

    @classmethod
    def exactly(cls, amount: float) -> Range:
        return cls(amount, amount, amount)


@dataclass(frozen=True, slots=True)
class Money:
    """US dollars: lowest, expected, highest."""

    low: float = 0.0
    expected: float = 0.0
    high: float = 0.0

    def __add__(self, other: Money) -> Money:
        return Money(self.low + other.low, self.expected + other.expected, self.high + other.high)


FREE = Money()


def price_of(prices: Sequence[Price], amounts: Mapping[str, Range], traits: Mapping[str, str]) -> Money:
    """The cost of some amounts (by unit). Of a unit's prices the one counts whose conditions hold and are the most."""
    total = FREE
    for unit in dict.fromkeys(price.unit for price in prices):
        fitting = [p for p in prices if p.unit == unit and p.when.items() <= traits.items()]
        # A request that fits none is charged like the dearest: an estimate may be too high, never too low.
        price = max(fitting, key=lambda p: len(p.when)) if fitting else max(
            (p for p in prices if p.unit == unit), key=lambda p: p.usd
        )  # fmt: skip
        amount = amounts.get(unit, Range.exactly(1))
        low, high = (price.usd if at is None else at for at in (price.low, price.high))
        total += Money(amount.low * low, amount.expected * price.usd, amount.high * high)
    return total


def quantities(
    params: Params,
    inputs: Mapping[str, Asset],
    size: float,
    unit: str,
    lengths: Sequence[float] = (),
    doubt: float = 0.0,
) -> Mapping[str, Range]:
    """How much there is to pay for, by a price's unit. `size` is the work's size in the task's own `unit`; what the
    parameters and inputs say counts before it. Of the `lengths` on offer the shortest that is enough is charged. It may
    last that part shorter or longer for which there is `doubt` (0.3 for 30 %)."""
    said = params.model_dump()
    text = str(said.get("text") or said.get("prompt") or said.get("question") or "")
    seconds = _seconds(said, inputs, size, unit)
    pictures = sum(asset.kind == "image" for asset in inputs.values())
    tokens = len(text) * TOKENS_PER_CHARACTER + pictures * TOKENS_PER_PICTURE
    most = said.get("max_tokens") or REPLY_TOKENS[2]
    characters = len(text) or (size if unit == "character" else 0)
    if unit == "character" and not seconds:  # to be spoken: how long that takes is the voice's affair
        seconds, doubt = characters / SPOKEN, 0.4
    length = Range(*(_charged(seconds * part, lengths) for part in (1 - doubt, 1, 1 + doubt)))
    return {
        "image": Range.exactly(float(said.get("n") or 1)),
        "item": Range.exactly(1),
        "second": length,
        "minute": Range(length.low / 60, length.expected / 60, length.high / 60),
        "character": Range.exactly(characters),
        "input token": Range(tokens, tokens * 1.2 + 20, tokens * 2 + 200),
        "output token": Range(*(float(min(most, n)) for n in REPLY_TOKENS)),
    }


def _charged(seconds: float, lengths: Sequence[float]) -> float:
    """The length that is charged."""
    return min((length for length in lengths if length >= seconds - 1e-6), default=max(lengths, default=seconds))


def guessed(params: Params, size: float, unit: str) -> Params:
    """The parameters of work whose scene is not made yet, with the length that its size tells."""
    if "seconds" not in type(params).model_fields:
        return params
    said = {name: value for name, value in params.model_dump().items() if name != "seconds"}
    return params.model_copy(update={"seconds": _seconds(said, {}, size, unit)})


def _seconds(said: Mapping[str, object], inputs: Mapping[str, Asset], size: float, unit: str) -> float:
    """How long it is: as the parameters say, as its scene or an input lasts, or as the size of the work says."""
    width, height, fps = (said.get(name) for name in ("width", "height", "fps"))
    if scene := inputs.get("scene") or inputs.get("score"):
        told = json.loads(scene.read_text())
        length = told.get("seconds") or (told.get("end") or 0) - (told.get("start") or 0)
        frames = int(str(said.get("lead") or 0)) + int(str(said.get("tail") or 0))
        return float(length * float(str(said.get("share") or 1)) + (frames / fps if isinstance(fps, int) else 0))
    if said.get("seconds"):
        return float(str(said["seconds"]))
    known = [float(asset.facts["seconds"]) for asset in inputs.values() if "seconds" in asset.facts]
    if known:
        return max(known)
    if unit == "megapixel" and isinstance(width, int) and isinstance(height, int) and isinstance(fps, int):
        return size / (width * height / 1e6) / fps
    return size if unit == "second" else 0.0


def traits(params: Params) -> Mapping[str, str]:
    """What prices may depend on: `resolution` (by the shorter side), and every parameter that is a word or a choice."""
    said = params.model_dump()
    found = {name: str(value).lower() for name, value in said.items() if isinstance(value, str | bool)}
    width, height = said.get("width"), said.get("height")
    if isinstance(width, int) and isinstance(height, int):
        lines = min(width, height)
        found["resolution"] = LINES[min(LINES, key=lambda at: (at < lines, abs(at - lines)))]
    return found
