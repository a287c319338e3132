"""A hosted run, killed again and again."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.blocking import Home
from tests.command import ROOT
from tests.engines.hosted.zygote import STEPS
from tests.servers.world import World

FEW, MANY = 20, 200
"""How often it is killed each time that the tests are run, and before a change is taken."""


class Zygote:
    """Forks children that run the plan."""

    def __init__(self, world: World) -> None:
        environment = {
            **os.environ, "PYTHONPATH": str(ROOT), "POLYMUSE_LUMA_AGENTS_URL": world.at("luma_agents"),
            "LUMA_AGENTS_API_KEY": world.key("luma_agents"),
        }  # fmt: skip
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.engines.hosted.zygote"], cwd=ROOT, env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip

    def run(self, seconds: float | None) -> bool:
        """One child, killed after so many seconds; whether it came to its end before."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write("go\n")
        self._process.stdin.flush()
        child = int(self._process.stdout.readline())
        if seconds is not None:
            time.sleep(seconds)
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        return int(self._process.stdout.readline()) == 0

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(30)


def doubts(home: Home) -> Counter[str]:
    """Have the user look at what is in doubt, and say of each that it should be sent again; which prompts they were."""
    jobs, ledger = home.journal.jobs, home.journal.ledger
    open_ = [job for job in jobs.list() if job.status in ("in doubt", "sent")]
    for job in open_:
        jobs.end(job.key, "dropped")
        ledger.release(job.key)
    return Counter(json.loads(job.params)["prompt"] for job in open_)


def unhurried(zygote: Zygote, home: Home, world: World) -> float:
    """Seconds that the work takes a child whom nobody kills, here and now."""
    zygote.run(None)
    forget(home, world)
    began = time.monotonic()
    zygote.run(None)
    forget(home, world)
    return time.monotonic() - began


def forget(home: Home, world: World) -> None:
    """As if nothing had been made yet."""
    world.seen.clear()
    world.charges.clear()
    home.rows("delete from results")


@pytest.mark.parametrize("kills", [FEW, pytest.param(MANY, marks=[pytest.mark.long, pytest.mark.timeout(3600)])])
def test_nothing_is_lost_and_nothing_is_paid_twice_but_what_was_said_to_be_in_doubt(
    home: Home, world: World, kills: int
) -> None:
    """Rounds of the same work, each killed at random until a child comes to its end."""
    world.polls, chance, zygote = 2, random.Random(20261121), Zygote(world)
    whole = unhurried(zygote, home, world)
    killed = rounds = in_doubt = 0
    while killed < kills:
        doubted: Counter[str] = Counter()
        while not zygote.run(chance.uniform(0.0, 1.5 * whole) if killed < kills else None):
            killed += 1
            doubted += doubts(home) if chance.random() < 0.5 else Counter()
        doubted += doubts(home)
        assert zygote.run(None)
        assert len(home.rows("select key from results")) == STEPS, "a job was lost"
        assert not home.journal.jobs.list()
        sent = Counter(json.loads(seen.body)["prompt"] for seen in world.seen if seen.method == "POST")
        assert len(sent) == STEPS and len(world.charges) == sent.total()
        twice = {prompt: times for prompt, times in sent.items() if times > 1 + doubted[prompt]}
        assert not twice, "paid again without a doubt"
        rounds, in_doubt = rounds + 1, in_doubt + doubted.total()
        forget(home, world)
    zygote.close()
    assert rounds and (kills < MANY or (rounds > 3 and in_doubt > 0))
