"""The storyboard that a film is planned from may be any engine's."""

from __future__ import annotations

from pathlib import Path

import pytest

from polymuse.asset import Asset, Kind
from polymuse.brief import Brief, Scene, Storyboard, Subject
from polymuse.errors import EngineError
from polymuse.flows.film.storyboard import storyboard_from
from polymuse.types import Finished

READ = Scene(brief=Brief(text="Ein Boot."), resolved=Brief(text="Ein Boot.", subjects=(Subject(name="boat"),)))


def given(folder: Path, text: str) -> Finished:
    path = folder / "storyboard.json"
    path.write_text(text, encoding="utf-8")
    return Finished({"storyboard": Asset(Kind.BRIEF, "application/json", "", path)}, engine="reader")


def test_it_is_taken_as_it_is(tmp_path: Path) -> None:
    board = Storyboard(title="Boot", scenes=(READ,))
    assert storyboard_from(given(tmp_path, board.model_dump_json())) == board


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a storyboard", r"storyboard\.json: this is not a storyboard: it is not JSON"),
        ('{"title": "Boot"}', "its storyboard has no scenes"),
        ('{"scenes": [{"resolved": {}}, {"brief": {"text": "A boat."}}]}', "Scene 2 has no whole brief"),
        ('{"scenes": [{"resolved": {}, "start": 5, "end": 2}]}', "ends at 0:02, before it starts at 0:05"),
    ],
)
def test_what_no_film_can_be_planned_from_is_the_engine_s_fault(text: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(EngineError, match=f"reader: .*{complaint}"):
        storyboard_from(given(tmp_path, text))
