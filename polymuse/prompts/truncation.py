"""Making text fit a limit without cutting through a word where that can be helped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

__all__ = ["Unit", "fitted", "shortened", "size"]

Unit = Literal["characters", "UTF-16 units", "bytes"]
ENDS = (re.compile(r"[.!?…。！？\n](?=\s|$)"), re.compile(r"[,;:，；、](?=\s|$)"), re.compile(r"(?=\s)"))
"""Where text may end: after a sentence, after a phrase, after a word."""
HALF = 0.5
"""A sentence's or a phrase's end is too early before this share of the room."""


def size(text: str, unit: Unit) -> int:
    """The length of a text in a unit; bytes are UTF-8's."""
    if unit == "characters":
        return len(text)
    return len(text.encode("utf-8", "replace")) if unit == "bytes" else len(text.encode("utf-16-le", "replace")) // 2


def fitted(pieces: Sequence[str], between: str, limit: int | None, unit: Unit) -> tuple[str, list[str]]:
    """The pieces as one text of at most `limit`, and what had to be left out of it. The longest piece gives way first,
    so that what is said shortly (a style, what is not wanted) stays beside a long description."""
    kept, lost = [piece for piece in pieces if piece], []
    while limit is not None and kept and (excess := size(between.join(kept), unit) - limit) > 0:
        at = max(range(len(kept)), key=lambda i: size(kept[i], unit))
        short = shortened(kept[at], size(kept[at], unit) - excess, unit)
        lost.append(kept[at][len(short) :].strip())
        kept[at : at + 1] = [short] if short else []
    return between.join(kept), lost


def shortened(text: str, room: int, unit: Unit = "characters") -> str:
    """The beginning of a text that has room, to the end of a sentence, a phrase or a word, if there is one in its
    second half."""
    if size(text, unit) <= room:
        return text
    start = _first(text, room, unit)
    for end in ENDS:
        ends = [match.end() for match in end.finditer(text, 0, len(start) + 1) if match.end() <= len(start)]
        if ends and ends[-1] >= len(start) * HALF:
            return text[: ends[-1]].rstrip()
    return start.rstrip()


def _first(text: str, room: int, unit: Unit) -> str:
    """As many characters as there is room for."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if size(text[:middle], unit) <= max(0, room) else (low, middle - 1)
    return text[:low]
