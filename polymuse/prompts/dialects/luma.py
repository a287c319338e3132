"""Luma's Ray and Uni: compact shot direction in sentences.

Subject, visible action, scene, camera, light and finish; no sound, no seed, no field for what is not wanted. Six
shapes. Limit: 6,000 characters. Sources: docs.agents.lumalabs.ai ("Ray 3.2 video generation", API reference), as
digested 2026-07-10; luma-agents 0.5.0 SDK; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import VIDEO_ROLES, take_sentences

LIMITS = TextLimits(text=6_000, negative=0)
SHAPES = ("9:16", "3:4", "1:1", "4:3", "16:9", "21:9")
SEEN = VIDEO_ROLES[: VIDEO_ROLES.index("sound")]


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Luma", prompt, limits)
    pieces, negative = take_sentences(draft, *SEEN)
    draft.aspect(choices=SHAPES)
    return draft.done(draft.fit(pieces), negative)


DIALECT = Dialect("Luma Ray, Uni", ("image", "video"), "sentences; what is not wanted in words", compile, LIMITS)
