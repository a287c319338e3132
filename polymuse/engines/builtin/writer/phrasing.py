"""Noun phrases, pronouns and agreement, and the filling of templates."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from polymuse.brief.inflection import capitalize, with_article

__all__ = ["Phrase", "capitalize", "fill", "possessive", "pronouns", "slots", "with_article"]

_PRONOUNS = {
    "she": ("she", "her", "her", "herself", "hers"),
    "he": ("he", "him", "his", "himself", "his"),
    "it": ("it", "it", "its", "itself", "its"),
    "they": ("they", "them", "their", "themselves", "theirs"),
}
_CHOICE = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_FIRST = re.compile(r"\{([Tt]hey|them|their)\}")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Somebody or something to tell of: `a` is the phrase that introduces it ("an old clockmaker", "two friends"),
    `the` how it is called after that, `seen` how a picture names it."""

    a: str
    the: str
    seen: str
    pronoun: str

    @property
    def plural(self) -> bool:
        return self.pronoun == "they"


def pronouns(subject: str) -> tuple[str, str, str, str, str]:
    """Subject, object, determiner, reflexive and possessive: "she", "her", "her", "herself", "hers"."""
    return _PRONOUNS[subject]


def possessive(phrase: str) -> str:
    return f"{phrase}'" if phrase.endswith("s") else f"{phrase}'s"


def slots(hero: Phrase, **others: Phrase | None) -> dict[str, str]:
    """The values of all slots: the hero's, and those of a `friend` or a `prop`."""
    they, them, their, themselves, theirs = _PRONOUNS[hero.pronoun]
    values = {
        "a_hero": hero.a, "hero": hero.the, "hero_s": possessive(hero.the), "seen": hero.seen, "they": they,
        "them": them, "their": their, "themselves": themselves, "theirs": theirs,
    }  # fmt: skip
    for name, phrase in others.items():
        if phrase:
            values |= {f"a_{name}": phrase.a, f"the_{name}": phrase.the}
    return values


def fill(template: str, values: Mapping[str, str], plural: bool, introduce: bool = False) -> str:
    """A template with its slots filled and its verbs agreeing: `[walks|walk]` is singular and plural. A slot with a
    capital gets one. With `introduce`, the first pronoun becomes the noun."""
    if introduce and not re.search(r"\{(?:[Aa]_)?[Hh]ero\w*\}", template):
        nouns = {"They": "{Hero}", "they": "{hero}", "them": "{hero}", "their": "{hero_s}"}
        template = _FIRST.sub(lambda match: nouns[match[1]], template, count=1)
    text = _CHOICE.sub(lambda match: match[2] if plural else match[1], template)
    return _SLOT.sub(lambda match: _value(match[1], values), text)


def _value(name: str, values: Mapping[str, str]) -> str:
    lower = name[0].lower() + name[1:]
    return capitalize(values[lower]) if name[0].isupper() else values[lower]
