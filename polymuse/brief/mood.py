"""Mood of a text: affect words placed on Russell's circumplex (1980) and averaged."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from polymuse.brief.lexicon import load_word_table, split_list
from polymuse.brief.model import Mood

__all__ = ["blend", "mood_of"]

WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
NEGATION_REACH = 3
"""Number of words before an affect word in which a negation applies to it."""
NEGATED_VALENCE_FACTOR = -0.5
"""Factor of the valence of a negated word: opposite sign, less strong (Taboada et al. 2011 also shift it)."""
NEGATED_AROUSAL_FACTOR = 0.4
MOST_WORDS = 6


@cache
def _affect() -> Mapping[str, tuple[float, float]]:
    entries: dict[str, tuple[float, float]] = {}
    for group in load_word_table("mood")["groups"].values():
        valence, arousal = group["at"]
        for word in split_list(group["words"]):
            entries.setdefault(word, (valence, arousal))
    return entries


@cache
def _negations() -> frozenset[str]:
    return frozenset(split_list(load_word_table("mood")["negations"]))


def mood_of(text: str) -> Mood | None:
    """The mood of an English text's affect words, with up to six of them in text order; None if it has none. Negations
    ("not", "without") invert the words after them."""
    matches = list(_affect_words(text))
    if not matches:
        return None
    words = tuple(dict.fromkeys(word for word, _, _, _ in matches))[:MOST_WORDS]
    total = sum(weight for _, _, _, weight in matches)
    valence = sum(v * weight for _, v, _, weight in matches) / total
    arousal = sum(a * weight for _, _, a, weight in matches) / total
    return Mood(valence=_unit(valence), arousal=_unit(arousal), words=words)


def blend(moods: Mapping[Mood, float]) -> Mood | None:
    """Weighted mean of moods (weights > 0); None if there are none."""
    total = sum(moods.values())
    if not moods or total <= 0:
        return None
    words = tuple(dict.fromkeys(word for mood in moods for word in mood.words))[:MOST_WORDS]
    return Mood(
        valence=_unit(sum(mood.valence * weight for mood, weight in moods.items()) / total),
        arousal=_unit(sum(mood.arousal * weight for mood, weight in moods.items()) / total),
        words=words,
    )


def _affect_words(text: str) -> Iterator[tuple[str, float, float, float]]:
    """Affect words in order: as written, valence, arousal, weight by intensifiers."""
    words = WORD.findall(text.lower().replace("’", "'"))
    strengths: Mapping[str, float] = load_word_table("mood")["intensifiers"]
    for i, word in enumerate(words):
        if word not in _affect():
            continue
        valence, arousal = _affect()[word]
        strength = strengths.get(words[i - 1], 1.0) if i else 1.0
        preceding = words[max(0, i - NEGATION_REACH) : i]
        if any(w in _negations() for w in preceding):
            yield f"not {word}", valence * NEGATED_VALENCE_FACTOR, arousal * NEGATED_AROUSAL_FACTOR, strength
        else:
            yield word, valence * min(strength, 1.1), arousal * min(strength, 1.1), strength


def _unit(value: float) -> float:
    return round(min(1.0, max(-1.0, value)), 3)
