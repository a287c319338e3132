"""The building blocks of dialects: text limits, the compiled result, and a draft that tracks which parts of the prompt
have been used.

A dialect takes from the draft what its models can express. `Draft.done` reports everything that was not taken, so that
nothing is dropped silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any, Literal

from polymuse.prompts.model import Flag, Prompt, PromptPart, Reference, ReferenceKind, Role
from polymuse.prompts.serializer import format_number
from polymuse.prompts.truncation import Unit, fit_pieces, shorten, size
from polymuse.types import Notice

__all__ = ["CompiledPrompt", "Dialect", "Draft", "Setting", "TextLimits"]

Setting = Literal["aspect", "seed", "stylize", "style", "version"]
SETTINGS: Mapping[Setting, str] = {"aspect": "ar", "seed": "seed", "stylize": "s", "style": "style", "version": "v"}
QUOTE_LENGTH = 60
"""Characters quoted from truncated text."""


@dataclass(frozen=True, slots=True)
class TextLimits:
    """Longest texts that a model accepts; None for no limit, 0 where the field does not exist. Engines pass a model's
    own limits where they differ from the family's."""

    text: int | None = None
    negative: int | None = None
    lyrics: int | None = None
    unit: Unit = "characters"


@dataclass(frozen=True, slots=True)
class CompiledPrompt:
    """A prompt in a dialect. `params` are request parameters by the family's own names."""

    text: str
    negative: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


Compile = Callable[[Prompt, TextLimits], CompiledPrompt]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How prompts for one family of models are written. `compile` is pure."""

    name: str
    makes: tuple[str, ...]
    """Kinds of media: "image", "video", "music", "sound", "speech"."""
    about: str
    write: Compile
    limits: TextLimits = TextLimits()
    has_signs: bool = False
    """Whether plain words may be read as signs, so that they cannot be sent as they were written."""

    def compile(self, prompt: Prompt, limits: TextLimits | None = None) -> CompiledPrompt:
        """Compile a prompt. Never raises; what cannot be expressed is reported in the notices."""
        return self.write(prompt, limits or self.limits)


def _aspect_distance(choice: str, shape: tuple[int, int]) -> float:
    """Distance of two aspect ratios: the absolute difference of the logarithms of width by height."""
    width, height = map(int, choice.split(":"))
    return abs(log(width * shape[1]) - log(height * shape[0]))


class Draft:
    """A prompt while it is compiled."""

    def __init__(self, family: str, prompt: Prompt, limits: TextLimits) -> None:
        self.family = family
        self.prompt = prompt
        self.limits = limits
        self.params: dict[str, Any] = {}
        self._parts: list[PromptPart] = list(prompt.parts)
        self._negative: list[PromptPart] = list(prompt.negative)
        self._settings: list[Setting] = [name for name in SETTINGS if getattr(prompt, name) is not None]
        self._references: list[Reference] = list(prompt.references)
        self._flags: list[Flag] = list(prompt.flags)
        self._notices: list[Notice] = list(prompt.notices)

    # --- taking

    def take(self, *roles: Role | None) -> tuple[PromptPart, ...]:
        """Take the parts with one of these roles, in the order of the roles."""
        selected = tuple(part for role in roles for part in self._parts if part.role == role)
        self._parts = [part for part in self._parts if part.role not in roles]
        return selected

    def negative(self) -> tuple[PromptPart, ...]:
        """Take the excluded content."""
        selected, self._negative = tuple(self._negative), []
        return selected

    def setting(self, name: Setting) -> Any:
        """Take a setting; None if it is not set."""
        if name in self._settings:
            self._settings.remove(name)
        return getattr(self.prompt, name)

    def references(self, *kinds: ReferenceKind) -> tuple[Reference, ...]:
        selected = tuple(r for r in self._references if r.kind in kinds)
        self._references = [r for r in self._references if r.kind not in kinds]
        return selected

    def flags(self, names: Iterable[str] | None = None) -> tuple[Flag, ...]:
        """Take the flags of these names, or all."""
        wanted = None if names is None else set(names)
        selected = tuple(f for f in self._flags if wanted is None or f.name in wanted)
        self._flags = [f for f in self._flags if f not in selected]
        return selected

    # --- the usual parameters

    def seed(self, name: str = "seed") -> None:
        """Set the seed parameter, if the prompt has a seed."""
        if (seed := self.setting("seed")) is not None:
            self.params[name] = seed

    def aspect(self, name: str = "aspect_ratio", choices: Sequence[str] = (), separator: str = ":") -> None:
        """Set the aspect parameter, such as "16:9", if the prompt has one; with `choices`, the nearest of them, which
        is reported if it differs."""
        aspect = self.setting("aspect")
        if not aspect:
            return
        requested = f"{aspect[0]}:{aspect[1]}"
        nearest = min(choices, key=lambda choice: _aspect_distance(choice, aspect)) if choices else requested
        if choices and _aspect_distance(nearest, aspect) > 0:
            self.note(f"{self.family} offers no {requested}; the nearest is {nearest}.")
        self.params[name] = nearest.replace(":", separator)

    # --- finishing

    def note(self, text: str) -> None:
        notice = Notice("prompt", text)
        if notice not in self._notices:
            self._notices.append(notice)

    def fit(self, pieces: Sequence[str], separator: str = " ", limit: int | None = None) -> str:
        """Join pieces of text within the family's limit (or this one): the longest pieces are shortened, and that is
        reported."""
        limit = self.limits.text if limit is None else limit
        text, removed = fit_pieces(pieces, separator, limit, self.limits.unit)
        for words in removed:
            self.report_truncation(words, limit)
        return text

    def report_truncation(self, words: str, limit: int | None) -> None:
        """Report text removed because of a limit."""
        beginning = shorten(words, QUOTE_LENGTH)
        self.note(
            f"{self.family} takes at most {limit} {self.limits.unit}: {len(words)} characters are left out, from "
            f"“{beginning}” on."
        )

    def remaining_length(self, *others: str) -> int | None:
        """The rest of the family's limit beside other texts, each preceded by a blank; None without a limit."""
        if self.limits.text is None:
            return None
        return max(0, self.limits.text - sum(size(other, self.limits.unit) + 1 for other in others if other))

    def done(self, text: str, negative: str = "") -> CompiledPrompt:
        """The compiled prompt; whatever was not taken is reported."""
        if negative and self.limits.negative is not None:
            negative = self.fit([negative], limit=self.limits.negative)
        for unused in self._unused():
            self.note(f"{self.family} cannot express {unused}; it is left out.")
        return CompiledPrompt(text, negative, self.params, tuple(self._notices))

    def _unused(self) -> Iterable[str]:
        yield from (f"the {part.role or 'words'} “{part.text}”" for part in self._parts)
        yield from (f"what is not wanted, “{part.text}”" for part in self._negative)
        for name in self._settings:
            value = getattr(self.prompt, name)
            yield f"--{SETTINGS[name]} {f'{value[0]}:{value[1]}' if name == 'aspect' else value}"
        for r in self._references:
            yield f"the {r.kind} reference {r.url}{'' if r.weight == 1 else '::' + format_number(r.weight)}"
        yield from (f"--{flag.name}{' ' if flag.value else ''}{flag.value}" for flag in self._flags)
