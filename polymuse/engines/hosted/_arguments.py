"""Arguments of models behind a common door (fal, Replicate): a model is a row of parts, each of which says one thing in the
model's own words.

A part is a function from what is asked to some of the arguments. What is asked of a model that no part can say is
refused, where it is a picture, or noticed, where it is a number beyond the model's reach.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polymuse.engines.hosted._sizes import best_aspect, resolution_of, size_of
from polymuse.engines.hosted._wire import Ask, data_uri, nearest
from polymuse.errors import ParameterError
from polymuse.types import Kind, Notice

__all__ = [
    "PARTS",
    "Arguments",
    "Given",
    "Part",
    "Ranged",
    "always",
    "arguments",
    "aspect",
    "between",
    "language",
    "level",
    "named",
    "notices",
    "one_of",
    "param",
    "pixels",
    "resolution",
    "said",
    "spoken",
    "unwanted",
    "whole",
]

Arguments = dict[str, Any]
Part = Callable[[Ask], Mapping[str, Any]]
PARTS = Sequence[Part]


def arguments(ask: Ask, parts: PARTS) -> Arguments:
    """All that the parts say. Raises ParameterError for a picture or sound that none of them takes."""
    taken = {name for part in parts if isinstance(part, Given) for name, _ in part.fields}
    for name, asset in ask.inputs.items():
        if asset.kind is not Kind.BRIEF and name not in taken:
            raise ParameterError(
                f"{name}: {ask.model} takes none.", hint=f"It takes: {', '.join(sorted(taken)) or 'words only'}."
            )
    found: Arguments = {}
    for part in parts:
        found |= part(ask)
    return found


def notices(ask: Ask, parts: PARTS) -> Iterator[Notice]:
    """What was asked for beyond the model's reach."""
    for part in parts:
        if isinstance(part, Ranged):
            yield from part.notices(ask)


def said(field: str = "prompt", most: int | None = None) -> Part:
    """The words."""
    return lambda ask: {field: ask.text[:most]}


def unwanted(field: str = "negative_prompt") -> Part:
    """What is not wanted, where something is not."""
    return lambda ask: {field: ask.negative} if ask.negative else {}


def param(ours: str, theirs: str | None = None) -> Part:
    """A parameter of the task, where it is set."""
    return lambda ask: {} if ask.param(ours) is None else {theirs or ours: ask.param(ours)}


@dataclass(frozen=True, slots=True)
class Ranged:
    """A number between two bounds."""

    ours: str
    theirs: str
    low: float
    high: float

    def __call__(self, ask: Ask) -> Mapping[str, Any]:
        value = ask.param(self.ours)
        return {} if value is None else {self.theirs: held(value, self.low, self.high)}

    def notices(self, ask: Ask) -> Iterator[Notice]:
        value = ask.param(self.ours)
        if value is not None and not self.low <= value <= self.high:
            yield Notice(self.ours, f"{ask.model} takes {self.ours} from {self.low:g} to {self.high:g}.")


def always(**fixed: Any) -> Part:
    """What does not depend on what is asked."""
    return lambda ask: fixed


def named(ours: str, theirs: str, **values: Any) -> Part:
    """A setting of the prompt's dialect under the model's own name, for the values that it has a word for."""
    return lambda ask: {theirs: values[str(ask.words[ours])]} if str(ask.words.get(ours)) in values else {}


def level(field: str, draft: str, standard: str, hd: str) -> Part:
    """The effort, in the model's words for it."""
    levels = {"draft": draft, "standard": standard, "hd": hd}
    return lambda ask: {field: levels[ask.param("quality", "standard")]}


def pixels(field: str | None = None, *, step: int = 1, least: int = 1, most: int = 4096) -> Part:
    """Width and height in steps of so many pixels, in an object of their own or beside the others; a picture too large
    or too small comes as near as it can, in its shape."""

    def part(ask: Ask) -> Mapping[str, Any]:
        width, height = size_of(ask)
        scale = min(max(1.0, least / min(width, height)), most / max(width, height))
        sides = (("width", width), ("height", height))
        size = {name: max(step, least, step * round(side * scale / step)) for name, side in sides}
        return {field: size} if field else size

    return part


def aspect(*offered: str, field: str = "aspect_ratio") -> Part:
    """The nearest shape; without a size none is said."""
    return lambda ask: {field: best_aspect(ask, offered)} if ask.param("width") or ask.param("height") else {}


def resolution(*offered: str, field: str = "resolution") -> Part:
    """The smallest that is enough."""
    return lambda ask: {field: resolution_of(ask, offered)}


def one_of(field: str, *offered: str | int) -> Part:
    """The shortest of the offered lengths that is enough, written as the model writes it; without a length the first."""
    lengths = {float(str(each).removesuffix("s")): each for each in offered}
    return lambda ask: {field: lengths[nearest(ask.seconds, tuple(lengths))] if ask.seconds else offered[0]}


def between(field: str, least: float, most: float) -> Part:
    """Any length between two bounds, in seconds; without one none is said."""
    return lambda ask: {field: round(held(ask.seconds, least, most), 2)} if ask.seconds else {}


def whole(field: str, least: float, most: float, rate: int = 1) -> Part:
    """The same in whole parts, so many to a second, as many as are enough."""
    return lambda ask: {field: math.ceil(held(ask.seconds, least, most) * rate - 1e-6)} if ask.seconds else {}


def held(value: float, least: float, most: float) -> float:
    return min(most, max(least, value))


def language(field: str) -> Part:
    """The language without its country."""
    return lambda ask: {field: str(ask.param("language")).split("-")[0]} if ask.param("language") else {}


def spoken(*names: str) -> Part:
    """Of the dialect's settings for a voice those that the model knows."""
    return lambda ask: {name: value for name, value in ask.words.get("voice_settings", {}).items() if name in names}


@dataclass(frozen=True, slots=True)
class Given:
    """Inputs as `data:` addresses: our name and the model's, several of which may be one list (`images[]`)."""

    fields: tuple[tuple[str, str], ...]

    def __call__(self, ask: Ask) -> Mapping[str, Any]:
        found: Arguments = {}
        for ours, theirs in self.fields:
            if ours not in ask.inputs:
                continue
            address = data_uri(ask.inputs[ours])
            if theirs.endswith("[]"):
                found.setdefault(theirs[:-2], []).append(address)
            else:
                found[theirs] = address
        return found
