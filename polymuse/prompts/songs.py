"""Song structure: lyrics with section tags in square brackets, section names, length."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from polymuse.prompts.model import PromptPart

__all__ = ["parse_seconds", "section_names", "tag_lyrics"]

TAG = re.compile(r"^\s*\[[^\]\n]+\]\s*$", re.MULTILINE)


def tag_lyrics(lyrics: Sequence[PromptPart], structure: Sequence[PromptPart] = ()) -> str:
    """Lyrics with a tag before every verse. Tagged lyrics are unchanged; otherwise a repeated verse is the chorus.
    Without lyrics, the tags of the structure ("intro, build, outro")."""
    words = "\n\n".join(part.text for part in lyrics)
    outline = "\n".join(f"[{name.title()}]" for part in structure for name in section_names(part.text))
    if not words:
        return f"[Instrumental]\n{outline}" if outline else ""
    if TAG.search(words):
        return "\n".join(line for line in (outline, words) if line)
    verses = [verse.strip("\n") for verse in re.split(r"\n{2,}", words) if verse.strip()]
    counts = Counter(verses)
    names, number = [], 0
    for verse in verses:
        number += counts[verse] == 1
        names.append("[Chorus]" if counts[verse] > 1 else f"[Verse {number}]")
    body = "\n\n".join(f"{name}\n{verse}" for name, verse in zip(names, verses, strict=True))
    return "\n".join(line for line in (outline, body) if line)


def section_names(structure: str) -> list[str]:
    """The names of a structure's sections, in order."""
    return [name.strip() for name in re.split(r"[,;>→\n–]|--+", structure) if name.strip()]


def parse_seconds(durations: Sequence[PromptPart]) -> float | None:
    """The first length found, in seconds: "90 seconds", "1.5 minutes", "2:05"; None if there is none."""
    for part in durations:
        if clock := re.search(r"(?<![\d.:])(\d{1,3}):([0-5]\d)(?![\d:])", part.text):
            return int(clock[1]) * 60.0 + int(clock[2])
        if match := re.search(r"(?<![\d.])(\d{1,4}(?:\.\d{1,3})?)\s*(m|s)", part.text, re.IGNORECASE):
            return float(match[1]) * (60.0 if match[2].lower() == "m" else 1.0)
    return None
