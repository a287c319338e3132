"""MusicFX: a short description; what a person pastes into Google's web page.

Genre, mood, instruments and tempo in a few phrases; no lyrics and no field for what is not wanted. No first-party page
on how to write for it was found; it is treated as a short form of Lyria, which stands behind it. Checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import MUSIC_ROLES, comma_list, phrases, take_plain

LIMITS = TextLimits(negative=0)


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("MusicFX", prompt, limits)
    plain = take_plain(draft, *MUSIC_ROLES)
    unwanted = [*(part.text for part in draft.negative()), *plain.unwanted]
    pieces = [*phrases(plain), comma_list(f"without {word}" for word in unwanted)]
    return draft.done(draft.fit(pieces, ", "))


DIALECT = Dialect("MusicFX", ("music",), "a short description", compile, LIMITS)
