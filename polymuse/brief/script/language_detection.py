"""Language detection by function words."""

from __future__ import annotations

import re
from collections import Counter

__all__ = ["detect_language"]

_SMALL = {
    "en": "the a an and of to in is was it that he she his her with for on as at they you are not this we be have from",
    "de": "der die das und ist nicht ein eine einen dem den des zu mit auf für von sich es er sie wir ich im war auch "
    "über zum zur ihr ihre seine sein wird hat sind als wie nur noch dann wenn bei nach heute einmal",
    "fr": "le la les et est une un des du dans qui que pour pas sur il elle nous au avec ce se était son sa ses",
    "es": "el la los las y es una un del en que por no con su se para al lo como más era está muy ella",
    "it": "il lo la gli e è una un del della nel che per non con di si sono più era suo sua come alla",
    "pt": "o a os as e é uma um do da em que por não com seu sua se para ao mais era ela como na no",
    "nl": "de het een en is niet van op met voor zijn haar dat die te er was naar aan ook maar wij hij",
}
_FUNCTION_WORDS = {language: frozenset(words.split()) for language, words in _SMALL.items()}
_WORD = re.compile(r"[^\W\d_]+")
_MIN_MATCHES = 2
"""Function words of a language that must occur."""
_MIN_LEAD = 1.5
"""Factor by which they must outnumber those of any other language."""
_SCRIPTS = {
    "ja": "\u3040-\u30ff", "zh": "\u4e00-\u9fff", "ko": "\uac00-\ud7af", "ru": "\u0400-\u04ff", "el": "\u0370-\u03ff",
    "ar": "\u0600-\u06ff", "he": "\u0590-\u05ff", "hi": "\u0900-\u097f",
}  # fmt: skip
_LETTERS = {language: re.compile(f"[{letters}]") for language, letters in _SCRIPTS.items()}


def detect_language(text: str) -> str | None:
    """Code of a text's language, if unambiguous: English, German, French, Spanish, Italian, Portuguese, Dutch by their
    function words; others by script (Cyrillic as Russian, Arabic letters as Arabic). Else None."""
    words_found = _WORD.findall(text[:20_000].casefold())
    for language, letters in _LETTERS.items():
        if sum(bool(letters.search(word)) for word in words_found) > len(words_found) / 2:
            return language
    words = Counter(words_found)
    counts = {
        language: sum(words[word] for word in function_words) for language, function_words in _FUNCTION_WORDS.items()
    }
    best, second = sorted(counts, key=lambda language: -counts[language])[:2]
    return best if counts[best] >= _MIN_MATCHES and counts[best] > _MIN_LEAD * counts[second] else None
