"""What validation finds wrong, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

__all__ = ["Fault", "first_fault"]

SENTENCES: Mapping[str, str] = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be {ge:g} or more",
    "less_than": "must be less than {lt:g}",
    "less_than_equal": "must be {le:g} or less",
    "multiple_of": "must be a multiple of {multiple_of:g}",
    "literal_error": "must be {expected}",
    "enum": "must be {expected}",
    "string_too_short": "must have {min_length} characters or more",
    "string_too_long": "must have {max_length} characters or fewer",
    "string_pattern_mismatch": "must look like {pattern}",
    "too_short": "must have {min_length} entries or more",
    "too_long": "must have {max_length} entries or fewer",
    "json_invalid": "is not JSON",
}
"""Kinds of error as pydantic names them, and what is to be said of the value; with the error's own facts."""
KINDS: Mapping[str, str] = {
    "int": "a whole number", "float": "a number", "finite": "a number", "decimal": "a number", "bool": "yes or no",
    "string": "text", "bytes": "bytes", "tuple": "a list", "list": "a list", "set": "a list", "frozen": "a list",
    "dict": "a mapping of names to values", "mapping": "a mapping of names to values",
    "model": "a mapping of names to values", "url": "an address", "path": "a path",
}  # fmt: skip
"""What a value must be when its type is wrong, by how the kind of error begins ("int_parsing", "int_from_float")."""


class Fault(NamedTuple):
    """What is wrong with one value: where it is, the kind of error as pydantic names it, what to say after its name
    ("must be 60 or less"), and what was given."""

    place: tuple[int | str, ...]
    kind: str
    what: str
    given: Any


def first_fault(error: ValidationError) -> Fault:
    """The first thing that is wrong."""
    first = error.errors(include_url=False)[0]
    return Fault(first["loc"], first["type"], _what(first), first["input"])


def _what(error: ErrorDetails) -> str:
    kind, facts = error["type"], error.get("ctx") or {}
    if kind in SENTENCES:
        return SENTENCES[kind].format_map(facts)
    if kind in ("value_error", "assertion_error"):
        return str(facts.get("error", error["msg"]))
    expected = KINDS.get(kind.partition("_")[0])
    return f"must be {expected}" if expected else error["msg"]
