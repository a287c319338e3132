"""Completing a storyboard: title, captions, alt texts and audio description, out of the author's own words."""

from __future__ import annotations

import re
from math import hypot

from polymuse.brief import Brief, Character, Narration, Scene, Storyboard
from polymuse.brief.describe import complete_brief
from polymuse.brief.lexicon import split_list
from polymuse.engines.builtin.writer.bank import moods
from polymuse.engines.builtin.writer.phrasing import capitalize
from polymuse.engines.builtin.writer.premise import headline

__all__ = ["complete"]

ALT = 140
"""Characters; about what a screen reader's user likes to hear of a picture."""
_CAPTION = 80
_FELT = 0.3
"""How far from neutral a mood must be to be named."""
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
"""What a heading consists of that says which of several it is, and no more ("Day 1", "Monday, 3 March")."""
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


def complete(storyboard: Storyboard) -> Storyboard:
    """The storyboard with what it leaves open; what its author wrote is never changed.

    Scenes without narration stay silent, unless no scene has any, and the film's brief asks for a narrator or the
    scenes speak to somebody: then their own words are spoken. Scenes that say nothing to be seen show what is spoken,
    or what their heading names."""
    storyboard = _seen(storyboard)
    asked = bool(_NARRATED.search(storyboard.brief.text)) and not _SILENT.search(storyboard.brief.text)
    narrate = (asked or _speaks(storyboard)) and not any(scene.narration for scene in storyboard.scenes)
    said = [storyboard.brief_of(index) for index in range(len(storyboard.scenes))]
    read = [_read(brief, storyboard.characters) for brief in said]
    scenes = [_scene(scene, brief, narrate) for scene, brief in zip(storyboard.scenes, read, strict=True)]
    return storyboard.model_copy(update={"title": storyboard.title or _title(storyboard), "scenes": tuple(scenes)})


def _seen(storyboard: Storyboard) -> Storyboard:
    """The storyboard with something to draw in each of its scenes."""
    english = (storyboard.brief.language or "en").startswith("en")
    scenes = (_shown(scene) if english and _is_blank(scene.brief) else scene for scene in storyboard.scenes)
    return storyboard.model_copy(update={"scenes": tuple(scenes)})


def _is_blank(brief: Brief) -> bool:
    return not (brief.text or brief.subjects or brief.setting.place)


def _speaks(storyboard: Storyboard) -> bool:
    """Whether at least half of the scenes' words are said to somebody: "we", "your", a question."""
    told = [bool(_SPEAKING.search(scene.brief.text)) for scene in storyboard.scenes]
    staged = any(scene.brief.sound or scene.brief.camera.text for scene in storyboard.scenes)
    return sum(told) * 2 >= len(told) > 0 and not staged


def _shown(scene: Scene) -> Scene:
    said = " ".join(passage.text for passage in scene.narration if passage.language in (None, "en")) or scene.heading
    return scene.model_copy(update={"brief": scene.brief.model_copy(update={"text": said})})


def _read(brief: Brief, characters: tuple[Character, ...]) -> Brief:
    """What the words of a brief tell; a feeling that they only suggest is called by the nearest mood's name."""
    described = complete_brief(brief, characters)
    if (brief.mood and brief.mood.words) or not described.mood:
        return described.model_copy(update={"mood": brief.mood})
    mood = described.mood
    near = min(moods(), key=lambda each: hypot(each.valence - mood.valence, each.arousal - mood.arousal))
    clear = hypot(mood.valence, mood.arousal) > _FELT
    return described.model_copy(update={"mood": mood.model_copy(update={"words": (near.name,) if clear else ()})})


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
    """A few words of the film's text, of the first heading, or of the first picture."""
    first = storyboard.scenes[0] if storyboard.scenes else Scene()
    heading = "" if _counts(first.heading) else _place_name(first.heading)
    for text in (storyboard.brief.text, heading, first.brief.text):
        phrase = re.split(r"[.,;:!?\n(]|\s[–—-]\s", text.strip(), maxsplit=1)[0].split()
        if phrase:
            return headline(" ".join(phrase if len(phrase) <= _TITLE_WORDS else _trimmed(phrase)))
    return "Untitled"


def _counts(heading: str) -> bool:
    """Whether a heading only counts or dates: it names a scene, and no film."""
    return all(
        word in _COUNTING for word in re.findall(r"[^\W\d_]+", heading.lower()) if word not in ("st", "nd", "th")
    )


def _trimmed(words: list[str]) -> list[str]:
    """The first few words, without a last one that leans on what followed."""
    words = words[:_TITLE_WORDS]
    while len(words) > 1 and words[-1].lower() in _LEANING:
        words.pop()
    return words


def _caption(scene: Scene) -> str:
    if scene.heading:
        return _place_name(scene.heading)
    source = scene.brief.on_screen_text or scene.brief.text or next((each.text for each in scene.narration), "")
    first = _sentences(source)[:1]
    return _short(first[0].rstrip("."), _CAPTION) if first else ""


def _place_name(heading: str) -> str:
    """`INT. KITCHEN - NIGHT` as people say it: "Kitchen, night"."""
    if not _SLUG.match(heading):
        return heading
    return capitalize(re.sub(r"\s+[–—-]+\s+", ", ", _SLUG.sub("", heading)).lower())


def _alt(scene: Scene, brief: Brief) -> str:
    """As many whole sentences of the picture as a screen reader's user has patience for, and the hour if there is
    room."""
    made = ""
    for sentence in _sentences(scene.brief.text) or ([_sentence(_caption(scene))] if _caption(scene) else []):
        if made and len(made) + len(sentence) + 1 > ALT:
            break
        made = f"{made} {sentence}".strip()
    made = _short(made, ALT)
    hour = _HOURS.get(brief.setting.time_of_day or "", "")
    if hour and hour.split()[-1].lower() not in made.lower() and len(made) + len(hour) + 2 <= ALT:
        made = f"{made} {hour}.".strip()
    return made


def _description(scene: Scene, brief: Brief) -> str:
    """The facts (hour, place, weather, picture) and the feeling."""
    place = brief.setting.place
    hour = _HOURS.get(brief.setting.time_of_day or "", "")
    where = f"the {place}" if place else ""
    opening = ", ".join(filter(None, [hour, where])) if hour else capitalize(where)
    told = scene.brief.text.casefold()
    weather = next((_WEATHER[w] for w in brief.setting.weather if w in _WEATHER and w not in told), "")
    feeling = _feeling(brief)
    facts = [opening, weather, *_sentences(scene.brief.text), feeling]
    return " ".join(_sentence(fact) for fact in facts if fact)


def _feeling(brief: Brief) -> str:
    words = [word.lower() for word in (brief.mood.words if brief.mood else ())]
    if not words:
        return ""
    joined = words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
    return f"The mood is {joined}"


def _sentences(text: str) -> list[str]:
    return [_sentence(part.strip()) for part in _SENTENCES.split(text) if part.strip()]


def _sentence(text: str) -> str:
    return capitalize(text) if text[-1:] in '.!?…”"' else f"{capitalize(text)}."


def _short(text: str, most: int) -> str:
    """Cut at a word, with an ellipsis."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
