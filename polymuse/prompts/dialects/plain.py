"""GPT Image, Gemini's image models, and chat models in general: natural sentences.

They follow instructions; words to be shown stand in quotation marks, what is not wanted is said. No weights, no field
for negatives. Limit: 32,000 characters for GPT Image (openai 3.52.0 SDK, `images.generate`). Sources: OpenAI's image
generation prompting guide (developers.openai.com/cookbook, "GPT Image prompting guide") and Google's image generation
page (ai.google.dev/gemini-api/docs/image-generation), as digested 2026-07; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiling import Compiled, Dialect, Draft, Limits
from polymuse.prompts.model import ROLES, Prompt
from polymuse.prompts.wording import PICTURE, plain, sentences, without

LIMITS = Limits(text=32_000)
OTHERS = tuple(role for role in ROLES if role not in PICTURE)


def compile(prompt: Prompt, limits: Limits = LIMITS) -> Compiled:
    draft = Draft("A plain prompt", prompt, limits)
    found = plain(draft, *PICTURE, *OTHERS)
    draft.seed()
    draft.aspect()
    unwanted = [part.text for part in draft.negative()]
    return draft.done(draft.fit([*sentences(found), without([*unwanted, *found.unwanted])]))


DIALECT = Dialect(
    "GPT Image, Gemini image, chat models",
    ("image", "video", "music", "sound", "speech"),
    "natural sentences; what is not wanted in words",
    compile,
    LIMITS,
)
