"""Completion of storyboards: title, captions, alt texts and audio description, from the author's own words."""

from __future__ import annotations

import re
from math import hypot

from polymuse.brief import Brief, Character, Narration, Scene, Storyboard
from polymuse.brief.describe import complete_brief
from polymuse.brief.lexicon import split_list
from polymuse.engines.builtin.writer.bank import moods
from polymuse.engines.builtin.writer.phrasing import capitalize
from polymuse.engines.builtin.writer.premise import make_headline

__all__ = ["complete_storyboard"]

ALT = 140
"""Maximum length of an alt text in characters."""
_CAPTION = 80
_MIN_MOOD_DISTANCE = 0.3
"""Distance from neutral from which a mood is named."""
_TITLE_WORDS = 7
_SENTENCES = re.compile(r"(?<=[.!?…])\s+|\n+")
_SLUG = re.compile(r"^(?:int|ext|i/e|est)[./intex]*\s+", re.IGNORECASE)
_COUNTING = frozenset(
    split_list(
        "day, night, week, month, year, hour, minute, entry, part, act, chapter, scene, number, no, the, of, am, pm, "
        "first, second, third, last, next, one, two, three, four, five, six, seven, eight, nine, ten, i, ii, iii, iv, v, "
        "monday, tuesday, wednesday, thursday, friday, saturday, sunday, mon, tue, wed, thu, fri, sat, sun, january, "
        "february, march, april, may, june, july, august, september, october, november, december, jan, feb, mar, apr, "
        "jun, jul, aug, sep, oct, nov, dec, morning, evening"
    )
)
"""Pattern of headings that only count or date scenes ("Day 1", "Monday, 3 March")."""
_LEANING = frozenset(
    split_list(
        "a, an, the, of, in, on, at, to, and, or, for, with, by, from, as, is, are, his, her, its, their, that, which"
    )
)
_NARRATED = re.compile(r"\b(?:narrat(?:or|ed|ion)|voice-?\s?over)\b", re.IGNORECASE)
_SPEAKING = re.compile(
    r"\b(?:i|you|your|my|we(?! (?:see|hear|pan|move|follow|cut|zoom|fly|push|pull|find|look|are|enter|watch)))\b|\?",
    re.IGNORECASE,
)
_SILENT = re.compile(r"\b(?:no|without|silent)\b", re.IGNORECASE)
_HOURS = {"dawn": "At dawn", "morning": "In the morning", "day": "By day", "afternoon": "In the afternoon",
          "golden hour": "In golden light", "sunset": "At sunset", "dusk": "At dusk", "night": "At night"}  # fmt: skip
_WEATHER = {"rain": "It rains", "drizzle": "A light rain falls", "storm": "A storm is up", "snow": "It snows",
            "fog": "There is fog", "wind": "A wind is up", "overcast": "The sky is grey"}  # fmt: skip


def complete_storyboard(storyboard: Storyboard) -> Storyboard:
    """The storyboard with what it leaves open; what its author wrote is never changed.

    Scenes without narration stay silent, unless no scene has any, and the film's brief asks for a narrator or the
    scenes speak to somebody: then their own words are spoken. Scenes that say nothing to be seen show what is spoken,
    or what their heading names."""
    storyboard = _fill_pictures(storyboard)
    narration_requested = bool(_NARRATED.search(storyboard.brief.text)) and not _SILENT.search(storyboard.brief.text)
    narrate = (narration_requested or _addresses_listener(storyboard)) and not any(
        scene.narration for scene in storyboard.scenes
    )
    full_briefs = [storyboard.brief_of(index) for index in range(len(storyboard.scenes))]
    read = [_complete_mood(brief, storyboard.characters) for brief in full_briefs]
    scenes = [_scene(scene, brief, narrate) for scene, brief in zip(storyboard.scenes, read, strict=True)]
    return storyboard.model_copy(update={"title": storyboard.title or _title(storyboard), "scenes": tuple(scenes)})


def _fill_pictures(storyboard: Storyboard) -> Storyboard:
    """The storyboard with a picture description in each scene."""
    english = (storyboard.brief.language or "en").startswith("en")
    scenes = (
        _picture_from_narration(scene) if english and _is_blank(scene.brief) else scene for scene in storyboard.scenes
    )
    return storyboard.model_copy(update={"scenes": tuple(scenes)})


def _is_blank(brief: Brief) -> bool:
    return not (brief.text or brief.subjects or brief.setting.place)


def _addresses_listener(storyboard: Storyboard) -> bool:
    """Whether at least half of the scenes address someone: "we", "your", a question."""
    addressed = [bool(_SPEAKING.search(scene.brief.text)) for scene in storyboard.scenes]
    staged = any(scene.brief.sound or scene.brief.camera.text for scene in storyboard.scenes)
    return sum(addressed) * 2 >= len(addressed) > 0 and not staged


def _picture_from_narration(scene: Scene) -> Scene:
    spoken_text = (
        " ".join(passage.text for passage in scene.narration if passage.language in (None, "en")) or scene.heading
    )
    return scene.model_copy(update={"brief": scene.brief.model_copy(update={"text": spoken_text})})


