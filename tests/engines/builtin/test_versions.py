"""No artist changes without its version being thought of: what decides its bytes is what is recorded with its version."""

from __future__ import annotations

import ast

import pytest

from tests.tools import tool

VERSIONS = tool("artist_versions")
MADE = {"version": "2", "outputs": {"text-to-image": {"image": "a"}}}


def test_versions_are_recorded_with_what_decides_the_bytes() -> None:
    artists = VERSIONS.stale(VERSIONS.read(), VERSIONS.current())
    assert not artists, (
        f"{', '.join(artists)} changed: run `python tools/artist_versions.py`, which makes each task's example and says "
        "whether its bytes changed; if they did, bump the version in the artist's card."
    )


def test_an_artist_that_is_new_or_gone_or_other_is_stale() -> None:
    one, other = {"version": "1", "digest": "a"}, {"version": "1", "digest": "b"}
    recorded = {"same": {**one, "outputs": {}}, "other": one, "gone": one, "bumped": one}
    now = {"same": one, "other": other, "new": one, "bumped": {**one, "version": "2"}}
    assert VERSIONS.stale(recorded, now) == ["bumped", "gone", "new", "other"]


@pytest.mark.parametrize(
    ("made", "outputs"),
    [
        ({"text-to-image": {"image": "a"}}, []),
        ({"text-to-image": {"image": "b"}}, ["text-to-image/image"]),
        ({"text-to-image": {"image": "a"}, "text-to-video": {"video": "a"}}, ["text-to-video/video"]),
        ({}, ["text-to-image/image"]),
    ],
)
def test_other_bytes_need_another_version(made: dict[str, dict[str, str]], outputs: list[str]) -> None:
    assert VERSIONS.changed(MADE, {"version": "2", "outputs": made}) == outputs
    assert VERSIONS.changed(MADE, {"version": "3", "outputs": made}) == []


def test_comments_docstrings_and_layout_decide_nothing() -> None:
    plain, commented = (
        "def f(a):\n    return (a, 1)\n",
        '"""M."""\n\n# c\ndef f(a):\n    """D."""\n    return a, 1  # c\n',
    )
    assert canonical(plain) == canonical(commented)


@pytest.mark.parametrize(
    "code", ["x = 1", "x = '1'", "x = True", "x = None", "x = -1", "x = y", "def x(): pass", "x = []"]
)
def test_code_decides(code: str) -> None:
    assert canonical(code) != canonical("x = 2")


@pytest.mark.parametrize(
    ("artist", "file", "decides"),
    [
        ("sketch", "engines/builtin/sketch/scenery/sets/sea.py", True),  # found by listing a folder
        ("sketch", "engines/builtin/art/objects/key.svg", True),
        ("sketch", "brief/lexicon/nouns.yaml", True),  # beside a module that is imported
        ("inspector", "gates/loudness.py", True),
        ("inspector", "media/loudness.py", True),  # imported by a gate
        ("writer", "engines/builtin/writer/themes/park.yaml", True),
        ("writer", "engines/builtin/writer/__init__.py", False),  # the card
        ("writer", "media/aac.py", False),
    ],
)
def test_what_an_artist_reads_decides(artist: str, file: str, decides: bool) -> None:
    path = VERSIONS.PACKAGE / file
    assert path.is_file() and (path in {path for path, _ in VERSIONS._files(artist)}) is decides


def canonical(code: str) -> str:
    text: str = VERSIONS.canonical(ast.parse(code))
    return text
