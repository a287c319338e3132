"""What a request is resolved to: what is priced, keyed, shown and sent."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from polymuse.asset import Asset, Kind
from polymuse.catalog import Route
from polymuse.engines.hosted import _routing as routing
from polymuse.engines.hosted._engine import Hosted
from polymuse.engines.hosted._prompt_builder import UNSAID
from polymuse.engines.hosted._request_builder import built
from polymuse.engines.hosted._wire import Ask
from polymuse.errors import ParameterError
from polymuse.pricing import cost
from polymuse.tasks.text_to_music import TextToMusic
from polymuse.tasks.text_to_speech import TextToSpeech
from polymuse.types import Allowance, Prepared, Range, Request
from tests.blocking import Home, request
from tests.engines.hosted.conftest import Asker

ROUTE = Route(provider="nobody", model="m", tasks=("text-to-music",))
CALM, BRIGHT, NONE = {"valence": 0.4, "arousal": -0.5}, {"valence": 0.7, "arousal": 0.6}, {"valence": 0, "arousal": 0}


def words(home: Home, *moods: dict[str, float], prompt: str = "") -> str:
    cues = [{"start": float(n), "mood": mood} for n, mood in enumerate(moods)]
    score = home.blobs.put_bytes(json.dumps({"seconds": 9, "cues": cues}).encode(), Kind.BRIEF, "application/json")
    return built(Request("text-to-music", TextToMusic(prompt=prompt), {"score": score}), ROUTE, "plain").ask.text


def test_music_of_which_nobody_said_a_word_is_as_its_score_s_moods_tell(home: Home) -> None:
    calm, bright = words(home, CALM), words(home, BRIGHT)
    assert calm != bright and "peaceful" in calm.lower()
    both = words(home, NONE, CALM, BRIGHT, CALM)
    assert ", then " in both and both.lower().count("peaceful") == 1


@pytest.mark.parametrize("moods", [(), (NONE,)])
def test_there_is_always_something_to_play(home: Home, moods: tuple[dict[str, float], ...]) -> None:
    assert UNSAID in words(home, *moods).lower()


def test_what_was_said_stays_as_it_was_said(home: Home) -> None:
    assert words(home, CALM, prompt="a loud march") == "a loud march"


def test_more_than_can_be_spoken_at_once_is_refused_and_not_cut() -> None:
    route = Route.model_validate(
        {"provider": "openai", "model": "tts-1", "tasks": ("text-to-speech",), "limits": {"*": {"prompt": 10}}}
    )
    built(Request("text-to-speech", TextToSpeech(text="ten marks.")), route, "plain")
    with pytest.raises(ParameterError, match="tts-1 speaks 10 characters at once; these are 11"):
        built(Request("text-to-speech", TextToSpeech(text="ten marks.!")), route, "plain")


@pytest.mark.parametrize(
    ("limits", "seconds", "said"),
    [
        ({"least": 3, "most": 600}, 700, "m makes 600 s at once; 700 s were asked for."),
        ({"least": 3, "most": 600}, 1, "m makes 3 s at once; 1 s were asked for."),
        ({"seconds": [5, 10]}, 30, "m makes 10 s at once; 30 s were asked for."),
        ({"seconds": [5, 10]}, 7, ""), ({}, 700, ""), ({"least": 3, "most": 600}, 60, ""),
    ],
)  # fmt: skip
def test_a_length_that_cannot_be_had_is_said(limits: dict[str, object], seconds: float, said: str) -> None:
    route = Route.model_validate(
        {"provider": "elevenlabs", "model": "m", "tasks": ("text-to-music",), "limits": {"*": limits}}
    )
    notices = built(Request("text-to-music", TextToMusic(prompt="calm", seconds=seconds)), route, "plain").notices
    assert [notice.text for notice in notices if notice.topic == "length"] == ([said] if said else [])


def prepare(id: str, task: str, inputs: Mapping[str, Asset] | None = None, **params: Any) -> Prepared:
    return routing.engine(id).prepare(request(task, inputs, **params))


def sent(id: str, task: str, inputs: Mapping[str, Asset] | None = None, **params: Any) -> dict[str, Any]:
    """The JSON of the HTTP request that is made of a request."""
    engine = routing.engine(id)
    assert isinstance(engine, Hosted)
    body: dict[str, Any] = engine._vendor.operations[task].request(asked_of(prepare(id, task, inputs, **params))).json
    return body


def asked_of(prepared: Prepared) -> Ask:
    assert isinstance(prepared.payload, Ask)
    return prepared.payload


SEEDANCE = "seedance-2.0@fal"
BOAT = {"prompt": "a boat --ar 1:1", "syntax": "midjourney", "seconds": 5}


def test_a_shape_that_the_prompt_names_is_priced_as_it_is_sent(asker: Asker) -> None:
    """FAULTS.md H7: 1080p was sent, and 720p was set aside."""
    body = sent(SEEDANCE, "text-to-video", **BOAT)
    assert (body["aspect_ratio"], body["resolution"]) == ("1:1", "720p")
    assert cost(prepare(SEEDANCE, "text-to-video", **BOAT)).high == pytest.approx(5 * 0.3034)
    asker.point("fal")
    asker.allowance = Allowance(usd=1.60)
    engine = routing.engine(SEEDANCE)
    assert isinstance(engine, Hosted)
    asyncio.run(asker.call(engine, request("text-to-video", **BOAT)))
    (entry,) = asker.home.journal.ledger.entries()
    assert entry.reserved == pytest.approx(5 * 0.3034) and asker.world.charges[0].usd is not None


@pytest.mark.parametrize(
    ("size", "resolution"),
    [((1280, 720), "720p"), ((720, 1280), "720p"), ((960, 960), "720p"), ((1024, 1024), "1080p")],
)
def test_a_resolution_has_as_many_pixels_whatever_its_shape(size: tuple[int, int], resolution: str) -> None:
    params = {"prompt": "a boat", "seconds": 5, "width": size[0], "height": size[1]}
    assert sent(SEEDANCE, "text-to-video", **params)["resolution"] == resolution
    assert prepare(SEEDANCE, "text-to-video", **params).traits["resolution"] == resolution


FATHER = "(my father) in his garden [1987], --ar 1:1 AND so on:: 2"


@pytest.mark.parametrize("id", ["flux-2-pro@bfl", "gpt-image-2@openai", "stable-diffusion-3.5-large@stability"])
def test_a_prompt_is_sent_as_it_is_written(id: str) -> None:
    """FAULTS.md H8: brackets became weights, without a word."""
    made = prepare(id, "text-to-image", prompt=FATHER)
    assert asked_of(made).text == FATHER
    assert [notice.topic for notice in made.notices] == ["syntax"] and "--syntax midjourney" in made.notices[0].text
    plain = "(my father) in his garden [1987]"
    assert asked_of(prepare(id, "text-to-image", prompt=plain)).text == plain
    assert prepare(id, "text-to-image", prompt=plain).notices == ()


def test_words_that_were_changed_are_shown_beside_those_that_were_given() -> None:
    made = prepare("flux-2-pro@bfl", "text-to-image", prompt="a (red:1.3) boat --no people", syntax="weights")
    said = next(notice.text for notice in made.notices if notice.topic == "sent")
    assert "Given: “a (red:1.3) boat --no people”" in said and f"Sent: “{asked_of(made).text}”" in said


def test_a_long_text_is_quoted_in_part() -> None:
    made = prepare("flux-2-pro@bfl", "text-to-image", prompt="a boat " * 500, negative_prompt="people")
    said = next(notice.text for notice in made.notices if notice.topic == "sent")
    assert len(said) < 600 and " …”" in said


def test_a_midjourney_prompt_is_told_from_a_weighted_one() -> None:
    aspect, words = "--ar 2:1", "(a boat:1.5) AND a sea"
    text = asked_of(prepare("flux-2-pro@bfl", "text-to-image", prompt=f"{words} {aspect}", syntax="midjourney"))
    assert text.text == words and text.size == (1360, 672)
    weighted = asked_of(prepare("flux-2-pro@bfl", "text-to-image", prompt=f"{words} {aspect}", syntax="weights"))
    assert "1.5" not in weighted.text and weighted.size == text.size


def test_literal_signs_are_guarded_where_they_would_be_read() -> None:
    made = prepare("midjourney@handoff", "text-to-image", prompt="a boat --v 5")
    assert asked_of(made).text == "a boat –v 5 --ar 16:9"
    assert any("in the words as signs" in notice.text for notice in made.notices)


@pytest.mark.parametrize(
    ("id", "task", "params", "said"),
    [
        ("gemini-3.1-flash-lite-image@runway", "text-to-image", {"width": 1280, "height": 720},
         "1280×720 was asked for; gemini_image3.1_flash_lite makes 1376×768."),
        ("veo-3.1@vertex", "text-to-video", {"width": 1000, "height": 1000},
         "1000×1000 was asked for; veo-3.1-generate-001 makes 16:9 in 1080p, about 1920×1080."),
        ("veo-3.1@vertex", "text-to-video", {"width": 1920, "height": 1080}, None),
        ("veo-3.1@vertex", "text-to-video", {}, None),
    ],
)  # fmt: skip
def test_another_size_than_was_asked_for_is_said(id: str, task: str, params: dict[str, int], said: str | None) -> None:
    notices = prepare(id, task, prompt="a boat", **params).notices
    assert [notice.text for notice in notices if notice.topic == "size"] == ([said] if said else [])


def test_one_side_is_completed_by_the_shape_of_the_picture() -> None:
    picture = Asset(Kind.IMAGE, "image/png", "d", Path("p.png"), {"width": 800, "height": 400})
    made = prepare("flux-2-pro@bfl", "image-to-image", {"image": picture}, prompt="at night", width=400)
    assert asked_of(made).size == (400, 208)
    assert asked_of(prepare("flux-2-pro@bfl", "image-to-image", {"image": picture}, prompt="at night")).size is None


def test_a_picture_that_keeps_its_size_is_charged_for_as_large_as_it_is() -> None:
    picture = Asset(Kind.IMAGE, "image/png", "d", Path("p.png"), {"width": 1504, "height": 2000})
    made = prepare("flux-2-pro@bfl", "image-to-image", {"image": picture}, prompt="at night")
    assert made.quantities["megapixel"] == Range(3.008, 3.008, 4.0)


def test_equal_keys_are_equal_requests() -> None:
    wide = prepare("gpt-image-2@openai", "text-to-image", prompt="a boat")
    flagged = prepare("gpt-image-2@openai", "text-to-image", prompt="a boat", syntax="midjourney")
    assert wide.cache_key != flagged.cache_key  # the parameters are part of it
    assert wide.cache_key == prepare("gpt-image-2@openai", "text-to-image", prompt="a boat", width=1280).cache_key
    assert wide.cache_key != prepare("gpt-image-2@openai", "text-to-image", prompt="a boat", width=1296).cache_key


def test_what_is_sent_is_shown() -> None:
    made = prepare(SEEDANCE, "text-to-video", **BOAT)
    assert made.shown == {
        "model": "bytedance/seedance-2.0/text-to-video", "prompt": "a boat", "aspect": "1:1", "resolution": "720p",
        "seconds": 5.0,
    }  # fmt: skip
