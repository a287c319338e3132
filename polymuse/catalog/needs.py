"""What somebody says they need, understood: which tasks, which strengths, which wishes (`needs.yaml`)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from polymuse.catalog.load import shipped

__all__ = ["Need", "understood"]

FILE = Path(__file__).with_name("needs.yaml")
WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
LONGEST = 6
"""Words of the longest phrase."""


@dataclass(frozen=True, slots=True)
class Need:
    """A need as it was understood. Each of `tasks` is a choice: any task of it will do. `wishes` are in the order said:
    local, private, commercial, service, cheap, fast, long, best."""

    words: str
    tasks: tuple[tuple[str, ...], ...] = ()
    strengths: tuple[str, ...] = ()
    wishes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    """Words that mean nothing here; they counted for nothing."""


@cache
def _table() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """What each phrase means: table → phrase → meanings. Strengths that systems declare mean themselves."""
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    turned: dict[str, dict[str, tuple[str, ...]]] = {"ignored": {word: (word,) for word in data["ignored"]}}
    wished = {phrase for phrases in data["wishes"].values() for phrase in phrases}
    declared = {
        strength: () for system in shipped().values() for strength in system.strengths if strength not in wished
    }
    for name in ("wishes", "tasks", "strengths"):
        meanings = turned[name] = {}
        for meaning, phrases in {**(declared if name == "strengths" else {}), **data[name]}.items():
            for phrase in (meaning, *phrases):
                meanings[phrase] = tuple(dict.fromkeys((*meanings.get(phrase, ()), meaning)))
    return turned


def understood(words: str) -> Need:
    """What a need says."""
    found: dict[str, list[tuple[str, ...]]] = {name: [] for name in _table()}
    unknown = []
    for phrase, known in _phrases(WORD.findall(words.lower())):
        for name, meanings in known.items():
            found[name].append(meanings)
        if not known:
            unknown.append(phrase)
    flat = {name: tuple(dict.fromkeys(one for many in found[name] for one in many)) for name in found}
    return Need(words, _choices(found["tasks"]), flat["strengths"], flat["wishes"], tuple(dict.fromkeys(unknown)))


def _choices(said: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(said))


def _phrases(words: list[str]) -> Iterator[tuple[str, Mapping[str, tuple[str, ...]]]]:
    """The phrases of a need, the longest known first at each place, with what each means by table."""
    at = 0
    while at < len(words):
        for length in range(min(LONGEST, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            known = {name: table[phrase] for name, table in _table().items() if phrase in table}
            if known or length == 1:
                yield phrase, known
                at += length
                break
