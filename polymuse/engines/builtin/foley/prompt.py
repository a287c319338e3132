"""Parsing of a text into sound layers: which sounds, their level, distance and time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from polymuse.brief import Setting
from polymuse.engines.builtin.foley.lexicon import lexicon, stem

__all__ = ["SoundLayer", "parse_layers", "scene_ambience"]

_SEPARATORS = re.compile(
    r"[,;.:!?\n—–•/()|+]+|\s-\s|\b(?:and|with|while|as well as|then|plus|over|under|but)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_TIMES = {"once": 1, "twice": 2, "thrice": 3}
_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "a few": 3}
_SEVERAL = re.compile(r"\b(\d+|" + "|".join(_NUMBERS) + r")\s+times\b")
_WHERE = (
    (
        re.compile(r"\b(?:at|from|in) the (?:very )?(?:beginning|start|opening)\b|\bat first\b|\b(?:first|opening)$"),
        (0.0, 0.35),
    ),
    (re.compile(r"\b(?:at|towards?|near) the (?:very )?(?:end|close)\b|\bfinally\b|\bat last\b"), (0.65, 1.0)),
    (re.compile(r"\b(?:in|around|near) the middle\b|\bhalfway\b|\bmidway\b"), (0.35, 0.65)),
)
_FADING = re.compile(r"\bfad(?:e|es|ing)\b(?! in)|\bd(?:ies|ying) (?:away|down)\b|\breced")
_GROWING = re.compile(
    r"\bgrow(?:s|ing)?\b|\bbuild(?:s|ing)? up\b|\brising\b|\bapproach|\bfad(?:e|es|ing) in\b|\bswelling\b"
)
_ALONE = re.compile(r"^\s*(?:an?|one)\s", re.IGNORECASE)
_NEGATED = re.compile(r"^\s*(?:no|without|not)\b", re.IGNORECASE)
_SILENT = frozenset({"silence", "silent", "quiet", "stillness", "still", "hush"})


@dataclass(frozen=True, slots=True)
class SoundLayer:
    """One requested sound. `level` in dB relative to an ordinary layer, `distance` 0 (near) to 1 (far), `count` events
    in total (None: natural rate), `rate` multiplies the time between events, `span` is the part of the whole in which
    it sounds, `change` −1 fades out, 1 grows."""

    sound: str
    level: float = 0.0
    distance: float = 0.0
    count: int | None = None
    rate: float = 1.0
    span: tuple[float, float] = (0.0, 1.0)
    change: int = 0


def parse_layers(text: str) -> tuple[tuple[SoundLayer, ...], tuple[str, ...]]:
    """The layers of a text, and its words without a sound."""
    result: dict[str, SoundLayer] = {}
    unknown: list[str] = []
    scenery = frozenset(lexicon().mixes)
    for chunk in _SEPARATORS.split(text.lower()):
        if not chunk or _NEGATED.match(chunk):
            continue
        words = [word.replace("’", "'").removesuffix("'s") for word in _WORD.findall(chunk)]
        names = list(dict.fromkeys(_find_sound_names(words)))
        if not names and _SILENT & set(words):
            result.setdefault("room", SoundLayer("room", level=-14.0))
        elif not names:
            unknown += _unknown_words(words)
        for name in names:
            result.setdefault(name, _make_layer(name, chunk, words, name in scenery and not scenery.issuperset(names)))
    return tuple(result.values()), tuple(dict.fromkeys(unknown))


def _find_sound_names(words: list[str]) -> Iterator[str]:
    """Sounds named in a list of words, by longest match, without articles and prepositions."""
    sound_lexicon = lexicon()
    stems = [stem(word) for word in words if word not in sound_lexicon.grammar]
    at = 0
    while at < len(stems):
        for length in range(min(sound_lexicon.longest, len(stems) - at), 0, -1):
            name = sound_lexicon.phrases.get(tuple(stems[at : at + length]))
            if name:
                yield name
                at += length - 1
                break
        at += 1


def _unknown_words(words: list[str]) -> list[str]:
    sound_lexicon = lexicon()
    modifiers = sound_lexicon.ignored | sound_lexicon.levels.keys() | sound_lexicon.rates.keys()
    unknown = [
        w for w in words if w not in modifiers and stem(w) not in modifiers and not w.endswith("ly") and not w.isdigit()
    ]
    return [" ".join(unknown)] if unknown else []


def _make_layer(name: str, chunk: str, words: list[str], behind: bool) -> SoundLayer:
    """The layer of a sound with its modifiers; `behind` is a place named as the background of another sound."""
    sound_lexicon = lexicon()
    level = (-7.0 if behind else 0.0) + sum(
        sound_lexicon.levels[word][0] for word in words if word in sound_lexicon.levels
    )
    distance = max((sound_lexicon.levels[word][1] for word in words if word in sound_lexicon.levels), default=0.0)
    rate = 1.0
    for word in words:
        rate *= sound_lexicon.rates.get(word, 1.0)
    if _ALONE.match(chunk):
        rate *= 1.8
    several = _SEVERAL.search(chunk)
    count = next((_TIMES[word] for word in words if word in _TIMES), None)
    if several:
        count = _NUMBERS.get(several[1]) or min(max(int(several[1]), 1), 100)
    span = next((span for pattern, span in _WHERE if pattern.search(chunk.strip())), (0.0, 1.0))
    change = -1 if _FADING.search(chunk) else 1 if _GROWING.search(chunk) else 0
    return SoundLayer(name, max(min(level, 8.0), -16.0), distance, count, rate, span, change)


def scene_ambience(setting: Setting) -> tuple[SoundLayer, ...]:
    """Natural ambience of a place with its weather and time of day."""
    extra = lexicon().settings
    place, _ = parse_layers(setting.place or "")
    names = {layer.sound for layer in place}
    if names & set(extra["indoors"].split()):
        wet = {"rain", "storm", "drizzle"} & set(setting.weather)
        return (*place, *([SoundLayer("window-rain", -5.0)] if wet else []))
    words = [extra[word] for word in setting.weather if word in extra]
    calm = not {"rain", "storm", "snow", "drizzle"} & set(setting.weather) and setting.season != "winter"
    unchanging = bool(names & set(extra["same-always"].split()))
    if calm and not unchanging and setting.time_of_day and setting.time_of_day in extra:
        words.append(extra[setting.time_of_day])
    if not place and not words:
        words.append(extra["anywhere"])
    added, _ = parse_layers(", ".join(words))
    if setting.time_of_day == "night":
        place = tuple(layer for layer in place if layer.sound not in ("songbird", "bees"))
    return tuple({layer.sound: layer for layer in (*added, *place)}.values())
