"""A brief's subjects, relations and setting as English sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from polymuse.brief import Brief, Character, Relation, Setting, Subject
from polymuse.brief.grammar.mentions import plural
from polymuse.brief.inflection import capitalize, join_list, with_article
from polymuse.brief.lexicon import load_word_table, nouns, split_list, verb_forms

__all__ = ["describe_setting", "describe_subjects"]

NUMBERS = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
RELATIONS = {
    "left of": "to the left of", "right of": "to the right of", "toward": "heading towards", "between": "between",
}  # fmt: skip
TIMES = {
    "dawn": "at dawn", "morning": "in the morning", "day": "by day", "afternoon": "in the afternoon",
    "golden hour": "at golden hour", "sunset": "at sunset", "dusk": "at dusk", "night": "at night",
}  # fmt: skip
UNIQUE_NOUNS = frozenset({"sea", "sky", "sun", "moon", "water", "ocean", "space"})
"""Nouns that take the definite article at first mention."""
POSTPOSED = re.compile(r"(?:in|on|at|of|under|behind|beside|near|by|with|without|far|up|down|half|made|full|covered)\b")
"""Beginning of an attribute that follows its noun unchanged: "in the background", "made of glass"."""


def describe_subjects(brief: Brief, characters: Sequence[Character] = ()) -> str:
    """The subjects as sentences: number, attributes and action of each, then their relations. Empty for a brief without
    subjects."""
    looks = {
        character.name: character.description.strip().rstrip(".")
        for character in characters
        if character.description.strip()
    }
    relations = [r for r in brief.relations if max(r.subject, r.object, r.second or 0) < len(brief.subjects)]
    held = [r for r in relations if r.kind == "holding" and r.subject != r.object and _only_held(r, relations)]
    inside = {relation.object for relation in held}
    introductions = []
    for at, subject in enumerate(brief.subjects):
        holding = [_noun_phrase(brief.subjects[r.object]) for r in held if r.subject == at]
        introductions += [] if at in inside else [_introduce(subject, looks, holding)]
    if not introductions:
        return ""
    has_commas = any("," in phrase for phrase in introductions)
    first = "; ".join(introductions) if has_commas else join_list(introductions)
    return " ".join([f"{capitalize(first)}.", *(_relation(brief, r) for r in relations if r not in held)])


def describe_setting(setting: Setting, weather: Mapping[str, str]) -> str:
    """Place, time, season and weather as a phrase: "a harbour at dusk in autumn, with fog"."""
    place = _place(setting.place) if setting.place else ""
    time = TIMES.get(setting.time_of_day or "", "")
    season = f"in {setting.season}" if setting.season else ""
    sky = f"with {join_list([weather.get(word, word) for word in setting.weather])}" if setting.weather else ""
    words = " ".join(word for word in (place, time, season) if word)
    return ", ".join(part for part in (words, sky) if part)


def _place(place: str) -> str:
    if place in UNIQUE_NOUNS or place.startswith(("a ", "an ", "the ")):
        return f"the {place}" if place in UNIQUE_NOUNS else place
    noun = nouns().find(_last_word(place))
    return place if noun and noun.plural else with_article(place)


def _only_held(holding: Relation, relations: Sequence[Relation]) -> bool:
    """Whether the held object is in no other relation."""
    thing = holding.object
    return not any(r is not holding and thing in (r.subject, r.object, r.second) for r in relations)


def _introduce(subject: Subject, looks: Mapping[str, str], holding: Sequence[str]) -> str:
    """First mention of a subject: "two red boats lying", "Tomas, an old keeper with a white beard, walking"."""
    actions = [_present_participle(subject.action)] if subject.action else []
    actions += [f"holding {join_list(holding)}"] if holding else []
    if subject.character:
        return ", ".join([subject.character, looks.get(subject.character) or _noun_phrase(subject), *actions])
    return f"{_noun_phrase(subject)} {' and '.join(actions)}".rstrip()


def _noun_phrase(subject: Subject) -> str:
    following = [word for word in subject.attributes if POSTPOSED.match(word)]
    possessions = [word for word in subject.attributes if _is_possession(word)]
    preceding = [word for word in subject.attributes if word not in following and word not in possessions]
    name = subject.name if subject.count == 1 else plural(subject.name)
    words = " ".join(word for word in (*preceding, subject.colour, name) if word)
    return " ".join([_with_number(words, subject) + _possession_phrases(possessions), *following])


def _with_number(words: str, subject: Subject) -> str:
    if subject.count > 1:
        number = NUMBERS[subject.count] if subject.count < len(NUMBERS) else str(subject.count)
        return f"{number} {words}"
    return f"the {words}" if subject.name in UNIQUE_NOUNS else with_article(words)


def _possession_phrases(attributes: Sequence[str]) -> str:
    """Clothes, features and held objects: " in a yellow coat, with a white beard, holding a lantern"."""
    holding = [with_article(word.removeprefix("holding ")) for word in attributes if word.startswith("holding ")]
    other = [word for word in attributes if not word.startswith("holding ")]
    garments = [_with_article(word) for word in other if nouns().group(_lemma(word)) == "garments"]
    features = [_with_article(word) for word in other if nouns().group(_lemma(word)) != "garments"]
    phrases = [f"in {join_list(garments)}" if garments else "", f"with {join_list(features)}" if features else ""]
    phrases.append(f"holding {join_list(holding)}" if holding else "")
    return "".join(f" {phrase}" for phrase in phrases if phrase)


def _with_article(words: str) -> str:
    noun = nouns().find(_last_word(words))
    return (
        words
        if noun is None or noun.plural or _last_word(words) in split_list(load_word_table("nouns")["plural_only"])
        else with_article(words)
    )


def _is_possession(attribute: str) -> bool:
    """Whether an attribute is something the subject has ("yellow coat"), not a quality ("old")."""
    if POSTPOSED.match(attribute):
        return False
    return attribute.startswith("holding ") or (" " in attribute and nouns().find(_last_word(attribute)) is not None)


def _last_word(words: str) -> str:
    return words.rsplit(maxsplit=1)[-1].lower() if words.strip() else ""


def _lemma(words: str) -> str:
    noun = nouns().find(_last_word(words))
    return noun.lemma if noun else ""


@cache
def _irregular() -> Mapping[str, str]:
    forms = {base: form for form, base in load_word_table("verbs")["irregular"].items() if form.endswith("ing")}
    return {**forms, "be": "being", "see": "seeing"}


def _present_participle(action: str) -> str:
    """The -ing form of a verb."""
    base, space, rest = action.removesuffix(" at").removesuffix(" to").partition(" ")
    if base in _irregular():
        return _irregular()[base] + space + rest
    return next((form for form, kind in verb_forms(base + space + rest) if kind == "ing"), action)


def _relation(brief: Brief, relation: Relation) -> str:
    subject = brief.subjects[relation.subject]
    objects = [_definite_reference(brief, relation.object)]
    objects += [] if relation.second is None else [_definite_reference(brief, relation.second)]
    verb = "are" if subject.count > 1 else "is"
    preposition = RELATIONS.get(relation.kind, relation.kind)
    return f"{capitalize(_definite_reference(brief, relation.subject))} {verb} {preposition} {join_list(objects)}."


def _definite_reference(brief: Brief, index: int) -> str:
    """Later mention of a subject, with attributes if others have the same name."""
    subject = brief.subjects[index]
    if subject.character:
        return subject.character
    namesakes = [s for s in brief.subjects if s.name == subject.name]
    distinguishing = [w for w in (*(a for a in subject.attributes if not _is_possession(a)), subject.colour or "") if w]
    name = " ".join(
        [*(distinguishing if len(namesakes) > 1 else []), subject.name if subject.count == 1 else plural(subject.name)]
    )
    return f"the {name}"
