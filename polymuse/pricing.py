"""What work costs, before it is done: quantities times prices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from polymuse.quantities import ANSWER
from polymuse.resolutions import RESOLUTIONS, SCALES, pixels_of, smallest
from polymuse.types import AUDIO, Asset, Params, Prepared, Price, Range, Tokens, Unit

__all__ = ["FREE", "Money", "answer_limit", "cost", "cost_of", "price_of", "step_size", "traits"]

STEPPED = ("resolution", "scale")
"""What a price may depend on that is made in steps: of films and of stills."""
NONE = Range(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Money:
    """US dollars: lowest, expected, highest."""

    low: float = 0.0
    expected: float = 0.0
    high: float = 0.0

    def __add__(self, other: Money) -> Money:
        return Money(self.low + other.low, self.expected + other.expected, self.high + other.high)


FREE = Money()


def cost(prepared: Prepared) -> Money:
    """What a prepared call may cost by the card's prices: never more than the highest."""
    return price_of(prepared.prices, prepared.quantities, prepared.traits)


def cost_of(prepared: Prepared, tokens: Tokens, pictures: int | None = None) -> float:
    """Dollars for the tokens that a service counted, and for as many pictures as were made. With None, nothing was made,
    and only tokens are paid for."""
    counted: dict[Unit, Range] = {
        "input token": Range.exactly(tokens.read),
        "output token": Range.exactly(tokens.written),
    }
    if pictures is None:
        prices = [price for price in prepared.prices if price.unit in counted]
        return price_of(prices, counted, prepared.traits).expected
    amounts = {**prepared.quantities, **counted, "image": Range.exactly(pictures)}
    return price_of(prepared.prices, amounts, prepared.traits).expected


def answer_limit(params: Params, prices: Sequence[Price], most: int | None = None) -> int | None:
    """Tokens of the longest answer, as a service is told and as it is reckoned with: so many as the parameters say;
    else, where they are paid for, ANSWER, or the `most` that the model can where that is less. None where the service
    may choose."""
    if said := getattr(params, "max_tokens", None):
        return int(said)
    paid = "max_tokens" in type(params).model_fields and any(price.unit == "output token" for price in prices)
    return min(most or ANSWER, ANSWER) if paid else None


def price_of(prices: Sequence[Price], amounts: Mapping[Unit, Range], traits: Mapping[str, str]) -> Money:
    """The cost of some amounts (by unit). Of a unit's prices the one counts whose conditions hold and are the most."""
    total, read = FREE, amounts.get("input token", NONE)
    for unit in dict.fromkeys(price.unit for price in prices):
        offered = [p for p in prices if p.unit == unit]
        has = {**traits, **_steps_up(offered, traits)}
        least, likely, most = (_price(offered, has, tokens) for tokens in (read.low, read.expected, read.high))
        amount = amounts.get(unit, Range.exactly(1))
        low = least.usd if least.low is None else least.low
        high = most.usd if most.high is None else most.high
        total += Money(amount.low * low, amount.expected * likely.usd, amount.high * high)
    return total


def _price(offered: Sequence[Price], traits: Mapping[str, str], read: float) -> Price:
    """The price of a unit for a request with such traits, in which so many tokens are read."""
    reached = [p for p in offered if not p.beyond or p.beyond < read]
    fitting = [p for p in reached if p.when.items() <= traits.items()]
    if fitting:
        return max(fitting, key=lambda p: (len(p.when), p.beyond))
    # A request that fits none is charged like the dearest: an estimate may be too high, never too low.
    return max(offered, key=lambda p: p.usd)


def _steps_up(prices: Sequence[Price], traits: Mapping[str, str]) -> Mapping[str, str]:
    """What is made in steps is made, and charged, in the smallest priced step that is enough."""
    found: dict[str, str] = {}
    for name in STEPPED:
        if name not in traits or not all(name in price.when for price in prices):
            continue  # one of them holds for everything else
        steps = {step_size(price.when[name], name): price.when[name] for price in prices}
        if enough := [size for size in steps if size >= step_size(traits[name], name)]:
            found[name] = steps[min(enough)]
    return found


def step_size(step: str, trait: str = "resolution") -> float:
    """How many pixels a step of a trait has."""
    return pixels_of(step, still=trait == "scale")


def traits(
    params: Params, resolution: str = "", *, still: bool = False, inputs: Mapping[str, Asset] | None = None
) -> Mapping[str, str]:
    """What prices may depend on: every parameter that is a word or a choice; `audio`, which nobody gets who does not
    ask for it; of a size in pixels its `resolution` and `scale`; of what is given the dearest kind of `media`: video,
    audio or image. A `resolution` that is asked of the model stands for that of the size."""
    found = {name: str(value).lower() for name, value in params if isinstance(value, str | bool)}
    width, height = getattr(params, "width", None), getattr(params, "height", None)
    if width and height:
        found["resolution"] = smallest(width * height, RESOLUTIONS, still=False)
        found["scale"] = smallest(width * height, SCALES, still=True)
    if resolution:
        found["scale" if still else "resolution"] = resolution.lower()
    kinds = {"audio" if asset.kind in AUDIO else str(asset.kind) for asset in (inputs or {}).values()}
    media = next((kind for kind in ("video", "audio", "image") if kind in kinds), None)
    return {"audio": "false", **found, **({"media": media} if media else {})}
