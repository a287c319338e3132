"""The content-addressed store, and files that appear whole or not at all."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.asset import Kind
from polymuse.errors import DiskFull, OutputError, StorageError
from polymuse.storage.folder import SCRATCH, Store, appearing, disk_errors, place, write_text


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def test_what_is_kept_is_known_by_its_bytes(store: Store, tmp_path: Path) -> None:
    source = tmp_path / "a"
    source.write_bytes(b"abc")
    asset = store.keep(source, Kind.IMAGE, "image/png", {"width": 1})
    assert asset.digest == hashlib.sha256(b"abc").hexdigest()
    assert asset.path.name == f"{asset.digest}.png" and asset.read_bytes() == b"abc"
    assert not source.exists() and store.has(asset.digest, "image/png")
    assert store.keep_bytes(b"abc", Kind.IMAGE, "image/png") == asset
    assert store.size() == 3


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_same_bytes_same_asset(tmp_path_factory: pytest.TempPathFactory, a: bytes, b: bytes) -> None:
    store = Store(tmp_path_factory.getbasetemp() / "shared-store")
    one, other = (store.keep_bytes(data, Kind.TEXT, "text/plain") for data in (a, b))
    assert (one == other) == (a == b)
    assert one.read_bytes() == a and other.read_bytes() == b


def test_a_workspace_is_gone_afterwards_even_after_a_failure(store: Store) -> None:
    with pytest.raises(KeyError), store.workspace() as work:
        (work / "deep").mkdir()
        (work / "deep" / "file").write_text("x")
        raise KeyError
    assert not work.exists()


def test_work_that_a_killed_run_left_is_swept_when_it_is_old(store: Store) -> None:
    old, new = (store.root / "work" / name for name in ("old", "new"))
    for folder in (old, new):
        folder.mkdir()
    os.utime(old, (0, 0))
    store.sweep(time.time() - 60)
    assert not old.exists() and new.exists()


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "deep" / "film.mp4"
    with appearing(target) as scratch:
        scratch.write_text("half")
        assert not target.exists()
        scratch.write_text("whole")
    assert target.read_text() == "whole" and stat.S_IMODE(target.stat().st_mode) == 0o644
    assert [p.name for p in target.parent.iterdir()] == ["film.mp4"]


def test_a_file_that_fails_leaves_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    write_text(tmp_path / "a.txt", "old")
    with pytest.raises(KeyError), appearing(tmp_path / "a.txt") as scratch:
        scratch.write_text("new")
        raise KeyError
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert (tmp_path / "a.txt").read_text() == "old"


def test_what_a_killed_process_left_is_removed_and_what_is_being_written_is_not(tmp_path: Path) -> None:
    left = tmp_path / f".film.mp4.abc{SCRATCH}"
    other = tmp_path / ".film.mp4.settings"
    for path in (left, other):
        path.write_text("x")
    with appearing(tmp_path / "film.mp4") as scratch:
        scratch.write_text("first")
        write_text(tmp_path / "film.mp4", "second")
        assert scratch.exists() and not left.exists() and other.exists()
    assert (tmp_path / "film.mp4").read_text() == "first"


def test_placing_copies(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"abc")
    place(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == b"abc" == (tmp_path / "a").read_bytes()


@pytest.mark.parametrize(
    ("number", "kind"),
    [(28, DiskFull), (122, DiskFull), (13, OutputError), (30, OutputError), (36, OutputError), (5, StorageError)],
)
def test_refusals_of_the_file_system_are_ours(tmp_path: Path, number: int, kind: type[Exception]) -> None:
    with pytest.raises(kind, match="somewhere") as caught, disk_errors(Path("somewhere")):
        raise OSError(number, "no")
    assert type(caught.value) is kind


def test_a_name_that_is_too_long(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_text(tmp_path / ("x" * 300), "text")
