"""Spoken text and speech styles, shared by the speech dialects."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from polymuse.prompts.compiler import Draft
from polymuse.prompts.plain_text import take_plain

__all__ = ["PAUSE", "SpeechStyle", "canonical_style", "pause_length", "take_speech_style", "take_spoken_text"]

PAUSE = re.compile(
    r"\[(?:(?P<long>long )|(?P<short>short ))?pause(?: (?P<seconds>\d{1,2}(?:\.\d{1,3})?) ?s)?\]", re.IGNORECASE
)
"""A pause marker in spoken text: "[pause]", "[long pause]", "[pause 1.5s]"."""
SHORT, DEFAULT, LONG = 0.3, 0.7, 1.5
"""Pause lengths in seconds for markers without a number."""
STYLES: Mapping[str, str] = {
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
"""Words for each speech style."""


@dataclass(frozen=True, slots=True)
class SpeechStyle:
    """Style words of delivery and mood; `unwanted` are excluded."""

    words: tuple[str, ...]
    unwanted: tuple[str, ...]


def take_spoken_text(draft: Draft) -> str:
    """Take the text to speak: the speech parts, else the parts without a role."""
    return "\n\n".join(part.text for part in draft.take("speech") or draft.take(None))


def take_speech_style(draft: Draft) -> SpeechStyle:
    """Take delivery and mood as a style."""
    plain = take_plain(draft, "delivery", "mood")
    names = (word for part in plain.parts for word in re.split(r"[,;\n]|\band\b", part.text))
    words = dict.fromkeys(word.strip(" .") for word in names)
    unwanted = (*(part.text for part in draft.negative()), *plain.unwanted)
    return SpeechStyle(tuple(word for word in words if word), unwanted)


def canonical_style(word: str) -> str | None:
    """The style that a word or phrase names: "very softly" is "soft"; None if unknown."""
    tokens = set(re.findall(r"[a-z]+", word.lower()))
    return next((name for name, words in STYLES.items() if tokens & set(words.split())), None)


def pause_length(pause: re.Match[str]) -> float:
    """The length of a pause marker in seconds."""
    if pause["seconds"]:
        return float(pause["seconds"])
    return LONG if pause["long"] else SHORT if pause["short"] else DEFAULT
