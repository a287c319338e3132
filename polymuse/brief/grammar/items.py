"""Items of a sentence: words grouped into phrases."""

from __future__ import annotations

from dataclasses import dataclass, field

from polymuse.brief.lexicon import Verb

__all__ = [
    "ClauseEnd",
    "Copula",
    "FramePosition",
    "Item",
    "Join",
    "NounPhrase",
    "PostposedAdjectives",
    "Preposition",
    "Pronoun",
    "VerbPhrase",
]  # fmt: skip

UNKNOWN = "unknown"
"""Group of nouns that are not in the lexicon."""


@dataclass(slots=True)
class NounPhrase:
    """ "two old red boats": `head` is singular; `determiner` is article-like (definite, indefinite, other, none,
    possessive, bare); `owner` the phrase or pronoun before the possessive."""

    head: str = ""
    group: str = UNKNOWN
    count: int | None = None
    plural: bool = False
    determiner: str = "bare"
    owner: NounPhrase | str | None = None
    attributes: list[str] = field(default_factory=list)
    colour: str | None = None
    action: str | None = None
    name: str | None = None

    @property
    def modified(self) -> bool:
        """Whether words precede the head that only a noun phrase has."""
        return self.determiner != "bare" or self.count is not None or bool(self.attributes) or self.colour is not None


@dataclass(frozen=True, slots=True)
class VerbPhrase:
    """A verb in the sentence; `passive` if it is done to the subject ("moored"), `progressive` after a form of "be",
    `words` as written."""

    verb: Verb
    words: str
    passive: bool = False
    progressive: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Copula:
    """ "is", "are", "looks": an attribute of the subject follows. `exists` for "there is"."""

    exists: bool = False


@dataclass(frozen=True, slots=True)
class PostposedAdjectives:
    """Adjectives after the noun they modify."""

    attributes: tuple[str, ...]
    colour: str | None


@dataclass(frozen=True, slots=True)
class Preposition:
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Pronoun:
    word: str
    relative: bool = False


@dataclass(frozen=True, slots=True)
class FramePosition:
    """A position in the frame: "on the left", "in the background"."""

    place: str


@dataclass(frozen=True, slots=True)
class Join:
    """A comma or a conjunction."""

    word: str


@dataclass(frozen=True, slots=True)
class ClauseEnd:
    """The end of a clause; `sentence` if a new sentence begins, `locative` if the next clause says what is at the
    place."""

    sentence: bool
    locative: bool = False


Item = NounPhrase | VerbPhrase | Copula | PostposedAdjectives | Preposition | Pronoun | FramePosition | Join | ClauseEnd
