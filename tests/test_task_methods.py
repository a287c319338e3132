"""The typed methods: every task with a command has one, with the task's own parameters."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from polymuse import tasks
from polymuse.asset import Asset, Kind
from polymuse.brief import Brief
from polymuse.results import Media, Result
from polymuse.task_methods import AsyncTaskMethods, TaskMethods
from polymuse.tasks.base import Task, description

PICTURE = Asset(Kind.IMAGE, "image/png", "0" * 64, Path("picture.png"))
RESULT = Result({"image": PICTURE})
FILM: Any = object()
TASKS = [task for task in map(tasks.get, tasks.names()) if task.command]


class Client(TaskMethods):
    """Keeps what it is called with."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.options: dict[str, Any] = {}

    def _task(
        self, task: str, params: Mapping[str, Any], inputs: Mapping[str, Media], out: str | Path | None, **options: Any
    ) -> Result:
        self.calls.append((task, dict(params), dict(inputs), out))
        self.options = options
        return RESULT

    def _film(self, script: str | Path, out: str | Path | None, options: Mapping[str, Any], **more: Any) -> Any:
        self.calls.append((script, out, dict(options)))
        self.options = more
        return FILM

    def _start_film(self, *args: Any, **more: Any) -> int:
        self._film(*args, **more)
        return 7

    def _plan(self, script: str | Path, options: Mapping[str, Any], **more: Any) -> Any:
        return self._film(script, None, options, **more)

    def _run(self, task: str, params: Mapping[str, Any], inputs: Mapping[str, Media], **options: Any) -> Result:
        return self._task(task, params, inputs, None, **options)

    def _stream(self, *args: Any, **options: Any) -> Iterator[Any]:
        return iter([self._run(*args, **options)])

    def _start(self, *args: Any, **options: Any) -> int:
        self._run(*args, **options)
        return 7


class AsyncClient(AsyncTaskMethods):
    def __init__(self) -> None:
        self.client = Client()

    async def _task(self, *args: Any, **options: Any) -> Result:
        return self.client._task(*args, **options)

    async def _film(self, *args: Any, **options: Any) -> Any:
        return self.client._film(*args, **options)

    async def _start_film(self, *args: Any, **options: Any) -> int:
        return self.client._start_film(*args, **options)

    async def _plan(self, *args: Any, **options: Any) -> Any:
        return self.client._plan(*args, **options)

    async def _run(self, *args: Any, **options: Any) -> Result:
        return self.client._run(*args, **options)

    async def _stream(self, *args: Any, **options: Any) -> AsyncIterator[Any]:
        for event in self.client._stream(*args, **options):
            yield event

    async def _start(self, *args: Any, **options: Any) -> int:
        return self.client._start(*args, **options)


@pytest.fixture
def client() -> Client:
    return Client()


def method_names(methods: type) -> list[str]:
    return sorted(name for name, _ in inspect.getmembers(methods, inspect.isfunction) if not name.startswith("_"))


@pytest.mark.parametrize("methods", [TaskMethods, AsyncTaskMethods])
def test_every_task_with_a_command_has_a_method(methods: type) -> None:
    commands = {task.command for task in TASKS}
    assert set(method_names(methods)) == {"chat", "film", "plan", "run", "start", "start_film", "stream", *commands}


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_method_takes_what_its_task_takes_and_hands_it_on(task: Task, client: Client) -> None:
    method = getattr(client, task.command)
    public = {field for field, info in task.params.model_fields.items() if description(info)}
    assert public <= inspect.signature(method).parameters.keys()
    needed = {
        n: "given" for n, p in inspect.signature(method).parameters.items() if p.default is inspect.Parameter.empty
    }
    assert method(**needed) is RESULT
    (called,) = client.calls
    missing = {"prompt"} if "messages" in called[1] else set()  # one of both is needed
    filled = {k: v for k, v in task.example.items() if k in needed.keys() | missing}
    params = tasks.parameters(task, {**called[1], **filled})
    assert called[0] == task.name and params.model_dump(exclude_defaults=True).keys() <= needed.keys() | missing


