"""Names that somebody may have meant by one that is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

__all__ = ["did_you_mean", "near_names"]


def near_names(name: str, known: Iterable[str], most: int = 3) -> list[str]:
    """The known names nearest to `name`: those that end in it as a word ("image" in "text-to-image"), those that have it
    as a word elsewhere, then those that differ in a few letters; at most so many."""
    names = list(dict.fromkeys(known))
    wanted = name.strip().lower().lstrip("-")
    words = {one: re.split(r"[\W_]+", one.lower()) for one in names}
    ending = [one for one in names if words[one][-1] == wanted]
    having = [one for one in names if wanted in words[one]]
    lower = {one.lower().lstrip("-"): one for one in names}
    alike = [lower[match] for match in get_close_matches(wanted, lower, n=most, cutoff=0.6)]
    return list(dict.fromkeys([*ending, *having, *alike]))[:most]


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """A question with the known names nearest to `name`; `otherwise` where none is near."""
    near = near_names(name, known)
    if not near:
        return otherwise
    *others, last = near
    return f"Did you mean {', '.join(others)} or {last}?" if others else f"Did you mean {last}?"
