"""Eleven Music: a prompt in sentences, or a composition plan of sections.

A prompt with lyrics or a structure also gets a plan (`composition_plan` of `music_v2` and later: chunks with text, styles,
styles to avoid, and a length of 3 to 120 seconds); a request sends one of the two. Only a plan takes a seed. Limits: 4,100
characters of prompt; 30 chunks; a chunk's text 30 lines of 200 characters. Sources: elevenlabs 2.78.0 SDK (`music`,
`GenerationChunkInput`), elevenlabs.io/docs ("Eleven Music"), as digested 2026-07-10; checked 2026-11-21.
"""

from __future__ import annotations

import re
from typing import Any

from polymuse.prompts.compiler import Compiled, Dialect, Draft, Limits
from polymuse.prompts.model import Part, Prompt
from polymuse.prompts.plain_text import MUSIC, phrase, plain, sentences, without
from polymuse.prompts.songs import seconds, sections, tagged
from polymuse.prompts.truncation import shortened

LIMITS = Limits(text=4_100, negative=0)
SECTION = 20.0
"""Seconds of a section where no length is said."""
SHORTEST, LONGEST, MOST_CHUNKS, MOST_LINES, LONGEST_LINE = 3.0, 120.0, 30, 30, 200
HEADED = re.compile(r"^(?=\[[^\]\n]+\]\s*$)", re.MULTILINE)


def compile(prompt: Prompt, limits: Limits = LIMITS) -> Compiled:
    draft = Draft("Eleven Music", prompt, limits)
    found = plain(draft, *MUSIC)
    styles = [phrase(part) for part in found.parts]
    unwanted = [*(part.text for part in draft.negative()), *found.unwanted]
    lyrics, structure = draft.take("lyrics"), draft.take("structure")
    length = seconds(prompt.said("duration"))
    sung = bool(lyrics) or any(part.role == "vocals" for part in prompt.parts)
    if lyrics or structure:
        draft.params["composition_plan"] = {"chunks": _chunks(draft, lyrics, structure, styles, unwanted, length)}
        draft.seed()
    elif not sung:
        draft.params["force_instrumental"] = True
    words = [f"Lyrics: {part.text}" for part in lyrics] + [f"Structure: {part.text}." for part in structure]
    told = [f"{part.text} long." for part in draft.take("duration")]
    return draft.done(draft.fit([*sentences(found), without(unwanted), *told, *words]))


def _chunks(
    draft: Draft,
    lyrics: tuple[Part, ...],
    structure: tuple[Part, ...],
    styles: list[str],
    unwanted: list[str],
    length: float | None,
) -> list[dict[str, Any]]:
    """The sections of the piece, as long as each other."""
    texts = [text.strip() for text in HEADED.split(tagged(lyrics)) if text.strip()] if lyrics else []
    texts = texts or [f"[{name}]" for part in structure for name in sections(part.text)]
    if len(texts) > MOST_CHUNKS:
        draft.note(
            f"Eleven Music takes at most {MOST_CHUNKS} sections; {len(texts) - MOST_CHUNKS} are left out of the plan."
        )
    texts = texts[:MOST_CHUNKS]
    each = min(LONGEST, max(SHORTEST, (length / len(texts)) if length and texts else SECTION))
    return [
        {
            "text": _lines(draft, text),
            "duration_ms": round(each * 1000),
            "positive_styles": styles,
            "negative_styles": unwanted,
        }
        for text in texts
    ]


def _lines(draft: Draft, text: str) -> str:
    lines = text.split("\n")
    kept = [shortened(line, LONGEST_LINE) for line in lines[:MOST_LINES]]
    if kept != lines:
        draft.note(
            f"A section of Eleven Music's plan has at most {MOST_LINES} lines of {LONGEST_LINE} characters; it is cut."
        )
    return "\n".join(kept)


DIALECT = Dialect("Eleven Music", ("music",), "sentences, or a plan of sections", compile, LIMITS)
