"""Cues that are phrases, not sentences: hour, weather, camera, style, palette, and words in the picture."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from polymuse.brief.grammar.tokens import grammar
from polymuse.brief.lexicon import listed, table, verb_forms

__all__ = ["Cues", "cues_of", "first_cue", "season_of", "weather_of"]

BREAK = " . "
"""What stands in the place of a camera phrase: the sentence begins anew."""

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
class Cues:
    """What the phrases said, and the text with them taken out, ready for the grammar."""

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
            (key, _found(_spoken(listed(words), "camera_verbs"))) for key, words in table("cues")[name].items()
        )
    return tuple((key, _any_of(listed(words))) for key, words in table("cues")[name].items())


def _spoken(phrases: Iterable[str], verbs: str) -> str:
    """A pattern for the camera's phrases, the longest first: those that begin with one of a list of verbs in all the
    verb's forms, and words of pace between the verb and where to ("tilts slowly down")."""
    doing = frozenset(listed(table("cues")[verbs]))
    ordered = sorted(phrases, key=len, reverse=True)
    return "|".join(_conjugated(p) if p.split()[0] in doing else re.escape(p) for p in ordered)


def _conjugated(phrase: str) -> str:
    verb, *rest = phrase.split()
    forms = "|".join(sorted((form for form, _ in verb_forms(verb)), key=len, reverse=True))
    return rf"(?:{forms})" + (rf"(?:\s+{PACED})*\s+" + re.escape(" ".join(rest)) if rest else "")


def _found(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])", re.IGNORECASE)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    return _found("|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)))


def first_cue(name: str, text: str) -> str | None:
    """The first entry of a table of cues.yaml that has a phrase in the text."""
    return next((key for key, pattern in _patterns(name) if pattern.search(text)), None)


@cache
def _except(name: str) -> re.Pattern[str]:
    return _any_of(listed(table("cues")[name]))


def weather_of(text: str) -> tuple[str, ...]:
    """Everything the text says of the weather, the fiercest first."""
    text = DENIED.sub(" ", _except("not_weather").sub(" ", text))
    found = [key for key, pattern in _patterns("weather") if pattern.search(text)]
    if "rain" in found and "drizzle" in found and not re.search(r"\b(?:heavy|pouring|downpour)", text, re.IGNORECASE):
        found.remove("rain")
    if "overcast" in found and "cloudy" in found:
        found.remove("cloudy")
    return tuple(found)


def season_of(text: str) -> str | None:
    return first_cue("season", _except("not_season").sub(" ", text))


def cues_of(text: str, camera: str = "") -> Cues:
    """Read the cues of a description and of what was said of the camera."""
    cues = Cues(text)
    for step in (_lettering, _camera, _style, _palette):
        step(cues)
    cues.text = AVOID.sub(" , without ", cues.text)
    spoken = camera.strip()
    if spoken:
        cues.shot = first_cue("shot", spoken) or cues.shot
        cues.move = first_cue("move", spoken) or cues.move
        cues.pace = first_cue("pace", spoken) or cues.pace
    return cues


def _lettering(cues: Cues) -> None:
    """Words to be read in the picture; other quoted words are spoken, not shown."""

    def keep(match: re.Match[str]) -> str:
        words = next(group for group in match.groups() if group)
        cues.lettering.append(words.strip())
        start = next(match.start(i + 1) for i, group in enumerate(match.groups()) if group)
        said = re.sub(rf"\s*\b{SAYS}\s*[:,]?\s*$", "", match[0][: start - match.start() - 1], flags=re.IGNORECASE)
        return said.rstrip(" :,") + " "

    if ANY_QUOTE.fullmatch(cues.text.strip()):
        cues.text = cues.text.strip()[1:-1]
    cues.text = SIGN.sub(keep, cues.text)
    for match in TEXT_KEY.finditer(cues.text):
        cues.lettering.append(match[1].strip())
    cues.text = ANY_QUOTE.sub(" ", TEXT_KEY.sub(BREAK, cues.text))


@cache
def _shots() -> re.Pattern[str]:
    told = [
        w
        for words in table("cues")["shot"].values()
        for w in listed(words)
        if any(sign in w for sign in SHOT_SIGNS) and w != "in close"
    ]
    ordered = sorted(told, key=len, reverse=True)
    return re.compile(
        r"(?<![\w-])(?:(?:an?|the|in|from|with)\s+){0,2}(?:[\w-]+\s+)?(" + "|".join(re.escape(w) for w in ordered)
        + r")(?:\s+(?:shot|view|image|picture))?(?:\s+(?:of|on)\b)?(?![\w-])",
        re.IGNORECASE,
    )  # fmt: skip


@cache
def _moves() -> re.Pattern[str]:
    told = _spoken((w for words in table("cues")["move"].values() for w in listed(words)), "camera_verbs")
    free = _spoken(listed(table("cues")["move_anywhere"]), "camera_only")
    return re.compile(
        rf"(?<![\w-])(?:(?:the\s+)?camera|we)\s+(?:is\s+|then\s+)?(?:{PACED}\s+)?(?:{told})(?:\s+{PACED})?(?![\w-])"
        rf"|(?<![\w-])(?:an?\s+|the\s+|in\s+)?(?:{PACED},?\s+)?(?:{free})(?:\s+{PACED})?(?:\s+(?:of|shot))?(?![\w-])",
        re.IGNORECASE,
    )


def _camera(cues: Cues) -> None:
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


def _style(cues: Cues) -> None:
    named = STYLE_OF.search(cues.text)
    if named:
        cues.style = named[1].strip()
        cues.text = STYLE_OF.sub(" ", cues.text)
    for style, pattern in _patterns("style"):
        after = rf"(?:{STYLE_NOUNS}|(?=\s*(?:[,.;]|$)))" if style in ALONE_STYLES else f"{STYLE_NOUNS}?"
        said = rf"(?:\b(?:in|an?|as)\s+){{0,2}}{pattern.pattern}{after}(?:\s+of\b)?"
        found = re.search(said, cues.text, re.IGNORECASE)
        if found:
            cues.style = cues.style or style
            cues.text = cues.text[: found.start()] + BREAK + cues.text[found.end() :]
    cues.text = MEDIUM_OF.sub(" ", cues.text)


def _palette(cues: Cues) -> None:
    for clause in PALETTE.findall(cues.text):
        if not PALETTE_WORD.search(clause):
            continue
        found = tuple(_colours(clause))
        if found:
            cues.palette = tuple(dict.fromkeys(cues.palette + found))
            words = [
                *found,
                *(f"{c}s" for c in found),
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


def _colours(text: str) -> Iterable[str]:
    """Colour names in the order of the text, plurals too ("blues and golds"), and hexadecimal ones."""
    known: Mapping[str, str] = {c: c for c in grammar().colours} | {f"{c}s": c for c in grammar().colours}
    words = re.findall(r"#[0-9a-fA-F]{6}\b|[a-z]+(?:-[a-z]+)*", text.lower())
    i = 0
    while i < len(words):
        pair = " ".join(words[i : i + 2])
        shade, _, last = pair.partition(" ")
        if pair in known or (shade in grammar().shades and last in known):
            yield known.get(pair) or f"{shade} {known[last]}"
            i += 2
            continue
        if words[i] in known or words[i].startswith("#"):
            yield known.get(words[i], words[i])
        i += 1
