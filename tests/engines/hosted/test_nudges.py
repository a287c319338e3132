"""Webhooks: a call makes us look at once."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import urllib.request

import pytest

from polymuse.engines.hosted import _call
from polymuse.engines.hosted._webhooks import expected
from polymuse.errors import ParameterError
from polymuse.runtime import default_runtime
from tests.engines.hosted.conftest import Asker


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    monkeypatch.setenv("POLYMUSE_WEBHOOK_URL", f"http://127.0.0.1:{port}/hooks/")
    monkeypatch.setenv("POLYMUSE_WEBHOOK_PORT", str(port))
    return port


def post(url: str) -> int:
    asked = urllib.request.Request(url, data=b'{"state": "completed"}', method="POST")
    with urllib.request.urlopen(asked, timeout=5) as answer:
        status: int = answer.status
    return status


@pytest.mark.parametrize(("vendor", "model"), [("luma", "ray-2"), ("kling", "kling-v3"), ("fal", "fal-ai/wan-t2v")])
@pytest.mark.usefixtures("port")
def test_a_call_ends_the_wait(vendor: str, model: str, asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_call, "PAUSES", 1000.0)  # without a call this test would never end
    ended = threading.Event()

    def call_back() -> None:
        while not ended.wait(0.05):
            for seen in list(asker.world.seen):
                if seen.method == "POST" and not ended.is_set():
                    with contextlib.suppress(OSError):  # a service may call when nobody listens any more
                        post(seen.query.get("fal_webhook") or json.loads(seen.body)["callback_url"])

    caller = threading.Thread(target=call_back)
    caller.start()
    try:
        made = asker.ask(vendor, "text-to-video", model, prompt="a boat", seconds=5, width=640, height=360)
    finally:
        ended.set()
        caller.join()
    assert made.outputs["video"].facts["seconds"] > 0


def test_what_nobody_expects_changes_nothing(port: int) -> None:
    async def calls() -> tuple[int, int, bool]:
        async with expected(default_runtime().settings) as nudge:
            assert nudge.url
            loop = asyncio.get_running_loop()
            stray = await loop.run_in_executor(None, post, f"http://127.0.0.1:{port}/hooks/another")
            calm = not nudge._came.is_set()
            meant = await loop.run_in_executor(None, post, nudge.url)
            await nudge.within(1000)
            return stray, meant, calm

    assert asyncio.run(calls()) == (204, 204, True)


def test_garbage_does_no_harm(port: int) -> None:
    async def noise() -> None:
        async with expected(default_runtime().settings) as nudge:
            for data in (b"\x00\xff\n", b"GET\r\n\r\n", b"x" * 200_000):
                reader, writer = await asyncio.open_connection("127.0.0.1", port)
                writer.write(data)
                writer.write_eof()
                await reader.read()
                writer.close()
            assert nudge.url
            assert await asyncio.get_running_loop().run_in_executor(None, post, nudge.url) == 204

    asyncio.run(noise())


def test_a_port_that_is_taken_is_named(port: int) -> None:
    async def listen() -> None:
        async with expected(default_runtime().settings):
            pass

    with socket.create_server(("0.0.0.0", port)), pytest.raises(ParameterError, match=str(port)):
        asyncio.run(listen())


def test_without_an_address_nothing_is_asked_for(asker: Asker) -> None:
    asker.ask("luma", "text-to-video", "ray-2", prompt="a boat", seconds=5, width=640, height=360)
    assert "callback_url" not in json.loads(asker.world.seen[0].body)
