"""From sections to storyboard data: the value of every key goes to its field of the model."""

from __future__ import annotations

import re
from collections.abc import Callable
from textwrap import shorten
from typing import Any

from pydantic import ValidationError

from polymuse.brief.model import Scene
from polymuse.brief.script.cast import parse_characters, parse_narration, parse_voice
from polymuse.brief.script.cleanup import is_quoted, split_list, split_quotation
from polymuse.brief.script.data import describe_error
from polymuse.brief.script.keys import find_key, language_code
from polymuse.brief.script.passages import KeyedPassage, ScriptSection
from polymuse.brief.script.source_lines import collapse_whitespace
from polymuse.brief.script.times import TimeSpan, find_duration, parse_span
from polymuse.errors import ScriptError
from polymuse.types import Notice

__all__ = ["ScriptDraft", "film_data", "merge_trees", "scene_data"]

Data = dict[str, Any]

_TEXTS = {
    "camera": ("brief", "camera", "text"),
    "sound": ("brief", "sound"),
    "music": ("brief", "music", "text"),
    "on_screen_text": ("brief", "on_screen_text"),
    "style": ("brief", "style"),
    "place": ("brief", "setting", "place"),
    "audience": ("brief", "audience"),
    "panel_caption": ("caption",),
    "alt": ("alt",),
    "description": ("description",),
}
_LISTS = {
    "palette": ("brief", "palette"),
    "avoid": ("brief", "avoid"),
    "weather": ("brief", "setting", "weather"),
    "mood": ("brief", "mood", "words"),
}
_TIMES_OF_DAY = {
    "dawn": "dawn", "sunrise": "dawn", "daybreak": "dawn", "morning": "morning", "day": "day", "noon": "day",
    "midday": "day", "daytime": "day", "afternoon": "afternoon", "golden hour": "golden hour",
    "magic hour": "golden hour", "sunset": "sunset", "dusk": "dusk", "evening": "dusk", "twilight": "dusk",
    "night": "night", "midnight": "night",
}  # fmt: skip
_MUSIC = re.compile(
    r"\b(?:music|jazz|piano|guitar|strings?|drums?|orchestra\w*|melody|song|tune|beat|waltz|march|lullaby|synth\w*|pop|rock|"
    r"folk|ambient|acoustic|cello|violins?|flute|harp|ukulele|soundtrack|score)\b",
    re.IGNORECASE,
)
_SEASONS = {"spring": "spring", "summer": "summer", "autumn": "autumn", "fall": "autumn", "winter": "winter"}
QUOTED_ENDS = ('."', ".”", '!"', "!”", '?"', "?”", ".»", ".“")
_SENTENCE = re.compile(r"\S+(?:\s+\S+){2,}[.!?…]")
_SLUG = re.compile(r"(?:#?\d{1,4}[a-z]?[.)]?\s+)?(?:int|ext|i/e|est)[./intex]*\s*", re.IGNORECASE)


class ScriptDraft:
    """Storyboard data under construction, with notices."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.data: Data = {}
        self.notices: list[Notice] = []

    def put(self, path: tuple[str, ...], value: object, joint: str | None = None) -> None:
        """Set a value; with a `joint`, append to the existing one."""
        node = self.data
        for name in path[:-1]:
            node = node.setdefault(name, {})
        current = node.get(path[-1])
        if joint is not None and isinstance(current, str) and current:
            value = f"{current}{joint}{value}"
        elif isinstance(current, list) and isinstance(value, list):
            value = current + value
        node[path[-1]] = value

    def say(self, text: str, line: int) -> None:
        self.notices.append(Notice("script", f"Line {line}: {text}"))


def film_data(section: ScriptSection, front: Data) -> ScriptDraft:
    """The storyboard's own fields, without scenes."""
    draft = ScriptDraft(section.line)
    for passage in [*_front_passages(front, draft), *section.passages]:
        _film_passage(passage, draft)
    for block in section.data:
        draft.data = merge_trees(draft.data, block.data or {})
    return draft


def scene_data(section: ScriptSection, cast: tuple[str, ...]) -> ScriptDraft:
    """The fields of a scene."""
    draft = ScriptDraft(section.line)
    if section.head:
        _heading(section, draft)
    for passage in section.passages:
        _scene_passage(passage, draft, cast)
    for block in section.data:
        draft.data = merge_trees(draft.data, block.data or {})
    try:
        Scene.model_validate(draft.data)
    except ValidationError as error:
        raise ScriptError(
            describe_error(error), line=section.data[0].number if section.data else section.line
        ) from None
    return draft


