"""Whether a text fits a JSON Schema."""

from __future__ import annotations

from typing import Any

import pytest

from polymuse.json_schema import check_schema, mismatch

TITLE = {"type": "object", "properties": {"title": {"type": "string"}}, "required": ["title"]}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('{"title": "Lamp"}', None),
        ('{"title": 3}', "title: 3 is not of type 'string'"),
        ("{}", "'title' is a required property"),
        ('{"title": "Lamp"', "it is not JSON"),
        ("Here you are: {}", "it is not JSON"),
        ('{"title": NaN}', "it is not JSON"),
        ("[" * 10_000, "it is not JSON"),
    ],
)
def test_what_does_not_fit_is_said(text: str, wrong: str | None) -> None:
    said = mismatch(TITLE, text)
    assert said is None if wrong is None else said is not None and wrong in said


def test_a_long_value_is_not_quoted_whole() -> None:
    assert len(mismatch({"type": "object"}, f'"{"x" * 5000}"') or "") < 300


def test_the_place_is_named() -> None:
    scenes = {"type": "object", "properties": {"scenes": {"type": "array", "items": TITLE}}}
    assert (mismatch(scenes, '{"scenes": [{"title": "a"}, {"title": 3}]}') or "").startswith("scenes[1].title: ")


@pytest.mark.parametrize("reference", ["http://127.0.0.1:9/schema", "file:///etc/passwd", "#/$defs/nothing"])
def test_nothing_is_fetched(reference: str) -> None:
    assert "refers to what is not in it" in (mismatch({"$ref": reference}, "{}") or "")


def test_a_schema_without_an_end_ends() -> None:
    assert mismatch({"$ref": "#"}, "{}") == "it is nested too deeply"


@pytest.mark.parametrize("schema", [{"type": "objekt"}, {"required": "title"}, {"minimum": "three"}])
def test_what_is_no_schema_is_refused(schema: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="is no JSON Schema"):
        check_schema(schema)


def test_drafts_are_told_apart() -> None:
    old = {"$schema": "http://json-schema.org/draft-04/schema#", "minimum": 3, "exclusiveMinimum": True}
    check_schema(old)
    assert mismatch(old, "3") is not None
    with pytest.raises(ValueError, match="is no JSON Schema"):
        check_schema({"minimum": 3, "exclusiveMinimum": True})
