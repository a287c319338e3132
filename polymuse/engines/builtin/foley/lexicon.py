"""The vocabulary of sounds.toml, indexed by stems."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

__all__ = ["SoundLexicon", "lexicon", "stem"]

Key = tuple[str, ...]


@dataclass(frozen=True)
class SoundLexicon:
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
    """A word without common endings: "waves", "lapping" and "creaked" give the stems of "wave", "lap" and "creak". The
    stem need not be a word."""
    for ending in ("ing", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word.removesuffix("e") if len(word) > 3 else word


@cache
def lexicon() -> SoundLexicon:
    table = tomllib.loads(files(__package__).joinpath("sounds.toml").read_text(encoding="utf-8"))
    ignored = {kind: frozenset(words.split()) for kind, words in table["ignored"].items()}
    phrases = {tuple(map(stem, p.split())): name for name, phrase_list in table["names"].items() for p in phrase_list}
    return SoundLexicon(
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
