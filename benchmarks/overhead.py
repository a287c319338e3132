"""What a hosted call costs beyond the service itself: python benchmarks/overhead.py [--sdks PYTHON]

One server on this machine answers at once (overhead_server.py). Clients ask it, each in a process of its own, in turn
(overhead_clients.py): a bare httpx2 client; polymuse's engine alone; polymuse as every command uses it, with journal,
budget, cache and store; and the SDKs of openai and litellm, where the Python of an environment that has them is named
(python -m venv /some/where; /some/where/bin/pip install 'litellm[proxy]', for its cache needs that).

Asked for are a picture of 1 MB in a file, a text of 64 words, whole and streamed, and the same text again: from
polymuse's store, from litellm's memory, and by openai's SDK, which keeps nothing, from the server. Every other prompt is
new. polymuse's answers are files, checked and journalled before they were asked for; of a picture in base 64 the others'
users decode and write it.

Printed are medians of the rounds: of a call, one at a time and 64 at once, and against the SDKs (below 1 is faster than
they are); until the first word, where an answer is streamed; and what a call takes of the processor in the client's own
process, which other work on a shared machine changes least.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from machine import describe
from overhead_clients import AT_ONCE, CLIENTS, IMPORTS, Call
from overhead_server import serving

SDKS = ("openai", "litellm")
"""Clients that run in the environment that `--sdks` names, whatever comes after a comma in their name."""

ENVIRONMENT = {**os.environ, "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
"""litellm takes its prices from the network when it is imported, unless told not to."""

Seconds = tuple[float, float, float, float]
"""Of a call when there is one at a time; until its first word came (0 where that is not known); of one among many; and
of the processor for a call, in the client's process."""


async def measured(call: Call, calls: int) -> Seconds:
    """The median of single calls, and the whole time of many at once shared among them."""
    for n in range(5):
        await call(f"warm {n} {time.time_ns()}")
    single, first, processor = [], [], time.process_time()
    for n in range(calls):
        began = time.perf_counter()
        came = await call(f"one {n} {time.time_ns()}")
        single.append(time.perf_counter() - began)
        first.append(came - began if isinstance(came, float) else 0.0)
    began = time.perf_counter()
    room = asyncio.Semaphore(AT_ONCE)

    async def one(n: int) -> None:
        async with room:
            await call(f"many {n} {time.time_ns()}")

    await asyncio.gather(*(one(n) for n in range(calls * 4)))
    many = (time.perf_counter() - began) / (calls * 4)
    return statistics.median(single), statistics.median(first), many, (time.process_time() - processor) / (calls * 5)


def in_own_process(what: str, name: str, python: str, url: str, calls: int) -> Seconds:
    command = [python, __file__, "--measure", what, name, "--url", url, "--calls", str(calls)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    if done.returncode:
        sys.exit(done.stderr)
    one, first, many, processor = json.loads(done.stdout.splitlines()[-1])
    return one, first, many, processor


def import_seconds(statement: str, python: str) -> float:
    began = time.perf_counter()
    subprocess.run([python, "-c", statement], check=True, capture_output=True, env=ENVIRONMENT)
    return time.perf_counter() - began


def calls_compared(what: str, pythons: Mapping[str, str], url: str, rounds: int, calls: int) -> None:
    """Print what the clients take for one thing."""
    taken: dict[str, list[Seconds]] = {name: [] for name in CLIENTS[what] if name in pythons}
    for _ in range(rounds):
        for name, seconds in taken.items():
            seconds.append(in_own_process(what, name, pythons[name], url, calls))
    medians = {name: [statistics.median(column) for column in zip(*rows, strict=True)] for name, rows in taken.items()}
    columns = ("one at a time", against(), "first word", f"{AT_ONCE} at once, each", against(), "processor")
    print(f"\n{what:38}" + "".join(f"{title:>20}" for title in columns))
    for name, (one, first, many, processor) in medians.items():
        until = milliseconds(first) if first else ""
        cells = (milliseconds(one), ratios(one, medians, 0), until, milliseconds(many), ratios(many, medians, 2))
        print(f"  {name:36}" + "".join(f"{cell:>20}" for cell in (*cells, milliseconds(processor))))


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


def against() -> str:
    return " ".join(f"× {name}" for name in SDKS)


def ratios(seconds: float, medians: Mapping[str, Sequence[float]], column: int) -> str:
    """How many times as long as each SDK."""
    return " ".join(f"{seconds / medians[name][column]:8.2f}" if name in medians else " " * 8 for name in SDKS)


def imports_compared(pythons: Mapping[str, str], rounds: int) -> None:
    """Print how long it takes to import what the clients need."""
    taken: dict[str, list[float]] = {name: [] for name in IMPORTS if name in pythons}
    for _ in range(rounds):
        for name, seconds in taken.items():
            seconds.append(import_seconds(IMPORTS[name], pythons[name]) - import_seconds("pass", pythons[name]))
    print("\nimported")
    for name, seconds in taken.items():
        print(f"  {name:36} {statistics.median(seconds) * 1000:10.0f} ms")


def where(sdks: str) -> dict[str, str]:
    """Which Python runs which client; those that none can run are left out."""
    names = {name for clients in CLIENTS.values() for name in clients}
    theirs = str(Path(sdks).absolute()) if sdks else ""
    pythons = {name: theirs if name.partition(",")[0] in SDKS else sys.executable for name in names}
    return {name: python for name, python in pythons.items() if python}


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sdks", metavar="PYTHON", default="", help="a Python that has litellm and openai")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=40)
    parser.add_argument(
        "--only", metavar="WORD", default="", help="only what has this in its name: picture, streamed …"
    )
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    parser.add_argument("--url", help=argparse.SUPPRESS)
    args = parser.parse_args(arguments)
    if args.measure:
        what, name = args.measure
        with tempfile.TemporaryDirectory() as folder:
            tempfile.tempdir = folder  # what the clients make is gone afterwards
            print(json.dumps(asyncio.run(measured(CLIENTS[what][name](args.url), args.calls))))
        return
    print(describe())
    pythons = where(args.sdks)
    with serving() as url:
        for what in CLIENTS:
            if args.only in what:
                calls_compared(what, pythons, url, args.rounds, args.calls)
    imports_compared(pythons, args.rounds)


if __name__ == "__main__":
    main()
