"""Characters, voices and narration of a script."""

from __future__ import annotations

import re
from typing import Any

from polymuse.brief.script.cleanup import is_quoted, opens_quote, split_list, spoken_text
from polymuse.brief.script.keys import language_code
from polymuse.brief.script.passages import KeyedPassage

__all__ = ["character_names", "parse_characters", "parse_narration", "parse_voice"]

_NAMED = re.compile(r"(?P<name>[^:(,–—\n]{1,60}?)\s*(?::|\s[–—-]{1,2}\s|,|(?=\())\s*(?P<rest>.*)", re.DOTALL)
_VOICE = re.compile(r"\s*[;,.(]?\s*\bvoice\s*[:=]\s*(?P<voice>[^;()]{1,80})\)?", re.IGNORECASE)
_NAME_LIST = re.compile(r"[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*)?(?:\s?\([^()]{1,80}\))?")
_NOT_A_VOICE = re.compile(
    r"\b(?:voice-?over|voiced?|v\.?\s?o\.?|o\.?\s?s\.?|off|cont['’]?d|continued|narrat(?:or|ion))\b\.?",
    re.IGNORECASE,
)
_MANNERS = frozenset(
    split_list(
        "soft, warm, calm, gentle, quiet, low, deep, high, bright, slow, fast, excited, happy, sad, whisper, "
        "whispered, whispering, hushed, male, female, man, woman, old, young, child, neutral, serious, clear, "
        "friendly, tender, firm, loud, dry, husky"
    )
)


def character_names(text: str) -> list[str]:
    """Lower-case names of the characters in a `Characters:` block."""
    return [str(character["name"]).casefold() for character in parse_characters(text)]


def parse_characters(text: str) -> list[dict[str, Any]]:
    """Characters' data, one per line: `Mara: an old woman with a red scarf; voice: ada`; or a list of names."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) == 1 and ":" not in lines[0]:
        items = re.split(r"\s*,\s*(?![^(]*\))|\s+and\s+", lines[0])
        if all(_NAME_LIST.fullmatch(item) and item[0].isupper() for item in items):
            lines = items
    return [_character(line) for line in lines]


def _character(line: str) -> dict[str, Any]:
    data: dict[str, Any] = {}
    if voice_match := _VOICE.search(line[:2000]):
        data["voice"] = parse_voice(voice_match["voice"])
        line = line[: voice_match.start()] + line[voice_match.end() :]
    match = _NAMED.match(line)
    data["name"] = (match["name"] if match else line).strip()
    if match and (description := match["rest"].strip()):
        data["description"] = (
            description[1:-1]
            if description[0] == "(" and description.find(")") == len(description) - 1
            else description
        )
    return data


def parse_voice(text: str) -> dict[str, Any]:
    """Voice data of `ada, soft`: the voice's name comes first and is one word that is not a delivery."""
    parts = [part for item in split_list(text) if (part := _NOT_A_VOICE.sub("", item).strip(" ()"))]
    data: dict[str, Any] = {}
    if parts and len(parts[0].split()) == 1 and parts[0].casefold() not in _MANNERS:
        data["name"] = parts.pop(0)
    if parts:
        data["delivery"] = parts
    return data


def parse_narration(passage: KeyedPassage, cast: tuple[str, ...]) -> list[dict[str, Any]]:
    """Narration data (text, speaker, delivery, language) of `Narration (German, soft): …` or `MARA: …`."""
    paragraphs = passage.texts()
    if len(paragraphs) > 1 and opens_quote(paragraphs[0]) and not is_quoted(paragraphs[-1]):
        paragraphs[-1] = paragraphs[-1].rstrip('"”»“')
    text = "\n\n".join(filter(None, map(spoken_text, paragraphs)))
    if not text:
        return []
    data: dict[str, Any] = {"text": text}
    if passage.key == "dialogue":
        data["speaker"] = _speaker(passage.name, cast)
    manners: list[str] = []
    for item in (_NOT_A_VOICE.sub("", entry).strip() for entry in split_list(passage.qualifier)):
        named = next((name for name in cast if name.casefold() == item.casefold()), None)
        if code := language_code(item):
            data["language"] = code
        elif named:
            data["speaker"] = named
        elif item:
            manners.append(item)
    if manners:
        data["delivery"] = manners
    return [data]


def _speaker(name: str, cast: tuple[str, ...]) -> str | None:
    if name.casefold() == "narrator":
        return None
    match = next((name_in_cast for name_in_cast in cast if name_in_cast.casefold() == name.casefold()), None)
    return match or (name.title() if name.isupper() else name)
