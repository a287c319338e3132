"""What a sentence is made of once its words are grouped."""

from __future__ import annotations

from dataclasses import dataclass, field

from polymuse.brief.lexicon import Verb

__all__ = [
    "Copula", "Describing", "InFrame", "Item", "Join", "NounPhrase", "Preposition", "Pronoun", "Stop", "VerbPhrase",
]  # fmt: skip

UNKNOWN = "unknown"
"""The group of a noun that the lexicon does not have."""


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
        """Whether anything came before the head that only a noun phrase has."""
        return self.determiner != "bare" or self.count is not None or bool(self.attributes) or self.colour is not None


@dataclass(frozen=True, slots=True)
class VerbPhrase:
    """A verb in the sentence; `passive` when it is what is done to the subject ("moored"), `progressive` after a form
    of "be", `words` as written."""

    verb: Verb
    words: str
    passive: bool = False
    progressive: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Copula:
    """ "is", "are", "looks": what follows says how the subject is. `exists` for "there is"."""

    exists: bool = False


@dataclass(frozen=True, slots=True)
class Describing:
    """Adjectives after the noun they describe."""

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
class InFrame:
    """A place in the picture: "on the left", "in the background"."""

    place: str


@dataclass(frozen=True, slots=True)
class Join:
    """A comma or a conjunction."""

    word: str


@dataclass(frozen=True, slots=True)
class Stop:
    """The end of a clause; `sentence` when a new sentence begins, `where` when the next clause tells what is there."""

    sentence: bool
    where: bool = False


Item = NounPhrase | VerbPhrase | Copula | Describing | Preposition | Pronoun | InFrame | Join | Stop
