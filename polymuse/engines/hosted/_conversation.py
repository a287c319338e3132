"""What the mappings of language models share: the conversation that is asked about, and what an answer comes to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic_core import from_json

from polymuse.engines.hosted._wire import Ask, Done, Failed, Output, in_order
from polymuse.errors import ParameterError
from polymuse.json_schema import mismatch
from polymuse.messages import Media, Message, Part, Reasoning, Text, ToolCall, media_of
from polymuse.types import AUDIO, Asset, Facts, Kind, Notice, Tokens

__all__ = [
    "CUT",
    "Answer",
    "Called",
    "Words",
    "chosen_tool",
    "conversation",
    "in_turns",
    "mended",
    "outcome",
    "shown",
]

CUT = Notice("text", "The answer ends where the most tokens that were allowed were used up.")
MOVED = Notice("text", "The service takes system messages at the beginning only: they were moved there.")
QUOTED = 300
"""Characters of an unfit answer that its error shows; all of it is in `received`."""
PERCEIVED = AUDIO | {Kind.IMAGE, Kind.VIDEO}
HALVES = re.compile("[\ud800-\udfff]")
"""Halves of characters, as UTF-16 has them."""


def conversation(ask: Ask) -> tuple[Message, ...]:
    """The messages of a request: those that were given, or one of the user's, of all that is shown and the prompt; before
    them the system's. Raises ParameterError where messages and inputs do not go together."""
    told: tuple[Message, ...] = ask.param("messages", ())
    if told:
        _check_inputs(told, ask.inputs)
    else:
        media = [Media(media=name) for name in in_order(ask.inputs) if ask.inputs[name].kind in PERCEIVED]
        told = (Message(role="user", parts=(*media, *([Text(text=ask.text)] if ask.text else []))),)
    system = ask.param("system")
    return (Message(role="system", parts=(Text(text=system),)), *told) if system else told


def _check_inputs(messages: Sequence[Message], inputs: Mapping[str, Asset]) -> None:
    names = set(media_of(messages))
    if missing := sorted(names - inputs.keys()):
        raise ParameterError(
            f"messages: {missing[0]!r} is no input of the request.", hint=f"Its inputs: {', '.join(inputs) or 'none'}."
        )
    if unseen := sorted(inputs.keys() - names):
        raise ParameterError(f"messages: none of them shows the input {unseen[0]!r}.", hint="Add it as a part of one.")


def shown(ask: Ask, part: Media) -> Asset:
    """The input that a part shows."""
    return ask.inputs[part.media]


def chosen_tool(ask: Ask) -> str | None:
    """`required`, `none`, or the name of the tool that is to be called; None where the model chooses."""
    choice: str | None = ask.param("tool_choice")
    return None if choice == "auto" else choice


def in_turns(messages: Sequence[Message]) -> tuple[str, list[Message], list[Notice]]:
    """For services whose messages go to and fro: what the system says, the other messages with a turn's results of tools
    in one of them, and a notice where the system's did not all come first."""
    system = [message for message in messages if message.role == "system"]
    turns: list[Message] = []
    for message in messages:
        if message.role == "tool" and turns and turns[-1].role == "tool":
            turns[-1] = Message(role="tool", parts=(*turns[-1].parts, *message.parts))
        elif message.role != "system":
            turns.append(message)
    moved = list(messages[: len(system)]) != system
    return "\n\n".join(message.text for message in system), turns, [MOVED] if moved else []


