"""MusicGen: a short description, as a list of tags.

It was trained on descriptions and tags of instrumental music: genre, mood, instruments, tempo. There is nothing for
what is not wanted, and no singing. Sources: "Simple and Controllable Music Generation" (Copet et al., 2023) and its
model card (huggingface.co/facebook/musicgen-small); checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import Compiled, Dialect, Draft, Limits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import phrases, plain

LIMITS = Limits(negative=0)


def compile(prompt: Prompt, limits: Limits = LIMITS) -> Compiled:
    draft = Draft("MusicGen", prompt, limits)
    found = plain(draft, None, "genre", "mood", "style", "instruments", "tempo", "key")
    for word in found.unwanted:
        draft.note(f"MusicGen cannot express what is not wanted, “{word}”; it is left out.")
    draft.seed()
    return draft.done(draft.fit(phrases(found), ", "))


DIALECT = Dialect("MusicGen", ("music",), "tags", compile, LIMITS)
