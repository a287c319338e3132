"""Writing a prompt in the prompt language, so that it reads back as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from polymuse.prompts.flags import REFERENCES
from polymuse.prompts.lexer import LABEL, NUMBER
from polymuse.prompts.model import EXACT, Part, Prompt, Reference, Span

__all__ = ["number", "write"]

SIGNS = re.compile(
    rf"""(?P<label> (?:\A|(?<=\n)) (?i:{LABEL}) (?=:) )?
    (?: [\\()\[\]] | \bAND\b | -(?=-[A-Za-z]) | (?<=:): | :(?=:) | :\Z | :(?=[ ]*{NUMBER}[ ]*\Z) | (?(label):|(?!)) )""",
    re.VERBOSE,
)
LEADING = re.compile(r"https?(?=://)")
GUARDED = re.compile(rf"\\*(?:(?:{LABEL}):|--[A-Za-z])", re.IGNORECASE)
PAIRED = re.compile(r'(?:[^"\n]|\n|"[^"\n]*")*')


def write(prompt: Prompt) -> str:
    """A prompt as text. `read(write(p)) == p` for every prompt that was read."""
    pictures = [r.url for r in prompt.references if r.kind == "image"]
    bare = " ".join([*pictures, *_composed(prompt.said(None))])
    lines = [_line(part) for part in prompt.parts if part.role is not None]
    flags = " ".join(_flags(prompt))
    if not lines:
        return f"{bare} {flags}".strip(" ")
    return "\n".join(line for line in (bare, *lines, flags) if line)


def number(value: float) -> str:
    """A number with at most four decimals, and none that say nothing."""
    return f"{value:.4f}".rstrip("0").rstrip(".")


def _composed(parts: tuple[Part, ...]) -> Iterator[str]:
    for at, part in enumerate(parts):
        words = _spans(part.spans)
        if at == 0 and (leading := LEADING.match(words)):
            words = f"{leading[0]}\\{words[leading.end() :]}"
        if part.weight != 1 and len(parts) == 1:
            words += f"::{number(part.weight)}"
        elif part.weight != 1:
            words += f" :{number(part.weight)}"
        yield words if at == 0 else f"AND {words}"


def _line(part: Part) -> str:
    label = f"{part.role}".capitalize()
    if part.role not in EXACT:
        return f"{label}: {_spans(part.spans)}"
    if "\n" not in part.text:
        return f"{label}: {part.text}"
    lines = (f"\\{line}" if GUARDED.match(line) else line for line in part.text.split("\n"))
    return f"{label}:\n" + "\n".join(lines)


def _spans(spans: Iterable[Span], signs: str = "") -> str:
    """Spans with their weights; `signs` are signs to be guarded besides the usual ones."""
    written = []
    for span in spans:
        words = SIGNS.sub(_guarded, span.text)
        words = words if PAIRED.fullmatch(span.text) else words.replace('"', '\\"')
        for sign in signs:
            words = words.replace(sign, f"\\{sign}")
        written.append(words if span.weight == 1 else f"({words}:{number(span.weight)})")
    return "".join(written)


def _guarded(match: re.Match[str]) -> str:
    label = match["label"] or ""
    return f"{label}\\{match[0].removeprefix(label)}"


def _flags(prompt: Prompt) -> Iterator[str]:
    if prompt.negative:
        yield "--no " + ", ".join(_spans(part.spans, signs=",") for part in prompt.negative)
    if prompt.aspect:
        yield f"--ar {prompt.aspect[0]}:{prompt.aspect[1]}"
    fields = (("seed", prompt.seed), ("s", prompt.stylize), ("style", prompt.style), ("v", prompt.version))
    yield from (f"--{name} {value}" for name, value in fields if value is not None)
    for name, kind in REFERENCES.items():
        if found := [_reference(r) for r in prompt.references if r.kind == kind]:
            yield f"--{name} {' '.join(found)}"
    yield from (f"--{flag.name} {flag.value}".rstrip(" ") for flag in prompt.flags)


def _reference(reference: Reference) -> str:
    return reference.url if reference.weight == 1 else f"{reference.url}::{number(reference.weight)}"
