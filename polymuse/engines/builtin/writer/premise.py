"""Keyword analysis of a brief: subject, place, time, mood and kind of story."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from polymuse.brief.lexicon import Noun, nouns, split_list
from polymuse.engines.builtin.writer.bank import MoodPreset, Plot, Theme, moods, plots, themes
from polymuse.engines.builtin.writer.mentions import (
    COUNTS,
    LIVING,
    MASS,
    OPENERS,
    PEOPLE,
    UNSEEN,
    BriefNoun,
    find_nouns,
)
from polymuse.engines.builtin.writer.phrasing import ReferringPhrase, capitalize, pronoun_forms, with_article

__all__ = ["Premise", "find_moods", "is_about_film", "is_question", "make_headline", "parse_premise"]

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
"""A clause of up to this many words that contains a mood word is about style, not content."""
_HOW = frozenset({"time", "abstract", "weather"})
_PLAIN = frozenset(split_list("and, but, with, a, an, the, in, of, no, for"))
_WALKERS = frozenset(
    split_list("penguin, ostrich, hen, chicken, rooster, cock, chick, turkey, peacock, duckling, crab")
)
_ANIMALS = {"birds": "birds", "fish": "deep"}
"""Themes of animal groups other than land animals."""
_PROPS = 3
_LANDMARKS = 2
_HERO_WEIGHT = 2
"""Weight of the hero's own word in choosing the theme."""
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
    """`core` is the brief without length, mood and medium; `named` says whether the hero is from the brief."""

    core: str
    hero: ReferringPhrase
    named: bool
    theme: Theme
    moods: tuple[MoodPreset, ...]
    plot: Plot | None
    friend: ReferringPhrase | None
    props: tuple[ReferringPhrase, ...]
    landmarks: tuple[ReferringPhrase, ...]
    """Buildings named in the brief."""
    place: str | None
    hour: str | None
    weather: tuple[str, ...]
    left_out: tuple[str, ...]
    """Beings and things of the brief that the story does not use."""


def parse_premise(text: str, random: Random) -> Premise:
    """Analyse a brief."""
    words = re.findall(r"[\w'’-]+", text.lower())
    core = _core(text)
    nouns = list(find_nouns(core))
    living = [noun for noun in nouns if noun.noun.group in LIVING]
    friends = [each for each in living[1:] if each.noun.lemma not in _THINGLIKE]
    things = [each for each in nouns if _is_thing(each) and each not in living[:1]]
    props = [each for each in things if each.noun.group not in _BUILT]
    built = [each for each in things if each.noun.group in _BUILT]
    theme = _choose_theme(text.lower(), living[0] if living else None, is_question(core))
    hero, named = _hero(theme, core, nouns, text.lower(), random)
    is_about_someone = theme.about == "someone"
    return Premise(
        core=core,
        hero=hero,
        named=named,
        theme=theme,
        moods=find_moods(text),
        plot=_plot(words) if is_about_someone and hero.pronoun != "it" else None,
        friend=_friend(friends[0], hero) if is_about_someone and friends else None,
        props=tuple(_phrase(each) for each in props[:_PROPS]) if is_about_someone else (),
        landmarks=tuple(_phrase(each) for each in built[:_LANDMARKS]) if is_about_someone else (),
        place=_place(nouns),
        hour=next((_HOURS[word] for word in words if word in _HOURS), None),
        weather=tuple(dict.fromkeys(_WEATHERS[word] for word in words if word in _WEATHERS)),
        left_out=_left_out(friends[1:], props[_PROPS:], built[_LANDMARKS:]) if is_about_someone else (),
    )


def _is_thing(noun: BriefNoun) -> bool:
    lemma, group = noun.noun.lemma, noun.noun.group
    return lemma in _THINGLIKE or (group not in UNSEEN | LIVING and lemma not in MASS)


def _place(nouns: Iterable[BriefNoun]) -> str | None:
    """The place a brief names, or a building that can be one."""
    lemmas = [[noun.noun.lemma for noun in nouns if noun.noun.group in kind] for kind in ({"places"}, _BUILT)]
    return next((names[0] for names in lemmas if names), None)


def _left_out(*groups: Sequence[BriefNoun]) -> tuple[str, ...]:
    return tuple(" ".join(noun.words) for group in groups for noun in group)


def is_question(core: str) -> bool:
    """Whether a brief is a question: "how bees make honey"."""
    return bool(_QUESTION.match(core))


def _core(text: str) -> str:
    """The subject matter: "a warm 45-second film about a fox, calm" → "a fox"."""
    text = _ASKING.sub("", _PREFIX.sub("", re.split(r"(?<=[.!?])\s+|\n", text.strip())[0]))
    text = _LENGTH.sub(" ", text)
    clauses: list[str] = []
    for part in re.split(r"\s*[,;:()]\s*|\s+[–—-]\s+", text.strip(" .!?")):
        words = part.lower().split()
        colours = len(words) <= _ASIDE and any(_is_modifier(word) and word not in _PLAIN for word in words)
        coloured = colours and all(noun.noun.group in _HOW for noun in find_nouns(part))
        if words and not (coloured if clauses else all(map(_is_modifier, words))):
            clauses.append(" ".join(_TRAILING.sub("", part).split()))
    return ", ".join(clauses) or " ".join(text.split()).strip(" ,.")


def _is_modifier(word: str) -> bool:
    return word in _MODIFIERS or any(word in mood.words for mood in moods())


def is_about_film(sentence: str) -> bool:
    """Whether a sentence only gives the film's length, look or mood."""
    words = re.findall(r"[\w'’-]+", _LENGTH.sub(" ", sentence.lower()))
    return all(_is_modifier(word) for word in words)


