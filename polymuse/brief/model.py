"""The brief: what is wanted, as typed data that a person can read and change.

Every field is optional: set fields are what the author stated. `complete_brief` (brief/describe.py) fills the open
ones from the text; `resolved` (brief/scene_briefs.py) does so for every scene of a storyboard, with what stays from
scene to scene.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from polymuse.errors import InputError
from polymuse.types import Frozen

__all__ = [
    "Brief",
    "Camera",
    "Character",
    "Mood",
    "Music",
    "Narration",
    "Relation",
    "Scene",
    "Setting",
    "Storyboard",
    "Subject",
    "Voice",
]

Words = tuple[str, ...]
Unit = Annotated[float, Field(ge=-1, le=1)]


class Mood(Frozen):
    """Valence (unpleasant −1 … pleasant 1) and arousal (calm −1 … excited 1) after Russell's circumplex (1980), and
    the words they came from."""

    valence: Unit = 0.0
    arousal: Unit = 0.0
    words: Words = ()


class Subject(Frozen):
    """A thing or a being in the picture: `name` is a singular noun ("boat", "woman", "lighthouse keeper")."""

    name: str
    count: Annotated[int, Field(ge=1, le=1000)] = 1
    attributes: Words = ()
    colour: str | None = None
    """A colour's name, or `#rrggbb`."""
    action: str | None = None
    """A verb in base form: "walk", "sit", "fly"."""
    character: str | None = None
    """The name of the Character this is."""


RelationKind = Literal[
    "left of", "right of", "on", "in", "under", "above", "behind", "in front of", "beside", "between", "around", "at",
    "holding", "facing", "toward", "larger than", "smaller than", "as large as",
]  # fmt: skip


class Relation(Frozen):
    """How two subjects stand to each other; `subject` and `object` are indices into the brief's subjects. "Between"
    has a second object."""

    subject: Annotated[int, Field(ge=0)]
    kind: RelationKind
    object: Annotated[int, Field(ge=0)]
    second: int | None = None


class Setting(Frozen):
    """Where and when."""

    place: str | None = None
    """A kind of place: "harbour", "park", "kitchen", "forest", "city street" …"""
    time_of_day: Literal["dawn", "morning", "day", "afternoon", "golden hour", "sunset", "dusk", "night"] | None = None
    weather: Words = ()
    """Any of "clear", "cloudy", "overcast", "rain", "drizzle", "storm", "snow", "fog", "wind"."""
    season: Literal["spring", "summer", "autumn", "winter"] | None = None


class Camera(Frozen):
    """How we look: shot size, movement, and the words as written."""

    shot: Literal["extreme wide", "wide", "medium", "close", "extreme close"] | None = None
    move: (
        Literal["static", "pan left", "pan right", "tilt up", "tilt down", "push", "pull", "rise", "follow", "drift"]
        | None
    ) = None
    pace: Literal["slow", "medium", "fast"] | None = None
    text: str = ""


class Music(Frozen):
    """A music cue; `text` as written, the rest as far as it was said. Tempo in beats per minute."""

    text: str = ""
    genre: str | None = None
    tempo: Annotated[float, Field(ge=30, le=240)] | None = None
    key: str | None = None
    instruments: Words = ()


class Voice(Frozen):
    """A speaking voice: an engine's voice name, and how it speaks ("soft", "excited")."""

    name: str | None = None
    delivery: Words = ()


class Brief(Frozen):
    """One intent, for every modality. `text` is the description as written; other fields are what was said outright."""

    text: str = ""
    subjects: tuple[Subject, ...] = ()
    relations: tuple[Relation, ...] = ()
    setting: Setting = Setting()
    mood: Mood | None = None
    style: str | None = None
    palette: Words = ()
    """Colours by name or `#rrggbb`, the most important first."""
    camera: Camera = Camera()
    sound: str = ""
    """Ambience and effects, as written."""
    music: Music = Music()
    voice: Voice = Voice()
    on_screen_text: str = ""
    avoid: Words = ()
    language: str | None = None
    """BCP 47: "en", "de", "pt-BR"."""
    audience: str | None = None

    def over(self, base: Brief) -> Brief:
        """This brief where it says something, `base` where it does not. Subjects, relations and `text` are a
        picture's own and are never taken from the base."""
        own = self.model_dump(exclude_defaults=True)
        general = base.model_dump(exclude_defaults=True, exclude={"text", "subjects", "relations", "on_screen_text"})
        for name in ("setting", "camera", "music", "voice"):
            if name in own and name in general:
                own[name] = {**general[name], **own[name]}
        return Brief.model_validate({**general, **own})

    def seen(self) -> Brief:
        """What of it is for the eye: without sound, music and voice."""
        return self.model_copy(update={"sound": "", "music": Music(), "voice": Voice()})


class Character(Frozen):
    """Somebody who stays the same from scene to scene."""

    name: str
    description: str = ""
    """What they look like, in words: "an old woman with white hair and a red scarf"."""
    voice: Voice = Voice()


class Narration(Frozen):
    """A passage to be spoken. `language` is set where a script gives the same words in several languages."""

    text: str
    speaker: str | None = None
    delivery: Words = ()
    language: str | None = None


class Scene(Frozen):
    """One scene: its brief (what differs from the film's) and its timing. Times in seconds from the story's start."""

    heading: str = ""
    start: Annotated[float, Field(ge=0)] | None = None
    end: Annotated[float, Field(ge=0)] | None = None
    seconds: Annotated[float, Field(gt=0)] | None = None
    """How long it lasts, where that was said (or worked out) without a start and an end."""
    brief: Brief = Brief()
    resolved: Brief | None = None
    """The whole brief, once the storyboard has been read (`text-to-storyboard`): what its words say, what the film says,
    and what stays from the scenes before. Its `music` is what is said of this scene alone. None before."""
    narration: tuple[Narration, ...] = ()
    caption: str = ""
    alt: str = ""
    """What the picture shows, for somebody who cannot see it."""
    description: str = ""
    """An audio description line: the feeling and the facts."""

    def length(self) -> float | None:
        """Seconds it was said to last, if it was."""
        if self.start is not None and self.end is not None:
            return self.end - self.start
        return self.seconds

    def narration_for(self, language: str) -> tuple[Narration, ...]:
        """The passages to speak in a language: those written for it (its region aside), else those written for none."""
        base = language.partition("-")[0]
        in_language = [n for n in self.narration if n.language and n.language.partition("-")[0] == base]
        return tuple(in_language or [n for n in self.narration if n.language is None])


class Storyboard(Frozen):
    """An ordered list of scenes with what they have in common."""

    title: str = ""
    brief: Brief = Brief()
    seconds: Annotated[float, Field(gt=0)] | None = None
    """The length asked for the whole story, if it was."""
    characters: tuple[Character, ...] = ()
    scenes: tuple[Scene, ...] = ()

    def brief_of(self, index: int) -> Brief:
        """What was said of a scene: its own brief on top of the film's."""
        return self.scenes[index].brief.over(self.brief)

    def briefs(self) -> tuple[Brief, ...]:
        """The whole brief of each scene. Raises InputError where the storyboard has not been read."""
        found = []
        for number, scene in enumerate(self.scenes, 1):
            if scene.resolved is None:
                raise InputError(
                    f"Scene {number} has no whole brief.", hint="The task text-to-storyboard gives it one."
                )
            found.append(scene.resolved)
        return tuple(found)

    def as_written(self) -> Storyboard:
        """The same without what a reader made of it."""
        scenes = (scene.model_copy(update={"resolved": None}) for scene in self.scenes)
        return self.model_copy(update={"scenes": tuple(scenes)})
