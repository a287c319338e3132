"""Text made ready to be spoken: phrases with designed pauses, and the words as they were written.

A *word* is a run of characters between white space and dashes, without the punctuation around it: "well-known",
"don’t", "1,234" and "3.5%" are one word each. In scripts without spaces a word is what stands between punctuation.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

__all__ = ["SpeechPhrase", "SpokenWord", "dropped_symbols", "foreign_script", "split_phrases", "written_words"]

PAUSES = {",": 0.16, ")": 0.16, ";": 0.32, ":": 0.3, "—": 0.3, "…": 0.5, ".": 0.52, "?": 0.56, "!": 0.54}
"""Seconds of silence after each mark, at normal speed."""
PARAGRAPH = 0.95
MAX_PHRASE_LENGTH = 240
"""Characters spoken without a pause if there is no punctuation."""

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
class SpokenWord:
    """A word as written, and the span of its spoken form in the phrase's text."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SpeechPhrase:
    """A unit of synthesis: text for the synthesiser, its words, the seconds of silence after it, and whether it starts
    a paragraph or ends a sentence."""

    text: str
    words: tuple[SpokenWord, ...]
    pause: float
    opens: bool = False
    closes: bool = False


def written_words(text: str) -> tuple[str, ...]:
    """The words of a text as written."""
    return tuple(word.text for phrase in split_phrases(text) for word in phrase.words)


def split_phrases(text: str) -> Iterator[SpeechPhrase]:
    """The phrases of a text, in order. `<break time="500ms"/>` lengthens the pause at its place."""
    for paragraph in re.split(r"\n\s*\n", unicodedata.normalize("NFC", text).replace("\r\n", "\n")):
        paragraph_phrases = list(_paragraph(paragraph))
        for index, phrase in enumerate(paragraph_phrases):
            last = index == len(paragraph_phrases) - 1
            pause = max(phrase.pause, PARAGRAPH) if last else phrase.pause
            yield SpeechPhrase(phrase.text, phrase.words, pause, opens=index == 0, closes=phrase.closes or last)


def _paragraph(text: str) -> Iterator[SpeechPhrase]:
    pending: SpeechPhrase | None = None
    for part, wait in _split_at_breaks(text):
        for phrase in _clauses(part):
            if pending:
                yield pending
            pending = phrase
        if pending:
            pending = SpeechPhrase(pending.text, pending.words, max(pending.pause, wait), closes=pending.closes)
    if pending:
        yield pending


def _split_at_breaks(text: str) -> Iterator[tuple[str, float]]:
    """Pieces of text with the extra seconds of silence after each."""
    at = 0
    for tag in _BREAK.finditer(text):
        time = _TIME.search(tag.group())
        seconds = float(time[1]) / (1000 if time[2].lower() == "ms" else 1) if time else PAUSES["."]
        yield text[at : tag.start()], min(seconds, _LONGEST_BREAK)
        at = tag.end()
    yield text[at:], 0.0


def _clauses(text: str) -> Iterator[SpeechPhrase]:
    tokens = _DASHES.sub(" — ", text).split()
    gathered: list[str] = []
    for index, token in enumerate(tokens):
        word_text = _strip(token)
        if word_text:
            gathered.append(word_text)
        next_token = next((t for t in tokens[index + 1 :] if _strip(t)), "")
        mark = _phrase_end_mark(token, word_text, next_token)
        if not mark and sum(map(len, gathered)) + len(gathered) > MAX_PHRASE_LENGTH:
            mark = ","
        if mark and gathered:
            yield _make_phrase(gathered, mark)
            gathered = []
    if gathered:
        yield _make_phrase(gathered, ".")


def _make_phrase(gathered: list[str], mark: str) -> SpeechPhrase:
    shouting = len(gathered) > 2 and " ".join(gathered).isupper()
    at = 0
    spoken_words: list[SpokenWord] = []
    pieces: list[str] = []
    for word_text in gathered:
        spoken_form = _spoken_form(word_text, shouting)
        pieces.append(spoken_form)
        spoken_words.append(SpokenWord(word_text, at, at + len(spoken_form)))
        at += len(spoken_form) + 1
    text = " ".join(pieces)
    ending = {"—": ";", "…": ".", ")": ","}.get(mark, mark)
    return SpeechPhrase(text + ending, tuple(spoken_words), PAUSES[mark], closes=mark in ".?!…")


def _phrase_end_mark(token: str, word_text: str, next_token: str) -> str:
    """The mark that ends a phrase after this token, or ""."""
    tail = token.translate(_SAME)
    tail = tail[tail.rfind(word_text.translate(_SAME)) + len(word_text) :] if word_text else tail
    if "…" in tail or "..." in tail:
        return "…"
    for mark in "?!;:,—)":
        if mark in tail:
            return mark
    if "." not in tail:
        return ""
    is_abbreviation = (
        word_text.lower() in _ABBREVIATIONS or (len(word_text) == 1 and word_text.isupper()) or "." in word_text
    )
    return "" if (is_abbreviation and next_token) or next_token[:1].islower() else "."


def _strip(token: str) -> str:
    """The token without surrounding punctuation and unpronounceable symbols."""
    letters = [i for i, c in enumerate(token) if c.isalnum() or c in _SPOKEN_SYMBOLS or unicodedata.category(c) == "Mn"]
    stripped = token[letters[0] : letters[-1] + 1] if letters else ""
    sign = token[letters[0] - 1 : letters[0]] if letters else ""
    stripped = sign + stripped if sign in ("-", "−") and stripped[:1].isdigit() else stripped
    return "".join(c for c in stripped if not _is_unspeakable(c)) if any(map(_speakable, stripped)) else ""


def _spoken_form(word_text: str, shouting: bool) -> str:
    """Spelling for the synthesiser: capitals become a word unless they are an acronym. In an all-capitals phrase
    (`shouting`) even short ones are words."""
    text = word_text.translate(_SAME).replace("–", "-")
    text = text.replace("−", "-")
    text = re.sub(r"(\d)-(?=\d)", r"\1 - ", text) if re.fullmatch(r"\d+-\d+", text) else text
    letters = [c for c in text if c.isalpha()]
    is_word = len(letters) > 3 and re.search("[AEIOUY]", text) is not None
    return text.lower() if text.isupper() and (is_word or shouting) else text


def _speakable(character: str) -> bool:
    return character.isalnum() or character in _SPOKEN_SYMBOLS


def _is_unspeakable(character: str) -> bool:
    """Whether a character is an emoji, arrow, box drawing, private-use, control or format character (joiners inside
    words are kept)."""
    return unicodedata.category(character) in ("So", "Sk", "Co", "Cn", "Cc", "Cf", "Sm") and not (
        character in _SPOKEN_SYMBOLS or character in "\u200c\u200d−"
    )


def dropped_symbols(text: str) -> tuple[str, ...]:
    """Symbols of the text that are not spoken, unique, in order."""
    text_without_breaks = _BREAK.sub(" ", text)
    ignored = frozenset("\n\r\t\u200b\u200c\u200d\u200e\u200f\ufe0f\ufeff\u2060")
    return tuple(
        dict.fromkeys(c for c in text_without_breaks if _is_unspeakable(c) and c not in ignored and c.isprintable())
    )


def foreign_script(text: str, language: str) -> str:
    """Name of the script of most letters ("Arabic") if the language does not use it, else ""."""
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
