"""Runway."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import numpy as np
import pytest
from PIL import Image

from polymuse.asset import Asset, Kind
from polymuse.engines.hosted._runway import EDITS, FILMS
from polymuse.engines.hosted._wire import Failed, Reply
from polymuse.engines.hosted.runway import VENDOR, looked
from polymuse.errors import Moderated, ParameterError, ServiceError
from tests.engines.hosted.conftest import Asker, ask_for
from tests.servers.media import clip, picture
from tests.servers.runway.shapes import SHAPES


def asked(asker: Asker) -> dict[str, Any]:
    return json.loads(next(seen.body for seen in asker.world.seen if seen.method == "POST"))


@pytest.fixture
def still(asker: Asker) -> Asset:
    return asker.given("still.png", picture("a start", 96, 64), Kind.IMAGE)


def test_a_video_costs_what_the_service_says(asker: Asker) -> None:
    made = asker.ask("runway", "text-to-video", "gen4.5", prompt="a boat", seconds=1.5, width=720, height=1280, seed=7)
    assert asked(asker) == {"model": "gen4.5", "promptText": "a boat", "ratio": "720:1280", "duration": 2, "seed": 7}
    assert made.outputs["video"].facts["seconds"] == pytest.approx(2, abs=0.1)
    assert asker.money() == [("settled", 0.24)] and asker.world.charges[0].usd == 0.24


@pytest.mark.parametrize(
    ("model", "seconds", "duration", "ratio"),
    [
        ("veo3.1_fast", 5, 6, "1280:720"),
        ("kling3.0_standard", 30, 15, "1280:720"),
        ("kling2.5_turbo_pro", 3, 5, "1280:720"),
    ],
)
def test_models_of_others(asker: Asker, model: str, seconds: float, duration: int, ratio: str) -> None:
    asker.world.outcome = "failed"
    with pytest.raises(ServiceError, match="INTERNAL"):
        asker.ask("runway", "text-to-video", model, prompt="a boat", seconds=seconds, width=1280, height=720)
    assert (asked(asker)["duration"], asked(asker)["ratio"]) == (duration, ratio)
    assert asked(asker).get("audio", False) is False


def test_what_is_not_wanted_goes_where_there_is_a_field(asker: Asker) -> None:
    asker.world.outcome = "failed"
    with pytest.raises(ServiceError):
        asker.ask(
            "runway", "text-to-video", "veo3.1", prompt="a boat", negative_prompt="rain", route={"dialect": "plain"}
        )
    assert "rain" in str(asked(asker))


def test_a_still_set_in_motion(asker: Asker, still: Asset) -> None:
    asker.ask(
        "runway", "image-to-video", "gen4_turbo", {"image": still}, prompt="pan", seconds=2, width=960, height=960
    )
    frame = asked(asker)["promptImage"][0]
    assert frame["uri"].startswith("data:image/png;base64,") and frame["position"] == "first"
    assert asked(asker)["ratio"] == "960:960"
    with pytest.raises(ParameterError, match="last: gen4_turbo takes none"):
        asker.ask("runway", "image-to-video", "gen4_turbo", {"image": still, "last": still}, prompt="pan")
    with pytest.raises(ParameterError, match="does not do text-to-video"):
        asker.ask("runway", "text-to-video", "gen4_turbo", prompt="pan")


def test_from_one_picture_to_another(asker: Asker, still: Asset) -> None:
    pictures = {"image": still, "last": still}
    asker.ask("runway", "image-to-video", "kling2.5_turbo_pro", pictures, prompt="slowly", seconds=5)
    assert [one["position"] for one in asked(asker)["promptImage"]] == ["first", "last"] and "ratio" not in asked(asker)


def http(task: str, model: str, inputs: dict[str, Asset], **params: Any) -> dict[str, Any]:
    """The body of the request that is made of what is asked."""
    ask = ask_for("runway", task, model, inputs, **{"prompt": "a boat", **params})
    sent: dict[str, Any] = VENDOR.operations[task].request(ask).json
    return sent


@pytest.mark.parametrize("size", [(640, 480), (1280, 720), (720, 1280), (2048, 2048), (3840, 1640)])
def test_every_model_is_asked_as_the_sdk_asks_it(still: Asset, asker: Asker, size: tuple[int, int]) -> None:
    film = asker.given("film.mp4", clip("a film", 1.5), Kind.VIDEO)
    shape = {"width": size[0], "height": size[1]}
    for model, known in SHAPES["text_to_video"].items():
        known.model_validate(http("text-to-video", model, {}, seconds=7.5, **shape))
    for model, known in SHAPES["image_to_video"].items():
        known.model_validate(http("image-to-video", model, {"image": still}, seconds=20, **shape))
    for model, known in SHAPES["text_to_image"].items():
        known.model_validate(http("image-to-image", model, {"image": still}, **shape))
    for model, known in SHAPES["video_to_video"].items():
        known.model_validate(http("video-to-video", model, {"video": film, "image": still}))
    assert FILMS.keys() == SHAPES["image_to_video"].keys()
    assert EDITS.keys() == SHAPES["video_to_video"].keys()


@pytest.mark.parametrize(
    ("model", "own"),
    [
        ("hailuo3", {"ratio": "9:16", "resolution": "2k", "duration": 10}),
        ("h3_max", {"resolution": "768p", "duration": 10, "seed": 0}),
        ("wan3", {"ratio": "1080:1920", "duration": 10, "audio": False}),
        ("seedance2", {"ratio": "1080:1920", "duration": 8, "seed": 0, "audio": False}),
    ],
)
def test_each_model_in_its_own_way(model: str, own: dict[str, Any]) -> None:
    body = http("text-to-video", model, {}, seconds=7.5, width=1080, height=1920)
    assert body == {"model": model, "promptText": "a boat", **own}


@pytest.mark.parametrize("model", ["aleph2", "klingO3_standard", "kling_4", "seedance2_5"])
def test_a_video_is_changed(asker: Asker, still: Asset, model: str) -> None:
    film = asker.given("film.mp4", clip("a film", 1.5), Kind.VIDEO)
    made = asker.ask("runway", "video-to-video", model, {"video": film, "image": still}, prompt="at night")
    assert made.outputs["video"].facts["seconds"] == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize(
    ("model", "ratio", "more"),
    [
        ("gen4_image", "720:720", {"seed": 0}),
        ("gpt_image_2", "1920:1920", {"quality": "high"}),
        ("gemini_image3_pro", "1024:1024", {}),
        ("ideogram_4_0", "2048:2048", {"quality": "high"}),
        ("ideogram_4_5", "1024:1024", {"quality": "high"}),
    ],
)
def test_pictures(asker: Asker, model: str, ratio: str, more: dict[str, Any]) -> None:
    made = asker.ask("runway", "text-to-image", model, prompt="a heron", width=512, height=512, quality="hd")
    assert asked(asker) == {"model": model, "promptText": "a heron", "ratio": ratio, **more}
    assert made.outputs["image"].facts["width"] == int(ratio.partition(":")[0])


def test_pictures_from_pictures(asker: Asker, still: Asset) -> None:
    asker.ask(
        "runway",
        "image-to-image",
        "gen4_image",
        {"image": still, "style": still},
        prompt="at night",
        width=720,
        height=720,
    )
    assert asked(asker)["promptText"] == "@image: at night. The style is that of @style."
    assert [one["tag"] for one in asked(asker)["referenceImages"]] == ["image", "style"]
    asker.world.seen.clear()
    asker.ask(
        "runway",
        "image-to-image",
        "ideogram_4_5",
        {"image": still, "mask": still},
        prompt="a hat",
        width=720,
        height=720,
    )
    assert "maskUri" in asked(asker) and "tag" not in asked(asker)["referenceImages"][0]
    with pytest.raises(ParameterError, match="mask: gen4_image takes none"):
        asker.ask("runway", "image-to-image", "gen4_image", {"image": still, "mask": still}, prompt="a hat")


def test_speech_and_sound(asker: Asker) -> None:
    speech = asker.ask("runway", "text-to-speech", "eleven_v3", text="Good evening, all.", voice="jack", language="de")
    assert (
        asked(asker)["voice"] == {"type": "runway-preset", "presetId": "Jack"} and asked(asker)["languageCode"] == "de"
    )
    sound = asker.ask("runway", "text-to-sound", "eleven_text_to_sound_v2", prompt="rain", seconds=0.1)
    assert speech.outputs["speech"].kind is Kind.SPEECH and sound.outputs["sound"].facts["seconds"] == pytest.approx(
        0.5, abs=0.1
    )
    with pytest.raises(ParameterError, match="no voice 'Nobody'"):
        asker.ask("runway", "text-to-speech", "eleven_v3", text="Good evening.", voice="Nobody")


def test_what_is_moderated_is_charged_as_the_service_says(asker: Asker) -> None:
    asker.world.outcome = "moderated"
    with pytest.raises(Moderated, match=r"SAFETY\.INPUT\.TEXT") as refused:
        asker.ask("runway", "text-to-video", "gen4.5", prompt="something", seconds=2)
    assert refused.value.usd == 0.24 and asker.money() == [("settled", 0.24)]


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("SAFETY.OUTPUT.VIDEO", "moderated"),
        ("INPUT_PREPROCESSING.SAFETY.THIRD_PARTY", "moderated"),
        ("THIRD_PARTY.UNAVAILABLE", "failed"),
        (None, "failed"),
    ],
)
def test_codes_of_failures(code: str | None, why: str) -> None:
    ended = {"id": "1", "status": "FAILED", "failure": "No.", "failureCode": code, "cost": {"credits": 0}}
    ask = ask_for("runway", "text-to-video", "gen4.5")
    assert looked(ask, Reply(200, {}, json.dumps(ended).encode())) == Failed(
        f"No. ({code})" if code else "No.", why, 0.0
    )


def test_a_cancelled_task_and_an_empty_account(asker: Asker) -> None:
    asker.world.outcome = "cancelled"
    with pytest.raises(ServiceError, match="cancelled"):
        asker.ask("runway", "text-to-image", "gen4_image", prompt="something", width=720, height=720)
    asker.world.broke = True
    with pytest.raises(ServiceError, match="enough credits"):
        asker.ask("runway", "text-to-image", "gen4_image", prompt="another thing", width=720, height=720)


def test_too_large_a_picture_is_sent_as_a_jpeg(asker: Asker) -> None:
    """As a model's own pictures may be, which a film pays for before they are set in motion."""
    noise = np.random.default_rng(7).integers(0, 256, (1200, 1200, 3), np.uint8)
    file = io.BytesIO()
    Image.fromarray(noise).save(file, "PNG")
    large = asker.given("large.png", file.getvalue(), Kind.IMAGE)
    assert large.path.stat().st_size > 4 << 20
    asker.ask("runway", "image-to-video", "gen4_turbo", {"image": large}, prompt="pan")
    uri = asked(asker)["promptImage"][0]["uri"]
    assert uri.startswith("data:image/jpeg;base64,") and len(uri) <= 5 << 20
    with Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2]))) as sent:
        assert sent.size == (1200, 1200)
    assert [notice.text for notice in asker.notices()] == [
        "The input 'image' was sent as a JPEG, for Runway takes files of up to 3839 KB."
    ]


def test_too_large_a_video_is_not_sent(asker: Asker) -> None:
    large = asker.given("large.mp4", clip("a", 1.0, 96, 64), Kind.VIDEO)
    with large.path.open("ab") as file:
        file.write(bytes(4 << 20))
    with pytest.raises(ParameterError, match=r"files of up to 3839 KB; large\.mp4 is larger"):
        asker.ask("runway", "video-to-video", "aleph2", {"video": large}, prompt="by night")
    assert not asker.world.seen
