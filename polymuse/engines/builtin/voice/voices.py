"""Narrators and deliveries: voice names, languages and delivery words as synthesis settings."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from polymuse.engines.builtin.voice.espeak import Espeak
from polymuse.errors import ParameterError

__all__ = ["Delivery", "Narrator", "choose_narrator", "combine_deliveries", "narrators", "select_espeak_voice"]


@dataclass(frozen=True, slots=True)
class Narrator:
    """A named voice. See voices.toml for the units."""

    name: str
    about: str = ""
    accent: str = "en-gb"
    variant: str = ""
    flite: str = ""
    flite_pitch: float = 0.0
    flite_formants: float = 1.0
    pitch: float = 0.0
    rate: float = 155.0
    range: float = 1.0
    warmth: float = 1.0
    formants: float = 1.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """A way of speaking. See delivery.toml for the units."""

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
    """All narrators by name, the default first."""
    table = _table("voices.toml")
    default, _ = table.pop("default"), table.pop("parts")
    result = {name: Narrator(name, **row) for name, row in table.items()}
    return {default: result[default], **result}


@cache
def _deliveries() -> Mapping[str, Delivery]:
    by_word: dict[str, Delivery] = {}
    for name, row in _table("delivery.toml").items():
        synonyms = row.pop("words", ())
        by_word.update(dict.fromkeys((name, *synonyms), Delivery(**row)))
    return by_word


_FILLERS = frozenset(
    (
        "a", "an", "the", "in", "of", "with", "and", "or", "as", "if", "to", "very", "rather", "quite", "almost",
        "like", "bit", "voice", "tone", "manner", "way", "spoken", "speaking", "sounding", "more", "slightly", "but",
        "full", "his", "her", "their", "my", "own",
    )
)  # fmt: skip
_ENDINGS = (
    ("", ""), ("ly", ""), ("ily", "y"), ("ly", "le"), ("ally", ""), ("'s", ""), ("-spoken", ""), ("-sounding", ""),
)  # fmt: skip
_RATES, _PAUSES, _GAINS = (0.82, 1.25), (0.65, 1.4), (-6.0, 3.0)
"""Ranges that combined deliveries are clamped to: factors of tempo and pauses, decibels."""


def combine_deliveries(words: tuple[str, ...]) -> tuple[Delivery, tuple[str, ...]]:
    """The combined delivery of the words ("soft voice", "slow and sad"), and the unknown words. Synonyms count once,
    and the combination is never slower than the limit."""
    matches: list[Delivery] = []
    unknown: list[str] = []
    for word in _words(words):
        delivery = _find_delivery(word)
        if delivery:
            matches.append(delivery)
        elif word not in _FILLERS:
            unknown.append(word)
    total = Delivery()
    for match in dict.fromkeys(matches):
        total = _combine(total, match)
    return total, tuple(dict.fromkeys(unknown))


def _words(phrases: tuple[str, ...]) -> Iterator[str]:
    for phrase in phrases:
        normalized = phrase.lower().replace("’", "'").replace("matter of fact", "matter-of-fact")
        yield from filter(None, (part.strip(".;:!?()'\"") for part in re.split(r"[\s,/]+", normalized)))


def _find_delivery(word: str) -> Delivery | None:
    """The delivery of a word or of its stem: "wryly" is "wry"."""
    forms = (word.removesuffix(ending) + base for ending, base in _ENDINGS if word.endswith(ending))
    return next((_deliveries()[form] for form in forms if form in _deliveries()), None)


def _combine(first: Delivery, second: Delivery) -> Delivery:
    return Delivery(
        rate=min(max(first.rate * second.rate, _RATES[0]), _RATES[1]),
        pitch=first.pitch + second.pitch,
        range=first.range * second.range,
        gain=min(max(first.gain + second.gain, _GAINS[0]), _GAINS[1]),
        breath=max(first.breath, second.breath),
        pause=min(max(first.pause * second.pause, _PAUSES[0]), _PAUSES[1]),
        warmth=first.warmth + second.warmth,
        formants=first.formants * second.formants,
    )


def _find_by_role(part: str) -> Narrator | None:
    """The narrator of a role such as "old woman" or "man 2" (another man), or None."""
    kind, _, number = part.lower().rpartition(" ") if part[-1:].isdigit() else (part.lower(), "", "1")
    able = _table("voices.toml")["parts"].get(kind.replace(" ", "-"))
    return narrators()[able[(int(number) - 1) % len(able)]] if able and number.isdigit() else None


def choose_narrator(voice: str | None) -> tuple[Narrator, str]:
    """The narrator of that name and the requested engine ("espeak", "flite" or "" for the best one available). `voice`
    is a narrator's name, a role ("old woman", "man 2"), `espeak:VOICE` ("espeak:en-gb+f3", "espeak:de") or
    `flite:VOICE`. Raises ParameterError for any other."""
    narrators_by_name = narrators()
    if not voice:
        return next(iter(narrators_by_name.values())), ""
    engine, colon, name = voice.partition(":")
    if not colon and engine.lower() in narrators_by_name:
        return narrators_by_name[engine.lower()], ""
    if player := _find_by_role(voice):
        return player, ""
    if colon and engine == "espeak" and name:
        accent, _, variant = name.partition("+")
        return Narrator(voice, accent=accent, variant=variant), "espeak"
    if colon and engine == "flite" and name:
        return Narrator(voice, flite=name), "flite"
    described = ", ".join(f"{n.name} ({n.about})" for n in narrators_by_name.values())
    raise ParameterError(
        f"voice: there is no voice {voice!r}.",
        hint=f"The voices are: {described}; a part (“old man”, “woman 2”); or espeak:en-gb+f3, flite:slt.",
    )


def select_espeak_voice(espeak: Espeak, narrator: Narrator, language: str, explicit: bool) -> str:
    """Select the espeak-ng voice for a narrator and a language, and return its identifier. The narrator's accent
    applies if the language is plain English or the voice was given as `espeak:…` (`explicit`). Raises ParameterError
    for an unknown language or variant."""
    requested = narrator.accent if explicit or language.lower() == "en" else language
    identifier = _voice_for(espeak, requested)
    voice_name = f"{identifier}+{narrator.variant}" if narrator.variant else identifier
    variants = espeak.variants()
    if (narrator.variant and narrator.variant not in variants) or not espeak.select_voice(voice_name):
        suggestions = ", ".join(
            difflib.get_close_matches(narrator.variant, variants, n=3, cutoff=0.5) or ("f2", "m1", "max")
        )
        raise ParameterError(f"voice: espeak-ng has no variant {narrator.variant!r}.", hint=f"Try {suggestions}.")
    return voice_name


def _voice_for(espeak: Espeak, language: str) -> str:
    tongues = sorted(espeak.language_voices(), key=lambda tongue: (tongue.priority, tongue.identifier))
    tag = language.lower().replace("_", "-")
    while tag:
        for tongue in tongues:
            if tongue.tag == tag:
                return tongue.identifier
        tag = tag.rpartition("-")[0]
    tags = sorted({tongue.tag for tongue in tongues})
    suggestions = difflib.get_close_matches(language.lower(), tags, n=4, cutoff=0.6)
    hint = f"Near ones are: {', '.join(suggestions)}." if suggestions else f"These are spoken: {', '.join(tags)}."
    raise ParameterError(f"language: no voice speaks {language!r}.", hint=hint)
