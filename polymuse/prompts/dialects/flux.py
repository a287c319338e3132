"""Flux: a description of what is seen, the most important first.

No weights and nothing that is not wanted: the guide asks to say the opposite instead. Words to be shown stand in
quotation marks. `--style raw` asks for the words as they are, without rewriting. Sources: docs.bfl.ai (guides,
"Prompting" and "FLUX.2"; API reference), as digested 2026-07-09; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import IMAGE_ROLES, take_positive_sentences

LIMITS = TextLimits(negative=0)


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Flux", prompt, limits)
    pieces = take_positive_sentences(draft, *IMAGE_ROLES)
    draft.seed()
    draft.aspect()
    if prompt.style == "raw":
        draft.setting("style")
        draft.params["prompt_upsampling"] = False
        draft.note("--style raw turns prompt upsampling off.")
    return draft.done(draft.fit(pieces))


DIALECT = Dialect("Flux", ("image",), "sentences; what is not wanted said the other way round", compile, LIMITS)
