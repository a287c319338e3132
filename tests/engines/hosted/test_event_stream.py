"""Answers that come piece by piece: how they are taken apart, and what becomes of their connection."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass

import pytest

from polymuse.engines.hosted import _transport
from polymuse.engines.hosted._event_stream import EventDecoder, LineDecoder
from tests.blocking import request
from tests.engines.hosted.conftest import Asker


def in_bytes(text: str) -> Iterable[bytes]:
    return (bytes([byte]) for byte in text.encode())


def test_lines_end_with_any_of_three_ends_wherever_the_parts_end() -> None:
    decoder = LineDecoder()
    lines = [line for part in in_bytes("data: {\r\ndata: }\r\rdata: ü\n\n") for line in decoder.feed(part)]
    assert [*lines, *decoder.flush()] == ["data: {", "data: }", "", "data: ü", ""]


@pytest.mark.parametrize("last", ["rest", "rest\r"])
def test_the_last_line_may_lack_its_end(last: str) -> None:
    decoder = LineDecoder()
    assert [*decoder.feed(f"a\n{last}".encode()), *decoder.flush(), *decoder.flush()] == ["a", "rest"]


STREAM = '{"a": 1}\n\nevent: more\ndata: {"b":\ndata: 2}\n\n: a comment\ndata: [DONE]\n\n{"never": 1}\n'


@pytest.mark.parametrize("parts", [[STREAM.encode()], list(in_bytes(STREAM))], ids=["at once", "in bytes"])
def test_lines_of_json_and_server_sent_events_are_told_apart(parts: list[bytes]) -> None:
    decoder = EventDecoder()
    events = [event for part in parts for event in decoder.feed(part)]
    assert [*events, *decoder.flush()] == [("", {"a": 1}), ("more", {"b": 2})] and decoder.done


def test_an_event_whose_end_is_missing_counts_where_it_is_a_line_of_json() -> None:
    decoder = EventDecoder()
    assert [*decoder.feed(b'{"a": 1}\n{"b": 2}'), *decoder.flush()] == [("", {"a": 1}), ("", {"b": 2})]
    assert not decoder.done


def test_data_that_are_no_json_are_an_error() -> None:
    with pytest.raises(ValueError):
        list(EventDecoder().feed(b"data: {half\n\n"))


# --- connections


@dataclass
class Streams:
    """A server of streamed chat completions that keeps its connections open. How a body ends: `whole`, as HTTP has it;
    `late` leaves it open until the client goes; `cut` closes the connection without it."""

    ending: str
    connections: int = 0

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        with contextlib.closing(writer), contextlib.suppress(asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                lines = head.lower().split(b"\r\n")
                await reader.readexactly(next(int(x.split(b":")[1]) for x in lines if x.startswith(b"content-length")))
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                )
                for piece in self.pieces():
                    writer.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                if self.ending == "cut":
                    return
                if self.ending == "late":
                    await reader.read()
                    return
                await writer.drain()
                writer.write(b"0\r\n\r\n")

    def pieces(self) -> list[bytes]:
        choice = {"choices": [{"delta": {"content": "Ahoy"}, "finish_reason": "stop"}]}
        return [f"data: {json.dumps(choice)}\n\n".encode(), b"data: [DONE]\n\n"]


@contextlib.asynccontextmanager
async def serving(streams: Streams) -> AsyncIterator[str]:
    async with await asyncio.start_server(streams.serve, "127.0.0.1", 0) as server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


@pytest.mark.parametrize(("ending", "connections"), [("whole", 1), ("late", 2), ("cut", 2)])
def test_a_stream_s_connection_is_used_again_where_the_answer_ends(asker: Asker, ending: str, connections: int) -> None:
    streams = Streams(ending)
    asker.monkeypatch.setattr(_transport, "IDLE", 600.0)
    asker.monkeypatch.setattr(_transport, "REST", 0.01 if ending == "late" else 60.0)

    engine = asker.engine("openai_compatible", "text-generation", "m")

    async def ask_twice() -> list[str]:
        async with serving(streams) as url:
            asker.monkeypatch.setenv("POLYMUSE_OPENAI_COMPATIBLE_URL", url)
            made = [
                await asker.call(engine, request("text-generation", prompt=prompt), live=True)
                for prompt in ("one", "two")
            ]
            return [each.outputs["text"].text for each in made]

    assert asyncio.run(ask_twice()) == ["Ahoy", "Ahoy"] and streams.connections == connections
    assert {status for status, _ in asker.money()} == {"settled"}
