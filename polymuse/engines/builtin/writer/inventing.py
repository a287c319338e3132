"""From a premise to a storyboard: which scenes, how long, what is seen, heard and said.

The length of the narration follows from the scene's: 2.3 words a second is an unhurried reading, and about three
quarters of a scene are spoken at most."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from polymuse.brief import Brief, Camera, Character, Mood, Music, Narration, Scene, Setting, Storyboard, Voice
from polymuse.engines.builtin.writer.bank import Beat, themes, threads
from polymuse.engines.builtin.writer.bank import Mood as Feeling
from polymuse.engines.builtin.writer.phrasing import Phrase, capitalize, fill, slots
from polymuse.engines.builtin.writer.premise import Premise, headline, is_question, moods_of, premise

__all__ = ["film_brief", "invent"]

LENGTH = 45.0
"""Seconds, where nothing was said."""
SPOKEN = 2.3 * 0.78
"""Words in a second of scene."""
_SCENE = 7.5
_ORDER = ("open", "near", "middle", "turn", "image", "close")
_FEWER = {1: ("turn",), 2: ("open", "close"), 3: ("open", "turn", "close"), 4: ("open", "near", "turn", "close"),
          5: ("open", "near", "middle", "turn", "close")}  # fmt: skip
_ARCS = {
    "dawn": ("dawn", "morning", "morning", "day"),
    "morning": ("dawn", "morning", "morning", "day"),
    "day": ("morning", "day", "afternoon", "golden hour"),
    "afternoon": ("day", "afternoon", "golden hour", "sunset"),
    "sunset": ("golden hour", "sunset", "sunset", "dusk"),
    "dusk": ("sunset", "dusk", "dusk", "night"),
    "evening": ("golden hour", "sunset", "dusk", "night"),
    "night": ("dusk", "night", "night", "night"),
    "": ("morning", "day", "afternoon", "golden hour", "sunset", "dusk"),
}
_MARKS = {
    "@early": ("dawn", "morning", "day", "afternoon"),
    "@late": ("golden hour", "sunset", "dusk", "night"),
    "@day": ("dawn", "morning", "day", "afternoon", "golden hour", "sunset"),
    "@night": ("dusk", "night"),
}
_SILENT = ("silent", "no narration", "no narrator", "without narration", "without words", "no voice", "wordless")
_LINES = 3
_OVER = 1.2
"""Rather silence than a line so much longer than its time."""
_FULL = 0.6
"""A first line that fills so much of a scene's time is preferred."""
_TITLE_WORDS = 9
_PLOT = 0.7
"""How often a plot's own line takes the place of the theme's."""


def invent(
    given: Storyboard, text: str, seconds: float | None, count: int | None, seed: int
) -> tuple[Storyboard, list[str]]:
    """A storyboard for a brief, and what should be known of it. What the brief says outright (its fields, its title)
    stays as it is."""
    random = Random(f"{seed}|{text}")
    idea = premise(text, random)
    length = seconds or given.seconds or LENGTH
    beats = _beats(idea, count or min(8, max(3, round(length / _SCENE))))
    hours = _hours(idea, len(beats))
    times = _times(length, len(beats))
    speaker = None if any(word in text.lower() for word in _SILENT) else _Speaker(idea, random)
    scenes = [
        _scene(beat, hour, times[index : index + 2], idea, speaker, random)
        for index, (beat, hour) in enumerate(zip(beats, hours, strict=True))
    ]
    cast = given.characters or _cast(idea)
    board = Storyboard(
        title=given.title or _title(idea),
        brief=_film(given.brief, idea.moods),
        seconds=length,
        characters=cast,
        scenes=tuple(scenes),
    )
    return board, list(_remarks(idea))


def _remarks(idea: Premise) -> Iterable[str]:
    if not idea.named:
        yield f"The brief names nobody that the writer knows, so the story follows {idea.hero.a}."
    if idea.left_out:
        yield f"The writer found no place for: {', '.join(idea.left_out)}."


def _beats(idea: Premise, count: int) -> list[Beat]:
    """So many beats of the theme, in the order of the story; a long story takes more from the general theme."""
    have = list(idea.theme.beats)
    if count > len(have):
        spare = next(theme for theme in themes() if theme.name == "any")
        borrows = idea.theme.about == "someone" and idea.theme != spare
        have += [beat for beat in spare.beats if beat.part not in ("open", "close")] if borrows else []
    parts = _FEWER.get(min(count, len(have)))
    if parts:
        return [next(beat for beat in have if beat.part == part) for part in parts]
    chosen = [next(beat for beat in have if beat.part == part) for part in _ORDER]
    for part in ("middle", "near", "image", "turn"):
        chosen += [beat for beat in have if beat.part == part and beat not in chosen]
    return sorted(chosen[:count], key=lambda beat: _ORDER.index(beat.part))


