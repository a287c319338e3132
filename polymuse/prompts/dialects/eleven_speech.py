"""ElevenLabs v3 and v4: words to be spoken, with audio tags such as [whispers] where the manner begins.

Tags are short words in square brackets, in front of what they colour; [pause], [short pause] and [long pause] are
tags, too. Of the voice settings, `stability` is 0 (creative), 0.5 (natural) or 1 (robust): the more tags should work,
the lower. Limit: 5,000 characters for v3 (10,000 for v4); engines split longer texts before. Sources:
elevenlabs.io/docs ("Prompting Eleven v3"), elevenlabs 2.78.0 SDK; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.speech import PAUSE, canonical_style, pause_length, take_speech_style, take_spoken_text

LIMITS = TextLimits(text=5_000, negative=0)
TAGS = {
    "whisper": "whispers", "loud": "shouts", "excited": "excited", "sad": "sad", "angry": "angry", "laughing": "laughs",
    "sighing": "sighs", "calm": "calm", "soft": "softly", "slow": "slowly", "fast": "quickly",
}  # fmt: skip
EXPRESSIVE, STEADY = 0.0, 0.5


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("ElevenLabs v3", prompt, limits)
    words = PAUSE.sub(lambda pause: _pause(pause_length(pause)), take_spoken_text(draft))
    style = take_speech_style(draft)
    for word in style.unwanted:
        draft.note(f"ElevenLabs v3 cannot express how not to speak, “{word}”; it is left out.")
    tags = "".join(f"[{_tag(draft, word)}]" for word in style.words)
    draft.seed()
    if style.words:
        draft.params["voice_settings"] = {"stability": EXPRESSIVE if len(style.words) > 1 else STEADY}
    return draft.done(draft.fit([tags, words]))


def _tag(draft: Draft, word: str) -> str:
    """The audio tag for a style; styles that the vendor's guide does not name are used as they are."""
    tag = TAGS.get(canonical_style(word) or "")
    if tag and tag != word.lower():
        draft.note(f"ElevenLabs v3: “{word}” became [{tag}].")
    return tag or "".join(letter for letter in word if letter not in "[]")


def _pause(length: float) -> str:
    return "[short pause]" if length < 0.5 else "[long pause]" if length > 1 else "[pause]"


DIALECT = Dialect("ElevenLabs v3, v4", ("speech",), "words with [whispers] and other tags", compile, LIMITS)