def merge_trees(base: Data, overrides: Data) -> Data:
    """Two nested mappings merged; values of the second win."""
    result = dict(base)
    for name, value in overrides.items():
        current = result.get(name)
        result[name] = merge_trees(current, value) if isinstance(current, dict) and isinstance(value, dict) else value
    return result


def _quoted(text: str) -> str:
    """The first words of a text, in quotation marks."""
    return f"“{shorten(text, 40, placeholder=' …')}”"


def _front_passages(front: Data, draft: ScriptDraft) -> list[KeyedPassage]:
    """Front matter: keys with the storyboard's own structure are stored as they are, the rest is returned as passages."""
    from_keys: list[KeyedPassage] = []
    for name, value in front.items():
        key = _front_key(name)
        if name in ("title", "seconds") and isinstance(value, str) and not (name == "seconds" and parse_span(value)):
            draft.data[name] = value
        elif isinstance(value, dict) or (isinstance(value, list) and any(isinstance(item, dict) for item in value)):
            draft.data = merge_trees(draft.data, {name: value})
        elif key is None:
            draft.say(f"{_quoted(name)}, at the top of the script, is not known and was left out.", 1)
        else:
            text = collapse_whitespace(", ".join(map(str, value)) if isinstance(value, list) else str(value))
            from_keys.append(KeyedPassage(key, 1, name, "", [[text]] if text else []))
    return from_keys


def _front_key(name: str) -> str | None:
    key = find_key(name.replace("_", " "))
    return "total" if name == "seconds" else key


def _film_passage(passage: KeyedPassage, draft: ScriptDraft) -> None:
    text = passage.text()
    if passage.key == "title":
        draft.put(("title",), _unquoted(text))
    elif passage.key in ("total", "time"):
        _total(passage, text, draft)
    elif passage.key == "characters":
        draft.put(("characters",), parse_characters(text))
    elif passage.key == "voice":
        draft.put(("brief", "voice"), parse_voice(text))
    elif passage.key == "narration":
        _film_narration(passage, draft)
    elif passage.key in ("brief", "visual", "text"):
        draft.put(("brief", "text"), text, "\n\n")
    elif passage.key == "notes":
        draft.say(f"{_quoted(passage.name or text)} is a note and is not part of the film.", passage.line)
    else:
        _brief_passage(passage, draft)


def _film_narration(passage: KeyedPassage, draft: ScriptDraft) -> None:
    """Before the first scene, a few unquoted words are the narrator's delivery; more are spoken first."""
    text = passage.text()
    if is_quoted(text) or len(text.split()) > 8:
        draft.put(("narration",), parse_narration(passage, ()))
    else:
        draft.put(("brief", "voice"), parse_voice(", ".join(filter(None, (passage.qualifier, text)))))


def _total(passage: KeyedPassage, text: str, draft: ScriptDraft) -> None:
    span_found = parse_span(text, passage.line)
    seconds = (
        (span_found.seconds or span_found.end or span_found.start)
        if span_found
        else find_duration(text) or _number(text)
    )
    if seconds:
        draft.put(("seconds",), seconds)
    elif _time_of_day(text):
        draft.put(("brief", "setting", "time_of_day"), _time_of_day(text))
    else:
        draft.say(f"no length could be read from {_quoted(text)}. Write it as 45 seconds, or 1:30.", passage.line)


def _scene_passage(passage: KeyedPassage, draft: ScriptDraft, cast: tuple[str, ...]) -> None:
    text = passage.text()
    if passage.key in ("narration", "dialogue"):
        draft.put(("narration",), parse_narration(passage, cast))
    elif passage.key == "text":
        _free_text(passage, draft, cast)
    elif passage.key in ("visual", "brief"):
        draft.put(("brief", "text"), text, "\n\n")
    elif passage.key in ("time", "total"):
        _time(passage, text, draft)
    elif passage.key == "voice":
        draft.put(("brief", "voice"), parse_voice(text))
    elif passage.key == "title":
        draft.put(("brief", "on_screen_text"), _unquoted(text), "\n")
    elif passage.key == "notes":
        draft.say(f"{_quoted(passage.name or text)} is a note and is not part of the film.", passage.line)
    elif passage.key == "characters":
        draft.put(("brief", "text"), text, "\n\n")
    else:
        _brief_passage(passage, draft)


