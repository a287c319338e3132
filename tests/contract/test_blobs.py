"""What every store of media keeps to."""

from __future__ import annotations

import asyncio
import hashlib
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.asset import Kind
from polymuse.protocols import BlobStore
from polymuse.storage.folder import FolderStore

MAKERS: dict[str, Callable[[Path], BlobStore]] = {"folder": FolderStore}


@pytest.fixture(params=MAKERS.values(), ids=MAKERS)
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], BlobStore]:
    """Another store over the same media each time, as another process has."""
    return lambda: request.param(tmp_path / "store")


def test_what_is_put_is_known_by_its_bytes(make: Callable[[], BlobStore], tmp_path: Path) -> None:
    async def put() -> None:
        store, source = make(), tmp_path / "a"
        source.write_bytes(b"abc")
        asset = await store.put(source, Kind.IMAGE, "image/png", {"width": 1})
        assert asset.digest == hashlib.sha256(b"abc").hexdigest() and asset.read_bytes() == b"abc"
        assert not source.exists()
        for each in (store, make()):
            found = await each.find(asset.digest, "image/png")
            assert found and found.read_bytes() == b"abc"
        assert await store.put_bytes(b"abc", Kind.IMAGE, "image/png") == asset
        assert await store.size() == 3

    asyncio.run(put())


def test_what_is_not_there_is_not_found(make: Callable[[], BlobStore]) -> None:
    assert asyncio.run(make().find("0" * 64, "image/png")) is None


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)
@given(a=st.binary(max_size=200), b=st.binary(max_size=200))
def test_same_bytes_same_asset(
    tmp_path_factory: pytest.TempPathFactory, maker: Callable[[Path], BlobStore], a: bytes, b: bytes
) -> None:
    store = maker(tmp_path_factory.getbasetemp() / "shared-store")
    one, other = (asyncio.run(store.put_bytes(data, Kind.TEXT, "text/plain")) for data in (a, b))
    assert (one == other) == (a == b)
    assert one.read_bytes() == a and other.read_bytes() == b


def test_a_workspace_is_empty_and_gone_afterwards_even_after_a_failure(make: Callable[[], BlobStore]) -> None:
    async def work() -> Path:
        with pytest.raises(KeyError):
            async with make().workspace() as make_folder:
                folder = make_folder()
                assert folder == make_folder()
                assert list(folder.iterdir()) == []
                (folder / "deep").mkdir()
                (folder / "deep" / "file").write_text("x")
                raise KeyError
        return folder

    assert not asyncio.run(work()).exists()


def test_work_that_a_killed_run_left_is_swept_when_it_is_old(make: Callable[[], BlobStore]) -> None:
    async def sweep_both() -> tuple[bool, bool]:
        store = make()
        working = [store.workspace() for _ in range(2)]
        left = [(await each.__aenter__())() for each in working]
        os.utime(left[0], (0, 0))
        await make().sweep(time.time() - 60)
        return left[0].exists(), left[1].exists()

    assert asyncio.run(sweep_both()) == (False, True)


def test_removal_keeps_what_is_named_and_what_is_new(make: Callable[[], BlobStore]) -> None:
    async def remove() -> list[bool]:
        store = make()
        kept, lost, new = [await store.put_bytes(data, Kind.TEXT, "text/plain") for data in (b"kept", b"lost", b"new")]
        for asset in (kept, lost):
            os.utime(asset.path, (0, 0))
        await store.remove_except({kept.digest}, time.time() - 60)
        return [await make().find(asset.digest, "text/plain") is not None for asset in (kept, lost, new)]

    assert asyncio.run(remove()) == [True, False, True]
