"""What the servers' models make of media and schemas they are given: true facts, and answers that depend on them."""

from __future__ import annotations

import base64
import binascii
import hashlib
import io
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import av
from PIL import Image

__all__ = ["Heard", "Sight", "data_url", "filled", "hear", "look", "reply", "vector"]

SAID = "the sea was calm and a small boat went home while one gull sang over the old quiet harbour"


@dataclass(frozen=True)
class Sight:
    """A picture's facts."""

    width: int
    height: int
    format: str
    """As Pillow names it: PNG, JPEG, WEBP, GIF."""
    transparent: bool
    tint: str
    """The average colour, as #rrggbb."""

    def __str__(self) -> str:
        return f"I see a picture of {self.width} by {self.height} pixels, mostly {self.tint}."


@lru_cache(64)
def look(data: bytes) -> Sight:
    """The facts of a picture; ValueError where the bytes are none."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            clear = image.mode in ("RGBA", "LA", "PA") and image.getchannel("A").getextrema()[0] < 255
            r, g, b = image.convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
            return Sight(image.width, image.height, image.format or "", clear, f"#{r:02x}{g:02x}{b:02x}")
    except OSError as error:
        raise ValueError("these bytes are no picture") from error


@dataclass(frozen=True)
class Heard:
    """What was said in a sound, with times in seconds."""

    text: str
    seconds: float
    words: tuple[tuple[str, float, float], ...]

    def __str__(self) -> str:
        return f"I hear {self.seconds:g} s: {self.text}."


@lru_cache(64)
def hear(data: bytes) -> Heard:
    """Two words for every second of a sound or film (one at least), picked by its bytes; ValueError where the bytes are
    no media with sound."""
    try:
        with av.open(io.BytesIO(data)) as file:
            frames = file.decode(file.streams.audio[0])
            seconds = sum(frame.samples / frame.sample_rate for frame in frames)
    except (av.FFmpegError, IndexError) as error:
        raise ValueError("these bytes have no sound") from error
    count = max(1, round(2 * seconds))
    picks = hashlib.shake_128(data).digest(count)
    known = SAID.split()
    words = [known[pick % len(known)] for pick in picks]
    step = seconds / count
    times = tuple((word, round(n * step, 3), round((n + 1) * step, 3)) for n, word in enumerate(words))
    return Heard(" ".join(words), round(seconds, 3), times)


def data_url(url: str) -> tuple[str, bytes]:
    """The media type and bytes of a `data:` address in base64; ValueError where it is none."""
    head, comma, body = url.partition(",")
    if not (head.startswith("data:") and head.endswith(";base64") and comma):
        raise ValueError("this is no data URL in base64")
    try:
        return head[len("data:") : -len(";base64")], base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise ValueError("this is not base64") from error


def filled(schema: Mapping[str, Any], words: str, root: Mapping[str, Any] | None = None) -> Any:
    """The smallest value that satisfies a JSON schema; its strings are `words`."""
    root = root or schema
    if "$ref" in schema:
        target: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return filled(target, words, root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return filled(schema[choice][0], words, root)
    kind = schema.get("type", "object")
    kind = kind[0] if isinstance(kind, list) else kind
    if kind == "object":
        asked = schema.get("required", schema.get("properties", {}))
        return {name: filled(part, words, root) for name, part in schema.get("properties", {}).items() if name in asked}
    if kind == "array":
        return [filled(schema.get("items", {"type": "string"}), words, root)] * max(1, schema.get("minItems", 1))
    low = schema.get("minimum", 1)
    plain: dict[str, Any] = {"string": words, "integer": int(low), "number": float(low), "boolean": True, "null": None}
    return plain[kind]


def reply(says: list[str], asked: str, media: Iterable[Sight | Heard], schema: Mapping[str, Any] | None = None) -> str:
    """A language model's answer: the next of what it shall say, or else words about what it was asked and given, or
    JSON that satisfies the schema with those words in it."""
    if says:
        return says.pop(0)
    words = " ".join([f"You asked: {asked[:200]}", *(str(one) for one in media)])
    return words if schema is None else json.dumps(filled(schema, words))


def vector(words: str, length: int) -> list[float]:
    """A direction that belongs to the words, of unit length."""
    raw = hashlib.shake_128(words.encode()).digest(length)
    values = [byte - 127.5 for byte in raw]
    norm = sum(value * value for value in values) ** 0.5
    return [value / norm for value in values]
