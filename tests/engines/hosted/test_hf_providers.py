"""Hugging Face's inference providers, every one of them for everything it does: as well as it can go, and not."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from polymuse import tasks
from polymuse.asset import Asset, Kind
from polymuse.catalog import Route
from polymuse.engines.hosted._hf_parameters import MAIN, ignored
from polymuse.engines.hosted._hf_responses import SHAPES, failed
from polymuse.engines.hosted._request_builder import built
from polymuse.engines.hosted.huggingface import VENDOR
from polymuse.errors import InDoubt, Moderated, ParameterError, ServiceError, StillRunning
from polymuse.types import Finished, Request
from tests.engines.hosted.conftest import Asker
from tests.servers.huggingface.hub import PROVIDERS, PURPOSES
from tests.servers.media import picture, tone
from tests.servers.world import Fault

SAID: Mapping[str, dict[str, Any]] = {
    "text-to-image": {"prompt": "a heron", "width": 320, "height": 192},
    "image-to-image": {"prompt": "at night"},
    "text-to-video": {"prompt": "a boat", "seconds": 5.0, "fps": 17},
    "image-to-video": {"prompt": "slow waves"},
    "text-to-speech": {"text": "Good evening."},
    "automatic-speech-recognition": {},
    "feature-extraction": {"text": ["a boat", "a lamp"]},
}
Way = tuple[str, str, str]
"""A provider, a task, and a model that it runs."""
WAYS: list[Way] = sorted(
    {
        (provider, PURPOSES[model]): (provider, PURPOSES[model], model)
        for model, providers in PROVIDERS.items()
        for provider in providers
        if PURPOSES[model] in SHAPES.get(provider, {}) and not model.startswith("someone/")
    }.values()
)
JOBS = [way for way in WAYS if SHAPES[way[0]][way[1]].poll]
AT_ONCE = [way for way in WAYS if way not in JOBS]
PICTURES = [way for way in WAYS if way[1] == "text-to-image" and way[0] != "hf-inference"]


def name(way: Way) -> str:
    return f"{way[0]}-{way[1]}"


def ask(asker: Asker, way: Way, **more: Any) -> Finished:
    provider, task, model = way
    given: dict[str, Asset] = {}
    if task.startswith("image-"):
        given["image"] = asker.given("sea.png", picture("sea", 64, 48), Kind.IMAGE)
    if "speech" in tasks.get(task).inputs:
        given["speech"] = asker.given("talk.wav", tone("talk", 2.0), Kind.SPEECH)
    route = {"options": {"provider": provider, "id": PROVIDERS[model][provider]}}
    voice = {"voice": "af_sky"} if way[:2] == ("together", "text-to-speech") else {}  # which cannot do without one
    return asker.ask("huggingface", task, model, given, route=route, **SAID[task] | voice | more)


def sent(asker: Asker) -> list[str]:
    return [seen.path for seen in asker.world.seen if seen.method == "POST"]


def body(asker: Asker) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(next(seen.body for seen in asker.world.seen if seen.method == "POST"))
    return said


def test_nothing_that_can_be_asked_for_is_left_out() -> None:
    assert {way[:2] for way in WAYS} == {(provider, task) for provider, does in SHAPES.items() for task in does}


@pytest.mark.parametrize("way", WAYS, ids=name)
def test_it_is_made_once_by_the_router_alone(asker: Asker, way: Way) -> None:
    asker.world.polls = 2
    finished = ask(asker, way)
    promised = tasks.get(way[1]).outputs
    assert all(finished.outputs[output].kind is port.kind for output, port in promised.items())
    assert ask(asker, way).cached and len(asker.world.charges) == 1 == len(sent(asker))
    for seen in asker.world.seen:
        if seen.vendor == "files":
            assert "authorization" not in seen.headers, "the key went to where a result lies"
        else:
            assert seen.path.startswith(f"/{way[0]}/")
    assert asker.jobs()[0][0] == "done" and bool(asker.jobs()[0][1]) == (way in JOBS)


@pytest.mark.parametrize("way", JOBS, ids=name)
def test_a_job_that_an_earlier_run_left_is_gone_on_with(asker: Asker, way: Way) -> None:
    """From its name in the journal alone; also when what comes back in between is no answer at all."""
    asker.world.faults = [Fault("garbage", method="GET", times=100)]
    with pytest.raises(StillRunning):
        ask(asker, way)
    asker.world.faults = [Fault("status", method="GET", status=503, times=100)]
    with pytest.raises(StillRunning):
        ask(asker, way)
    asker.world.faults = []
    assert ask(asker, way).outputs
    assert len(asker.world.charges) == 1 == len(sent(asker)) and asker.jobs()[0][0] == "done"


@pytest.mark.parametrize("way", JOBS, ids=name)
def test_a_job_that_nobody_knows_any_more_is_in_doubt(asker: Asker, way: Way) -> None:
    asker.world.faults = [Fault("status", method="GET", status=503, times=100)]
    with pytest.raises(StillRunning):
        ask(asker, way)
    asker.world.faults = []
    asker.world.jobs.clear()
    with pytest.raises(InDoubt, match="It took this work before"):
        ask(asker, way)
    assert len(sent(asker)) == 1


@pytest.mark.parametrize("way", JOBS, ids=name)
def test_a_job_that_fails_costs_nothing(asker: Asker, way: Way) -> None:
    asker.world.outcome = "failed"
    with pytest.raises(ServiceError, match="failed") as failed:
        ask(asker, way)
    assert not isinstance(failed.value, Moderated | InDoubt) and asker.money()[0][0] == "released"


@pytest.mark.parametrize("way", PICTURES, ids=name)
def test_content_is_refused(asker: Asker, way: Way) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated):
        ask(asker, way)


@pytest.mark.parametrize(
    "way",
    [way for way in AT_ONCE if way[:2] in [("novita", "text-to-video"), ("deepinfra", "text-to-speech")]],
    ids=name,
)
def test_content_is_refused_in_other_media(asker: Asker, way: Way) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated):
        ask(asker, way)


@pytest.mark.parametrize("way", WAYS, ids=name)
def test_a_lost_answer_is_in_doubt_and_not_asked_for_again(asker: Asker, way: Way) -> None:
    asker.world.faults = [Fault("after-work", method="POST")]
    for _ in range(2):
        with pytest.raises(InDoubt):
            ask(asker, way)
    assert len(asker.world.charges) == 1 == len(sent(asker))


@pytest.mark.parametrize("way", WAYS, ids=name)
def test_an_answer_that_is_none_is_in_doubt(asker: Asker, way: Way) -> None:
    asker.world.faults = [Fault("garbage", method="POST")]
    with pytest.raises(InDoubt, match="The answer is no"):
        ask(asker, way)
    assert len(sent(asker)) == 1


@pytest.mark.parametrize("way", WAYS, ids=name)
def test_the_router_takes_no_other_key_and_no_empty_purse(
    asker: Asker, way: Way, monkeypatch: pytest.MonkeyPatch
) -> None:
    asker.world.broke = True
    with pytest.raises(ServiceError, match="exceeded your monthly included credits"):
        ask(asker, way)
    asker.world.keys["huggingface"] = "hf_another"
    monkeypatch.setattr(asker.world, "key", lambda vendor: "hf_the_users")
    with pytest.raises(ServiceError):
        ask(asker, way)
    assert not asker.world.charges


class TestWords:
    """What is asked for, in the words that the library or the provider has for it."""

    def of(self, task: str, provider: str) -> Way:
        return next(way for way in WAYS if way[:2] == (provider, task))

    def test_what_was_not_said_is_not_sent(self, asker: Asker) -> None:
        model = "black-forest-labs/FLUX.1-dev"
        for provider in ("nscale", "wavespeed", "together"):
            asker.world.seen.clear()
            route = {"options": {"provider": provider, "id": PROVIDERS[model][provider]}}
            asker.ask("huggingface", "text-to-image", model, prompt=f"a heron by {provider}", route=route)
            assert not body(asker).keys() & {"size", "width", "height", "seed", "num_inference_steps", "steps"}

    @pytest.mark.parametrize(
        ("provider", "said"),
        [
            ("nscale", {"size": "320x192", "guidance_scale": 2.5}),
            ("zai-org", {"size": "320x192", "num_inference_steps": 9, "guidance_scale": 2.5}),
            ("wavespeed", {"size": "320*192", "num_inference_steps": 9, "guidance_scale": 2.5}),
            ("together", {"width": 320, "height": 192, "steps": 9, "guidance_scale": 2.5}),
        ],
    )
    def test_a_picture(self, asker: Asker, provider: str, said: dict[str, Any]) -> None:
        finished = ask(asker, self.of("text-to-image", provider), seed=3, steps=9, guidance=2.5)
        sent = body(asker)
        assert said.items() <= sent.items() and sent["seed"] == 3 and sent["prompt"] == "a heron"
        assert (finished.outputs["image"].facts["width"], finished.outputs["image"].facts["height"]) == (320, 192)

    @pytest.mark.parametrize(
        ("provider", "said"),
        [("novita", {"num_frames": 85}), ("together", {"seconds": "5"}), ("wavespeed", {"duration": 5})],
    )
    def test_the_length_of_a_film(self, asker: Asker, provider: str, said: dict[str, Any]) -> None:
        ask(asker, self.of("text-to-video", provider))
        assert said.items() <= body(asker).items()

    def test_the_size_of_a_film(self, asker: Asker) -> None:
        finished = ask(asker, self.of("text-to-video", "together"), width=320, height=192)
        assert finished.outputs["video"].facts["width"] == 320

    def test_the_size_of_an_edited_picture(self, asker: Asker) -> None:
        finished = ask(asker, self.of("image-to-image", "hf-inference"), width=96, height=64)
        assert body(asker)["parameters"] == {"prompt": "at night", "target_size": {"width": 96, "height": 64}}
        assert finished.outputs["image"].facts["width"] == 96

    @pytest.mark.parametrize("way", WAYS, ids=name)
    def test_what_is_not_ignored_is_said(self, asker: Asker, way: Way) -> None:
        """Every parameter of the task changes the request of a model that nobody has described, or is ignored openly."""
        provider, task, _ = way
        other = {
            "width": 512, "height": 1024, "seed": 7, "negative_prompt": "boats", "steps": 9, "guidance": 2.5,
            "quality": "hd", "strength": 0.3, "seconds": 8.0, "voice": "am_adam", "language": "de",
            "speed": 1.1, "pitch": 2.0, "diarize": True, "delivery": ("whispered",), "prompt": "Kea",
        }  # fmt: skip
        given = {}
        if task in MAIN:
            data = picture("sea", 64, 48) if MAIN[task] == "image" else tone("talk")
            given = {MAIN[task]: asker.given("given", data, Kind.IMAGE if MAIN[task] == "image" else Kind.SPEECH)}

        def body(**params: Any) -> Any:
            said = SAID[task] | {"seconds": 5.0} if "seconds" in known else SAID[task]
            route = Route(provider="huggingface", model="a/model", tasks=(task,), options={"provider": provider})
            request = Request(task, tasks.parameters(tasks.get(task), said | params), given)
            http = VENDOR.operations[task].request(built(request, route, "plain").ask)
            mark = http.headers.get("content-type", "").partition("boundary=")[2].encode()
            return http.json or (http.body or b"").replace(mark or b"no mark", b"")

        known = tasks.get(task).params.model_fields.keys() & other.keys()
        silent = {parameter for parameter in known if body(**{parameter: other[parameter]}) == body()}
        assert silent == known & set(ignored(task, provider))

    def test_a_voice(self, asker: Asker) -> None:
        ask(asker, self.of("text-to-speech", "deepinfra"), voice="af_sky")
        assert body(asker) == {"input": "Good evening.", "voice": "af_sky", "model": "hexgrad/Kokoro-82M"}

    def test_a_recording_and_its_language(self, asker: Asker) -> None:
        heard = ask(asker, self.of("automatic-speech-recognition", "deepinfra"), language="de")
        assert heard.outputs["text"].read_text().strip() == heard.outputs["text"].read_text()
        form = asker.world.seen[0].body
        assert b'name="language"\r\n\r\nde' in form and b"Content-Type: audio/" in form

    def test_a_lora(self, asker: Asker) -> None:
        route = {"options": {"provider": "fal-ai", "id": "fal-ai/flux-lora", "adapter": "lora.safetensors"}}
        asker.ask("huggingface", "text-to-image", "someone/FLUX-LoRA", prompt="a heron", route=route)
        weights = "https://huggingface.co/someone/FLUX-LoRA/resolve/main/lora.safetensors"
        assert body(asker)["loras"] == [{"path": weights, "scale": 1}]

    def test_a_second_picture_has_no_place(self, asker: Asker) -> None:
        model = "black-forest-labs/FLUX.1-Kontext-dev"
        given = {n: asker.given(f"{n}.png", picture(n, 64, 48), Kind.IMAGE) for n in ("image", "style")}
        route = {"options": {"provider": "together", "id": PROVIDERS[model]["together"]}}
        with pytest.raises(ParameterError, match=f"style: {model} takes none") as refused:
            asker.ask("huggingface", "image-to-image", model, given, prompt="night", route=route)
        assert refused.value.hint == "It takes: image." and not asker.world.seen


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Rejected by the safety system.", "moderated"),
        ("safety_checker: blocked by safety filters", "moderated"),
        ("The prompt was flagged", "moderated"),
        ("safety_tolerance must be at most 5", "failed"),
        ("enable_safety_checker must be a boolean", "failed"),
    ],
)
def test_a_parameter_s_name_is_no_word_of_moderation(said: str, why: str) -> None:
    assert failed(said).why == why
