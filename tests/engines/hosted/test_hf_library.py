"""What we know of huggingface_hub from the inside holds. When a new version of it fails here, `_hf_library.py` is the file
to change, and `_hf_shapes.py` where a provider answers in a new way; the messages say what has moved."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import huggingface_hub
import pytest
from huggingface_hub import constants
from huggingface_hub.inference._providers import PROVIDERS, _common, hf_inference

from polymuse.asset import Asset, Kind
from polymuse.engines.hosted import _routing as _roster
from polymuse.engines.hosted._hf_library import VERSION, Place, library, offered, request
from polymuse.engines.hosted._hf_parameters import MAIN, TASKS
from polymuse.engines.hosted._hf_responses import SHAPES
from polymuse.errors import MissingExtra
from polymuse.runtime import default_runtime
from tests.blocking import select
from tests.command import ROOT, environment
from tests.servers.media import picture

PAIRS = sorted((provider, task) for provider, does in PROVIDERS.items() for task in does if task in TASKS)
MODEL, ID = "owner/model", "their/name"
PARAMETERS: dict[str, dict[str, Any]] = {
    "text-to-image": {"width": 320, "height": 192, "seed": 3, "num_inference_steps": 9, "guidance_scale": 2.5},
    "image-to-image": {"prompt": "night", "target_size": {"width": 320, "height": 192}},
    "text-to-video": {"num_frames": 81, "seed": 3, "negative_prompt": "boats"},
    "image-to-video": {"prompt": "waves", "num_frames": 81},
    "text-to-speech": {"voice": "af_sky"},
    "automatic-speech-recognition": {"return_timestamps": True},
    "feature-extraction": {"dimensions": 64},
}


@pytest.fixture
def given(tmp_path: Path) -> Asset:
    path = tmp_path / "given"
    path.write_bytes(picture("given"))
    return Asset(Kind.IMAGE, "image/png", "sha256-given", path, {})


@pytest.fixture
def unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library's own way needs no Hub to be asked."""

    def mapping(self: Any, model: str | None) -> Any:
        return library().hf_api.InferenceProviderMapping(
            provider=self.provider, hf_model_id=model, providerId=ID, status="live", task=self.task
        )

    for kind in (_common.TaskProviderHelper, hf_inference.HFInferenceTask):
        monkeypatch.setattr(kind, "_prepare_mapping_info", mapping)


def test_every_provider_of_the_library_can_be_read() -> None:
    ours = {(provider, task) for provider, does in SHAPES.items() for task in does}
    assert set(PAIRS) - ours == set(), "the library asks these as well: say in _hf_shapes.py how they answer"
    assert ours - set(PAIRS) == set(), "the library does not ask these any more: take them out of _hf_shapes.py"
    assert set(offered("text-to-image")) == {provider for provider, task in PAIRS if task == "text-to-image"}


@pytest.mark.parametrize(("provider", "task"), PAIRS, ids="-".join)
@pytest.mark.usefixtures("unasked")
def test_our_request_is_the_one_that_the_library_would_send(provider: str, task: str, given: Asset) -> None:
    parameters = PARAMETERS[task]
    words = ["a boat", "a lamp"] if task == "feature-extraction" else "a boat"
    inputs = given if task in MAIN else words
    ours = request(Place(provider, MODEL, ID), task, inputs, parameters)
    theirs = PROVIDERS[provider][task].prepare_request(
        inputs=library().inference._common.MimeBytes(given.read_bytes(), "image/png") if task in MAIN else inputs,
        parameters=dict(parameters), headers={}, model=MODEL, api_key="hf_a_key",
    )  # fmt: skip
    query = "".join(f"?{name}={value}" for name, value in ours.query.items())
    router = constants.INFERENCE_PROXY_TEMPLATE.partition("/{provider}")[0]
    assert router + ours.url + query == theirs.url, "the library's addresses have moved"
    assert ours.url.startswith(f"/{provider}/")
    assert ours.json == theirs.json, "the library's bodies have moved"
    assert (ours.body is None) == (theirs.data is None) and (ours.json is None) != (ours.body is None)
    if ours.body is not None and provider != "deepinfra":  # whose forms have a mark that is made anew each time
        assert ours.body == theirs.data and ours.headers["content-type"] == theirs.headers["content-type"]
    own = {"authorization", "user-agent", "content-type", "prefer"}
    assert {name: value for name, value in theirs.headers.items() if name not in own} == {
        name: value for name, value in ours.headers.items() if name != "content-type"
    }, "the library tells a provider something new: see HEADERS"
    assert "hf_a_key" not in json.dumps([ours.url, dict(ours.query), dict(ours.headers)])


def test_another_version_is_named_with_the_one_that_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(huggingface_hub, "__version__", "2.40.1")
    with pytest.raises(MissingExtra, match=f"through huggingface_hub {VERSION}, and 2.40.1 is installed") as other:
        library()
    assert other.value.hint == "pip install 'polymuse[hf]'"


def test_only_the_known_version_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    major, minor = map(int, VERSION.split("."))
    wanted = f"huggingface_hub>={VERSION},<{major}.{minor + 1}"
    assert project["optional-dependencies"]["hf"] == [wanted] and wanted in project["optional-dependencies"]["dev"]


def test_it_is_loaded_when_it_is_needed_and_tells_nobody_what_else_runs_here(own_home: Path) -> None:
    probe = """
import sys
import asyncio
from polymuse.engines.hosted._hf_library import library
from polymuse.runtime import default_runtime
registry = default_runtime().registry
assert registry.cards() and asyncio.run(registry.select("flux-dev@huggingface")).extra == "hf"
print("huggingface_hub" in sys.modules, library().constants.HF_HUB_DISABLE_TELEMETRY)
"""
    done = subprocess.run(
        [sys.executable, "-c", probe], env=environment(own_home, HF_TOKEN="hf_a_key"), text=True, capture_output=True,
        check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["False", "True"]


class TestWithoutIt:
    @pytest.fixture(autouse=True)
    def gone(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "huggingface_hub", None)
        monkeypatch.setenv("HF_TOKEN", "hf_a_key")
        monkeypatch.delenv("FAL_KEY", raising=False)

    @pytest.mark.parametrize("id", ["flux-dev@huggingface", "hf:black-forest-labs/FLUX.1-dev"])
    def test_what_to_install_is_said_before_anything_is_done(self, id: str) -> None:
        with pytest.raises(MissingExtra, match="huggingface_hub, which is not installed") as missing:
            select(id, "text-to-image")
        assert missing.value.hint == "pip install 'polymuse[hf]'" and missing.value.exit_code == 2

    def test_another_route_is_taken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("FAL_KEY", "a-key")
        assert select("flux-dev").provider == "fal"

    def test_a_card_says_what_it_needs(self) -> None:
        cards = {card.id: card for card in default_runtime().registry.cards()}
        assert cards["flux-dev@huggingface"].extra == "hf"
        assert cards["flux-dev@huggingface"].modules == ("huggingface_hub",)
        assert cards["flux-dev@fal"].extra is None
        assert _roster.lacking(_roster.vendor("huggingface")) == ("huggingface_hub",)
