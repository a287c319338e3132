"""Runway's SDK (runwayml) against the server."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, Required, get_args, get_origin, get_type_hints

import av
import httpx2
import pytest
import runwayml
from PIL import Image
from runwayml import RunwayML, TaskFailedError, types
from runwayml.lib import polling
from runwayml.types.task_retrieve_response import Cancelled, Failed, Running, Succeeded

from tests.servers.media import clip, picture
from tests.servers.runway.shapes import SHAPES
from tests.servers.world import Fault, World


def uri(data: bytes, media_type: str) -> str:
    return f"data:{media_type};base64,{base64.b64encode(data).decode()}"


FRAME = uri(picture("a start", 96, 64), "image/png")
FILM = uri(clip("a film", 1.5), "video/mp4")


@pytest.fixture
def client(world: World, monkeypatch: pytest.MonkeyPatch) -> RunwayML:
    """Asks how a task is without the usual six seconds between."""
    monkeypatch.setattr(polling, "POLL_TIME", 0.002)
    monkeypatch.setattr(polling, "POLL_JITTER", 0.001)
    return RunwayML(api_key=world.key("runway"), base_url=world.at("runway"), max_retries=0)


def fetched(task: Any, number: int = 0) -> bytes:
    assert isinstance(task, Succeeded)
    return httpx2.get(task.output[number]).raise_for_status().content


def shape(film: bytes) -> tuple[int, int, float]:
    with av.open(io.BytesIO(film)) as file:
        stream = file.streams.video[0]
        return stream.width, stream.height, round(float(stream.duration * stream.time_base), 1)


def test_a_film_from_words(client: RunwayML, world: World) -> None:
    begun = client.text_to_video.create(model="gen4.5", prompt_text="a heron", ratio="1280:720", duration=2)
    assert begun.estimated_cost.credits == 24
    task = begun.wait_for_task_output()
    assert shape(fetched(task)) == (1280, 720, 2.0)
    assert isinstance(task, Succeeded) and task.cost.credits == 24
    assert [(charge.what, charge.usd) for charge in world.charges] == [("gen4.5", 0.24)]


def test_a_task_waits_its_turn_is_held_back_and_runs(client: RunwayML, world: World) -> None:
    world.polls = 3
    begun = client.text_to_image.create(model="gen4_image", prompt_text="a heron", ratio="720:720")
    states = [client.tasks.retrieve(begun.id) for _ in range(4)]
    assert [state.status for state in states] == ["PENDING", "THROTTLED", "RUNNING", "SUCCEEDED"]
    assert isinstance(states[2], Running) and states[2].progress == 0.5


def test_films_from_pictures_and_films(client: RunwayML) -> None:
    still = client.image_to_video.create(model="gen4_turbo", prompt_image=FRAME, ratio="960:960", duration=2)
    assert shape(fetched(still.wait_for_task_output())) == (960, 960, 2.0)
    ends: Any = [{"uri": FRAME, "position": "first"}, {"uri": FRAME, "position": "last"}]
    between = client.image_to_video.create(
        model="veo3.1_fast", prompt_image=ends, ratio="720:1280", duration=4, audio=False, negative_prompt="rain"
    )
    assert between.estimated_cost.credits == 30
    assert shape(fetched(between.wait_for_task_output())) == (720, 1280, 4.0)
    own = client.image_to_video.create(model="kling2.5_turbo_pro", prompt_image=FRAME, prompt_text="it moves")
    assert shape(fetched(own.wait_for_task_output())) == (96, 64, 5.0)
    edited = client.video_to_video.create(model="aleph2", video_uri=FILM, prompt_text="at night")
    assert shape(fetched(edited.wait_for_task_output())) == (64, 36, 1.5)


def test_kling_by_way_of_runway(client: RunwayML) -> None:
    film = client.text_to_video.create(
        model="kling3.0_standard", prompt_text="a heron", ratio="960:960", duration=3, audio=True, cfg_scale=0.5
    )
    assert shape(fetched(film.wait_for_task_output())) == (960, 960, 3.0)


def test_several_pictures(client: RunwayML, world: World) -> None:
    begun = client.text_to_image.create(
        model="ideogram_4_5", prompt_text="a poster", ratio="1024:576", quality="medium", output_count=2
    )
    task = begun.wait_for_task_output()
    first, second = fetched(task, 0), fetched(task, 1)
    with Image.open(io.BytesIO(first)) as image:
        assert (image.size, image.format) == ((1024, 576), "PNG")
    assert first != second and world.charges[0].usd == 0.16


def test_pictures_depend_on_references(client: RunwayML) -> None:
    def made(**more: Any) -> bytes:
        asked = {"model": "gen4_image", "prompt_text": "a @heron", "ratio": "720:720", **more}
        return fetched(client.text_to_image.create(**asked).wait_for_task_output())

    assert made() == made() != made(reference_images=[{"uri": FRAME, "tag": "heron"}])


def test_speech_and_sounds(client: RunwayML) -> None:
    voice: Any = {"type": "runway-preset", "preset_id": "Maya"}
    speech = client.text_to_speech.create(model="eleven_multilingual_v2", prompt_text="Good evening, all.", voice=voice)
    sound = client.sound_effect.create(model="eleven_text_to_sound_v2", prompt_text="rain", duration=1.5, loop=True)
    for begun, seconds in ((speech, 1.2), (sound, 1.5)):
        with av.open(io.BytesIO(fetched(begun.wait_for_task_output()))) as file:
            assert file.format.name == "mp3" and file.duration / 1e6 == pytest.approx(seconds, abs=0.1)


@pytest.mark.parametrize(
    ("outcome", "code", "credits"),
    [("moderated", "SAFETY.INPUT.TEXT", 24), ("failed", "INTERNAL.BAD_OUTPUT.CODE01", 0)],
)
def test_failures_have_a_code_and_a_cost(client: RunwayML, world: World, outcome: Any, code: str, credits: int) -> None:
    world.outcome = outcome
    begun = client.text_to_video.create(model="gen4.5", prompt_text="a heron", ratio="1280:720", duration=2)
    with pytest.raises(TaskFailedError) as failed:
        begun.wait_for_task_output()
    details = failed.value.task_details
    assert isinstance(details, Failed) and (details.failure_code, details.cost.credits) == (code, credits)
    assert [charge.usd for charge in world.charges] == [credits / 100]


def test_cancelled_and_deleted(client: RunwayML, world: World) -> None:
    world.polls, world.outcome = 0, "cancelled"
    begun = client.text_to_image.create(model="gen4_image", prompt_text="a heron", ratio="720:720")
    assert isinstance(client.tasks.retrieve(begun.id), Cancelled)
    client.tasks.delete(begun.id)
    with pytest.raises(runwayml.NotFoundError):
        client.tasks.retrieve(begun.id)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ({"model": "gen3a_turbo"}, "model"),
        ({"promptText": ""}, "promptText"),
        ({"promptText": "🦩" * 501}, "promptText"),
        ({"ratio": "1104:832"}, "ratio"),
        ({"duration": 11}, "duration"),
        ({"duration": "5"}, "duration"),
        ({"negativePrompt": "rain"}, "negativePrompt"),
        ({"prompt_text": "a heron"}, "prompt_text"),
        ({"seed": -1}, "seed"),
    ],
)
def test_wrong_requests_name_the_place(client: RunwayML, world: World, body: dict[str, Any], path: str) -> None:
    with pytest.raises(runwayml.BadRequestError) as refused:
        client.text_to_video.create(
            model="gen4.5", prompt_text="a heron", ratio="1280:720", duration=2, extra_body=body
        )
    said: Any = refused.value.body
    assert said["error"] == "Validation of body failed" and said["issues"][0]["path"] == [path]
    assert not world.charges


@pytest.mark.parametrize(
    "address",
    ["http://example.com/a.png", "data:image/png;base64,%%%", FILM, f"data:image/png;base64,{'A' * (5 << 20)}"],
)
def test_pictures_that_are_none_are_refused(client: RunwayML, address: str) -> None:
    with pytest.raises(runwayml.BadRequestError) as refused:
        client.image_to_video.create(model="gen4_turbo", prompt_image=address, ratio="960:960")
    said: Any = refused.value.body
    assert said["issues"][0]["path"] == ["promptImage"]


PARAMETERS: dict[str, Any] = {
    "text_to_video": types.text_to_video_create_params.TextToVideoCreateParams,
    "image_to_video": types.image_to_video_create_params.ImageToVideoCreateParams,
    "video_to_video": types.video_to_video_create_params.VideoToVideoCreateParams,
    "text_to_image": types.text_to_image_create_params.TextToImageCreateParams,
    "text_to_speech": types.text_to_speech_create_params.TextToSpeechCreateParams,
    "sound_effect": types.sound_effect_create_params.SoundEffectCreateParams,
}
VALUES = {"ratio", "resolution", "quality", "background", "mode", "targetAspectRatio"}


def choices(annotation: Any) -> set[Any]:
    """All words that a type allows by name."""
    if get_origin(annotation) is Literal:
        return set(get_args(annotation))
    return set().union(*(choices(part) for part in get_args(annotation)))


@dataclass
class Sent:
    """What the SDK sends to a model: the words that each field allows, and which fields it must send."""

    choices: dict[str, set[Any]]
    needed: set[str]


def known(endpoint: str) -> Iterator[tuple[str, Sent]]:
    for member in get_args(PARAMETERS[endpoint]):
        bare, full = get_type_hints(member), get_type_hints(member, include_extras=True)
        fields = {name: alias(name, full[name]) for name in bare}
        needed = {fields[name] for name in bare if get_origin(full[name]) is Required}
        for model in get_args(bare["model"]):
            yield model, Sent({fields[name]: choices(bare[name]) for name in bare}, needed)


def alias(name: str, annotation: Any) -> str:
    for part in (annotation, *get_args(annotation)):
        for info in getattr(part, "__metadata__", ()):
            return str(info.alias or name)
    return name


@pytest.mark.parametrize("endpoint", PARAMETERS)
def test_every_model_has_the_fields_and_sizes_that_the_sdk_has(endpoint: str) -> None:
    offered = dict(known(endpoint))
    for model, shape in SHAPES[endpoint].items():
        taken = {str(field.alias): field for field in shape.model_fields.values()}
        sent = offered[model]
        assert taken.keys() <= sent.choices.keys(), model
        assert {name for name, field in taken.items() if field.is_required()} == sent.needed, model
        for name in VALUES & taken.keys():
            assert choices(taken[name].annotation) == sent.choices[name], (model, name)


def test_keys_limits_balances_and_versions(client: RunwayML, world: World) -> None:
    assert client.organization.retrieve().credit_balance == 10_000
    with pytest.raises(runwayml.AuthenticationError):
        client.with_options(api_key="another").organization.retrieve()
    with pytest.raises(runwayml.BadRequestError, match="X-Runway-Version"):
        client.with_options(runway_version="2023-01-01").organization.retrieve()
    world.faults.append(Fault("status", "/text_to_image", status=429, headers={"retry-after": "3"}))
    with pytest.raises(runwayml.RateLimitError) as limited:
        client.text_to_image.create(model="gen4_image", prompt_text="a heron", ratio="720:720")
    assert limited.value.response.headers["retry-after"] == "3"
    world.broke = True
    with pytest.raises(runwayml.BadRequestError, match="enough credits"):
        client.text_to_image.create(model="gen4_image", prompt_text="a heron", ratio="720:720")
    assert not world.charges
