"""Suno, in custom mode: a style, lyrics with tags in square brackets, and styles to exclude.

The style names genre, mood, tempo, instruments and voice, the most telling first; the lyrics field holds the words and
tags such as [Verse] and [Chorus], or [Instrumental] alone. Limits: style 1,000 characters since version 4.5 (200
before), lyrics 5,000 (3,000 before). Length cannot be asked for. Sources: help.suno.com ("Custom Mode", "Model
Timeline", "Exclude Styles"), as digested 2026-07-10; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import MUSIC_ROLES, comma_list, phrases, take_plain
from polymuse.prompts.songs import tag_lyrics

LIMITS = TextLimits(text=1_000, negative=1_000, lyrics=5_000)


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Suno", prompt, limits)
    plain = take_plain(draft, *MUSIC_ROLES)
    lyrics = tag_lyrics(draft.take("lyrics"), draft.take("structure"))
    draft.params["lyrics"] = draft.fit([lyrics or "[Instrumental]"], limit=limits.lyrics)
    draft.params["instrumental"] = not any(part.role == "lyrics" for part in prompt.parts)
    unwanted = [part.text for part in draft.negative()]
    return draft.done(draft.fit(phrases(plain), ", "), comma_list([*unwanted, *plain.unwanted]))


DIALECT = Dialect("Suno", ("music",), "a style, lyrics with [Verse] tags, styles to exclude", compile, LIMITS)
