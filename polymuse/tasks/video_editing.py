"""Shots + soundtrack → film."""

from __future__ import annotations

from polymuse.tasks.base import Task
from polymuse.types import Kind, Params


class VideoEditing(Params):
    """Joins shots by the timeline with dissolves, adds the soundtrack, soft captions and a chapter per scene. Shots are
    named as in the timeline and share size, frame rate and encoder settings."""

    captions: bool = True


TASK = Task(
    name="video-editing",
    summary="A finished film from its shots and soundtrack.",
    params=VideoEditing,
    makes={"film": Kind.VIDEO},
    takes={
        "timeline": Kind.BRIEF,
        "soundtrack": Kind.SOUND,
        "title?": Kind.VIDEO,
        "scene-*": Kind.VIDEO,
        "end?": Kind.VIDEO,
    },
    unit="second",
)
