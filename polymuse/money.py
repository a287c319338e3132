"""What work costs: prices times quantities, before it is done."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from polymuse.types import Asset, Params, Price

__all__ = ["FREE", "Money", "Range", "guessed", "price_of", "quantities", "step_rank", "traits"]

TOKENS_PER_CHARACTER = 0.25
"""English prose, as the vendors' own help pages say: about four characters a token."""
TOKENS_PER_PICTURE = 1100
TOKENS_A_SECOND = {"video": 300.0, "speech": 32.0, "music": 32.0, "sound": 32.0}
"""Of what is listened to and watched, as Gemini counts it (ai.google.dev/gemini-api/docs/tokens, 2026-11-21)."""
REPLY_TOKENS = (50, 600, 4000)
CHARACTERS_A_SECOND = (20, 15, 8)
"""Of speech: quick, ordinary (some 160 English words a minute) and slow."""
LINES = {360: "360p", 480: "480p", 540: "540p", 720: "720p", 1080: "1080p", 1440: "1440p", 2160: "4k"}
STEPPED = frozenset({"resolution", "scale"})
WORDS = {"1k": 1024, "2k": 1440, "4k": 2160}
SCALES = {512: "512", 1024: "1k", 2048: "2k", 4096: "4k"}
"""Sizes of pictures by the side of a square of as many pixels."""


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
        offered = [p for p in prices if p.unit == unit]
        has = {**traits, **_steps_up(offered, traits)}
        fitting = [p for p in offered if p.when.items() <= has.items()]
        # A request that fits none is charged like the dearest: an estimate may be too high, never too low.
        price = max(fitting, key=lambda p: len(p.when)) if fitting else max(offered, key=lambda p: p.usd)
        amount = amounts.get(unit, Range.exactly(1))
        low, high = (price.usd if at is None else at for at in (price.low, price.high))
        total += Money(amount.low * low, amount.expected * price.usd, amount.high * high)
    return total


def _steps_up(prices: Sequence[Price], traits: Mapping[str, str]) -> Mapping[str, str]:
    """What is made in steps (`resolution`, `scale`) is made, and charged, in the smallest priced step that is enough."""
    found: dict[str, str] = {}
    for name in STEPPED & traits.keys():
        if not all(name in price.when for price in prices):
            continue  # one of them holds for everything else
        steps = {step_rank(price.when[name]): price.when[name] for price in prices}
        if enough := [at for at in steps if at >= step_rank(traits[name])]:
            found[name] = steps[min(enough)]
    return found


def step_rank(step: str) -> int:
    """A number by which the steps of one kind are in order."""
    return WORDS.get(step) or int(step.removesuffix("p"))


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
    characters = len(text) or (size if unit == "character" else 0)
    tokens = characters * TOKENS_PER_CHARACTER + sum(_tokens(asset) for asset in inputs.values())
    most = said.get("max_tokens") or REPLY_TOKENS[2]
    if unit == "character" and not seconds:
        lasts = _spoken(characters)
    else:
        low, expected, high = (_charged(seconds * part, lengths) for part in (1 - doubt, 1, 1 + doubt))
        lasts = Range(low, expected, _whole(high).high)
    return {
        "image": Range.exactly(float(said.get("n") or 1)),
        "megapixel": _whole(_megapixels(said)),
        "item": Range.exactly(1),
        "second": lasts,
        "minute": Range(lasts.low / 60, lasts.expected / 60, lasts.high / 60),
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


def _whole(amount: float) -> Range:
    """As much as that, or what many charge: the next whole unit."""
    return Range(amount, amount, float(math.ceil(amount - 1e-6)))


def _spoken(characters: float) -> Range:
    """Seconds that so many characters last when they are spoken."""
    return Range(*(characters / pace for pace in CHARACTERS_A_SECOND))


def _megapixels(said: Mapping[str, object]) -> float:
    width, height = said.get("width"), said.get("height")
    return width * height / 1e6 if isinstance(width, int) and isinstance(height, int) else 1.0


def _tokens(asset: Asset) -> float:
    """How many tokens an input takes."""
    if asset.kind == "image":
        return TOKENS_PER_PICTURE
    return TOKENS_A_SECOND.get(str(asset.kind), 0.0) * float(asset.facts.get("seconds", 0.0))


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
    """What prices may depend on: every parameter that is a word or a choice; `audio`, which nobody gets who does not
    ask for it; of a size in pixels its `resolution` (by the shorter side) and `scale` (by the area)."""
    said = params.model_dump()
    found = {name: str(value).lower() for name, value in said.items() if isinstance(value, str | bool)}
    width, height = said.get("width"), said.get("height")
    if isinstance(width, int) and isinstance(height, int):
        found["resolution"] = _enough(min(width, height), LINES)
        found["scale"] = _enough(math.sqrt(width * height), SCALES)
    return {"audio": "false", **found}


def _enough(asked: float, steps: Mapping[int, str]) -> str:
    """The smallest step that is enough, else the largest."""
    return steps[min((step for step in steps if step >= asked), default=max(steps))]
