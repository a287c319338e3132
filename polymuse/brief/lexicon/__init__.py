"""The lexicon, as data files in this folder: nouns, places, verbs, function words, and cues."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from polymuse.data_files import load_table

__all__ = ["Noun", "Nouns", "Verbs", "load_word_table", "nouns", "split_list", "verb_forms", "verbs"]

VOWELS = "aeiou"
LIVING = frozenset({"women", "men", "people", "birds", "fish", "insects", "animals"})
PEOPLE = frozenset({"women", "men", "people"})
PLANTS = frozenset({"trees", "flowers", "plants"})


@cache
def load_word_table(name: str) -> Mapping[str, Any]:
    """One of the data files, unprocessed."""
    data: dict[str, Any] = load_table(__package__, f"{name}.yaml")
    return data


def split_list(text: str) -> tuple[str, ...]:
    """Items of a comma-separated list."""
    return tuple(word for word in (" ".join(w.split()) for w in text.split(",")) if word)


@dataclass(frozen=True, slots=True)
class Noun:
    """A known noun: its singular, and its group."""

    lemma: str
    group: str
    plural: bool = False

    @property
    def living(self) -> bool:
        return self.group in LIVING

    @property
    def person(self) -> bool:
        return self.group in PEOPLE


class Nouns:
    """Look-up of nouns in any number, of one or several words."""

    def __init__(self) -> None:
        data = load_word_table("nouns")
        self._spellings: Mapping[str, str] = data["spellings"]
        self._irregular: Mapping[str, str] = data["irregular"]
        self._plural_only = frozenset(split_list(data["plural_only"]))
        self._groups: dict[str, str] = {}
        for group, words in self._sources():
            for word in words:
                self._groups.setdefault(word, group)
        self._lengths: dict[str, int] = {}
        for words in self._groups:
            parts = words.split()
            self._lengths[parts[0]] = max(len(parts), self._lengths.get(parts[0], 1))

    def longest(self, first: str) -> int:
        """Maximum number of words of nouns that start with this word."""
        return self._lengths.get(self._spellings.get(first, first), 1)

    @staticmethod
    def _sources() -> Iterator[tuple[str, Iterable[str]]]:
        """Groups and their words, the dominant sense of a word first."""
        data, places = load_word_table("nouns"), load_word_table("places")
        for group, text in load_word_table("things").items():
            yield group, split_list(text)
        yield "places", split_list(places["only"])
        for group in ("weather", "time", "body"):
            yield group, split_list(data[group])
        for text in data["parts"].values():
            yield "parts", split_list(text)
        for text in data["scenery"].values():
            yield "scenery", split_list(text)
        yield "collectives", data["collectives"]
        yield "abstract", split_list(data["abstract"])

    def group(self, lemma: str) -> str | None:
        return self._groups.get(lemma)

    def find(self, words: str) -> Noun | None:
        """The noun that these lower-case words are, singular or plural; None if unknown."""
        if words in self._plural_only:
            return Noun(words, self._groups.get(words, "portables"), plural=False)
        for guess in singular_candidates(words, self._irregular):
            lemma = self._spell(guess)
            if lemma in self._groups:
                return Noun(lemma, self._groups[lemma], plural=lemma != self._spell(words))
        return None

    def invariant(self, lemma: str) -> bool:
        """Whether its plural equals its singular ("deer")."""
        return self._irregular.get(lemma) == lemma

    def _spell(self, words: str) -> str:
        if words in self._spellings:
            return self._spellings[words]
        if " " not in words:
            return words
        return " ".join(self._spellings.get(word, word) for word in words.split())

    def singular(self, word: str) -> tuple[str, bool]:
        """The likeliest singular of an unknown word, and whether it was a plural."""
        for lemma in singular_candidates(word, self._irregular):
            if lemma in self._groups:
                return lemma, lemma != word
        if word.endswith(("ss", "us", "is")) or not word.endswith("s") or len(word) < 4:
            return word, False
        if word.endswith("ies"):
            return word[:-3] + "y", True
        return (word[:-2], True) if word.endswith(("ches", "shes", "xes", "sses")) else (word[:-1], True)


def singular_candidates(words: str, irregular: Mapping[str, str]) -> Iterator[str]:
    """Possible singulars of the words, themselves first."""
    yield words
    head, space, last = words.rpartition(" ")
    if last in irregular:
        yield head + space + irregular[last]
    if last.endswith("men"):
        yield head + space + last[:-3] + "man"
    if last.endswith("ies"):
        yield head + space + last[:-3] + "y"
    if last.endswith("ves"):
        yield head + space + last[:-3] + "f"
        yield head + space + last[:-3] + "fe"
    if last.endswith("es"):
        yield head + space + last[:-2]
    if last.endswith("s") and not last.endswith("ss"):
        yield head + space + last[:-1]


@cache
def nouns() -> Nouns:
    return Nouns()


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb form: its base, its frame (see verbs.yaml), and the form: base, s, ing or ed."""

    base: str
    frame: str
    form: str


class Verbs:
    """Look-up of verbs in all their forms."""

    def __init__(self) -> None:
        data = load_word_table("verbs")
        self.states = frozenset(split_list(data["states"]))
        self._forms: dict[str, Verb] = {}
        frames: dict[str, str] = {}
        for frame, text in data.items():
            if frame in ("irregular", "states", "idioms"):
                continue
            for base in split_list(text):
                frames.setdefault(base, frame)
        for base, frame in frames.items():
            for form, kind in verb_forms(base):
                self._forms.setdefault(form, Verb(base, frame, kind))
        for form, base in data["irregular"].items():
            kind = "ing" if form.endswith("ing") else "s" if form == "has" else "ed"
            self._forms[form] = Verb(base, frames.get(base, "other"), kind)
        self.longest = 2

    def find(self, words: str) -> Verb | None:
        return self._forms.get(words)


def verb_forms(verb: str) -> Iterator[tuple[str, str]]:
    """The regular forms of a verb (with its particle) and the name of each: base, s, ing or ed."""
    base, space, particle = verb.partition(" ")
    suffix = space + particle
    yield verb, "base"
    if base.endswith("y") and base[-2:-1] not in VOWELS:
        yield base[:-1] + "ies" + suffix, "s"
        yield base[:-1] + "ied" + suffix, "ed"
        yield base + "ing" + suffix, "ing"
        return
    yield base + ("es" if base.endswith(("s", "sh", "ch", "x", "z", "o")) else "s") + suffix, "s"
    stems = [base]
    if base.endswith("ie"):
        stems = [base[:-2] + "y"]
    elif base.endswith("e") and not base.endswith(("ee", "oe", "ye")):
        stems = [base[:-1]]
    elif base[-1:] not in "aeiouwxy" and base[-2:-1] in VOWELS and base[-3:-2] not in VOWELS:
        stems = [base + base[-1], base]
    for stem in stems:
        yield stem + "ing" + suffix, "ing"
        yield (base + "d" if base.endswith("e") else stem + "ed") + suffix, "ed"


@cache
def verbs() -> Verbs:
    return Verbs()
