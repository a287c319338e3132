"""Eleven Music: a prompt in sentences, or a composition plan of sections.

A prompt with lyrics or a structure also gets a plan (`composition_plan` of `music_v2` and later: chunks with text, styles,
styles to avoid, and a length of 3 to 120 seconds); a request sends one of the two. Only a plan takes a seed. Limits: 4,100
characters of prompt; 30 chunks; a chunk's text 30 lines of 200 characters. Sources: elevenlabs 2.78.0 SDK (`music`,
`GenerationChunkInput`), elevenlabs.io/docs ("Eleven Music"), as digested 2026-07-10; checked 2026-11-21.
"""

from __future__ import annotations

import re
from typing import Any

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt, PromptPart
from polymuse.prompts.plain_text import MUSIC_ROLES, negative_sentence, phrase, sentences, take_plain
from polymuse.prompts.songs import parse_seconds, section_names, tag_lyrics
from polymuse.prompts.truncation import shorten

LIMITS = TextLimits(text=4_100, negative=0)
SECTION = 20.0
"""Default section length in seconds."""
SHORTEST, LONGEST, MOST_CHUNKS, MOST_LINES, LONGEST_LINE = 3.0, 120.0, 30, 30, 200
HEADED = re.compile(r"^(?=\[[^\]\n]+\]\s*$)", re.MULTILINE)


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Eleven Music", prompt, limits)
    plain = take_plain(draft, *MUSIC_ROLES)
    styles = [phrase(part) for part in plain.parts]
    unwanted = [*(part.text for part in draft.negative()), *plain.unwanted]
    lyrics, structure = draft.take("lyrics"), draft.take("structure")
    length = parse_seconds(prompt.select("duration"))
    sung = bool(lyrics) or any(part.role == "vocals" for part in prompt.parts)
    if lyrics or structure:
        draft.params["composition_plan"] = {"chunks": _chunks(draft, lyrics, structure, styles, unwanted, length)}
        draft.seed()
    elif not sung:
        draft.params["force_instrumental"] = True
    words = [f"Lyrics: {part.text}" for part in lyrics] + [f"Structure: {part.text}." for part in structure]
    length_sentence = [f"{part.text} long." for part in draft.take("duration")]
    return draft.done(draft.fit([*sentences(plain), negative_sentence(unwanted), *length_sentence, *words]))


def _chunks(
    draft: Draft,
    lyrics: tuple[PromptPart, ...],
    structure: tuple[PromptPart, ...],
    styles: list[str],
    unwanted: list[str],
    length: float | None,
) -> list[dict[str, Any]]:
    """Sections of equal length."""
    texts = [text.strip() for text in HEADED.split(tag_lyrics(lyrics)) if text.strip()] if lyrics else []
    texts = texts or [f"[{name}]" for part in structure for name in section_names(part.text)]
    if len(texts) > MOST_CHUNKS:
        draft.note(
            f"Eleven Music takes at most {MOST_CHUNKS} sections; {len(texts) - MOST_CHUNKS} are left out of the plan."
        )
    texts = texts[:MOST_CHUNKS]
    seconds = min(LONGEST, max(SHORTEST, (length / len(texts)) if length and texts else SECTION))
    return [
        {
            "text": _lines(draft, text),
            "duration_ms": round(seconds * 1000),
            "positive_styles": styles,
            "negative_styles": unwanted,
        }
        for text in texts
    ]


def _lines(draft: Draft, text: str) -> str:
    lines = text.split("\n")
    shortened = [shorten(line, LONGEST_LINE) for line in lines[:MOST_LINES]]
    if shortened != lines:
        draft.note(
            f"A section of Eleven Music's plan has at most {MOST_LINES} lines of {LONGEST_LINE} characters; it is cut."
        )
    return "\n".join(shortened)


DIALECT = Dialect("Eleven Music", ("music",), "sentences, or a plan of sections", compile, LIMITS)
