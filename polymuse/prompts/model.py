"""A prompt as data: what `language.read` makes of text, what `compose.prompt_of` makes of a brief, and what every
dialect compiles."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from polymuse.types import Notice

__all__ = ["EXACT", "ROLES", "Flag", "Part", "Prompt", "Reference", "ReferenceKind", "Role", "Span"]

Role = Literal[
    "subject", "setting", "light", "mood", "style", "palette", "camera", "motion", "sound", "music", "audience",
    "genre", "tempo", "key", "instruments", "vocals", "structure", "duration",
    "delivery", "text", "lyrics", "speech",
]  # fmt: skip
"""What a part says: of a picture, a film, a piece of music, or speech."""
ROLES: tuple[Role, ...] = get_args(Role)
EXACT: frozenset[Role] = frozenset({"text", "lyrics", "speech"})
"""Words to be shown, sung or spoken as they stand; nothing in them is syntax."""

ReferenceKind = Literal["image", "style", "character", "object"]


@dataclass(frozen=True, slots=True)
class Span:
    """Some words with one weight: 1 is ordinary, more is more, 0 nothing, below 0 unwanted."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a prompt. Parts without a role are pictures of their own, to be composed by their weights ("mountain
    AND autumn"); parts with a role each tell one thing of the whole."""

    spans: tuple[Span, ...]
    weight: float = 1.0
    role: Role | None = None

    @classmethod
    def of(cls, text: str, role: Role | None = None, weight: float = 1.0) -> Part:
        """A part of one span of ordinary weight."""
        return cls((Span(text),), weight, role)

    @property
    def text(self) -> str:
        """The words without their weights."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture to go by: an address or a vendor's code, for the whole image, its style, somebody, or something."""

    kind: ReferenceKind
    url: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag that has no field of its own: `--chaos 20` is ("c", "20")."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is asked for. Parts without a role come first."""

    parts: tuple[Part, ...] = ()
    negative: tuple[Part, ...] = ()
    """What is not wanted, one part each."""
    aspect: tuple[int, int] | None = None
    """Width to height."""
    seed: int | None = None
    stylize: int | None = None
    """How much of the model's own taste, 0..1000."""
    style: str | None = None
    """A model's named style: "raw"."""
    version: str | None = None
    references: tuple[Reference, ...] = ()
    flags: tuple[Flag, ...] = ()
    notices: tuple[Notice, ...] = field(default=(), compare=False)
    """What was noticed in reading."""

    def said(self, *roles: Role | None) -> tuple[Part, ...]:
        """The parts with one of these roles (None: without a role), in the order of the roles."""
        return tuple(part for role in roles for part in self.parts if part.role == role)

    def over(self, base: Prompt) -> Prompt:
        """Both prompts as one: this one's parts and then the base's, and this one's settings where it has them."""
        parts = (*self.parts, *base.parts)
        own = {flag.name for flag in self.flags}
        return Prompt(
            parts=(*(p for p in parts if p.role is None), *(p for p in parts if p.role is not None)),
            negative=tuple(dict.fromkeys((*self.negative, *base.negative))),
            aspect=self.aspect or base.aspect,
            seed=base.seed if self.seed is None else self.seed,
            stylize=base.stylize if self.stylize is None else self.stylize,
            style=self.style or base.style,
            version=self.version or base.version,
            references=tuple(dict.fromkeys((*self.references, *base.references))),
            flags=(*self.flags, *(flag for flag in base.flags if flag.name not in own)),
            notices=(*self.notices, *base.notices),
        )
