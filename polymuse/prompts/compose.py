"""Prompts from briefs: typed intent as English text, each aspect under its role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from polymuse.brief import Brief, Camera, Character, Mood, Setting
from polymuse.brief.describe import complete_brief
from polymuse.brief.inflection import join_list
from polymuse.prompts.model import Prompt, PromptPart, Role
from polymuse.prompts.scene_text import describe_setting, describe_subjects

__all__ = ["PromptKind", "prompt_from_brief"]

PromptKind = Literal["image", "video", "music", "sound", "speech"]
LIGHT = {
    "dawn": "the first pale light of dawn",
    "morning": "clear morning light",
    "day": "bright daylight",
    "afternoon": "warm afternoon light",
    "golden hour": "low golden sunlight with long shadows",
    "sunset": "the red and orange light of sunset",
    "dusk": "the soft blue light of dusk",
    "night": "the dark of night",
}
WEATHER = {
    "clear": "a clear sky", "cloudy": "clouds", "overcast": "an overcast sky", "rain": "rain", "drizzle": "a drizzle",
    "storm": "a storm", "snow": "falling snow", "fog": "fog", "wind": "wind",
}  # fmt: skip
SHOTS = {
    "extreme wide": "extreme wide shot", "wide": "wide shot", "medium": "medium shot", "close": "close-up",
    "extreme close": "extreme close-up",
}  # fmt: skip
MOVES = {
    "static": "static camera", "pan left": "pan to the left", "pan right": "pan to the right", "tilt up": "tilt up",
    "tilt down": "tilt down", "push": "push in", "pull": "pull back", "rise": "rise upwards",
    "follow": "tracking shot that follows the subject", "drift": "drifting camera",
}  # fmt: skip
MOOD_PHRASES = (
    ("joyful and lively", "happy and warm", "peaceful and content"),
    ("energetic", "", "calm"),
    ("tense and dramatic", "sombre", "sad and quiet"),
)
"""Phrases for a numeric mood: rows from pleasant to unpleasant, columns from excited to calm."""
MOOD_THRESHOLD = 0.25
"""Valence or arousal nearer to 0 than this is neutral."""


def prompt_from_brief(brief: Brief, characters: Sequence[Character] = (), kind: PromptKind = "image") -> Prompt:
    """A prompt for one kind of media.

    For images and videos the brief's text is the description, and typed fields add only what the text does not state;
    without a text they make the description. Characters are described where they occur. Music comes from the brief's
    music, sound from its sound, each from the text if absent. For speech, the text is spoken.
    """
    match kind:
        case "image" | "video":
            parts = [*_scene(brief, characters), *_camera(brief, moving=kind == "video")]
            parts += _soundtrack(brief) if kind == "video" else ()
        case "music":
            parts = list(_music(brief))
        case "sound":
            parts = list(_sound(brief))
        case "speech":
            parts = list(_speech(brief))
    ordered = [*(part for part in parts if part.role is None), *(part for part in parts if part.role is not None)]
    return Prompt(parts=tuple(ordered), negative=tuple(PromptPart.of(word) for word in brief.avoid if word.strip()))


def _parts(role: Role | None, *texts: str | None) -> Iterator[PromptPart]:
    yield from (PromptPart.of(text.strip(), role) for text in texts if text and text.strip())


# --- what is seen


def _scene(brief: Brief, characters: Sequence[Character]) -> Iterator[PromptPart]:
    stated = complete_brief(Brief(text=brief.text, language=brief.language), tuple(characters))
    if brief.text.strip():
        yield from _parts(None, brief.text)
        yield from _parts("subject", " ".join(_character_descriptions(brief, characters)))
    else:
        yield from _parts("subject", describe_subjects(brief, characters))
    yield from _parts("setting", describe_setting(_without_stated(brief.setting, stated.setting), WEATHER))
    light = None if stated.setting.time_of_day else LIGHT.get(brief.setting.time_of_day or "")
    yield from _parts("light", light)
    yield from _parts("mood", _mood(brief.mood, stated.mood))
    yield from _parts("style", brief.style if brief.style != stated.style else None)
    yield from _parts("palette", join_list([colour for colour in brief.palette if colour not in stated.palette]))
    yield from _parts("audience", brief.audience)
    lines = [line for line in brief.on_screen_text.split("\n") if line.strip() and line not in stated.on_screen_text]
    yield from _parts("text", "\n".join(lines))


def _character_descriptions(brief: Brief, characters: Sequence[Character]) -> Iterator[str]:
    """Sentences that describe the characters who occur in the brief."""
    named = {subject.character for subject in brief.subjects}
    for character in characters:
        if character.description and (character.name in named or character.name.lower() in brief.text.lower()):
            yield f"{character.name} is {character.description.strip().rstrip('.')}."


def _without_stated(setting: Setting, stated: Setting) -> Setting:
    """A setting without the fields that the text states."""
    return Setting(
        place=setting.place if not stated.place else None,
        time_of_day=setting.time_of_day if not stated.time_of_day else None,
        weather=tuple(word for word in setting.weather if word not in stated.weather),
        season=setting.season if not stated.season else None,
    )


def _mood(mood: Mood | None, stated: Mood | None = None) -> str:
    """A mood as words: its own, else a phrase for its numbers."""
    if mood is None:
        return ""
    stated_words = stated.words if stated else ()
    if mood.words:
        return join_list([word for word in mood.words if word not in stated_words])
    row = 0 if mood.valence > MOOD_THRESHOLD else 2 if mood.valence < -MOOD_THRESHOLD else 1
    column = 0 if mood.arousal > MOOD_THRESHOLD else 2 if mood.arousal < -MOOD_THRESHOLD else 1
    return MOOD_PHRASES[row][column]


def _camera(brief: Brief, moving: bool) -> Iterator[PromptPart]:
    camera = brief.camera
    if camera.text.strip() and moving and _text_matches_fields(camera):
        yield from _parts("camera", camera.text)
        return
    yield from _parts("camera", SHOTS.get(camera.shot or ""))
    move = MOVES.get(camera.move or "")
    if moving and move:
        paced = camera.pace in ("slow", "fast") and camera.move != "static"
        yield from _parts("camera", f"{camera.pace} {move}" if paced else move)


def _text_matches_fields(camera: Camera) -> bool:
    """Whether the camera's text states the same as its typed fields, which may have been changed since."""
    parsed = complete_brief(Brief(camera=Camera(text=camera.text))).camera
    return (parsed.shot, parsed.move) == (camera.shot, camera.move) or (camera.shot, camera.move) == (None, None)


