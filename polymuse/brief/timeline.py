"""The timeline of a film: shots and spoken passages; and its captions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from polymuse.types import Frozen

__all__ = ["AMBIENCE_OVERLAP", "Caption", "Captions", "Shot", "SpokenPassage", "Timeline", "body_frames", "take_frames"]

Frames = Annotated[int, Field(ge=0)]

AMBIENCE_OVERLAP = 0.5
"""Seconds that a scene's ambience extends beyond the scene at each end."""


class Shot(Frozen):
    """One shot. Its body has `frames` frames; `lead` and `tail` more overlap with its neighbours."""

    id: str
    """`title`, `scene-01` …, `end`."""
    kind: Literal["card", "scene"]
    start: Frames
    frames: Annotated[int, Field(gt=0)]
    lead: Frames = 0
    tail: Frames = 0
    heading: str = ""
    alt: str = ""
    description: str = ""


def body_frames(seconds: float, fps: int, lead: int, tail: int) -> int:
    """Frames of the body of a shot of so many seconds: never fewer than overlap with its neighbours."""
    return max(round(seconds * fps), lead + tail, 1)


def take_frames(body: int, lead: int, tail: int, takes: int) -> int:
    """Frames of each of the takes that a shot is made of: its share of the body, and all that overlaps, since takes are
    cut at their ends."""
    return max(1, round(body / takes)) + lead + tail


class SpokenPassage(Frozen):
    """A spoken passage: its asset, start and end in seconds from the film's start, and its text."""

    speech: str
    shot: str
    start: float
    end: float
    text: str


class Caption(Frozen):
    """A caption: text of one or two lines, from start to end in seconds."""

    start: float
    end: float
    text: str
    shot: str = ""


class Captions(Frozen):
    """The captions of a film, in their order."""

    language: str
    captions: tuple[Caption, ...] = ()


class Timeline(Frozen):
    """The timeline of a whole film; `frames` at `fps`."""

    title: str
    language: str
    fps: int
    frames: int
    shots: tuple[Shot, ...]
    passages: tuple[SpokenPassage, ...] = ()

    @property
    def seconds(self) -> float:
        return self.frames / self.fps

    def span(self, shot: Shot) -> tuple[float, float]:
        """Start and end of a shot's body in seconds."""
        return shot.start / self.fps, (shot.start + shot.frames) / self.fps
