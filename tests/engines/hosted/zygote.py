"""A process with everything imported, that forks a child for every line it reads: the child runs a plan of hosted steps.

The test that starts it kills the children; so each costs milliseconds rather than the time that Python takes to start.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys

from polymuse.catalog import systems
from polymuse.engines.hosted import _call, _transport  # noqa: F401 - imported before any child is forked
from polymuse.errors import InDoubt
from polymuse.planning.plan import Plan, Step
from polymuse.runs.runner import run
from polymuse.runtime import default_runtime

STEPS = 12


def plan() -> Plan:
    return Plan(
        name="pictures",
        steps=tuple(
            Step(
                id=f"picture-{n:02d}", task="text-to-image", engine="uni-1@luma_agents",
                params={"prompt": f"a heron, number {n}", "width": 64, "height": 64},
            )
            for n in range(STEPS)
        ),
    )  # fmt: skip


async def work() -> None:
    """Every step by itself, so that one in doubt does not end the others."""

    async def one(step: Step) -> None:
        with contextlib.suppress(InDoubt):
            async for _ in run(Plan(name=step.id, steps=(step,)), runtime):
                pass

    runtime = default_runtime()
    await asyncio.gather(*(one(step) for step in plan().steps))


def tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


def main() -> None:
    _call.PAUSES = 0.01
    systems()  # read before any child is forked
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            asyncio.run(work())
            os._exit(0)
        tell(child)
        _, status = os.waitpid(child, 0)
        tell(status)


if __name__ == "__main__":
    main()
