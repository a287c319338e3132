"""A task and an engine from outside polymuse: what a third party writes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pydantic import Field

from polymuse.engines.artist import Artist
from polymuse.tasks.base import Port, Task
from polymuse.types import Card, Event, Kind, Made, Params, Progress, Request


class TextToShout(Params):
    text: str = Field(description="What to shout.")
    times: int = Field(1, description="How often.")


TASK = Task(
    name="text-to-shout",
    summary="Words, louder.",
    params=TextToShout,
    outputs={"shout": Port(Kind.TEXT)},
    unit="character",
    command="shout",
    example={"text": "hello"},
)


def make(request: Request, work: Path) -> Iterator[Event]:
    params = request.params
    assert isinstance(params, TextToShout)
    yield Progress(0.5)
    path = work / "shout.txt"
    path.write_text("\n".join([params.text.upper() + "!"] * params.times))
    yield Made("shout", Kind.TEXT, path, "text/plain")


ENGINE = Artist(
    Card(id="shouter", name="Shouter", version="1", tasks=("text-to-shout",), locality="local"),
    "polymuse_sample.shouting:make",
)
