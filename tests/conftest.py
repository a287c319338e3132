"""What all tests share: a home of their own, and no network."""

from __future__ import annotations

import base64
import logging
import os
import signal
import socket
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings

from polymuse.catalog.calendar import TODAY
from polymuse.errors import PolymuseError
from tests.blocking import Home
from tests.servers.world import CANARY
from tests.stalls import Watch

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell that runs the tests in the background ignores Ctrl-C for them, and programs that they start would do so, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)

settings.register_profile("quick", deadline=None, derandomize=True, max_examples=30)
settings.register_profile("thorough", deadline=None, max_examples=200)
settings.load_profile("quick")

os.environ[TODAY] = "2026-11-21"  # the day of the catalogue's facts: the routes that are tested are the same every day

FORMS = [
    CANARY.encode(),
    CANARY.encode()[::-1],
    CANARY.encode().hex().encode(),
    CANARY.encode("utf-16-le"),
    *(base64.b64encode(b"x" * shift + CANARY.encode())[4 if shift else 0 : -4] for shift in range(3)),
]
"""A key as text, backwards, in hexadecimal, as UTF-16, and in base 64 wherever it may begin."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def local_only(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and host not in ("127.0.0.1", "::1", "localhost"):
            raise AssertionError(f"a test tried to reach {address!r}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", local_only)


@pytest.fixture(autouse=True, scope="session")
def watch() -> Iterator[Watch]:
    watch = Watch()
    watch.install()
    yield watch
    watch.uninstall()


@pytest.fixture(autouse=True)
def nothing_holds_up_a_loop(watch: Watch) -> Iterator[None]:
    """No event loop of this process is held up by a callback, or by a step of a coroutine."""
    watch.stalls.clear()
    yield
    assert not watch.stalls, "\n".join(watch.stalls)


@pytest.fixture(autouse=True, scope="session")
def few_certificates() -> Iterator[None]:
    """No test speaks TLS, and reading the system's certificates takes 20 ms for every client of every vendor's SDK: there
    is one, whom nobody holds the key of."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SSL_CERT_FILE", str(Path(__file__).parent / "nobody.pem"))
        yield


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Paths for folders, numbered: `mktemp` would list all that there are to find the next number."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_home(homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch) -> Path:
    """POLYMUSE_HOME in a folder of this test's own."""
    path = next(homes)
    path.mkdir()
    monkeypatch.setenv("POLYMUSE_HOME", str(path))
    return path


@pytest.fixture(autouse=True)
def no_key_shows(
    own_home: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> Iterator[None]:
    """No key of a service is in a message, in a log, or in a file that a test leaves behind, in any encoding."""
    said: list[str] = []
    begin = PolymuseError.__init__

    def told(self: PolymuseError, message: str, *, hint: str = "") -> None:
        said.append(f"{message} {hint}")
        begin(self, message, hint=hint)

    monkeypatch.setattr(PolymuseError, "__init__", told)
    caplog.set_level(logging.DEBUG, "polymuse")
    folders = [own_home, *([request.getfixturevalue("tmp_path")] if "tmp_path" in request.fixturenames else [])]
    yield
    places = {"an error": "\n".join(said).encode(), "the log": caplog.text.encode()}
    places |= {str(path): path.read_bytes() for root in folders for path in files_below(root)}
    for place, content in places.items():
        assert not any(form in content for form in FORMS), f"{place} shows a key"


def files_below(root: Path) -> Iterator[Path]:
    """Every file, unless the folder is gone."""
    return (
        path for path in root.rglob("*") if path.is_file() and not path.is_symlink() and path.stat().st_size < 2**24
    )


@pytest.fixture
def home(own_home: Path) -> Iterator[Home]:
    home = Home(own_home)
    yield home
    home.close()
