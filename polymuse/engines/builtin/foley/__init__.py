"""Ambience and sound effects synthesised from a text prompt."""

from polymuse.engines.artist import Artist
from polymuse.types import Card, Pace

ENGINE = Artist(
    Card(
        id="foley",
        name="Foley",
        version="2",
        tasks=("text-to-sound",),
        locality="builtin",
        summary="Wind and weather, water, birds, animals, people, things, vehicles and places, in stereo.",
        ignores=("syntax",),
        pace={"text-to-sound": Pace(start=0.3, each=0.03)},
    ),
    "polymuse.engines.builtin.foley.make:make",
)
