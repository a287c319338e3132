"""Serialisation of prompts in the prompt language; parsing the result gives the same prompt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from polymuse.prompts.flags import REFERENCES
from polymuse.prompts.lexer import LABEL, NUMBER
from polymuse.prompts.model import EXACT, Prompt, PromptPart, Reference, Span

__all__ = ["format_number", "write"]

SIGNS = re.compile(
    rf"""(?P<label> (?:\A|(?<=\n)) (?i:{LABEL}) (?=:) )?
    (?: [\\()\[\]] | \bAND\b | -(?=-[A-Za-z]) | (?<=:): | :(?=:) | :\Z | :(?=[ ]*{NUMBER}[ ]*\Z) | (?(label):|(?!)) )""",
    re.VERBOSE,
)
LEADING = re.compile(r"https?(?=://)")
GUARDED = re.compile(rf"\\*(?:(?:{LABEL}):|--[A-Za-z])", re.IGNORECASE)
PAIRED = re.compile(r'(?:[^"\n]|\n|"[^"\n]*")*')


def write(prompt: Prompt) -> str:
    """A prompt as text. `read(write(p)) == p` for every prompt that was parsed."""
    pictures = [r.url for r in prompt.references if r.kind == "image"]
    unlabelled = " ".join([*pictures, *_compositions(prompt.select(None))])
    lines = [_line(part) for part in prompt.parts if part.role is not None]
    flags = " ".join(_flags(prompt))
    if not lines:
        return f"{unlabelled} {flags}".strip(" ")
    return "\n".join(line for line in (unlabelled, *lines, flags) if line)


def format_number(value: float) -> str:
    """A number with at most four decimals and no trailing zeros."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _compositions(parts: tuple[PromptPart, ...]) -> Iterator[str]:
    for at, part in enumerate(parts):
        words = _spans(part.spans)
        if at == 0 and (leading := LEADING.match(words)):
            words = f"{leading[0]}\\{words[leading.end() :]}"
        if part.weight != 1 and len(parts) == 1:
            words += f"::{format_number(part.weight)}"
        elif part.weight != 1:
            words += f" :{format_number(part.weight)}"
        yield words if at == 0 else f"AND {words}"


def _line(part: PromptPart) -> str:
    label = f"{part.role}".capitalize()
    if part.role not in EXACT:
        return f"{label}: {_spans(part.spans)}"
    if "\n" not in part.text:
        return f"{label}: {part.text}"
    lines = (f"\\{line}" if GUARDED.match(line) else line for line in part.text.split("\n"))
    return f"{label}:\n" + "\n".join(lines)


def _spans(spans: Iterable[Span], escaped: str = "") -> str:
    """Spans with their weights; `escaped` are characters to escape besides the usual ones."""
    pieces = []
    for span in spans:
        words = SIGNS.sub(_escape, span.text)
        words = words if PAIRED.fullmatch(span.text) else words.replace('"', '\\"')
        for sign in escaped:
            words = words.replace(sign, f"\\{sign}")
        pieces.append(words if span.weight == 1 else f"({words}:{format_number(span.weight)})")
    return "".join(pieces)


def _escape(match: re.Match[str]) -> str:
    label = match["label"] or ""
    return f"{label}\\{match[0].removeprefix(label)}"


def _flags(prompt: Prompt) -> Iterator[str]:
    if prompt.negative:
        yield "--no " + ", ".join(_spans(part.spans, escaped=",") for part in prompt.negative)
    if prompt.aspect:
        yield f"--ar {prompt.aspect[0]}:{prompt.aspect[1]}"
    fields = (("seed", prompt.seed), ("s", prompt.stylize), ("style", prompt.style), ("v", prompt.version))
    yield from (f"--{name} {value}" for name, value in fields if value is not None)
    for name, kind in REFERENCES.items():
        if references := [_reference(r) for r in prompt.references if r.kind == kind]:
            yield f"--{name} {' '.join(references)}"
    yield from (f"--{flag.name} {flag.value}".rstrip(" ") for flag in prompt.flags)


def _reference(reference: Reference) -> str:
    return reference.url if reference.weight == 1 else f"{reference.url}::{format_number(reference.weight)}"
