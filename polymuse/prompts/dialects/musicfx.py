"""MusicFX: a short description; what a person pastes into Google's web page.

Genre, mood, instruments and tempo in a few phrases; no lyrics and no field for what is not wanted. No first-party page
on how to write for it was found; it is treated as a short form of Lyria, which stands behind it. Checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import Compiled, Dialect, Draft, Limits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import MUSIC, listed, phrases, plain

LIMITS = Limits(negative=0)


def compile(prompt: Prompt, limits: Limits = LIMITS) -> Compiled:
    draft = Draft("MusicFX", prompt, limits)
    found = plain(draft, *MUSIC)
    unwanted = [*(part.text for part in draft.negative()), *found.unwanted]
    pieces = [*phrases(found), listed(f"without {word}" for word in unwanted)]
    return draft.done(draft.fit(pieces, ", "))


DIALECT = Dialect("MusicFX", ("music",), "a short description", compile, LIMITS)
