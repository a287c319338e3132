"""Nothing is paid for twice and nothing that was paid for is lost: whatever a service answers, whenever a run is stopped."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from polymuse.engines import registry
from polymuse.engines.hosted import _transport
from polymuse.engines.hosted._routing import vendor, vendors
from polymuse.engines.hosted._webhooks import expected
from polymuse.engines.hosted._wire import Problem, Reply
from polymuse.errors import DiskFull, InDoubt, KeyMissing, ServiceError
from polymuse.planning.plan import Plan, Step
from polymuse.runtime import default_runtime
from polymuse.types import Chunk, Finished, Kind
from tests.blocking import request, walk
from tests.engines.hosted.conftest import Asker
from tests.servers.media import picture
from tests.servers.world import Fault, World

DEV = "black-forest-labs/flux-dev"
SMALL = {"prompt": "a heron", "width": 64, "height": 64}


def posts(asker: Asker) -> int:
    return sum(seen.method == "POST" for seen in asker.world.seen)


async def spoken(asker: Asker, engine: Any, text: str) -> None:
    await asker.call(engine, request("text-to-speech", text=text), step=text)


async def stopped(asker: Asker, engine: Any, texts: list[str], after: Callable[[], bool]) -> None:
    """Begin some requests, and cancel all of them when something is so."""
    running = [asyncio.create_task(spoken(asker, engine, text)) for text in texts]
    while not after():
        await asyncio.sleep(0.01)
    for task in running:
        task.cancel()
    ended = await asyncio.gather(*running, return_exceptions=True)
    assert all(isinstance(end, asyncio.CancelledError) for end in ended)


class TestADoubtStays:
    """until somebody can tell."""

    @pytest.mark.parametrize("kind", ["status", "garbage"])
    def test_when_the_service_cannot_be_asked(self, asker: Asker, kind: Any) -> None:
        asker.world.faults = [Fault("after-work", method="POST")]
        with pytest.raises(InDoubt):
            asker.ask("replicate", "text-to-image", DEV, prompt="a heron", seed=1)
        asker.world.faults = [Fault(kind, method="GET", status=401, times=100)]
        with pytest.raises(InDoubt, match="cannot be told now"):
            asker.ask("replicate", "text-to-image", DEV, prompt="a heron", seed=1)
        assert asker.jobs()[0][0] == "in doubt" and asker.money()[0][0] == "reserved"
        asker.world.faults = []
        asker.ask("replicate", "text-to-image", DEV, prompt="a heron", seed=1)
        assert len(asker.world.charges) == 1 and asker.money() == [("settled", 1.0)]

    def test_when_a_result_cannot_be_read(self, asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
        kept = World.file
        monkeypatch.setattr(World, "file", lambda self, data, *kind: kept(self, b"\x89PNG no picture", *kind))
        for _ in range(2):
            with pytest.raises(InDoubt):
                asker.ask("luma_agents", "text-to-image", "uni-1", **SMALL)
        assert len(asker.world.charges) == 1 and asker.money() == [("reserved", 0.0)]


class TestStopped:
    """A run that is stopped pays for nothing that it need not."""

    def test_what_waits_for_its_turn_never_goes_out(self, asker: Asker) -> None:
        asker.world.faults = [Fault("slow", method="POST", seconds=0.5, times=100)]
        engine = asker.engine("elevenlabs", "text-to-speech", "eleven_v3")
        texts = [f"hello {n}" for n in range(20)]
        asyncio.run(stopped(asker, engine, texts, lambda: posts(asker) == 4))
        assert posts(asker) == len(asker.world.charges) == 4
        assert Counter(status for status, _ in asker.jobs()) == {"done": 4, "dropped": 16}
        assert Counter(asker.money()) == {("settled", 1.0): 4, ("released", 0.0): 16}

    def test_what_came_all_the_same_is_kept(self, asker: Asker) -> None:
        asker.world.faults = [Fault("slow", method="POST", seconds=0.3)]
        engine = asker.engine("elevenlabs", "text-to-speech", "eleven_v3")
        asyncio.run(stopped(asker, engine, ["hello"], lambda: posts(asker) == 1))
        again = asker.ask("elevenlabs", "text-to-speech", "eleven_v3", text="hello")
        assert again.cached and len(asker.world.charges) == 1

    def test_between_two_tries_no_other_is_made(self, asker: Asker) -> None:
        asker.world.faults = [Fault("status", method="POST", status=429, headers={"retry-after": "1"})]
        engine = asker.engine("elevenlabs", "text-to-speech", "eleven_v3")
        asyncio.run(stopped(asker, engine, ["hello"], lambda: posts(asker) == 1))
        assert posts(asker) == 1 and not asker.world.charges
        assert asker.jobs()[0][0] == "dropped" and asker.money() == [("released", 0.0)]

    def test_a_refusal_is_no_doubt(self, asker: Asker) -> None:
        asker.world.faults = [Fault("slow", method="POST", seconds=0.2), Fault("status", method="POST", status=400)]
        asker.world.broke = True
        engine = asker.engine("elevenlabs", "text-to-speech", "eleven_v3")
        asyncio.run(stopped(asker, engine, ["hello"], lambda: posts(asker) == 1))
        assert asker.jobs()[0][0] == "dropped" and asker.money() == [("released", 0.0)]

    def test_one_step_s_failure_does_not_pay_for_the_others(self, asker: Asker) -> None:
        engine = asker.engine("elevenlabs", "text-to-speech", "eleven_v3")
        asker.monkeypatch.setattr(registry, "discovered", lambda: {"e": engine})
        asker.world.faults = [
            Fault("status", method="POST", status=400), Fault("slow", method="POST", seconds=0.3, times=100),
        ]  # fmt: skip
        steps = tuple(Step(id=f"s{n}", task="text-to-speech", engine="e", params={"text": f"{n}"}) for n in range(12))

        with pytest.raises(ServiceError):
            walk(Plan(name="p", steps=steps), asker.home)
        assert len(asker.world.charges) <= 4
        assert Counter(asker.money())["settled", 1.0] == len(asker.world.charges)


# --- answers that no vendor should give

Respond = Callable[[bytes], bytes]


def http(body: bytes, media_type: str, status: str = "200 OK", more: bytes = b"") -> bytes:
    head = f"HTTP/1.1 {status}\r\ncontent-type: {media_type}\r\ncontent-length: {len(body)}\r\n".encode()
    return head + more + b"\r\n" + body


@contextlib.asynccontextmanager
async def answering(respond: Respond) -> AsyncIterator[str]:
    """A server that answers every request so; gives its address."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.closing(writer):
            head = await reader.readuntil(b"\r\n\r\n")
            lengths = [
                line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")
            ]
            await reader.readexactly(int(lengths[0]) if lengths else 0)
            writer.write(respond(head))
            await writer.drain()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def asked(asker: Asker, name: str, task: str, respond: Respond, *, live: bool = False, **params: Any) -> Finished:
    async def ask() -> Finished:
        async with answering(respond) as url:
            engine = asker.engine(name, task, "m")
            asker.monkeypatch.setenv(f"POLYMUSE_{name.upper()}_URL", url)
            return await asker.call(engine, request(task, **params), live=live)

    return asyncio.run(ask())


