"""The inputs and outputs of a task."""

from __future__ import annotations

import pytest

from polymuse.tasks import Port, Task, missing
from polymuse.types import Kind, Params

FILM = Task(
    name="text-to-nothing",
    summary="Nothing.",
    params=Params,
    inputs={
        "timeline": Port(Kind.BRIEF, schema="polymuse.timeline/1"),
        "scene": Port(Kind.VIDEO, many=True),
        "end": Port(Kind.VIDEO, optional=True),
    },
    outputs={"film": Port(Kind.VIDEO), "image": Port(Kind.IMAGE, optional=True)},
)


def test_the_first_output_is_the_main_one() -> None:
    assert FILM.main_output == "film"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("timeline", Kind.BRIEF), ("scene", Kind.VIDEO), ("scene-01", Kind.VIDEO), ("end-1", None), ("scenery", None)],
)
def test_an_input_is_found_by_its_name(name: str, kind: Kind | None) -> None:
    port = FILM.input(name)
    assert (port and port.kind) is kind


def test_what_is_missing() -> None:
    assert missing(FILM.inputs, ()) == ["timeline", "scene"]
    assert missing(FILM.inputs, ("timeline", "scene-02")) == []


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        (Port(Kind.SPEECH), Port(Kind.SOUND), True),
        (Port(Kind.SOUND), Port(Kind.SPEECH), False),
        (Port(Kind.VIDEO), Port(Kind.IMAGE), False),
        (Port(Kind.BRIEF, schema="polymuse.scene/1"), Port(Kind.BRIEF, schema="polymuse.score/1"), False),
        (Port(Kind.BRIEF, schema="polymuse.scene/1"), Port(Kind.BRIEF), True),
        (Port(Kind.BRIEF), Port(Kind.BRIEF, schema="polymuse.scene/1"), False),
    ],
)
def test_what_fits(one: Port, other: Port, fits: bool) -> None:
    assert one.feeds(other) is fits
