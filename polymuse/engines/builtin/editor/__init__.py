"""The editor: timing, mixing, cutting."""

from polymuse.engines.artist import Artist
from polymuse.types import Card, Pace

ENGINE = Artist(
    Card(
        id="editor",
        name="Editor",
        version="6",
        tasks=(
            "storyboard-timing",
            "audio-mixing",
            "video-transition",
            "video-editing",
            "frame-extraction",
            "video-conforming",
            "speech-conforming",
            "sound-conforming",
            "music-conforming",
        ),
        locality="builtin",
        summary="Fits scenes to narration, mixes sound to a target loudness, joins shots with dissolves.",
        pace={
            "storyboard-timing": Pace(start=0.3, each=0.01),
            "audio-mixing": Pace(start=0.3, each=0.05),
            "video-transition": Pace(start=0.1, each=0.05),
            "video-editing": Pace(start=0.2, each=0.01),
            "frame-extraction": Pace(start=0.2),
            "video-conforming": Pace(start=0.3, each=0.03),
            "speech-conforming": Pace(start=0.2, each=0.0005),
            "sound-conforming": Pace(start=0.2, each=0.01),
            "music-conforming": Pace(start=0.2, each=0.01),
        },
    ),
    "polymuse.engines.builtin.editor.make:make",
)
