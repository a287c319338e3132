"""Who there is and who speaks: characters, voices and narration."""

from __future__ import annotations

import re
from typing import Any

from polymuse.brief.script.cleanup import is_quoted, listed, opens_quote, spoken
from polymuse.brief.script.keys import language_code
from polymuse.brief.script.passages import Passage

__all__ = ["characters", "names", "narration", "voice"]

_NAMED = re.compile(r"(?P<name>[^:(,–—\n]{1,60}?)\s*(?::|\s[–—-]{1,2}\s|,|(?=\())\s*(?P<rest>.*)", re.DOTALL)
_VOICE = re.compile(r"\s*[;,.(]?\s*\bvoice\s*[:=]\s*(?P<voice>[^;()]{1,80})\)?", re.IGNORECASE)
_NAME_LIST = re.compile(r"[^\W\d_][\w'’-]*(?: [^\W\d_][\w'’-]*)?(?:\s?\([^()]{1,80}\))?")
_NOT_A_VOICE = re.compile(
    r"\b(?:voice-?over|voiced?|v\.?\s?o\.?|o\.?\s?s\.?|off|cont['’]?d|continued|narrat(?:or|ion))\b\.?",
    re.IGNORECASE,
)
_MANNERS = frozenset(
    listed(
        "soft, warm, calm, gentle, quiet, low, deep, high, bright, slow, fast, excited, happy, sad, whisper, "
        "whispered, whispering, hushed, male, female, man, woman, old, young, child, neutral, serious, clear, "
        "friendly, tender, firm, loud, dry, husky"
    )
)


def names(text: str) -> list[str]:
    """The names of `characters`, in lower case."""
    return [str(each["name"]).casefold() for each in characters(text)]


def characters(text: str) -> list[dict[str, Any]]:
    """One per line: `Mara: an old woman with a red scarf; voice: ada`; or names in a row."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if len(lines) == 1 and ":" not in lines[0]:
        items = re.split(r"\s*,\s*(?![^(]*\))|\s+and\s+", lines[0])
        if all(_NAME_LIST.fullmatch(item) and item[0].isupper() for item in items):
            lines = items
    return [_character(line) for line in lines]


def _character(line: str) -> dict[str, Any]:
    made: dict[str, Any] = {}
    if found := _VOICE.search(line[:2000]):
        made["voice"] = voice(found["voice"])
        line = line[: found.start()] + line[found.end() :]
    match = _NAMED.match(line)
    made["name"] = (match["name"] if match else line).strip()
    if match and (rest := match["rest"].strip()):
        made["description"] = rest[1:-1] if rest[0] == "(" and rest.find(")") == len(rest) - 1 else rest
    return made


def voice(text: str) -> dict[str, Any]:
    """`ada, soft`: a voice's name comes first and is one word that is not a manner of speaking."""
    parts = [part for item in listed(text) if (part := _NOT_A_VOICE.sub("", item).strip(" ()"))]
    made: dict[str, Any] = {}
    if parts and len(parts[0].split()) == 1 and parts[0].casefold() not in _MANNERS:
        made["name"] = parts.pop(0)
    if parts:
        made["delivery"] = parts
    return made


def narration(passage: Passage, cast: tuple[str, ...]) -> list[dict[str, Any]]:
    """What is spoken, by whom, how, and in which language, of `Narration (German, soft): …` or `MARA: …`."""
    paragraphs = passage.texts()
    if len(paragraphs) > 1 and opens_quote(paragraphs[0]) and not is_quoted(paragraphs[-1]):
        paragraphs[-1] = paragraphs[-1].rstrip('"”»“')
    text = "\n\n".join(filter(None, map(spoken, paragraphs)))
    if not text:
        return []
    made: dict[str, Any] = {"text": text}
    if passage.key == "dialogue":
        made["speaker"] = _speaker(passage.name, cast)
    manners: list[str] = []
    for item in (_NOT_A_VOICE.sub("", each).strip() for each in listed(passage.qualifier)):
        named = next((name for name in cast if name.casefold() == item.casefold()), None)
        if code := language_code(item):
            made["language"] = code
        elif named:
            made["speaker"] = named
        elif item:
            manners.append(item)
    if manners:
        made["delivery"] = manners
    return [made]


def _speaker(name: str, cast: tuple[str, ...]) -> str | None:
    if name.casefold() == "narrator":
        return None
    known = next((each for each in cast if each.casefold() == name.casefold()), None)
    return known or (name.title() if name.isupper() else name)
