"""From a premise to a storyboard: scenes, their lengths, pictures, sounds and narration.

The length of the narration follows from the scene's: 2.3 words per second, for at most about three quarters of a scene.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from polymuse.brief import Brief, Camera, Character, Mood, Music, Narration, Scene, Setting, Storyboard, Voice
from polymuse.engines.builtin.writer.bank import Beat, MoodPreset, themes, threads
from polymuse.engines.builtin.writer.phrasing import ReferringPhrase, capitalize, fill_template, make_slots
from polymuse.engines.builtin.writer.premise import Premise, find_moods, is_question, make_headline, parse_premise

__all__ = ["film_brief", "invent_storyboard"]

DEFAULT_SECONDS = 45.0
"""Film length in seconds if none is given."""
WORDS_PER_SECOND = 2.3 * 0.78
"""Words of narration per second of scene."""
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
"""A line is dropped if it exceeds its time by this factor."""
_FULL = 0.6
"""First lines that fill this part of the scene's time are preferred."""
_TITLE_WORDS = 9
_PLOT = 0.7
"""Probability of a plot's line instead of the theme's."""


def invent_storyboard(
    brief_storyboard: Storyboard, text: str, seconds: float | None, count: int | None, seed: int
) -> tuple[Storyboard, list[str]]:
    """A storyboard for a brief, and its notices. Fields that the brief sets stay as they are."""
    random = Random(f"{seed}|{text}")
    idea = parse_premise(text, random)
    length = seconds or brief_storyboard.seconds or DEFAULT_SECONDS
    beats = _choose_beats(idea, count or min(8, max(3, round(length / _SCENE))))
    hours = _hours(idea, len(beats))
    times = _times(length, len(beats))
    speaker = None if any(word in text.lower() for word in _SILENT) else _Narrator(idea, random)
    scenes = [
        _scene(beat, hour, times[index : index + 2], idea, speaker, random)
        for index, (beat, hour) in enumerate(zip(beats, hours, strict=True))
    ]
    cast = brief_storyboard.characters or _cast(idea)
    board = Storyboard(
        title=brief_storyboard.title or _title(idea),
        brief=_shared_brief(brief_storyboard.brief, idea.moods),
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


def _choose_beats(idea: Premise, count: int) -> list[Beat]:
    """`count` beats of the theme in story order; long stories add beats of the general theme."""
    have = list(idea.theme.beats)
    if count > len(have):
        generic_theme = next(theme for theme in themes() if theme.name == "any")
        uses_generic = idea.theme.about == "someone" and idea.theme != generic_theme
        have += [beat for beat in generic_theme.beats if beat.part not in ("open", "close")] if uses_generic else []
    parts = _FEWER.get(min(count, len(have)))
    if parts:
        return [next(beat for beat in have if beat.part == part) for part in parts]
    beats = [next(beat for beat in have if beat.part == part) for part in _ORDER]
    for part in ("middle", "near", "image", "turn"):
        beats += [beat for beat in have if beat.part == part and beat not in beats]
    return sorted(beats[:count], key=lambda beat: _ORDER.index(beat.part))


def _hours(idea: Premise, count: int) -> list[str]:
    """Times of day, progressing through the film."""
    arc = idea.theme.hours if idea.theme.hours and not idea.hour else _ARCS[idea.hour or ""]
    return [arc[min(len(arc) - 1, index * len(arc) // max(1, count))] for index in range(count)]


def _times(length: float, count: int) -> list[float]:
    """Scene boundaries in seconds, rounded to half seconds if possible; the first and last scene are a little longer."""
    weights = [1.1, *[1.0] * (count - 2), 1.15] if count > 1 else [1.0]
    step = 0.5 if length / count >= 2 else 0.01
    marks = [0.0]
    for weight in weights[:-1]:
        marks.append(round(round((marks[-1] + length * weight / sum(weights)) / step) * step, 3))
    return [*marks, length]


class _Narrator:
    """Chooses narration: never repeats a line, and introduces the hero before using a pronoun."""

    def __init__(self, idea: Premise, random: Random) -> None:
        self.idea = idea
        self.random = random
        self.used_lines: set[str] = set()
        self.introduced = idea.theme.about != "someone"
        self.threads = {"near": "friend", "middle": "friend", "turn": "prop", "close": "prop_close"}

    def narrate(self, beat: Beat, hour: str, seconds: float) -> str:
        """Lines for a scene, as many as fit its time."""
        room = round(seconds * WORDS_PER_SECOND)
        first = self._first(beat)
        shorter = self._pick(first, hour, room - self._introduction(beat), must_fit=True)
        lines = [shorter or self._pick(first, hour, room)]
        for pool in self._follow_ups(beat):
            remaining = room - sum(len(line.split()) for line in lines)
            if len(lines) < _LINES and (line := self._pick(pool, hour, remaining, must_fit=True)):
                lines.append(line)
        return " ".join(filter(None, lines))

    def _first(self, beat: Beat) -> Sequence[str]:
        """Candidate first lines: about the brief's own things, else of its plot, else of the theme."""
        plot = self.idea.plot.lines.get(beat.part, ()) if self.idea.plot else ()
        if (thread := self._thread(beat.part)) and self.introduced:
            return thread
        return plot if plot and self.random.random() < _PLOT else beat.say

    def _introduction(self, beat: Beat) -> int:
        """Words to reserve for the hero's introduction, if the first line can be that short."""
        if beat.part != "open" or not beat.more:
            return 0
        return min(len(self._fill_line(line).split()) for line in beat.more)

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
        return () if self.used_lines.intersection(lines) else lines

    def _pick(self, pool: Sequence[str], hour: str, room: int, must_fit: bool = False) -> str:
        lines = [
            (line, line_text)
            for line in pool
            if line not in self.used_lines and (line_text := line_for_hour(line, hour))
        ]
        short_enough = [pair for pair in lines if len(self._fill_line(pair[1]).split()) <= room]
        if not short_enough and (must_fit or not lines):
            return ""
        full = [pair for pair in short_enough if len(self._fill_line(pair[1]).split()) >= _FULL * room]
        line, line_text = (
            self.random.choice(full or short_enough) if short_enough else min(lines, key=lambda pair: len(pair[1]))
        )
        if len(self._fill_line(line_text).split()) > _OVER * room and self.introduced:
            return ""
        self.used_lines.add(line)
        filled = self._fill_line(line_text)
        self.introduced = self.introduced or self._names_hero(filled)
        return capitalize(filled)

    def _names_hero(self, spoken: str) -> bool:
        return any(name in spoken.lower() for name in (self.idea.hero.the, self.idea.hero.a))

    def _fill_line(self, template: str) -> str:
        friend = self.idea.friend
        plural = friend.plural if friend and "friend}" in template else self.idea.hero.plural
        return fill_template(template, slot_values(self.idea), plural, introduce=not self.introduced)


def line_for_hour(line: str, hour: str) -> str:
    """The line without its mark, or "" if the mark excludes the hour."""
    mark, _, remainder = line.partition(" ") if line.startswith("@") else ("", "", line)
    return remainder if not mark or hour in _MARKS[mark] else ""


def slot_values(idea: Premise, place: str = "") -> dict[str, str]:
    """Values of a template's slots."""
    prop = idea.props[0] if idea.props else None
    result = make_slots(idea.hero, friend=idea.friend, prop=prop)
    result["topic"] = idea.hero.a
    result["ask_topic"] = idea.hero.a if is_question(idea.core) else f"about {idea.hero.a}"
    result["topic_seen"] = idea.hero.depiction
    result["core"] = idea.core
    result["place"] = place or idea.place or idea.theme.place
    result["place_wide"] = f"a wide view of the {result['place']}"
    return result


def _scene(
    beat: Beat, hour: str, times: Sequence[float], idea: Premise, speaker: _Narrator | None, random: Random
) -> Scene:
    start, end = times
    place = (idea.place if idea.theme.anywhere else None) or beat.place or idea.theme.place
    options = [line_text for line in beat.see if (line_text := line_for_hour(line, hour))]
    picture = fill_template(random.choice(options), slot_values(idea, place), idea.hero.plural)
    narration = speaker.narrate(beat, hour, end - start) if speaker else ""
    setting = Setting.model_validate({"place": place, "time_of_day": hour, "weather": idea.weather or beat.weather})
    return Scene(
        heading=beat.name,
        start=start,
        end=end,
        brief=Brief(
            text=_add_threads(picture, beat, idea), setting=setting, camera=Camera(text=beat.camera), sound=beat.sound
        ),
        narration=(Narration(text=narration),) if narration else (),
    )


def _add_threads(picture: str, beat: Beat, idea: Premise) -> str:
    """The picture with the brief's companion and things in it."""
    if idea.friend and idea.hero.depiction in picture.lower():
        start = picture.lower().index(idea.hero.depiction) + len(idea.hero.depiction)
        picture = f"{picture[:start]} with {idea.friend.a}{picture[start:]}"
    if beat.part == "open" and not idea.named and idea.core.casefold() not in picture.casefold():
        picture = f"{capitalize(idea.core)}. {picture}"
    for phrase, position in _visible_phrases(beat.part, idea):
        if phrase.the.removeprefix("the ") not in picture.lower():
            picture += f" {capitalize(phrase.depiction)} {position}."
    return picture


def _visible_phrases(part: str, idea: Premise) -> Iterable[tuple[ReferringPhrase, str]]:
    """Things that a brief names, and their position in the picture in this part of the story."""
    if part in ("open", "close"):
        yield from ((landmark, "in the middle") for landmark in idea.landmarks)
    if part == "turn" or (not idea.named and part in ("near", "image", "close")):
        yield from ((thing, "in the foreground") for thing in idea.props)


def _cast(idea: Premise) -> tuple[Character, ...]:
    if idea.theme.about != "someone":
        return ()
    return (Character(name=idea.hero.the.removeprefix("the ").removeprefix("two "), description=idea.hero.depiction),)


def _title(idea: Premise) -> str:
    first = idea.core.split(",")[0]
    for phrase in (idea.core, first):
        if phrase and len(phrase.split()) <= _TITLE_WORDS:
            return make_headline(phrase)
    subjects = [idea.hero] if idea.named else []
    names = [phrase.the for phrase in (*subjects, idea.friend, *idea.props[:1]) if phrase]
    if not names:
        return make_headline(" ".join(first.split()[:_TITLE_WORDS]))
    return make_headline(" and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names))


def film_brief(base: Brief, text: str) -> Brief:
    """The film's brief for a text that is a story itself."""
    return _shared_brief(base, find_moods(text))


def _shared_brief(base: Brief, moods: tuple[MoodPreset, ...]) -> Brief:
    """What all scenes share; fields of the given brief win."""
    count = len(moods)
    mood = Mood(
        valence=round(sum(mood.valence for mood in moods) / count, 3),
        arousal=round(sum(mood.arousal for mood in moods) / count, 3),
        words=tuple(mood.name for mood in moods),
    )
    film = Brief(
        mood=mood,
        palette=tuple(dict.fromkeys(colour for mood in moods for colour in mood.palette[: 4 - count])),
        music=Music(text="; ".join(mood.music for mood in moods)),
        voice=Voice(delivery=tuple(dict.fromkeys(word for mood in moods for word in mood.voice))),
    )
    return base.over(film).model_copy(update={"text": base.text})
