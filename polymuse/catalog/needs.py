"""Parsing of a stated need into tasks, strengths and wishes (`needs.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from polymuse.catalog.load import builtin_systems

__all__ = ["Need", "parse_need"]

FILE = Path(__file__).with_name("needs.yaml")
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
MAX_PHRASE_WORDS = 6
"""Number of words in the longest phrase."""


@dataclass(frozen=True, slots=True)
class Need:
    """A parsed need. Each entry of `tasks` is a set of alternatives. `wishes` are in the order stated: local, private,
    commercial, service, cheap, fast, long, best."""

    words: str
    tasks: tuple[tuple[str, ...], ...] = ()
    strengths: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    """Words without a meaning, which were ignored."""


@cache
def _table() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """Meanings per phrase, by table. Declared strengths mean themselves."""
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    by_phrase: dict[str, dict[str, tuple[str, ...]]] = {"ignored": {word: (word,) for word in data["ignored"]}}
    wish_phrases = {phrase for phrases in data["wishes"].values() for phrase in phrases}
    declared = {
        strength: ()
        for system in builtin_systems().values()
        for strength in system.strengths
        if strength not in wish_phrases
    }
    for name in ("wishes", "tasks", "strengths"):
        meanings = by_phrase[name] = {}
        for meaning, phrases in {**(declared if name == "strengths" else {}), **data[name]}.items():
            for phrase in (meaning, *phrases):
                meanings[phrase] = tuple(dict.fromkeys((*meanings.get(phrase, ()), meaning)))
    return by_phrase


def parse_need(words: str) -> Need:
    """Parse a need written in words."""
    result: dict[str, list[tuple[str, ...]]] = {name: [] for name in _table()}
    unknown = []
    for phrase, meanings_by_table in _phrases(WORD.findall(words.lower())):
        for name, meanings in meanings_by_table.items():
            result[name].append(meanings)
        if not meanings_by_table:
            unknown.append(phrase)
    flat = {name: tuple(dict.fromkeys(one for many in result[name] for one in many)) for name in result}
    return Need(words, _choices(result["tasks"]), flat["strengths"], flat["wishes"], tuple(dict.fromkeys(unknown)))


def _choices(meanings: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(meanings))


def _phrases(words: list[str]) -> Iterator[tuple[str, Mapping[str, tuple[str, ...]]]]:
    """The phrases of a need by longest match, each with its meanings by table."""
    at = 0
    while at < len(words):
        for length in range(min(MAX_PHRASE_WORDS, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            meanings = {name: table[phrase] for name, table in _table().items() if phrase in table}
            if meanings or length == 1:
                yield phrase, meanings
                at += length
                break
