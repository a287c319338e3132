"""Storyboards as data: YAML and JSON, there and back without loss."""

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

__all__ = ["dump_yaml", "from_json", "from_yaml", "parse_yaml", "plain", "storyboard_of", "to_json", "to_yaml"]

_DEEPEST = 50
"""Levels of nesting; a storyboard needs seven."""

EXAMPLE = (
    '{"title": "…", "scenes": [{"seconds": 6, "brief": {"text": "what is to be seen"}, '
    '"narration": [{"text": "what is said"}]}]}'
)
"""The shape of a storyboard as data, which YAML can be written in as well."""

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]
    """YAML in which everything but null is text: `No: crowds`, `title: 1984` and `2:30` mean what they say. The typed
    model turns text into numbers where it wants numbers."""

    yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:~|null|Null|NULL|)$"), ["~", "n", "N", ""])


class _Dumper(yaml.SafeDumper):
    """Passages of several lines as blocks; what YAML would fold or trim as escapes."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    lines = text.split("\n")
    tidy = len(lines) > 1 and text == text.strip() and all(line == line.strip() for line in lines)
    style = '"' if _ODD.search(text) or (len(lines) > 1 and not tidy) else "|" if tidy else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_ODD = re.compile("[\x00-\x09\x0b-\x1f\x7f-\xa0\u2028\u2029\ufeff]")
_Dumper.add_representer(str, _text)


def to_yaml(storyboard: Storyboard) -> str:
    """Everything that was said, as YAML."""
    return dump_yaml(plain(storyboard))


def from_yaml(text: str) -> Storyboard:
    """Raises ScriptError naming the place."""
    return _shaped(parse_yaml(text))


def to_json(storyboard: Storyboard) -> str:
    """Everything that was said, as JSON."""
    return json.dumps(plain(storyboard), ensure_ascii=False, indent=2) + "\n"


def from_json(text: str) -> Storyboard:
    """Raises ScriptError naming the place."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise ScriptError(f"This is not JSON: {error.msg}.", line=error.lineno) from None
    except (RecursionError, ValueError):
        raise ScriptError("This JSON is nested too deeply, or holds a number too long, to be a storyboard.") from None
    return _shaped(value)


def _shaped(value: object) -> Storyboard:
    """Validate the data of a whole file; what is wrong is said with an example of what is right."""
    try:
        return storyboard_of(value)
    except ScriptError as error:
        raise ScriptError(error.detail, hint=f"This is how one looks: {EXAMPLE}") from None


def storyboard_of(value: object) -> Storyboard:
    """Validate data. Raises ScriptError naming the place in it."""
    if not isinstance(value, Mapping):
        raise ScriptError("A storyboard as data is a mapping with `title` and `scenes`.")
    try:
        return Storyboard.model_validate(value)
    except ValidationError as error:
        raise ScriptError(said(error)) from None


def said(error: ValidationError) -> str:
    """The first thing wrong, with its place ("scenes.2.start: …")."""
    fault = first_fault(error)
    where = ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in fault.place)
    return f"{where or 'the storyboard'}: {fault.what}."


def plain(model: Frozen) -> dict[str, Any]:
    """A model as plain data, without what was not said."""
    return model.model_dump(mode="json", exclude_defaults=True)


def dump_yaml(value: Mapping[str, Any]) -> str:
    """Readable YAML, keys in their own order."""
    return yaml.dump(dict(value), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=100)


def parse_yaml(text: str, line: int = 1) -> dict[str, Any]:
    """A YAML mapping as plain data; nulls are left out. `line` is where it begins in its file. Raises ScriptError for
    bad YAML, aliases (nobody needs them here, and they can be bombs), and deep nesting."""
    try:
        _inspect(text, line)
        value = yaml.load(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = line + mark.line if mark else line
        raise ScriptError(f"This is not YAML: {error.problem or error.context}.", line=where) from None
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
        if isinstance(event, yaml.AliasEvent) or depth > _DEEPEST:
            what = "an alias" if isinstance(event, yaml.AliasEvent) else "something nested too deeply"
            within = event.start_mark.line if event.start_mark else 0
            raise ScriptError(f"This YAML holds {what}.", line=line + within)


def _said(value: object) -> object:
    if isinstance(value, dict):
        return {str(key): _said(item) for key, item in value.items() if item is not None}
    if isinstance(value, list):
        return [_said(item) for item in value if item is not None]
    return value
