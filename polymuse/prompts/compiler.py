"""What every dialect is built of: its limits, its result, and a draft that knows what has not been said yet.

A dialect takes from a draft what its family of models can express. Whatever it does not take is reported when the
draft is finished, so that nothing can be dropped without a word.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log
from typing import Any, Literal

from polymuse.prompts.model import Flag, Part, Prompt, Reference, ReferenceKind, Role
from polymuse.prompts.serializer import number
from polymuse.prompts.truncation import Unit, fitted, shortened, size
from polymuse.types import Notice

__all__ = ["Compiled", "Dialect", "Draft", "Limits", "Setting"]

Setting = Literal["aspect", "seed", "stylize", "style", "version"]
SETTINGS: Mapping[Setting, str] = {"aspect": "ar", "seed": "seed", "stylize": "s", "style": "style", "version": "v"}
FIRST_WORDS = 60
"""Characters quoted of what had to be left out."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The longest texts that a model takes; None where there is no limit, 0 where there is no such field. Engines give a
    model's own limits where they are not the family's."""

    text: int | None = None
    negative: int | None = None
    lyrics: int | None = None
    unit: Unit = "characters"


@dataclass(frozen=True, slots=True)
class Compiled:
    """A prompt in a family's dialect. `params` are settings for the request, named as the family names them."""

    text: str
    negative: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


Compile = Callable[[Prompt, Limits], Compiled]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How prompts for one family of models are written. `compile` is pure: same prompt and limits, same result."""

    name: str
    makes: tuple[str, ...]
    """Kinds of media: "image", "video", "music", "sound", "speech"."""
    about: str
    write: Compile
    limits: Limits = Limits()

    def compile(self, prompt: Prompt, limits: Limits | None = None) -> Compiled:
        """The prompt in this dialect. Never raises; what cannot be expressed is among the notices."""
        return self.write(prompt, limits or self.limits)


def _apart(choice: str, shape: tuple[int, int]) -> float:
    """How far a shape such as "16:9" is from another, in the logarithm of width by height."""
    width, height = map(int, choice.split(":"))
    return abs(log(width * shape[1]) - log(height * shape[0]))


class Draft:
    """A prompt on its way into a dialect."""

    def __init__(self, family: str, prompt: Prompt, limits: Limits) -> None:
        self.family = family
        self.prompt = prompt
        self.limits = limits
        self.params: dict[str, Any] = {}
        self._parts: list[Part] = list(prompt.parts)
        self._negative: list[Part] = list(prompt.negative)
        self._settings: list[Setting] = [name for name in SETTINGS if getattr(prompt, name) is not None]
        self._references: list[Reference] = list(prompt.references)
        self._flags: list[Flag] = list(prompt.flags)
        self._notices: list[Notice] = list(prompt.notices)

    # --- taking

    def take(self, *roles: Role | None) -> tuple[Part, ...]:
        """The parts with one of these roles, in the order of the roles."""
        taken = tuple(part for role in roles for part in self._parts if part.role == role)
        self._parts = [part for part in self._parts if part.role not in roles]
        return taken

    def negative(self) -> tuple[Part, ...]:
        """What is not wanted."""
        taken, self._negative = tuple(self._negative), []
        return taken

    def setting(self, name: Setting) -> Any:
        """A setting's value; None where it is not said."""
        if name in self._settings:
            self._settings.remove(name)
        return getattr(self.prompt, name)

    def references(self, *kinds: ReferenceKind) -> tuple[Reference, ...]:
        taken = tuple(r for r in self._references if r.kind in kinds)
        self._references = [r for r in self._references if r.kind not in kinds]
        return taken

    def flags(self, names: Iterable[str] | None = None) -> tuple[Flag, ...]:
        """The flags of these names, or all."""
        wanted = None if names is None else set(names)
        taken = tuple(f for f in self._flags if wanted is None or f.name in wanted)
        self._flags = [f for f in self._flags if f not in taken]
        return taken

    # --- the usual parameters

    def seed(self, name: str = "seed") -> None:
        """The seed as a parameter, where it is said."""
        if (seed := self.setting("seed")) is not None:
            self.params[name] = seed

    def aspect(self, name: str = "aspect_ratio", choices: Sequence[str] = (), between: str = ":") -> None:
        """The shape as a parameter such as "16:9", where it is said; the nearest of the choices, where there are any,
        which is reported when it is another."""
        shape = self.setting("aspect")
        if not shape:
            return
        asked = f"{shape[0]}:{shape[1]}"
        nearest = min(choices, key=lambda choice: _apart(choice, shape)) if choices else asked
        if choices and _apart(nearest, shape) > 0:
            self.note(f"{self.family} offers no {asked}; the nearest is {nearest}.")
        self.params[name] = nearest.replace(":", between)

    # --- finishing

    def note(self, text: str) -> None:
        notice = Notice("prompt", text)
        if notice not in self._notices:
            self._notices.append(notice)

    def fit(self, pieces: Sequence[str], between: str = " ", limit: int | None = None) -> str:
        """Pieces of text as one, within the family's limit (or this one): the longest pieces are shortened, at the end
        of a sentence or a phrase, and that is reported."""
        limit = self.limits.text if limit is None else limit
        text, lost = fitted(pieces, between, limit, self.limits.unit)
        for words in lost:
            self.cut(words, limit)
        return text

    def cut(self, words: str, limit: int | None) -> None:
        """Report words that a limit left no room for."""
        beginning = shortened(words, FIRST_WORDS)
        self.note(
            f"{self.family} takes at most {limit} {self.limits.unit}: {len(words)} characters are left out, from "
            f"“{beginning}” on."
        )

    def room(self, *others: str) -> int | None:
        """What is left of the family's limit beside other texts, each with a blank before it."""
        if self.limits.text is None:
            return None
        return max(0, self.limits.text - sum(size(other, self.limits.unit) + 1 for other in others if other))

    def done(self, text: str, negative: str = "") -> Compiled:
        """The result; what was not taken is reported."""
        if negative and self.limits.negative is not None:
            negative = self.fit([negative], limit=self.limits.negative)
        for what in self._unsaid():
            self.note(f"{self.family} cannot express {what}; it is left out.")
        return Compiled(text, negative, self.params, tuple(self._notices))

    def _unsaid(self) -> Iterable[str]:
        yield from (f"the {part.role or 'words'} “{part.text}”" for part in self._parts)
        yield from (f"what is not wanted, “{part.text}”" for part in self._negative)
        for name in self._settings:
            value = getattr(self.prompt, name)
            yield f"--{SETTINGS[name]} {f'{value[0]}:{value[1]}' if name == 'aspect' else value}"
        for r in self._references:
            yield f"the {r.kind} reference {r.url}{'' if r.weight == 1 else '::' + number(r.weight)}"
        yield from (f"--{flag.name}{' ' if flag.value else ''}{flag.value}" for flag in self._flags)
