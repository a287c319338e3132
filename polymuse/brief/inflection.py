"""English inflection helpers: articles, lists, capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence

__all__ = ["capitalize", "join_list", "with_article"]

_SILENT_H = re.compile(r"(?:hour|honest|honour|heir)")
_YOO = re.compile(r"(?:uni(?![mn])|use|usu|eu|one\b|once|u\b)")


def with_article(words: str) -> str:
    """The words preceded by "a" or "an", by sound."""
    lower = words.lower()
    vowel = bool(_SILENT_H.match(lower)) or (lower[:1] in "aeiou" and not _YOO.match(lower))
    return f"{'an' if vowel else 'a'} {words}"


def capitalize(text: str) -> str:
    return text[:1].upper() + text[1:]


def join_list(words: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
