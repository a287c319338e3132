"""The inspector: runs quality gates."""

from polymuse.engines.artist import Artist
from polymuse.types import Card, Pace

ENGINE = Artist(
    Card(
        id="inspector",
        name="Inspector",
        version="4",
        tasks=("quality-check",),
        locality="builtin",
        summary="Measures a finished film against every gate.",
        pace={"quality-check": Pace(start=0.4, each=0.05)},
    ),
    "polymuse.engines.builtin.inspector.make:make",
)
