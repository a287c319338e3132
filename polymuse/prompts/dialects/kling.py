"""Kling: subject, movement, scene, camera, light and atmosphere; then sound, with the speech quoted.

A negative prompt of its own. No seed. Shapes 16:9, 9:16 and 1:1. Limits: 2,500 characters each. Sources: kling.ai
(API documentation, "VIDEO 3.0 Model User Guide"), as digested 2026-07-10; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import VIDEO_ROLES, take_sentences

LIMITS = TextLimits(text=2_500, negative=2_500)


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Kling", prompt, limits)
    pieces, negative = take_sentences(draft, *VIDEO_ROLES)
    draft.aspect(choices=("16:9", "9:16", "1:1"))
    return draft.done(draft.fit(pieces), negative)


DIALECT = Dialect("Kling", ("video",), "sentences, sound last, and a negative prompt", compile, LIMITS)
