"""Storyboards as YAML and JSON, lossless in both directions."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, ClassVar

import yaml
from pydantic import ValidationError

from polymuse.brief.model import Storyboard
from polymuse.errors import ScriptError
from polymuse.types import Frozen
from polymuse.validation import first_fault

__all__ = [
    "dump_yaml",
    "from_json",
    "from_yaml",
    "parse_yaml",
    "to_json",
    "to_plain_data",
    "to_yaml",
    "validate_storyboard",
]

_MAX_DEPTH = 50
"""Maximum nesting; a storyboard needs seven levels."""

EXAMPLE = (
    '{"title": "…", "scenes": [{"seconds": 6, "brief": {"text": "what is to be seen"}, '
    '"narration": [{"text": "what is said"}]}]}'
)
"""Example of a storyboard as data, used in error messages."""

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML loader that reads every scalar but null as text: `No: crowds`, `title: 1984` and `2:30` stay as written. The
    model converts text to numbers where needed."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])


class _Dumper(yaml.SafeDumper):
    """YAML dumper that writes multi-line text as blocks, and as escapes where YAML would fold or trim it."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    lines = text.split("\n")
    tidy = len(lines) > 1 and text == text.strip() and all(line == line.strip() for line in lines)
    style = '"' if _ODD.search(text) or (len(lines) > 1 and not tidy) else "|" if tidy else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff]")
_Dumper.add_representer(str, _text)


def to_yaml(storyboard: Storyboard) -> str:
    """A storyboard as YAML, defaults omitted."""
    return dump_yaml(to_plain_data(storyboard))


def from_yaml(text: str) -> Storyboard:
    """Parse a storyboard. Raises ScriptError naming the place."""
    return _validate_file(parse_yaml(text))


def to_json(storyboard: Storyboard) -> str:
    """A storyboard as JSON, defaults omitted."""
    return json.dumps(to_plain_data(storyboard), ensure_ascii=False, indent=2) + "\n"


def from_json(text: str) -> Storyboard:
    """Parse a storyboard. Raises ScriptError naming the place."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ScriptError(f"This is not JSON: {error.msg}.", line=error.lineno) from None
    except (RecursionError, ValueError):
        raise ScriptError("This JSON is nested too deeply, or holds a number too long, to be a storyboard.") from None
    return _validate_file(value)


def _validate_file(value: object) -> Storyboard:
    """Validate the data of a whole file; errors come with an example."""
    try:
        return validate_storyboard(value)
    except ScriptError as error:
        raise ScriptError(error.detail, hint=f"This is how one looks: {EXAMPLE}") from None


def validate_storyboard(value: object) -> Storyboard:
    """Validate data as a storyboard. Raises ScriptError naming the place in it."""
    if not isinstance(value, Mapping):
        raise ScriptError("A storyboard as data is a mapping with `title` and `scenes`.")
    try:
        return Storyboard.model_validate(value)
    except ValidationError as error:
        raise ScriptError(describe_error(error)) from None


def describe_error(error: ValidationError) -> str:
    """The first validation error with its path ("scenes.2.start: …")."""
    fault = first_fault(error)
    path = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in fault.place)
    return f"{path or 'the storyboard'}: {fault.what}."


def to_plain_data(model: Frozen) -> dict[str, Any]:
    """A model as plain data, defaults omitted."""
    return model.model_dump(mode="json", exclude_defaults=True)


def dump_yaml(value: Mapping[str, Any]) -> str:
    """Readable YAML with keys in their own order."""
    return yaml.dump(dict(value), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def parse_yaml(text: str, line: int = 1) -> dict[str, Any]:
    """A YAML mapping as plain data, nulls omitted. `line` is its first line in the file. Raises ScriptError for invalid
    YAML, aliases (unneeded, and an attack vector), and deep nesting."""
    try:
        _inspect(text, line)
        value = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        error_line = line + mark.line if mark else line
        raise ScriptError(f"This is not YAML: {error.problem or error.context}.", line=error_line) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ScriptError(f"This is not YAML: {str(error).splitlines()[0]}.", line=line) from None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise ScriptError("This YAML should be `name: value` pairs.", line=line)
    said_only = _said(value)
    assert isinstance(said_only, dict)
    return said_only


def _inspect(text: str, line: int) -> None:
    depth = 0
    for event in yaml.parse(text, Loader=_Base):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if isinstance(event, yaml.AliasEvent) or depth > _MAX_DEPTH:
            problem = "an alias" if isinstance(event, yaml.AliasEvent) else "something nested too deeply"
            event_line = event.start_mark.line if event.start_mark else 0
            raise ScriptError(f"This YAML holds {problem}.", line=line + event_line)


def _said(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _said(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_said(item) for item in value if item is not None]
    return value
