"""The whole brief of every scene of a storyboard: its words read, with what the film says and what stays from the scenes
before. This is where the built-in reader reads a script's `Visual:` lines, once, before anything is made."""

from __future__ import annotations

from collections.abc import Sequence

from polymuse.brief.describe import complete_brief, find_place
from polymuse.brief.grammar.mentions import are_related_places
from polymuse.brief.model import Brief, Camera, Mood, Scene, Setting, Storyboard, Subject
from polymuse.brief.mood import mood_of

__all__ = ["resolved"]

VIEWS = (("wide", "pan right"), ("medium", "push"), ("extreme wide", "pan left"), ("close", "drift"))
"""Shot size and movement for scenes that show what an earlier one showed, one after the other."""


def resolved(storyboard: Storyboard) -> Storyboard:
    """The storyboard with a whole brief for every scene; one that is there stays as it is. Place and hour stay as they
    were until a scene says otherwise, and so do the looks of things."""
    briefs: list[Brief] = []
    before = complete_brief(storyboard.brief).setting
    looks: dict[str, Subject] = {}
    for index, scene in enumerate(storyboard.scenes):
        before = scene.resolved.setting if scene.resolved else setting_of(scene, storyboard.brief, before)
        brief = scene.resolved or whole_brief(storyboard, index, before, briefs)
        subjects = tuple(as_before(subject, looks) for subject in brief.subjects)
        briefs.append(scene.resolved or brief.model_copy(update={"subjects": subjects}))
    scenes = (s.model_copy(update={"resolved": brief}) for s, brief in zip(storyboard.scenes, briefs, strict=True))
    return storyboard.model_copy(update={"scenes": tuple(scenes)})


def whole_brief(storyboard: Storyboard, index: int, setting: Setting, earlier: Sequence[Brief]) -> Brief:
    """A scene's whole brief, read from its words, given its setting and the briefs before it."""
    scene = storyboard.scenes[index]
    brief = complete_brief(storyboard.brief_of(index).model_copy(update={"setting": setting}), storyboard.characters)
    brief = brief.model_copy(update={"mood": felt(brief.mood, scene), "music": scene.brief.music})
    return brief.model_copy(update={"camera": another_view(brief, earlier)})


def another_view(brief: Brief, earlier: Sequence[Brief]) -> Camera:
    """The camera of a scene; one that shows the same things in the same place as an earlier one gets a view of its own,
    as a film would give it."""
    views = {(b.camera.shot, b.camera.move) for b in earlier if alike(b, brief)}
    if (brief.camera.shot, brief.camera.move) not in views:
        return brief.camera
    shot, move = next((view for view in VIEWS if view not in views), VIEWS[len(views) % len(VIEWS)])
    return Camera.model_validate({**brief.camera.model_dump(), "shot": shot, "move": move})


def alike(one: Brief, other: Brief) -> bool:
    """Whether two scenes may come out as one picture: the same place and hour, and nothing in one that the other lacks
    by name (what cannot be drawn makes no difference, and we cannot know here what can)."""
    if (one.setting.place, one.setting.time_of_day) != (other.setting.place, other.setting.time_of_day):
        return False
    here, there = ({s.name for s in brief.subjects} for brief in (one, other))
    return bool(here) == bool(there) and (here <= there or there <= here)


def setting_of(scene: Scene, film: Brief, before: Setting) -> Setting:
    """Where and when a scene is: what it says outright, else its words, its heading, the film, the scene before."""
    own, language = scene.brief.setting, scene.brief.language or film.language
    said, heading = (
        complete_brief(Brief(text=text, language=language)).setting for text in (scene.brief.text, scene.heading)
    )
    return Setting(
        place=own.place or place_of(scene, before.place, language),
        time_of_day=own.time_of_day or said.time_of_day or heading.time_of_day or before.time_of_day,
        weather=own.weather or said.weather or heading.weather or film.setting.weather,
        season=own.season or said.season or heading.season or before.season,
    )


def place_of(scene: Scene, before: str | None, language: str | None = None) -> str | None:
    """The place that the heading or the words name; a mere hint such as "grass" does not lead away from where we are,
    unless that is a room."""
    place, named = find_place(f"{scene.heading}.\n{scene.brief.text}", language)
    if (
        named
        or before is None
        or (place and are_related_places("room", before) and not are_related_places("room", place))
    ):
        return place or before
    return before


def as_before(subject: Subject, looks: dict[str, Subject]) -> Subject:
    """A thing that was described once keeps its colour and attributes when it comes back without."""
    if subject.count > 1 or subject.character:
        return subject
    if known := looks.get(subject.name):
        update = {"colour": subject.colour or known.colour, "attributes": subject.attributes or known.attributes}
        subject = subject.model_copy(update=update)
    looks[subject.name] = subject
    return subject


def felt(mood: Mood | None, scene: Scene) -> Mood | None:
    """A scene's mood: half the film's, half what its own words say, where both say something."""
    said = mood_of(_words(scene))
    if mood is None or said is None:
        return mood or said
    return Mood(
        valence=(mood.valence + said.valence) / 2,
        arousal=(mood.arousal + said.arousal) / 2,
        words=tuple(dict.fromkeys([*said.words, *mood.words])),
    )


def _words(scene: Scene) -> str:
    return " ".join([scene.heading, scene.brief.text, *(n.text for n in scene.narration)])
