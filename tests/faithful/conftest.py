"""The vendors' servers, for their own SDKs to be pointed at."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers.world import Running, World, running


@pytest.fixture(scope="session")
def server() -> Iterator[Running]:
    with running() as server:
        yield server


@pytest.fixture
def world(server: Running) -> World:
    return server.fresh()
