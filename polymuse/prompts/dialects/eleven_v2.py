"""ElevenLabs Multilingual v2, Flash and Turbo v2.5: words to be spoken, and settings of the voice.

They know no tags: the manner becomes `voice_settings` (stability and style 0..1, speed 0.7..1.2), pauses become
`<break time="1.0s" />` of at most 3 seconds. What settings cannot say is reported. Limit: 10,000 characters for
Multilingual v2 (40,000 for Flash v2.5). Sources: elevenlabs.io/docs ("Text to Speech best practices", "Models"),
elevenlabs 2.78.0 SDK (`VoiceSettings`); checked 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Mapping

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.speech import PAUSE, canonical_style, pause_length, take_speech_style, take_spoken_text

LIMITS = TextLimits(text=10_000, negative=0)
LONGEST_PAUSE = 3.0
SETTINGS: Mapping[str, Mapping[str, float]] = {
    "excited": {"stability": 0.3, "style": 0.6},
    "angry": {"stability": 0.3, "style": 0.7},
    "sad": {"stability": 0.4, "style": 0.4, "speed": 0.9},
    "soft": {"stability": 0.6, "speed": 0.95},
    "calm": {"stability": 0.75, "style": 0.0},
    "slow": {"speed": 0.85},
    "fast": {"speed": 1.15},
}
"""Voice settings per style; our own choice within the vendor's ranges."""


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("ElevenLabs v2", prompt, limits)
    words = PAUSE.sub(lambda pause: _break(pause_length(pause)), take_spoken_text(draft))
    style = take_speech_style(draft)
    settings: dict[str, float] = {}
    for word in style.words:
        if values := SETTINGS.get(canonical_style(word) or ""):
            settings = {**values, **settings}
            draft.note(f"ElevenLabs v2: “{word}” became {', '.join(f'{k} {v:g}' for k, v in values.items())}.")
        else:
            draft.note(f"ElevenLabs v2 cannot express the manner “{word}”; it is left out.")
    for word in style.unwanted:
        draft.note(f"ElevenLabs v2 cannot express how not to speak, “{word}”; it is left out.")
    draft.seed()
    if settings:
        draft.params["voice_settings"] = settings
    return draft.done(draft.fit([words]))


def _break(length: float) -> str:
    return f'<break time="{min(LONGEST_PAUSE, length):.1f}s" />'


DIALECT = Dialect("ElevenLabs v2, v2.5", ("speech",), "words, and settings of the voice", compile, LIMITS)