def _complete_mood(brief: Brief, characters: tuple[Character, ...]) -> Brief:
    """A completed brief; a mood that is only suggested gets the name of the nearest preset."""
    described = complete_brief(brief, characters)
    if (brief.mood and brief.mood.words) or not described.mood:
        return described.model_copy(update={"mood": brief.mood})
    mood = described.mood
    nearest = min(moods(), key=lambda preset: hypot(preset.valence - mood.valence, preset.arousal - mood.arousal))
    clear = hypot(mood.valence, mood.arousal) > _MIN_MOOD_DISTANCE
    return described.model_copy(update={"mood": mood.model_copy(update={"words": (nearest.name,) if clear else ()})})


def _scene(scene: Scene, brief: Brief, narrate: bool) -> Scene:
    spoken = scene.narration
    if narrate and scene.brief.text:
        spoken = (Narration(text=_sentence(" ".join(scene.brief.text.split()))),)
    update = {
        "narration": spoken,
        "caption": scene.caption or _caption(scene),
        "alt": scene.alt or _alt(scene, brief),
        "description": scene.description or _description(scene, brief),
    }
    return scene.model_copy(update=update)


def _title(storyboard: Storyboard) -> str:
    """A few words of the film's text, the first heading, or the first picture."""
    first = storyboard.scenes[0] if storyboard.scenes else Scene()
    heading = "" if _is_counter(first.heading) else _place_name(first.heading)
    for text in (storyboard.brief.text, heading, first.brief.text):
        phrase = re.split(r"[.,;:!?\n(]|\s[–—-]\s", text.strip(), maxsplit=1)[0].split()
        if phrase:
            return make_headline(" ".join(phrase if len(phrase) <= _TITLE_WORDS else _trim_title(phrase)))
    return "Untitled"


def _is_counter(heading: str) -> bool:
    """Whether a heading only counts or dates, so that it cannot be the title."""
    return all(
        word in _COUNTING for word in re.findall(r"[^\W\d_]+", heading.lower()) if word not in ("st", "nd", "th")
    )


def _trim_title(words: list[str]) -> list[str]:
    """The first few words, not ending in a function word."""
    words = words[:_TITLE_WORDS]
    while len(words) > 1 and words[-1].lower() in _LEANING:
        words.pop()
    return words


def _caption(scene: Scene) -> str:
    if scene.heading:
        return _place_name(scene.heading)
    source = scene.brief.on_screen_text or scene.brief.text or next((passage.text for passage in scene.narration), "")
    first = _sentences(source)[:1]
    return _shorten(first[0].rstrip("."), _CAPTION) if first else ""


def _place_name(heading: str) -> str:
    """`INT. KITCHEN - NIGHT` as prose: "Kitchen, night"."""
    if not _SLUG.match(heading):
        return heading
    return capitalize(re.sub(r"\s+[–—-]+\s+", ", ", _SLUG.sub("", heading)).lower())


def _alt(scene: Scene, brief: Brief) -> str:
    """Whole sentences of the picture up to the length limit, and the time of day if it fits."""
    text = ""
    for sentence in _sentences(scene.brief.text) or ([_sentence(_caption(scene))] if _caption(scene) else []):
        if text and len(text) + len(sentence) + 1 > ALT:
            break
        text = f"{text} {sentence}".strip()
    text = _shorten(text, ALT)
    hour = _HOURS.get(brief.setting.time_of_day or "", "")
    if hour and hour.split()[-1].lower() not in text.lower() and len(text) + len(hour) + 2 <= ALT:
        text = f"{text} {hour}.".strip()
    return text


def _description(scene: Scene, brief: Brief) -> str:
    """Facts (time of day, place, weather, picture) and mood."""
    place = brief.setting.place
    hour = _HOURS.get(brief.setting.time_of_day or "", "")
    place_text = f"the {place}" if place else ""
    opening = ", ".join(filter(None, [hour, place_text])) if hour else capitalize(place_text)
    brief_text = scene.brief.text.casefold()
    weather = next((_WEATHER[w] for w in brief.setting.weather if w in _WEATHER and w not in brief_text), "")
    mood_text = _mood_words(brief)
    facts = [opening, weather, *_sentences(scene.brief.text), mood_text]
    return " ".join(_sentence(fact) for fact in facts if fact)


def _mood_words(brief: Brief) -> str:
    words = [word.lower() for word in (brief.mood.words if brief.mood else ())]
    if not words:
        return ""
    mood_words = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"The mood is {mood_words}"


def _sentences(text: str) -> list[str]:
    return [_sentence(part.strip()) for part in _SENTENCES.split(text) if part.strip()]


def _sentence(text: str) -> str:
    return capitalize(text) if text[-1:] in '.!?…”"' else f"{capitalize(text)}."


def _shorten(text: str, max_length: int) -> str:
    """Cut at a word, with an ellipsis."""
    if len(text) <= max_length:
        return text
    return text[: max_length - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
