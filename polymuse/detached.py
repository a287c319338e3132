"""The process of a detached run: `python -P -m polymuse.detached RUN`."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import sys
from pathlib import Path
from typing import Any

from polymuse.errors import PolymuseError
from polymuse.flows.film import FilmOptions
from polymuse.flows.film import film as film_events
from polymuse.runs.detached import DetachedSpec
from polymuse.runs.runner import Options, run
from polymuse.runtime import Runtime, default_runtime

__all__ = ["main"]


async def work(id: int) -> None:
    """Do what the journal says of a run."""
    async with default_runtime() as runtime:
        spec = DetachedSpec.model_validate_json(await runtime.journal.runs.plan(id))
        async with contextlib.aclosing(_events(id, spec, runtime)) as events:
            async for _ in events:
                pass


def _events(id: int, spec: DetachedSpec, runtime: Runtime) -> Any:
    options = Options(spec.since, {name: output.asset() for name, output in spec.given.items()}, spec.allowance)
    if spec.plan is not None:
        return run(spec.plan, runtime, options, id=id)
    film = spec.film
    script = Path(film["script"]) if film["is_path"] else film["script"]
    lock = Path(film["lock"]) if film["lock"] else None
    chosen = FilmOptions.model_validate(film["options"])
    return film_events(script, Path(film["folder"]), chosen, runtime, options, lock=lock, id=id)


def main() -> None:
    """A failure is in the journal; the log has it as well. A terminal that is closed does not end the run."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        asyncio.run(work(int(sys.argv[1])))
    except PolymuseError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)


if __name__ == "__main__":
    main()