def _hours(idea: Premise, count: int) -> list[str]:
    """The day goes on through the film."""
    arc = idea.theme.hours if idea.theme.hours and not idea.hour else _ARCS[idea.hour or ""]
    return [arc[min(len(arc) - 1, index * len(arc) // max(1, count))] for index in range(count)]


def _times(length: float, count: int) -> list[float]:
    """Where scenes begin and end, to the half second where there is room; the first and last are a little longer."""
    weights = [1.1, *[1.0] * (count - 2), 1.15] if count > 1 else [1.0]
    step = 0.5 if length / count >= 2 else 0.01
    marks = [0.0]
    for weight in weights[:-1]:
        marks.append(round(round((marks[-1] + length * weight / sum(weights)) / step) * step, 3))
    return [*marks, length]


class _Speaker:
    """The narrator: never says a line twice, and names the hero before saying "she"."""

    def __init__(self, idea: Premise, random: Random) -> None:
        self.idea = idea
        self.random = random
        self.said: set[str] = set()
        self.introduced = idea.theme.about != "someone"
        self.threads = {"near": "friend", "middle": "friend", "turn": "prop", "close": "prop_close"}

    def speak(self, beat: Beat, hour: str, seconds: float) -> str:
        """Lines for a scene, as many as it has time for."""
        room = round(seconds * SPOKEN)
        first = self._first(beat)
        shorter = self._pick(first, hour, room - self._introduction(beat), must_fit=True)
        told = [shorter or self._pick(first, hour, room)]
        for pool in self._follow_ups(beat):
            left = room - sum(len(line.split()) for line in told)
            if len(told) < _LINES and (line := self._pick(pool, hour, left, must_fit=True)):
                told.append(line)
        return " ".join(filter(None, told))

    def _first(self, beat: Beat) -> Sequence[str]:
        """The brief's own things are spoken of first, then its plot, then the theme."""
        plot = self.idea.plot.lines.get(beat.part, ()) if self.idea.plot else ()
        if (thread := self._thread(beat.part)) and self.introduced:
            return thread
        return plot if plot and self.random.random() < _PLOT else beat.say

    def _introduction(self, beat: Beat) -> int:
        """Words to keep free for introducing the hero, if the first line can be so short."""
        if beat.part != "open" or not beat.more:
            return 0
        return min(len(self._say(line).split()) for line in beat.more)

    def _follow_ups(self, beat: Beat) -> Iterable[Sequence[str]]:
        yield self._thread(beat.part)
        if beat.part != "open" or not self.introduced or self.idea.theme.about != "someone":
            yield beat.more
        if self.idea.theme.about == "someone":
            for mood in self.idea.moods:
                yield mood.lines.get(beat.part, ())
        if beat.part != "open":
            yield beat.say

    def _thread(self, part: str) -> Sequence[str]:
        name = self.threads.get(part, "")
        if (name == "friend" and not self.idea.friend) or (name.startswith("prop") and not self.idea.props):
            return ()
        lines = threads().get(name, ())
        return () if self.said.intersection(lines) else lines

    def _pick(self, pool: Sequence[str], hour: str, room: int, must_fit: bool = False) -> str:
        lines = [(line, plain) for line in pool if line not in self.said and (plain := for_hour(line, hour))]
        fitting = [pair for pair in lines if len(self._say(pair[1]).split()) <= room]
        if not fitting and (must_fit or not lines):
            return ""
        full = [pair for pair in fitting if len(self._say(pair[1]).split()) >= _FULL * room]
        line, plain = self.random.choice(full or fitting) if fitting else min(lines, key=lambda pair: len(pair[1]))
        if len(self._say(plain).split()) > _OVER * room and self.introduced:
            return ""
        self.said.add(line)
        spoken = self._say(plain)
        self.introduced = self.introduced or self._names_hero(spoken)
        return capitalize(spoken)

    def _names_hero(self, spoken: str) -> bool:
        return any(name in spoken.lower() for name in (self.idea.hero.the, self.idea.hero.a))

    def _say(self, template: str) -> str:
        friend = self.idea.friend
        plural = friend.plural if friend and "friend}" in template else self.idea.hero.plural
        return fill(template, values(self.idea), plural, introduce=not self.introduced)


def for_hour(line: str, hour: str) -> str:
    """The line without its mark, or nothing where the hour does not suit it."""
    mark, _, rest = line.partition(" ") if line.startswith("@") else ("", "", line)
    return rest if not mark or hour in _MARKS[mark] else ""


def values(idea: Premise, place: str = "") -> dict[str, str]:
    """What the slots of a template stand for."""
    prop = idea.props[0] if idea.props else None
    made = slots(idea.hero, friend=idea.friend, prop=prop)
    made["topic"] = idea.hero.a
    made["ask_topic"] = idea.hero.a if is_question(idea.core) else f"about {idea.hero.a}"
    made["topic_seen"] = idea.hero.seen
    made["core"] = idea.core
    made["place"] = place or idea.place or idea.theme.place
    made["place_wide"] = f"a wide view of the {made['place']}"
    return made


def _scene(
    beat: Beat, hour: str, times: Sequence[float], idea: Premise, speaker: _Speaker | None, random: Random
) -> Scene:
    start, end = times
    place = (idea.place if idea.theme.anywhere else None) or beat.place or idea.theme.place
    options = [plain for line in beat.see if (plain := for_hour(line, hour))]
    seen = fill(random.choice(options), values(idea, place), idea.hero.plural)
    spoken = speaker.speak(beat, hour, end - start) if speaker else ""
    setting = Setting.model_validate({"place": place, "time_of_day": hour, "weather": idea.weather or beat.weather})
    return Scene(
        heading=beat.name,
        start=start,
        end=end,
        brief=Brief(
            text=_with_threads(seen, beat, idea), setting=setting, camera=Camera(text=beat.camera), sound=beat.sound
        ),
        narration=(Narration(text=spoken),) if spoken else (),
    )


def _with_threads(seen: str, beat: Beat, idea: Premise) -> str:
    """The picture, with the brief's companion and things in it."""
    if idea.friend and idea.hero.seen in seen.lower():
        start = seen.lower().index(idea.hero.seen) + len(idea.hero.seen)
        seen = f"{seen[:start]} with {idea.friend.a}{seen[start:]}"
    if beat.part == "open" and not idea.named and idea.core.casefold() not in seen.casefold():
        seen = f"{capitalize(idea.core)}. {seen}"
    for thing, where in _shown(beat.part, idea):
        if thing.the.removeprefix("the ") not in seen.lower():
            seen += f" {capitalize(thing.seen)} {where}."
    return seen


def _shown(part: str, idea: Premise) -> Iterable[tuple[Phrase, str]]:
    """The things a brief names, and where in the picture they are in this part of the story."""
    if part in ("open", "close"):
        yield from ((thing, "in the middle") for thing in idea.landmarks)
    if part == "turn" or (not idea.named and part in ("near", "image", "close")):
        yield from ((thing, "in the foreground") for thing in idea.props)


def _cast(idea: Premise) -> tuple[Character, ...]:
    if idea.theme.about != "someone":
        return ()
    return (Character(name=idea.hero.the.removeprefix("the ").removeprefix("two "), description=idea.hero.seen),)


def _title(idea: Premise) -> str:
    first = idea.core.split(",")[0]
    for phrase in (idea.core, first):
        if phrase and len(phrase.split()) <= _TITLE_WORDS:
            return headline(phrase)
    own = [idea.hero] if idea.named else []
    names = [phrase.the for phrase in (*own, idea.friend, *idea.props[:1]) if phrase]
    if not names:
        return headline(" ".join(first.split()[:_TITLE_WORDS]))
    return headline(" and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names))


def film_brief(given: Brief, text: str) -> Brief:
    """The film's brief for a text that tells its story itself."""
    return _film(given, moods_of(text))


def _film(given: Brief, moods: tuple[Feeling, ...]) -> Brief:
    """What all scenes share; what the brief says itself goes first."""
    count = len(moods)
    mood = Mood(
        valence=round(sum(mood.valence for mood in moods) / count, 3),
        arousal=round(sum(mood.arousal for mood in moods) / count, 3),
        words=tuple(mood.name for mood in moods),
    )
    made = Brief(
        mood=mood,
        palette=tuple(dict.fromkeys(colour for mood in moods for colour in mood.palette[: 4 - count])),
        music=Music(text="; ".join(mood.music for mood in moods)),
        voice=Voice(delivery=tuple(dict.fromkeys(word for mood in moods for word in mood.voice))),
    )
    return given.over(made).model_copy(update={"text": given.text})
