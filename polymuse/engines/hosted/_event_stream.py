"""Decoding of answers that come piece by piece: lines, server-sent events, lines of JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic_core import from_json

__all__ = ["EventDecoder", "LineDecoder"]

ENDS = re.compile(rb"\r\n|\n|\r(?!\Z)")
"""How lines end; a CR at the end of a part may be the first half of an end."""


class LineDecoder:
    """UTF-8 in lines, which end with CR, LF or both, and with nothing else that Unicode calls the end of a line."""

    def __init__(self) -> None:
        self._begun: list[bytes] = []

    def feed(self, part: bytes) -> list[str]:
        """The lines that end in this part of the bytes."""
        if not ENDS.search(part) and not (self._begun and self._begun[-1].endswith(b"\r")):
            self._begun.append(part)
            return []
        *lines, rest = ENDS.split(b"".join([*self._begun, part]))
        self._begun = [rest]
        return [line.decode("utf-8", "replace") for line in lines]

    def flush(self) -> list[str]:
        """The last line, where the bytes end without an end of it."""
        last = b"".join(self._begun).rstrip(b"\r")
        self._begun = []
        return [last.decode("utf-8", "replace")] if last else []


class EventDecoder:
    """Server-sent events (WHATWG HTML, 9.2) whose data are JSON objects, ended by `[DONE]`; or such objects alone, one in
    a line, or one in all lines: an answer that comes whole. What is neither is passed over."""

    def __init__(self) -> None:
        self._lines = LineDecoder()
        self._event = ""
        self._data: list[str] = []
        self._object: list[str] = []
        self._first = True
        self.done = False
        """Whether `[DONE]` came; nothing after it counts."""

    def feed(self, part: bytes) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """(event, data) of what is whole with this part of the bytes. Raises ValueError for data that are no JSON."""
        return self._decoded(self._lines.feed(part))

    def flush(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The same, when no more bytes come."""
        yield from self._decoded(self._lines.flush())
        if self._object:
            yield "", parsed("\n".join(self._object))

    def _decoded(self, lines: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for each in lines:
            if self.done:
                return
            line = each.removeprefix("\ufeff") if self._first else each
            self._first = False
            if self._object:
                self._object.append(line)
            elif line.startswith("{"):
                yield from self._whole(line)
            elif line.startswith("event:"):
                self._event = line[6:].strip()
            elif line.startswith("data:"):
                self._data.append(line[5:].strip())
            elif not line and self._data:
                text, self._data = "\n".join(self._data), []
                self.done = text == "[DONE]"
                if not self.done and isinstance(value := parsed(text), dict):
                    yield self._event, value
                self._event = ""

    def _whole(self, line: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The JSON object that begins in a line; where it does not end there, all the lines that come are its."""
        try:
            yield "", parsed(line)
        except ValueError:
            self._object = [line]


def parsed(text: str) -> Any:
    """JSON. A character that is cut in half between two pieces is left so (`json` lets it pass, pydantic does not).
    Raises ValueError."""
    try:
        return from_json(text)
    except ValueError:
        pass
    try:
        return json.loads(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
