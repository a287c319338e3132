"""What every engine refuses and counts before anything is begun."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from polymuse.asset import Asset, Kind
from polymuse.engines.artist import Artist
from polymuse.errors import ParameterError
from polymuse.types import Capability, Card, Prepared
from tests.blocking import request


def picture(name: str = "p") -> Asset:
    return Asset(Kind.IMAGE, "image/png", name, Path(f"{name}.png"), {"width": 64, "height": 64})


def prepare(
    task: str, inputs: dict[str, Asset] | None = None, can: dict[str, Any] | None = None, **params: Any
) -> Prepared:
    capability = Capability.model_validate(can or {})
    card = Card(id="a", name="Anna", version="1", tasks=(task,), locality="builtin", capabilities={task: capability})
    return Artist(card, "nobody:nothing").prepare(request(task, inputs, **params))


def test_what_is_not_known_excludes_nothing() -> None:
    shown = prepare("image-to-image", {"image": picture(), "mask": picture("m")}, prompt="night")
    assert set(shown.request.inputs) == {"image", "mask"}
    spoken = prepare("text-to-speech", text="Hei", language="fi", voice="Aino").request.params.model_dump()
    assert (spoken["language"], spoken["voice"]) == ("fi", "Aino")


@pytest.mark.parametrize(
    ("task", "inputs", "can", "params", "said", "hint"),
    [
        ("image-to-image", ("image", "mask"), {"inputs": ("image", "style")}, {"prompt": "night"},
         "mask: Anna takes none for image-to-image.", "It takes: image, style."),
        ("image-text-to-text", ("image", "image-2", "image-3"), {"images": 2}, {"prompt": "What?"},
         "Anna takes at most 2 pictures; these are 3.", ""),
        ("text-to-speech", (), {"languages": ("en", "pt-BR")}, {"text": "Hei", "language": "fi"},
         "language: Anna does not speak 'fi'.", "It speaks: en, pt-BR."),
        ("text-to-speech", (), {"languages": ("pt-BR",)}, {"text": "Olá", "language": "pt-PT"},
         "language: Anna does not speak 'pt-PT'.", "It speaks: pt-BR."),
        ("text-to-speech", (), {"voices": ("Maya",)}, {"text": "Hi", "voice": "Nora"},
         "voice: Anna has no voice 'Nora'.", "There are: Maya."),
        ("text-generation", (), {"output_tokens": 100}, {"prompt": "x", "max_tokens": 200},
         "max_tokens: Anna writes at most 100 tokens; 200 were asked for.", ""),
    ],
)  # fmt: skip
def test_what_a_model_cannot_do_is_refused(
    task: str, inputs: tuple[str, ...], can: dict[str, Any], params: dict[str, Any], said: str, hint: str
) -> None:
    with pytest.raises(ParameterError) as refused:
        prepare(task, {name: picture(name) for name in inputs}, can, **params)
    assert (refused.value.message, refused.value.hint) == (said, hint)


@pytest.mark.parametrize(("language", "known"), [("pt", "pt-BR"), ("pt-BR", "pt"), ("PT-br", "pt-BR"), ("en", "en")])
def test_a_language_without_a_region_stands_for_all(language: str, known: str) -> None:
    prepared = prepare("text-to-speech", can={"languages": (known,)}, text="Olá", language=language)
    assert prepared.request.params.model_dump()["language"] == language


def test_a_voice_of_one_s_own_may_be_beside_those_that_are_known() -> None:
    prepared = prepare("text-to-speech", can={"voices": ("Maya",), "own_voices": True}, text="Hi", voice="a1b2")
    assert prepared.request.params.model_dump()["voice"] == "a1b2"


def test_too_long_a_video_is_refused() -> None:
    film = Asset(Kind.VIDEO, "video/mp4", "f", Path("f.mp4"), {"seconds": 60.0})
    with pytest.raises(ParameterError, match=r"video: Anna takes 18 s at once; this video has 60.0 s"):
        prepare("video-to-video", {"video": film}, {"most": 18}, prompt="night")


def test_a_length_that_is_left_to_the_model_is_counted_to_the_longest_that_it_makes() -> None:
    made = prepare("text-to-sound", can={"least": 0.5, "most": 30}, prompt="rain")
    assert (made.quantities["second"].low, made.quantities["second"].high) == (0.5, 30.0)


def test_an_artist_is_deterministic() -> None:
    assert prepare("text-to-sound", can={"most": 30}, prompt="rain").card.capability("text-to-sound") == Capability(
        most=30, deterministic=True
    )


def test_a_request_whose_inputs_are_not_made_yet_has_no_key() -> None:
    assert prepare("image-to-image", {"image": picture()}, prompt="night").cache_key
    expected = Asset.expected(Kind.IMAGE, {"width": 64})
    assert prepare("image-to-image", {"image": expected}, prompt="night").cache_key is None
