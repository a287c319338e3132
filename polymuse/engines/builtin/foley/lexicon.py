"""The words of sounds.toml, looked up by their stems."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["Lexicon", "lexicon", "stem"]

Key = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """sounds.toml, with phrases as tuples of stems."""

    phrases: Mapping[Key, str]
    mixes: Mapping[str, Mapping[str, float]]
    every: Mapping[str, tuple[float, float]]
    levels: Mapping[str, tuple[float, float]]
    rates: Mapping[str, float]
    ignored: frozenset[str]
    grammar: frozenset[str]
    settings: Mapping[str, str]
    longest: int


def stem(word: str) -> str:
    """A word without its commonest endings, so that "waves", "lapping" and "creaked" find "wave", "lap" and "creak".
    What it gives need not be a word; it only has to be the same for all forms of one."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


@cache
def lexicon() -> Lexicon:
    table = tomllib.loads(files(__package__).joinpath("sounds.toml").read_text(encoding="utf-8"))
    ignored = {kind: frozenset(words.split()) for kind, words in table["ignored"].items()}
    phrases = {tuple(map(stem, p.split())): name for name, known in table["names"].items() for p in known}
    return Lexicon(
        phrases=phrases,
        mixes=table["mixes"],
        every={name: (mean, spread) for name, (mean, spread) in table["every"].items()},
        levels={word: (level, distance) for word, (level, distance) in table["levels"].items()},
        rates=table["rates"],
        ignored=frozenset().union(*ignored.values()),
        grammar=ignored["grammar"],
        settings=table["settings"],
        longest=max(map(len, phrases)),
    )
