"""Gemini Omni, and the image tool of chat models: ordinary instructions, sound included.

Subject, action, scene, shot, camera, light, palette, and sound; what is not wanted is said in ordinary text. Films are
16:9 or 9:16; an image tool takes any shape. Sources: ai.google.dev/gemini-api/docs/video ("Gemini Omni"), as digested
2026-07-10; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import VIDEO_ROLES, take_sentences

LIMITS = TextLimits(negative=0)


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Gemini Omni", prompt, limits)
    pieces, negative = take_sentences(draft, *VIDEO_ROLES)
    draft.seed()
    draft.aspect()
    return draft.done(draft.fit(pieces), negative)


DIALECT = Dialect("Gemini Omni, image tools", ("image", "video"), "sentences, sound included", compile, LIMITS)
