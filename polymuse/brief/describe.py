"""The built-in reader: from a description in English prose to a full brief.

What was said outright in the brief stays; only what was left open is read from its text. It knows a few thousand
words (lexicon/) and a grammar of simple sentences (grammar/); it does not know the world. Irony, comparisons, what
somebody only dreams of, and long-winded sentences can be misread; a language model, where one is configured, reads
better.
"""

from __future__ import annotations

from typing import Any

from polymuse.brief.grammar.clauses import Scenario, read
from polymuse.brief.grammar.cues import Cues, cues_of, first_cue, season_of, weather_of
from polymuse.brief.grammar.items import UNKNOWN
from polymuse.brief.grammar.mentions import Mention
from polymuse.brief.grammar.phrases import items
from polymuse.brief.grammar.places import SURE, ranked_place
from polymuse.brief.grammar.tokens import known, tokens
from polymuse.brief.lexicon import LIVING, nouns
from polymuse.brief.model import Brief, Camera, Character, Mood, Relation, Setting, Subject
from polymuse.brief.mood import mood_of
from polymuse.brief.script.language_detection import language_of

__all__ = ["describe", "foreign", "place_named"]

LONGEST_TEXT = 20_000
"""Characters read of a description."""

ENGLISH = 0.75
"""The share of its words that are English words in a text that is taken for English whatever is said of it."""

Looks = tuple[str, ...]


def describe(brief: Brief, characters: tuple[Character, ...] = ()) -> Brief:
    """Fill what the brief leaves open with what its text (and its camera's text) says.

    Subjects and relations are read together, and only when the brief has neither. `characters` are known by their
    names and bring what they look like. Describing twice changes nothing more. Texts in other languages than English
    give no subjects.
    """
    text = brief.text[:LONGEST_TEXT]
    cues = cues_of(text, brief.camera.text)
    scenario, people = _scenario(brief, cues, characters)
    found: dict[str, Any] = {
        "setting": _setting(brief.setting, cues.text, scenario.place),
        "camera": _camera(brief.camera, cues),
        "mood": _mood(brief.mood, cues.text),
        "style": brief.style or cues.style,
        "palette": brief.palette or cues.palette,
        "on_screen_text": brief.on_screen_text or "\n".join(cues.lettering),
        "avoid": (*brief.avoid, *(word for word in scenario.absent if word not in brief.avoid)),
    }
    if not brief.subjects and not brief.relations:
        found["subjects"] = tuple(_subject(m, people) for m in scenario.mentions)
        found["relations"] = tuple(_relations(scenario))
    return brief.model_copy(update=found)


def place_named(text: str, language: str | None = None) -> tuple[str | None, bool]:
    """The place that a text speaks of, and whether it names it rather than hints at it; none in other languages than
    English."""
    if foreign(text, language):
        return None, False
    place, rank = ranked_place(items(tokens(cues_of(text[:LONGEST_TEXT]).text), {}))
    return place, rank <= SURE


def foreign(text: str, language: str | None = None) -> str | None:
    """The code of the language of a text that is not read because it is not English: as its words plainly tell, else as
    `language` says, unless nearly all of its words are English."""
    code = language_of(text) or (language or "en").lower()
    return None if code.startswith("en") or _sounds_english(text) else code


def _sounds_english(text: str) -> bool:
    found = tokens(text[:LONGEST_TEXT])
    words = [i for i, token in enumerate(found) if token.wordy]
    return bool(words) and sum(known(found, i) for i in words) >= ENGLISH * len(words)


def _mood(said: Mood | None, text: str) -> Mood | None:
    """The mood as said; where it was said in words alone, with their numbers."""
    if said is None:
        return mood_of(text)
    read = None if said.valence or said.arousal else mood_of(" ".join(said.words))
    return said.model_copy(update={"valence": read.valence, "arousal": read.arousal}) if read else said


def _scenario(brief: Brief, cues: Cues, characters: tuple[Character, ...]) -> tuple[Scenario, dict[str, Subject]]:
    """The sentences understood, and who the characters are, by name."""
    if foreign(brief.text, brief.language):
        return Scenario((), (), None, ()), {}
    people = {c.name: _looks(c) for c in characters}
    names = {c.name.lower(): (c.name, people[c.name].name, _group_of(people[c.name].name)) for c in characters}
    return read(items(tokens(cues.text), names), brief.setting.place), people


def _group_of(noun: str) -> str:
    group = nouns().group(noun) or "people"
    return group if group in LIVING else "people"


def _looks(character: Character) -> Subject:
    """A character's description as a subject: the first thing it speaks of."""
    scenario = read(items(tokens(character.description[:LONGEST_TEXT]), {}), portrait=True)
    first = next((m for m in scenario.mentions if m.living), None) or next(iter(scenario.mentions), None)
    if first is None or first.group in (UNKNOWN, "garments"):
        worn = tuple(m.words() for m in scenario.mentions if m.group == "garments")
        return Subject(name="person", attributes=worn, character=character.name)
    held = tuple(
        f"holding {link.object.name}" for link in scenario.links if link.subject is first and link.kind == "holding"
    )
    attributes = (*first.attributes, *held)
    return Subject(name=first.name, attributes=attributes, colour=first.colour, character=character.name)


def _setting(said: Setting, text: str, place: str | None) -> Setting:
    return Setting.model_validate(
        {
            "place": said.place or place,
            "time_of_day": said.time_of_day or first_cue("time_of_day", text),
            "weather": said.weather or weather_of(text),
            "season": said.season or season_of(text),
        }
    )


def _camera(said: Camera, cues: Cues) -> Camera:
    return Camera.model_validate(
        {
            "shot": said.shot or cues.shot,
            "move": said.move or cues.move,
            "pace": said.pace or cues.pace,
            "text": said.text,
        }
    )


def _subject(mention: Mention, people: dict[str, Subject]) -> Subject:
    looks = people.get(mention.character or "")
    known = looks.attributes if looks else ()
    own = tuple(a for a in mention.attributes if a not in known)
    return Subject(
        name=mention.name,
        count=min(1000, max(1, mention.count)),
        attributes=(*known, *own),
        colour=mention.colour or (looks.colour if looks else None),
        action=mention.action,
        character=mention.character,
    )


def _relations(scenario: Scenario) -> list[Relation]:
    index = {id(mention): i for i, mention in enumerate(scenario.mentions)}
    found = []
    for link in scenario.links:
        ends = [index.get(id(m)) for m in (link.subject, link.object)]
        if None in ends or ends[0] == ends[1]:
            continue
        second = index.get(id(link.second)) if link.second is not None else None
        found.append(
            Relation.model_validate({"subject": ends[0], "kind": link.kind, "object": ends[1], "second": second})
        )
    return found
