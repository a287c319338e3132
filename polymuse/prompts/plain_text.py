"""Prompts in plain words, for models that have no signs for weights, composition or what is not wanted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from polymuse.brief.inflection import capital, joined
from polymuse.prompts.compiler import Draft
from polymuse.prompts.model import Part, Role

__all__ = [
    "FILM", "MUSIC", "PICTURE", "Plain", "listed", "phrase", "phrases", "plain", "positive", "sentence", "sentences", "told",
    "unweighed", "without",
]  # fmt: skip

PHRASES: dict[Role, str] = {
    "mood": "{} mood",
    "style": "{} style",
    "palette": "{} palette",
    "audience": "for {}",
    "text": "the words “{}”",
    "sound": "with the sound of {}",
    "music": "with music: {}",
    "key": "in {}",
    "vocals": "vocals: {}",
    "structure": "structure: {}",
    "duration": "{} long",
    "delivery": "spoken {}",
    "lyrics": "with the lyrics: {}",
    "speech": "somebody says: “{}”",
}
"""How a part is put in words; others stand as they are."""
STATED: dict[Role, str] = {
    "text": "The words “{}” appear exactly as written",
    "sound": "Sound: {}",
    "music": "Music: {}",
    "key": "Key: {}",
    "speech": "Somebody says: “{}”",
    "delivery": "Delivery: {}",
}
"""… where it is a sentence of its own."""
INSTEAD = {
    "people": "deserted", "person": "deserted", "humans": "deserted", "crowd": "quiet and empty", "cars": "free of traffic",
    "traffic": "free of traffic", "clouds": "a cloudless sky", "rain": "dry weather", "fog": "clear air",
    "blur": "sharp focus throughout", "blurry": "sharp focus throughout", "out of focus": "sharp focus throughout",
    "text": "plain, unmarked surfaces", "letters": "plain, unmarked surfaces", "watermark": "plain, unmarked surfaces",
    "logo": "plain, unmarked surfaces", "logos": "plain, unmarked surfaces", "noise": "a clean image",
    "shadows": "even, shadowless light", "furniture": "an empty room", "camera shake": "a steady camera",
    "shaky camera": "a steady camera", "camera movement": "a locked-off camera", "camera motion": "a locked-off camera",
    "cuts": "one continuous shot", "low quality": "high quality", "grain": "a clean image",
}  # fmt: skip
"""What to say instead of what is not wanted."""
STOPS = ".!?…。！？:;"
BLANKS = re.compile(r" {2,}")
PICTURE: tuple[Role | None, ...] = (
    None, "subject", "setting", "light", "mood", "style", "palette", "camera", "text", "audience",
)  # fmt: skip
"""What a picture's prompt tells, in the order in which most guides tell it."""
FILM: tuple[Role | None, ...] = (
    None, "subject", "motion", "setting", "camera", "light", "mood", "style", "palette", "text", "audience",
    "sound", "music", "speech",
)  # fmt: skip
"""What a film's prompt tells, sound last."""
MUSIC: tuple[Role | None, ...] = (None, "genre", "mood", "style", "tempo", "key", "instruments", "vocals")
"""What a piece of music's prompt tells."""


@dataclass(slots=True)
class Plain:
    """Parts without their weights, and what the weights said."""

    parts: list[Part] = field(default_factory=list)
    strong: list[str] = field(default_factory=list)
    faint: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)


def plain(draft: Draft, *roles: Role | None) -> Plain:
    """Takes parts and reads their weights: what weighs most is named first, what weighs less than nothing is not
    wanted, and what weighs nothing is left out and reported."""
    taken = draft.take(*roles)
    composed = sum(part.role is None for part in taken) > 1
    found = Plain()
    for part in sorted(taken, key=lambda part: (roles.index(part.role), 0 if part.role else -part.weight)):
        share = part.weight if composed and part.role is None else 1.0
        if text := unweighed(draft, part, found, share):
            found.parts.append(Part.of(text, part.role))
            _stress(found, text, share)
    return found


