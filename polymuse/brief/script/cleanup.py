"""Text cleanup: quotation marks, emphasis, bullets, lists."""

from __future__ import annotations

import re

__all__ = [
    "closes_quote",
    "is_aside",
    "is_quoted",
    "opens_quote",
    "split_list",
    "split_quotation",
    "spoken_text",
    "strip_bullet",
    "strip_emoji",
    "strip_markdown",
]  # fmt: skip

_QUOTES = {'"': '"', "“": "”", "”": "”", "„": "“”", "«": "»", "»": "«", "‹": "›", "‘": "’", "'": "'", "「": "」"}
_OPEN = "".join(_QUOTES)
_EMPHASIS = re.compile(
    r"(?<![\w*])(\*{1,3})(?=\S)([^*\n]{1,400}?)(?<=\S)\1(?![\w*])"
    r"|(?<![\w_])(_{1,2})(?=\S)([^_\n]{1,400}?)(?<=\S)\3(?![\w_])"
)
_LINK = re.compile(r"!?\[([^\[\]\n]{0,200})\]\([^()\s]{1,500}\)")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BULLET = re.compile(r"\s*(?:>\s?)*\s*(?:(?:[-*+•‣·]|\d{1,3}[.)])\s+)?")
_ASIDE = re.compile(
    r"\s*[(\[](?:a |short |long |brief |beat|pause|silence|moment|sighs?|laughs?|smiles?|"
    r"continued|cont['’]d|\s|of|,)+[)\]]",
    re.IGNORECASE,
)
_ASIDE_LINE = re.compile(rf"(?:{_ASIDE.pattern})+\s*", re.IGNORECASE)
_ADORNED = re.compile(
    r"\A(\s*(?:[#>*_-]{1,6}\s?){0,3})(?:[\u2190-\u2bff\U0001f000-\U0001faff][\ufe0f\u200d\U0001f3fb-\U0001f3ff]*\s*){1,8}"
)
_KEYCAP = re.compile("(\\d)\ufe0f?\u20e3\\s*")
_LEAST_SAID = 2
_SPEECH = '"“„«'
_SEGMENT = re.compile(r'"([^"]*)"|“([^“”]*)”|«([^«»]*)»|„([^„“”]*)[“”]')


def strip_markdown(text: str) -> str:
    """The text without Markdown emphasis, links and backslashes."""
    if not any(mark in text for mark in "*_[\\"):
        return text
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub(lambda m: m[2] or m[4], text)
    return _ESCAPE.sub(r"\1", text)


def strip_emoji(line: str) -> str:
    """The line without leading emoji (`🎬 Scene 1`), with `1️⃣` as `1.`."""
    return line if line.isascii() else _ADORNED.sub(r"\1", _KEYCAP.sub(r"\1. ", line, count=1), count=1)


def split_quotation(paragraph: str) -> tuple[str, str]:
    """Description and trailing quotation of `A cat on a wall. "Good morning, world."`; the quotation may be empty."""
    text = paragraph.rstrip()
    start = max(text.rfind(mark, 0, -1) for mark in _SPEECH)
    description, quotation = text[: max(start, 0)].rstrip(), text[max(start, 0) :]
    if description[-1:] not in tuple(".!?…:–—-") or not is_quoted(quotation) or len(quotation.split()) < _LEAST_SAID:
        return paragraph, ""
    return description.rstrip(" :–—-"), quotation


def strip_bullet(line: str) -> tuple[str, bool]:
    """The line without quote marks and bullet, and whether it had a bullet."""
    match = _BULLET.match(line)
    mark = match[0].replace(">", "").strip() if match else ""
    return (line[match.end() :] if match else line).strip(), bool(mark)


def is_quoted(text: str) -> bool:
    """Whether the whole paragraph is in quotation marks."""
    text = text.strip()
    return len(text) > 1 and text[0] in _OPEN and text[-1] in _QUOTES[text[0]] and text[0] not in text[1:-1]


def is_aside(text: str) -> bool:
    """Whether the line is only a stage direction such as "(beat)"."""
    return text[:1] in "([" and _ASIDE_LINE.fullmatch(text[:100]) is not None


def opens_quote(text: str) -> bool:
    """Whether a paragraph opens a quotation without closing it."""
    text = text.strip()
    return bool(text) and text[0] in '"“„«' and not any(mark in text[1:] for mark in _QUOTES[text[0]])


def closes_quote(text: str) -> bool:
    """Whether a paragraph closes a quotation opened before it."""
    return text.rstrip()[-1:] in ('"', "”", "»", "“")


def spoken_text(paragraph: str) -> str:
    """The text to speak: without asides such as "(beat)" and enclosing quotation marks."""
    text = _ASIDE.sub("", paragraph).strip()
    if is_quoted(text):
        return text[1:-1].strip()
    if opens_quote(text):
        return text[1:].strip()
    segments = list(_SEGMENT.finditer(text))
    if segments and not _SEGMENT.sub("", text).strip(" ,.…–—-"):
        return " ".join(next(group for group in match.groups() if group is not None).strip() for match in segments)
    return text


def split_list(text: str) -> tuple[str, ...]:
    """Items of an enumeration: "warm, melancholic and slow" has three."""
    items = re.split(r"\s*[,;/|•\n]\s*(?:and\s+|und\s+|or\s+)?|\s+(?:and|und|&|or)\s+", text.strip().rstrip("."))
    return tuple(item.strip() for item in items if item.strip())
