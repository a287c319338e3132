"""What a brief is about: who, where, when, in which mood and which kind of story, found by its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from polymuse.brief.lexicon import Noun, nouns, split_list
from polymuse.engines.builtin.writer.bank import Mood, Plot, Theme, moods, plots, themes
from polymuse.engines.builtin.writer.mentions import COUNTS, LIVING, MASS, OPENERS, PEOPLE, UNSEEN, Mention, mentions
from polymuse.engines.builtin.writer.phrasing import Phrase, capitalize, pronouns, with_article

__all__ = ["Premise", "about_the_film", "headline", "is_question", "moods_of", "premise"]

_PREFIX = re.compile(
    r"^(?:please\s+)?(?:make|create|write|tell)?\s*(?:me|us)?\s*(?:an?|the)?\s*[\w ,:-]{0,40}?"
    r"\b(?:film|video|clip|movie|short|animation|story|tale|portrait|ad|advert|"
    r"advertisement|commercial|explainer|promo|launch)\s+"
    r"(?:about|of|on|for|showing|in which|where|with|explaining)\s+",
    re.IGNORECASE,
)
_ASKING = re.compile(r"^(?:please\s+)?(?:explain|show|describe|introduce|present)(?: me| us)?\s+", re.IGNORECASE)
_TRAILING = re.compile(r"\s+(?:in|of|for|about|within|at|lasting)\s*$", re.IGNORECASE)
_PREPOSITION = re.compile(r"\s*,|\s+(?:of|in|on|for|with|from|at|that|who|which|by)\s")
_LENGTH = re.compile(
    r"\b(?:about |around )?(?:\d+(?:\.\d+)?|an?|one|two|three|half a|thirty|sixty|ninety)[ -]?"
    r"(?:seconds?|secs?|s|minutes?|mins?)\b(?: long)?",
    re.IGNORECASE,
)
_THINGLIKE = frozenset({"robot", "android", "alien", "ghost", "snowman", "scarecrow", "creature"})
_ASIDE = 4
"""A few words after a comma with a mood among them say how, not what."""
_HOW = frozenset({"time", "abstract", "weather"})
_PLAIN = frozenset(split_list("and, but, with, a, an, the, in, of, no, for"))
_WALKERS = frozenset(
    split_list("penguin, ostrich, hen, chicken, rooster, cock, chick, turkey, peacock, duckling, crab")
)
_ANIMALS = {"birds": "birds", "fish": "deep"}
"""The theme of an animal's group, where it is not that of animals on the ground."""
_PROPS = 3
_LANDMARKS = 2
_OWN = 2
"""How much more the hero's own word tells of the theme."""
_BUILT = frozenset({"buildings", "structures"})
_EMPTY = frozenset({"last", "first", "only", "own", "new", "lost"})
_QUESTION = re.compile(r"(?:how|why|what|where|when)\b", re.IGNORECASE)
_MODIFIERS = frozenset(
    split_list(
        "and, but, with, a, an, the, in, of, very, quite, slightly, little, bit, style, mood, tone, music, "
        "narrated, narration, narrator, silent, watercolour, watercolor, cinematic, film, video, for, all, "
        "ages, long, no, voice, voice-over, soft, feeling, ending"
    )
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
    left_out: tuple[str, ...]
    """Beings and things of the brief for which there is no place in the story."""


def premise(text: str, random: Random) -> Premise:
    """Read a brief."""
    words = re.findall(r"[\w'’-]+", text.lower())
    core = _core(text)
    found = list(mentions(core))
    living = [each for each in found if each.noun.group in LIVING]
    friends = [each for each in living[1:] if each.noun.lemma not in _THINGLIKE]
    things = [each for each in found if _is_thing(each) and each not in living[:1]]
    props = [each for each in things if each.noun.group not in _BUILT]
    built = [each for each in things if each.noun.group in _BUILT]
    theme = _theme(text.lower(), living[0] if living else None, is_question(core))
    hero, named = _hero(theme, core, found, text.lower(), random)
    tells = theme.about == "someone"
    return Premise(
        core=core,
        hero=hero,
        named=named,
        theme=theme,
        moods=moods_of(text),
        plot=_plot(words) if tells and hero.pronoun != "it" else None,
        friend=_friend(friends[0], hero) if tells and friends else None,
        props=tuple(_phrase(each) for each in props[:_PROPS]) if tells else (),
        landmarks=tuple(_phrase(each) for each in built[:_LANDMARKS]) if tells else (),
        place=_place(found),
        hour=next((_HOURS[word] for word in words if word in _HOURS), None),
        weather=tuple(dict.fromkeys(_WEATHERS[word] for word in words if word in _WEATHERS)),
        left_out=_left_out(friends[1:], props[_PROPS:], built[_LANDMARKS:]) if tells else (),
    )


def _is_thing(found: Mention) -> bool:
    lemma, group = found.noun.lemma, found.noun.group
    return lemma in _THINGLIKE or (group not in UNSEEN | LIVING and lemma not in MASS)


def _place(found: Iterable[Mention]) -> str | None:
    """The place a brief names, or a building that can be one."""
    lemmas = [[each.noun.lemma for each in found if each.noun.group in kind] for kind in ({"places"}, _BUILT)]
    return next((names[0] for names in lemmas if names), None)


def _left_out(*groups: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(" ".join(each.words) for group in groups for each in group)


def is_question(core: str) -> bool:
    """Whether a brief asks something: "how bees make honey"."""
    return bool(_QUESTION.match(core))


def _core(text: str) -> str:
    """The story itself: "a warm 45-second film about a fox, calm" → "a fox"."""
    text = _ASKING.sub("", _PREFIX.sub("", re.split(r"(?<=[.!?])\s+|\n", text.strip())[0]))
    text = _LENGTH.sub(" ", text)
    kept: list[str] = []
    for part in re.split(r"\s*[,;:()]\s*|\s+[–—-]\s+", text.strip(" .!?")):
        words = part.lower().split()
        colours = len(words) <= _ASIDE and any(_is_modifier(word) and word not in _PLAIN for word in words)
        coloured = colours and all(each.noun.group in _HOW for each in mentions(part))
        if words and not (coloured if kept else all(map(_is_modifier, words))):
            kept.append(" ".join(_TRAILING.sub("", part).split()))
    return ", ".join(kept) or " ".join(text.split()).strip(" ,.")


def _is_modifier(word: str) -> bool:
    return word in _MODIFIERS or any(word in mood.words for mood in moods())


def about_the_film(sentence: str) -> bool:
    """Whether a sentence only says how long the film is, how it looks and feels."""
    words = re.findall(r"[\w'’-]+", _LENGTH.sub(" ", sentence.lower()))
    return all(_is_modifier(word) for word in words)


def _theme(text: str, hero: Mention | None, asks: bool) -> Theme:
    """The theme whose words the brief uses most; animals have their own, and questions theirs."""
    by_name = {theme.name: theme for theme in themes()}
    if asks:
        return by_name["explainer"]
    if hero and hero.noun.group not in PEOPLE:
        walks = hero.noun.lemma in _WALKERS
        return by_name["animals" if walks else _ANIMALS.get(hero.noun.group, "animals")]
    own = hero.noun.lemma if hero else ""
    scores = {
        theme.name: sum(len(word.split()) for word in theme.words if re.search(rf"\b{re.escape(word)}s?\b", text))
        + _OWN * (own in theme.words)
        for theme in themes()
        if theme.name not in ("animals", "birds", "deep", "any") and not (hero and theme.about != "someone")
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


def _hero(theme: Theme, core: str, found: list[Mention], text: str, random: Random) -> tuple[Phrase, bool]:
    living = [each for each in found if each.noun.group in LIVING]
    if theme.about != "someone":
        return _topic(core, found, theme), True
    if living:
        own = living[0].noun
        dressed = own.group in ("women", "men") or own.lemma in theme.words
        return _phrase(living[0], _pronoun(living[0], text, random), theme.wear if dressed else ""), True
    noun = nouns().find(theme.hero) or Noun(theme.hero, "people")
    default = Mention(noun, (theme.hero,), 1, False)
    return _phrase(default, _pronoun(default, "", random), theme.wear), False


def _pronoun(found: Mention, text: str, random: Random) -> str:
    if found.count > 1:
        return "they"
    if found.noun.group not in PEOPLE or found.noun.lemma in _THINGLIKE:
        return "it"
    if found.noun.group == "women" or re.search(r"\b(?:she|her)\b", text):
        return "she"
    if found.noun.group == "men" or re.search(r"\b(?:he|his)\b", text):
        return "he"
    return random.choice(["she", "he"])


def _phrase(found: Mention, pronoun: str = "it", wear: str = "") -> Phrase:
    words = " ".join(word for word in found.words if word not in _EMPTY)
    name = " ".join(found.words[-len(found.noun.lemma.split()) :])
    numbers = {value: word for word, value in reversed(COUNTS.items())}
    if found.count > 1:
        introduced = f"{numbers.get(found.count, 'three')} {words}"
        called = f"the {'two ' if found.count == 2 else ''}{name}"
        pronoun = "they"
    else:
        introduced, called = words if found.noun.lemma in MASS else with_article(words), f"the {name}"
    dressed = wear and found.count == 1
    return Phrase(introduced, called, f"{introduced} {wear}" if dressed else introduced, pronoun)


def _friend(found: Mention, hero: Phrase) -> Phrase:
    """Somebody who comes along: "a dog", or "his dog" where the brief says whose."""
    phrase = _phrase(found)
    if not found.owned or found.count > 1:
        return phrase
    owner = pronouns(hero.pronoun)[2]
    return Phrase(f"{owner} {phrase.a.split(' ', 1)[1]}", phrase.the, phrase.seen, phrase.pronoun)


def _topic(core: str, found: list[Mention], theme: Theme) -> Phrase:
    """A thing or a question as the hero: what it is called, and what a picture of it can show."""
    first = core.split(" ", maxsplit=1)[0].lower()
    name = core[:1].lower() + core[1:] if first in OPENERS or _QUESTION.match(core) else core
    if theme.about == "thing":
        phrase = _PREPOSITION.split(name)[0]
        shown = phrase if first in OPENERS else f"the {phrase}"
        return Phrase(shown, f"the {phrase.split()[-1]}", shown, "it")
    seen = [_phrase(each) for each in found if each.noun.group not in UNSEEN - {"scenery"}]
    plural = bool(seen) and seen[0].plural
    pictured = " and ".join(phrase.a for phrase in seen[:2]) or "an open book on a table"
    return Phrase(name, name, pictured, "they" if plural else "it")


def headline(core: str) -> str:
    """A title out of the core: "The Lighthouse Keeper's Last Evening"."""
    small = {"a", "an", "the", "of", "in", "on", "at", "to", "and", "or", "for", "with", "by", "from", "as"}
    words = core.split()
    if len(words) > 1 and words[0].lower() in ("a", "an") and re.search(r"['’]s\b", core):
        words[0] = "the"
    titled = [word if i and word.lower() in small else capitalize(word) for i, word in enumerate(words)]
    return " ".join(titled)
