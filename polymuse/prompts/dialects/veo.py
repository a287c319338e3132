"""Veo: one shot, told as subject, action, scene, camera, look, and then what is heard.

Speech is quoted; what is not wanted is a list in a field of its own, without "no". English is what it is tested in.
Shapes 16:9 and 9:16. Limit: 1,024 tokens, taken as 4,000 characters (Runway, which also offers it, takes 1,000 UTF-16
units). Sources: ai.google.dev/gemini-api/docs/veo, docs.cloud.google.com ("Veo 3.1", video generation prompt guide), as
digested 2026-07-09; google-genai 3.4.0 SDK; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import VIDEO_ROLES, take_sentences

LIMITS = TextLimits(text=4_000)


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Veo", prompt, limits)
    pieces, negative = take_sentences(draft, *VIDEO_ROLES)
    draft.seed()
    draft.aspect(choices=("16:9", "9:16"))
    return draft.done(draft.fit(pieces), negative)


DIALECT = Dialect("Veo", ("video",), "sentences, sound last, and a negative prompt", compile, LIMITS)
