"""Vectors of texts, pictures and sounds, and verdicts on their content."""

from __future__ import annotations

import io
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.asset import Asset, Kind
from polymuse.engines.hosted import _routing
from polymuse.engines.hosted._embeddings import npy
from polymuse.errors import InDoubt, ParameterError, ServiceError
from polymuse.media.convert import write_as
from polymuse.types import Finished, Tokens
from tests.engines.hosted.conftest import Asker
from tests.engines.hosted.test_paid_once import asked as answered_by
from tests.engines.hosted.test_paid_once import http
from tests.servers.media import picture, tone
from tests.servers.perception import look, vector

TEXTS = ["a red boat", "灯"]
MINI = "sentence-transformers/all-MiniLM-L6-v2"
WAYS: tuple[tuple[str, str, dict[str, str], int], ...] = (
    ("openai", "text-embedding-3-small", {}, 1536),
    ("openai", "text-embedding-3-large", {}, 3072),
    ("gemini", "gemini-embedding-001", {}, 3072),
    ("gemini", "gemini-embedding-2", {}, 3072),
    ("deepinfra", "BAAI/bge-m3-multi-8k", {}, 1536),
    ("together", "BAAI/bge-base-en-v1.5", {}, 1536),
    ("ollama", "embeddinggemma", {}, 1536),
    ("vllm", "Qwen/Qwen3-Embedding-0.6B", {}, 1536),
    ("llama_cpp", "qwen3-embedding", {}, 1536),
    ("openai_compatible", "any", {}, 1536),
    ("huggingface", MINI, {}, 384),
    ("huggingface", MINI, {"provider": "deepinfra"}, 1536),
    ("huggingface", MINI, {"provider": "together", "id": "all-minilm"}, 1536),
    ("huggingface", MINI, {"provider": "scaleway", "id": "all-minilm"}, 1536),
)


def embed(asker: Asker, name: str, model: str, options: dict[str, str] | None = None, **params: Any) -> Finished:
    inputs = params.pop("inputs", None)
    return asker.ask(name, "feature-extraction", model, inputs, route={"options": options or {}}, **params)


def matrix(made: Finished) -> np.ndarray[Any, Any]:
    return np.load(io.BytesIO(made.outputs["embedding"].read_bytes()), allow_pickle=False)


def body(asker: Asker) -> dict[str, Any]:
    return dict(json.loads([seen.body for seen in asker.world.seen if seen.method == "POST"][-1]))


@pytest.mark.parametrize(("name", "model", "options", "length"), WAYS)
def test_every_text_has_a_vector(name: str, model: str, options: dict[str, str], length: int, asker: Asker) -> None:
    made = embed(asker, name, model, options, text=TEXTS)
    rows, asset = matrix(made), made.outputs["embedding"]
    assert rows.dtype == np.float32 and rows.shape == (2, length)
    assert np.allclose(rows, [vector(text, length) for text in TEXTS], atol=1e-6)
    assert (asset.kind, asset.media_type) == (Kind.EMBEDDING, "application/x-npy")
    assert (asset.facts["n"], asset.facts["dimensions"]) == (2, length)
    assert len(asker.world.charges) == 1 and asker.money() == [("settled", 1.0)]


@pytest.mark.parametrize(("name", "model"), [("openai", "text-embedding-3-small"), ("gemini", "gemini-embedding-001")])
def test_their_length_may_be_chosen(name: str, model: str, asker: Asker) -> None:
    assert matrix(embed(asker, name, model, text="a red boat", dimensions=64)).shape == (1, 64)
    with pytest.raises(ServiceError):
        embed(asker, name, model, text="a red boat", dimensions=9000)


def test_what_they_are_for_is_said_where_a_model_distinguishes(asker: Asker) -> None:
    embed(asker, "gemini", "gemini-embedding-001", text="a red boat", input_type="query")
    assert body(asker)["requests"][0]["taskType"] == "RETRIEVAL_QUERY"
    embed(asker, "huggingface", MINI, text="a red boat", input_type="document")
    assert body(asker)["prompt_name"] == "document"
    for id in ("text-embedding-3-small@openai", "gemini-embedding-2@gemini", "bge-m3@ollama"):
        assert "input_type" in _routing.engine(id).card.ignores


def shown(asker: Asker) -> dict[str, Asset]:
    return {
        "audio-1": asker.given("bell", tone("bell", 1.0), Kind.SOUND),
        "image-10": asker.given("p10", picture("hill", 40, 40), Kind.IMAGE),
        "image-2": asker.given("p2", picture("sea", 40, 40), Kind.IMAGE),
    }


def test_pictures_and_sounds_have_vectors_beside_texts(asker: Asker) -> None:
    rows = matrix(embed(asker, "gemini", "gemini-embedding-2", text="a red boat", inputs=shown(asker)))
    assert rows.shape == (4, 3072)
    for row, words in (
        (0, "a red boat"),
        (1, str(look(picture("sea", 40, 40)))),
        (2, str(look(picture("hill", 40, 40)))),
    ):
        assert np.allclose(rows[row], vector(words, 3072), atol=1e-6)


