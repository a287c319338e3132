"""The small tidying of what people write: quotes, emphasis, bullets, lists."""

from __future__ import annotations

import re

__all__ = [
    "closes_quote", "is_aside", "is_quoted", "listed", "opens_quote", "parted", "spoken", "unadorned", "unbullet",
    "undecorate",
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


def undecorate(text: str) -> str:
    """Markdown's emphasis, links and backslashes taken off."""
    if not any(mark in text for mark in "*_[\\"):
        return text
    text = _LINK.sub(r"\1", text)
    text = _EMPHASIS.sub(lambda m: m[2] or m[4], text)
    return _ESCAPE.sub(r"\1", text)


def unadorned(line: str) -> str:
    """The line without the emoji before its first word (`🎬 Scene 1`), and with `1️⃣` as `1.`."""
    return line if line.isascii() else _ADORNED.sub(r"\1", _KEYCAP.sub(r"\1. ", line, count=1), count=1)


def parted(paragraph: str) -> tuple[str, str]:
    """What is shown and what is said of `A cat on a wall. "Good morning, world."`: a quotation after the last sentence
    is said; there may be none."""
    text = paragraph.rstrip()
    start = max(text.rfind(mark, 0, -1) for mark in _SPEECH)
    shown, said = text[: max(start, 0)].rstrip(), text[max(start, 0) :]
    if shown[-1:] not in tuple(".!?…:–—-") or not is_quoted(said) or len(said.split()) < _LEAST_SAID:
        return paragraph, ""
    return shown.rstrip(" :–—-"), said


def unbullet(line: str) -> tuple[str, bool]:
    """The line without quote marks and bullet, and whether there was a bullet."""
    match = _BULLET.match(line)
    mark = match[0].replace(">", "").strip() if match else ""
    return (line[match.end() :] if match else line).strip(), bool(mark)


def is_quoted(text: str) -> bool:
    """Whether all of a paragraph stands in quotation marks."""
    text = text.strip()
    return len(text) > 1 and text[0] in _OPEN and text[-1] in _QUOTES[text[0]] and text[0] not in text[1:-1]


def is_aside(text: str) -> bool:
    """Whether the line is only a stage direction such as "(beat)"."""
    return text[:1] in "([" and _ASIDE_LINE.fullmatch(text[:100]) is not None


def opens_quote(text: str) -> bool:
    """Whether a paragraph opens a quotation that it does not close."""
    text = text.strip()
    return bool(text) and text[0] in '"“„«' and not any(mark in text[1:] for mark in _QUOTES[text[0]])


def closes_quote(text: str) -> bool:
    """Whether a paragraph ends a quotation that was opened before it."""
    return text.rstrip()[-1:] in ('"', "”", "»", "“")


def spoken(paragraph: str) -> str:
    """What is to be said of a written paragraph: asides such as "(beat)" go, and the quotation marks around it."""
    text = _ASIDE.sub("", paragraph).strip()
    if is_quoted(text):
        return text[1:-1].strip()
    if opens_quote(text):
        return text[1:].strip()
    segments = list(_SEGMENT.finditer(text))
    if segments and not _SEGMENT.sub("", text).strip(" ,.…–—-"):
        return " ".join(next(group for group in match.groups() if group is not None).strip() for match in segments)
    return text


def listed(text: str) -> tuple[str, ...]:
    """The items of a list in a sentence: "warm, melancholic and slow" is three."""
    items = re.split(r"\s*[,;/|•\n]\s*(?:and\s+|und\s+|or\s+)?|\s+(?:and|und|&|or)\s+", text.strip().rstrip("."))
    return tuple(item.strip() for item in items if item.strip())
