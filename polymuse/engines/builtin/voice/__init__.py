"""Speech synthesis by formants, with the time of every word."""

from shutil import which

from polymuse.engines.artist import Artist
from polymuse.types import Card, Pace

ENGINE = Artist(
    Card(
        id="voice",
        name="Voice",
        # Where flite is installed it speaks English, and the same request gives other bytes.
        version="3+flite" if which("flite") else "3",
        tasks=("text-to-speech",),
        locality="builtin",
        summary="Narrators in every language of espeak-ng (and of flite, where it is installed, for English).",
        programs={"flite": "flite (on Debian: apt-get install flite), a more natural English voice"},
        pace={"text-to-speech": Pace(start=0.2, each=0.0006)},
    ),
    "polymuse.engines.builtin.voice.make:make",
)
