"""Reading scripts: what people really write becomes a storyboard."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polymuse.brief.model import Scene, Storyboard
from polymuse.brief.script.compose import Draft, film_data, scene_data
from polymuse.brief.script.data import storyboard_of
from polymuse.brief.script.introductions import introductions
from polymuse.brief.script.prose import as_scenes
from polymuse.brief.script.sections import sections
from polymuse.brief.script.source_lines import source
from polymuse.brief.script.times import LONGEST, clock
from polymuse.errors import ScriptError
from polymuse.types import Notice

__all__ = ["MOST_BYTES", "MOST_SCENES", "Reading", "check_times", "read_script"]

MOST_BYTES = 2_000_000
MOST_SCENES = 1000

_EPSILON = 1e-6


@dataclass(frozen=True)
class Reading:
    """A script, read. `lines` has the line on which each scene begins, from 1. `is_brief` says that the text is an
    idea to be thought out (a line, a short paragraph), not a script: its words are in `storyboard.brief.text`."""

    storyboard: Storyboard
    lines: tuple[int, ...] = ()
    notices: tuple[Notice, ...] = ()
    is_brief: bool = False


def read_script(text: str, path: str | Path = "") -> Reading:
    """Read a script, or a brief.

    Raises ScriptError with file and line: nothing in it, too long, a time that cannot be, data that is not YAML."""
    try:
        return _read(text)
    except ScriptError as error:
        raise error.at(path) if path else error from None


def _read(text: str) -> Reading:
    if len(text) > MOST_BYTES:
        raise ScriptError(f"This is longer than {MOST_BYTES // 1_000_000} MB.", hint="A script is words; split it up.")
    written = source(text)
    film_section, scene_sections = sections(written)
    if len(scene_sections) > MOST_SCENES:
        line = scene_sections[MOST_SCENES].line
        raise ScriptError(f"There are more than {MOST_SCENES} scenes.", line=line, hint="Split it into several films.")
    film = film_data(film_section, written.front.data or {} if written.front else {})
    cast = tuple(str(each.get("name", "")) for each in film.data.get("characters", ()) if isinstance(each, dict))
    scenes = [scene_data(section, cast) for section in scene_sections]
    if not scenes and not film.data and written.front is None:
        raise ScriptError("There is nothing in it.", hint="Write what should be seen, in a line or scene by scene.")
    if not scenes:
        return _idea(film, is_prose=bool(film_section.passages))
    return _script(film, scenes)


def _script(film: Draft, scenes: list[Draft]) -> Reading:
    opening: list[dict[str, Any]] = film.data.pop("narration", [])
    if opening:
        scenes[0].data["narration"] = opening + scenes[0].data.get("narration", [])
        film.say("the narration before the first scene is spoken in the first scene.", film.line)
    _introduce(film, scenes)
    storyboard = storyboard_of({**film.data, "scenes": [scene.data for scene in scenes]})
    lines = tuple(scene.line for scene in scenes)
    notices = [*film.notices, *(notice for scene in scenes for notice in scene.notices)]
    notices += check_times(storyboard, lines)
    return Reading(storyboard, lines, tuple(notices))


def _introduce(film: Draft, scenes: list[Draft]) -> None:
    """Make characters of those whom the scenes introduce."""
    for scene in scenes:
        brief = scene.data.get("brief")
        if not isinstance(brief, dict) or not isinstance(text := brief.get("text"), str):
            continue
        told = [each for each in film.data.get("characters", ()) if isinstance(each, dict)]
        brief["text"], found = introductions(text, {str(each.get("name", "")).casefold() for each in told})
        if found:
            film.put(("characters",), found)


def _idea(film: Draft, is_prose: bool) -> Reading:
    """Without scenes: a short text is a brief, a longer one a scene per paragraph. Data means what it says."""
    film.data.pop("narration", None)
    storyboard = storyboard_of(film.data)
    told = as_scenes(storyboard) if is_prose else storyboard
    notices = [*film.notices, *check_times(told, (1,) * len(told.scenes))]
    return Reading(told, (1,) * len(told.scenes), tuple(notices), is_brief=not told.scenes)


def check_times(storyboard: Storyboard, lines: tuple[int, ...]) -> list[Notice]:
    """Raises ScriptError for times that cannot be, at the scene's line; notices gaps."""
    notices: list[Notice] = []
    ended, before = 0.0, 0
    for index, scene in enumerate(storyboard.scenes):
        line = lines[index] if index < len(lines) else 0
        _check_scene(scene, index, line)
        if scene.start is not None:
            if scene.start < ended - _EPSILON:
                early = f"Scene {index + 1} begins at {clock(scene.start)}"
                raise ScriptError(
                    f"{early}, before scene {before} has ended ({clock(ended)}).",
                    line=line,
                    hint="Let each scene begin where the one before it ends.",
                )
            if scene.start > ended + _EPSILON and before == index:
                gap = f"from {clock(ended)} to {clock(scene.start)} nothing is planned before scene {index + 1}"
                notices.append(Notice("timing", f"Line {line}: {gap}."))
        length = scene.length()
        start = scene.start if scene.start is not None else ended if before == index else None
        if start is not None and (length is not None or scene.start is not None):
            ended, before = start + (length or 0.0), index + 1 if length is not None else 0
    if storyboard.seconds and storyboard.seconds > LONGEST:
        raise ScriptError(f"This film would last longer than {clock(LONGEST)}.", hint="Give a shorter total length.")
    return notices


def _check_scene(scene: Scene, index: int, line: int) -> None:
    name = f"Scene {index + 1}"
    for value in (scene.start, scene.end, scene.seconds):
        if value is not None and value > LONGEST:
            raise ScriptError(f"{name} has a time beyond {clock(LONGEST)}.", line=line, hint="Times are min:sec.")
    if scene.start is not None and scene.end is not None:
        if scene.end == scene.start:
            raise ScriptError(f"{name} begins and ends at {clock(scene.start)}.", line=line, hint="Give it some time.")
        if scene.end < scene.start:
            raise ScriptError(
                f"{name} ends at {clock(scene.end)}, before it starts at {clock(scene.start)}.",
                line=line,
                hint="Swap the two times, or correct one.",
            )
