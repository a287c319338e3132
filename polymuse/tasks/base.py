"""What a task is, and the parameters that several tasks share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Annotated, Any, Self, get_args

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from polymuse.errors import ParameterError
from polymuse.json_schema import check_schema
from polymuse.messages import Message, Tool, check_turns
from polymuse.quantities import Measure, nothing
from polymuse.suggestions import did_you_mean
from polymuse.types import Kind, Params, Syntax
from polymuse.validation import first_fault

__all__ = [
    "Chat",
    "Fps",
    "JsonSchema",
    "MaxTokens",
    "Pixels",
    "PromptSyntax",
    "Seconds",
    "Seed",
    "Strings",
    "Task",
    "description",
    "parameters",
]

Pixels = Annotated[int, Field(ge=16, le=4096, multiple_of=2)]
Seconds = Annotated[float, Field(gt=0, le=14400)]
Fps = Annotated[int, Field(ge=1, le=60)]
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