def event(words: str, end: str | None = None) -> str:
    piece = {"choices": [{"delta": {"content": words}, "finish_reason": end}]}
    return f"data: {json.dumps(piece, ensure_ascii=False)}\n\n"


class TestStreams:
    @pytest.mark.parametrize("media_type", ["text/event-stream", "text/event-stream; charset=ISO-8859-1"])
    def test_are_utf_8_in_lines_as_the_standard_has_them(self, asker: Asker, media_type: str) -> None:
        body = event("one\u2028two ") + event("grün\x85 ") + event("three", "stop") + "data: [DONE]\n\n"
        answer = http(body.encode(), media_type)
        made = asked(asker, "openai_compatible", "text-generation", lambda _: answer, live=True, prompt="x")
        assert made.outputs["text"].read_text() == "one\u2028two grün\x85 three"

    def test_with_a_piece_that_is_no_json_are_in_doubt(self, asker: Asker) -> None:
        answer = http((event("one ") + "data: {half\n\n" + event("two", "stop")).encode(), "text/event-stream")
        with pytest.raises(InDoubt, match="cannot be read"):
            asked(asker, "openai_compatible", "text-generation", lambda _: answer, live=True, prompt="x")

    def test_of_sound_are_known_however_their_type_is_written(self, asker: Asker) -> None:
        from tests.servers.media import tone  # noqa: PLC0415

        sound = tone("x", 0.5, "wav", 16000)
        answer = http(sound, "Audio/WAV")
        asked(asker, "openai_compatible", "text-to-speech", lambda _: answer, live=True, text="x")
        assert b"".join(e.data for e in asker.seen if isinstance(e, Chunk)) == sound

    @pytest.mark.parametrize("live", [False, True])
    def test_and_answers_have_a_limit(self, asker: Asker, live: bool, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_transport, "MOST_REPLY", 1000)
        answer = http(bytes(5000), "audio/wav")
        with pytest.raises(InDoubt, match="larger than"):
            asked(asker, "openai_compatible", "text-to-speech", lambda _: answer, live=live, text="x")
        assert asker.money() == [("reserved", 0.0)]