@pytest.mark.parametrize(
    ("name", "model"),
    [("openai", "text-embedding-3-small"), ("gemini", "gemini-embedding-001"), ("huggingface", MINI), ("vllm", "m")],
)
def test_models_of_texts_are_shown_nothing(name: str, model: str, asker: Asker) -> None:
    with pytest.raises(ParameterError, match=r"embeds texts only|takes none for feature-extraction"):
        embed(asker, name, model, text="a red boat", inputs=shown(asker))
    assert not asker.world.seen


def test_there_is_something_to_embed_and_not_too_much(asker: Asker) -> None:
    with pytest.raises(ParameterError, match="nothing to embed"):
        embed(asker, "openai", "text-embedding-3-small")
    with pytest.raises(ParameterError, match="takes 100 items at once; these are 101"):
        embed(asker, "gemini", "gemini-embedding-001", text=["x"] * 101)
    with pytest.raises(ParameterError, match="text: one of the texts is empty"):
        embed(asker, "openai", "text-embedding-3-small", text=["x", ""])
    assert not asker.world.seen


def test_tokens_are_counted_and_paid_for(asker: Asker) -> None:
    prices = {
        "source": "a test",
        "date": "2026-12-01",
        "tasks": {"feature-extraction": [{"unit": "input token", "usd": 0.1}]},
    }
    asker.ask("openai", "feature-extraction", "text-embedding-3-small", route={"prices": prices}, text=["x" * 40] * 2)
    assert asker.counted() == [Tokens(20, 0)] and asker.money() == [("settled", pytest.approx(2.0))]


@pytest.mark.parametrize(
    "data",
    [[], [{"index": 0, "embedding": []}], [{"index": n, "embedding": [0.5]} for n in (0, 1)], [{"index": 0}]],
)
def test_an_answer_that_is_no_matrix_leaves_it_in_doubt(data: list[Any], asker: Asker) -> None:
    answer = http(json.dumps({"data": data, "usage": {}}).encode(), "application/json")
    with pytest.raises(InDoubt):
        answered_by(asker, "openai_compatible", "feature-extraction", lambda _: answer, text="x")


def test_vectors_come_in_the_order_of_their_texts(asker: Asker) -> None:
    data = [{"index": 1, "embedding": [2.0]}, {"index": 0, "embedding": [1.0]}]
    answer = http(json.dumps({"data": data}).encode(), "application/json")
    made = answered_by(asker, "openai_compatible", "feature-extraction", lambda _: answer, text=["a", "b"])
    assert matrix(made).tolist() == [[1.0], [2.0]]


def test_a_vector_for_each_token_is_none_for_a_text(asker: Asker) -> None:
    answer = http(json.dumps([[[0.5, 0.5], [0.1, 0.2]]]).encode(), "application/json")
    with pytest.raises(InDoubt):
        answered_by(asker, "huggingface", "feature-extraction", lambda _: answer, text="x")


def test_a_matrix_can_be_written_to_a_file(asker: Asker) -> None:
    asset = embed(asker, "ollama", "m", text="x").outputs["embedding"]
    write_as(asset, asker.folder / "boat.npy")
    assert np.load(asker.folder / "boat.npy", allow_pickle=False).shape == (1, 1536)


@given(st.integers(1, 9).flatmap(lambda n: st.lists(st.lists(st.floats(width=32), min_size=n, max_size=n), min_size=1)))
def test_numpy_reads_what_is_written(rows: list[list[float]]) -> None:
    data = npy(rows)
    assert (data.index(b"\n") + 1) % 64 == 0
    assert np.array_equal(np.load(io.BytesIO(data), allow_pickle=False), np.array(rows, np.float32), equal_nan=True)


class TestModeration:
    def judge(self, asker: Asker, **params: Any) -> Finished:
        inputs = params.pop("inputs", None)
        return asker.ask("openai", "moderation", "omni-moderation-latest", inputs, **params)

    def test_content_is_judged(self, asker: Asker) -> None:
        made = self.judge(asker, text="The lamp is lit.").outputs["verdict"]
        verdict = json.loads(made.read_text())
        assert verdict["flagged"] is made.facts["flagged"] is False
        assert len(verdict["categories"]) == 13 and not any(one["flagged"] for one in verdict["categories"].values())

    def test_harmful_content_is_flagged_and_is_no_failure(self, asker: Asker) -> None:
        asker.world.outcome = "moderated"
        image = asker.given("sea", picture("sea"), Kind.IMAGE)
        made = self.judge(asker, text="something", inputs={"image-1": image}).outputs["verdict"]
        verdict = json.loads(made.read_text())
        assert made.facts["flagged"] and verdict["flagged"]
        assert verdict["categories"]["violence"] == {"flagged": True, "score": 0.98}
        assert [part["type"] for part in body(asker)["input"]] == ["text", "image_url"]

    def test_there_is_something_to_judge(self, asker: Asker) -> None:
        with pytest.raises(ParameterError, match="nothing to judge"):
            self.judge(asker)

    def test_is_free(self) -> None:
        (price,) = _routing.engine("omni-moderation@openai").card.prices["moderation"]
        assert price.usd == 0
