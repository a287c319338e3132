"""Lyria: a music brief in sentences: genre, mood, instruments, tempo, and how it goes on.

Lyria 3 sings words that follow "Lyrics:" and has no negative prompt (what is not wanted is said); Lyria 2 is
instrumental and has one: give it LYRIA_2. Both read English best. Sources: docs.cloud.google.com ("Lyria music
generation", "Lyria prompt guide"), as digested 2026-07-10; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import MUSIC_ROLES, take_sentences
from polymuse.prompts.songs import tag_lyrics

LIMITS = TextLimits(negative=0)
LYRIA_2 = TextLimits(lyrics=0)
"""For `lyria-002`: a negative prompt, and no words to sing."""


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Lyria", prompt, limits)
    pieces, negative = take_sentences(draft, *MUSIC_ROLES, "structure", "duration")
    sung = any(part.role == "lyrics" for part in prompt.parts)
    if not sung and not any(part.role == "vocals" for part in prompt.parts) and prompt.parts:
        pieces.append("Instrumental.")
    text = " ".join(piece for piece in pieces if piece)
    lyrics = f"Lyrics:\n{tag_lyrics(draft.take('lyrics'))}" if sung and limits.lyrics != 0 else ""
    draft.seed()
    return draft.done(draft.fit([text, lyrics], "\n\n"), negative)


DIALECT = Dialect("Lyria", ("music",), "sentences; a negative prompt for Lyria 2, lyrics for Lyria 3", compile, LIMITS)
