"""What is wrong with a value is said in plain words, whatever is wrong with it."""

from __future__ import annotations

import re
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from polymuse import tasks
from polymuse.errors import ParameterError
from polymuse.validation import first_fault

PEDANTIC = re.compile(r"input should|valid |greater than|dictionary|instance|pydantic|parse|unable", re.IGNORECASE)


class Inner(BaseModel):
    words: str = ""


class Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid")
    count: Annotated[int, Field(ge=1, le=9)] = 1
    share: Annotated[float, Field(gt=0, lt=1)] = 0.5
    even: Annotated[int, Field(multiple_of=2)] = 2
    side: Literal["left", "right"] = "left"
    sure: bool = True
    name: Annotated[str, Field(min_length=2, max_length=5)] = "name"
    words: tuple[str, ...] = ()
    inner: Inner = Inner()


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("count", 0, "must be 1 or more"),
        ("count", 10, "must be 9 or less"),
        ("count", "many", "must be a whole number"),
        ("count", 1.5, "must be a whole number"),
        ("share", 0, "must be more than 0"),
        ("share", 1, "must be less than 1"),
        ("share", "half", "must be a number"),
        ("even", 3, "must be a multiple of 2"),
        ("side", "up", "must be 'left' or 'right'"),
        ("sure", "perhaps", "must be yes or no"),
        ("name", 7, "must be text"),
        ("name", "n", "must have 2 characters or more"),
        ("name", "a long name", "must have 5 characters or fewer"),
        ("words", "one", "must be a list"),
        ("inner", "one", "must be a mapping of names to values"),
        ("other", 1, "is not known here"),
    ],
)
def test_faults_in_plain_words(name: str, value: object, said: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Wanted.model_validate({name: value})
    fault = first_fault(caught.value)
    assert (fault.place, fault.what, fault.given) == ((name,), said, value)


WRONG = (object(), -(10**9), 10**9, "\ufffd", ["x"], {"x": 1}, None)


@pytest.mark.parametrize("task", [tasks.get(name) for name in tasks.names()], ids=tasks.names())
def test_every_parameter_of_every_task_is_refused_in_plain_words(task: tasks.Task) -> None:
    refused = 0
    for name in task.params.model_fields:
        for value in WRONG:
            try:
                tasks.parameters(task, {**task.example, name: value})
            except ParameterError as error:
                refused += 1
                what = error.message.partition(f"{name}")[2].partition("(given")[0]
                assert not PEDANTIC.search(what), error.message
    assert refused or not task.params.model_fields
