"""The content-addressed store: media under the SHA-256 of their bytes. Files appear by rename, whole or not at all."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import fcntl
import glob
import hashlib
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Callable, Collection, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

from polymuse.errors import DamagedMedia, DiskFull, OutputError, StorageError
from polymuse.event_loop import in_thread
from polymuse.types import Asset, Facts, Kind

__all__ = ["REMEDY", "FolderStore", "appearing", "digest_of", "disk_errors", "place", "write_text"]

SUFFIXES = {
    "application/json": ".json",
    "application/x-npy": ".npy",
    "audio/aac": ".aac",
    "audio/flac": ".flac",
    "audio/midi": ".mid",
    "audio/mp4": ".m4a",
    "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg",
    "audio/wav": ".wav",
    "image/avif": ".avif",
    "image/gif": ".gif",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "text/html": ".html",
    "text/plain": ".txt",
    "text/vtt": ".vtt",
    "application/x-subrip": ".srt",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
}


REMEDY = "Set POLYMUSE_HOME to a folder that can be written to."
"""What helps when the store or the journal cannot be written to."""
SCRATCH = ".polymuse-part"
"""How the names of unfinished files end."""
REFUSALS = frozenset({
    errno.EACCES, errno.EEXIST, errno.EFBIG, errno.EINVAL, errno.EISDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.ENOENT,
    errno.ENOTDIR, errno.EPERM, errno.EROFS,
})  # fmt: skip
"""What a file system says of a place that cannot be written to."""


@contextmanager
def disk_errors(what: Path, remedy: str = "Choose another folder.") -> Iterator[None]:
    """Turn a file system's refusals into our own errors."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise DiskFull(
                f"{what}: the disk is full.", hint="Free some space and run the same command again."
            ) from None
        if error.errno in REFUSALS:
            raise OutputError(f"{what}: cannot be written ({error.strerror}).", hint=remedy) from None
        raise StorageError(f"{what}: {error.strerror or error}.") from None


def digest_of(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def appearing(target: Path) -> Iterator[Path]:
    """A scratch file that takes its final name when the block ends well, and is gone when it does not. What a killed
    process left of the same file is removed."""
    with disk_errors(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _sweep(target)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.", suffix=SCRATCH)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield Path(name)
            Path(name).chmod(0o644)
            Path(name).replace(target)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        finally:
            os.close(handle)


def _sweep(target: Path) -> None:
    """Remove scratch files for a target whose maker is gone: nobody holds their lock."""
    for left in target.parent.glob(f".{glob.escape(target.name)}.*{SCRATCH}"):
        with contextlib.suppress(OSError), left.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            left.unlink()


def place(source: Path, target: Path) -> None:
    """Copy a file to its final name, where it appears whole or not at all."""
    with appearing(target) as scratch:
        shutil.copyfile(source, scratch)


def write_text(target: Path, text: str) -> None:
    """Write a text file, which appears whole or not at all."""
    with appearing(target) as scratch:
        scratch.write_text(text, encoding="utf-8")


def _remove(path: Path) -> None:
    """Remove a file, or a folder; most often that is empty by then, which is quick."""
    with contextlib.suppress(OSError):
        if not path.is_dir():
            path.unlink()
            return
        try:
            path.rmdir()
        except OSError:
            shutil.rmtree(path, ignore_errors=True)


class FolderStore:
    """A `polymuse.protocols.BlobStore`: `objects/ab/abcd….png`, and `work/` for what is being made."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._objects = root / "objects"
        self._work = root / "work"
        self._verified: dict[Path, tuple[int, int]] = {}
        with disk_errors(root, REMEDY):
            self._objects.mkdir(parents=True, exist_ok=True)
            self._work.mkdir(exist_ok=True)

    def path_of(self, digest: str, media_type: str) -> Path:
        return self._objects / digest[:2] / f"{digest}{SUFFIXES.get(media_type, '')}"

    async def find(self, digest: str, media_type: str) -> Path | None:
        """A file is hashed once in the life of the store object, and again when its size or time has changed."""
        path = self.path_of(digest, media_type)
        try:
            stat = path.stat()
            state = (stat.st_size, stat.st_mtime_ns)
            if self._verified.get(path) != state:
                if await in_thread(stat.st_size, digest_of, path) != digest:
                    raise DamagedMedia(f"{path}: this stored file was changed or damaged.")
                self._verified[path] = state
        except FileNotFoundError:
            return None
        except OSError as error:
            raise DamagedMedia(f"{path}: this stored file cannot be read ({error.strerror}).") from None
        return path

    async def put(self, source: Path, kind: Kind, media_type: str, facts: Facts) -> Asset:
        """An equal file is replaced, so that damage there is mended."""
        with disk_errors(self.root):
            digest = await in_thread(source.stat().st_size, digest_of, source)
            target = self.path_of(digest, media_type)
            self._move(source, target)
        return Asset(kind, media_type, digest, target, facts)

    async def put_bytes(self, data: bytes, kind: Kind, media_type: str, facts: Facts | None = None) -> Asset:
        digest, target = await in_thread(len(data), self._write, data, media_type)
        return Asset(kind, media_type, digest, target, facts or {})

    def _write(self, data: bytes, media_type: str) -> tuple[str, Path]:
        """Write bytes under their digest. The scratch file lies where no folder has to be made and removed for it, which
        takes longer than a small file itself."""
        digest = hashlib.sha256(data).hexdigest()
        target, scratch = self.path_of(digest, media_type), self._work / uuid.uuid4().hex
        with disk_errors(self.root):
            try:
                scratch.write_bytes(data)
                self._move(scratch, target)
            except BaseException:
                scratch.unlink(missing_ok=True)
                raise
        return digest, target

    def _move(self, source: Path, target: Path) -> None:
        stat = source.stat()
        target.parent.mkdir(exist_ok=True)
        source.replace(target)
        self._verified[target] = (stat.st_size, stat.st_mtime_ns)

    @asynccontextmanager
    async def workspace(self) -> AsyncIterator[Callable[[], Path]]:
        folders: list[Path] = []

        def folder() -> Path:
            if not folders:
                with disk_errors(self.root):
                    folders.append(Path(tempfile.mkdtemp(dir=self._work)))
            return folders[0]

        try:
            yield folder
        finally:
            for each in folders:
                _remove(each)

    async def sweep(self, older_than: float) -> None:
        await asyncio.to_thread(self._sweep, older_than)

    def _sweep(self, older_than: float) -> None:
        for work in self._work.iterdir():
            with contextlib.suppress(FileNotFoundError):
                if work.stat().st_mtime < older_than:
                    _remove(work)

    async def size(self) -> int:
        return await asyncio.to_thread(lambda: sum(f.stat().st_size for f in self._objects.glob("*/*")))

    async def remove_except(self, digests: Collection[str], since: float) -> None:
        await asyncio.to_thread(self._remove_except, digests, since)

    def _remove_except(self, digests: Collection[str], since: float) -> None:
        for file in self._objects.glob("*/*"):
            if file.name.partition(".")[0] not in digests:
                with contextlib.suppress(FileNotFoundError):
                    if file.stat().st_mtime < since:
                        file.unlink()
