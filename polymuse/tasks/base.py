"""What a task is, and the parameters that several tasks share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from polymuse.errors import ParameterError
from polymuse.json_schema import check_schema
from polymuse.messages import Message, Tool, check_turns
from polymuse.quantities import Measure, nothing
from polymuse.suggestions import did_you_mean
from polymuse.types import AUDIO, Kind, Params, Syntax
from polymuse.validation import first_fault

__all__ = [
    "Chat", "Fps", "JsonSchema", "MaxTokens", "Overlap", "Pixels", "Port", "PromptSyntax", "Seconds", "Seed", "Strings",
    "Task", "description", "missing", "parameters",
]  # fmt: skip

Pixels = Annotated[int, Field(ge=16, le=4096, multiple_of=2)]
Seconds = Annotated[float, Field(gt=0, le=14400)]
Fps = Annotated[int, Field(ge=1, le=60)]
Overlap = Annotated[int, Field(ge=0, le=240)]
"""Frames by which a film's shot reaches into a neighbour."""
Seed = Annotated[int, Field(ge=0, lt=2**32)]
PromptSyntax = Annotated[Syntax, Field(description="How the prompt is read: literal, weights, midjourney.")]
MaxTokens = Annotated[int, Field(description="The longest answer, in tokens.", ge=1, le=200_000)]


def _listed(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Strings = Annotated[tuple[str, ...], BeforeValidator(_listed)]
"""Several strings; a single one may stand for a list of one."""


def _is_schema(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    check_schema(schema)
    return schema


JsonSchema = Annotated[
    Mapping[str, Any], AfterValidator(_is_schema), Field(description="A JSON Schema that the answer must fit.")
]


class Chat(Params):
    """What a language model is told: one `prompt`, or the `messages` of a conversation whose answer is wanted. With `tools`
    the answer may be calls of them. Media that the messages show are inputs of the request, by name. `tool_choice` is
    `auto` (as nothing: the model chooses), `required` (some tool), `none`, or the name of the tool to call."""

    prompt: str = Field("", description="What to write or answer.")
    messages: tuple[Message, ...] = Field((), description="A conversation, instead of a prompt.")
    system: str = Field("", description="Who the writer is and what always holds.")
    tools: tuple[Tool, ...] = Field((), description="Functions that the model may ask for.")
    tool_choice: str | None = Field(None, description="Which tool to call: auto, required, none, or its name.")
    max_tokens: MaxTokens | None = None

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if bool(self.prompt) == bool(self.messages):
            raise ValueError("give either a prompt or messages")
        if self.messages:
            check_turns(self.messages)
        names = [tool.name for tool in self.tools]
        if len(set(names)) < len(names):
            raise ValueError("two tools have the same name")
        if self.tool_choice not in (None, "auto", "none", *(["required"] if names else []), *names):
            raise ValueError(f"tool_choice: there is no tool {self.tool_choice!r}")
        return self


@dataclass(frozen=True, slots=True)
class Port:
    """An input or an output of a task: an asset of a kind."""

    kind: Kind
    schema: str = ""
    """What a document is, as `polymuse.brief.documents.SCHEMAS` names it; empty for other kinds."""
    optional: bool = False
    many: bool = False
    """Whether there may be several: beside NAME, or instead of it, any NAME-…, as `speech-01-02`."""

    def feeds(self, other: Port) -> bool:
        """Whether what comes out here can go in there. Speech and music are sound, too."""
        same_kind = self.kind is other.kind or (other.kind is Kind.SOUND and self.kind in AUDIO)
        return same_kind and other.schema in ("", self.schema)

    def __str__(self) -> str:
        return self.schema or self.kind


@dataclass(frozen=True, slots=True)
class Task:
    """A typed signature. `name` is the field's own (Hugging Face's task id where one exists)."""

    name: str
    summary: str
    params: type[Params]
    outputs: Mapping[str, Port]
    """By name; the first is the main one."""
    inputs: Mapping[str, Port] = field(default_factory=dict)
    unit: str = "item"
    """What the size of the work is counted in: "second", "character", "megapixel", "item"."""
    quantities: Measure = nothing
    """How much there is to pay for, of a request as it is sent."""
    command: str = ""
    """What the command line calls it, where it has a command of its own."""
    example: Mapping[str, Any] = field(default_factory=dict)
    """Parameters of a small, runnable request."""

    @property
    def main_output(self) -> str:
        """The name of the output that is the task's result; what else it makes goes with it."""
        return next(iter(self.outputs))

    @property
    def kind(self) -> Kind:
        """The kind of its main output."""
        return self.outputs[self.main_output].kind

    def input(self, name: str) -> Port | None:
        """The port for an input of that name; None where it takes none."""
        return _port(self.inputs, name)

    def output(self, name: str) -> Port | None:
        """The port of an output of that name; None where it makes none."""
        return _port(self.outputs, name)


def _port(ports: Mapping[str, Port], name: str) -> Port | None:
    if name in ports:
        return ports[name]
    return next((port for key, port in ports.items() if port.many and name.startswith(f"{key}-")), None)


def missing(ports: Mapping[str, Port], names: Collection[str]) -> list[str]:
    """The ports that are not optional and have nothing among the `names`."""
    needed = [(key, port.many) for key, port in ports.items() if not port.optional and key not in names]
    return [key for key, many in needed if not many or not any(name.startswith(f"{key}-") for name in names)]


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
