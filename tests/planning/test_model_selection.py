"""Which model does what, as people write it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from polymuse.catalog import Licence, LifeCycle, Route, System, systems
from polymuse.engines import registry
from polymuse.engines.hosted import _routing as roster
from polymuse.errors import KeyMissing, NoEngine, ParameterError, PolymuseError, RetiredModel
from polymuse.planning import model_selection, planner
from polymuse.planning.planner import Choice
from polymuse.runtime import default_runtime
from tests.hosting import Courier, Paid, engines

SOURCE = {"source": "a test", "date": "2026-11-21"}


def system(id: str, state: str = "active", *successors: str) -> System:
    return System(
        id=id, name=id.title(), developer="d", family="image", summary="Pictures.",
        licence=Licence(name="any", **SOURCE),
        life=LifeCycle(state=state, successors=successors, **SOURCE),  # type: ignore[arg-type]
        routes=(Route(provider="luma_agents", model=id, tasks=("text-to-image",)),),
    )  # fmt: skip


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = {"old": system("old", "retired", "new"), "new": system("new")}
    monkeypatch.setattr(roster, "find_system", catalogue.get)
    monkeypatch.setattr(registry, "discovered", lambda: engines(Paid(), Courier()))
    for variable in roster.vendor("luma_agents").keys:
        monkeypatch.delenv(variable, raising=False)


def models_from(file: Path | None = None, pairs: Sequence[str] = ()) -> dict[str, str]:
    return asyncio.run(model_selection.models_from(default_runtime().registry, file, pairs))


def read_models(path: Path) -> dict[str, str]:
    return asyncio.run(model_selection.read_models(default_runtime().registry, path))


def choose(task: str, models: Mapping[str, str] | None = None) -> Choice:
    return asyncio.run(planner.choose(default_runtime().registry, task, models))


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "models.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_with_comments(tmp_path: Path) -> None:
    path = written(tmp_path, "# ours\ntext-to-speech: paid  # a dollar\n\ntext-to-music: courier\n")
    assert read_models(path) == {"text-to-speech": "paid", "text-to-music": "courier"}
    assert read_models(written(tmp_path, "# nothing\n")) == {}


def test_what_is_said_on_the_command_line_goes_before_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "text-to-image: courier\n")
    assert models_from(path, ["text-to-speech = paid"]) == {"text-to-image": "courier", "text-to-speech": "paid"}
    assert models_from(None, ()) == {}


def test_a_route_that_can_be_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(roster.vendor("luma_agents").keys[0], "a-key")
    path = written(tmp_path, "text-to-image: new\n")
    assert read_models(path) == {"text-to-image": "new"}


@pytest.mark.parametrize(
    ("text", "error", "said"),
    [
        ("text-to-soup: paid", ParameterError, "models.yaml, line 1: There is no task 'text-to-soup'."),
        ("# a\ntext-to-speech: nobody", ParameterError, "models.yaml, line 2: There is no model 'nobody'."),
        ("text-to-music: paid", NoEngine, "models.yaml, line 1: Paid does not do text-to-music."),
        ("text-to-image: old", RetiredModel, "models.yaml, line 1: Old was shut down"),
        ("text-to-image: new", KeyMissing, "models.yaml, line 1: New needs a key."),
        ("text-to-image: new@nobody", ParameterError, "models.yaml, line 1: New is not reached by 'nobody'."),
        ("a: b\na: [", ParameterError, "models.yaml, line 2: this is not YAML."),
        ("[" * 20_000, ParameterError, "models.yaml: this is not YAML."),
        ("- paid", ParameterError, "models.yaml: this is no list of models."),
        ("text-to-speech: [paid, other]", ParameterError, "models.yaml, line 1: a task has one model."),
        ("text-to-speech: paid\ntext-to-speech: paid", ParameterError, "models.yaml, line 2: text-to-speech is here twice."),
        ("text-to-speech:", ParameterError, "models.yaml, line 1: a task has one model."),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_line(tmp_path: Path, text: str, error: type[PolymuseError], said: str) -> None:
    with pytest.raises(error) as caught:
        read_models(written(tmp_path, text))
    assert type(caught.value) is error and caught.value.message.startswith(f"{tmp_path}/{said}")
    assert caught.value.exit_code == 2


def test_a_retired_model_names_its_successor(tmp_path: Path) -> None:
    with pytest.raises(RetiredModel) as caught:
        read_models(written(tmp_path, "text-to-image: old"))
    assert "new" in caught.value.hint


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="no such file"):
        read_models(tmp_path / "nowhere.yaml")
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(ParameterError, match="UTF-8"):
        read_models(tmp_path / "binary")


@pytest.mark.parametrize("pair", ["paid", "=paid", "text-to-speech="])
def test_a_pair_that_is_none(pair: str) -> None:
    with pytest.raises(ParameterError, match="is no TASK=MODEL"):
        models_from(None, [pair])


class TestChoice:
    """Which engine is taken where nobody says."""

    def test_a_server_that_needs_no_key_is_taken_only_where_its_address_is_said(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.undo()
        for name in roster.vendors():
            monkeypatch.delenv(f"POLYMUSE_{name.upper()}_URL", raising=False)
            for variable in roster.vendor(name).keys:
                monkeypatch.delenv(variable, raising=False)
        with pytest.raises(NoEngine, match="No engine that is set up does text-generation") as caught:
            choose("text-generation")
        assert "polymuse models --task text-generation" in caught.value.hint
        monkeypatch.setenv("POLYMUSE_OLLAMA_URL", "http://127.0.0.1:9/elsewhere")
        assert choose("text-generation").engine.endswith("@ollama")
        assert choose("text-generation", {"text-generation": "qwen-3"}).engine == "qwen-3@ollama"
        monkeypatch.setenv("GROQ_API_KEY", "a-key")
        monkeypatch.delenv("POLYMUSE_OLLAMA_URL")
        assert choose("text-generation").engine.endswith("@groq")

    def test_of_those_whose_keys_are_set_none_that_another_follows_where_there_is_one(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.undo()
        for variable in ("OPENAI_API_KEY", "GOOGLE_API_KEY", "ANTHROPIC_API_KEY"):
            monkeypatch.setenv(variable, "a-key")
        for task in ("text-generation", "image-text-to-text", "automatic-speech-recognition", "image-to-image"):
            choice = choose(task)
            system = systems()[choice.engine.partition("@")[0]]
            assert system.life.state in ("active", "preview") and not system.life.successors, choice
            assert default_runtime().registry.get(choice.engine).card.prices[task] and "key is set" in choice.why
