"""Tokens and word classes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from polymuse.brief.lexicon import Noun, Verb, load_word_table, nouns, split_list, verbs

__all__ = [
    "Grammar",
    "Token",
    "grammar",
    "is_known_word",
    "noun_at",
    "phrase_at",
    "phrase_openings",
    "tokenize",
    "verb_at",
]

MAX_WORDS = 4000
"""Words of a description that are parsed."""

WORD = re.compile(
    r"#[0-9a-fA-F]{6}\b|\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’\-][^\W\d_]+)*['’]?|(?<=\s)-{1,3}(?=\s)|[.,;:!?()\[\]{}\n—–/]|\.\.\.|…"
)
STOPS = frozenset([*".;:!?()[]{}\n—–…/-", "--", "---"])
CONTRACTED = {"'s": " is", "'re": " are"}


@dataclass(frozen=True, slots=True)
class Token:
    """A lower-case word or mark, and whether it is possessive ("keeper's")."""

    text: str
    word: str
    owns: bool = False

    @property
    def stop(self) -> bool:
        return self.word in STOPS

    @property
    def is_word(self) -> bool:
        return self.word[:1].isalpha()


@dataclass(frozen=True, slots=True)
class Grammar:
    """Function words and adjectives, indexed."""

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
        """Whether the word is a function word, which cannot head a noun phrase."""
        return word in _function_words()


@cache
def grammar() -> Grammar:
    data = load_word_table("words")
    sets = {
        name: frozenset(split_list(data[name]))
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
    names = {name: groups[sex] for sex, text in data["cardinal_names"].items() for name in split_list(text)}
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
def phrase_openings(name: str) -> Mapping[str, int]:
    """First words of the phrases in one of the grammar's tables → the maximum number of words of such a phrase."""
    lengths: dict[str, int] = {}
    for words in getattr(grammar(), name):
        first, *remaining = words.split()
        lengths[first] = max(len(remaining) + 1, lengths.get(first, 0))
    return lengths


@cache
def _function_words() -> frozenset[str]:
    data = grammar()
    return frozenset().union(
        data.articles,
        data.possessives,
        data.pronouns,
        data.numbers,
        data.prepositions,
        data.adverbs,
        data.copulas,
        data.auxiliaries,
        data.negations,
        data.conjunctions,
        data.boundaries,
    )


def tokenize(text: str) -> list[Token]:
    """The words and marks of a text, with possessives marked and contractions expanded."""
    return list(_tokens(text))[:MAX_WORDS]


def _tokens(text: str) -> Iterator[Token]:
    for match in WORD.finditer(text.replace("’", "'")):
        raw = match[0]
        word = raw.lower()
        if word.endswith("'s") and word[:-2] not in ("it", "he", "she", "there", "that", "what", "who", "let"):
            yield Token(raw[:-2], word[:-2], owns=True)
        elif word.endswith("s'"):
            yield Token(raw[:-1], word[:-1], owns=True)
        elif word[:-2] in ("it", "he", "she", "there", "that") and word.endswith("'s"):
            yield Token(raw[:-2], word[:-2])
            yield Token("is", "is")
        elif word.endswith("'re"):
            yield Token(raw[:-3], word[:-3])
            yield Token("are", "are")
        else:
            yield Token(raw.rstrip("'"), word.rstrip("'"))


def phrase_at(tokens: list[Token], start: int, length: int) -> str | None:
    """`length` words from `start` as a lower-case phrase; None across a mark, a possessive or the end."""
    span = tokens[start : start + length]
    if len(span) < length or any(not t.is_word for t in span) or any(t.owns for t in span[:-1]):
        return None
    return " ".join(t.word for t in span)


def noun_at(tokens: list[Token], start: int) -> tuple[int, Noun] | None:
    """The longest noun that starts at `start`, with its number of words, or None."""
    lexicon = nouns()
    first = tokens[start].word if start < len(tokens) else ""
    for length in range(lexicon.longest(first), 0, -1):
        words = phrase_at(tokens, start, length)
        if words and (noun := lexicon.find(words)):
            return length, noun
    return None


def verb_at(tokens: list[Token], start: int) -> tuple[int, Verb] | None:
    """The longest verb that starts at `start`, with its number of words, or None."""
    lexicon = verbs()
    for length in range(lexicon.longest, 0, -1):
        words = phrase_at(tokens, start, length)
        if words and (verb := lexicon.find(words)):
            return length, verb
    return None


def is_known_word(tokens: list[Token], at: int) -> bool:
    """Whether the word at the position is in the lexicon."""
    word, words = tokens[at].word, grammar()
    described = word in words.adjectives or word in words.colours or word in words.shades
    return described or words.function(word) or noun_at(tokens, at) is not None or verb_at(tokens, at) is not None
