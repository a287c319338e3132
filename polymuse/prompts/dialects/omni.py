"""Gemini Omni, and the image tool of chat models: ordinary instructions, sound included.

Subject, action, scene, shot, camera, light, palette, and sound; what is not wanted is said in ordinary text. Films are
16:9 or 9:16; an image tool takes any shape. Sources: ai.google.dev/gemini-api/docs/video ("Gemini Omni"), as digested
2026-07-10; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import Compiled, Dialect, Draft, Limits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import FILM, told

LIMITS = Limits(negative=0)


def compile(prompt: Prompt, limits: Limits = LIMITS) -> Compiled:
    draft = Draft("Gemini Omni", prompt, limits)
    pieces, negative = told(draft, *FILM)
    draft.seed()
    draft.aspect()
    return draft.done(draft.fit(pieces), negative)


DIALECT = Dialect("Gemini Omni, image tools", ("image", "video"), "sentences, sound included", compile, LIMITS)
