"""Writing storyboards as scripts that one likes to read, and that read back as the same storyboard.

Every scene is written in words first. Where words alone would not read back as they were (a line of narration that
looks like a heading, a camera's typed movement), what is missing follows as a block of YAML; and where words would
say something that was not meant, the scene is that block alone."""

from __future__ import annotations

import re
from typing import Any

from polymuse.brief.model import Brief, Character, Mood, Narration, Scene, Storyboard, Voice
from polymuse.brief.script.data import dump_yaml, to_plain_data
from polymuse.brief.script.reading import read_script
from polymuse.brief.script.times import format_clock
from polymuse.errors import ScriptError

__all__ = ["write_script"]


def write_script(storyboard: Storyboard) -> str:
    """A Markdown script. `read_script(write_script(s)).storyboard == s.as_written()` for every storyboard with consistent
    times (others raise ScriptError when parsed). What a reader made of it is left out."""
    storyboard = storyboard.as_written()
    scenes = [_scene_words(scene, number) for number, scene in enumerate(storyboard.scenes, 1)]
    easy = "\n\n".join([_film_words(storyboard), *scenes]).strip() + "\n"
    if _reads_as(easy) == storyboard:
        return easy
    film = storyboard.model_copy(update={"scenes": ()})
    top = _film(film, "\n\n## Scene 1\n" if storyboard.scenes else "\n")
    scenes = [_scene(scene, number, film, top) for number, scene in enumerate(storyboard.scenes, 1)]
    return "\n\n".join([top, *scenes]).strip() + "\n"


def _reads_as(text: str) -> Storyboard | None:
    try:
        return read_script(text).storyboard
    except ScriptError:
        return None


def _film(film: Storyboard, scenes_text: str) -> str:
    """The film's own part, as text or as front matter; `scenes_text` follows it."""
    words = _film_words(film)
    read = _reads_as(words + scenes_text)
    if read and read.scenes in ((), (Scene(),)) and read.model_copy(update={"scenes": ()}) == film:
        return words
    return f"---\n{dump_yaml(to_plain_data(film) or {'title': ''})}---"


def _scene(scene: Scene, number: int, film: Storyboard, top: str) -> str:
    words = _scene_words(scene, number)
    read = _reads_as(f"{top}\n\n{words}\n")
    if read and len(read.scenes) == 1 and read.model_copy(update={"scenes": ()}) == film:
        if read.scenes[0] == scene:
            return words
        missing = _difference(to_plain_data(scene), to_plain_data(read.scenes[0]))
        both = f"{words}\n\n{_block(missing)}"
        read = _reads_as(f"{top}\n\n{both}\n") if missing else None
        if read and read.scenes == (scene,):
            return both
    return f"## Scene {number}\n\n{_block(to_plain_data(scene))}"


def _difference(full: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """Values of `full` that `part` lacks."""
    result: dict[str, Any] = {}
    for name, value in full.items():
        part_value = part.get(name)
        if isinstance(value, dict) and isinstance(part_value, dict):
            if deeper := _difference(value, part_value):
                result[name] = deeper
        elif value != part_value:
            result[name] = value
    return result


def _block(data: dict[str, Any]) -> str:
    body = dump_yaml(data)
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", body)), default=0))
    return f"{fence}yaml\n{body}{fence}"


def _film_words(film: Storyboard) -> str:
    keys = [("Total length", f"{film.seconds:g} s" if film.seconds else "")]
    keys += _brief_keys(film.brief)
    head = f"# {film.title}" if film.title else ""
    cast = "\n".join(["Characters:", *map(_character, film.characters)]) if film.characters else ""
    return "\n\n".join(filter(None, [head, film.brief.text, _lines(keys), cast]))


def _scene_words(scene: Scene, number: int) -> str:
    title = f" — {scene.heading}" if scene.heading else ""
    keys = [("Visual", scene.brief.text), *_brief_keys(scene.brief)]
    keys += [("Scene caption", scene.caption), ("Alt text", scene.alt), ("Audio description", scene.description)]
    narration = [_narration(passage) for passage in scene.narration]
    return "\n\n".join(filter(None, [f"## Scene {number}{title}{_time(scene)}", _lines(keys), *narration]))


def _time(scene: Scene) -> str:
    if scene.start is not None and scene.end is not None:
        return f" ({format_clock(scene.start)}–{format_clock(scene.end)})"
    if scene.start is not None:
        return f" (from {format_clock(scene.start)})"
    return f" [{scene.seconds:g} s]" if scene.seconds is not None else ""


def _brief_keys(brief: Brief) -> list[tuple[str, str]]:
    return [
        ("Place", brief.setting.place or ""),
        ("Time of day", brief.setting.time_of_day or ""),
        ("Weather", ", ".join(brief.setting.weather)),
        ("Season", brief.setting.season or ""),
        ("Camera", brief.camera.text),
        ("Mood", ", ".join((brief.mood or Mood()).words)),
        ("Style", brief.style or ""),
        ("Palette", ", ".join(brief.palette)),
        ("Sound", brief.sound),
        ("Music", brief.music.text),
        ("Voice", _voice(brief.voice)),
        ("Text on screen", brief.on_screen_text),
        ("Avoid", ", ".join(brief.avoid)),
        ("Language", brief.language or ""),
        ("Audience", brief.audience or ""),
    ]


def _lines(keys: list[tuple[str, str]]) -> str:
    return "\n".join(f"{name}:{_value(value)}" for name, value in keys if value)


def _value(text: str) -> str:
    """A value on the key's own line, or as bullets if it has several lines."""
    if "\n" in text and "\n\n" not in text:
        return "".join(f"\n- {line}" for line in text.split("\n"))
    return f" {text}"


def _voice(voice: Voice) -> str:
    return ", ".join([*filter(None, [voice.name]), *voice.delivery])


def _character(character: Character) -> str:
    voice = f"; voice: {voice_text}" if (voice_text := _voice(character.voice)) else ""
    return f"- {character.name}: {character.description}{voice}"


def _narration(passage: Narration) -> str:
    qualifiers = [*filter(None, [passage.language, passage.speaker]), *passage.delivery]
    text = f"“{passage.text}”" if '"' in passage.text else f'"{passage.text}"'
    qualifier = f" ({', '.join(qualifiers)})" if qualifiers else ""
    return f"Narration{qualifier}: {text}"
