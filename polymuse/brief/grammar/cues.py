"""Extraction of phrases that are not sentences: time of day, weather, camera, style, palette, on-screen text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from polymuse.brief.grammar.tokens import grammar
from polymuse.brief.lexicon import load_word_table, split_list, verb_forms

__all__ = ["TextCues", "extract_cues", "find_weather", "first_cue", "season_of"]

BREAK = " . "
"""Placeholder for an extracted camera phrase: the sentence starts anew."""

QUOTED = r"[\"“«„]([^\"”»“]{1,200})[\"”»“]"
SAYS = (
    r"(?:reads?|reading|says?|saying|spells?|spelling|labell?ed|titled|entitled|marked|inscribed|with the words?"
    r"|the words?)"
)
LETTERED = (
    r"(?:signs?|signposts?|text|titles?|captions?|banners?|labels?|letters?|words?|screens?|posters?|headlines?|placards?|plaques?|boards?"
    r"|billboards?|inscription|neon|subtitle|lettering)"
)
SIGN = re.compile(
    rf"(?:\b{LETTERED}\b[^.!?\n\"“«„]{{0,40}}?\s*:?\s*{QUOTED})|(?:\b{SAYS}\s*[:,]?\s*{QUOTED})|(?:\b{SAYS}\s*:?\s*'([^'\n]{{1,80}})'(?!\w))",
    re.IGNORECASE,
)
TEXT_KEY = re.compile(
    r"(?:^|[.;\n])\s*(?:on-?screen text|text|title card|title|caption)\s*:\s*([^\n.;]+)", re.IGNORECASE
)
ANY_QUOTE = re.compile(QUOTED)
MEDIUM_OF = re.compile(
    r"(?:^|(?<=[.;:\n,]))\s*(?:an?\s+|the\s+)?(?:[\w-]+\s+){0,2}?(?:photo|photograph|picture|image|illustration|drawing|painting|sketch|view|scene|depiction"
    r"|shot|rendering|snapshot)\s+of\s+(?=\w)",
    re.IGNORECASE,
)
STYLE_OF = re.compile(r"\bin the style of ([^.,;\n]{2,60})", re.IGNORECASE)
STYLE_NOUNS = r"(?:\s+(?:style|illustration|painting|look|drawing|animation|film|art|aesthetic|render(?:ing)?|print))"
ALONE_STYLES = frozenset(
    {"retro", "comic", "cartoon", "noir", "collage", "minimalist", "documentary", "ink drawing", "manga"}
)
PALETTE = re.compile(r"[^.;\n]*\b(?:palette|colou?r scheme|colou?rs|shades|tones|hues|tints)\b[^.;\n]*", re.IGNORECASE)
PALETTE_WORD = re.compile(r"\b(?:palette|colou?r scheme|shades of|tones?|hues?|tints?|colou?rs:)", re.IGNORECASE)
DENIED = re.compile(r"\b(?:no|without(?: any| a)?|not a)\s+[\w-]+(?:\s+or\s+[\w-]+)?", re.IGNORECASE)
CAMERA_LINE = re.compile(r"(?:^|\n)\s*camera\s*:\s*([^\n]+)", re.IGNORECASE)
PACED = r"(?:(?:very|then|also|and)\s+)?(?:slow|gentle|quick|fast|rapid|smooth|steady|gradual|lazy|swift|\w+ly)"
AVOID = re.compile(r"(?:\bavoid(?:ing)?\b:?|\bexclud(?:e|ing)\b:?|--no\b|\bfree of\b|\bdevoid of\b)", re.IGNORECASE)
SHOT_SIGNS = ("shot", "view", "close", "bird", "aerial", "angle", "panorama", "panoramic", "macro", "vista", "headshot")


@dataclass(slots=True)
class TextCues:
    """The extracted values, and the remaining text for the grammar."""

    text: str
    shot: str | None = None
    move: str | None = None
    pace: str | None = None
    style: str | None = None
    palette: tuple[str, ...] = ()
    lettering: list[str] = field(default_factory=list)


@cache
def _patterns(name: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    if name == "move":
        return tuple(
            (key, _found(_camera_pattern(split_list(words), "camera_verbs")))
            for key, words in load_word_table("cues")[name].items()
        )
    return tuple((key, _any_of(split_list(words))) for key, words in load_word_table("cues")[name].items())


def _camera_pattern(phrases: Iterable[str], verbs: str) -> str:
    """Pattern of camera phrases, the longest first: verbs of the list in all their forms, with adverbs of pace between
    verb and direction ("tilts slowly down")."""
    verb_list = frozenset(split_list(load_word_table("cues")[verbs]))
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(_inflected_pattern(p) if p.split()[0] in verb_list else re.escape(p) for p in ordered)


def _inflected_pattern(phrase: str) -> str:
    verb, *tail = phrase.split()
    forms = "|".join(sorted((form for form, _ in verb_forms(verb)), key=len, reverse=True))
    return rf"(?:{forms})" + (rf"(?:\s+{PACED})*\s+" + re.escape(" ".join(tail)) if tail else "")


def _found(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return _found("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)))


def first_cue(name: str, text: str) -> str | None:
    """The first entry of a table of cues.yaml with a phrase in the text."""
    return next((key for key, pattern in _patterns(name) if pattern.search(text)), None)


@cache
def _except(name: str) -> re.Pattern[str]:
    return _any_of(split_list(load_word_table("cues")[name]))


def find_weather(text: str) -> tuple[str, ...]:
    """All weather words of the text, the most severe first."""
    text = DENIED.sub(" ", _except("not_weather").sub(" ", text))
    weather = [key for key, pattern in _patterns("weather") if pattern.search(text)]
    if (
        "rain" in weather
        and "drizzle" in weather
        and not re.search(r"\b(?:heavy|pouring|downpour)", text, re.IGNORECASE)
    ):
        weather.remove("rain")
    if "overcast" in weather and "cloudy" in weather:
        weather.remove("cloudy")
    return tuple(weather)


def season_of(text: str) -> str | None:
    return first_cue("season", _except("not_season").sub(" ", text))


def extract_cues(text: str, camera: str = "") -> TextCues:
    """Extract the cues of a description and of a camera text."""
    cues = TextCues(text)
    for step in (_extract_lettering, _camera, _style, _palette):
        step(cues)
    cues.text = AVOID.sub(" , without ", cues.text)
    camera_text = camera.strip()
    if camera_text:
        cues.shot = first_cue("shot", camera_text) or cues.shot
        cues.move = first_cue("move", camera_text) or cues.move
        cues.pace = first_cue("pace", camera_text) or cues.pace
    return cues


def _extract_lettering(cues: TextCues) -> None:
    """On-screen text; other quotations are speech and not shown."""

    def keep(match: re.Match[str]) -> str:
        words = next(group for group in match.groups() if group)
        cues.lettering.append(words.strip())
        start = next(match.start(i + 1) for i, group in enumerate(match.groups()) if group)
        remainder = re.sub(rf"\s*\b{SAYS}\s*[:,]?\s*$", "", match[0][: start - match.start() - 1], flags=re.IGNORECASE)
        return remainder.rstrip(" :,") + " "

    if ANY_QUOTE.fullmatch(cues.text.strip()):
        cues.text = cues.text.strip()[1:-1]
    cues.text = SIGN.sub(keep, cues.text)
    for match in TEXT_KEY.finditer(cues.text):
        cues.lettering.append(match[1].strip())
    cues.text = ANY_QUOTE.sub(" ", TEXT_KEY.sub(BREAK, cues.text))


@cache
def _shots() -> re.Pattern[str]:
    patterns = [
        w
        for words in load_word_table("cues")["shot"].values()
        for w in split_list(words)
        if any(sign in w for sign in SHOT_SIGNS) and w != "in close"
    ]
    ordered = sorted(patterns, key=len, reverse=True)
    return re.compile(
        r"(?<![\w-])(?:(?:an?|the|in|from|with)\s+){0,2}(?:[\w-]+\s+)?(" + "|".join(re.escape(w) for w in ordered)
        + r")(?:\s+(?:shot|view|image|picture))?(?:\s+(?:of|on)\b)?(?![\w-])",
        re.IGNORECASE,
    )  # fmt: skip


@cache
def _moves() -> re.Pattern[str]:
    verb_pattern = _camera_pattern(
        (w for words in load_word_table("cues")["move"].values() for w in split_list(words)), "camera_verbs"
    )
    free_pattern = _camera_pattern(split_list(load_word_table("cues")["move_anywhere"]), "camera_only")
    return re.compile(
        rf"(?<![\w-])(?:(?:the\s+)?camera|we)\s+(?:is\s+|then\s+)?(?:{PACED}\s+)?(?:{verb_pattern})(?:\s+{PACED})?(?![\w-])"
        rf"|(?<![\w-])(?:an?\s+|the\s+|in\s+)?(?:{PACED},?\s+)?(?:{free_pattern})(?:\s+{PACED})?(?:\s+(?:of|shot))?(?![\w-])",
        re.IGNORECASE,
    )


def _camera(cues: TextCues) -> None:
    line = CAMERA_LINE.search(cues.text)
    if line:
        cues.shot, cues.move, cues.pace = (first_cue(name, line[1]) for name in ("shot", "move", "pace"))
        cues.text = CAMERA_LINE.sub(BREAK, cues.text)
    shot = _shots().search(cues.text)
    if shot:
        cues.shot = cues.shot or first_cue("shot", shot[1])
        cues.text = _shots().sub(BREAK, cues.text)
    moves = list(_moves().finditer(cues.text))
    if moves:
        cues.move = cues.move or first_cue("move", moves[0][0])
        cues.pace = cues.pace or first_cue("pace", moves[0][0])
        cues.text = _moves().sub(BREAK, cues.text)


def _style(cues: TextCues) -> None:
    named = STYLE_OF.search(cues.text)
    if named:
        cues.style = named[1].strip()
        cues.text = STYLE_OF.sub(" ", cues.text)
    for style, pattern in _patterns("style"):
        suffix = rf"(?:{STYLE_NOUNS}|(?=\s*(?:[,.;]|$)))" if style in ALONE_STYLES else f"{STYLE_NOUNS}?"
        expression = rf"(?:\b(?:in|an?|as)\s+){{0,2}}{pattern.pattern}{suffix}(?:\s+of\b)?"
        match = re.search(expression, cues.text, re.IGNORECASE)
        if match:
            cues.style = cues.style or style
            cues.text = cues.text[: match.start()] + BREAK + cues.text[match.end() :]
    cues.text = MEDIUM_OF.sub(" ", cues.text)


def _palette(cues: TextCues) -> None:
    for clause in PALETTE.findall(cues.text):
        if not PALETTE_WORD.search(clause):
            continue
        colours = tuple(_find_colours(clause))
        if colours:
            cues.palette = tuple(dict.fromkeys(cues.palette + colours))
            words = [
                *colours,
                *(f"{c}s" for c in colours),
                "palette",
                "colour scheme",
                "color scheme",
                "tones",
                "hues",
                "shades",
                "tints",
                "tone",
                "hue",
                "of",
                "muted",
                "soft",
            ]
            cues.text = cues.text.replace(clause, _any_of(words).sub(" ", clause))


def _find_colours(text: str) -> Iterable[str]:
    """Colour names in text order, plurals included ("blues and golds"), and hexadecimal colours."""
    colour_names: Mapping[str, str] = {c: c for c in grammar().colours} | {f"{c}s": c for c in grammar().colours}
    words = re.findall(r"#[0-9a-fA-F]{6}\b|[a-z]+(?:-[a-z]+)*", text.lower())
    i = 0
    while i < len(words):
        pair = " ".join(words[i : i + 2])
        modifier, _, last = pair.partition(" ")
        if pair in colour_names or (modifier in grammar().shades and last in colour_names):
            yield colour_names.get(pair) or f"{modifier} {colour_names[last]}"
            i += 2
            continue
        if words[i] in colour_names or words[i].startswith("#"):
            yield colour_names.get(words[i], words[i])
        i += 1
