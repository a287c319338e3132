"""Character introductions of screenplays, `ANNA (30s, red coat)` or `ANNA, 30s,` at the first appearance; the character
then looks the same in every scene."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Any

from polymuse.brief.lexicon import PEOPLE, load_word_table, nouns, split_list

__all__ = ["extract_introductions"]

_DECADES = "teens?|twenties|thirties|forties|fifties|sixties|seventies|eighties"
_AGE = rf"(?:(?:early|mid|late)[ -])?(?:\d0['’]?s|\d{{1,3}}|{_DECADES})"
_AGED = re.compile(
    rf"(?:aged? )?(?P<age>{_AGE})(?:[ -]?(?:years?[ -]old|ish))?(?=$|[ ,;.)])(?!\s+\w+\s+(?:of|ago))", re.IGNORECASE
)
_NAME = r"(?P<name>[A-Z][A-Z'’-]+(?: [A-Z][A-Z'’-]+){0,2})"
_BRACKETED = re.compile(rf"(?<![\w'’]){_NAME}\s*\((?P<looks>[^()]{{1,160}})\)")
_AFTER_COMMA = re.compile(rf"(?<![\w'’]){_NAME},\s+(?P<looks>{_AGE}),")
_LOOKS = PEOPLE | {"garments", "body"}
_WORDS = {
    "teen": 15, "teens": 15, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
    "seventies": 70, "eighties": 80,
}  # fmt: skip
_CHILD, _TEEN, _YOUNG, _OLD = 13, 20, 30, 60
"""Ages below which someone is a child, a teenager, young; and from which on old."""
_PRONOUN = re.compile(r"\b(she|her|he|his|him)\b", re.IGNORECASE)
_MAX_CAPITALS_RATIO = 0.5
"""Share of capitals above which capitals are not significant."""


def extract_introductions(text: str, known_names: Collection[str]) -> tuple[str, list[dict[str, Any]]]:
    """The text without introductions, and the data of the characters introduced. `known_names` (lower case) are
    skipped."""
    letters = [letter for letter in text if letter.isalpha()]
    if not letters or sum(letter.isupper() for letter in letters) > _MAX_CAPITALS_RATIO * len(letters):
        return text, []
    introduced: dict[str, dict[str, Any]] = {}

    def take(match: re.Match[str]) -> str:
        name, looks = match["name"].title().removeprefix("The "), " ".join(match["looks"].split())
        if name.casefold() in {*known_names, *introduced} or not _describes_appearance(looks):
            return match[0]
        introduced[name.casefold()] = {
            "name": name,
            "description": _character_description(name, looks, text[match.end() :]),
        }
        return match["name"]

    return _AFTER_COMMA.sub(take, _BRACKETED.sub(take, text)), list(introduced.values())


def _describes_appearance(text: str) -> bool:
    """Whether the words describe someone's appearance, not a delivery ("V.O.", "whispering")."""
    if _AGED.search(text):
        return True
    words = re.findall(r"[a-z]+", text.lower())
    return any((noun := nouns().find(word)) is not None and noun.group in _LOOKS for word in words)


def _character_description(name: str, looks: str, following: str) -> str:
    """ "a woman, 30s, red coat": a noun for the person, then the words as written."""
    years = _years(looks)
    noun = _noun(name, looks, following, years)
    if noun is None:
        return looks
    age_adjective = (
        "old " if years is not None and years >= _OLD else "young " if years and _TEEN <= years < _YOUNG else ""
    )
    return f"{'an' if (age_adjective + noun)[0] in 'aeiou' else 'a'} {age_adjective}{noun}, {looks}"


def _years(looks: str) -> int | None:
    match = _AGED.search(looks)
    if not match:
        return None
    word = match["age"].lower().split()[-1].split("-")[-1]
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else _WORDS.get(word)


def _noun(name: str, looks: str, following: str, years: int | None) -> str | None:
    """A noun for the person; None if the description has one."""
    if any(
        (noun := nouns().find(word)) and noun.person for word in re.findall(r"[a-z]+", _AGED.sub("", looks).lower())
    ):
        return None
    if (known_noun := nouns().find(name.lower())) and known_noun.person:
        return known_noun.lemma
    sex = _sexes().get(name.split(maxsplit=1)[0].lower()) or _stated_sex(following)
    if years is not None and years < _CHILD:
        return {"female": "girl", "male": "boy"}.get(sex, "child")
    if years is not None and years < _TEEN and not sex:
        return "teenager"
    return {"female": "woman", "male": "man"}.get(sex, "person")


@cache
def _sexes() -> dict[str, str]:
    return {name: sex for sex, text in load_word_table("words")["cardinal_names"].items() for name in split_list(text)}


def _stated_sex(text: str) -> str:
    match = _PRONOUN.search(re.split(r"[A-Z]{3,}", text)[0])
    return "" if match is None else "female" if match[1].lower() in ("she", "her") else "male"
