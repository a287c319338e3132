"""The command voices: who speaks, in which languages, and how they sound."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rich.console import RenderableType

from polymuse.cli import values
from polymuse.cli.command import command, option
from polymuse.cli.console import plain, table
from polymuse.cli.installed import registry
from polymuse.cli.report import Report
from polymuse.engines.builtin.voice.voices import languages, narrators, parts
from polymuse.errors import ParameterError
from polymuse.types import Card

__all__ = ["voices"]

SPEECH = "text-to-speech"


@command(
    option("--model", metavar="MODEL", values=lambda: values.models_for(SPEECH), help="Only the voices of this model."),
    option(
        "--languages", "listed", is_flag=True, help="List the languages that the narrators speak, with their codes."
    ),
    examples=("polymuse voices", "polymuse voices --languages", "polymuse voices --model tts-1"),
)
def voices(model: str | None, listed: bool) -> Report:
    """List the voices, how they sound and what they speak.

    The narrators work here at once, each in every one of the languages; a hosted model's voices are listed where the
    catalogue knows them. A voice's name goes to `--voice`, a language's code to `--language`."""
    spoken = languages()
    if listed:
        return Report({"languages": spoken}, shown=(_codes(spoken),))
    hosted = {id: _voices(card) for id, card in _hosted().items() if model in (None, id, card.id)}
    if model is not None and not hosted and model != "voice":
        registry().get(model)
        raise ParameterError(f"model: the catalogue does not list the voices of {model}.", hint="Its maker's pages do.")
    own = narrators() if model in (None, "voice") else {}
    data = [
        *({"voice": n.name, "model": "voice", "about": n.about, "accent": spoken[n.accent]} for n in own.values()),
        *({"voice": name, "model": id} for id, names in hosted.items() for name in names),
    ]
    shown = [*(_narrators(spoken) if own else ()), *(f"\n{id}\n{plain(', '.join(v))}" for id, v in hosted.items())]
    return Report({"voices": data, "parts": parts(), "languages": spoken}, shown=shown)


def _hosted() -> Mapping[str, Card]:
    """The cards that list a hosted model's voices, by the model's name."""
    return {card.id.partition("@")[0]: card for card in registry().cards() if _voices(card)}


def _voices(card: Card) -> tuple[str, ...]:
    """The voices that a card lists."""
    return card.capability(SPEECH).voices if SPEECH in card.tasks else ()


def _narrators(spoken: Mapping[str, str]) -> Iterator[RenderableType]:
    rows = table("voice", "how it sounds", "its English")
    for narrator in narrators().values():
        accent = spoken[narrator.accent].removeprefix("English (").removesuffix(")")
        rows.add_row(narrator.name, plain(narrator.about), plain(accent))
    yield rows
    yield (
        f"\n{next(iter(narrators()))} narrates where nobody is named. Each speaks {len(set(spoken.values()))} languages: "
        "`polymuse voices --languages`."
    )
    yield f"A part may be named instead: {', '.join(parts())}."


def _codes(spoken: Mapping[str, str]) -> RenderableType:
    """A line for each language, by the shortest of its codes."""
    shortest: dict[str, str] = {}
    for code, name in sorted(spoken.items(), key=lambda item: (len(item[0]), item)):
        shortest.setdefault(name, code)
    rows = table("language", "code")
    for name, code in sorted(shortest.items()):
        rows.add_row(plain(name), code)
    return rows
