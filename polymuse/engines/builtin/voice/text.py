"""Text made ready to be spoken: phrases with designed pauses, and the words as they were written.

A *word* is a run of characters between white space and dashes, without the punctuation around it: "well-known",
"don’t", "1,234" and "3.5%" are one word each. In scripts without spaces a word is what stands between punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["Phrase", "Word", "dropped", "foreign_script", "phrases", "words"]

PAUSES = {",": 0.16, ")": 0.16, ";": 0.32, ":": 0.3, "—": 0.3, "…": 0.5, ".": 0.52, "?": 0.56, "!": 0.54}
"""Seconds of silence after each mark, at ordinary speed."""
PARAGRAPH = 0.95
LONGEST = 240
"""Characters that are spoken in one breath when there is no punctuation."""

_BREAK = re.compile(r"<break\b[^>]*>", re.IGNORECASE)
_TIME = re.compile(r"time\s*=\s*[\"'“”]?\s*(\d+(?:\.\d+)?)\s*(ms|s)\b", re.IGNORECASE)
_LONGEST_BREAK = 30.0
_DASHES = re.compile(r"(?:—|―|–(?!\d)|--+|(?<=\s)-(?=\s))")
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "“": '"', "”": '"', "。": ".", "，": ",", "、": ",", "！": "!",
                       "？": "?", "；": ";", "：": ":", "،": ",", "؛": ";", "؟": "?", "।": ".", "۔": "."})  # fmt: skip
_SPOKEN_SYMBOLS = frozenset("%&+=@#°$€£¥§")
_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "st",
        "prof",
        "sr",
        "jr",
        "vs",
        "etc",
        "e.g",
        "i.e",
        "no",
        "vol",
        "fig",
        "approx",
        "dept",
        "mt",
        "capt",
        "gen",
        "lt",
        "col",
        "rev",
    ]
)
_SCRIPTS = {
    "ARABIC": "ar fa ur ug sd ku ps",
    "HEBREW": "he yi",
    "CYRILLIC": "ru uk be bg sr mk kk ky tt ba cv tg mn nog uz az kaa",
    "GREEK": "el grc",
    "DEVANAGARI": "hi mr ne kok sa",
    "BENGALI": "bn as bpy",
    "CJK": "zh cmn yue hak ja ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "THAI": "th",
    "TAMIL": "ta",
    "TELUGU": "te",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy hyw",
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written, and where its spoken form begins and ends in the phrase's text."""

    written: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is spoken in one go: text for the synthesiser, its words, the seconds of silence after it, and whether it
    begins a paragraph or ends a sentence."""

    text: str
    words: tuple[Word, ...]
    pause: float
    opens: bool = False
    closes: bool = False


def words(text: str) -> tuple[str, ...]:
    """The words of a text as written."""
    return tuple(word.written for phrase in phrases(text) for word in phrase.words)


def phrases(text: str) -> Iterator[Phrase]:
    """The phrases of a text, in order. A `<break time="500ms"/>` lengthens the pause where it stands."""
    for paragraph in re.split(r"\n\s*\n", unicodedata.normalize("NFC", text).replace("\r\n", "\n")):
        found = list(_paragraph(paragraph))
        for index, phrase in enumerate(found):
            last = index == len(found) - 1
            pause = max(phrase.pause, PARAGRAPH) if last else phrase.pause
            yield Phrase(phrase.text, phrase.words, pause, opens=index == 0, closes=phrase.closes or last)


def _paragraph(text: str) -> Iterator[Phrase]:
    pending: Phrase | None = None
    for part, wait in _breaks(text):
        for phrase in _clauses(part):
            if pending:
                yield pending
            pending = phrase
        if pending:
            pending = Phrase(pending.text, pending.words, max(pending.pause, wait), closes=pending.closes)
    if pending:
        yield pending


def _breaks(text: str) -> Iterator[tuple[str, float]]:
    """Pieces of text with the seconds to wait after each."""
    at = 0
    for tag in _BREAK.finditer(text):
        time = _TIME.search(tag.group())
        seconds = float(time[1]) / (1000 if time[2].lower() == "ms" else 1) if time else PAUSES["."]
        yield text[at : tag.start()], min(seconds, _LONGEST_BREAK)
        at = tag.end()
    yield text[at:], 0.0


def _clauses(text: str) -> Iterator[Phrase]:
    tokens = _DASHES.sub(" — ", text).split()
    gathered: list[str] = []
    for index, token in enumerate(tokens):
        written = _strip(token)
        if written:
            gathered.append(written)
        following = next((t for t in tokens[index + 1 :] if _strip(t)), "")
        mark = _mark(token, written, following)
        if not mark and sum(map(len, gathered)) + len(gathered) > LONGEST:
            mark = ","
        if mark and gathered:
            yield _phrase(gathered, mark)
            gathered = []
    if gathered:
        yield _phrase(gathered, ".")


def _phrase(gathered: list[str], mark: str) -> Phrase:
    shouting = len(gathered) > 2 and " ".join(gathered).isupper()
    at = 0
    placed: list[Word] = []
    pieces: list[str] = []
    for written in gathered:
        spoken = _spoken(written, shouting)
        pieces.append(spoken)
        placed.append(Word(written, at, at + len(spoken)))
        at += len(spoken) + 1
    text = " ".join(pieces)
    ending = {"—": ";", "…": ".", ")": ","}.get(mark, mark)
    return Phrase(text + ending, tuple(placed), PAUSES[mark], closes=mark in ".?!…")


def _mark(token: str, written: str, following: str) -> str:
    """The mark that ends a phrase after this token, or nothing."""
    tail = token.translate(_SAME)
    tail = tail[tail.rfind(written.translate(_SAME)) + len(written) :] if written else tail
    if "…" in tail or "..." in tail:
        return "…"
    for mark in "?!;:,—)":
        if mark in tail:
            return mark
    if "." not in tail:
        return ""
    short = written.lower() in _ABBREVIATIONS or (len(written) == 1 and written.isupper()) or "." in written
    return "" if (short and following) or following[:1].islower() else "."


def _strip(token: str) -> str:
    """The token without the punctuation and the unspeakable symbols around it."""
    letters = [i for i, c in enumerate(token) if c.isalnum() or c in _SPOKEN_SYMBOLS or unicodedata.category(c) == "Mn"]
    kept = token[letters[0] : letters[-1] + 1] if letters else ""
    sign = token[letters[0] - 1 : letters[0]] if letters else ""
    kept = sign + kept if sign in ("-", "−") and kept[:1].isdigit() else kept
    return "".join(c for c in kept if not _unspeakable(c)) if any(map(_speakable, kept)) else ""


def _spoken(written: str, shouting: bool) -> str:
    """How it is given to the synthesiser: capitals as a word, unless they are an acronym. In a phrase all of capitals
    (`shouting`) even short ones are words."""
    text = written.translate(_SAME).replace("–", "-")
    text = text.replace("−", "-")
    text = re.sub(r"(\d)-(?=\d)", r"\1 - ", text) if re.fullmatch(r"\d+-\d+", text) else text
    letters = [c for c in text if c.isalpha()]
    long = len(letters) > 3 and re.search("[AEIOUY]", text) is not None
    return text.lower() if text.isupper() and (long or shouting) else text


def _speakable(character: str) -> bool:
    return character.isalnum() or character in _SPOKEN_SYMBOLS


def _unspeakable(character: str) -> bool:
    """Emoji, arrows, box drawing, private use, control and format characters (but joiners inside words stay)."""
    return unicodedata.category(character) in ("So", "Sk", "Co", "Cn", "Cc", "Cf", "Sm") and not (
        character in _SPOKEN_SYMBOLS or character in "\u200c\u200d−"
    )


def dropped(text: str) -> tuple[str, ...]:
    """Symbols in the text that are not spoken, each once, in order of appearance."""
    plain = _BREAK.sub(" ", text)
    ignored = frozenset("\n\r\t\u200b\u200c\u200d\u200e\u200f\ufe0f\ufeff\u2060")
    return tuple(dict.fromkeys(c for c in plain if _unspeakable(c) and c not in ignored and c.isprintable()))


def foreign_script(text: str, language: str) -> str:
    """The name of the script that most letters are in ("Arabic") where the language does not use it, else ""."""
    counts: dict[str, int] = {}
    for character in text:
        if character.isalpha():
            script = unicodedata.name(character, "LATIN").split()[0]
            counts[script] = counts.get(script, 0) + 1
    script = max(counts, key=lambda name: counts[name]) if counts else "LATIN"
    base = language.lower().split("-")[0]
    if script in _SCRIPTS:
        return "" if base in _SCRIPTS[script].split() else script.capitalize()
    return ""
