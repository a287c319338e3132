"""The writer: storyboards with narration, captions and alt texts, composed from templates."""

from polymuse.engines.artist import Artist
from polymuse.types import Card, Pace

ENGINE = Artist(
    Card(
        id="writer",
        name="Writer",
        version="3",
        tasks=("text-to-storyboard",),
        locality="builtin",
        summary="Thinks a short brief out into scenes with an English narrator, and completes scripts. It arranges "
        "templates around the brief's own words; it does not understand them.",
        pace={"text-to-storyboard": Pace(start=0.5)},
    ),
    "polymuse.engines.builtin.writer.make:make",
)