def unweighed(draft: Draft, part: Part, found: Plain, share: float = 1.0) -> str:
    """The wanted words of a part; what its weights said is added to `found`. A `share` of 0 or less is that of all its
    words."""
    words = []
    for span in part.spans:
        said, weight = span.text.strip(), span.weight if share > 0 else share
        if weight > 0:
            words.append(span.text)
            _stress(found, said, weight)
        elif weight < 0:
            found.unwanted += [said] if said else []
        elif said:
            draft.note(f"“{said}” has the weight 0 and is left out.")
    return BLANKS.sub(" ", "".join(words)).strip()


def _stress(found: Plain, words: str, weight: float) -> None:
    if weight != 1 and words:
        (found.strong if weight > 1 else found.faint).append(words)


def phrase(part: Part) -> str:
    """A part as a phrase of a list."""
    return _filled(PHRASES.get(part.role, "{}") if part.role else "{}", part.text)


def told(draft: Draft, *roles: Role | None) -> tuple[list[str], str]:
    """Parts as sentences, and what is not wanted: as a list for a field of its own, or, where the family has none, as
    one sentence more."""
    found = plain(draft, *roles)
    unwanted = [*(part.text for part in draft.negative()), *found.unwanted]
    pieces = list(sentences(found))
    if draft.limits.negative == 0:
        return [*pieces, without(unwanted)], ""
    return pieces, listed(unwanted)


def positive(draft: Draft, *roles: Role | None) -> list[str]:
    """Parts as sentences for a family that knows only what is wanted: what is not is said the other way round, where
    there are words for it, or reported."""
    found = plain(draft, *roles)
    instead = []
    for word in [*(part.text for part in draft.negative()), *found.unwanted]:
        if other := INSTEAD.get(word.lower().strip(" .")):
            instead.append(other)
            draft.note(f"{draft.family} knows only what is wanted: “{word}” became “{other}”.")
        else:
            draft.note(f"{draft.family} cannot express what is not wanted, “{word}”; it is left out.")
    return [*sentences(found), f"{capital(listed(instead))}." if instead else ""]


def phrases(found: Plain) -> list[str]:
    """Plain parts as phrases, with what their weights said."""
    said = [phrase(part).rstrip(". ") for part in found.parts]
    said += [f"above all {listed(found.strong)}"] if found.strong else []
    return said + ([f"a hint of {listed(found.faint)}"] if found.faint else [])


def sentence(part: Part) -> str:
    """A part as a sentence."""
    shape = "{}" if part.role is None else STATED.get(part.role) or PHRASES.get(part.role, "{}")
    text = capital(_filled(shape, part.text))
    return text if text.rstrip("”\"’'").endswith(tuple(STOPS)) else f"{text}."


def _filled(shape: str, text: str) -> str:
    """A shape with the text in it; without what the text says itself ("oil painting style")."""
    own = shape.replace("{}", "").strip()
    if own.isalpha() and own in text.lower().split():
        return text
    return shape.replace("{}", text)


def listed(words: Iterable[str]) -> str:
    """Words as a list with commas, each once."""
    return ", ".join(dict.fromkeys(word for word in words if word))


def without(unwanted: Sequence[str]) -> str:
    """What is not wanted, as a sentence: "No people, no cars." """
    return f"{capital(listed(f'no {word}' for word in unwanted))}." if unwanted else ""


def sentences(found: Plain) -> Iterator[str]:
    """Plain parts as sentences, with what their weights said; composed pictures are named as one."""
    bare = [part for part in found.parts if part.role is None]
    if len(bare) > 1 and all(len(part.text) < 80 and "\n" not in part.text for part in bare):
        yield f"{capital(joined([part.text.rstrip(STOPS) for part in bare]))}, combined in one."
    else:
        yield from (sentence(part) for part in bare)
    yield from (sentence(part) for part in found.parts if part.role is not None)
    if found.strong:
        yield f"Most prominent: {listed(found.strong)}."
    if found.faint:
        yield f"Only faintly: {listed(found.faint)}."