# --- what is heard


def _soundtrack(brief: Brief) -> Iterator[PromptPart]:
    yield from _parts("sound", brief.sound)
    yield from _parts("music", _cue(brief))


def _cue(brief: Brief) -> str:
    music = brief.music
    tempo = f"{music.tempo:g} BPM" if music.tempo else ""
    words = (music.text, music.genre, tempo, music.key, join_list(music.instruments))
    return ", ".join(word for word in words if word)


def _music(brief: Brief) -> Iterator[PromptPart]:
    music = brief.music
    typed = music.genre or music.tempo or music.key or music.instruments
    yield from _parts(None, music.text or (None if typed else brief.text))
    lower = music.text.lower()
    yield from _parts("genre", music.genre if (music.genre or "").lower() not in lower or not lower else None)
    yield from _parts("mood", _mood(brief.mood))
    yield from _parts("tempo", f"{music.tempo:g} BPM" if music.tempo else None)
    yield from _parts("key", music.key)
    yield from _parts(
        "instruments", join_list([instrument for instrument in music.instruments if instrument.lower() not in lower])
    )


def _sound(brief: Brief) -> Iterator[PromptPart]:
    if words := brief.sound.strip() or brief.text.strip():
        yield from _parts(None, words)
    elif place := describe_setting(brief.setting, WEATHER):
        yield from _parts(None, f"the ambience of {place}")
        yield from _parts("mood", _mood(brief.mood))


def _speech(brief: Brief) -> Iterator[PromptPart]:
    yield from _parts("delivery", _delivery(brief.voice.delivery))
    yield from _parts("mood", _mood(brief.mood))
    yield from _parts("speech", brief.text)


def _delivery(words: Iterable[str]) -> str:
    """Delivery as an adjective list, such as "soft, unhurried"."""
    return ", ".join(word.strip().removeprefix("a ").removeprefix("an ") for word in words if word.strip())
