"""MusicGen: a short description, as a list of tags.

It was trained on descriptions and tags of instrumental music: genre, mood, instruments, tempo. There is nothing for
what is not wanted, and no singing. Sources: "Simple and Controllable Music Generation" (Copet et al., 2023) and its
model card (huggingface.co/facebook/musicgen-small); checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import phrases, take_plain

LIMITS = TextLimits(negative=0)


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("MusicGen", prompt, limits)
    plain = take_plain(draft, None, "genre", "mood", "style", "instruments", "tempo", "key")
    for word in plain.unwanted:
        draft.note(f"MusicGen cannot express what is not wanted, “{word}”; it is left out.")
    draft.seed()
    return draft.done(draft.fit(phrases(plain), ", "))


DIALECT = Dialect("MusicGen", ("music",), "tags", compile, LIMITS)
