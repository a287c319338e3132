"""What work costs: prices times quantities, before it is done."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from polymuse.types import AUDIO, Asset, Card, Kind, Params, Price, Request, Tokens

__all__ = [
    "ANSWER",
    "FREE",
    "SHORTEST",
    "Money",
    "Range",
    "answer_limit",
    "cost",
    "cost_of",
    "guessed",
    "price_of",
    "quantities",
    "step_rank",
    "traits",
    "unmade",
]

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

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def times(self, factor: float) -> Range:
        return Range(self.low * factor, self.expected * factor, self.high * factor)

    def within(self, most: float) -> Range:
        """As far as up to that, and no further than that."""
        return Range(min(self.low, most), min(self.expected, most), most)


NONE = Range(0, 0, 0)
TURN = Range(0, 4, 64)
"""Tokens that a service puts around each part of a conversation, and around each of several texts."""
PICTURE = Range(85, 1100, 16_384)
"""Tokens of a picture that is looked at: the least is OpenAI's of a small one, the most Qwen-VL's of a large one (their
model cards, 2026-11-21); no other model of the catalogue takes more, but GPT-4o mini, whose price says so."""
REPLY = Range(50, 600, ANSWER)
HEARD = Range(1, 4, 32)
"""Tokens of a transcript for every second: the most are as many as the sound itself has."""
UNMADE = 4096
"""Bytes that a scene has before it is made."""


@dataclass(frozen=True, slots=True)
class Money:
    """US dollars: lowest, expected, highest."""

    low: float = 0.0
    expected: float = 0.0
    high: float = 0.0

    def __add__(self, other: Money) -> Money:
        return Money(self.low + other.low, self.expected + other.expected, self.high + other.high)


FREE = Money()


def cost(card: Card, request: Request, size: float, unit: str, doubt: float = 0.0) -> Money:
    """What a call may cost by the card's prices: never more than the highest. `size` is the work's size in the task's own
    `unit`; a length for which there is `doubt` may be that part shorter or longer."""
    prices = card.prices.get(request.task, ())
    return price_of(prices, _amounts(card, request, size, unit, doubt), traits(request.params, request.inputs))


def cost_of(card: Card, request: Request, size: float, unit: str, tokens: Tokens, pictures: int | None = None) -> float:
    """Dollars for the tokens that a service counted, and for as many pictures as were made. With None, nothing was made,
    and only tokens are paid for."""
    prices, has = card.prices.get(request.task, ()), traits(request.params, request.inputs)
    counted = {"input token": Range.exactly(tokens.read), "output token": Range.exactly(tokens.written)}
    if pictures is None:
        return price_of([p for p in prices if p.unit in counted], counted, has).expected
    amounts = {**_amounts(card, request, size, unit), **counted, "image": Range.exactly(pictures)}
    return price_of(prices, amounts, has).expected


def _amounts(card: Card, request: Request, size: float, unit: str, doubt: float = 0.0) -> Mapping[str, Range]:
    """How much there is to pay for, as the card has it."""
    task, params = request.task, request.params
    limit = answer_limit(params, card.prices.get(task, ()), card.answers.get(task))
    amounts = quantities(params, request.inputs, size, unit, card.lengths.get(task, ()), doubt, limit or ANSWER)
    return _within(amounts, card.shortest.get(task, 0.0), card.longest.get(task, math.inf))


def _within(amounts: Mapping[str, Range], shortest: float, longest: float) -> Mapping[str, Range]:
    """The amounts of what lasts as long as a model can make it."""
    lasts = amounts["second"]
    if not lasts.high:
        return amounts
    bound = Range(*(min(longest, max(shortest, part)) for part in (lasts.low, lasts.expected, lasts.high)))
    return {**amounts, "second": bound, "minute": Range(bound.low / 60, bound.expected / 60, bound.high / 60)}


def answer_limit(params: Params, prices: Sequence[Price], most: int | None = None) -> int | None:
    """Tokens of the longest answer, as a service is told and as it is reckoned with: so many as the parameters say;
    else, where they are paid for, ANSWER, or the `most` that the model can where that is less. None where the service
    may choose."""
    if said := getattr(params, "max_tokens", None):
        return int(said)
    paid = "max_tokens" in type(params).model_fields and any(price.unit == "output token" for price in prices)
    return min(most or ANSWER, ANSWER) if paid else None


def unmade(kinds: Mapping[str, Kind], size: float, unit: str) -> Mapping[str, Asset]:
    """Stands for inputs that are not there yet. They have names of their own, so that nobody reads them."""
    lasts = {"seconds": size} if unit == "second" else {}
    return {
        f"{name}, not made yet": Asset(kind, "", "", Path(), {"bytes": UNMADE, **lasts}) for name, kind in kinds.items()
    }


def price_of(prices: Sequence[Price], amounts: Mapping[str, Range], traits: Mapping[str, str]) -> Money:
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
    answer: int = ANSWER,
) -> Mapping[str, Range]:
    """How much there is to pay for, by a price's unit. `size` is the work's size in the task's own `unit`; what the
    parameters and inputs say counts before it. Of the `lengths` on offer the shortest that is enough is charged. It may
    last that part shorter or longer for which there is `doubt` (0.3 for 30 %). An `answer` has at most so many tokens."""
    said = params.model_dump()
    text = str(said.get("text") or said.get("prompt") or said.get("question") or "")
    seconds = _seconds(said, inputs, size, unit)
    characters = len(text) or (size if unit == "character" else 0)
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
        "input token": _read(said, inputs, 0 if text else characters),
        "output token": REPLY.within(max(answer, SHORTEST)) if "max_tokens" in said else _transcript(lasts),
    }


def _read(said: Mapping[str, object], inputs: Mapping[str, Asset], unread: float) -> Range:
    """Tokens of all that is sent: every text and every choice among the parameters, `unread` characters that are not
    known yet, and what is given."""
    told = sum((_turn(message) for message in _list(said.get("messages"))), NONE)
    words = sum((_value(value) for name, value in said.items() if name != "messages"), NONE)
    given = sum((_tokens(asset) for asset in inputs.values()), NONE)
    total = words + told + given + _unworded(unread)
    return Range(total.low, total.expected * 1.2 + 20, total.high + FRAME)


def _value(value: object) -> Range:
    """Tokens of a parameter: a text, several texts, or something that is sent as JSON."""
    if isinstance(value, str):
        return _worded(value)
    if isinstance(value, tuple) and all(isinstance(one, str) for one in value):
        return sum((_worded(one) + TURN for one in value), NONE)
    return _shaped(value) if value and isinstance(value, Mapping | tuple) else NONE


def _turn(message: Mapping[str, object]) -> Range:
    """Tokens of a message without its media, which are inputs: those of its texts, of the calls of tools as JSON, and
    those that a service puts around each part."""
    parts = [piece for part in _list(message.get("parts")) for piece in (part, *_list(part.get("content")))]
    texts = [str(part.get(name) or "") for part in parts for name in ("text", "reasoning", "signature", "id")]
    calls = [_shaped(part) for part in parts if "arguments" in part]
    around = [TURN] * (len(parts) + 1)
    return sum((*map(_worded, texts), *calls, *around), NONE)


def _list(value: object) -> Sequence[Mapping[str, object]]:
    return value if isinstance(value, list | tuple) else ()


def _worded(text: str) -> Range:
    """Tokens of a text: at most one for every byte in UTF-8, for there is nothing smaller that a tokeniser knows."""
    signs = sum(sign >= IDEOGRAPHS for sign in text)
    tokens = signs + (len(text) - signs) * TOKENS_PER_CHARACTER
    return Range(tokens, tokens, len(text.encode("utf-8", "surrogatepass")))


def _unworded(characters: float) -> Range:
    """The same of characters that are not known yet, of at most four bytes each."""
    return Range(characters * TOKENS_PER_CHARACTER, characters * TOKENS_PER_CHARACTER, characters * 4)


def _shaped(value: object) -> Range:
    """Tokens of a schema, of tools or of a brief. A service may write its JSON more widely: its highest counts thrice."""
    plain = _worded(json.dumps(value, ensure_ascii=False, default=str))
    return Range(plain.low, plain.expected, 3 * plain.high)


def _transcript(lasts: Range) -> Range:
    """Tokens of what is said in so many seconds."""
    return Range(HEARD.low * lasts.low, HEARD.expected * lasts.expected, HEARD.high * lasts.high + FRAME)


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


def _tokens(asset: Asset) -> Range:
    """How many tokens an input takes: of what is written at most one for every byte."""
    if asset.kind is Kind.IMAGE:
        return PICTURE
    if asset.kind in TOKENS_A_SECOND:
        tokens = TOKENS_A_SECOND[asset.kind] * float(asset.facts.get("seconds", 0.0))
        return Range(tokens, tokens, 2 * tokens)
    size = float(asset.facts.get("bytes") or asset.path.stat().st_size)
    return Range(0.0, size * TOKENS_PER_CHARACTER, size)


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


def traits(params: Params, inputs: Mapping[str, Asset] | None = None) -> Mapping[str, str]:
    """What prices may depend on: every parameter that is a word or a choice; `audio`, which nobody gets who does not
    ask for it; of a size in pixels its `resolution` (by the shorter side) and `scale` (by the area); of what is given the
    dearest kind of `media`: video, audio or image."""
    said = params.model_dump()
    found = {name: str(value).lower() for name, value in said.items() if isinstance(value, str | bool)}
    width, height = said.get("width"), said.get("height")
    if isinstance(width, int) and isinstance(height, int):
        found["resolution"] = _enough(min(width, height), LINES)
        found["scale"] = _enough(math.sqrt(width * height), SCALES)
    kinds = {"audio" if asset.kind in AUDIO else str(asset.kind) for asset in (inputs or {}).values()}
    media = next((kind for kind in ("video", "audio", "image") if kind in kinds), None)
    return {"audio": "false", **found, **({"media": media} if media else {})}


def _enough(asked: float, steps: Mapping[int, str]) -> str:
    """The smallest step that is enough, else the largest."""
    return steps[min((step for step in steps if step >= asked), default=max(steps))]
