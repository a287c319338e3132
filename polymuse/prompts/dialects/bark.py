"""Bark: words to be spoken, with sounds in square brackets and song between notes.

[laughs], [sighs], [gasps], [clears throat], [music] and CAPITALS are in the words themselves; lyrics stand between ♪. The
voice is a preset; of manners it knows laughing and sighing. It speaks about 13 seconds at once: engines split texts
before. Source: the README of suno-ai/bark on GitHub; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.speech import PAUSE, canonical_style, take_speech_style, take_spoken_text

LIMITS = TextLimits(negative=0)
SOUNDS = {"laughing": "[laughs]", "sighing": "[sighs]"}


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Bark", prompt, limits)
    words = PAUSE.sub("...", take_spoken_text(draft))
    sung = [f"♪ {' '.join(part.text.split())} ♪" for part in draft.take("lyrics")]
    style = take_speech_style(draft)
    sounds = []
    for word in style.words:
        if sound := SOUNDS.get(canonical_style(word) or ""):
            sounds.append(sound)
            draft.note(f"Bark: “{word}” became {sound}.")
        else:
            draft.note(f"Bark cannot express the manner “{word}”; it is left out.")
    for word in style.unwanted:
        draft.note(f"Bark cannot express how not to speak, “{word}”; it is left out.")
    draft.seed()
    return draft.done(draft.fit([*sounds, words, *sung]))


DIALECT = Dialect("Bark", ("speech", "sound"), "words with [laughs], songs between ♪", compile, LIMITS)
