"""The composer: mood → key, form, harmony, melody, arrangement → sound by its own instruments, and MIDI."""

from polymuse.engines.artist import Artist
from polymuse.types import Card, Pace

ENGINE = Artist(
    Card(
        id="composer",
        name="Composer",
        version="2",
        tasks=("text-to-music",),
        locality="builtin",
        summary="Composes chamber music for a mood, a length and its cues, and plays it on synthesised instruments.",
        ignores=("syntax",),
        pace={"text-to-music": Pace(start=0.4, each=0.04)},
    ),
    "polymuse.engines.builtin.composer.make:make",
)
