"""A run that is killed while a provider of Hugging Face works for it: the next one goes on with the same job."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest

from tests.command import polymuse, start
from tests.servers.world import World

FLUX, WAN = "black-forest-labs/FLUX.1-dev", "Wan-AI/Wan2.1-T2V-14B"
SHAPES = {
    "fal's queue": ("image", f"hf:{FLUX}@fal-ai"),
    "Replicate's prediction": ("image", f"hf:{FLUX}@replicate"),
    "Together's film": ("video", f"hf:{WAN}@together"),
    "WaveSpeed's result": ("image", f"hf:{FLUX}@wavespeed"),
    "Z.ai's task": ("image", "hf:zai-org/GLM-Image@zai-org"),
}
SECONDS = 60.0
"""For which a run may take its time until it asks for its job."""


def looks(world: World) -> int:
    """How often a job was asked for."""
    return sum(
        seen.method == "GET" and seen.vendor == "huggingface" and "/api/models/" not in seen.path for seen in world.seen
    )


@pytest.mark.parametrize(("command", "engine"), SHAPES.values(), ids=SHAPES)
def test_it_is_gone_on_with_and_paid_for_once(world: World, tmp_path: Path, command: str, engine: str) -> None:
    more = {
        "HF_TOKEN": world.key("huggingface"),
        "POLYMUSE_HUGGINGFACE_URL": world.at("huggingface"),
        "POLYMUSE_HUGGINGFACE_HUB_URL": f"{world.at('huggingface')}/huggingface.co",
    }
    size = ("--width", "320", "--height", "192") if command == "image" else ()
    given = (command, "a red boat", "--model", engine, *size, "-o", "made.mp4" if command == "video" else "made.png")
    world.polls = 10_000
    process = start(*given, home=tmp_path / "home", cwd=tmp_path, more=more)
    until = time.monotonic() + SECONDS
    while not looks(world) and process.poll() is None and time.monotonic() < until:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    assert process.wait(30) == -signal.SIGKILL and looks(world) and not (tmp_path / given[-1]).exists()
    for job in world.jobs.values():
        job.polls = 0
    done = polymuse(*given, home=tmp_path / "home", cwd=tmp_path, more=more)
    assert done.returncode == 0 and (tmp_path / given[-1]).stat().st_size > 0, done.stderr
    assert len(world.jobs) == len(world.charges) == 1
    assert sum(seen.method == "POST" for seen in world.seen) == 1