@dataclass(frozen=True, slots=True)
class Called:
    """A call of a tool as a service tells it: its arguments are an object, or a text that should be one in JSON."""

    id: str
    name: str
    arguments: str | Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer. `finish` is why it ended, in OpenAI's words: `stop`, `length`, `tool_calls`, `content_filter`;
    `between` stands between its pieces of text."""

    parts: Sequence[Text | Reasoning | Called]
    finish: str = "stop"
    tokens: Tokens | None = None
    refusal: str = ""
    between: str = ""

    @property
    def text(self) -> str:
        return self.between.join(part.text for part in self.parts if isinstance(part, Text))


def outcome(
    ask: Ask, answer: Answer, more: Sequence[Output] = (), *, notices: Sequence[Notice] = (), facts: Facts | None = None
) -> Done | Failed:
    """What an answer comes to: its text with `facts`, `more` outputs, and, where it calls tools, all of it as a message. An
    answer that does not fit the schema that was asked for has failed, and so have calls whose arguments are no JSON."""
    if answer.refusal or answer.finish == "content_filter":
        return Failed(answer.refusal or "the answer was filtered", "moderated", tokens=answer.tokens)
    called = [part for part in answer.parts if isinstance(part, Called)]
    try:
        message = _message(answer) if called else None
    except ValueError as error:
        raw = "\n".join(str(call.arguments) for call in called)
        return Failed(f"{error}. It said: {raw[:QUOTED]}", tokens=answer.tokens, received=raw)
    text, schema = answer.text, ask.param("json_schema")
    if schema is not None and not called and (wrong := mismatch(schema, text)):
        cut = "it was cut off, and " if answer.finish == "length" else ""
        why = f"the answer does not fit the JSON schema: {cut}{wrong}. It said: {text[:QUOTED]}"
        return Failed(why, tokens=answer.tokens, received=text)
    said = _written(answer, facts or {}, is_json=schema is not None and not called)
    whole = [Output("message", Kind.DOCUMENT, message.encode(), media_type="application/json")] if message else []
    cut_off = [CUT] if answer.finish == "length" else []
    return Done([said, *more, *whole], notices=[*notices, *cut_off], tokens=answer.tokens)


def _written(answer: Answer, facts: Facts, is_json: bool) -> Output:
    """The text of an answer, with what is known of it: `finish_reason` and the `tokens` it took."""
    count = answer.tokens
    spent = {"tokens": {"read": count.read, "written": count.written, "cached": count.cached}} if count else {}
    media_type = "application/json" if is_json else "text/plain"
    known = {"finish_reason": answer.finish, **spent, **facts}
    return Output("text", Kind.TEXT, answer.text.encode(), media_type=media_type, facts=known)


def _message(answer: Answer) -> str:
    """An answer as a message, in JSON. Raises ValueError for a call that cannot be carried out."""
    parts: list[Part] = []
    for part in answer.parts:
        if isinstance(part, Called):
            parts.append(_tool_call(part, sum(isinstance(before, ToolCall) for before in parts) + 1))
        elif isinstance(part, Reasoning) or part.text:
            parts.append(part)
    return Message(role="assistant", parts=tuple(parts)).model_dump_json(exclude_defaults=True)


def _tool_call(called: Called, number: int) -> ToolCall:
    """Raises ValueError."""
    arguments = called.arguments
    if isinstance(arguments, str):
        try:
            arguments = from_json(arguments or "{}")
        except ValueError:
            arguments = ""
    if not called.name or not isinstance(arguments, Mapping):
        raise ValueError(f"it called the tool {called.name!r} with arguments that are no JSON object")
    return ToolCall(id=called.id or f"call_{number}", name=called.name, arguments=arguments)


class Words:
    """A text that comes in pieces, between which a character may be cut in half."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._half = ""

    def add(self, piece: str) -> str:
        """Take a piece; returns what can be shown by now."""
        self._pieces.append(piece)
        piece = self._half + piece
        self._half = piece[-1:] if "\ud800" <= piece[-1:] <= "\udbff" else ""
        return mended(piece[: len(piece) - len(self._half)])

    @property
    def text(self) -> str:
        return mended("".join(self._pieces))


def mended(text: str) -> str:
    """A text whose halves of characters are put together; a half that stands alone becomes U+FFFD."""
    if not HALVES.search(text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