def test_both_have_the_same_parameters_documented() -> None:
    for name in method_names(TaskMethods):
        one, other = getattr(TaskMethods, name), getattr(AsyncTaskMethods, name)
        assert inspect.signature(one).parameters == inspect.signature(other).parameters and one.__doc__ == other.__doc__
        assert inspect.iscoroutinefunction(other) is (name != "stream")
        for parameter in list(inspect.signature(one).parameters)[1:]:
            assert f"            {parameter}: " in one.__doc__


def test_annotations_are_what_they_say() -> None:
    hints = get_type_hints(TaskMethods.image)
    assert hints["width"] is int and hints["brief"] == Brief | Mapping[str, Any] | None and hints["return"] is Result


def test_words_and_the_file_may_be_given_by_place(client: Client) -> None:
    client.image("a boat", "boat.png", width=320)
    task, params, inputs, out = client.calls[0]
    assert (task, params["prompt"], params["width"], inputs, out) == ("text-to-image", "a boat", 320, {}, "boat.png")
    assert "brief" not in params


def test_a_conversation_comes_before_the_file(client: Client) -> None:
    told = [{"role": "user", "content": ["What is it?", PICTURE]}, RESULT]
    client.chat(told, "answer.txt", system="Be brief.")
    task, params, inputs, out = client.calls[0]
    assert (task, params["messages"], inputs, out) == ("text-generation", told, {}, "answer.txt")
    assert params["system"] == "Be brief." and "prompt" not in params


def test_media_come_first_and_then_the_words(client: Client) -> None:
    client.edit(PICTURE, "make it night", "night.png", mask="mask.png")
    client.look(RESULT, "What is it?")
    client.look(["a.png", "b.png"])
    client.animate("boat.png", "boat.mp4")
    edit, look, several, animate = client.calls
    assert edit[2:] == ({"image": PICTURE, "mask": "mask.png"}, "night.png") and edit[1]["prompt"] == "make it night"
    assert look[2] == {"image": RESULT} and look[1]["prompt"] == "What is it?"
    assert several[2] == {"image-1": "a.png", "image-2": "b.png"}
    assert animate[1:] == ({**animate[1], "prompt": ""}, {"image": "boat.png"}, "boat.mp4")
    assert "camera" not in animate[1]


def test_what_all_take_is_handed_on(client: Client) -> None:
    common = {"model": "flux", "fresh": timedelta(days=1), "max_cost": 0.5, "project": "lamp", "on_event": print}
    client.speak("Hello.", **common)  # type: ignore[arg-type]
    assert client.options == common


def test_a_film_needs_no_folder(client: Client) -> None:
    assert client.film("lamp.md", size="320x180", models={"text-to-speech": "eleven-v3"}, lock="film.lock") is FILM
    script, out, options = client.calls[0]
    assert (script, out, options["size"], options["fps"]) == ("lamp.md", None, "320x180", 24)
    assert options["models"] == {"text-to-speech": "eleven-v3"} and "voice" not in options
    assert client.options["lock"] == "film.lock"


def test_any_task_by_its_name(client: Client) -> None:
    assert client.run("text-to-soup", inputs={"image": PICTURE}, salt=2, model="pot", live=True) is RESULT
    assert client.calls[0] == ("text-to-soup", {"salt": 2}, {"image": PICTURE}, None)
    assert client.options["model"] == "pot" and client.options["live"] is True
    assert list(client.stream("text-to-soup", salt=2)) == [RESULT] and client.start("text-to-soup", salt=2) == 7
    assert client.calls[1:] == [("text-to-soup", {"salt": 2}, {}, None)] * 2


def test_a_film_is_planned_and_begun_with_the_same_options(client: Client) -> None:
    assert client.plan("lamp.md", fps=12) is FILM and client.start_film("lamp.md", "out", fps=12, lock="a.lock") == 7
    planned, begun = client.calls
    assert planned[2] == begun[2] and begun[:2] == ("lamp.md", "out") and client.options["lock"] == "a.lock"


def test_asynchronously(client: Client) -> None:
    other = AsyncClient()
    assert asyncio.run(other.image("a boat", seed=3)) is RESULT
    client.image("a boat", seed=3)
    assert other.client.calls == client.calls
