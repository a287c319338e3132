"""What songs are made of: lyrics with tags in square brackets, sections, a length."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from polymuse.prompts.model import Part

__all__ = ["seconds", "sections", "tagged"]

TAG = re.compile(r"^\s*\[[^\]\n]+\]\s*$", re.MULTILINE)


def tagged(lyrics: Sequence[Part], structure: Sequence[Part] = ()) -> str:
    """Lyrics with a tag before every verse. Lyrics with tags of their own stay as they are; in others, a verse that
    comes again is the chorus. Without lyrics, the sections of the structure ("intro, build, outro")."""
    words = "\n\n".join(part.text for part in lyrics)
    plan = "\n".join(f"[{name.title()}]" for part in structure for name in sections(part.text))
    if not words:
        return f"[Instrumental]\n{plan}" if plan else ""
    if TAG.search(words):
        return "\n".join(line for line in (plan, words) if line)
    verses = [verse.strip("\n") for verse in re.split(r"\n{2,}", words) if verse.strip()]
    often = Counter(verses)
    names, number = [], 0
    for verse in verses:
        number += often[verse] == 1
        names.append("[Chorus]" if often[verse] > 1 else f"[Verse {number}]")
    body = "\n\n".join(f"{name}\n{verse}" for name, verse in zip(names, verses, strict=True))
    return "\n".join(line for line in (plan, body) if line)


def sections(structure: str) -> list[str]:
    """The names of a structure's sections, in order."""
    return [name.strip() for name in re.split(r"[,;>→\n–]|--+", structure) if name.strip()]


def seconds(durations: Sequence[Part]) -> float | None:
    """The length that was said, in seconds: "90 seconds", "1.5 minutes", "2:05"."""
    for part in durations:
        if clock := re.search(r"(?<![\d.:])(\d{1,3}):([0-5]\d)(?![\d:])", part.text):
            return int(clock[1]) * 60.0 + int(clock[2])
        if found := re.search(r"(?<![\d.])(\d{1,4}(?:\.\d{1,3})?)\s*(m|s)", part.text, re.IGNORECASE):
            return float(found[1]) * (60.0 if found[2].lower() == "m" else 1.0)
    return None
