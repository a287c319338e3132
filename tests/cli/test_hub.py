"""Any model of the Hugging Face Hub: `--model hf:OWNER/MODEL`, and what is wrong with it where something is."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import polymuse
from polymuse.engines.hosted import _hub
from polymuse.errors import NoEngine
from polymuse.planning.model_selection import models_from
from tests.blocking import Home
from tests.cli.conftest import Done, Give
from tests.servers.media import picture, tone
from tests.servers.world import CANARY, Fault, Running, World, running

DEV, SCHNELL, WAN = "black-forest-labs/FLUX.1-dev", "black-forest-labs/FLUX.1-schnell", "Wan-AI/Wan2.1-T2V-14B"
LLAMA, WHISPER = "meta-llama/Llama-3.1-8B-Instruct", "openai/whisper-large-v3"
SIZE = ("--width", "96", "--height", "64")


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as server:
        yield server


@pytest.fixture
def world(server: Running, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> World:
    """The Hub and the router, as they are set up for somebody who has a key."""
    world = server.fresh()
    for name in ("huggingface", "hf_router"):
        monkeypatch.setenv(f"POLYMUSE_{name.upper()}_URL", world.at("huggingface"))
    monkeypatch.setenv("POLYMUSE_HUGGINGFACE_HUB_URL", f"{world.at('huggingface')}/huggingface.co/")
    monkeypatch.setenv("HF_TOKEN", world.key("huggingface"))
    monkeypatch.setattr("polymuse.engines.hosted._call.PAUSES", 0.01)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(_hub, "_known", {})
    return world


def asked(world: World) -> list[str]:
    """What the Hub was asked for."""
    return [seen.path.removeprefix("/huggingface.co/api/models/") for seen in world.seen if "/api/models/" in seen.path]


def sent(world: World) -> list[str]:
    """What went to the router, as paid work."""
    return [seen.path for seen in world.seen if seen.method == "POST"]


def refused(done: Done, *said: str) -> None:
    """One sentence and its remedy, exit code 2, and nothing of the key."""
    assert done.code == 2, done.err
    assert done.err.startswith("polymuse: ") and len(done.err.splitlines()) == 1 and CANARY not in done.err
    for words in said:
        assert words in done.err


@pytest.mark.parametrize(
    ("id", "provider"),
    [
        (f"hf:{DEV}", "hf-inference"), (f"hf:{DEV}@together", "together"), (f"hf:{DEV}@wavespeed", "wavespeed"),
        (f"hf:{SCHNELL}", "fal-ai"), (f"hf:{SCHNELL}@replicate", "replicate"), ("hf:zai-org/GLM-Image", "zai-org"),
        ("hf:someone/failing@fal-ai", "fal-ai"),
    ],
)  # fmt: skip
def test_a_picture_by_whoever_runs_the_model(give: Give, world: World, id: str, provider: str, home: Home) -> None:
    done = give("image", "a red boat", "--model", id, *SIZE, "-o", "boat.png")
    assert done.code == 0, done.err
    assert Path("boat.png").read_bytes().startswith(b"\x89PNG")
    assert [path.split("/")[1] for path in sent(world)] == [provider] and len(world.charges) == 1
    assert asked(world) == [id.removeprefix("hf:").partition("@")[0]], "the Hub is asked once in a process"
    engine = home.rows("select engine from calls where task = 'text-to-image'")[0][0]
    assert engine == f"{id.partition('@')[0]}@{provider}"
    again = give("image", "a red boat", "--model", id, *SIZE, "-o", "boat.png")
    assert again.code == 0 and len(world.charges) == 1


def test_other_tasks(give: Give, world: World) -> None:
    Path("sea.png").write_bytes(picture("sea", 64, 48))
    Path("talk.wav").write_bytes(tone("talk", 2.0))
    commands = [
        ("video", "a boat", "--model", f"hf:{WAN}@novita", "-o", "boat.mp4"),
        ("animate", "sea.png", "--model", "hf:Wan-AI/Wan2.1-I2V-14B-720P@wavespeed", "-o", "sea.mp4"),
        ("edit", "sea.png", "--prompt", "night", "--model", "hf:black-forest-labs/FLUX.1-Kontext-dev", "-o", "n.png"),
        ("speak", "Good evening.", "--model", "hf:facebook/mms-tts-eng", "-o", "evening.wav"),
        ("transcribe", "talk.wav", "--model", f"hf:{WHISPER}@deepinfra", "-o", "talk.txt"),
    ]
    for command in commands:
        done = give(*command)
        assert done.code == 0 and Path(command[-1]).stat().st_size > 0, done.err
    assert len(world.charges) == len(commands)


def test_what_has_no_place_in_a_request_is_said(give: Give, world: World) -> None:
    asked_for = (*SIZE, "--quality", "hd", "--steps", "9", "--seed", "4")
    done = give("image", "a red boat", "--model", f"hf:{DEV}@nscale", *asked_for, "-o", "boat.png")
    assert done.code == 0, done.err
    said = done.out + done.err
    assert all(f'{DEV} pays no attention to "{name}"' in said for name in ("quality", "steps")) and '"seed"' not in said


def test_words_go_by_the_way_of_words(give: Give, world: World) -> None:
    done = give("write", "Name a boat.", "--model", f"hf:{LLAMA}@together")
    assert done.code == 0 and "Name a boat." in done.out, done.err
    assert sent(world) == ["/v1/chat/completions"] and f'"{LLAMA}:together"'.encode() in world.seen[-1].body


def test_in_a_file_of_models_on_the_command_line_and_from_python(world: World, tmp_path: Path, home: Home) -> None:
    models = tmp_path / "models.yaml"
    models.write_text(f"text-to-image: hf:{SCHNELL}\n")
    registry = home.runtime.registry
    assert asyncio.run(models_from(registry, models, [f"text-to-video=hf:{WAN}@novita"])) == {
        "text-to-image": f"hf:{SCHNELL}", "text-to-video": f"hf:{WAN}@novita",
    }  # fmt: skip

    with pytest.raises(NoEngine, match=f"models.yaml, line 1: {SCHNELL} does not do text-to-speech"):
        models.write_text(f"text-to-speech: hf:{SCHNELL}\n")
        asyncio.run(models_from(registry, models))
    image = polymuse.image("a red boat", model=f"hf:{DEV}@nscale", width=96, height=64)
    assert image.asset.width == 96


WRONG = {
    "no model": ("hf:", ("'hf:' is no model of the Hugging Face Hub.", "hf:OWNER/MODEL@PROVIDER")),
    "no owner": ("hf:flux", ("'hf:flux' is no model", "Write it as hf:OWNER/MODEL")),
    "three parts": ("hf:a/b/c", ("'hf:a/b/c' is no model",)),
    "no provider": (f"hf:{DEV}@", ("is no model of the Hugging Face Hub",)),
    "a way out": ("hf:../../etc@fal-ai", ("is no model of the Hugging Face Hub",)),
    "another way out": ("hf:../models", ("is no model of the Hugging Face Hub",)),
    "dots": ("hf:a/b..c", ("'hf:a/b..c' is no model of the Hugging Face Hub",)),
    "a query": ("hf:a/b?c=d", ("is no model of the Hugging Face Hub",)),
    "an unknown model": ("hf:nobody/nothing", ("has no model 'nobody/nothing'", "https://huggingface.co/models")),
    "a model that nobody runs": ("hf:someone/unserved", ("No inference provider of Hugging Face runs someone/unserved.",)),
    "a provider that does not run it": (
        f"hf:{SCHNELL}@nscale", (f"{SCHNELL} is not run by 'nscale'.", f"hf:{SCHNELL}@fal-ai, hf:{SCHNELL}@replicate"),
    ),
    "a provider that is not known": (
        "hf:someone/for-a-newcomer", ("run for text-to-image by newcomer, which polymuse does not ask for",),
    ),
    "providers that fail": (
        "hf:someone/failing", ("None of the providers of someone/failing is live now.", "hf:someone/failing@nscale"),
    ),
    "another task": (f"hf:{WAN}", (f"{WAN} does not do text-to-image.", "It does: text-to-video.")),
    "another task by a provider": (f"hf:{WAN}@novita", ("does not do text-to-image by novita.", "It does: text-to-video")),
    "words": (f"hf:{LLAMA}", ("does not do text-to-image.", "It does: text-generation.")),
    "a task that is none of ours": (
        "hf:Salesforce/blip-image-captioning-large", ("image-to-text by hf-inference, which polymuse does not ask",),
    ),
    "an answer that is none": ("hf:someone/unreadable", ("answer about someone/unreadable cannot be read",)),
}  # fmt: skip


@pytest.mark.parametrize(("id", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said(give: Give, world: World, id: str, said: tuple[str, ...]) -> None:
    refused(give("image", "a red boat", "--model", id, "-o", "boat.png"), *said)
    assert not sent(world) and not Path("boat.png").exists()


def test_without_a_key_the_hub_is_not_asked(give: Give, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("HF_TOKEN")
    refused(give("image", "a red boat", "--model", f"hf:{DEV}"), "Hugging Face needs a key.", "Set HF_TOKEN")
    assert not world.seen


def test_what_the_hub_refuses(give: Give, world: World) -> None:
    world.faults = [Fault("status", path="/api/models/", status=status) for status in (401, 500)]
    refused(give("image", "a red boat", "--model", f"hf:{DEV}"), "does not take the key.", "Check HF_TOKEN.")
    refused(give("image", "a red boat", "--model", f"hf:{DEV}"), "The Hugging Face Hub answered 500.")
    assert not sent(world)


def test_a_hub_that_is_not_there(give: Give, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        closed = f"http://127.0.0.1:{free.getsockname()[1]}"
    for address in (closed, "nonsense", "http://127.0.0.1:port"):
        monkeypatch.setenv("POLYMUSE_HUGGINGFACE_HUB_URL", address)
        refused(give("image", "a red boat", "--model", f"hf:{DEV}"), "The Hugging Face Hub cannot be reached")
    assert not world.seen


def test_without_the_library(give: Give, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    refused(
        give("image", "a red boat", "--model", f"hf:{DEV}"), "huggingface_hub, which is not installed",
        "pip install 'polymuse[hf]'",
    )  # fmt: skip
    shown = give("models", "flux-schnell")
    assert shown.code == 0 and "pip install 'polymuse[hf]'" in shown.out
    assert "needs huggingface_hub" in give("doctor").out and not world.seen


def test_a_budget_refuses_what_has_no_known_price(give: Give, world: World) -> None:
    done = give("image", "a red boat", "--model", f"hf:{DEV}", "--max-cost", "1")
    refused(done, f"What hf:{DEV}@hf-inference charges for text-to-image is not known", "run without a budget")
    assert not sent(world)


def test_the_key_goes_to_the_hub_and_the_router_alone(give: Give, world: World) -> None:
    assert give("image", "a red boat", "--model", f"hf:{DEV}@wavespeed", *SIZE, "-o", "boat.png").code == 0
    bearers = {seen.vendor for seen in world.seen if "authorization" in seen.headers}
    assert bearers == {"huggingface"} and any(seen.vendor == "files" for seen in world.seen)
