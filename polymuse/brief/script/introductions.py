"""How a screenplay introduces somebody, `ANNA (30s, red coat)` or `ANNA, 30s,` at the first appearance: a character,
who then looks the same in every scene."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache
from typing import Any

from polymuse.brief.lexicon import PEOPLE, listed, nouns, table

__all__ = ["introductions"]

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
"""Years below which somebody is a child, a teenager or young, and from which on old."""
_PRONOUN = re.compile(r"\b(she|her|he|his|him)\b", re.IGNORECASE)
_SHOUTED = 0.5
"""The share of capitals from which on capitals mean nothing."""


def introductions(text: str, known: Collection[str]) -> tuple[str, list[dict[str, Any]]]:
    """The text without what introduces somebody who is not `known` (names in lower case), and who is introduced, as
    characters' data."""
    letters = [letter for letter in text if letter.isalpha()]
    if not letters or sum(letter.isupper() for letter in letters) > _SHOUTED * len(letters):
        return text, []
    found: dict[str, dict[str, Any]] = {}

    def take(match: re.Match[str]) -> str:
        name, looks = match["name"].title().removeprefix("The "), " ".join(match["looks"].split())
        if name.casefold() in {*known, *found} or not _tells_looks(looks):
            return match[0]
        found[name.casefold()] = {"name": name, "description": _described(name, looks, text[match.end() :])}
        return match["name"]

    return _AFTER_COMMA.sub(take, _BRACKETED.sub(take, text)), list(found.values())


def _tells_looks(text: str) -> bool:
    """Whether the words say what somebody looks like, and not how something is said ("V.O.", "whispering")."""
    if _AGED.search(text):
        return True
    words = re.findall(r"[a-z]+", text.lower())
    return any((noun := nouns().find(word)) is not None and noun.group in _LOOKS for word in words)


def _described(name: str, looks: str, following: str) -> str:
    """ "a woman, 30s, red coat": who it is in a noun, then the words as written."""
    years = _years(looks)
    noun = _noun(name, looks, following, years)
    if noun is None:
        return looks
    old = "old " if years is not None and years >= _OLD else "young " if years and _TEEN <= years < _YOUNG else ""
    return f"{'an' if (old + noun)[0] in 'aeiou' else 'a'} {old}{noun}, {looks}"


def _years(looks: str) -> int | None:
    found = _AGED.search(looks)
    if not found:
        return None
    word = found["age"].lower().split()[-1].split("-")[-1]
    digits = re.match(r"\d+", word)
    return int(digits[0]) if digits else _WORDS.get(word)


def _noun(name: str, looks: str, following: str, years: int | None) -> str | None:
    """A noun for somebody; None where the words have one."""
    if any(
        (noun := nouns().find(word)) and noun.person for word in re.findall(r"[a-z]+", _AGED.sub("", looks).lower())
    ):
        return None
    if (own := nouns().find(name.lower())) and own.person:
        return own.lemma
    sex = _sexes().get(name.split(maxsplit=1)[0].lower()) or _sex_said(following)
    if years is not None and years < _CHILD:
        return {"female": "girl", "male": "boy"}.get(sex, "child")
    if years is not None and years < _TEEN and not sex:
        return "teenager"
    return {"female": "woman", "male": "man"}.get(sex, "person")


@cache
def _sexes() -> dict[str, str]:
    return {name: sex for sex, text in table("words")["cardinal_names"].items() for name in listed(text)}


def _sex_said(text: str) -> str:
    found = _PRONOUN.search(re.split(r"[A-Z]{3,}", text)[0])
    return "" if found is None else "female" if found[1].lower() in ("she", "her") else "male"
