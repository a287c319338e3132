"""Words to be spoken, and how: what the dialects of speech share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from polymuse.prompts.compiler import Draft
from polymuse.prompts.plain_text import plain

__all__ = ["PAUSE", "Manner", "known", "manner", "pause_length", "spoken"]

PAUSE = re.compile(
    r"\[(?:(?P<long>long )|(?P<short>short ))?pause(?: (?P<seconds>\d{1,2}(?:\.\d{1,3})?) ?s)?\]", re.IGNORECASE
)
"""A pause within words to be spoken: "[pause]", "[long pause]", "[pause 1.5s]"."""
SHORT, USUAL, LONG = 0.3, 0.7, 1.5
"""Seconds of a pause that says no number."""
MANNERS: Mapping[str, str] = {
    "whisper": "whisper whispers whispered whispering hushed",
    "soft": "soft softly gentle gently quiet quietly tender warm intimate",
    "loud": "loud loudly shout shouts shouted shouting yell yelling",
    "slow": "slow slowly unhurried leisurely measured",
    "fast": "fast quick quickly rapid rapidly hurried rushed",
    "low": "low deep",
    "high": "high bright",
    "excited": "excited excitedly enthusiastic lively joyful happy cheerful energetic",
    "calm": "calm calmly steady even peaceful serene relaxed neutral",
    "sad": "sad sadly sorrowful melancholic mournful sombre crying tearful",
    "angry": "angry angrily furious",
    "laughing": "laugh laughs laughing amused",
    "sighing": "sigh sighs sighing weary",
}
"""Manners of speech, and the words for them."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How words are spoken, one manner each; `unwanted` is how they are not."""

    words: tuple[str, ...]
    unwanted: tuple[str, ...]


def spoken(draft: Draft) -> str:
    """The words to be spoken: the speech, or, where there is none, the words without a role."""
    return "\n\n".join(part.text for part in draft.take("speech") or draft.take(None))


def manner(draft: Draft) -> Manner:
    """How they are spoken: delivery and mood."""
    found = plain(draft, "delivery", "mood")
    single = (word for part in found.parts for word in re.split(r"[,;\n]|\band\b", part.text))
    words = dict.fromkeys(word.strip(" .") for word in single)
    unwanted = (*(part.text for part in draft.negative()), *found.unwanted)
    return Manner(tuple(word for word in words if word), unwanted)


def known(word: str) -> str | None:
    """The manner that a word or a phrase names: "very softly" is "soft"."""
    told = set(re.findall(r"[a-z]+", word.lower()))
    return next((name for name, words in MANNERS.items() if told & set(words.split())), None)


def pause_length(pause: re.Match[str]) -> float:
    """A pause's length in seconds."""
    if pause["seconds"]:
        return float(pause["seconds"])
    return LONG if pause["long"] else SHORT if pause["short"] else USUAL
