"""Prompts as plain text, for models without syntax for weights, composition or exclusion."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from polymuse.brief.inflection import capitalize, join_list
from polymuse.prompts.compiler import Draft
from polymuse.prompts.model import PromptPart, Role

__all__ = [
    "IMAGE_ROLES",
    "MUSIC_ROLES",
    "VIDEO_ROLES",
    "PlainPrompt",
    "comma_list",
    "negative_sentence",
    "phrase",
    "phrases",
    "sentence",
    "sentences",
    "strip_weights",
    "take_plain",
    "take_positive_sentences",
    "take_sentences",
]  # fmt: skip

PHRASE_TEMPLATES: dict[Role, str] = {
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
"""Phrase for a part by role; other roles use the text itself."""
SENTENCE_TEMPLATES: dict[Role, str] = {
    "text": "The words “{}” appear exactly as written",
    "sound": "Sound: {}",
    "music": "Music: {}",
    "key": "Key: {}",
    "speech": "Somebody says: “{}”",
    "delivery": "Delivery: {}",
}
"""Templates that differ when the part is a sentence of its own."""
POSITIVE_REPLACEMENTS = {
    "people": "deserted", "person": "deserted", "humans": "deserted", "crowd": "quiet and empty", "cars": "free of traffic",
    "traffic": "free of traffic", "clouds": "a cloudless sky", "rain": "dry weather", "fog": "clear air",
    "blur": "sharp focus throughout", "blurry": "sharp focus throughout", "out of focus": "sharp focus throughout",
    "text": "plain, unmarked surfaces", "letters": "plain, unmarked surfaces", "watermark": "plain, unmarked surfaces",
    "logo": "plain, unmarked surfaces", "logos": "plain, unmarked surfaces", "noise": "a clean image",
    "shadows": "even, shadowless light", "furniture": "an empty room", "camera shake": "a steady camera",
    "shaky camera": "a steady camera", "camera movement": "a locked-off camera", "camera motion": "a locked-off camera",
    "cuts": "one continuous shot", "low quality": "high quality", "grain": "a clean image",
}  # fmt: skip
"""Positive wording for excluded content."""
STOPS = ".!?…。！？:;"
BLANKS = re.compile(r" {2,}")
IMAGE_ROLES: tuple[Role | None, ...] = (
    None, "subject", "setting", "light", "mood", "style", "palette", "camera", "text", "audience",
)  # fmt: skip
"""Roles of an image prompt, in the order most vendors recommend."""
VIDEO_ROLES: tuple[Role | None, ...] = (
    None, "subject", "motion", "setting", "camera", "light", "mood", "style", "palette", "text", "audience",
    "sound", "music", "speech",
)  # fmt: skip
"""Roles of a video prompt, sound last."""
MUSIC_ROLES: tuple[Role | None, ...] = (None, "genre", "mood", "style", "tempo", "key", "instruments", "vocals")
"""Roles of a music prompt."""


@dataclass(slots=True)
class PlainPrompt:
    """Parts without weights, and the texts their weights emphasised, weakened or excluded."""

    parts: list[PromptPart] = field(default_factory=list)
    strong: list[str] = field(default_factory=list)
    faint: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)


def take_plain(draft: Draft, *roles: Role | None) -> PlainPrompt:
    """Take parts and resolve their weights: heavier parts come first, negative weights exclude, weight 0 is left out
    and reported."""
    parts = draft.take(*roles)
    is_composition = sum(part.role is None for part in parts) > 1
    result = PlainPrompt()
    for part in sorted(parts, key=lambda part: (roles.index(part.role), 0 if part.role else -part.weight)):
        weight = part.weight if is_composition and part.role is None else 1.0
        if text := strip_weights(draft, part, result, weight):
            result.parts.append(PromptPart.of(text, part.role))
            _stress(result, text, weight)
    return result


def strip_weights(draft: Draft, part: PromptPart, result: PlainPrompt, part_weight: float = 1.0) -> str:
    """The wanted text of a part; emphasised, weakened and excluded text is added to `result`. A `part_weight` of 0 or
    less applies to all of the text."""
    words = []
    for span in part.spans:
        text, weight = span.text.strip(), span.weight if part_weight > 0 else part_weight
        if weight > 0:
            words.append(span.text)
            _stress(result, text, weight)
        elif weight < 0:
            result.unwanted += [text] if text else []
        elif text:
            draft.note(f"“{text}” has the weight 0 and is left out.")
    return BLANKS.sub(" ", "".join(words)).strip()


def _stress(result: PlainPrompt, words: str, weight: float) -> None:
    if weight != 1 and words:
        (result.strong if weight > 1 else result.faint).append(words)


def phrase(part: PromptPart) -> str:
    """A part as a phrase of a list."""
    return _fill_template(PHRASE_TEMPLATES.get(part.role, "{}") if part.role else "{}", part.text)


def take_sentences(draft: Draft, *roles: Role | None) -> tuple[list[str], str]:
    """Take parts as sentences, and the exclusions: as a comma list for a negative field, or, if the family has none, as
    one more sentence."""
    result = take_plain(draft, *roles)
    unwanted = [*(part.text for part in draft.negative()), *result.unwanted]
    pieces = list(sentences(result))
    if draft.limits.negative == 0:
        return [*pieces, negative_sentence(unwanted)], ""
    return pieces, comma_list(unwanted)


def take_positive_sentences(draft: Draft, *roles: Role | None) -> list[str]:
    """Take parts as sentences for a family without exclusion: exclusions are replaced by positive wording where there
    is one, else reported."""
    result = take_plain(draft, *roles)
    replacements = []
    for word in [*(part.text for part in draft.negative()), *result.unwanted]:
        if replacement := POSITIVE_REPLACEMENTS.get(word.lower().strip(" .")):
            replacements.append(replacement)
            draft.note(f"{draft.family} knows only what is wanted: “{word}” became “{replacement}”.")
        else:
            draft.note(f"{draft.family} cannot express what is not wanted, “{word}”; it is left out.")
    return [*sentences(result), f"{capitalize(comma_list(replacements))}." if replacements else ""]


def phrases(prompt: PlainPrompt) -> list[str]:
    """Phrases of a plain prompt, emphasis included."""
    result = [phrase(part).rstrip(". ") for part in prompt.parts]
    result += [f"above all {comma_list(prompt.strong)}"] if prompt.strong else []
    return result + ([f"a hint of {comma_list(prompt.faint)}"] if prompt.faint else [])


def sentence(part: PromptPart) -> str:
    """A part as a sentence."""
    template = "{}" if part.role is None else SENTENCE_TEMPLATES.get(part.role) or PHRASE_TEMPLATES.get(part.role, "{}")
    text = capitalize(_fill_template(template, part.text))
    return text if text.rstrip("”\"’'").endswith(tuple(STOPS)) else f"{text}."


def _fill_template(template: str, text: str) -> str:
    """A template with the text in it; the text alone if it contains the template's word ("oil painting style")."""
    own_words = template.replace("{}", "").strip()
    if own_words.isalpha() and own_words in text.lower().split():
        return text
    return template.replace("{}", text)


def comma_list(words: Iterable[str]) -> str:
    """Unique words joined by commas."""
    return ", ".join(dict.fromkeys(word for word in words if word))


def negative_sentence(unwanted: Sequence[str]) -> str:
    """Exclusions as a sentence: "No people, no cars." """
    return f"{capitalize(comma_list(f'no {word}' for word in unwanted))}." if unwanted else ""


def sentences(prompt: PlainPrompt) -> Iterator[str]:
    """Sentences of a plain prompt, emphasis included; short composed images are named in one sentence."""
    unlabelled = [part for part in prompt.parts if part.role is None]
    if len(unlabelled) > 1 and all(len(part.text) < 80 and "\n" not in part.text for part in unlabelled):
        yield f"{capitalize(join_list([part.text.rstrip(STOPS) for part in unlabelled]))}, combined in one."
    else:
        yield from (sentence(part) for part in unlabelled)
    yield from (sentence(part) for part in prompt.parts if part.role is not None)
    if prompt.strong:
        yield f"Most prominent: {comma_list(prompt.strong)}."
    if prompt.faint:
        yield f"Only faintly: {comma_list(prompt.faint)}."