def _choose_theme(text: str, hero: BriefNoun | None, is_question: bool) -> Theme:
    """The theme with most words in the brief; animals and questions have their own."""
    by_name = {theme.name: theme for theme in themes()}
    if is_question:
        return by_name["explainer"]
    if hero and hero.noun.group not in PEOPLE:
        walks = hero.noun.lemma in _WALKERS
        return by_name["animals" if walks else _ANIMALS.get(hero.noun.group, "animals")]
    hero_lemma = hero.noun.lemma if hero else ""
    scores = {
        theme.name: sum(len(word.split()) for word in theme.words if re.search(rf"\b{re.escape(word)}s?\b", text))
        + _HERO_WEIGHT * (hero_lemma in theme.words)
        for theme in themes()
        if theme.name not in ("animals", "birds", "deep", "any") and not (hero and theme.about != "someone")
    }
    best_name = max(sorted(scores), key=lambda name: scores[name])
    return by_name[best_name if scores[best_name] else "any"]


def find_moods(text: str) -> tuple[MoodPreset, ...]:
    """Moods named in the brief, at most two, in order; calm if there are none."""
    words = re.findall(r"[\w'’-]+", text.lower())
    by_name = {mood.name: mood for word in words for mood in moods() if word in mood.words}
    return tuple(by_name.values())[:2] or tuple(mood for mood in moods() if mood.name == "calm")


def _plot(words: list[str]) -> Plot | None:
    return next((plot for word in words for plot in plots() if word in plot.words), None)


def _hero(
    theme: Theme, core: str, brief_nouns: list[BriefNoun], text: str, random: Random
) -> tuple[ReferringPhrase, bool]:
    living = [brief_noun for brief_noun in brief_nouns if brief_noun.noun.group in LIVING]
    if theme.about != "someone":
        return _topic(core, brief_nouns, theme), True
    if living:
        lexicon_noun = living[0].noun
        dressed = lexicon_noun.group in ("women", "men") or lexicon_noun.lemma in theme.words
        return _phrase(living[0], _pronoun(living[0], text, random), theme.wear if dressed else ""), True
    noun = nouns().find(theme.hero) or Noun(theme.hero, "people")
    default = BriefNoun(noun, (theme.hero,), 1, False)
    return _phrase(default, _pronoun(default, "", random), theme.wear), False


def _pronoun(noun: BriefNoun, text: str, random: Random) -> str:
    if noun.count > 1:
        return "they"
    if noun.noun.group not in PEOPLE or noun.noun.lemma in _THINGLIKE:
        return "it"
    if noun.noun.group == "women" or re.search(r"\b(?:she|her)\b", text):
        return "she"
    if noun.noun.group == "men" or re.search(r"\b(?:he|his)\b", text):
        return "he"
    return random.choice(["she", "he"])


def _phrase(noun: BriefNoun, pronoun: str = "it", wear: str = "") -> ReferringPhrase:
    words = " ".join(word for word in noun.words if word not in _EMPTY)
    name = " ".join(noun.words[-len(noun.noun.lemma.split()) :])
    numbers = {value: word for word, value in reversed(COUNTS.items())}
    if noun.count > 1:
        introduced = f"{numbers.get(noun.count, 'three')} {words}"
        called = f"the {'two ' if noun.count == 2 else ''}{name}"
        pronoun = "they"
    else:
        introduced, called = words if noun.noun.lemma in MASS else with_article(words), f"the {name}"
    dressed = wear and noun.count == 1
    return ReferringPhrase(introduced, called, f"{introduced} {wear}" if dressed else introduced, pronoun)


def _friend(noun: BriefNoun, hero: ReferringPhrase) -> ReferringPhrase:
    """A companion: "a dog", or "his dog" if the brief has an owner."""
    phrase = _phrase(noun)
    if not noun.owned or noun.count > 1:
        return phrase
    owner = pronoun_forms(hero.pronoun)[2]
    return ReferringPhrase(f"{owner} {phrase.a.split(' ', 1)[1]}", phrase.the, phrase.depiction, phrase.pronoun)


def _topic(core: str, nouns: list[BriefNoun], theme: Theme) -> ReferringPhrase:
    """A thing or question as the hero: its name, and what a picture can show of it."""
    first = core.split(" ", maxsplit=1)[0].lower()
    name = core[:1].lower() + core[1:] if first in OPENERS or _QUESTION.match(core) else core
    if theme.about == "thing":
        phrase = _PREPOSITION.split(name)[0]
        referent = phrase if first in OPENERS else f"the {phrase}"
        return ReferringPhrase(referent, f"the {phrase.split()[-1]}", referent, "it")
    depicted = [_phrase(noun) for noun in nouns if noun.noun.group not in UNSEEN - {"scenery"}]
    plural = bool(depicted) and depicted[0].plural
    pictured = " and ".join(phrase.a for phrase in depicted[:2]) or "an open book on a table"
    return ReferringPhrase(name, name, pictured, "they" if plural else "it")


def make_headline(core: str) -> str:
    """A title from the core: "The Lighthouse Keeper's Last Evening"."""
    lower_words = {"a", "an", "the", "of", "in", "on", "at", "to", "and", "or", "for", "with", "by", "from", "as"}
    words = core.split()
    if len(words) > 1 and words[0].lower() in ("a", "an") and re.search(r"['’]s\b", core):
        words[0] = "the"
    titled = [word if i and word.lower() in lower_words else capitalize(word) for i, word in enumerate(words)]
    return " ".join(titled)
