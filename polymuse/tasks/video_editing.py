"""Shots + dissolves + soundtrack → film."""

from __future__ import annotations

from polymuse.tasks.base import Port, Task
from polymuse.types import Kind, Params


class VideoEditing(Params):
    """Joins shots and the dissolves between them by the timeline, adds the soundtrack (AAC in MP4), soft captions and a
    chapter per scene. Shots are named as in the timeline, dissolves by the shot they lead into (`into-scene-02`); all
    share size, frame rate and encoder settings."""


TASK = Task(
    name="video-editing",
    summary="A finished film from its shots, dissolves and soundtrack.",
    params=VideoEditing,
    outputs={"film": Port(Kind.VIDEO)},
    inputs={
        "timeline": Port(Kind.BRIEF, schema="polymuse.timeline/1"),
        "soundtrack": Port(Kind.SOUND),
        "captions": Port(Kind.BRIEF, schema="polymuse.captions/1", optional=True),
        "title": Port(Kind.VIDEO, optional=True),
        "scene": Port(Kind.VIDEO, many=True),
        "end": Port(Kind.VIDEO, optional=True),
        "into": Port(Kind.VIDEO, many=True, optional=True),
    },
    unit="second",
)
