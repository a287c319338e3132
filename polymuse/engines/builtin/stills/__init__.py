"""The stills artist: camera moves over a still image."""

from __future__ import annotations

from polymuse.engines.artist import Artist
from polymuse.types import Card, Pace

ENGINE = Artist(
    Card(
        id="stills",
        name="Stills",
        version="4",
        tasks=("image-to-video",),
        locality="builtin",
        summary="Moves a camera over a picture, or turns one picture into another while it moves.",
        ignores=("syntax", "negative_prompt"),
        pace={"image-to-video": Pace(start=0.3, each=0.03)},
    ),
    "polymuse.engines.builtin.stills.make:make",
)
