"""What a family of sets offers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from polymuse.engines.builtin.sketch.stage import Backdrop, Scenery

__all__ = ["ScenerySet"]


@dataclass(frozen=True, slots=True)
class ScenerySet:
    """A kind of place: the words that ask for it (lower case, singular), and its painter."""

    name: str
    words: tuple[str, ...]
    paint: Callable[[Scenery], Backdrop]
    indoors: bool = False
