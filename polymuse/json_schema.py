"""JSON Schemas: whether one is a schema at all, and whether a text fits it. No schema is ever fetched from anywhere."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Mapping
from importlib import import_module
from typing import Any

from pydantic_core import from_json

__all__ = ["check_schema", "mismatch", "preload"]

MOST_WORDS = 200
"""Characters of a validator's message that are passed on: it quotes what it found wrong."""


async def preload() -> None:
    """Import what validates schemas in a thread: that takes longer than an event loop may stand still."""
    if "jsonschema" not in sys.modules:
        await asyncio.to_thread(import_module, "jsonschema")


def check_schema(schema: Mapping[str, Any]) -> None:
    """Raises ValueError for what is no JSON Schema (draft 2020-12, or the draft that its `$schema` names)."""
    import jsonschema  # noqa: PLC0415 - slow to load, and few requests have a schema

    try:
        jsonschema.validators.validator_for(schema, jsonschema.Draft202012Validator).check_schema(dict(schema))
    except jsonschema.SchemaError as error:
        raise ValueError(f"is no JSON Schema: {_sentence(error)}") from error


def mismatch(schema: Mapping[str, Any], text: str) -> str | None:
    """What keeps a text from being JSON that fits a schema: where, and what; None where it fits."""
    import jsonschema  # noqa: PLC0415 - as above
    import referencing  # noqa: PLC0415

    try:
        value = from_json(text, allow_inf_nan=False)
    except ValueError as error:
        return f"it is not JSON ({error})"
    kind = jsonschema.validators.validator_for(schema, jsonschema.Draft202012Validator)
    validator = kind(schema, registry=referencing.Registry())  # an empty registry: no reference leads to the network
    try:
        fault = jsonschema.exceptions.best_match(validator.iter_errors(value))
    except referencing.exceptions.Unresolvable as error:
        return f"the schema refers to what is not in it: {error}"
    except RecursionError:
        return "it is nested too deeply"
    return None if fault is None else _sentence(fault)


def _sentence(error: Any) -> str:
    place = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.absolute_path).lstrip(".")
    said = error.message if len(error.message) <= MOST_WORDS else f"{error.message[:MOST_WORDS]}…"
    return f"{place}: {said}" if place else str(said)
