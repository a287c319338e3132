"""Udio, in manual mode: a description and tags, lyrics with tags in square brackets.

Free text and tags, parted by commas, in any order; manual mode takes them without rewriting. What is not wanted goes
into a field of its own. No API and no first-party page with limits was found. Sources: Udio's own FAQ, as quoted by
several pages in 2024 and after; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import MUSIC_ROLES, comma_list, phrases, take_plain
from polymuse.prompts.songs import tag_lyrics

LIMITS = TextLimits()


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Udio", prompt, limits)
    plain = take_plain(draft, *MUSIC_ROLES)
    lyrics = tag_lyrics(draft.take("lyrics"), draft.take("structure"))
    draft.params["manual_mode"] = True
    draft.params["lyrics"] = draft.fit([lyrics], limit=limits.lyrics)
    draft.params["instrumental"] = not any(part.role == "lyrics" for part in prompt.parts)
    draft.seed()
    unwanted = [*(part.text for part in draft.negative()), *plain.unwanted]
    return draft.done(draft.fit(phrases(plain), ", "), comma_list(unwanted))


DIALECT = Dialect("Udio", ("music",), "tags, lyrics with [Verse] tags, manual mode", compile, LIMITS)
