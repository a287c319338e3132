"""The writer's templates: themes with their beats, moods, plots and threads, from data files in this folder."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from polymuse.data_files import load_table

__all__ = ["Beat", "MoodPreset", "Plot", "Theme", "moods", "plots", "themes", "threads"]

Lines = tuple[str, ...]

_HERE = "polymuse.engines.builtin.writer"


@dataclass(frozen=True, slots=True)
class Beat:
    """A possible scene of a theme: its part in the story, picture, sound, and lines of narration. A line that starts
    with @early or @late is for those hours only."""

    part: str
    name: str
    see: Lines
    camera: str
    sound: str
    say: Lines
    more: Lines = ()
    place: str | None = None
    weather: Lines = ()


@dataclass(frozen=True, slots=True)
class Theme:
    """`about` is the main subject: "someone", a "thing" or a "topic"; `anywhere` themes take place where the brief
    says."""

    name: str
    words: Lines
    place: str
    beats: tuple[Beat, ...]
    hero: str = ""
    wear: str = ""
    about: str = "someone"
    hours: Lines = ()
    anywhere: bool = False


@dataclass(frozen=True, slots=True)
class Plot:
    """A kind of story; `lines` by part of the story."""

    name: str
    words: Lines
    lines: Mapping[str, Lines] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MoodPreset:
    """A mood that a brief can name, with its music, colours, voice and words."""

    name: str
    words: Lines
    music: str
    palette: Lines
    voice: Lines
    valence: float
    arousal: float
    lines: Mapping[str, Lines] = field(default_factory=dict)


@cache
def themes() -> tuple[Theme, ...]:
    folder = files(_HERE) / "themes"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return tuple(_theme(name.removesuffix(".yaml"), _load(f"themes/{name}")) for name in names)


@cache
def plots() -> tuple[Plot, ...]:
    return tuple(Plot(name, _words(data), _lines(data)) for name, data in _load("plots.yaml").items())


@cache
def moods() -> tuple[MoodPreset, ...]:
    return tuple(
        MoodPreset(
            name, _words(data), data["music"], _split(data["palette"]), tuple(data["voice"]), data["valence"],
            data["arousal"], _lines(data),
        )
        for name, data in _load("moods.yaml").items()
    )  # fmt: skip


@cache
def threads() -> Mapping[str, Lines]:
    return {name: tuple(lines) for name, lines in _load("threads.yaml").items()}


def _load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = load_table(_HERE, name)
    return loaded


def _split(text: str) -> Lines:
    return tuple(filter(None, re.split(r",\s*", text)))


def _words(data: Mapping[str, Any]) -> Lines:
    return _split(data["words"])


def _lines(data: Mapping[str, Any]) -> Mapping[str, Lines]:
    return {part: tuple(data[part]) for part in ("near", "turn", "close") if part in data}


def _theme(name: str, data: Mapping[str, Any]) -> Theme:
    return Theme(
        name, _words(data), data["place"], tuple(_beat(beat) for beat in data["beats"]), data.get("hero", ""),
        data.get("wear", ""), data.get("about", "someone"), tuple(data.get("hours", ())), data.get("anywhere", False),
    )  # fmt: skip


def _beat(data: Mapping[str, Any]) -> Beat:
    see = data["see"]
    return Beat(
        data["part"], data["name"], (see,) if isinstance(see, str) else tuple(see), data["camera"], data["sound"],
        tuple(data["say"]), tuple(data.get("more", ())), data.get("place"), _split(data.get("weather", "")),
    )  # fmt: skip
