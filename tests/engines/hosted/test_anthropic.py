"""Anthropic: Claude writes, calls tools, and looks at pictures."""

from __future__ import annotations

import json

import pytest

from polymuse.asset import Kind
from polymuse.errors import InDoubt, Moderated, ParameterError, ServiceError
from polymuse.pricing import ANSWER
from polymuse.types import Delta
from tests.engines.hosted.conftest import Asker
from tests.servers.media import picture
from tests.servers.perception import look
from tests.servers.world import Fault

MODEL = "claude-sonnet-5-5"


def asked(asker: Asker) -> dict[str, object]:
    return json.loads([seen.body for seen in asker.world.seen if seen.method == "POST"][-1])


def write(asker: Asker, **params: object) -> str:
    made = asker.ask("anthropic", "text-generation", MODEL, **{"prompt": "A fox", **params})
    return made.outputs["text"].read_text()


def test_words_come_as_they_are_written(asker: Asker) -> None:
    said = write(asker, prompt="Two lines about a lighthouse.", system="Be brief.")
    words = "".join(event.text for event in asker.seen if isinstance(event, Delta))
    assert words == said == "You asked: Two lines about a lighthouse."
    assert (asked(asker)["system"], asked(asker)["max_tokens"]) == ("Be brief.", ANSWER)
    assert asker.money() == [("settled", 1.0)]


def test_a_schema_is_closed(asker: Asker) -> None:
    inner = {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]}
    schema = {"type": "object", "properties": {"cast": {"type": "array", "items": inner}}, "required": ["cast"]}
    assert json.loads(write(asker, json_schema=schema)) == {"cast": [{"name": "You asked: A fox"}]}


def test_pictures_are_seen(asker: Asker) -> None:
    names = ("sea", "hill")
    first, second = (asker.given(name, picture(name, 90, 60), Kind.IMAGE) for name in names)
    made = asker.ask("anthropic", "image-text-to-text", MODEL, {"image": first, "image-2": second}, prompt="What?")
    assert all(str(look(picture(name, 90, 60))) in made.outputs["text"].read_text() for name in names)


def test_pictures_of_other_kinds_are_not_sent(asker: Asker) -> None:
    avif = asker.given("avif", picture("sea", 64, 64, "AVIF"), Kind.IMAGE)
    with pytest.raises(ParameterError, match="avif"):
        asker.ask("anthropic", "image-text-to-text", MODEL, {"image": avif})
    assert not asker.world.seen


def test_an_answer_that_is_cut_says_so(asker: Asker) -> None:
    assert write(asker, max_tokens=2) == "You aske"
    assert [notice.topic for notice in asker.notices()] == ["text"]


def test_what_is_declined_is_moderated(asker: Asker) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated, match="cannot be helped with"):
        write(asker)


def test_an_overloaded_service_is_asked_again(asker: Asker) -> None:
    asker.world.faults = [Fault("status", status=529, times=2)]
    write(asker)
    assert len(asker.world.seen) == 3
    assert len(asker.world.charges) == 1


@pytest.mark.parametrize("kind", ["after-work", "mid-body", "garbage"])
def test_an_answer_that_breaks_off_leaves_it_in_doubt(kind: str, asker: Asker) -> None:
    asker.world.faults = [Fault(kind)]  # type: ignore[arg-type]
    with pytest.raises(InDoubt):
        write(asker)
    assert len(asker.world.seen) == 1


def test_a_model_that_is_gone(asker: Asker) -> None:
    with pytest.raises(ServiceError, match="claude-opus-4-0"):
        asker.ask("anthropic", "text-generation", "claude-opus-4-0", prompt="A fox")
    assert asker.money() == [("released", 0.0)]
