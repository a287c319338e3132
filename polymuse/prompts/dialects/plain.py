"""GPT Image, Gemini's image models, and chat models in general: natural sentences.

They follow instructions; words to be shown stand in quotation marks, and what is not wanted is said. There are no
weights and no field for what is not wanted. Limit: 32,000 characters (openai 3.52.0 SDK, `images.generate`). GPT Image
takes no seed, Gemini does; an engine that cannot send `seed` or `aspect_ratio` reports it. Further source: Google's
image generation page (ai.google.dev/gemini-api/docs/image-generation); checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import ROLES, Prompt
from polymuse.prompts.plain_text import IMAGE_ROLES, take_sentences

LIMITS = TextLimits(text=32_000, negative=0)
OTHERS = tuple(role for role in ROLES if role not in IMAGE_ROLES)


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("A plain prompt", prompt, limits)
    pieces, negative = take_sentences(draft, *IMAGE_ROLES, *OTHERS)
    draft.seed()
    draft.aspect()
    return draft.done(draft.fit(pieces), negative)


DIALECT = Dialect(
    "GPT Image, Gemini image, chat models",
    ("image", "video", "music", "sound", "speech"),
    "natural sentences; what is not wanted in words",
    compile,
    LIMITS,
)
