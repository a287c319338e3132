"""What a hosted call costs beyond the service itself: python benchmarks/overhead.py [--litellm PYTHON]

One server on this machine answers OpenAI's image request at once, with a new picture of 1 MB each time. Clients ask it,
each in a process of its own, in turn: a bare httpx2 client; polymuse's engine alone; polymuse as every command uses it,
with journal, budget, cache and store; and litellm's SDK, where the Python of an environment that has it is named
(python -m venv /some/where; /some/where/bin/pip install litellm). What is wanted is a picture in a file. polymuse gives
one, checked; of the bare client's and of litellm's answer the base 64 is decoded and written, as their users do it. How
long those two take without that is printed beside. Every prompt is new, so nothing is taken from a cache. Printed are
medians per call, one at a time and 64 at once, what each takes beyond the bare client, as a part of what litellm takes
beyond it, and how long each takes to be imported.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import contextlib
import itertools
import json
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from machine import describe

MODEL = "gpt-image-2"
SIZE = 1_000_000
AT_ONCE = 64


# --- the server


@contextlib.contextmanager
def serving() -> Iterator[str]:
    """The server in a process of its own; gives its address."""
    process = subprocess.Popen([sys.executable, __file__, "--serve"], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait()


def picture() -> bytes:
    """A PNG of about a million bytes: noise does not compress."""
    import io  # noqa: PLC0415

    from PIL import Image  # noqa: PLC0415

    side = int((SIZE / 3) ** 0.5) // 2 * 2
    out = io.BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(side * side * 3)).save(out, "PNG")
    return out.getvalue()


def numbered(number: int) -> bytes:
    """A chunk of a PNG that makes a picture another one, for equal pictures would be kept once (PNG, 11.3.3.2)."""
    data = b"tEXtNumber\0%012d" % number
    return struct.pack(">I", len(data) - 4) + data + struct.pack(">I", zlib.crc32(data))


def answers() -> Iterator[bytes]:
    """Replies of OpenAI's service, each with another picture. All but a picture's end is coded once."""
    whole = picture()
    start, end = whole[:-12], whole[-12:]  # the last chunk, IEND, has twelve bytes
    start, rest = start[: len(start) // 3 * 3], start[len(start) // 3 * 3 :]
    before = b'{"created": 1, "data": [{"b64_json": "' + base64.b64encode(start)
    after = b'"}], "output_format": "png", "usage": ' + json.dumps({
        "input_tokens": 9, "output_tokens": 272, "total_tokens": 281,
        "input_tokens_details": {"text_tokens": 9, "image_tokens": 0},
    }).encode() + b"}"  # fmt: skip
    for number in itertools.count():
        yield before + base64.b64encode(rest + numbered(number) + end) + after


def run_server() -> None:
    import socket  # noqa: PLC0415

    import uvicorn  # noqa: PLC0415

    fresh = answers()

    async def app(scope, receive, send):  # type: ignore[no-untyped-def]
        while (await receive()).get("more_body"):
            pass
        answer = next(fresh)
        head = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": answer})

    listening = socket.create_server(("127.0.0.1", 0), backlog=512)
    sys.stdout.write(f"http://127.0.0.1:{listening.getsockname()[1]}\n")
    sys.stdout.flush()
    uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off")).run([listening])


# --- the clients: each prints seconds per call, one at a time and many at once

Call = Callable[[str], Awaitable[Any]]


async def measured(call: Call, calls: int) -> tuple[float, float]:
    """Seconds per call: the median of single calls, and the whole time of many at once shared among them."""
    for n in range(5):
        await call(f"warm {n} {time.time_ns()}")
    single = []
    for n in range(calls):
        began = time.perf_counter()
        await call(f"one {n} {time.time_ns()}")
        single.append(time.perf_counter() - began)
    began = time.perf_counter()
    room = asyncio.Semaphore(AT_ONCE)

    async def one(n: int) -> None:
        async with room:
            await call(f"many {n} {time.time_ns()}")

    await asyncio.gather(*(one(n) for n in range(calls * 4)))
    return statistics.median(single), (time.perf_counter() - began) / (calls * 4)


def unsaved(url: str) -> Call:
    """The bare client, whose answer is JSON with the picture in base 64."""
    import httpx2  # noqa: PLC0415

    client = httpx2.AsyncClient(timeout=60, limits=httpx2.Limits(max_connections=AT_ONCE))
    headers = {"authorization": "Bearer none"}

    async def call(prompt: str) -> Any:
        asked = {"model": MODEL, "prompt": prompt, "size": "1024x1024"}
        return (await client.post(f"{url}/v1/images/generations", json=asked, headers=headers)).json()

    return call


def bare(url: str) -> Call:
    ask, folder = unsaved(url), Path(tempfile.mkdtemp())

    async def call(prompt: str) -> object:
        answer = await ask(prompt)
        return (folder / f"{prompt}.png").write_bytes(base64.b64decode(answer["data"][0]["b64_json"]))

    return call


def polymuse(url: str) -> Call:
    from polymuse import aio  # noqa: PLC0415
    from polymuse.home import Home  # noqa: PLC0415

    os.environ.update(POLYMUSE_OPENAI_URL=url, OPENAI_API_KEY="none")
    home = Home(tempfile.mkdtemp())

    async def call(prompt: str) -> object:
        return await aio.run(
            "text-to-image", engine=f"{MODEL}@openai", home=home, prompt=prompt, width=1024, height=1024
        )

    return call


def engine_alone(url: str) -> Call:
    from polymuse import tasks  # noqa: PLC0415
    from polymuse.engines import registry  # noqa: PLC0415
    from polymuse.types import Request  # noqa: PLC0415

    os.environ.update(POLYMUSE_OPENAI_URL=url, OPENAI_API_KEY="none")
    engine, task, folder = registry.get(f"{MODEL}@openai"), tasks.get("text-to-image"), Path(tempfile.mkdtemp())

    async def call(prompt: str) -> object:
        work = folder / prompt
        work.mkdir()
        params = tasks.parameters(task, {"prompt": prompt, "width": 1024, "height": 1024})
        return [event async for event in engine.run(Request(task.name, params), work)]

    return call


def litellm_unsaved(url: str) -> Call:
    import litellm as sdk  # noqa: PLC0415

    sdk.suppress_debug_info = True

    async def call(prompt: str) -> object:
        return await sdk.aimage_generation(
            model=f"openai/{MODEL}", prompt=prompt, size="1024x1024", api_base=f"{url}/v1", api_key="none"
        )

    return call


def litellm(url: str) -> Call:
    ask, folder = litellm_unsaved(url), Path(tempfile.mkdtemp())

    async def call(prompt: str) -> object:
        answer = await ask(prompt)
        return (folder / f"{prompt}.png").write_bytes(base64.b64decode(answer.data[0].b64_json))

    return call


BARE, LITELLM = "bare httpx2", "litellm"
CLIENTS = {
    BARE: bare, "- in base 64": unsaved, "engine alone": engine_alone, "polymuse": polymuse,
    LITELLM: litellm, "- in base 64 too": litellm_unsaved,
}  # fmt: skip
"""By name; the unsaved ones are not compared with the others."""
IMPORTS = {
    BARE: "import httpx2",
    "engine alone": "import polymuse.engines.registry, polymuse.engines.hosted._call",
    "polymuse": "import polymuse.aio, polymuse.engines.hosted._call",
    LITELLM: "import litellm",
}


def client(name: str, python: str, url: str, calls: int) -> tuple[float, float]:
    command = [python, __file__, "--client", name, "--url", url, "--calls", str(calls)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    one, many = json.loads(done.stdout.splitlines()[-1])
    return one, many


def import_seconds(statement: str, python: str) -> float:
    began = time.perf_counter()
    subprocess.run([python, "-c", statement], check=True, capture_output=True)
    return time.perf_counter() - began


def report(pythons: dict[str, str], rounds: int, calls: int) -> None:
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in pythons}
    imports: dict[str, list[float]] = {name: [] for name in pythons}
    with serving() as url:
        for _ in range(rounds):
            for name, python in pythons.items():
                taken[name].append(client(name, python, url, calls))
                if name in IMPORTS:
                    imports[name].append(import_seconds(IMPORTS[name], python) - import_seconds("pass", python))
    print(f"{'':18} {'one at a time':>26} {f'{AT_ONCE} at once, each':>26} {'import':>10}")
    single = {name: statistics.median(one for one, _ in pairs) for name, pairs in taken.items()}
    crowd = {name: statistics.median(many for _, many in pairs) for name, pairs in taken.items()}
    for name in pythons:
        loaded = f"{statistics.median(imports[name]) * 1000:7.0f} ms" if imports[name] else ""
        print(f"{name:18} {beyond(name, single):>26} {beyond(name, crowd):>26} {loaded}")


def beyond(name: str, medians: dict[str, float]) -> str:
    """A client's milliseconds per call, how many of them the bare client does not need, and what part that is of
    what litellm takes beyond it."""
    told = f"{medians[name] * 1000:.2f} ms"
    if name == BARE or name not in IMPORTS:
        return f"{told:9}{'':16}"
    extra = medians[name] - medians[BARE]
    part = f"{extra / (medians[LITELLM] - medians[BARE]):5.0%}" if LITELLM in medians else ""
    return f"{told} {extra * 1000:+6.2f} {part:>6}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--litellm", metavar="PYTHON", help="a Python that has litellm")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=40)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--client", choices=CLIENTS, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.serve:
        run_server()
    elif args.client:
        with tempfile.TemporaryDirectory() as folder:
            tempfile.tempdir = folder  # what the clients make is gone afterwards
            print(json.dumps(asyncio.run(measured(CLIENTS[args.client](args.url), args.calls))))
    else:
        print(describe())
        theirs = str(Path(args.litellm).absolute()) if args.litellm else ""
        pythons = {name: theirs if CLIENTS[name] in (litellm, litellm_unsaved) else sys.executable for name in CLIENTS}
        report({name: python for name, python in pythons.items() if python}, args.rounds, args.calls)


if __name__ == "__main__":
    main()
