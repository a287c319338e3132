"""The nouns of a brief, with their adjectives and number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from polymuse.brief.lexicon import Noun, nouns, split_list

__all__ = ["COUNTS", "LIVING", "MASS", "OPENERS", "PEOPLE", "UNSEEN", "BriefNoun", "find_nouns"]

COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "twin": 2, "several": 3, "some": 3}
_OWNERS = frozenset({"his", "her", "their", "its"})
OPENERS = frozenset({"a", "an", "the", "his", "her", "their", "its", "my", "our", "one", *COUNTS})
_MAKERS = re.compile(
    r"\w{2,}(?:maker|keeper|smith|wright|monger|ician|woman|man|binder|mender|seller|builder)|grand(?:son|child|daughter)|nephew|niece|cousin"
)
MASS = frozenset(
    split_list(
        "honey, bread, water, tea, coffee, milk, soup, wine, beer, juice, sugar, salt, flour, butter, cheese, "
        "rice, meat, fruit, music, jewellery, furniture, luggage, money, gold, silver, wood, paper, sand, "
        "clothing, laundry, ice cream, chocolate, hay, corn, wheat, bamboo, seaweed, coral, moss, ivy, lavender"
    )
)
UNSEEN = frozenset({"places", "weather", "time", "body", "parts", "scenery", "collectives", "abstract"})
LIVING = frozenset({"women", "men", "people", "birds", "fish", "insects", "animals"})
PEOPLE = frozenset({"women", "men", "people"})


@dataclass(frozen=True, slots=True)
class BriefNoun:
    """A noun of a brief."""

    noun: Noun
    words: tuple[str, ...]
    """Adjectives and noun, as written."""
    count: int
    owned: bool
    """Whether it has an owner: "his dog"."""


def find_nouns(core: str) -> Iterator[BriefNoun]:
    """Nouns of a phrase by longest match, with adjectives and number."""
    words = [re.sub(r"['’]s?$", "", word) for word in re.findall(r"[\w'’-]+", core.lower())]
    at = 0
    while at < len(words):
        size = next((n for n in range(min(3, len(words) - at), 0, -1) if noun_of(" ".join(words[at : at + n]))), 0)
        if not size:
            at += 1
            continue
        noun = noun_of(" ".join(words[at : at + size]))
        assert noun is not None
        opener = next((i for i in range(at - 1, max(-1, at - 4), -1) if words[i] in OPENERS), None)
        adjectives = words[opener + 1 : at] if opener is not None else []
        if opener is None or not any(noun_of(word) for word in adjectives):
            lead = words[opener] if opener is not None else ""
            count = COUNTS.get(lead, 3 if noun.plural else 1)
            yield BriefNoun(noun, (*adjectives, *words[at : at + size]), count, lead in _OWNERS)
        at += size


def noun_of(words: str) -> Noun | None:
    if words in OPENERS or words in ("last", "first", "new", "little", "light", "can", "will", "back", "past"):
        return None
    noun = nouns().find(words)
    return noun or (Noun(words, "people") if _MAKERS.fullmatch(words) else None)
