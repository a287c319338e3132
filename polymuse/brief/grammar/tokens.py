"""From text to tagged words: what each word can be, before any sentence is understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from polymuse.brief.lexicon import Noun, Verb, listed, nouns, table, verbs

__all__ = ["Grammar", "Token", "grammar", "known", "noun_at", "opening", "phrase", "tokens", "verb_at"]

MOST_WORDS = 4000
"""Words read of one description; no picture needs more."""

WORD = re.compile(
    r"#[0-9a-fA-F]{6}\b|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’\-][^\W\d_]+)*['’]?|(?<=\s)-{1,3}(?=\s)|[.,;:!?()\[\]{}\n—–/]|\.\.\.|…"
)
STOPS = frozenset([*".;:!?()[]{}\n—–…/-", "--", "---"])
CONTRACTED = {"'s": " is", "'re": " are"}


@dataclass(frozen=True, slots=True)
class Token:
    """A word or a mark as written, in lower case, and whether it owns what follows ("keeper's")."""

    text: str
    word: str
    owns: bool = False

    @property
    def stop(self) -> bool:
        return self.word in STOPS

    @property
    def wordy(self) -> bool:
        return self.word[:1].isalpha()


@dataclass(frozen=True, slots=True)
class Grammar:
    """The function words and describing words, ready for look-up."""

    articles: Mapping[str, str]
    possessives: Mapping[str, str]
    pronouns: Mapping[str, str]
    numbers: Mapping[str, int]
    prepositions: Mapping[str, str]
    frame: Mapping[str, str]
    colours: frozenset[str]
    shades: frozenset[str]
    adjectives: frozenset[str]
    adverbs: frozenset[str]
    copulas: frozenset[str]
    auxiliaries: frozenset[str]
    negations: frozenset[str]
    conjunctions: frozenset[str]
    boundaries: frozenset[str]
    names: Mapping[str, str]

    def function(self, word: str) -> bool:
        """Whether the word belongs to the grammar and can head no noun phrase."""
        return word in _function_words()


@cache
def grammar() -> Grammar:
    data = table("words")
    sets = {
        name: frozenset(listed(data[name]))
        for name in (
            "colours",
            "shades",
            "adjectives",
            "adverbs",
            "copulas",
            "auxiliaries",
            "negations",
            "conjunctions",
            "boundaries",
        )
    }
    groups = {"female": "women", "male": "men"}
    names = {name: groups[sex] for sex, text in data["cardinal_names"].items() for name in listed(text)}
    return Grammar(
        articles=data["articles"],
        possessives=data["possessives"],
        pronouns=data["pronouns"],
        numbers=data["numbers"],
        prepositions=data["prepositions"],
        frame=data["frame"],
        names=names,
        **sets,
    )


@cache
def opening(name: str) -> Mapping[str, int]:
    """First words of the phrases of one of the grammar's tables → the most words that such a phrase has."""
    lengths: dict[str, int] = {}
    for words in getattr(grammar(), name):
        first, *rest = words.split()
        lengths[first] = max(len(rest) + 1, lengths.get(first, 0))
    return lengths


@cache
def _function_words() -> frozenset[str]:
    known = grammar()
    return frozenset().union(
        known.articles,
        known.possessives,
        known.pronouns,
        known.numbers,
        known.prepositions,
        known.adverbs,
        known.copulas,
        known.auxiliaries,
        known.negations,
        known.conjunctions,
        known.boundaries,
    )


def tokens(text: str) -> list[Token]:
    """The words and marks of a text, possessives marked and contractions opened."""
    return list(_tokens(text))[:MOST_WORDS]


def _tokens(text: str) -> Iterator[Token]:
    for match in WORD.finditer(text.replace("’", "'")):
        written = match[0]
        word = written.lower()
        if word.endswith("'s") and word[:-2] not in ("it", "he", "she", "there", "that", "what", "who", "let"):
            yield Token(written[:-2], word[:-2], owns=True)
        elif word.endswith("s'"):
            yield Token(written[:-1], word[:-1], owns=True)
        elif word[:-2] in ("it", "he", "she", "there", "that") and word.endswith("'s"):
            yield Token(written[:-2], word[:-2])
            yield Token("is", "is")
        elif word.endswith("'re"):
            yield Token(written[:-3], word[:-3])
            yield Token("are", "are")
        else:
            yield Token(written.rstrip("'"), word.rstrip("'"))


def phrase(found: list[Token], start: int, length: int) -> str | None:
    """`length` words from `start`, as one lower-case phrase; None across a mark, a possessive or the end."""
    span = found[start : start + length]
    if len(span) < length or any(not t.wordy for t in span) or any(t.owns for t in span[:-1]):
        return None
    return " ".join(t.word for t in span)


def noun_at(found: list[Token], start: int) -> tuple[int, Noun] | None:
    """The longest noun that begins at `start`: its number of words, and what it is."""
    known = nouns()
    first = found[start].word if start < len(found) else ""
    for length in range(known.longest(first), 0, -1):
        words = phrase(found, start, length)
        if words and (noun := known.find(words)):
            return length, noun
    return None


def verb_at(found: list[Token], start: int) -> tuple[int, Verb] | None:
    """The longest verb that begins at `start`."""
    known = verbs()
    for length in range(known.longest, 0, -1):
        words = phrase(found, start, length)
        if words and (verb := known.find(words)):
            return length, verb
    return None


def known(found: list[Token], at: int) -> bool:
    """Whether the word there is one that the reader knows."""
    word, words = found[at].word, grammar()
    described = word in words.adjectives or word in words.colours or word in words.shades
    return described or words.function(word) or noun_at(found, at) is not None or verb_at(found, at) is not None
