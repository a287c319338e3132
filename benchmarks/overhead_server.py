"""The server of overhead.py: OpenAI's image request and chat completions, answered at once, each time differently.

Run as a program it prints its address and serves until it is ended.
"""

from __future__ import annotations

import base64
import contextlib
import io
import itertools
import json
import os
import socket
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterator
from typing import Any

__all__ = ["serving"]

SIZE = 1_000_000
"""Bytes of a picture."""
WORDS = 64
"""Words of an answer; streamed, each is a chunk of its own."""
BACKLOG = 512
"""Connections that may wait to be accepted."""


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The server in a process of its own; gives its address."""
    process = subprocess.Popen([sys.executable, __file__], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def picture() -> bytes:
    """A PNG of about a million bytes: noise does not compress."""
    from PIL import Image  # noqa: PLC0415 - only the server's own process needs it

    side = int((SIZE / 3) ** 0.5) // 2 * 2
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "PNG")
    return out.getvalue()


def text_chunk(number: int) -> bytes:
    """A chunk of a PNG that makes a picture another one, for equal pictures would be kept once (PNG, 11.3.3.2)."""
    data = b"tEXtNumber\0%012d" % number
    return struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


def pictures() -> Iterator[bytes]:
    """Answers to an image request, each with another picture. All but a picture's end is coded once."""
    whole = picture()
    start, end = whole[:-12], whole[-12:]  # the last chunk, IEND, has twelve bytes
    start, rest = start[: len(start) // 3 * 3], start[len(start) // 3 * 3 :]
    before = b'{"created": 1, "data": [{"b64_json": "' + base64.b64encode(start)
    after = b'"}], "output_format": "png", "usage": ' + json.dumps({
        "input_tokens": 9, "output_tokens": 272, "total_tokens": 281,
        "input_tokens_details": {"text_tokens": 9, "image_tokens": 0},
    }).encode() + b"}"  # fmt: skip
    for number in itertools.count():
        yield before + base64.b64encode(rest + text_chunk(number) + end) + after


USAGE = {"prompt_tokens": 12, "completion_tokens": WORDS, "total_tokens": 12 + WORDS}


def words(number: int) -> list[str]:
    """The words of an answer, no two answers alike."""
    return [f"answer-{number} ", *(f"word{n} " for n in range(WORDS - 1))]


def completion(number: int) -> bytes:
    """A whole answer (https://platform.openai.com/docs/api-reference/chat/object)."""
    message = {"role": "assistant", "content": "".join(words(number)), "refusal": None}
    choice = {"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}
    whole = {"id": f"chatcmpl-{number}", "object": "chat.completion", "created": 1, "model": "gpt-4o-mini-2024-07-18"}
    return json.dumps({**whole, "choices": [choice], "usage": USAGE}).encode()


def events(number: int) -> Iterator[bytes]:
    """The same as server-sent events: a chunk for each word, one for the end, one for the usage."""
    head = {
        "id": f"chatcmpl-{number}",
        "object": "chat.completion.chunk",
        "created": 1,
        "model": "gpt-4o-mini-2024-07-18",
    }

    def event(choices: list[dict[str, Any]], **more: object) -> bytes:
        return b"data: " + json.dumps({**head, "choices": choices, **more}).encode() + b"\n\n"

    for n, word in enumerate(words(number)):
        delta = {"role": "assistant", "content": word} if n == 0 else {"content": word}
        yield event([{"index": 0, "delta": delta, "finish_reason": None}])
    yield event([{"index": 0, "delta": {}, "finish_reason": "stop"}])
    yield event([], usage=USAGE)
    yield b"data: [DONE]\n\n"


def main() -> None:
    import uvicorn  # noqa: PLC0415 - only the server's own process needs it

    images, numbers = pictures(), itertools.count()

    async def app(scope, receive, send):  # type: ignore[no-untyped-def]
        body, more = b"", True
        while more:
            message = await receive()
            body, more = body + message.get("body", b""), message.get("more_body")
        if scope["path"].endswith("/images/generations"):
            await answer(send, next(images))
        elif json.loads(body).get("stream"):
            await stream(send, events(next(numbers)))
        else:
            await answer(send, completion(next(numbers)))

    async def answer(send, body: bytes):  # type: ignore[no-untyped-def]
        head = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": body})

    async def stream(send, parts: Iterator[bytes]):  # type: ignore[no-untyped-def]
        head = [(b"content-type", b"text/event-stream; charset=utf-8")]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        for part in parts:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})

    listening = socket.create_server(("127.0.0.1", 0), backlog=BACKLOG)
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else an answer's end may wait for 40 ms (RFC 896)
    sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off")).run([listening])


if __name__ == "__main__":
    main()
