"""What every task keeps to."""

from __future__ import annotations

import pytest
from pydantic import ValidationError

from polymuse import tasks
from polymuse.errors import ParameterError
from polymuse.tasks import Task, parameters
from polymuse.types import Params

UNITS = {"second", "character", "megapixel", "item"}


@pytest.fixture(params=tasks.names())
def task(request: pytest.FixtureRequest) -> Task:
    return tasks.get(request.param)


def test_it_is_called_as_its_file_is(task: Task) -> None:
    assert task.params.__module__ == f"polymuse.tasks.{task.name.replace('-', '_')}"


def test_it_says_what_it_is(task: Task) -> None:
    assert task.summary.endswith(".") and task.unit in UNITS and task.outputs
    assert (task.params.__doc__ or "").strip()


def test_its_parameters_are_frozen(task: Task) -> None:
    params = parameters(task, task.example)
    assert issubclass(task.params, Params)
    name = next(iter(task.params.model_fields), "anything")
    with pytest.raises(ValidationError):
        setattr(params, name, getattr(params, name, None))


def test_its_example_survives_json(task: Task) -> None:
    params = parameters(task, task.example)
    assert task.params.model_validate_json(params.model_dump_json()) == params
    assert parameters(task, params.model_dump(mode="json", exclude_defaults=True)) == params


def test_an_unknown_parameter_is_refused_by_name(task: Task) -> None:
    with pytest.raises(ParameterError, match=f"{task.name}: colour_of_money") as caught:
        parameters(task, {**task.example, "colour_of_money": "green"})
    assert caught.value.hint.startswith("It takes: ")


def test_every_parameter_but_the_words_has_a_default(task: Task) -> None:
    required = {name for name, field in task.params.model_fields.items() if field.is_required()}
    assert required <= {"text", "prompt", "storyboard"}


def test_commands_are_not_shared() -> None:
    commands = [tasks.get(name).command for name in tasks.names() if tasks.get(name).command]
    assert len(set(commands)) == len(commands)


def test_an_unknown_task_is_refused_with_those_there_are() -> None:
    with pytest.raises(ParameterError, match="no task 'text-to-soup'") as caught:
        tasks.get("text-to-soup")
    assert "text-to-sound" in caught.value.hint
    with pytest.raises(ParameterError, match="no task 'xyzzy'") as caught:
        tasks.get("xyzzy")
    assert all(name in caught.value.hint for name in tasks.names())


def test_a_single_string_is_a_list_of_one(task: Task) -> None:
    lists = [name for name, field in task.params.model_fields.items() if field.annotation == tuple[str, ...]]
    for name in lists:
        assert getattr(parameters(task, {**task.example, name: "soft"}), name) == ("soft",)
