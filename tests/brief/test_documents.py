"""Documents: written, read back, refused with the place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from polymuse import tasks
from polymuse.asset import Asset, Kind
from polymuse.brief import Brief, Mood, Scene, Storyboard
from polymuse.brief.documents import SCHEMAS, optional_document, read_document, write_document
from polymuse.brief.score import Cue, Score
from polymuse.brief.timeline import Caption, Captions, Shot, Timeline
from polymuse.errors import MediaError
from polymuse.types import Frozen

PACKAGE = Path(tasks.__file__).parents[1]
EXAMPLES: tuple[Frozen, ...] = (
    Brief(text="A sea.", mood=Mood(valence=0.5)),
    Scene(seconds=2.0),
    Score(seconds=9.0, home=6.5, title='The "Lamp"', cues=(Cue(start=0), Cue(start=4.25, text="soft"))),
    Storyboard(title="Lamp", scenes=(Scene(),)),
    Captions(language="en", captions=(Caption(start=0.5, end=2, text="Lit."),)),
    Timeline(title="Lamp", language="en", fps=12, frames=12, shots=(Shot(id="end", kind="card", start=0, frames=12),)),
)


def asset(path: Path, data: bytes) -> Asset:
    path.write_bytes(data)
    return Asset(Kind.BRIEF, "application/json", "0" * 64, path)


@pytest.mark.parametrize("document", EXAMPLES, ids=lambda document: type(document).__name__)
def test_what_is_written_is_read_back(document: Frozen, tmp_path: Path) -> None:
    made = write_document("it", document, tmp_path, {"scenes": 1})
    assert (made.name, made.kind, made.media_type, made.facts) == ("it", Kind.BRIEF, "application/json", {"scenes": 1})
    assert read_document(asset(made.path, made.path.read_bytes()), type(document)) == document


def test_there_is_an_example_of_every_schema() -> None:
    assert {type(example) for example in EXAMPLES} == set(SCHEMAS.values())


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "it is not JSON"),
        (b"\xff\xfe", "it is not JSON"),
        (b"[]", "it must be a mapping of names to values"),
        (b'{"seconds": 0}', "seconds must be more than 0"),
        (
            b'{"seconds": 5, "cues": [{"start": 0, "mood": {"valence": 3}}]}',
            r"cues\.0\.mood\.valence must be 1 or less",
        ),
        (b'{"seconds": 5, "tempo": 90}', "tempo is not known here"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(data: bytes, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=rf"score\.json: this is not a score: {complaint}") as caught:
        read_document(asset(tmp_path / "score.json", data), Score)
    assert "seconds, title, home, cues" in caught.value.hint


def test_a_document_that_is_not_given(tmp_path: Path) -> None:
    given = {"scene": asset(tmp_path / "scene.json", b'{"seconds": 4}')}
    assert optional_document(given, "scene", Scene) == Scene(seconds=4)
    assert optional_document(given, "score", Score) is None


def test_ports_of_documents_name_their_schemas() -> None:
    every = [tasks.get(name) for name in tasks.names()]
    for port in (port for task in every for port in (*task.inputs.values(), *task.outputs.values())):
        assert (port.kind is Kind.BRIEF) == (port.schema in SCHEMAS) and bool(port.schema) == (port.schema in SCHEMAS)


def test_documents_are_read_in_one_place() -> None:
    """Nowhere else is the text of an asset taken for JSON."""
    reads = re.compile(r"(?:json\.loads|model_validate_json)\([^\n]*\.read_(?:text|bytes)\(\)")
    found = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if reads.search(path.read_text())}
    assert found == {"brief/documents.py"}
