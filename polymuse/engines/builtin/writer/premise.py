"""What a brief is about: who, where, when, in which mood and which kind of story, found by its words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from polymuse.brief.lexicon import Noun, nouns
from polymuse.engines.builtin.writer.bank import Mood, Plot, Theme, moods, plots, themes
from polymuse.engines.builtin.writer.phrasing import Phrase, article, capital

__all__ = ["Premise", "about_the_film", "headline", "moods_of", "premise"]

_PREFIX = re.compile(
    r"^(?:please\s+)?(?:make|create|write|tell)?\s*(?:me|us)?\s*(?:an?|the)?\s*[\w ,-]{0,40}?"
    r"\b(?:film|video|clip|movie|short|animation|story|tale|portrait|ad|advert|advertisement|commercial|explainer|promo)\s+"
    r"(?:about|of|on|for|showing|in which|where|with|explaining)\s+",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"\b(?:about |around )?(?:\d+(?:\.\d+)?|an?|one|two|three|half a|thirty|sixty|ninety)[ -]?"
    r"(?:seconds?|secs?|s|minutes?|mins?)\b(?: long)?",
    re.IGNORECASE,
)
_COUNTS = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "twin": 2, "several": 3, "some": 3}
_OPENERS = frozenset({"a", "an", "the", "his", "her", "their", "its", "my", "our", "one", *_COUNTS})
_MAKERS = re.compile(r"\w{2,}(?:maker|keeper|smith|wright|monger|ician|woman|man|binder|mender|seller|builder)")
_THINGLIKE = frozenset({"robot", "android", "alien", "ghost", "snowman", "scarecrow", "creature"})
_OWN = 2
"""How much more the hero's own word tells of the theme."""
_BUILT = frozenset({"buildings", "structures"})
_EMPTY = frozenset({"last", "first", "only", "own", "new", "lost"})
_MASS = frozenset(
    "honey bread water tea coffee milk soup wine beer juice sugar salt flour butter cheese rice meat fruit music jewellery "
    "furniture luggage money gold silver wood paper sand clothing laundry ice cream chocolate hay corn wheat bamboo "
    "seaweed coral moss ivy lavender".split()
)
_NO_PROPS = frozenset({"places", "weather", "time", "body", "parts", "scenery", "collectives", "abstract"})
_LIVING = frozenset({"women", "men", "people", "birds", "fish", "insects", "animals"})
_PEOPLE = frozenset({"women", "men", "people"})
_QUESTION = re.compile(r"(?:how|why|what|where|when)\b", re.IGNORECASE)
_MODIFIERS = frozenset(
    "and but with a an the in of very quite slightly little bit style mood tone music narrated narration narrator silent "
    "watercolour watercolor cinematic film video for all ages long no voice voice-over soft feeling ending".split()
)
_WEATHERS = {"rain": "rain", "rainy": "rain", "storm": "storm", "stormy": "storm", "snow": "snow", "snowy": "snow",
             "fog": "fog", "foggy": "fog", "mist": "fog", "misty": "fog", "windy": "wind"}  # fmt: skip