class TestOddAnswers:
    @pytest.mark.parametrize("task", ["text-to-image", "text-generation"])
    def test_packed_wrongly(self, asker: Asker, task: str) -> None:
        answer = http(b"not gzip", "application/json", more=b"content-encoding: gzip\r\n")
        with pytest.raises(InDoubt):
            asked(asker, "openai_compatible", task, lambda _: answer, prompt="x")

    def test_of_a_gateway_that_may_have_passed_it_on(self, asker: Asker) -> None:
        sent: list[bytes] = []

        def respond(head: bytes) -> bytes:
            sent.append(head)
            return http(b"upstream connect error: connection termination", "text/plain", "503 Service Unavailable")

        with pytest.raises(InDoubt):
            asked(asker, "openai_compatible", "text-to-image", respond, prompt="x")
        assert len(sent) == 1

    @pytest.mark.parametrize("body", [
        '{"detail": ["odd"]}', '{"detail": [{"loc": null}]}', '{"issues": ["odd"]}', '{"error": {"details": ["x"]}}',
        '{"error": ["x"]}', '{"errors": [{"a": 1}]}', "[1]", '"x"', "{}", "<html>",
    ])  # fmt: skip
    @pytest.mark.parametrize("name", vendors())
    def test_that_say_what_is_wrong_in_no_known_way(self, asker: Asker, name: str, body: str) -> None:
        async def problem() -> Problem:
            way = await asker.transport(name)
            return way._problem(Reply(400, {}, body.encode()))

        assert asyncio.run(problem()).kind in ("refused", "moderated")

    @pytest.mark.parametrize("link", ["https://[bad/x", "https://ex.example/\x01"])
    def test_with_a_link_that_is_none(self, asker: Asker, link: str) -> None:
        done = {"id": "1", "type": "image", "state": "completed", "output": [{"url": link, "type": "image"}]}
        answer = http(json.dumps(done).encode(), "application/json")
        with pytest.raises(ServiceError, match="link to the result is none"):
            asked(asker, "luma_agents", "text-to-image", lambda _: answer, **SMALL)

    def test_with_the_result_in_its_link(self, asker: Asker) -> None:
        import base64  # noqa: PLC0415

        link = f"data:image/png;base64,{base64.b64encode(picture('a', 64, 64)).decode()}"
        done = {"id": "1", "type": "image", "state": "completed", "output": [{"url": link, "type": "image"}]}
        answer = http(json.dumps(done).encode(), "application/json")
        made = asked(asker, "luma_agents", "text-to-image", lambda _: answer, **SMALL)
        assert made.outputs["image"].kind is Kind.IMAGE

    def test_that_lead_nowhere(self, asker: Asker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_transport, "TRIES", 1)

        async def fetch() -> None:
            async with answering(lambda _: b"HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n") as url:
                asker.point("luma_agents")
                monkeypatch.setenv("POLYMUSE_LUMA_AGENTS_URL", url)
                runtime = asker.home.runtime
                way = await _transport.transport(vendor("luma_agents"), runtime.secrets, runtime.settings)
                await way.download("/x", tmp_path / "x")

        with pytest.raises(ServiceError, match="could not be downloaded"):
            asyncio.run(fetch())