def _free_text(passage: KeyedPassage, draft: ScriptDraft, cast: tuple[str, ...]) -> None:
    """Text without a key describes the picture; a paragraph in quotation marks is spoken, as is a quotation at its end."""
    for lines, text in zip(passage.paragraphs, passage.texts(), strict=True):
        description, quotation = ("", text) if is_quoted(text) and " " in text else split_quotation(text)
        if quotation:
            spoken = [lines] if not description else [[quotation]]
            draft.put(("narration",), parse_narration(KeyedPassage("narration", passage.line, paragraphs=spoken), cast))
        if description:
            draft.put(("brief", "text"), description, "\n\n")


def _brief_passage(passage: KeyedPassage, draft: ScriptDraft) -> None:
    text = re.sub(r"\s*\n\s*", ", ", passage.text())
    special = _SPECIAL.get(passage.key)
    if not text:
        return
    if passage.key == "on_screen_text":
        draft.put(_TEXTS[passage.key], _unquoted(passage.text()), "\n")
    elif passage.key == "audio":
        _audio(text, draft)
    elif passage.key in _TEXTS:
        draft.put(_TEXTS[passage.key], text, ", ")
    elif passage.key in _LISTS:
        draft.put(_LISTS[passage.key], list(split_list(text)))
    elif special and (value := special[1](text)):
        draft.put(("brief", *special[0]), value)
    elif passage.key == "language":
        draft.say(f"{_quoted(text)} is not a known language and was left out. Write it as German, or de.", passage.line)
    else:
        draft.put(("brief", "text"), f"{passage.name or passage.key}: {text}", "\n\n")


def _audio(text: str, draft: ScriptDraft) -> None:
    """`Music / SFX: alarm clock, upbeat jazz`: items with a music word are music, the rest sound."""
    for item in split_list(text):
        draft.put(_TEXTS["music" if _MUSIC.search(item) else "sound"], item, ", ")


def _time(passage: KeyedPassage, text: str, draft: ScriptDraft) -> None:
    span_found = parse_span(text, passage.line)
    if span_found is None and (number := _number(text)) is not None:
        span_found = TimeSpan(seconds=number)
    if span_found:
        _put_span(span_found, draft)
    elif moment := _time_of_day(text):
        draft.put(("brief", "setting", "time_of_day"), moment)
    else:
        draft.say(f"no time could be read from {_quoted(text)}. Write it as 0:05–0:12, or 7 seconds.", passage.line)


def _heading(section: ScriptSection, draft: ScriptDraft) -> None:
    assert section.head is not None
    head, slug = section.head, section.slug
    title = head.title
    if slug:
        title = title or slug.title
        _slug(slug.title, draft)
    if head.form == "numbered" and (len(title) > 60 or title.endswith((".", *QUOTED_ENDS))):
        _free_text(KeyedPassage("text", head.line, paragraphs=[[title]]), draft, ())
    elif head.form == "time" and _SENTENCE.fullmatch(title):
        has_open_end = head.span is not None and head.span.end is None
        draft.put(("narration",), [{"text": title}]) if has_open_end else draft.put(("brief", "text"), title)
    elif title:
        draft.put(("heading",), title)
    for time_span in (head.span, slug.span if slug else None):
        if time_span:
            _put_span(time_span, draft)


def _put_span(time_span: TimeSpan, draft: ScriptDraft) -> None:
    for name in ("start", "end", "seconds"):
        if (value := getattr(time_span, name)) is not None:
            draft.put((name,), value)


def _slug(title: str, draft: ScriptDraft) -> None:
    """Place and time of day of `INT. KITCHEN - NIGHT`."""
    place, *parts = re.split(r"\s+[–—-]{1,2}\s+|\s*,\s*", _SLUG.sub("", title, count=1))
    moments = [moment for part in parts if (moment := _time_of_day(part))]
    if place.strip():
        draft.put(("brief", "setting", "place"), place.strip(" .").lower())
    if moments:
        draft.put(("brief", "setting", "time_of_day"), moments[-1])


def _time_of_day(text: str) -> str | None:
    words = text.casefold().strip(" .")
    named = (moment for name, moment in _TIMES_OF_DAY.items() if re.search(rf"\b{name}\b", words[:60]))
    return _TIMES_OF_DAY.get(words) or next(named, None)


def _season(text: str) -> str | None:
    return _SEASONS.get(text.casefold().strip(" ."))


def _number(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,5}(\.\d{1,3})?", text.strip()) else None


def _unquoted(text: str) -> str:
    return text.strip()[1:-1] if is_quoted(text) else text


_SPECIAL: dict[str, tuple[tuple[str, ...], Callable[[str], str | None]]] = {
    "time_of_day": (("setting", "time_of_day"), _time_of_day),
    "season": (("setting", "season"), _season),
    "language": (("language",), language_code),
}
