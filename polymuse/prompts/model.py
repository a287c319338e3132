"""A prompt as data: the result of parsing text (`parser.read`) or of a brief (`compose.prompt_from_brief`), and the
input of every dialect."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, get_args

from polymuse.types import Notice

__all__ = ["EXACT", "ROLES", "Flag", "Prompt", "PromptPart", "Reference", "ReferenceKind", "Role", "Span"]

Role = Literal[
    "subject", "setting", "light", "mood", "style", "palette", "camera", "motion", "sound", "music", "audience",
    "genre", "tempo", "key", "instruments", "vocals", "structure", "duration",
    "delivery", "text", "lyrics", "speech",
]  # fmt: skip
"""What a part describes: of an image, a video, music, or speech."""
ROLES: tuple[Role, ...] = get_args(Role)
EXACT: frozenset[Role] = frozenset({"text", "lyrics", "speech"})
"""Roles whose text is shown, sung or spoken verbatim; it contains no syntax."""

ReferenceKind = Literal["image", "style", "character", "object"]


@dataclass(frozen=True, slots=True)
class Span:
    """Text with one weight: 1 is neutral, more emphasises, 0 removes, below 0 excludes."""

    text: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class PromptPart:
    """A weighted piece of a prompt. Parts without a role are images to be composed by weight ("mountain AND autumn");
    parts with a role each describe one aspect of the whole."""

    spans: tuple[Span, ...]
    weight: float = 1.0
    role: Role | None = None

    @classmethod
    def of(cls, text: str, role: Role | None = None, weight: float = 1.0) -> PromptPart:
        """A part with a single span of weight 1."""
        return cls((Span(text),), weight, role)

    @property
    def text(self) -> str:
        """The text without weights."""
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference image, by URL or vendor code, for the whole image, its style, a character, or an object."""

    kind: ReferenceKind
    url: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag without a field of its own: `--chaos 20` is ("c", "20")."""

    name: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A parsed prompt. Parts without a role come first."""

    parts: tuple[PromptPart, ...] = ()
    negative: tuple[PromptPart, ...] = ()
    """Excluded content, one part each."""
    aspect: tuple[int, int] | None = None
    """Width to height."""
    seed: int | None = None
    stylize: int | None = None
    """Strength of the model's own style, 0..1000."""
    style: str | None = None
    """A named style of a model: "raw"."""
    version: str | None = None
    references: tuple[Reference, ...] = ()
    flags: tuple[Flag, ...] = ()
    notices: tuple[Notice, ...] = field(default=(), compare=False)
    """Notices of parsing."""

    def select(self, *roles: Role | None) -> tuple[PromptPart, ...]:
        """The parts with one of these roles (None: without a role), in the order of the roles."""
        return tuple(part for role in roles for part in self.parts if part.role == role)

    def over(self, base: Prompt) -> Prompt:
        """Merge two prompts: parts of both, this one's first; settings of this one, else of the base."""
        parts = (*self.parts, *base.parts)
        own_names = {flag.name for flag in self.flags}
        return Prompt(
            parts=(*(p for p in parts if p.role is None), *(p for p in parts if p.role is not None)),
            negative=tuple(dict.fromkeys((*self.negative, *base.negative))),
            aspect=self.aspect or base.aspect,
            seed=base.seed if self.seed is None else self.seed,
            stylize=base.stylize if self.stylize is None else self.stylize,
            style=self.style or base.style,
            version=self.version or base.version,
            references=tuple(dict.fromkeys((*self.references, *base.references))),
            flags=(*self.flags, *(flag for flag in base.flags if flag.name not in own_names)),
            notices=(*self.notices, *base.notices),
        )
