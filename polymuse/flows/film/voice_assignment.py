"""Who speaks with which voice: characters sound unlike the narrator and unlike each other, as they are described."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

from polymuse.brief import Storyboard

__all__ = ["part_of", "parts"]


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_CHILD = _words("child boy girl kid toddler schoolboy schoolgirl schoolchild baby pupil grandson granddaughter")
_GIRL, _BOY = _words("girl schoolgirl granddaughter"), _words("boy schoolboy grandson")
_WOMAN = _words(
    "woman women lady mother mum mom grandmother grandma granny aunt sister wife widow queen princess waitress actress "
    "daughter bride nun witch female she her madam mrs ms miss heroine girlfriend"
)
_MAN = _words(
    "man men gentleman father dad grandfather grandpa uncle brother husband widower king prince waiter actor son groom "
    "monk wizard male he his sir mr hero boyfriend beard bearded moustache fisherman sailor"
)
_OLD = _words("old elderly aged ancient grandmother grandma granny grandfather grandpa retired widow widower")
_YOUNG = _words("young younger teenage teenager youthful student twenties apprentice")
_WORD = re.compile(r"[^\W\d_]+")


def part_of(description: str) -> str:
    """The part that a description asks for: "old woman", "young man", "girl", "child", or "person" where it does not
    say."""
    said = {word.lower() for word in _WORD.findall(description)}
    if said & _CHILD and not said & _OLD:
        return "girl" if said & _GIRL else "boy" if said & _BOY else "child"
    who = "woman" if said & _WOMAN else "man" if said & _MAN else ""
    age = "old " if said & _OLD else "young " if said & _YOUNG else ""
    return f"{age}{who}" if who else "old man" if said & _OLD else "person"


def parts(storyboard: Storyboard) -> Mapping[str, str]:
    """Each speaker's part by their name in lower case; a second "old man" is "old man 2"."""
    known = {each.name.casefold(): each.description for each in storyboard.characters}
    speakers = [n.speaker.casefold() for scene in storyboard.scenes for n in scene.narration if n.speaker]
    given: Counter[str] = Counter()
    found: dict[str, str] = {}
    for name in dict.fromkeys([*known, *speakers]):
        part = part_of(f"{name} {known.get(name, '')}")
        given[part] += 1
        found[name] = part if given[part] == 1 else f"{part} {given[part]}"
    return found
