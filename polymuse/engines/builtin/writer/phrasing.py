"""Noun phrases, pronouns, agreement, and template filling."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from polymuse.brief.inflection import capitalize, with_article

__all__ = [
    "ReferringPhrase",
    "capitalize",
    "fill_template",
    "make_slots",
    "possessive",
    "pronoun_forms",
    "with_article",
]

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
class ReferringPhrase:
    """Phrases for a person or thing: `a` at first mention ("an old clockmaker", "two friends"), `the` afterwards,
    `depiction` in picture descriptions."""

    a: str
    the: str
    depiction: str
    pronoun: str

    @property
    def plural(self) -> bool:
        return self.pronoun == "they"


def pronoun_forms(subject: str) -> tuple[str, str, str, str, str]:
    """Subject, object, determiner, reflexive and possessive: "she", "her", "her", "herself", "hers"."""
    return _PRONOUNS[subject]


def possessive(phrase: str) -> str:
    return f"{phrase}'" if phrase.endswith("s") else f"{phrase}'s"


def make_slots(hero: ReferringPhrase, **others: ReferringPhrase | None) -> dict[str, str]:
    """Values of all slots: the hero's, and those of a `friend` or a `prop`."""
    subject, object_, their, themselves, theirs = _PRONOUNS[hero.pronoun]
    values = {
        "a_hero": hero.a, "hero": hero.the, "hero_s": possessive(hero.the), "seen": hero.depiction, "they": subject,
        "them": object_, "their": their, "themselves": themselves, "theirs": theirs,
    }  # fmt: skip
    for name, phrase in others.items():
        if phrase:
            values |= {f"a_{name}": phrase.a, f"the_{name}": phrase.the}
    return values


def fill_template(template: str, values: Mapping[str, str], plural: bool, introduce: bool = False) -> str:
    """A template with slots filled and verbs agreeing: `[walks|walk]` is singular and plural. A capitalised slot is
    capitalised. With `introduce`, the first pronoun becomes the noun."""
    if introduce and not re.search(r"\{(?:[Aa]_)?[Hh]ero\w*\}", template):
        nouns = {"They": "{Hero}", "they": "{hero}", "them": "{hero}", "their": "{hero_s}"}
        template = _FIRST.sub(lambda match: nouns[match[1]], template, count=1)
    text = _CHOICE.sub(lambda match: match[2] if plural else match[1], template)
    return _SLOT.sub(lambda match: _value(match[1], values), text)


def _value(name: str, values: Mapping[str, str]) -> str:
    lower = name[0].lower() + name[1:]
    return capitalize(values[lower]) if name[0].isupper() else values[lower]
