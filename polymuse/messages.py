"""Conversations: messages whose parts are text, media, reasoning, tool calls and tool results.

A part is known by its field: `{"text": …}`, `{"media": …}`, `{"reasoning": …}`, `{"name": …}` for a tool call,
`{"content": …}` for a tool's result. Media are inputs of the request; a part has the input's name (`image-1`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from polymuse.types import Frozen

__all__ = [
    "Media",
    "Message",
    "Part",
    "Reasoning",
    "Text",
    "Tool",
    "ToolCall",
    "ToolResult",
    "check_turns",
    "media_of",
]


class Text(Frozen):
    text: str


class Media(Frozen):
    """A picture, sound, video or document: the input of that name."""

    media: str


class Reasoning(Frozen):
    """What a model thought before it answered, for the provider that wants it back together with the tool calls which
    came of it. `signature` is the provider's own mark, in its own format; nobody else is sent either."""

    reasoning: str
    signature: str = ""
    provider: str = ""


class ToolCall(Frozen):
    """A model asks for a tool's result. `id` is what the result refers to."""

    id: str
    name: str
    arguments: Mapping[str, Any] = {}


def _as_parts(value: Any) -> Any:
    """Plain strings stand for text."""
    if isinstance(value, str):
        return ({"text": value},)
    if isinstance(value, list | tuple):
        return tuple({"text": part} if isinstance(part, str) else part for part in value)
    return value


FIELDS = ("text", "media", "reasoning", "name", "content")
CONTENT = ("text", "media")


def _field(value: Any, fields: Sequence[str]) -> str | None:
    """The field by which a part is known; None where it has none of them."""
    if isinstance(value, Mapping):
        return next((name for name in fields if name in value), None)
    return next((name for name in fields if hasattr(value, name)), None)


def _part(value: Any) -> str | None:
    return _field(value, FIELDS)


def _content(value: Any) -> str | None:
    return _field(value, CONTENT)


Content = Annotated[
    Annotated[Text, Tag("text")] | Annotated[Media, Tag("media")],
    Discriminator(_content, custom_error_type="part", custom_error_message="must have text or media"),
]


class ToolResult(Frozen):
    """What came of the tool call `id`; with `is_error` the content says what went wrong."""

    id: str
    content: Annotated[tuple[Content, ...], BeforeValidator(_as_parts)]
    is_error: bool = False


Part = Annotated[
    Annotated[Text, Tag("text")]
    | Annotated[Media, Tag("media")]
    | Annotated[Reasoning, Tag("reasoning")]
    | Annotated[ToolCall, Tag("name")]
    | Annotated[ToolResult, Tag("content")],
    Discriminator(
        _part, custom_error_type="part", custom_error_message=f"must have one of the fields {', '.join(FIELDS)}"
    ),
]
Role = Literal["system", "user", "assistant", "tool"]
ALLOWED: Mapping[Role, tuple[type[Frozen], ...]] = {
    "system": (Text,),
    "user": (Text, Media),
    "assistant": (Text, Media, Reasoning, ToolCall),
    "tool": (ToolResult,),
}


class Message(Frozen):
    """One turn of a conversation."""

    role: Role
    parts: Annotated[tuple[Part, ...], Field(min_length=1), BeforeValidator(_as_parts)]

    @model_validator(mode="after")
    def _fits_its_role(self) -> Self:
        for part in self.parts:
            if not isinstance(part, ALLOWED[self.role]):
                raise ValueError(f"a message of the {self.role} has no {type(part).__name__}")
        return self

    @property
    def text(self) -> str:
        """All its text together."""
        return "".join(part.text for part in self.parts if isinstance(part, Text))

    @property
    def tool_calls(self) -> tuple[ToolCall, ...]:
        return tuple(part for part in self.parts if isinstance(part, ToolCall))


class Tool(Frozen):
    """A function that a model may ask for. `parameters` is the JSON Schema of its arguments, an object."""

    name: str = Field(pattern="^[a-zA-Z_][a-zA-Z0-9_-]{0,63}$")
    description: str = ""
    parameters: Mapping[str, Any] = {"type": "object", "properties": {}}

    @model_validator(mode="before")
    @classmethod
    def _unwrapped(cls, value: Any) -> Any:
        """A tool may be given as OpenAI's interfaces have it."""
        if not isinstance(value, Mapping) or value.get("type") != "function":
            return value
        function = value.get("function", {name: part for name, part in value.items() if name != "type"})
        return {name: part for name, part in function.items() if name != "strict"}


def media_of(messages: Iterable[Message]) -> Iterator[str]:
    """The names of the inputs that messages show, in order."""
    for message in messages:
        for part in message.parts:
            for shown in part.content if isinstance(part, ToolResult) else (part,):
                if isinstance(shown, Media):
                    yield shown.media


def check_turns(messages: Sequence[Message]) -> None:
    """Whether a conversation is one that every provider takes: after what the system says the user begins, each tool call
    is answered before anybody says anything else, the last word is not the assistant's, and every input is shown once.
    Raises ValueError naming the message."""
    turns = [message.role for message in messages if message.role != "system"]
    if not turns or turns[0] != "user":
        raise ValueError("the first message is the user's, after those of the system")
    if turns[-1] == "assistant":
        raise ValueError("the last message is the assistant's: there is nothing to answer")
    waiting: set[str] = set()
    for number, message in enumerate(messages):
        if message.role == "tool":
            _answer(message, waiting, f"messages.{number}")
        elif waiting:
            raise ValueError(f"messages.{number}: the tool call {min(waiting)!r} has no result before it")
        calls = [call.id for call in message.tool_calls]
        waiting |= set(calls)
        if len(calls) > len(set(calls)):
            raise ValueError(f"messages.{number}: two tool calls have the same id")
    if waiting:
        raise ValueError(f"the tool call {min(waiting)!r} has no result")
    shown = list(media_of(messages))
    if twice := next((name for name in shown if shown.count(name) > 1), None):
        raise ValueError(f"the input {twice!r} is shown twice")


def _answer(message: Message, waiting: set[str], place: str) -> None:
    """Take the calls that a message answers off those that wait. Raises ValueError."""
    for part in message.parts:
        if isinstance(part, ToolResult):
            if part.id not in waiting:
                raise ValueError(f"{place}: there is no tool call {part.id!r} before it that waits for a result")
            waiting.remove(part.id)
