"""Conversations as programs write them."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import polymuse
from polymuse.asset import Asset, Kind
from polymuse.client import Client
from polymuse.conversation import conversation
from polymuse.errors import MediaError, ParameterError
from polymuse.messages import Message, Text, ToolCall
from polymuse.results import Result
from tests.blocking import Home
from tests.servers.media import picture, tone
from tests.servers.perception import hear, look
from tests.servers.world import World, running


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    path.write_bytes(picture("sea", 40, 30))
    return path


def told(home: Home, messages: Any, taken: Any = ()) -> tuple[list[dict[str, Any]], dict[str, Asset]]:
    return asyncio.run(conversation(messages, home.runtime.blobs, taken))


def test_text_is_text_and_files_are_shown(home: Home, photo: Path, tmp_path: Path) -> None:
    (tmp_path / "bell.wav").write_bytes(tone("bell", 1.0))
    asset = home.import_file(photo, Kind.IMAGE)
    messages, media = told(
        home,
        [
            {"role": "system", "content": "Be brief."},
            {"role": "user", "content": ["What is this?", photo, tmp_path / "bell.wav"]},
            Message(role="assistant", parts=(Text(text="The sea."),)),
            {"role": "user", "parts": ["And this?", asset, {"text": "photo.png"}]},
        ],
    )
    assert messages == [
        {"role": "system", "parts": [{"text": "Be brief."}]},
        {"role": "user", "parts": [{"text": "What is this?"}, {"media": "image-1"}, {"media": "audio-1"}]},
        {"role": "assistant", "parts": [{"text": "The sea."}]},
        {"role": "user", "parts": [{"text": "And this?"}, {"media": "image-2"}, {"text": "photo.png"}]},
    ]
    assert media["image-1"] == media["image-2"] == asset and media["audio-1"].kind is Kind.SOUND


def test_names_that_are_taken_are_left_alone(home: Home, photo: Path) -> None:
    messages, media = told(home, [{"role": "user", "content": [{"media": "image-1"}, photo]}], ["image-1"])
    assert messages[0]["parts"] == [{"media": "image-1"}, {"media": "image-2"}] and set(media) == {"image-2"}


def test_openai_s_form_is_understood(home: Home) -> None:
    link = f"data:image/png;base64,{base64.b64encode(picture('sea', 40, 30)).decode()}"
    sound = {"data": base64.b64encode(tone("bell", 1.0)).decode(), "format": "wav"}
    call = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}
    messages, media = told(
        home,
        [
            {"role": "developer", "content": [{"type": "text", "text": "Be brief."}]},
            {"role": "user", "content": [
                {"type": "text", "text": "What?"}, {"type": "image_url", "image_url": {"url": link}},
                {"type": "input_audio", "input_audio": sound}, {"type": "input_image", "image_url": link},
            ]},
            {"role": "assistant", "content": None, "tool_calls": [call], "reasoning_content": "Hm."},
            {"role": "tool", "tool_call_id": "c1", "content": "sun"},
        ],
    )  # fmt: skip
    assert [message["role"] for message in messages] == ["system", "user", "assistant", "tool"]
    assert messages[1]["parts"][1:] == [{"media": "image-1"}, {"media": "audio-1"}, {"media": "image-2"}]
    assert messages[2]["parts"] == [
        {"reasoning": "Hm."},
        {"id": "c1", "name": "weather", "arguments": {"city": "Oslo"}},
    ]
    assert messages[3]["parts"] == [{"id": "c1", "content": [{"text": "sun"}]}]
    assert [Message.model_validate(message).role for message in messages]
    assert media["image-1"].facts["width"] == 40


def test_results_are_what_was_answered(home: Home, photo: Path) -> None:
    image = home.import_file(photo, Kind.IMAGE)
    text = home.blobs.put_bytes(b"Here.", Kind.TEXT, "text/plain", {"order": ["text", "image"]})
    called = Message(role="assistant", parts=(Text(text="Wait."), ToolCall(id="c1", name="weather")))
    document = home.blobs.put_bytes(
        called.model_dump_json(exclude_defaults=True).encode(), Kind.DOCUMENT, "application/json"
    )
    empty = home.blobs.put_bytes(b"", Kind.TEXT, "text/plain")
    messages, media = told(
        home,
        [Result({"text": text, "image": image}), Result({"text": empty, "message": document}), Result({"text": empty})],
    )
    assert messages[0] == {"role": "assistant", "parts": [{"text": "Here."}, {"media": "image-1"}]}
    assert messages[1] == {"role": "assistant", "parts": [{"text": "Wait."}, {"id": "c1", "name": "weather"}]}
    assert messages[2] == {"role": "assistant", "parts": [{"text": ""}]}
    assert media == {"image-1": image}


def test_what_tools_give_may_be_shown(home: Home, photo: Path) -> None:
    messages, media = told(home, [{"role": "tool", "parts": [{"id": "c1", "content": ["seen:", photo]}]}])
    assert messages[0]["parts"][0]["content"] == [{"text": "seen:"}, {"media": "image-1"}] and media


def test_a_file_is_not_opened_because_a_text_names_it(home: Home, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(photo.parent)
    with pytest.raises(ParameterError, match=r"messages\.0\.1: 'photo\.png' is the name of a file") as caught:
        told(home, [{"role": "user", "content": ["What is this?", "photo.png"]}])
    assert "Path('photo.png')" in caught.value.hint
    alone, media = told(home, [{"role": "user", "content": "photo.png"}, {"role": "user", "content": ["none.png"]}])
    assert [message["parts"] for message in alone] == [[{"text": "photo.png"}], [{"text": "none.png"}]] and not media


@pytest.mark.parametrize(
    ("messages", "words"),
    [
        ("hello", "no list of messages"),
        ({"role": "user"}, "no list of messages"),
        (["hello"], r"messages\.0: str is no message"),
        ([{"role": "user", "content": [3]}], r"messages\.0\.0: int is no part"),
        ([{"role": "user", "content": [{"type": "file"}]}], "parts of the type 'file'"),
        ([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "https://x.example/a.png"}}]}],
         "not fetched from addresses"),
        ([{"role": "user", "content": [{"type": "image_url", "image_url": "data:image/png;base64,%%"}]}], "no base64"),
        ([{"role": "assistant", "tool_calls": [{"id": "c", "function": {"name": "x", "arguments": "{"}}]}], "are no JSON"),
    ],
)  # fmt: skip
def test_what_is_no_conversation_is_refused_in_words(messages: Any, words: str, home: Home) -> None:
    with pytest.raises(ParameterError, match=words):
        told(home, messages)


def test_files_that_cannot_be_shown_are_refused(home: Home, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("some words")
    for file in (tmp_path / "none.png", tmp_path / "notes.txt"):
        with pytest.raises(MediaError):
            told(home, [{"role": "user", "content": [file]}])
    brief = home.blobs.put_bytes(b"{}", Kind.BRIEF, "application/json")
    with pytest.raises(ParameterError, match="no brief"):
        told(home, [{"role": "user", "content": [brief]}])


class TestChat:
    """A whole conversation by the public functions."""

    MODEL = "gemini-3.8-flash@gemini"

    @pytest.fixture
    def world(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
        with running() as server:
            world = server.fresh()
            monkeypatch.setenv("POLYMUSE_GEMINI_URL", world.at("gemini"))
            monkeypatch.setenv("GOOGLE_API_KEY", world.key("gemini"))
            yield world

    def test_goes_on_with_what_was_answered(self, world: World, photo: Path, own_home: Path) -> None:
        world.thinks = "I had better ask."
        tools = [
            {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}, "strict": True}}
        ]
        asked = {"role": "user", "content": ["What is this?", photo]}
        first = polymuse.chat([asked], tools=tools, model=self.MODEL)
        call = Message.model_validate_json(first.assets["message"].read_text()).tool_calls[0]
        given = {"role": "tool", "tool_call_id": call.id, "content": "sun"}
        second = polymuse.chat([asked, first, given], tools=tools, model=self.MODEL)
        assert second.text == f"You asked: What is this? {look(photo.read_bytes())}"
        again = polymuse.chat([asked, first, given, second, {"role": "user", "content": "Sure?"}], model=self.MODEL)
        assert again.text.startswith("You asked: Sure?")
        assert polymuse.chat([asked, first, given], tools=tools, model=self.MODEL).cached
        assert len(world.charges) == 3

    def test_shows_media_beside_a_prompt(self, world: World, photo: Path, tmp_path: Path, own_home: Path) -> None:
        (tmp_path / "bell.wav").write_bytes(tone("bell", 1.0))
        with Client(own_home) as client:
            made = client.write("What?", image=[photo], audio=[tmp_path / "bell.wav"], model=self.MODEL)
        assert made.text.split("I ", 1)[1] and str(hear(tone("bell", 1.0))) in made.text

    def test_is_written_to_a_file(self, world: World, tmp_path: Path, own_home: Path) -> None:
        world.says = ['{"title": "Lamp"}']
        schema = {"type": "object", "properties": {"title": {"type": "string"}}}
        polymuse.chat(
            [{"role": "user", "content": "A title"}], tmp_path / "title.json", json_schema=schema, model=self.MODEL
        )
        assert json.loads((tmp_path / "title.json").read_text()) == {"title": "Lamp"}

    def test_vectors_by_the_public_function(self, world: World, own_home: Path) -> None:
        made = polymuse.embed("a red boat", model="gemini-embedding-2@gemini", dimensions=64)
        assert made.asset.to_numpy().shape == (1, 64)
