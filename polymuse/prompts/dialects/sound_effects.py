"""Sound effects, as ElevenLabs and others make them: what is heard, in plain words.

Material, action, distance and room tell most; what is not wanted is said in words, where there is no field for it.
Length is a parameter, 0.5 to 30 seconds (elevenlabs 2.78.0 SDK, `text_to_sound_effects`). Checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import take_sentences
from polymuse.prompts.songs import parse_seconds

LIMITS = TextLimits(negative=0)
SHORTEST, LONGEST = 0.5, 30.0


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("A sound effect", prompt, limits)
    length = parse_seconds(prompt.select("duration"))
    if length is not None and SHORTEST <= length <= LONGEST:
        draft.take("duration")
        draft.params["duration_seconds"] = length
    pieces, negative = take_sentences(draft, None, "sound", "setting", "mood")
    return draft.done(draft.fit(pieces), negative)


DIALECT = Dialect("Sound effects", ("sound",), "sentences", compile, LIMITS)
