"""The voice: words spoken aloud by formant synthesis, with the time of every word."""

from polymuse.engines.artist import Artist
from polymuse.types import Card, Pace

ENGINE = Artist(
    Card(
        id="voice",
        name="Voice",
        version="1",
        tasks=("text-to-speech",),
        locality="builtin",
        summary="Narrators in every language of espeak-ng (and of flite, where it is installed, for English).",
        pace={"text-to-speech": Pace(start=0.2, each=0.0006)},
    ),
    "polymuse.engines.builtin.voice.make:make",
)
