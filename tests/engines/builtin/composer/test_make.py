from __future__ import annotations

import json
from pathlib import Path

import pytest

from polymuse.engines.builtin.composer import ENGINE
from polymuse.engines.builtin.composer.make import make
from polymuse.errors import ParameterError
from polymuse.tasks.text_to_music import TASK, TextToMusic
from polymuse.types import Made, Notice, Progress, Request


def _made(work: Path, **params: object) -> tuple[dict[str, Made], list[str]]:
    work.mkdir(exist_ok=True)
    events = list(make(Request("text-to-music", TextToMusic.model_validate(params)), work))
    assert [event.fraction for event in events if isinstance(event, Progress)][-1] == 1
    notices = [event.text for event in events if isinstance(event, Notice)]
    return {event.name: event for event in events if isinstance(event, Made)}, notices


def test_the_tasks_example_is_made(tmp_path: Path) -> None:
    outputs, notices = _made(tmp_path, **TASK.example)
    promised = {name: port.kind for name, port in TASK.outputs.items()}
    assert set(outputs) == set(promised)
    assert {name: made.kind for name, made in outputs.items()} == promised
    assert all(made.path.stat().st_size for made in outputs.values())
    facts = json.loads(json.dumps(dict(outputs["music"].facts)))
    assert facts["seconds"] == TASK.example["seconds"]
    assert (facts["sample_rate"], facts["channels"]) == (48000, 2)
    assert "piano" in facts["instruments"]
    assert notices == []


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    one, _ = _made(tmp_path / "one", prompt="playful waltz", seconds=5, seed=7)
    two, _ = _made(tmp_path / "two", prompt="playful waltz", seconds=5, seed=7)
    other, _ = _made(tmp_path / "other", prompt="playful waltz", seconds=5, seed=8)
    for name in ("music", "midi"):
        assert one[name].path.read_bytes() == two[name].path.read_bytes()
        assert one[name].path.read_bytes() != other[name].path.read_bytes()


def test_what_cannot_be_played_is_noticed(tmp_path: Path) -> None:
    _, notices = _made(tmp_path, prompt="gentle bagpipes", seconds=2)
    assert len(notices) == 1
    assert "bagpipes" in notices[0]


def test_a_key_that_is_none_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="H major"):
        list(make(Request("text-to-music", TextToMusic(key="H major")), tmp_path))


def test_the_card_names_the_task() -> None:
    assert ENGINE.card.tasks == (TASK.name,)
    assert set(ENGINE.card.pace) == {TASK.name}


def test_a_cue_that_cannot_be_followed_is_noticed(tmp_path: Path) -> None:
    cues = [{"start": 0, "text": "calm"}, {"start": 6}, {"start": 6.5, "text": "tense"}]
    _, notices = _made(tmp_path, cues=cues, seconds=12)
    assert notices == ["The music does not change at 6.5 s: the next change, or the end, comes too soon after."]
