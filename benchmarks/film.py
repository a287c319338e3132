"""A 60-second film, whole, against what the encoder alone needs for the same frames: python benchmarks/film.py

Both are measured in one run, in turn. "The encoder alone" codes the film's own frames, decoded to memory beforehand,
with the same settings, spread over as many processes as polymuse has workers; only time in the encoder counts, and of
the processes the slowest one's. Also printed: the second run, which takes everything from the cache, and the memory of
all processes together.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from machine import describe, timed

from polymuse.executor.pool import pool_size
from polymuse.media.video import ShotWriter, open_mp4
from polymuse.storage.folder import Store

SCRIPT = Path(__file__).with_name("sixty-seconds.md")


def film(out: Path, home: Path, script: Path = SCRIPT) -> float:
    """Seconds that `polymuse film` takes."""
    return timed([sys.executable, "-m", "polymuse", "film", str(script), "-o", str(out)], POLYMUSE_HOME=str(home))


def encoder_alone(shots: Sequence[Path]) -> float:
    """Seconds the encoder needs for these shots' frames, shared out among processes."""
    shares = share(shots, pool_size())
    with multiprocessing.get_context("spawn").Pool(len(shares)) as pool:
        return max(pool.map(encode, shares, chunksize=1))


def share(shots: Sequence[Path], parts: int) -> list[list[Path]]:
    """Shots dealt out so that no part has much more to do than another."""
    shares: list[list[Path]] = [[] for _ in range(parts)]
    load = [0] * parts
    for shot in sorted(shots, key=lambda s: s.stat().st_size, reverse=True):
        least = load.index(min(load))
        shares[least].append(shot)
        load[least] += shot.stat().st_size
    return [share for share in shares if share]


def encode(shots: Sequence[Path]) -> float:
    """Seconds in the encoder for some shots, one after the other."""
    total = 0.0
    for shot in shots:
        with open_mp4(shot) as file:
            stream = file.streams.video[0]
            frames = list(file.decode(stream))
            width, height, fps = stream.codec_context.width, stream.codec_context.height, round(stream.average_rate)
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            with ShotWriter(Path(folder) / "shot.mp4", width, height, fps) as writer:
                for frame in frames:
                    writer.write_frame(frame)
            total += time.perf_counter() - began
    return total


def peak_memory(command: Sequence[str], home: Path) -> float:
    """Most MB that a command and all its descendants had resident at once, looked at ten times a second. Memory that
    processes share is counted once (proportional set size)."""
    process = subprocess.Popen(
        command, env={**os.environ, "POLYMUSE_HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    most = 0.0
    while process.poll() is None:
        most = max(most, sum(proportional(pid) for pid in family(process.pid)))
        time.sleep(0.1)
    if process.returncode:
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return most


def family(pid: int) -> list[int]:
    """A process and all that came from it."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(p for child in children for p in family(int(child)))]


def proportional(pid: int) -> float:
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")) / 1024


def shots_of(home: Path) -> list[Path]:
    """The shots that a home keeps. The dissolves between them, which are coded too, are left out: they are part of what
    a film takes beyond its shots."""
    store = Store(home)
    with sqlite3.connect(home / "journal.db") as journal:
        rows = journal.execute(
            "select outputs from calls where task in ('shot-rendering', 'card-rendering') and status = 'done'"
        ).fetchall()
    made = [json.loads(outputs)["video"] for (outputs,) in rows]
    return [store.path_of(video["digest"], video["media_type"]) for video in made]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--memory", action="store_true", help="also make a ten-minute film and watch its memory")
    args = parser.parse_args()
    print(describe())
    ratios, wholes, alones, agains = [], [], [], []
    for _ in range(args.rounds):
        with tempfile.TemporaryDirectory() as folder:
            home, out = Path(folder) / "home", Path(folder) / "out"
            wholes.append(film(out, home))
            agains.append(film(out, home))
            alones.append(encoder_alone(shots_of(home)))
            ratios.append(wholes[-1] / alones[-1])
    print(
        f"film of 60 s, 1280×720, 24 fps: {statistics.median(wholes):.1f} s; encoder alone {statistics.median(alones):.1f} s"
    )
    print(f"ratio {statistics.median(ratios):.2f} (median of {args.rounds}; goal at most 1.6)")
    print(f"second run, all from the cache: {statistics.median(agains):.2f} s")
    if args.memory:
        with tempfile.TemporaryDirectory() as folder:
            script = Path(folder) / "long.md"
            script.write_text(ten_minutes())
            command = [sys.executable, "-m", "polymuse", "film", str(script), "-o", f"{folder}/out"]
            print(
                f"peak memory of a ten-minute film, all processes: {peak_memory(command, Path(folder) / 'home'):.0f} MB"
            )


def ten_minutes() -> str:
    """The 60-second script's scenes, ten times over, as one script."""
    head, *scenes = SCRIPT.read_text(encoding="utf-8").split("\n## ")
    many = [scene.partition("\n") for _ in range(10) for scene in scenes]
    return head + "".join(f"\n## {n}. Scene [10s]\n{body}" for n, (_, _, body) in enumerate(many, 1))


if __name__ == "__main__":
    main()
