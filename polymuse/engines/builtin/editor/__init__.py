"""The editor: timing, mixing, cutting."""

from polymuse.engines.artist import Artist
from polymuse.types import Card, Pace

ENGINE = Artist(
    Card(
        id="editor",
        name="Editor",
        version="3",
        tasks=("storyboard-timing", "audio-mixing", "video-editing", "frame-extraction"),
        locality="builtin",
        summary="Fits scenes to narration, mixes sound to a target loudness, joins shots with dissolves.",
        pace={
            "storyboard-timing": Pace(start=0.3, each=0.01),
            "audio-mixing": Pace(start=0.3, each=0.05),
            "video-editing": Pace(start=0.5, each=0.03),
            "frame-extraction": Pace(start=0.2),
        },
    ),
    "polymuse.engines.builtin.editor.make:make",
)
