"""Narration + ambience + music → soundtrack."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from polymuse.tasks.base import Port, Task
from polymuse.types import Kind, Params


class AudioMixing(Params):
    """Places narration by the timeline, lays ambience under each shot, ducks music under the voice, and brings the whole
    to a programme loudness (ITU-R BS.1770, EBU R 128). `coded` is the soundtrack as AAC in MP4, as a film takes it."""

    loudness: Annotated[float, Field(ge=-40, le=-8)] = -16.0
    """Integrated loudness in LUFS."""
    true_peak: Annotated[float, Field(ge=-12, le=0)] = -1.0
    """Highest true peak in dBTP."""
    duck: Annotated[float, Field(ge=0, le=40)] = 10.0
    """Decibels by which music goes back while somebody speaks."""


TASK = Task(
    name="audio-mixing",
    summary="A film's soundtrack from its narration, ambience and music.",
    params=AudioMixing,
    outputs={"soundtrack": Port(Kind.SOUND), "coded": Port(Kind.SOUND), "narration": Port(Kind.SPEECH)},
    inputs={
        "timeline": Port(Kind.BRIEF, schema="polymuse.timeline/1"),
        "speech": Port(Kind.SPEECH, many=True, optional=True),
        "sound": Port(Kind.SOUND, many=True, optional=True),
        "music": Port(Kind.MUSIC, optional=True),
    },
    unit="second",
)
