from __future__ import annotations

import os
from pathlib import Path

import pytest

from polymuse.brief.script import from_json, load_script
from polymuse.errors import ScriptError

SCRIPT = "Scene 1: Café\nVisual: a “boat”\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str):
    path = tmp_path / "film.md"
    path.write_bytes(SCRIPT.encode(encoding))
    reading = load_script(path)
    assert reading.storyboard.scenes[0].heading == "Café"
    assert [notice.topic for notice in reading.notices] == (["script"] if encoding == "cp1252" else [])


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text"),
        (b"Scene 1\x00\x01", "binary"),
        (b"PK\x03\x04", "Word"),
        (b"%PDF-1.7", "PDF"),
        (b"a" * 2_000_001, "longer than 2 MB"),
        (b"Scene 1 (0:20-0:10)", "line 1"),
    ],
)
def test_refused_files(tmp_path: Path, content: bytes, words: str):
    path = tmp_path / "film.md"
    path.write_bytes(content)
    with pytest.raises(ScriptError, match=words) as caught:
        load_script(path)
    assert caught.value.path == str(path)


def test_no_file_and_a_folder(tmp_path: Path):
    with pytest.raises(ScriptError, match="no such file"):
        load_script(tmp_path / "none.md")
    with pytest.raises(ScriptError, match="folder"):
        load_script(tmp_path)


def test_a_pipe_is_no_script(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ScriptError, match="ordinary"):
        load_script(tmp_path / "pipe")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("film.yaml", "title: A\nscenes:\n- heading: B\n  seconds: 3\n"),
        ("film.json", '{"title": "A", "scenes": [{"heading": "B", "seconds": 3}]}'),
    ],
)
def test_data_files(tmp_path: Path, name: str, content: str):
    path = tmp_path / name
    path.write_text(content)
    reading = load_script(path)
    assert (reading.storyboard.title, reading.storyboard.scenes[0].seconds, reading.is_brief) == ("A", 3, False)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("film.yaml", "scenes:\n- start: soon\n", r"scenes\.1\.start"),
        ("film.yaml", "scenes: [\n", "line"),
        ("film.yaml", "- a\n", "pairs"),
        ("film.json", '{"title": \n}', "line 2"),
        ("film.json", "[" * 100_000, "nested"),
        ("film.yaml", "[" * 100_000, "nested|YAML"),
        ("film.yaml", "scenes:\n- {start: 5, end: 2}\n", "before it starts"),
        ("film.json", '{"seconds": 1e999}', "longer"),
    ],
)
def test_bad_data_files(tmp_path: Path, name: str, content: str, words: str):
    path = tmp_path / name
    path.write_text(content)
    with pytest.raises(ScriptError, match=words):
        load_script(path)


@pytest.mark.parametrize(
    "scene", ['{"visual": "a boat"}', '{"narration": "Hello."}', '{"brief": "a boat"}', '"a boat"', '{"start": -1}']
)
@pytest.mark.parametrize("suffix", [".json", ".yaml"])
def test_data_in_another_shape_is_refused_with_an_example_that_is_right(
    tmp_path: Path, scene: str, suffix: str
) -> None:
    (path := tmp_path / f"film{suffix}").write_text(f'{{"title": "Boat", "scenes": [{scene}]}}')
    with pytest.raises(ScriptError) as caught:
        load_script(path)
    assert "scenes.1" in caught.value.message
    example = from_json(caught.value.hint.partition(": ")[2])
    assert example.scenes[0].brief.text
    assert example.scenes[0].narration[0].text