_HOURS = {"dawn": "dawn", "sunrise": "dawn", "morning": "morning", "noon": "day", "afternoon": "afternoon",
          "sunset": "sunset", "dusk": "dusk", "evening": "evening", "night": "night", "midnight": "night"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Premise:
    """`core` is the brief without its length, mood and medium; `named` says whether the hero is the brief's own."""

    core: str
    hero: Phrase
    named: bool
    theme: Theme
    moods: tuple[Mood, ...]
    plot: Plot | None
    friend: Phrase | None
    props: tuple[Phrase, ...]
    landmarks: tuple[Phrase, ...]
    """Buildings that the brief names."""
    place: str | None
    hour: str | None
    weather: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    noun: Noun
    words: tuple[str, ...]
    """Adjectives and the noun, as written."""
    count: int
    definite: bool


def premise(text: str, random: Random) -> Premise:
    """Read a brief."""
    words = re.findall(r"[\w'’-]+", text.lower())
    core = _core(text)
    found = list(_found(core))
    living = [each for each in found if each.noun.group in _LIVING]
    is_question = bool(_QUESTION.match(core))
    theme = _theme(text.lower(), living[0] if living and not is_question else None, is_question)
    hero, named = _hero(theme, core, living, found, text.lower(), random)
    friend = living[1] if named and theme.about == "someone" and len(living) > 1 else None
    things = [each for each in found if each.noun.group not in _NO_PROPS | _LIVING and each.noun.lemma not in _MASS]
    things = things if theme.about == "someone" else []
    return Premise(
        core, hero, named, theme, moods_of(text), _plot(words) if theme.about == "someone" else None, _phrase(friend, "it") if friend else None,
        tuple(_phrase(each, "it") for each in things if each.noun.group not in _BUILT)[:3],
        tuple(_phrase(each, "it") for each in things if each.noun.group in _BUILT)[:2],
        next((e.noun.lemma for e in found if e.noun.group == "places"), None),
        next((_HOURS[word] for word in words if word in _HOURS), None),
        tuple(dict.fromkeys(_WEATHERS[word] for word in words if word in _WEATHERS)),
    )  # fmt: skip


def _core(text: str) -> str:
    """The story itself: "a warm 45-second film about a fox, calm" → "a fox"."""
    text = _LENGTH.sub(" ", _PREFIX.sub("", re.split(r"(?<=[.!?])\s+|\n", text.strip())[0]))
    kept: list[str] = []
    for part in re.split(r"\s*[,;:()]\s*|\s+[–—-]\s+", text.strip(" .!?")):
        if part.strip() and not all(_is_modifier(word) for word in part.lower().split()):
            kept.append(" ".join(part.split()))
    return ", ".join(kept) or " ".join(text.split()).strip(" ,.")


def _is_modifier(word: str) -> bool:
    return word in _MODIFIERS or any(word in mood.words for mood in moods())


def about_the_film(sentence: str) -> bool:
    """Whether a sentence only says how long the film is, how it looks and feels."""
    words = re.findall(r"[\w'’-]+", _LENGTH.sub(" ", sentence.lower()))
    return all(_is_modifier(word) for word in words)


def _found(core: str) -> Iterable[_Found]:
    """The nouns of a phrase, the longest first, with their adjectives and number."""
    words = [re.sub(r"['’]s?$", "", word) for word in re.findall(r"[\w'’-]+", core.lower())]
    at = 0
    while at < len(words):
        size = next((n for n in range(min(3, len(words) - at), 0, -1) if _noun(" ".join(words[at : at + n]))), 0)
        if not size:
            at += 1
            continue
        noun = _noun(" ".join(words[at : at + size]))
        assert noun is not None
        opener = next((i for i in range(at - 1, max(-1, at - 4), -1) if words[i] in _OPENERS), None)
        adjectives = words[opener + 1 : at] if opener is not None else []
        if opener is None or not any(_noun(word) for word in adjectives):
            lead = words[opener] if opener is not None else ""
            count = _COUNTS.get(lead, 3 if noun.plural else 1)
            yield _Found(noun, (*adjectives, *words[at : at + size]), count, lead == "the")
        at += size


def _noun(words: str) -> Noun | None:
    if words in _OPENERS or words in ("last", "first", "new", "little", "light", "can", "will", "back", "past"):
        return None
    known = nouns().find(words)
    return known or (Noun(words, "people") if _MAKERS.fullmatch(words) else None)


def _theme(text: str, hero: _Found | None, is_question: bool) -> Theme:
    """The theme whose words the brief uses most; animals have their own, and questions theirs."""
    by_name = {theme.name: theme for theme in themes()}
    if is_question:
        return by_name["explainer"]
    if hero and hero.noun.group not in _PEOPLE:
        return by_name["animals"]
    own = hero.noun.lemma if hero else ""
    scores = {
        theme.name: sum(len(word.split()) for word in theme.words if re.search(rf"\b{re.escape(word)}s?\b", text))
        + _OWN * (own in theme.words)
        for theme in themes()
        if theme.name not in ("animals", "any") and not (hero and theme.about != "someone")
    }
    best = max(sorted(scores), key=lambda name: scores[name])
    return by_name[best if scores[best] else "any"]


def moods_of(text: str) -> tuple[Mood, ...]:
    """The moods that are asked for, two at most, in the brief's order; calm if none is."""
    words = re.findall(r"[\w'’-]+", text.lower())
    by_name = {mood.name: mood for word in words for mood in moods() if word in mood.words}
    return tuple(by_name.values())[:2] or tuple(mood for mood in moods() if mood.name == "calm")


def _plot(words: list[str]) -> Plot | None:
    return next((plot for word in words for plot in plots() if word in plot.words), None)


def _hero(
    theme: Theme, core: str, living: list[_Found], found: list[_Found], text: str, random: Random
) -> tuple[Phrase, bool]:
    if theme.about != "someone":
        return _topic(core, found), True
    if living:
        own = living[0].noun
        dressed = own.group in ("women", "men") or own.lemma in theme.words
        return _phrase(living[0], _pronoun(living[0], text, random), theme.wear if dressed else ""), True
    noun = nouns().find(theme.hero) or Noun(theme.hero, "people")
    default = _Found(noun, (theme.hero,), 1, False)
    return _phrase(default, _pronoun(default, "", random), theme.wear), False


def _pronoun(found: _Found, text: str, random: Random) -> str:
    if found.count > 1:
        return "they"
    if found.noun.group not in _PEOPLE or found.noun.lemma in _THINGLIKE:
        return "it"
    if found.noun.group == "women" or re.search(r"\b(?:she|her)\b", text):
        return "she"
    if found.noun.group == "men" or re.search(r"\b(?:he|his)\b", text):
        return "he"
    return random.choice(["she", "he"])


def _phrase(found: _Found, pronoun: str, wear: str = "") -> Phrase:
    words = " ".join(word for word in found.words if word not in _EMPTY)
    name = " ".join(found.words[-len(found.noun.lemma.split()) :])
    numbers = {value: word for word, value in reversed(_COUNTS.items())}
    if found.count > 1:
        introduced = f"{numbers.get(found.count, 'three')} {words}"
        called = f"the {'two ' if found.count == 2 else ''}{name}"  # noqa: PLR2004
        pronoun = "they"
    else:
        introduced, called = words if found.noun.lemma in _MASS else article(words), f"the {name}"
    dressed = wear and found.count == 1
    return Phrase(introduced, called, f"{introduced} {wear}" if dressed else introduced, pronoun)


def _topic(core: str, found: list[_Found]) -> Phrase:
    """A thing or a question as the hero: what it is called, and what a picture of it can show."""
    shown = [each for each in found if each.noun.group not in _NO_PROPS - {"scenery"}]
    seen = " and ".join(_phrase(each, "it").a for each in shown[:2]) or "an open book on a table"
    name = core[:1].lower() + core[1:] if core.split(" ")[0].lower() in _OPENERS or _QUESTION.match(core) else core
    plural = bool(shown) and shown[0].count > 1
    the = f"the {shown[0].words[-1]}" if shown else "it"
    return Phrase(name, the if not _QUESTION.match(core) else name, seen, "they" if plural else "it")


def headline(core: str) -> str:
    """A title out of the core: "The Lighthouse Keeper's Last Evening"."""
    small = {"a", "an", "the", "of", "in", "on", "at", "to", "and", "or", "for", "with", "by", "from", "as"}
    words = core.split()
    if len(words) > 1 and words[0].lower() in ("a", "an") and re.search(r"['’]s\b", core):
        words[0] = "the"
    titled = [word if i and word.lower() in small else capital(word) for i, word in enumerate(words)]
    return " ".join(titled)
