"""The sketch artist: images and shots from text, as layered illustrations drawn with skia."""

from __future__ import annotations

from polymuse.engines.artist import Artist
from polymuse.types import Card, Pace

ENGINE = Artist(
    Card(
        id="sketch",
        name="Sketch",
        version="8",
        tasks=("text-to-image", "text-to-video", "shot-rendering", "card-rendering", "poster-rendering"),
        locality="builtin",
        summary="Draws words as a layered paper illustration, and sets it in motion.",
        ignores=("syntax", "steps", "guidance", "negative_prompt", "quality"),
        pace={
            "text-to-image": Pace(start=0.5, each=0.1),
            "text-to-video": Pace(start=0.5, each=0.037),
            "shot-rendering": Pace(start=0.5, each=0.037),
            "card-rendering": Pace(start=0.5, each=0.037),
            "poster-rendering": Pace(start=0.5, each=0.1),
        },
    ),
    "polymuse.engines.builtin.sketch.make:make",
)
