"""Who speaks and how: voice names, languages and words of delivery made into settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from polymuse.engines.builtin.voice.espeak import Espeak, Tongue, opened
from polymuse.errors import ParameterError
from polymuse.suggestions import did_you_mean, near_names

__all__ = ["Delivery", "Narrator", "cast", "delivered", "languages", "narrators", "parts", "spoken_by"]


@dataclass(frozen=True, slots=True)
class Narrator:
    """A voice with a name. See voices.toml for the units."""

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
    default, _ = table.pop("default"), table.pop("parts")
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
"""Factors of tempo and of pauses, and decibels, between which words of delivery together stay."""


def delivered(words: tuple[str, ...]) -> tuple[Delivery, tuple[str, ...]]:
    """The delivery of those words together ("soft voice", "slow and sad"), and the words that are not known. Words for
    the same thing count once, and all together never make the voice slower than the slowest listener wants."""
    found: list[Delivery] = []
    unknown: list[str] = []
    for word in _words(words):
        known = _known(word)
        if known:
            found.append(known)
        elif word not in _FILLERS:
            unknown.append(word)
    total = Delivery()
    for each in dict.fromkeys(found):
        total = _combined(total, each)
    return total, tuple(dict.fromkeys(unknown))


def _words(phrases: tuple[str, ...]) -> Iterator[str]:
    for phrase in phrases:
        plain = phrase.lower().replace("’", "'").replace("matter of fact", "matter-of-fact")
        yield from filter(None, (part.strip(".;:!?()'\"") for part in re.split(r"[\s,/]+", plain)))


def _known(word: str) -> Delivery | None:
    """The delivery of a word or of the word that it comes from: "wryly" is "wry"."""
    forms = (word.removesuffix(ending) + base for ending, base in _ENDINGS if word.endswith(ending))
    return next((_deliveries()[form] for form in forms if form in _deliveries()), None)


def _combined(one: Delivery, other: Delivery) -> Delivery:
    return Delivery(
        rate=min(max(one.rate * other.rate, _RATES[0]), _RATES[1]),
        pitch=one.pitch + other.pitch,
        range=one.range * other.range,
        gain=min(max(one.gain + other.gain, _GAINS[0]), _GAINS[1]),
        breath=max(one.breath, other.breath),
        pause=min(max(one.pause * other.pause, _PAUSES[0]), _PAUSES[1]),
        warmth=one.warmth + other.warmth,
        formants=one.formants * other.formants,
    )


def _played(part: str) -> Narrator | None:
    """Who plays a part such as "old woman" or "man 2" (another man)."""
    kind, _, number = part.lower().rpartition(" ") if part[-1:].isdigit() else (part.lower(), "", "1")
    able = _table("voices.toml")["parts"].get(kind.replace(" ", "-"))
    return narrators()[able[(int(number) - 1) % len(able)]] if able and number.isdigit() else None


def cast(voice: str | None) -> tuple[Narrator, str]:
    """The narrator of that name and the engine asked for ("espeak", "flite" or "" for the better one there is).

    `voice` is a narrator's name, a part ("old woman", "man 2"), `espeak:VOICE` ("espeak:en-gb+f3", "espeak:de") or
    `flite:VOICE`. Raises ParameterError for any other."""
    known = narrators()
    if not voice:
        return next(iter(known.values())), ""
    engine, colon, name = voice.partition(":")
    if not colon and engine.lower() in known:
        return known[engine.lower()], ""
    if player := _played(voice):
        return player, ""
    if colon and engine == "espeak" and name:
        accent, _, variant = name.partition("+")
        return Narrator(voice, accent=accent, variant=variant), "espeak"
    if colon and engine == "flite" and name:
        return Narrator(voice, flite=name), "flite"
    listed = f"The voices are {', '.join(known)}; `polymuse voices` says how they sound."
    hint = f"{did_you_mean(voice, known)} {listed}".strip()
    raise ParameterError(f"voice: there is no voice {voice!r}.", hint=hint)


def spoken_by(espeak: Espeak, narrator: Narrator, language: str, explicit: bool) -> str:
    """Choose the espeak-ng voice for a narrator and a language, start using it, and return its identifier.

    The narrator's accent counts where the language is plain English or the voice was named as `espeak:…`
    (`explicit`). Raises ParameterError for a language or a variant that espeak-ng does not have."""
    wanted = narrator.accent if explicit or language.lower() == "en" else language
    identifier = _voice_for(espeak, wanted)
    chosen = f"{identifier}+{narrator.variant}" if narrator.variant else identifier
    known = espeak.variants()
    if (narrator.variant and narrator.variant not in known) or not espeak.use(chosen):
        hint = did_you_mean(narrator.variant, known, otherwise="Try f2, m1 or max.")
        raise ParameterError(f"voice: espeak-ng has no variant {narrator.variant!r}.", hint=hint)
    return chosen


def _voice_for(espeak: Espeak, language: str) -> str:
    tongues = sorted(espeak.tongues(), key=lambda tongue: (tongue.priority, tongue.identifier))
    tag = language.lower().replace("_", "-")
    while tag:
        for tongue in tongues:
            if tongue.tag == tag:
                return tongue.identifier
        tag = tag.rpartition("-")[0]
    raise ParameterError(f"language: no voice speaks {language!r}.", hint=_language_meant(language, tongues))


def _language_meant(language: str, tongues: Sequence[Tongue]) -> str:
    """The language of that name, or those with codes or names like it."""
    codes = {tongue.tag: f"{tongue.tag} ({tongue.name})" for tongue in tongues}
    names = {tongue.name.lower(): codes[tongue.tag] for tongue in tongues}
    if language.lower() in names:
        return f"Did you mean {names[language.lower()]}?"
    near = [{**names, **codes}[name] for name in near_names(language, [*codes, *names])]
    listed = "`polymuse voices --languages` lists those that are spoken."
    return f"Did you mean {' or '.join(dict.fromkeys(near))}?" if near else listed


def languages() -> Mapping[str, str]:
    """The English names of the languages that are spoken, by their codes."""
    with opened() as espeak:
        best = sorted(espeak.tongues(), key=lambda tongue: (-tongue.priority, tongue.identifier))
    return dict(sorted({tongue.tag: tongue.name for tongue in best}.items()))


def parts() -> tuple[str, ...]:
    """The parts that may be asked for instead of a narrator's name: "old woman", "child"."""
    return tuple(part.replace("-", " ") for part in _table("voices.toml")["parts"])
