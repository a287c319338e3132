"""What vendors charge by, read from the requests that they receive: lengths, sizes, resolutions, characters, tokens.

Nothing of polymuse's own reckoning is used here: a bill is made of the fields of a request, and of what was given with it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from polymuse.asset import AUDIO, Asset, Kind
from polymuse.types import Unit

__all__ = ["Bill", "Received", "bill"]

SLOWEST = 8
"""Characters of speech in a second, where nobody speaks more slowly."""
SERVICE = 500
"""Tokens that a service puts around what it is given."""
MEDIA_TOKENS = {Kind.VIDEO: 297, Kind.SPEECH: 32, Kind.SOUND: 32, Kind.MUSIC: 32}
"""The most in a second of any service; of a picture it is PICTURE_TOKENS."""
PICTURE_TOKENS = 16_384
ANSWERS = ("max_tokens", "max_completion_tokens", "max_output_tokens", "maxOutputTokens")
QUALITIES = {
    "low": "draft", "TURBO": "draft", "medium": "standard", "DEFAULT": "standard", "high": "hd", "QUALITY": "hd",
}  # fmt: skip
"""What vendors call the efforts."""
TIERS = {
    "480p": "992:432 864:496 854:480 752:560 640:640 560:752 496:864 480:854",
    "720p": "1470:630 1280:720 1112:834 960:960 834:1112 720:1280",
    "1080p": "2206:946 1920:1080 1664:1248 1440:1440 1248:1664 1080:1920",
    "4k": "3840:1646 3840:2160 3840:2880 3840:3840 2880:3840 2160:3840",
}
"""The resolutions that Runway's sizes of Seedance belong to."""
RATIOS = {ratio: tier for tier, ratios in TIERS.items() for ratio in ratios.split()}


@dataclass(frozen=True)
class Received:
    """A request as a vendor received it: its fields, and what was given with it."""

    provider: str
    task: str
    fields: Mapping[str, Any]
    inputs: Mapping[str, Asset] = field(default_factory=dict)

    def lasts(self) -> float:
        """Seconds of what was given."""
        return max((float(asset.facts.get("seconds", 0)) for asset in self.inputs.values()), default=0.0)

    def find(self, *names: str) -> Any:
        """The first field of such a name, at whatever depth."""
        return next((value for name in names for value in _values(self.fields, name)), None)


@dataclass
class Bill:
    """How much is charged for, and what the price depends on."""

    amounts: dict[Unit, float] = field(default_factory=dict)
    traits: dict[str, str] = field(default_factory=dict)

    def last(self, seconds: float) -> None:
        self.amounts |= {"second": seconds, "minute": seconds / 60}


def bill(received: Received) -> Bill:
    """The worst bill that a vendor could make of a request."""
    made = Bill({"item": 1, "image": 1}, {"audio": "false"})
    made.amounts["input token"] = _read(received) + SERVICE
    if limit := received.find(*ANSWERS):
        made.amounts["output token"] = limit
    if quality := QUALITIES.get(str(received.find("quality", "rendering_speed"))):
        made.traits["quality"] = quality
    if kinds := {"audio" if each.kind in AUDIO else str(each.kind) for each in received.inputs.values()}:
        made.traits["media"] = next(kind for kind in ("video", "audio", "image", *kinds) if kind in kinds)
    match received.task:
        case "text-to-speech":
            _speech(received, made)
        case "text-to-video" | "image-to-video" | "text-to-music" | "text-to-sound":
            made.last(_seconds(received))
        case "video-to-video":
            made.last(received.lasts())
        case "automatic-speech-recognition":
            made.last(received.lasts())
            made.amounts["output token"] = 32 * received.lasts() + SERVICE
        case "text-to-image" | "image-to-image":
            made.amounts["megapixel"] = _megapixels(received)
    if resolution := _resolution(received):
        made.traits["scale" if "image" in received.task.removeprefix("image-to-") else "resolution"] = resolution
    return made


def _seconds(received: Received) -> float:
    """How long what is asked for is, in the words of all vendors; the longest that they make where nobody says."""
    if (milliseconds := received.find("music_length_ms")) is not None:
        return float(milliseconds) / 1000
    if parts := list(_values(received.fields, "duration_ms")):
        return sum(parts) / 1000
    said = received.find("durationSeconds", "duration", "duration_seconds", "seconds")
    if said is None:
        return {"text-to-sound": 30.0, "text-to-video": 10.0, "image-to-video": 10.0}.get(received.task, 0.0)
    return float(str(said).removesuffix("s"))


def _speech(received: Received, made: Bill) -> None:
    said = received.find("input", "text", "prompt", "promptText")
    text = said if isinstance(said, str) else str(said["text"])
    made.amounts["character"] = len(text)
    if received.provider == "gemini":  # instructions come before the words
        text = text.partition("\n\n")[2] or text
    made.last(len(text) / SLOWEST / float(received.find("speed") or 1))


def _resolution(received: Received) -> str | None:
    said = received.find("resolution", "imageSize")
    if said is None and (ratio := received.find("ratio")) is not None:
        return RATIOS.get(ratio)
    return str(said).lower() if said is not None and "x" not in str(said) else None


def _megapixels(received: Received) -> float:
    """In whole megapixels; of a picture that keeps its size no more than the largest that FLUX makes."""
    width, height = received.find("width"), received.find("height")
    if not width and (given := received.inputs.get("image")):
        width, height = given.width or 0, given.height or 0
        return math.ceil(min(width * height, 2048 * 2048) / 1e6)
    return math.ceil(width * height / 1e6) if width and height else 1.0


def _read(received: Received) -> float:
    """The most tokens that all texts and all that was given could be."""
    given = sum(
        PICTURE_TOKENS if asset.kind is Kind.IMAGE else MEDIA_TOKENS.get(asset.kind, 0) * asset.facts.get("seconds", 0)
        for asset in received.inputs.values()
    )
    return given + sum(len(text.encode("utf-8", "surrogatepass")) for text in _texts(received.fields))


SCHEMAS = ("schema", "parameters", "input_schema", "responseJsonSchema", "parametersJsonSchema")
MEDIA = ("data", "bytesBase64Encoded", "image_base64", "input_image", "image", "file")
"""Fields that hold files."""


def _texts(value: Any, name: str = "") -> Iterator[str]:
    if name in SCHEMAS:
        yield json.dumps(value, ensure_ascii=False, indent=1)
    elif isinstance(value, str):
        if not value.startswith("data:") and not name.startswith(MEDIA):
            yield value
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _texts(part, key)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _texts(part, name)


def _values(value: Any, name: str) -> Iterator[Any]:
    """The values of all fields of a name, the outer ones first; of lists and objects their parts."""
    if isinstance(value, Mapping):
        if name in value and not isinstance(value[name], Mapping | list):
            yield value[name]
        for part in value.values():
            yield from _values(part, name)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _values(part, name)
