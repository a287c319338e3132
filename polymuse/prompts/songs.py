"""Lyrics with tags in square brackets, as the makers of songs read them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from polymuse.prompts.model import Part

__all__ = ["sections", "tagged"]

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
