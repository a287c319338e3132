"""Pika: one clear beat, as subject, action, setting, style, camera, light.

Few and precise words; no sound. The flags of its old Discord bot are settings now. Seven shapes. fal's form of it is
not known to have a field for what is not wanted, so that is said in words. Sources: pika.art and fal.ai's page of Pika
2.2, as digested 2026-07-10; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import take_sentences

LIMITS = TextLimits(negative=0)
SHAPES = ("16:9", "9:16", "1:1", "4:5", "5:4", "3:2", "2:3")


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Pika", prompt, limits)
    pieces, negative = take_sentences(
        draft, None, "subject", "motion", "setting", "style", "palette", "camera", "light", "mood", "text", "audience"
    )
    draft.seed()
    draft.aspect(choices=SHAPES)
    return draft.done(draft.fit(pieces), negative)


DIALECT = Dialect("Pika", ("video",), "short sentences; what is not wanted in words", compile, LIMITS)
