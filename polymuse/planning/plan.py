"""A plan as a value: typed steps that can be printed, priced, saved, locked and replayed."""

from __future__ import annotations

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from pydantic import ValidationError

from polymuse import tasks
from polymuse.errors import ParameterError, PlanError
from polymuse.tasks import Task
from polymuse.types import Facts, Frozen
from polymuse.validation import first_fault

__all__ = ["GIVEN", "Lock", "Locked", "Plan", "Step"]


GIVEN = "given"
"""The id that stands for what is given to a plan from outside, in `given.NAME`."""


class Step(Frozen):
    """One task for one engine. `inputs` name outputs of other steps, as `step.output`."""

    id: str
    task: str
    engine: str
    params: Mapping[str, Any] = {}
    inputs: Mapping[str, str] = {}
    size: float = 1.0
    """How much work it is, in the task's unit; for the estimate."""
    expected: Mapping[str, Facts] = {}
    """Facts that its inputs are expected to have once they are made, by the input's name: `{"scene": {"seconds": 6.0}}`."""
    why: str = ""
    """Why this engine."""

    def after(self) -> set[str]:
        """The ids of the steps this one waits for."""
        return {reference.partition(".")[0] for reference in self.inputs.values()}


class Plan(Frozen):
    """Steps in an order in which they could be run one by one."""

    name: str
    steps: tuple[Step, ...]

    def check(self) -> None:
        """Raises PlanError when ids repeat, an input points nowhere, steps wait for each other in a circle, or what one
        step makes does not fit where another takes it."""
        self._check_order()
        self._check_ports()

    def _check_order(self) -> None:
        ids = [step.id for step in self.steps]
        after = {step.id: step.after() - {GIVEN} for step in self.steps}
        if len(after) < len(ids):
            twice = next(id for id in ids if ids.count(id) > 1)
            raise PlanError(f"Plan {self.name}: two steps are called {twice!r}.")
        for id, sources in after.items():
            if unknown := sources.difference(after):
                raise PlanError(f"Plan {self.name}: step {id!r} waits for {min(unknown)!r}, which is not in it.")
        try:
            TopologicalSorter(after).prepare()
        except CycleError as error:
            raise PlanError(
                f"Plan {self.name}: these steps wait for each other: {' → '.join(error.args[1])}."
            ) from None

    def _check_ports(self) -> None:
        known = {name: self._task(name) for name in dict.fromkeys(step.task for step in self.steps)}
        made_by = {step.id: known[step.task] for step in self.steps}
        for step in self.steps:
            if misfit := _misfit(step, made_by):
                raise PlanError(f"Plan {self.name}: step {step.id!r} ({step.task}) {misfit}.")

    def _task(self, name: str) -> Task:
        try:
            return tasks.get(name)
        except ParameterError as error:
            raise PlanError(f"Plan {self.name}: {error.message}", hint=error.hint) from None

    def to_json(self) -> str:
        return self.model_dump_json(indent=1)

    @classmethod
    def from_json(cls, text: str) -> Plan:
        """Raises PlanError when the text is not a plan."""
        try:
            plan = cls.model_validate_json(text)
        except ValidationError as error:
            raise PlanError(f"This is not a plan: {_wrong(error)}.") from None
        plan.check()
        return plan


def _misfit(step: Step, made_by: Mapping[str, Task]) -> str:
    """What is wrong with a step's inputs, given every step's task by its id; nothing where all fit."""
    task = made_by[step.id]
    for name, reference in step.inputs.items():
        id, _, output = reference.partition(".")
        port = task.input(name)
        if port is None:
            return f"takes no input {name!r}"
        if id == GIVEN:
            continue
        source = made_by[id].output(output)
        if source is None:
            return f"needs {reference!r}, which {made_by[id].name} does not make"
        if not source.feeds(port):
            return f"takes {port} as {name!r}; {reference!r} is {source}"
    lacking = tasks.missing(task.inputs, step.inputs)
    return f"lacks its input {lacking[0]!r}" if lacking else ""


class Locked(Frozen):
    """What one step was made by, and the digests of what it made."""

    version: str
    outputs: Mapping[str, str]


class Lock(Frozen):
    """A plan with what came of it, to be made again exactly."""

    polymuse: str
    plan: Plan
    steps: Mapping[str, Locked]

    @classmethod
    def from_json(cls, text: str, place: str) -> Lock:
        """Raises PlanError naming the place when the text is not a lock."""
        try:
            return cls.model_validate_json(text)
        except ValidationError as error:
            raise PlanError(f"{place}: this is not a lock file ({_wrong(error)}).") from None


def _wrong(error: ValidationError) -> str:
    fault = first_fault(error)
    return " ".join([*(str(part) for part in fault.place), fault.what])
