"""What a task is, and the parameters that several tasks share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Annotated, Any, get_args

from pydantic import BeforeValidator, Field, ValidationError
from pydantic.fields import FieldInfo

from polymuse.errors import ParameterError
from polymuse.quantities import Measure, nothing
from polymuse.suggestions import did_you_mean
from polymuse.types import Kind, Params, Syntax
from polymuse.validation import first_fault

__all__ = ["Fps", "Pixels", "PromptSyntax", "Seconds", "Seed", "Strings", "Task", "description", "parameters"]

Pixels = Annotated[int, Field(ge=16, le=4096, multiple_of=2)]
Seconds = Annotated[float, Field(gt=0, le=14400)]
Fps = Annotated[int, Field(ge=1, le=60)]
Seed = Annotated[int, Field(ge=0, lt=2**32)]
PromptSyntax = Annotated[Syntax, Field(description="How the prompt is read: literal, weights, midjourney.")]


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Strings = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""Several strings; a single one may stand for a list of one."""


@dataclass(frozen=True, slots=True)
class Task:
    """A typed signature. `name` is the field's own (Hugging Face's task id where one exists)."""

    name: str
    summary: str
    params: type[Params]
    makes: Mapping[str, Kind]
    """Outputs by name; a name ending in `*` stands for several (`scene-*`)."""
    takes: Mapping[str, Kind] = field(default_factory=dict)
    """Inputs by name; a trailing `*` as above, a trailing `?` marks one that may be left out."""
    by_flows: frozenset[str] = frozenset()
    """Inputs by name that are no options of the command, though files could be given for them: only flows use them."""
    unit: str = "item"
    """What the size of the work is counted in: "second", "character", "megapixel", "item"."""
    quantities: Measure = nothing
    """How much there is to pay for, of a request as it is sent."""
    command: str = ""
    """What the command line calls it, where it has a command of its own."""
    example: Mapping[str, Any] = field(default_factory=dict)
    """Parameters of a small, runnable request."""

    def kind_of(self, name: str) -> Kind | None:
        """What an input of that name is; None where it takes none."""
        return next((kind for key, kind in self.takes.items() if fnmatchcase(name, key.rstrip("?"))), None)


def parameters(task: Task, values: Mapping[str, Any]) -> Params:
    """Validate parameters. Raises ParameterError naming the parameter, what was given and what it may be."""
    try:
        return task.params.model_validate(dict(values))
    except ValidationError as error:
        fault = first_fault(error)
        where = ".".join(map(str, fault.place)) or "parameters"
        known = ", ".join(task.params.model_fields)
        unknown = fault.kind == "extra_forbidden"
        hint = did_you_mean(where, task.params.model_fields, otherwise=f"It takes: {known}.") if unknown else ""
        given = "" if fault.kind in ("missing", "extra_forbidden") else f" (given: {str(fault.given)[:60]!r})"
        raise ParameterError(f"{task.name}: {where}: {fault.what}{given}.", hint=hint) from None


def description(field: FieldInfo) -> str:
    """The description of a parameter, also where it stands inside its type: `Annotated[float, Field(…)] | None`. A
    parameter without one is for flows only."""
    parts = [field, *(part for arg in get_args(field.annotation) for part in getattr(arg, "__metadata__", ()))]
    return next((part.description for part in parts if isinstance(part, FieldInfo) and part.description), "")
