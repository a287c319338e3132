"""Arguments of models behind a common door (fal, Replicate): a model is a row of parts, each of which says one thing in the
model's own words.

A part is a function from what is asked to some of the arguments. A number beyond the model's reach is noticed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from polymuse.engines.hosted._wire import Ask, data_uri
from polymuse.types import Notice

__all__ = [
    "PARTS",
    "Arguments",
    "Given",
    "Part",
    "Ranged",
    "always",
    "arguments",
    "aspect",
    "language",
    "level",
    "named",
    "notices",
    "param",
    "pixels",
    "resolution",
    "said",
    "seconds",
    "spoken",
    "unwanted",
]

Arguments = dict[str, Any]
Part = Callable[[Ask], Mapping[str, Any]]
PARTS = Sequence[Part]


def arguments(ask: Ask, parts: PARTS) -> Arguments:
    """All that the parts say."""
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
            yield Notice(
                self.ours, f"{ask.model} takes {self.ours} from {self.low:g} to {self.high:g}; the nearest is used."
            )


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


def pixels(field: str | None = None) -> Part:
    """Width and height, in an object of their own or beside the others."""

    def part(ask: Ask) -> Mapping[str, Any]:
        size = dict(zip(("width", "height"), ask.size or (), strict=False))
        return {field: size} if field and size else size

    return part


def aspect(field: str = "aspect_ratio") -> Part:
    """The shape, where one is asked for."""
    return lambda ask: {field: ask.aspect} if ask.aspect else {}


def resolution(field: str = "resolution") -> Part:
    """The resolution, where one is asked for."""
    return lambda ask: {field: ask.resolution} if ask.resolution else {}


def seconds(field: str, written: Callable[[float], Any] = float, rate: int = 1) -> Part:
    """How long it is to be, as the model writes it: in seconds, or in parts, so many to a second. Without a length none is
    said."""
    return lambda ask: {} if ask.seconds is None else {field: written(round(ask.seconds * rate, 6))}


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
