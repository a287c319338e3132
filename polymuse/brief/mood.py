"""The mood of a text: affect words placed on Russell's circumplex (1980) and blended."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

from polymuse.brief.lexicon import listed, table
from polymuse.brief.model import Mood

__all__ = ["blended", "mood_of"]

WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*")
NEGATION_REACH = 3
"""Words before an affect word in which "not" turns it."""
NEGATED = -0.5
"""What "not happy" keeps of the valence of "happy": the other side, but less of it (Taboada et al. 2011 shift, too)."""
NEGATED_AROUSAL = 0.4
MOST_WORDS = 6


@cache
def _affect() -> Mapping[str, tuple[float, float]]:
    found: dict[str, tuple[float, float]] = {}
    for group in table("mood")["groups"].values():
        valence, arousal = group["at"]
        for word in listed(group["words"]):
            found.setdefault(word, (valence, arousal))
    return found


@cache
def _negations() -> frozenset[str]:
    return frozenset(listed(table("mood")["negations"]))


def mood_of(text: str) -> Mood | None:
    """The mood that an English text's affect words add up to, with the words (at most six, in the order of the text);
    None when it has none. "Not", "without" and their like turn the words after them."""
    found = list(_felt(text))
    if not found:
        return None
    words = tuple(dict.fromkeys(word for word, _, _, _ in found))[:MOST_WORDS]
    total = sum(weight for _, _, _, weight in found)
    valence = sum(v * weight for _, v, _, weight in found) / total
    arousal = sum(a * weight for _, _, a, weight in found) / total
    return Mood(valence=_unit(valence), arousal=_unit(arousal), words=words)


def blended(moods: Mapping[Mood, float]) -> Mood | None:
    """Several moods as one, by their weights (> 0); None for none."""
    total = sum(moods.values())
    if not moods or total <= 0:
        return None
    words = tuple(dict.fromkeys(word for mood in moods for word in mood.words))[:MOST_WORDS]
    return Mood(
        valence=_unit(sum(mood.valence * weight for mood, weight in moods.items()) / total),
        arousal=_unit(sum(mood.arousal * weight for mood, weight in moods.items()) / total),
        words=words,
    )


def _felt(text: str) -> Iterator[tuple[str, float, float, float]]:
    """Affect words in order: as written, valence, arousal, weight (how strongly it is said)."""
    words = WORD.findall(text.lower().replace("’", "'"))
    strengths: Mapping[str, float] = table("mood")["intensifiers"]
    for i, word in enumerate(words):
        if word not in _affect():
            continue
        valence, arousal = _affect()[word]
        strength = strengths.get(words[i - 1], 1.0) if i else 1.0
        before = words[max(0, i - NEGATION_REACH) : i]
        if any(w in _negations() for w in before):
            yield f"not {word}", valence * NEGATED, arousal * NEGATED_AROUSAL, strength
        else:
            yield word, valence * min(strength, 1.1), arousal * min(strength, 1.1), strength


def _unit(value: float) -> float:
    return round(min(1.0, max(-1.0, value)), 3)
