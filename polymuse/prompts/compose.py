"""From a brief to a prompt: typed intent in good English, each thing under its role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from polymuse.brief import Brief, Camera, Character, Mood, Setting
from polymuse.brief.describe import describe
from polymuse.brief.inflection import joined
from polymuse.prompts.model import Part, Prompt, Role
from polymuse.prompts.scene_text import depicted, placed

__all__ = ["Made", "prompt_of"]

Made = Literal["image", "video", "music", "sound", "speech"]
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
FEELINGS = (
    ("joyful and lively", "happy and warm", "peaceful and content"),
    ("energetic", "", "calm"),
    ("tense and dramatic", "sombre", "sad and quiet"),
)
"""Words for a mood of numbers: unpleasant to pleasant down, excited to calm across."""
FELT = 0.25
"""A mood's number nearer to 0 than this says nothing."""


def prompt_of(brief: Brief, characters: Sequence[Character] = (), kind: Made = "image") -> Prompt:
    """A prompt for one kind of media.

    A picture's or a film's text is its description, and the typed fields add only what it does not say; without a
    text they make the description. Characters are described where they occur. Music comes from the brief's music, sound
    from its sound, each from the text where there is none. For speech, the text is what is spoken.
    """
    match kind:
        case "image" | "video":
            parts = [*_scene(brief, characters), *_camera(brief, moving=kind == "video")]
            parts += _heard(brief) if kind == "video" else ()
        case "music":
            parts = list(_music(brief))
        case "sound":
            parts = list(_sound(brief))
        case "speech":
            parts = list(_speech(brief))
    ordered = [*(part for part in parts if part.role is None), *(part for part in parts if part.role is not None)]
    return Prompt(parts=tuple(ordered), negative=tuple(Part.of(word) for word in brief.avoid if word.strip()))


def _parts(role: Role | None, *texts: str | None) -> Iterator[Part]:
    yield from (Part.of(text.strip(), role) for text in texts if text and text.strip())


# --- what is seen


def _scene(brief: Brief, characters: Sequence[Character]) -> Iterator[Part]:
    said = describe(Brief(text=brief.text, language=brief.language), tuple(characters))
    if brief.text.strip():
        yield from _parts(None, brief.text)
        yield from _parts("subject", " ".join(_introduced(brief, characters)))
    else:
        yield from _parts("subject", depicted(brief, characters))
    yield from _parts("setting", placed(_new(brief.setting, said.setting), WEATHER))
    light = None if said.setting.time_of_day else LIGHT.get(brief.setting.time_of_day or "")
    yield from _parts("light", light)
    yield from _parts("mood", _mood(brief.mood, said.mood))
    yield from _parts("style", brief.style if brief.style != said.style else None)
    yield from _parts("palette", joined([colour for colour in brief.palette if colour not in said.palette]))
    yield from _parts("audience", brief.audience)
    unsaid = [line for line in brief.on_screen_text.split("\n") if line.strip() and line not in said.on_screen_text]
    yield from _parts("text", "\n".join(unsaid))


def _introduced(brief: Brief, characters: Sequence[Character]) -> Iterator[str]:
    """Who the characters in a text are."""
    named = {subject.character for subject in brief.subjects}
    for one in characters:
        if one.description and (one.name in named or one.name.lower() in brief.text.lower()):
            yield f"{one.name} is {one.description.strip().rstrip('.')}."


def _new(setting: Setting, said: Setting) -> Setting:
    """A setting without what a text says of it."""
    return Setting(
        place=setting.place if not said.place else None,
        time_of_day=setting.time_of_day if not said.time_of_day else None,
        weather=tuple(word for word in setting.weather if word not in said.weather),
        season=setting.season if not said.season else None,
    )


def _mood(mood: Mood | None, said: Mood | None = None) -> str:
    """A mood in words: those it came from, or such as fit its numbers."""
    if mood is None:
        return ""
    known = said.words if said else ()
    if mood.words:
        return joined([word for word in mood.words if word not in known])
    row = 0 if mood.valence > FELT else 2 if mood.valence < -FELT else 1
    column = 0 if mood.arousal > FELT else 2 if mood.arousal < -FELT else 1
    return FEELINGS[row][column]


def _camera(brief: Brief, moving: bool) -> Iterator[Part]:
    camera = brief.camera
    if camera.text.strip() and moving and _reads(camera):
        yield from _parts("camera", camera.text)
        return
    yield from _parts("camera", SHOTS.get(camera.shot or ""))
    move = MOVES.get(camera.move or "")
    if moving and move:
        paced = camera.pace in ("slow", "fast") and camera.move != "static"
        yield from _parts("camera", f"{camera.pace} {move}" if paced else move)


def _reads(camera: Camera) -> bool:
    """Whether a camera's words say what its typed fields say; a film may have given it another view since."""
    said = describe(Brief(camera=Camera(text=camera.text))).camera
    return (said.shot, said.move) == (camera.shot, camera.move) or (camera.shot, camera.move) == (None, None)


# --- what is heard


def _heard(brief: Brief) -> Iterator[Part]:
    yield from _parts("sound", brief.sound)
    yield from _parts("music", _cue(brief))


def _cue(brief: Brief) -> str:
    music = brief.music
    tempo = f"{music.tempo:g} BPM" if music.tempo else ""
    words = (music.text, music.genre, tempo, music.key, joined(music.instruments))
    return ", ".join(word for word in words if word)


def _music(brief: Brief) -> Iterator[Part]:
    music = brief.music
    typed = music.genre or music.tempo or music.key or music.instruments
    yield from _parts(None, music.text or (None if typed else brief.text))
    lower = music.text.lower()
    yield from _parts("genre", music.genre if (music.genre or "").lower() not in lower or not lower else None)
    yield from _parts("mood", _mood(brief.mood))
    yield from _parts("tempo", f"{music.tempo:g} BPM" if music.tempo else None)
    yield from _parts("key", music.key)
    yield from _parts("instruments", joined([one for one in music.instruments if one.lower() not in lower]))


def _sound(brief: Brief) -> Iterator[Part]:
    if words := brief.sound.strip() or brief.text.strip():
        yield from _parts(None, words)
    elif place := placed(brief.setting, WEATHER):
        yield from _parts(None, f"the ambience of {place}")
        yield from _parts("mood", _mood(brief.mood))


def _speech(brief: Brief) -> Iterator[Part]:
    yield from _parts("delivery", _manner(brief.voice.delivery))
    yield from _parts("mood", _mood(brief.mood))
    yield from _parts("speech", brief.text)


def _manner(words: Iterable[str]) -> str:
    """Words of delivery, as they stand after "a" in "a soft, unhurried voice"."""
    return ", ".join(word.strip().removeprefix("a ").removeprefix("an ") for word in words if word.strip())
