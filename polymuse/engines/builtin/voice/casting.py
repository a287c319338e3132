"""Who speaks and how: voice names, languages and words of delivery made into settings."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from polymuse.engines.builtin.voice.espeak import Espeak
from polymuse.errors import ParameterError

__all__ = ["Delivery", "Narrator", "cast", "delivered", "narrators", "spoken_by"]


@dataclass(frozen=True, slots=True)
class Narrator:
    """A voice with a name. See voices.toml for the units."""

    name: str
    about: str = ""
    accent: str = "en-gb"
    variant: str = ""
    flite: str = ""
    pitch: float = 0.0
    rate: float = 155.0
    range: float = 1.0
    warmth: float = 1.0
    formants: float = 1.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """How something is said. See delivery.toml for the units."""

    rate: float = 1.0
    pitch: float = 0.0
    range: float = 1.0
    gain: float = 0.0
    breath: float = 0.0
    pause: float = 1.0
    warmth: float = 0.0
    formants: float = 1.0


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


@cache
def narrators() -> Mapping[str, Narrator]:
    """All narrators by name, the default one first."""
    table = _table("voices.toml")
    default = table.pop("default")
    known = {name: Narrator(name, **row) for name, row in table.items()}
    return {default: known[default], **known}


@cache
def _deliveries() -> Mapping[str, Delivery]:
    known: dict[str, Delivery] = {}
    for name, row in _table("delivery.toml").items():
        others = row.pop("words", ())
        known.update(dict.fromkeys((name, *others), Delivery(**row)))
    return known


_FILLERS = frozenset(
    ["a", "an", "the", "in", "with", "and", "very", "voice", "tone", "spoken", "more", "slightly", "but"]
)


def delivered(words: tuple[str, ...]) -> tuple[Delivery, tuple[str, ...]]:
    """The delivery of those words together ("soft voice", "slow and sad"), and the words that are not known."""
    total, unknown = Delivery(), []
    for word in (part for phrase in words for part in phrase.lower().replace(",", " ").split()):
        known = _deliveries().get(word.strip(".;:!?()'\""))
        if known:
            total = _combined(total, known)
        elif word not in _FILLERS:
            unknown.append(word)
    return total, tuple(dict.fromkeys(unknown))


def _combined(one: Delivery, other: Delivery) -> Delivery:
    return Delivery(
        rate=one.rate * other.rate,
        pitch=one.pitch + other.pitch,
        range=one.range * other.range,
        gain=max(min(one.gain + other.gain, 3.0), -6.0),
        breath=max(one.breath, other.breath),
        pause=one.pause * other.pause,
        warmth=one.warmth + other.warmth,
        formants=one.formants * other.formants,
    )


def cast(voice: str | None) -> tuple[Narrator, str]:
    """The narrator of that name and the engine asked for ("espeak", "flite" or "" for the better one there is).

    `voice` is a narrator's name, `espeak:VOICE` ("espeak:en-gb+f3", "espeak:de") or `flite:VOICE`. Raises
    ParameterError for any other."""
    known = narrators()
    if not voice:
        return next(iter(known.values())), ""
    engine, colon, name = voice.partition(":")
    if not colon and engine.lower() in known:
        return known[engine.lower()], ""
    if colon and engine == "espeak" and name:
        accent, _, variant = name.partition("+")
        return Narrator(voice, accent=accent, variant=variant), "espeak"
    if colon and engine == "flite" and name:
        return Narrator(voice, flite=name), "flite"
    described = ", ".join(f"{n.name} ({n.about})" for n in known.values())
    raise ParameterError(
        f"voice: there is no voice {voice!r}.", hint=f"The voices are: {described}; or espeak:en-gb+f3, flite:slt."
    )


def spoken_by(espeak: Espeak, narrator: Narrator, language: str, explicit: bool) -> str:
    """Choose the espeak-ng voice for a narrator and a language, start using it, and return its identifier.

    The narrator's accent counts where the language is plain English or the voice was named as `espeak:…`
    (`explicit`). Raises ParameterError for a language or a variant that espeak-ng does not have."""
    wanted = narrator.accent if explicit or language.lower() == "en" else language
    identifier = _voice_for(espeak, wanted)
    chosen = f"{identifier}+{narrator.variant}" if narrator.variant else identifier
    known = espeak.variants()
    if (narrator.variant and narrator.variant not in known) or not espeak.use(chosen):
        near = ", ".join(difflib.get_close_matches(narrator.variant, known, n=3, cutoff=0.5) or ("f2", "m1", "max"))
        raise ParameterError(f"voice: espeak-ng has no variant {narrator.variant!r}.", hint=f"Try {near}.")
    return chosen


def _voice_for(espeak: Espeak, language: str) -> str:
    tongues = sorted(espeak.tongues(), key=lambda tongue: (tongue.priority, tongue.identifier))
    tag = language.lower().replace("_", "-")
    while tag:
        for tongue in tongues:
            if tongue.tag == tag:
                return tongue.identifier
        tag = tag.rpartition("-")[0]
    known = sorted({tongue.tag for tongue in tongues})
    near = difflib.get_close_matches(language.lower(), known, n=4, cutoff=0.4) or known[:4]
    raise ParameterError(
        f"language: no voice speaks {language!r}.", hint=f"Near ones are: {', '.join(near)}; {len(known)} are known."
    )
