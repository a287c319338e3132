"""Ideogram: a description, with words to be shown in quotation marks.

Its "magic prompt" rewrites descriptions; `--style raw` turns that off. Version 3 has a negative prompt, a seed
(0..2147483647) and fifteen shapes written as 16x9; version 4 has none of them in its text form (give Limits with
`negative=0`, and what is not wanted is said in words). No length limit is published. Sources: developer.ideogram.ai
(API reference of versions 3 and 4), as digested 2026-07-09; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import IMAGE_ROLES, take_sentences

LIMITS = TextLimits()
SHAPES = (
    "1:3", "3:1", "1:2", "2:1", "9:16", "16:9", "10:16", "16:10", "2:3", "3:2", "3:4", "4:3", "4:5", "5:4", "1:1",
)  # fmt: skip


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Ideogram", prompt, limits)
    pieces, negative = take_sentences(draft, *IMAGE_ROLES)
    draft.seed()
    draft.aspect(choices=SHAPES, separator="x")
    if prompt.style == "raw":
        draft.setting("style")
        draft.params["magic_prompt"] = "OFF"
        draft.note("--style raw turns the magic prompt off.")
    return draft.done(draft.fit(pieces), negative)


DIALECT = Dialect("Ideogram", ("image",), "sentences, quoted words, a negative prompt", compile, LIMITS)
