"""Options and arguments that several commands take."""

from __future__ import annotations

import click

from polymuse.cli import values
from polymuse.cli.command import FILE, option

__all__ = ["ASPECT", "CARDS", "FILM", "FRESH", "MODELS", "SCRIPT", "SIZE", "SPENDING"]

FRESH = option("--fresh", is_flag=True, help="Make it anew, whatever is kept from before.")
SPENDING = (
    option("--max-cost", type=float, metavar="USD", help="The most that may be spent, in US dollars."),
    option("--project", metavar="NAME", help="On whose account; else POLYMUSE_PROJECT."),
)
SCRIPT = click.Argument(
    ["script"], type=click.Path(allow_dash=True),
    help="A script's file (Markdown, text, YAML, JSON), a brief in one line, or - for what is piped in.",
)  # fmt: skip
SIZE = option("--size", metavar="WxH", help="Width and height in pixels: 1280x720.")
ASPECT = option("--aspect", metavar="W:H", values=values.aspects, help="16:9 (where none is given), 9:16, 1:1 or 4:5.")
CARDS = option("--cards/--no-cards", default=True, help="Title and end cards.")
FILM = (
    SIZE,
    ASPECT,
    option("--fps", type=int, default=24, metavar="N", help="Frames per second, 1 to 60."),
    option("--voice", metavar="NAME", values=values.voices, help="Who narrates; `polymuse voices` lists them."),
    option("--music", metavar="WORDS", help='How the music should be, in words; "none" for none.'),
    option("--seed", type=int, default=0, metavar="N", help="Another seed, another film."),
    option("--language", metavar="CODE", values=values.languages,
           help="Language of narration and captions, as `en` or `pt-BR`: speaks the passages a script has for it."),
    option("--scene", type=int, metavar="N", help="Make only this scene, counted from 1."),
    CARDS,
    option("--strict-timing", is_flag=True,
           help="Refuse narration that is longer than its scene, instead of stretching the scene."),
)  # fmt: skip
"""What a film is like: the fields of FilmOptions, with a size or an aspect."""
MODELS = (
    option("--models", "models_file", type=FILE, metavar="FILE",
           help="A file that says which model does what: `text-to-image: MODEL` …"),
    option("--model", "models", multiple=True, metavar="[TASK=]MODEL", shell_complete=values.assignments,
           help="A model for one task, as TASK=MODEL, or MODEL where it does one of a film's tasks; may be repeated, "
           "and goes before the file."),
)  # fmt: skip
