"""Hosted engines, run through all wrappers against servers on this machine."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from polymuse.asset import Asset, Kind
from polymuse.catalog import Limits, PriceList, Route, systems
from polymuse.client import cutoff
from polymuse.engines.hosted import _transport
from polymuse.engines.hosted._engine import Hosted
from polymuse.engines.hosted._hf_parameters import capability_of
from polymuse.engines.hosted._hub import CATALOGUED
from polymuse.engines.hosted._request_builder import built
from polymuse.engines.hosted._routing import capabilities, vendor
from polymuse.engines.hosted._wire import Ask
from polymuse.media.probe import probe
from polymuse.storage.folder import digest_of
from polymuse.types import Allowance, Card, Event, Finished, Notice, Price, Request, Tokens
from tests.blocking import Home, performed, request
from tests.servers.world import Running, World, running
from tests.servers.world import vendors as servers

SERVED = frozenset(server.name for server in servers())
"""Vendors with a server of their own; the others speak as OpenAI does."""


@pytest.fixture(scope="session")
def server() -> Iterator[Running]:
    with running() as server:
        yield server


@pytest.fixture
def world(server: Running) -> World:
    return server.fresh()


def limits_of(provider: str, task: str, model: str, options: Mapping[str, str] = {}) -> Limits:
    """What is known of a model by a route: what the catalogue says, also of a model of the Hub by whoever runs it there."""
    runs = {theirs: ours for ours, theirs in CATALOGUED.items()}.get(provider)
    if provider == "huggingface":
        runs, model = options.get("provider", "hf-inference"), options.get("id", model)
        provider = CATALOGUED.get(runs, "nobody")
    for system in systems().values():
        for route in system.routes:
            if route.provider == provider and route.model_for(task) == model:
                return route.limits_for(task)
    return Limits.model_validate(capability_of(task, runs, model).model_dump()) if runs else Limits()


def ask_for(
    provider: str,
    task: str,
    model: str,
    inputs: Mapping[str, Asset] | None = None,
    dialect: str = "plain",
    **params: Any,
) -> Ask:
    """What a vendor's mapping is given of a request."""
    limits = {"*": limits_of(provider, task, model)}
    route = Route(provider=provider, model=model, tasks=(task,), limits=limits)
    return built(request(task, inputs, **params), route, dialect).ask


@dataclass
class Asker:
    """Asks a vendor for one task as the runner does. Prices are a dollar a piece unless said otherwise."""

    home: Home
    world: World
    monkeypatch: pytest.MonkeyPatch
    folder: Path
    allowance: Allowance = field(default_factory=Allowance)
    seen: list[Event] = field(default_factory=list)

    def point(self, name: str) -> None:
        """Have the vendor's key and address in the environment."""
        known = vendor(name)
        server = name if name in SERVED else "openai_compatible"
        self.monkeypatch.setenv(f"POLYMUSE_{name.upper()}_URL", self.world.at(server))
        for variable in known.keys[:1]:
            self.monkeypatch.setenv(variable, self.world.key(server))
        for setting, variable in known.settings.items():
            self.monkeypatch.setenv(variable, f"our-{setting}")

    def given(self, name: str, data: bytes, kind: Kind) -> Asset:
        path = self.folder / name
        path.write_bytes(data)
        media_type, facts = probe(path, kind)
        return Asset(kind, media_type, digest_of(path), path, facts)

    def engine(self, name: str, task: str, model: str, dialect: str = "plain", **route: Any) -> Hosted:
        self.point(name)
        prices = PriceList(source="a test", date="2026-11-21", tasks={task: (Price(unit="item", usd=1.0),)})
        made = Route.model_validate(
            {
                "provider": name, "model": model, "tasks": (task,), "prices": prices,
                "limits": {"*": limits_of(name, task, model, route.get("options", {}))}, **route,
            }
        )  # fmt: skip
        card = Card(
            id=f"{model}@{name}", name=model, version="1", tasks=made.tasks, locality="hosted", provider=name,
            prices=made.prices.tasks if made.prices else {}, capabilities=capabilities(made), ignores=made.ignores,
        )  # fmt: skip
        return Hosted(card, vendor(name), made, dialect)

    def ask(
        self, name: str, task: str, model: str, inputs: Mapping[str, Asset] | None = None, *,
        fresh: bool = False, run: int | None = None, route: Mapping[str, Any] | None = None, live: bool = False,
        **params: Any,
    ) -> Finished:  # fmt: skip
        """The finished call; what went before it is in `seen`."""
        engine = self.engine(name, task, model, **(route or {}))
        asked = request(task, inputs, **params)
        return asyncio.run(self.call(engine, asked, since=cutoff(fresh), run=run, live=live))

    async def call(self, engine: Hosted, request: Request, **context: Any) -> Finished:
        """The finished call through a runtime's whole middleware."""
        runtime = self.home.runtime
        surroundings = {"step": "step", "allowance": self.allowance, "size": 1.0, **context}
        async for event in performed(runtime, engine, request, runtime.middleware, **surroundings):
            self.seen.append(event)
        last = self.seen[-1]
        assert isinstance(last, Finished)
        return last

    async def transport(self, name: str) -> _transport.Transport:
        """The way to a vendor, as its key and address are set up."""
        self.point(name)
        return await _transport.transport(vendor(name), self.home.runtime.secrets, self.home.runtime.settings)

    def notices(self) -> list[Notice]:
        return [event for event in self.seen if isinstance(event, Notice)]

    def jobs(self) -> list[tuple[str, str]]:
        return [tuple(row) for row in self.home.rows("select status, job from jobs order by id")]

    def counted(self) -> list[Tokens]:
        """What the service said that it read and wrote."""
        return [event for event in self.seen if isinstance(event, Tokens)]

    def money(self) -> list[tuple[str, float]]:
        rows = self.home.rows("select status, spent from money order by id")
        return [(status, spent / 1e6) for status, spent in rows]


@pytest.fixture
def unused_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as held:
        return int(held.getsockname()[1])


@pytest.fixture
def asker(home: Home, world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Asker:
    monkeypatch.setattr("polymuse.engines.hosted._transport.backoff", lambda attempt: 0.01)
    monkeypatch.setattr("polymuse.engines.hosted._call.PAUSES", 0.01)
    return Asker(home, world, monkeypatch, tmp_path)
