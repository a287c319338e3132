"""Narrators and deliveries: voice names, languages and delivery words as synthesis settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from polymuse.engines.builtin.voice.espeak import Espeak, LanguageVoice, open_espeak
from polymuse.errors import ParameterError
from polymuse.suggestions import did_you_mean, near_names

__all__ = [
    "Delivery",
    "Narrator",
    "choose_narrator",
    "combine_deliveries",
    "languages",
    "narrators",
    "parts",
    "select_espeak_voice",
]


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
    listed = f"The voices are {', '.join(narrators_by_name)}; `polymuse voices` says how they sound."
    hint = f"{did_you_mean(voice, narrators_by_name)} {listed}".strip()
    raise ParameterError(f"voice: there is no voice {voice!r}.", hint=hint)


def select_espeak_voice(espeak: Espeak, narrator: Narrator, language: str, explicit: bool) -> str:
    """Choose the espeak-ng voice for a narrator and a language, start using it, and return its identifier.

    The narrator's accent counts where the language is plain English or the voice was named as `espeak:…`
    (`explicit`). Raises ParameterError for a language or a variant that espeak-ng does not have."""
    wanted = narrator.accent if explicit or language.lower() == "en" else language
    identifier = _voice_for(espeak, wanted)
    chosen = f"{identifier}+{narrator.variant}" if narrator.variant else identifier
    known = espeak.variants()
    if (narrator.variant and narrator.variant not in known) or not espeak.select_voice(chosen):
        hint = did_you_mean(narrator.variant, known, otherwise="Try f2, m1 or max.")
        raise ParameterError(f"voice: espeak-ng has no variant {narrator.variant!r}.", hint=hint)
    return chosen


def _voice_for(espeak: Espeak, language: str) -> str:
    voices = sorted(espeak.language_voices(), key=lambda each: (each.priority, each.identifier))
    tag = language.lower().replace("_", "-")
    while tag:
        for each in voices:
            if each.tag == tag:
                return each.identifier
        tag = tag.rpartition("-")[0]
    raise ParameterError(f"language: no voice speaks {language!r}.", hint=_language_meant(language, voices))


def _language_meant(language: str, voices: Sequence[LanguageVoice]) -> str:
    """The language of that name, or those with codes or names like it."""
    codes = {each.tag: f"{each.tag} ({each.name})" for each in voices}
    names = {each.name.lower(): codes[each.tag] for each in voices}
    if language.lower() in names:
        return f"Did you mean {names[language.lower()]}?"
    near = [{**names, **codes}[name] for name in near_names(language, [*codes, *names])]
    listed = "`polymuse voices --languages` lists those that are spoken."
    return f"Did you mean {' or '.join(dict.fromkeys(near))}?" if near else listed


def languages() -> Mapping[str, str]:
    """The English names of the languages that are spoken, by their codes."""
    with open_espeak() as espeak:
        best = sorted(espeak.language_voices(), key=lambda each: (-each.priority, each.identifier))
    return dict(sorted({each.tag: each.name for each in best}.items()))


def parts() -> tuple[str, ...]:
    """The parts that may be asked for instead of a narrator's name: "old woman", "child"."""
    return tuple(part.replace("-", " ") for part in _table("voices.toml")["parts"])
