"""Files that appear whole or not at all, and the folder store's own ways; what any store keeps to is in
tests/contract/test_blobs.py."""

from __future__ import annotations

import asyncio
import hashlib
import os
import stat
import time
from pathlib import Path

import pytest

from polymuse.asset import Kind
from polymuse.errors import DamagedMedia, DiskFull, OutputError, StorageError
from polymuse.storage.folder import SCRATCH, FolderStore, appearing, disk_errors, place, write_text


def test_an_asset_s_file_is_named_after_its_bytes_and_type(tmp_path: Path) -> None:
    asset = asyncio.run(FolderStore(tmp_path).put_bytes(b"abc", Kind.IMAGE, "image/png"))
    assert asset.path.name == f"{asset.digest}.png"


@pytest.mark.parametrize("damage", [b"abd", b"abcd", b""], ids=["a bit", "longer", "empty"])
def test_a_file_that_was_changed_is_noticed_by_the_store_that_wrote_it_and_by_others(
    tmp_path: Path, damage: bytes
) -> None:
    store = FolderStore(tmp_path)
    asset = asyncio.run(store.put_bytes(b"abc", Kind.IMAGE, "image/png"))
    assert asyncio.run(store.find(asset.digest, "image/png")) == asset.path
    asset.path.write_bytes(damage)
    for each in (store, FolderStore(tmp_path)):
        with pytest.raises(DamagedMedia, match=asset.digest):
            asyncio.run(each.find(asset.digest, "image/png"))
    asyncio.run(store.put_bytes(b"abc", Kind.IMAGE, "image/png"))
    assert asyncio.run(store.find(asset.digest, "image/png")) == asset.path


def test_bytes_that_cannot_be_put_leave_nothing(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    (tmp_path / "objects" / hashlib.sha256(b"abc").hexdigest()[:2]).write_text("a file where a folder is to be")
    with pytest.raises(OutputError):
        asyncio.run(store.put_bytes(b"abc", Kind.TEXT, "text/plain"))
    assert list((tmp_path / "work").iterdir()) == []


def test_files_that_a_killed_process_left_among_the_work_are_swept(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    old, new = tmp_path / "work" / "old", tmp_path / "work" / "new"
    for path in (old, new):
        path.write_text("x")
    os.utime(old, (0, 0))
    asyncio.run(store.sweep(time.time() - 60))
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
