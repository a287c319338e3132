"""Sora: prose for the scene, then labelled paragraphs for camera, actions, dialogue and sound.

No seed and no field for what is not wanted; the shape is part of the size. Sources: OpenAI's Sora 2 prompting guide
(its template of prose, Cinematography, Actions, Dialogue, Background Sound), as widely quoted; openai 3.52.0 SDK, where
the service is marked as shut down on 2026-09-24; checked 2026-11-21.
"""

from __future__ import annotations

from collections.abc import Iterator

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt, Role
from polymuse.prompts.plain_text import sentences, take_plain, take_sentences

LIMITS = TextLimits(negative=0)
LABELS: dict[Role, str] = {
    "camera": "Cinematography", "light": "Lighting", "mood": "Mood", "motion": "Actions", "speech": "Dialogue",
    "sound": "Background Sound", "music": "Music",
}  # fmt: skip


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Sora", prompt, limits)
    scene, negative = take_sentences(draft, None, "subject", "setting", "style", "palette", "text", "audience")
    prose = " ".join(piece for piece in scene if piece)
    draft.aspect()
    return draft.done(draft.fit([prose, *_paragraphs(draft)], "\n\n"), negative)


def _paragraphs(draft: Draft) -> Iterator[str]:
    for role, label in LABELS.items():
        plain = take_plain(draft, role)
        for part in plain.parts:
            yield f"{label}: “{part.text}”" if role == "speech" else f"{label}: {part.text}"
        plain.parts.clear()
        yield from sentences(plain)
        for word in plain.unwanted:
            yield f"{label}: no {word}"


DIALECT = Dialect("Sora", ("video",), "prose, then labelled paragraphs", compile, LIMITS)
