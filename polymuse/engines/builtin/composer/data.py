"""Data files, loaded once and typed: vocabulary, styles, instruments, patterns."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from polymuse.data_files import load_table
from polymuse.types import Frozen

__all__ = ["Instrument", "MusicStyle", "Vocabulary", "instruments", "load", "patterns", "styles", "vocabulary"]

Names = tuple[str, ...]


class Instrument(Frozen):
    """An instrument of instruments.yaml."""

    words: Names
    roles: Names
    program: int
    range: tuple[int, int]
    level: float
    pan: float
    send: float
    maker: str
    params: Mapping[str, Any]


class MusicStyle(Frozen):
    """A style of styles.yaml."""

    words: Names
    metres: Names
    tempo: tuple[float, float, float]
    swing: float = 0.5
    lead: Names
    harmony: Names
    pad: Names
    bass: Names
    sparkle: Names
    drums: str
    colour: float
    room: float

    def players(self, role: str) -> Names:
        """Instruments that can play a role."""
        return ("drums",) if role == "drums" else getattr(self, role)


class Vocabulary(Frozen):
    """The vocabulary of words.yaml."""

    moods: Mapping[str, tuple[float, float]]
    modes: Mapping[str, Names]
    swells: Mapping[str, Names]
    solo: Names
    without: Names
    foreign: Mapping[str, str | None]


def load(name: str) -> Any:
    """Load a data file of this folder."""
    return load_table("polymuse.engines.builtin.composer", name)


@cache
def vocabulary() -> Vocabulary:
    return Vocabulary.model_validate(load("words.yaml"))


@cache
def styles() -> Mapping[str, MusicStyle]:
    return {name: MusicStyle.model_validate(style) for name, style in load("styles.yaml").items()}


@cache
def instruments() -> Mapping[str, Instrument]:
    return {name: Instrument.model_validate(value) for name, value in load("instruments.yaml").items()}


@cache
def patterns() -> Mapping[str, Any]:
    """patterns.yaml: `harmony`, `bass`, `drums`, `motifs`."""
    figures: Mapping[str, Any] = load("patterns.yaml")
    return figures
