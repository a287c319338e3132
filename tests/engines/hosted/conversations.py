"""Conversations that a model may be asked to go on with, as Hypothesis draws them."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from polymuse.messages import Media, Message, Part, Reasoning, Text, ToolCall, ToolResult

__all__ = ["answers", "conversations"]

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
said = words.filter(str.strip).map(lambda text: Text(text=text))
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**31), 2**31) | words,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(words, inner, max_size=2),
    max_leaves=4,
)
arguments = st.dictionaries(words, values, max_size=3)
names = st.sampled_from(["weather", "time", "search_1"])


@st.composite
def answers(draw: st.DrawFn, provider: str, number: int = 0) -> Message:
    """What an assistant says: words and calls of tools, with the thoughts that led there where a provider tells them."""
    calls = [
        ToolCall(id=f"call_{number}_{n}", name=name, arguments=draw(arguments))
        for n, name in enumerate(draw(st.lists(names, max_size=3)))
    ]
    text = draw(st.lists(said, min_size=0 if calls else 1, max_size=1))
    thoughts = [Reasoning(reasoning="Let me see.", signature="bWFyaw==", provider=provider)]
    return Message(role="assistant", parts=(*(thoughts if calls and draw(st.booleans()) else []), *text, *calls))


@st.composite
def conversations(draw: st.DrawFn, provider: str, shown_by_tools: bool = True) -> tuple[list[Message], int]:
    """Messages whose answer is awaited, and how many pictures they show."""
    pictures = 0

    def picture() -> Media:
        nonlocal pictures
        pictures += 1
        return Media(media=f"image-{pictures}")

    def content(most: int, media: bool = True) -> list[Any]:
        parts: list[Part] = [draw(said) for _ in range(draw(st.integers(1, most)))]
        return [*parts, picture()] if media and draw(st.booleans()) else parts

    told = [Message(role="system", parts=(draw(said),)) for _ in range(draw(st.integers(0, 2)))]
    for number in range(draw(st.integers(1, 3))):
        told.append(Message(role="user", parts=tuple(content(2))))
        answer = draw(answers(provider, number))
        told.append(answer)
        results = [
            ToolResult(id=call.id, content=tuple(content(1, shown_by_tools)), is_error=draw(st.booleans()))
            for call in answer.tool_calls
        ]
        cut = draw(st.integers(1, len(results))) if results else 0
        told += [Message(role="tool", parts=tuple(some)) for some in (results[:cut], results[cut:]) if some]
    if told[-1].role == "assistant":
        told.append(Message(role="user", parts=tuple(content(2))))
    return told, pictures
