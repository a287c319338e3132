"""The flags of the prompt language: Midjourney's, with their ranges.

Names and ranges: Midjourney's parameter list (docs.midjourney.com, "Parameter List" and "Version", as documented in
September 2026); checked 2026-11-21. The ranges are the widest of any version.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from polymuse.errors import ParameterError
from polymuse.prompts.model import ReferenceKind

__all__ = ["FLAGS", "REFERENCES", "canonical_name", "check_value", "is_valid", "parse_aspect"]

MAX_SEED = 4294967295
ALIASES: Mapping[str, str] = {
    "aspect": "ar", "version": "v", "stylize": "s", "chaos": "c", "quality": "q", "weird": "w", "repeat": "r",
    "profile": "p", "personalize": "p",
}  # fmt: skip
REFERENCES: Mapping[str, ReferenceKind] = {"sref": "style", "cref": "character", "oref": "object"}
"""Flags that name reference images, and their kind of reference."""


@dataclass(frozen=True, slots=True)
class FlagSpec:
    """The value a flag accepts: an integer or number in a range, a word that matches a pattern (may be optional), or
    none."""

    pattern: str = ""
    low: float = 0
    high: float = 0
    optional: bool = False
    example: str = ""

    @property
    def description(self) -> str:
        return f"a number from {self.low:.10g} to {self.high:.10g}" if self.high else f"a value as in {self.example}"


WHOLE, NUMBER = r"\d{1,10}", r"\d{1,10}(?:\.\d{1,6})?"
FLAGS: Mapping[str, FlagSpec] = {
    "ar": FlagSpec(r".*", example="--ar 16:9"),
    "v": FlagSpec(r"\d{1,2}(?:\.\d{1,2})?", example="--v 8.1"),
    "style": FlagSpec(r"[A-Za-z][\w-]*", example="--style raw"),
    "seed": FlagSpec(WHOLE, 0, MAX_SEED),
    "s": FlagSpec(WHOLE, 0, 1000),
    "c": FlagSpec(WHOLE, 0, 100),
    "w": FlagSpec(WHOLE, 0, 3000),
    "q": FlagSpec(NUMBER, 0, 5),
    "iw": FlagSpec(NUMBER, 0, 3),
    "sw": FlagSpec(WHOLE, 0, 1000),
    "cw": FlagSpec(WHOLE, 0, 100),
    "ow": FlagSpec(WHOLE, 0, 1000),
    "sv": FlagSpec(WHOLE, 1, 99),
    "exp": FlagSpec(WHOLE, 0, 100),
    "stop": FlagSpec(WHOLE, 10, 100),
    "r": FlagSpec(WHOLE, 1, 40),
    "niji": FlagSpec(r"\d{1,2}(?:\.\d{1,2})?", optional=True, example="--niji 7"),
    "p": FlagSpec(r"(?=\w*\d)\w{3,64}", optional=True, example="--p m7231"),
    **{
        name: FlagSpec() for name in ("tile", "raw", "hd", "sd", "draft", "fast", "relax", "turbo", "stealth", "public")
    },
}


def canonical_name(name: str) -> str:
    """A flag's short name in lower case."""
    return ALIASES.get(name.lower(), name.lower())


def is_valid(name: str, value: str) -> bool:
    """Whether the flag accepts the value."""
    spec = FLAGS[name]
    if not re.fullmatch(spec.pattern, value, re.ASCII):
        return False
    return not spec.high or spec.low <= float(value) <= spec.high


def check_value(name: str, value: str) -> None:
    """Raises ParameterError if the flag does not accept the value."""
    if name == "ar":
        parse_aspect(value)
    elif not value or not is_valid(name, value):
        message = f"--{name} {value} is not understood." if value else f"--{name} has no value."
        raise ParameterError(message, hint=f"It takes {FLAGS[name].description}.")


def parse_aspect(value: str) -> tuple[int, int]:
    """ "16:9" as (16, 9). Raises ParameterError for anything else."""
    match = re.fullmatch(r"(\d{1,4})[:x/](\d{1,4})", value, re.ASCII)
    width, height = (int(match[1]), int(match[2])) if match else (0, 0)
    if not (width and height):
        raise ParameterError(
            f"--ar {value} is not a shape." if value else "--ar has no value.",
            hint="It takes width and height in whole numbers, as in --ar 16:9.",
        )
    return width, height
