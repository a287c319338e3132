"""The built-in reader: from a description in English prose to a full brief.

What was said outright in the brief stays; only what was left open is read from its text. It knows a few thousand
words (lexicon/) and a grammar of simple sentences (grammar/); it does not know the world. Irony, comparisons, what
somebody only dreams of, and long-winded sentences can be misread; a language model, where one is configured, reads
better.
"""

from __future__ import annotations

from typing import Any

from polymuse.brief.grammar.clauses import SceneGraph, parse_scene
from polymuse.brief.grammar.cues import TextCues, extract_cues, find_weather, first_cue, season_of
from polymuse.brief.grammar.items import UNKNOWN
from polymuse.brief.grammar.mentions import Mention
from polymuse.brief.grammar.phrases import parse_items
from polymuse.brief.grammar.places import LAST_NAMED_RANK, rank_place
from polymuse.brief.grammar.tokens import is_known_word, tokenize
from polymuse.brief.lexicon import LIVING, nouns
from polymuse.brief.model import Brief, Camera, Character, Mood, Relation, Setting, Subject
from polymuse.brief.mood import mood_of
from polymuse.brief.script.language_detection import detect_language

__all__ = ["complete_brief", "find_place", "foreign_language"]

MAX_TEXT_LENGTH = 20_000
"""Characters of a description that are parsed."""

MIN_ENGLISH_RATIO = 0.75
"""Share of English words above which a text is treated as English whatever language is given."""

Looks = tuple[str, ...]


def complete_brief(brief: Brief, characters: tuple[Character, ...] = ()) -> Brief:
    """Fill the open fields of a brief from its text and its camera's text. Subjects and relations are parsed together,
    only if the brief has neither. `characters` are recognised by name and contribute their appearance. Idempotent.
    Texts in other languages than English yield no subjects."""
    text = brief.text[:MAX_TEXT_LENGTH]
    cues = extract_cues(text, brief.camera.text)
    scenario, people = _scenario(brief, cues, characters)
    fields: dict[str, Any] = {
        "setting": _setting(brief.setting, cues.text, scenario.place),
        "camera": _camera(brief.camera, cues),
        "mood": _mood(brief.mood, cues.text),
        "style": brief.style or cues.style,
        "palette": brief.palette or cues.palette,
        "on_screen_text": brief.on_screen_text or "\n".join(cues.lettering),
        "avoid": (*brief.avoid, *(word for word in scenario.absent if word not in brief.avoid)),
    }
    if not brief.subjects and not brief.relations:
        fields["subjects"] = tuple(_subject(m, people) for m in scenario.mentions)
        fields["relations"] = tuple(_relations(scenario))
    return brief.model_copy(update=fields)


def find_place(text: str, language: str | None = None) -> tuple[str | None, bool]:
    """The place a text mentions, and whether it is named rather than hinted at; (None, False) for other languages than
    English."""
    if foreign_language(text, language):
        return None, False
    place, rank = rank_place(parse_items(tokenize(extract_cues(text[:MAX_TEXT_LENGTH]).text), {}))
    return place, rank <= LAST_NAMED_RANK


def foreign_language(text: str, language: str | None = None) -> str | None:
    """Code of a text's language if it is not English and therefore not parsed: detected, else `language`, unless nearly
    all words are English; None for English."""
    code = detect_language(text) or (language or "en").lower()
    return None if code.startswith("en") or _sounds_english(text) else code


def _sounds_english(text: str) -> bool:
    word_tokens = tokenize(text[:MAX_TEXT_LENGTH])
    words = [i for i, token in enumerate(word_tokens) if token.is_word]
    return bool(words) and sum(is_known_word(word_tokens, i) for i in words) >= MIN_ENGLISH_RATIO * len(words)


def _mood(stated: Mood | None, text: str) -> Mood | None:
    """The stated mood, with valence and arousal computed if it has words only."""
    if stated is None:
        return mood_of(text)
    read = None if stated.valence or stated.arousal else mood_of(" ".join(stated.words))
    return stated.model_copy(update={"valence": read.valence, "arousal": read.arousal}) if read else stated


def _scenario(brief: Brief, cues: TextCues, characters: tuple[Character, ...]) -> tuple[SceneGraph, dict[str, Subject]]:
    """The parsed scene, and the appearance of the characters by name."""
    if foreign_language(brief.text, brief.language):
        return SceneGraph((), (), None, ()), {}
    people = {c.name: _appearance(c) for c in characters}
    names = {c.name.lower(): (c.name, people[c.name].name, _group_of(people[c.name].name)) for c in characters}
    return parse_scene(parse_items(tokenize(cues.text), names), brief.setting.place), people


def _group_of(noun: str) -> str:
    group = nouns().group(noun) or "people"
    return group if group in LIVING else "people"


def _appearance(character: Character) -> Subject:
    """A character's description as a subject: the first subject of its text."""
    scenario = parse_scene(parse_items(tokenize(character.description[:MAX_TEXT_LENGTH]), {}), portrait=True)
    first = next((m for m in scenario.mentions if m.living), None) or next(iter(scenario.mentions), None)
    if first is None or first.group in (UNKNOWN, "garments"):
        garments = tuple(m.attribute_text() for m in scenario.mentions if m.group == "garments")
        return Subject(name="person", attributes=garments, character=character.name)
    held_items = tuple(
        f"holding {link.object.name}" for link in scenario.links if link.subject is first and link.kind == "holding"
    )
    attributes = (*first.attributes, *held_items)
    return Subject(name=first.name, attributes=attributes, colour=first.colour, character=character.name)


def _setting(stated: Setting, text: str, place: str | None) -> Setting:
    return Setting.model_validate(
        {
            "place": stated.place or place,
            "time_of_day": stated.time_of_day or first_cue("time_of_day", text),
            "weather": stated.weather or find_weather(text),
            "season": stated.season or season_of(text),
        }
    )


def _camera(stated: Camera, cues: TextCues) -> Camera:
    return Camera.model_validate(
        {
            "shot": stated.shot or cues.shot,
            "move": stated.move or cues.move,
            "pace": stated.pace or cues.pace,
            "text": stated.text,
        }
    )


def _subject(mention: Mention, people: dict[str, Subject]) -> Subject:
    looks = people.get(mention.character or "")
    appearance_attributes = looks.attributes if looks else ()
    attributes = tuple(a for a in mention.attributes if a not in appearance_attributes)
    return Subject(
        name=mention.name,
        count=min(1000, max(1, mention.count)),
        attributes=(*appearance_attributes, *attributes),
        colour=mention.colour or (looks.colour if looks else None),
        action=mention.action,
        character=mention.character,
    )


def _relations(scenario: SceneGraph) -> list[Relation]:
    index = {id(mention): i for i, mention in enumerate(scenario.mentions)}
    relations = []
    for link in scenario.links:
        indices = [index.get(id(m)) for m in (link.subject, link.object)]
        if None in indices or indices[0] == indices[1]:
            continue
        second = index.get(id(link.second)) if link.second is not None else None
        relations.append(
            Relation.model_validate({"subject": indices[0], "kind": link.kind, "object": indices[1], "second": second})
        )
    return relations
