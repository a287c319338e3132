"""A brief's things and where they are, as English sentences."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from polymuse.brief import Brief, Character, Relation, Setting, Subject
from polymuse.brief.grammar.mentions import plural
from polymuse.brief.inflection import article, capital, joined
from polymuse.brief.lexicon import listed, nouns, table, verb_forms

__all__ = ["depicted", "placed"]

NUMBERS = ("", "", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
RELATIONS = {
    "left of": "to the left of", "right of": "to the right of", "toward": "heading towards", "between": "between",
}  # fmt: skip
TIMES = {
    "dawn": "at dawn", "morning": "in the morning", "day": "by day", "afternoon": "in the afternoon",
    "golden hour": "at golden hour", "sunset": "at sunset", "dusk": "at dusk", "night": "at night",
}  # fmt: skip
ONLY = frozenset({"sea", "sky", "sun", "moon", "water", "ocean", "space"})
"""There is one of it, and everybody knows which."""
LYING = re.compile(r"(?:in|on|at|of|under|behind|beside|near|by|with|without|far|up|down|half|made|full|covered)\b")
"""How an attribute begins that follows its noun as it is: "in the background", "made of glass"."""


def depicted(brief: Brief, characters: Sequence[Character] = ()) -> str:
    """What is seen, as sentences: every subject with its number, looks and action, then how they stand to each other.
    Empty for a brief without subjects."""
    looks = {one.name: one.description.strip().rstrip(".") for one in characters if one.description.strip()}
    relations = [r for r in brief.relations if max(r.subject, r.object, r.second or 0) < len(brief.subjects)]
    held = [r for r in relations if r.kind == "holding" and r.subject != r.object and _only_held(r, relations)]
    inside = {relation.object for relation in held}
    named = []
    for at, subject in enumerate(brief.subjects):
        holding = [_noun_phrase(brief.subjects[r.object]) for r in held if r.subject == at]
        named += [] if at in inside else [_introduced(subject, looks, holding)]
    if not named:
        return ""
    parted = any("," in phrase for phrase in named)
    first = "; ".join(named) if parted else joined(named)
    return " ".join([f"{capital(first)}.", *(_relation(brief, r) for r in relations if r not in held)])


def placed(setting: Setting, weather: Mapping[str, str]) -> str:
    """Where and when, as a phrase: "a harbour at dusk in autumn, with fog"."""
    where = _place(setting.place) if setting.place else ""
    when = TIMES.get(setting.time_of_day or "", "")
    season = f"in {setting.season}" if setting.season else ""
    sky = f"with {joined([weather.get(word, word) for word in setting.weather])}" if setting.weather else ""
    words = " ".join(word for word in (where, when, season) if word)
    return ", ".join(part for part in (words, sky) if part)


def _place(place: str) -> str:
    if place in ONLY or place.startswith(("a ", "an ", "the ")):
        return f"the {place}" if place in ONLY else place
    found = nouns().find(_last(place))
    return place if found and found.plural else article(place)


def _only_held(holding: Relation, relations: Sequence[Relation]) -> bool:
    """Whether nothing else is said of what is held."""
    thing = holding.object
    return not any(r is not holding and thing in (r.subject, r.object, r.second) for r in relations)


def _introduced(subject: Subject, looks: Mapping[str, str], holding: Sequence[str]) -> str:
    """A subject as it is named first: "two red boats lying", "Tomas, an old keeper with a white beard, walking"."""
    doing = [_doing(subject.action)] if subject.action else []
    doing += [f"holding {joined(holding)}"] if holding else []
    if subject.character:
        return ", ".join([subject.character, looks.get(subject.character) or _noun_phrase(subject), *doing])
    return f"{_noun_phrase(subject)} {' and '.join(doing)}".rstrip()


def _noun_phrase(subject: Subject) -> str:
    lying = [word for word in subject.attributes if LYING.match(word)]
    after = [word for word in subject.attributes if _thing(word)]
    before = [word for word in subject.attributes if word not in lying and word not in after]
    name = subject.name if subject.count == 1 else plural(subject.name)
    words = " ".join(word for word in (*before, subject.colour, name) if word)
    return " ".join([_counted(words, subject) + _having(after), *lying])


def _counted(words: str, subject: Subject) -> str:
    if subject.count > 1:
        number = NUMBERS[subject.count] if subject.count < len(NUMBERS) else str(subject.count)
        return f"{number} {words}"
    return f"the {words}" if subject.name in ONLY else article(words)


def _having(attributes: Sequence[str]) -> str:
    """What somebody wears, has and holds: " in a yellow coat, with a white beard, holding a lantern"."""
    holding = [article(word.removeprefix("holding ")) for word in attributes if word.startswith("holding ")]
    others = [word for word in attributes if not word.startswith("holding ")]
    worn = [_one(word) for word in others if nouns().group(_head(word)) == "garments"]
    had = [_one(word) for word in others if nouns().group(_head(word)) != "garments"]
    said = [f"in {joined(worn)}" if worn else "", f"with {joined(had)}" if had else ""]
    said.append(f"holding {joined(holding)}" if holding else "")
    return "".join(f" {phrase}" for phrase in said if phrase)


def _one(words: str) -> str:
    found = nouns().find(_last(words))
    return (
        words
        if found is None or found.plural or _last(words) in listed(table("nouns")["plural_only"])
        else article(words)
    )


def _thing(attribute: str) -> bool:
    """Whether an attribute is a thing that the subject has ("yellow coat") and not what it is like ("old")."""
    if LYING.match(attribute):
        return False
    return attribute.startswith("holding ") or (" " in attribute and nouns().find(_last(attribute)) is not None)


def _last(words: str) -> str:
    return words.rsplit(maxsplit=1)[-1].lower() if words.strip() else ""


def _head(words: str) -> str:
    found = nouns().find(_last(words))
    return found.lemma if found else ""


@cache
def _irregular() -> Mapping[str, str]:
    forms = {base: form for form, base in table("verbs")["irregular"].items() if form.endswith("ing")}
    return {**forms, "be": "being", "see": "seeing"}


def _doing(action: str) -> str:
    """A verb in its -ing form."""
    base, space, rest = action.removesuffix(" at").removesuffix(" to").partition(" ")
    if base in _irregular():
        return _irregular()[base] + space + rest
    return next((form for form, kind in verb_forms(base + space + rest) if kind == "ing"), action)


def _relation(brief: Brief, relation: Relation) -> str:
    subject = brief.subjects[relation.subject]
    others = [_again(brief, relation.object)]
    others += [] if relation.second is None else [_again(brief, relation.second)]
    verb = "are" if subject.count > 1 else "is"
    where = RELATIONS.get(relation.kind, relation.kind)
    return f"{capital(_again(brief, relation.subject))} {verb} {where} {joined(others)}."


def _again(brief: Brief, index: int) -> str:
    """A subject that was named before; with what tells it from its namesakes."""
    subject = brief.subjects[index]
    if subject.character:
        return subject.character
    namesakes = [s for s in brief.subjects if s.name == subject.name]
    own = [w for w in (*(a for a in subject.attributes if not _thing(a)), subject.colour or "") if w]
    told = " ".join(
        [*(own if len(namesakes) > 1 else []), subject.name if subject.count == 1 else plural(subject.name)]
    )
    return f"the {told}"
