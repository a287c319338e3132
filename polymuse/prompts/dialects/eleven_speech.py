"""ElevenLabs v3 and v4: words to be spoken, with audio tags such as [whispers] where the manner begins.

Tags are short words in square brackets, in front of what they colour; [pause], [short pause] and [long pause] are
tags, too. Of the voice settings, `stability` is 0 (creative), 0.5 (natural) or 1 (robust): the more tags should work,
the lower. Limit: 5,000 characters for v3 (10,000 for v4); engines split longer texts before. Sources:
elevenlabs.io/docs ("Prompting Eleven v3"), elevenlabs 2.78.0 SDK; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import Compiled, Dialect, Draft, Limits
from polymuse.prompts.model import Prompt
from polymuse.prompts.speech import PAUSE, known, manner, pause_length, spoken

LIMITS = Limits(text=5_000, negative=0)
TAGS = {
    "whisper": "whispers", "loud": "shouts", "excited": "excited", "sad": "sad", "angry": "angry", "laughing": "laughs",
    "sighing": "sighs", "calm": "calm", "soft": "softly", "slow": "slowly", "fast": "quickly",
}  # fmt: skip
EXPRESSIVE, STEADY = 0.0, 0.5


def compile(prompt: Prompt, limits: Limits = LIMITS) -> Compiled:
    draft = Draft("ElevenLabs v3", prompt, limits)
    words = PAUSE.sub(lambda pause: _pause(pause_length(pause)), spoken(draft))
    how = manner(draft)
    for word in how.unwanted:
        draft.note(f"ElevenLabs v3 cannot express how not to speak, “{word}”; it is left out.")
    tags = "".join(f"[{_tag(draft, word)}]" for word in how.words)
    draft.seed()
    if how.words:
        draft.params["voice_settings"] = {"stability": EXPRESSIVE if len(how.words) > 1 else STEADY}
    return draft.done(draft.fit([tags, words]))


def _tag(draft: Draft, word: str) -> str:
    """The tag for a manner; words that the guide does not name are tags as they are."""
    tag = TAGS.get(known(word) or "")
    if tag and tag != word.lower():
        draft.note(f"ElevenLabs v3: “{word}” became [{tag}].")
    return tag or "".join(letter for letter in word if letter not in "[]")


def _pause(length: float) -> str:
    return "[short pause]" if length < 0.5 else "[long pause]" if length > 1 else "[pause]"


DIALECT = Dialect("ElevenLabs v3, v4", ("speech",), "words with [whispers] and other tags", compile, LIMITS)
