"""Runway Gen-4 and 4.5: short, motion first, and only what is wanted.

The guide asks for simple, positive phrasing: subject motion, camera motion, scene motion, style; a negative can do the
opposite. There is no sound. Limit: 1,000 UTF-16 units of `promptText`; shapes 1280:720 and 720:1280 (runwayml 5.24.0
SDK, `text_to_video`). Further source: help.runwayml.com ("Gen-4 Prompting Guide"); checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import take_positive_sentences

LIMITS = TextLimits(text=1_000, negative=0, unit="UTF-16 units")


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Runway", prompt, limits)
    pieces = take_positive_sentences(
        draft, "motion", "camera", None, "subject", "setting", "light", "mood", "style", "palette", "text", "audience"
    )
    draft.seed()
    draft.aspect(choices=("16:9", "9:16"))
    return draft.done(draft.fit(pieces))


DIALECT = Dialect("Runway Gen-4, 4.5", ("video",), "short sentences, motion first, no negatives", compile, LIMITS)
