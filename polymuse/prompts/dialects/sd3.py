"""Stable Diffusion 3 and 3.5: natural language and a field for what is not wanted.

Their text encoders (two CLIP, one T5) read sentences; brackets have no meaning. Limits of Stability's API: 10,000
characters each for `prompt` and `negative_prompt`, seed 0..4294967294, nine shapes. Sources: platform.stability.ai
(API reference, "Stable Diffusion 3.5"), as digested 2026-07-09; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import IMAGE_ROLES, take_sentences

LIMITS = TextLimits(text=10_000, negative=10_000)
SHAPES = ("21:9", "16:9", "3:2", "5:4", "1:1", "4:5", "2:3", "9:16", "9:21")


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Stable Diffusion 3", prompt, limits)
    pieces, negative = take_sentences(draft, *IMAGE_ROLES)
    draft.seed()
    draft.aspect(choices=SHAPES)
    return draft.done(draft.fit(pieces), negative)


DIALECT = Dialect("Stable Diffusion 3, 3.5", ("image",), "sentences, and a negative prompt", compile, LIMITS)
