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

__all__ = ["FLAGS", "REFERENCES", "aspect", "canonical", "check", "fits"]

SEEDS = 4294967295
ALIASES: Mapping[str, str] = {
    "aspect": "ar", "version": "v", "stylize": "s", "chaos": "c", "quality": "q", "weird": "w", "repeat": "r",
    "profile": "p", "personalize": "p",
}  # fmt: skip
REFERENCES: Mapping[str, ReferenceKind] = {"sref": "style", "cref": "character", "oref": "object"}
"""Flags that name pictures, and the kinds of reference they give."""


@dataclass(frozen=True, slots=True)
class Known:
    """What a flag takes: a whole number or a number in a range, a word that fits a pattern (perhaps none), or nothing."""

    pattern: str = ""
    low: float = 0
    high: float = 0
    optional: bool = False
    example: str = ""

    @property
    def takes(self) -> str:
        return f"a number from {self.low:.10g} to {self.high:.10g}" if self.high else f"a value as in {self.example}"


WHOLE, NUMBER = r"\d{1,10}", r"\d{1,10}(?:\.\d{1,6})?"
FLAGS: Mapping[str, Known] = {
    "ar": Known(r".*", example="--ar 16:9"),
    "v": Known(r"\d{1,2}(?:\.\d{1,2})?", example="--v 8.1"),
    "style": Known(r"[A-Za-z][\w-]*", example="--style raw"),
    "seed": Known(WHOLE, 0, SEEDS),
    "s": Known(WHOLE, 0, 1000),
    "c": Known(WHOLE, 0, 100),
    "w": Known(WHOLE, 0, 3000),
    "q": Known(NUMBER, 0, 5),
    "iw": Known(NUMBER, 0, 3),
    "sw": Known(WHOLE, 0, 1000),
    "cw": Known(WHOLE, 0, 100),
    "ow": Known(WHOLE, 0, 1000),
    "sv": Known(WHOLE, 1, 99),
    "exp": Known(WHOLE, 0, 100),
    "stop": Known(WHOLE, 10, 100),
    "r": Known(WHOLE, 1, 40),
    "niji": Known(r"\d{1,2}(?:\.\d{1,2})?", optional=True, example="--niji 7"),
    "p": Known(r"(?=\w*\d)\w{3,64}", optional=True, example="--p m7231"),
    **{name: Known() for name in ("tile", "raw", "hd", "sd", "draft", "fast", "relax", "turbo", "stealth", "public")},
}


def canonical(name: str) -> str:
    """A flag's short name, in lower case."""
    return ALIASES.get(name.lower(), name.lower())


def fits(name: str, value: str) -> bool:
    """Whether a value is one that the flag takes."""
    known = FLAGS[name]
    if not re.fullmatch(known.pattern, value, re.ASCII):
        return False
    return not known.high or known.low <= float(value) <= known.high


def check(name: str, value: str) -> None:
    """Raises ParameterError when the value is not one that the flag takes."""
    if name == "ar":
        aspect(value)
    elif not value or not fits(name, value):
        said = f"--{name} {value} is not understood." if value else f"--{name} has no value."
        raise ParameterError(said, hint=f"It takes {FLAGS[name].takes}.")


def aspect(value: str) -> tuple[int, int]:
    """ "16:9" as (16, 9). Raises ParameterError for anything else."""
    found = re.fullmatch(r"(\d{1,4})[:x/](\d{1,4})", value, re.ASCII)
    width, height = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (width and height):
        raise ParameterError(
            f"--ar {value} is not a shape." if value else "--ar has no value.",
            hint="It takes width and height in whole numbers, as in --ar 16:9.",
        )
    return width, height
