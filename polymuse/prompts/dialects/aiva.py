"""AIVA: the settings that a person chooses on its page; there is no text to write.

Style (the preset), emotion, key, tempo, ensemble and duration. The text is a list of them, to be read beside the page.
No first-party description of its settings was found in 2026; these are the ones its composer has had for years.
Checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt, Role
from polymuse.prompts.plain_text import comma_list, take_plain

LIMITS = TextLimits(negative=0)
SETTINGS: dict[Role, str] = {
    "genre": "style", "mood": "emotion", "key": "key", "tempo": "tempo", "instruments": "ensemble", "duration": "duration",
}  # fmt: skip


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("AIVA", prompt, limits)
    for role, name in SETTINGS.items():
        plain = take_plain(draft, role)
        for word in plain.unwanted:
            draft.note(f"AIVA cannot express what is not wanted, “{word}”; it is left out.")
        if value := comma_list(part.text for part in plain.parts):
            draft.params[name] = value
    lines = [f"{name.capitalize()}: {value}" for name, value in draft.params.items()]
    if words := comma_list(part.text for part in draft.take(None)):
        lines.append(f"To choose by: {words}")
    return draft.done(draft.fit(lines, "\n"))


DIALECT = Dialect("AIVA", ("music",), "settings: style, emotion, key, tempo, ensemble, duration", compile, LIMITS)
