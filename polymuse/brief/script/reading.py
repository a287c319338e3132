"""Parsing of scripts into storyboards."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polymuse.brief.model import Scene, Storyboard
from polymuse.brief.script.compose import ScriptDraft, film_data, scene_data
from polymuse.brief.script.data import validate_storyboard
from polymuse.brief.script.introductions import extract_introductions
from polymuse.brief.script.prose import split_into_scenes
from polymuse.brief.script.sections import split_sections
from polymuse.brief.script.source_lines import split_source
from polymuse.brief.script.times import MAX_SECONDS, format_clock
from polymuse.errors import ScriptError
from polymuse.types import Notice

__all__ = ["MAX_BYTES", "MAX_SCENES", "ParsedScript", "check_times", "read_script"]

MAX_BYTES = 2_000_000
MAX_SCENES = 1000

_EPSILON = 1e-6


@dataclass(frozen=True)
class ParsedScript:
    """A parsed script. `lines` are the first lines of the scenes, from 1. `is_brief`: the text is an idea (a line, a
    short paragraph), not a script; it is in `storyboard.brief.text`."""

    storyboard: Storyboard
    lines: tuple[int, ...] = ()
    notices: tuple[Notice, ...] = ()
    is_brief: bool = False


def read_script(text: str, path: str | Path = "") -> ParsedScript:
    """Parse a script or a brief. Raises ScriptError with file and line if it is empty, too long, has invalid times or
    invalid YAML."""
    try:
        return _read(text)
    except ScriptError as error:
        raise error.at(path) if path else error from None


def _read(text: str) -> ParsedScript:
    if len(text) > MAX_BYTES:
        raise ScriptError(f"This is longer than {MAX_BYTES // 1_000_000} MB.", hint="A script is words; split it up.")
    source_lines = split_source(text)
    film_section, scene_sections = split_sections(source_lines)
    if len(scene_sections) > MAX_SCENES:
        line = scene_sections[MAX_SCENES].line
        raise ScriptError(f"There are more than {MAX_SCENES} scenes.", line=line, hint="Split it into several films.")
    film = film_data(film_section, source_lines.front.data or {} if source_lines.front else {})
    cast = tuple(
        str(character.get("name", "")) for character in film.data.get("characters", ()) if isinstance(character, dict)
    )
    scenes = [scene_data(section, cast) for section in scene_sections]
    if not scenes and not film.data and source_lines.front is None:
        raise ScriptError("There is nothing in it.", hint="Write what should be seen, in a line or scene by scene.")
    if not scenes:
        return _from_prose(film, is_prose=bool(film_section.passages))
    return _script(film, scenes)


def _script(film: ScriptDraft, scenes: list[ScriptDraft]) -> ParsedScript:
    opening: list[dict[str, Any]] = film.data.pop("narration", [])
    if opening:
        scenes[0].data["narration"] = opening + scenes[0].data.get("narration", [])
        film.say("the narration before the first scene is spoken in the first scene.", film.line)
    _add_introduced_characters(film, scenes)
    storyboard = validate_storyboard({**film.data, "scenes": [scene.data for scene in scenes]})
    lines = tuple(scene.line for scene in scenes)
    notices = [*film.notices, *(notice for scene in scenes for notice in scene.notices)]
    notices += check_times(storyboard, lines)
    return ParsedScript(storyboard, lines, tuple(notices))


def _add_introduced_characters(film: ScriptDraft, scenes: list[ScriptDraft]) -> None:
    """Add characters that the scenes introduce."""
    for scene in scenes:
        brief = scene.data.get("brief")
        if not isinstance(brief, dict) or not isinstance(text := brief.get("text"), str):
            continue
        known_characters = [character for character in film.data.get("characters", ()) if isinstance(character, dict)]
        brief["text"], introduced = extract_introductions(
            text, {str(each.get("name", "")).casefold() for each in known_characters}
        )
        if introduced:
            film.put(("characters",), introduced)


def _from_prose(film: ScriptDraft, is_prose: bool) -> ParsedScript:
    """Without scenes: a short text is a brief, a longer one has a scene per paragraph. Data is taken as it is."""
    film.data.pop("narration", None)
    storyboard = validate_storyboard(film.data)
    result = split_into_scenes(storyboard) if is_prose else storyboard
    notices = [*film.notices, *check_times(result, (1,) * len(result.scenes))]
    return ParsedScript(result, (1,) * len(result.scenes), tuple(notices), is_brief=not result.scenes)


def check_times(storyboard: Storyboard, lines: tuple[int, ...]) -> list[Notice]:
    """Notices for gaps between scenes. Raises ScriptError for impossible times, at the scene's line."""
    notices: list[Notice] = []
    previous_end, previous_line = 0.0, 0
    for index, scene in enumerate(storyboard.scenes):
        line = lines[index] if index < len(lines) else 0
        _check_scene(scene, index, line)
        if scene.start is not None:
            if scene.start < previous_end - _EPSILON:
                early = f"Scene {index + 1} begins at {format_clock(scene.start)}"
                raise ScriptError(
                    f"{early}, before scene {previous_line} has ended ({format_clock(previous_end)}).",
                    line=line,
                    hint="Let each scene begin where the one before it ends.",
                )
            if scene.start > previous_end + _EPSILON and previous_line == index:
                gap = f"from {format_clock(previous_end)} to {format_clock(scene.start)}"
                notices.append(Notice("timing", f"Line {line}: {gap} nothing is planned before scene {index + 1}."))
        length = scene.length()
        start = scene.start if scene.start is not None else previous_end if previous_line == index else None
        if start is not None and (length is not None or scene.start is not None):
            previous_end, previous_line = start + (length or 0.0), index + 1 if length is not None else 0
    if storyboard.seconds and storyboard.seconds > MAX_SECONDS:
        raise ScriptError(
            f"This film would last longer than {format_clock(MAX_SECONDS)}.", hint="Give a shorter total length."
        )
    return notices


def _check_scene(scene: Scene, index: int, line: int) -> None:
    name = f"Scene {index + 1}"
    for value in (scene.start, scene.end, scene.seconds):
        if value is not None and value > MAX_SECONDS:
            raise ScriptError(
                f"{name} has a time beyond {format_clock(MAX_SECONDS)}.", line=line, hint="Times are min:sec."
            )
    if scene.start is not None and scene.end is not None:
        if scene.end == scene.start:
            raise ScriptError(
                f"{name} begins and ends at {format_clock(scene.start)}.", line=line, hint="Give it some time."
            )
        if scene.end < scene.start:
            raise ScriptError(
                f"{name} ends at {format_clock(scene.end)}, before it starts at {format_clock(scene.start)}.",
                line=line,
                hint="Swap the two times, or correct one.",
            )