def test_a_proxy_that_refuses_has_sent_nothing_on(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_transport, "TRIES", 1)

    async def speak() -> None:
        async with answering(
            lambda _: b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"
        ) as url:
            engine = asker.engine("elevenlabs", "text-to-speech", "eleven_v3")
            monkeypatch.setenv("HTTPS_PROXY", url)
            monkeypatch.setenv("POLYMUSE_ELEVENLABS_URL", "https://api.elevenlabs.io")
            await spoken(asker, engine, "hello")

    with pytest.raises(ServiceError, match="cannot be reached") as caught:
        asyncio.run(speak())
    assert not isinstance(caught.value, InDoubt) and asker.money() == [("released", 0.0)]


def test_a_key_that_cannot_be_one_is_refused_before_anything_is_journalled(asker: Asker) -> None:
    engine = asker.engine("elevenlabs", "text-to-speech", "eleven_v3")
    asker.monkeypatch.setenv("ELEVENLABS_API_KEY", "“sk-secret”")
    with pytest.raises(KeyMissing, match="a character that no key has") as caught:
        asyncio.run(spoken(asker, engine, "hello"))
    assert "sk-secret" not in str(caught.value) and asker.jobs() == []


def test_a_full_disk_is_said_and_the_job_is_not_lost(asker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = Path.open

    def full(self: Path, mode: str = "r", *more: Any, **named: Any) -> Any:
        if mode == "wb" and "work" in self.parts:
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(self, mode, *more, **named)

    monkeypatch.setattr(Path, "open", full)
    with pytest.raises(DiskFull):
        asker.ask("luma_agents", "text-to-image", "uni-1", **SMALL)
    monkeypatch.setattr(Path, "open", opened)
    asker.ask("luma_agents", "text-to-image", "uni-1", **SMALL)
    assert len(asker.world.charges) == 1 and asker.money() == [("settled", 1.0)]


def test_nothing_listens_when_no_call_is_expected(monkeypatch: pytest.MonkeyPatch, unused_port: int) -> None:
    monkeypatch.setenv("POLYMUSE_WEBHOOK_URL", "https://hook.example")
    monkeypatch.setenv("POLYMUSE_WEBHOOK_PORT", str(unused_port))

    async def listen() -> tuple[bytes, bool]:
        async with expected(default_runtime().settings):
            reader, writer = await asyncio.open_connection("127.0.0.1", unused_port)
            writer.write(b"\r\n\r\n\r\n")
            odd = await reader.read()
            writer.close()
        with contextlib.suppress(OSError):
            await asyncio.open_connection("127.0.0.1", unused_port)
            return odd, True
        return odd, False

    assert asyncio.run(listen()) == (b"", False)


def test_no_address_is_logged_with_its_secrets(
    asker: Asker, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, unused_port: int
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setenv("POLYMUSE_WEBHOOK_URL", "https://hook.example")
    monkeypatch.setenv("POLYMUSE_WEBHOOK_PORT", str(unused_port))
    asker.ask("fal", "text-to-image", "fal-ai/flux/dev", **SMALL)
    said = [record.getMessage() for record in caplog.records if record.name == "httpx2"]
    assert said and not any("hook.example" in line or "?" in line for line in said)


def test_what_a_service_says_as_it_takes_a_job_counts_after_a_stop_as_well(asker: Asker) -> None:
    """Black Forest Labs says its price in the answer that names the job, and never again."""
    first = asker.ask("bfl", "text-to-image", "flux-2-pro", **SMALL)
    (said,) = asker.money()
    asker.world.polls = 3
    engine = asker.engine("bfl", "text-to-image", "flux-2-pro")

    async def stop_when_submitted() -> None:
        running = asyncio.create_task(asker.call(engine, request("text-to-image", **SMALL, seed=5)))
        while not any(status == "submitted" for status, _ in asker.jobs()):
            await asyncio.sleep(0.001)
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

    asyncio.run(stop_when_submitted())
    assert asker.money()[1] == ("reserved", 0.0)
    asker.ask("bfl", "text-to-image", "flux-2-pro", **{**SMALL, "seed": 5})
    assert asker.money() == [said, said] and said[1] != 1.0 and first.outputs
