"""Conversations as programs write them, made into a request's messages and inputs.

A message may be a `Message`, a mapping in polymuse's own form (`role`, `parts`) or in that of OpenAI's chat completions
(`role`, `content`, `tool_calls`, `tool_call_id`), or the `Result` of an earlier answer, which stands for what the assistant
said. In a list of parts a string is text; a `Path`, an `Asset` or a `Result` is media to be shown.
"""

from __future__ import annotations

import binascii
import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

import pybase64
from pydantic import BaseModel

from polymuse.brief.documents import read_document
from polymuse.errors import MediaError, ParameterError
from polymuse.event_loop import in_thread
from polymuse.media.probe import import_file, sniff
from polymuse.messages import Message
from polymuse.protocols import BlobStore
from polymuse.results import Result
from polymuse.types import AUDIO, Asset, Kind

__all__ = ["conversation"]

SUFFIXES = frozenset({
    ".png", ".jpg", ".jpeg", ".gif", ".webp", ".wav", ".mp3", ".flac", ".ogg", ".m4a", ".mp4", ".webm", ".mov",
})  # fmt: skip
ROLES = {"developer": "system", "function": "tool"}
"""OpenAI's other names."""
TEXTS = ("text", "input_text", "output_text")
LINKS = ("image_url", "video_url", "audio_url")
MOST_NAME = 1000


async def conversation(
    messages: Iterable[Any], blobs: BlobStore, taken: Collection[str] = ()
) -> tuple[list[dict[str, Any]], dict[str, Asset]]:
    """Messages in polymuse's own form, and the media in them, stored, by the names that the messages have for them. Names
    that are `taken` are left alone. Raises ParameterError naming the message, and MediaError."""
    if isinstance(messages, str | Mapping) or not isinstance(messages, Iterable):
        raise ParameterError("messages: this is no list of messages.", hint="Give a list, or `prompt` for one text.")
    reader = _Reader(blobs, taken)
    told = [await reader.message(message, f"messages.{number}") for number, message in enumerate(messages)]
    return told, reader.media


class _Reader:
    """Reads messages one after the other, and keeps the media that they show."""

    def __init__(self, blobs: BlobStore, taken: Collection[str]) -> None:
        self._blobs = blobs
        self._taken = set(taken)
        self.media: dict[str, Asset] = {}

    async def message(self, message: Any, place: str) -> dict[str, Any]:
        """Raises ParameterError, MediaError."""
        if isinstance(message, Result):
            return {"role": "assistant", "parts": [await self.part(part, place) for part in _said(message)]}
        if isinstance(message, BaseModel):
            return message.model_dump(mode="json", exclude_defaults=True)
        if not isinstance(message, Mapping):
            raise ParameterError(f"{place}: {type(message).__name__} is no message.", hint='{"role": …, "content": …}')
        if "parts" in message:
            return {**message, "parts": await self.parts(message["parts"], place)}
        return await self._openai(message, place)

    async def parts(self, value: Any, place: str) -> list[dict[str, Any]]:
        if isinstance(value, str | Asset | Path | Result) or not isinstance(value, Iterable):
            return [await self.part(value, place, alone=True)]
        return [await self.part(part, f"{place}.{number}") for number, part in enumerate(value)]

    async def part(self, part: Any, place: str, alone: bool = False) -> dict[str, Any]:
        """One part. A string that stands alone is text whatever it says."""
        if isinstance(part, str):
            if not alone:
                _refuse_file_name(part, place)
            return {"text": part}
        if isinstance(part, Result):
            part = part.asset
        if isinstance(part, Asset | Path):
            return await self._shown(part, place)
        if isinstance(part, BaseModel):
            return part.model_dump(mode="json", exclude_defaults=True)
        if not isinstance(part, Mapping):
            raise ParameterError(
                f"{place}: {type(part).__name__} is no part of a message.", hint="Text, a Path or media."
            )
        if "type" in part:
            return await self._openai_part(part, place)
        if "content" in part:
            return {**part, "content": await self.parts(part["content"], place)}
        return dict(part)

    async def _shown(self, media: Asset | Path, place: str) -> dict[str, Any]:
        """Media as a part; a text is said rather than shown."""
        if isinstance(media, Path):
            if not media.is_file():
                raise MediaError(f"{place}: {media}: there is no such file.")
            media = await import_file(media, self._blobs, sniff(media)[0])
        if media.kind is Kind.TEXT:
            return {"text": media.text}
        kind = "audio" if media.kind in AUDIO else str(media.kind)
        if kind not in ("image", "audio", "video"):
            raise ParameterError(f"{place}: a conversation shows images, audio and video, no {kind}.")
        name = next(name for n in range(1, 1_000_000) if (name := f"{kind}-{n}") not in self._taken)
        self._taken.add(name)
        self.media[name] = media
        return {"media": name}

    async def _openai(self, message: Mapping[str, Any], place: str) -> dict[str, Any]:
        """A message in the form of OpenAI's chat completions. Raises ParameterError."""
        role, content = message.get("role"), message.get("content")
        role = ROLES.get(str(role), role)
        parts = [] if content is None else await self.parts(content, place)
        if role == "tool":
            return {"role": role, "parts": [{"id": str(message.get("tool_call_id") or ""), "content": parts}]}
        thoughts = message.get("reasoning_content")
        reasoning = [{"reasoning": thoughts}] if thoughts and role == "assistant" else []
        calls = [_call(call, place) for call in message.get("tool_calls") or ()]
        return {"role": role, "parts": [*reasoning, *parts, *calls]}

    async def _openai_part(self, part: Mapping[str, Any], place: str) -> dict[str, Any]:
        kind = part["type"]
        if kind in TEXTS:
            return {"text": str(part.get("text") or "")}
        if kind in LINKS or kind == "input_image":
            link = part.get(kind if kind in LINKS else "image_url")
            url = link.get("url") if isinstance(link, Mapping) else link
            return await self._shown(await self._decoded(url, place), place)
        if kind == "input_audio":
            sound = part.get("input_audio") or {}
            return await self._shown(await self._stored(str(sound.get("data") or ""), place), place)
        raise ParameterError(f"{place}: parts of the type {kind!r} are not understood.")

    async def _decoded(self, url: Any, place: str) -> Asset:
        """What a `data:` address holds (RFC 2397). Nothing is fetched from anywhere."""
        head, comma, data = str(url or "").partition(",")
        if not (head.startswith("data:") and head.endswith(";base64") and comma):
            raise ParameterError(
                f"{place}: media are not fetched from addresses.", hint="Download it, and give its Path or a data: URL."
            )
        return await self._stored(data, place)

    async def _stored(self, data: str, place: str) -> Asset:
        try:
            content = pybase64.b64decode(data, validate=True)
        except (binascii.Error, ValueError):
            raise ParameterError(f"{place}: this is no base64.") from None
        async with self._blobs.workspace() as work:
            file = work() / "given"
            await in_thread(len(content), file.write_bytes, content)
            return await import_file(file, self._blobs, sniff(file)[0])


def _said(result: Result) -> list[Any]:
    """The parts of what an assistant answered, in their order."""
    assets = result.assets
    if "message" in assets:
        parts = read_document(assets["message"], Message).model_dump(mode="json", exclude_defaults=True)["parts"]
        return [*parts, *(asset for asset in assets.values() if asset.kind is Kind.IMAGE)]
    order = result.asset.facts.get("order") or list(assets)
    found: list[Any] = [assets[name] for name in order if name in assets]
    return [{"text": one.text} if one.kind is Kind.TEXT else one for one in found] or [{"text": ""}]


def _call(call: Mapping[str, Any], place: str) -> dict[str, Any]:
    named = call.get("function") or {}
    arguments = named.get("arguments") or "{}"
    try:
        value = json.loads(arguments) if isinstance(arguments, str) else arguments
    except ValueError:
        raise ParameterError(f"{place}: the arguments of the tool call {call.get('id')!r} are no JSON.") from None
    return {"id": str(call.get("id") or ""), "name": str(named.get("name") or ""), "arguments": value}


def _refuse_file_name(text: str, place: str) -> None:
    """Raises ParameterError for the name of a media file among the parts: whether it is to be said or shown is not clear,
    and a file is never opened because a text happens to name it."""
    if len(text) < MOST_NAME and Path(text).suffix.lower() in SUFFIXES and "\n" not in text and _is_file(text):
        raise ParameterError(
            f"{place}: {text!r} is the name of a file.",
            hint=f"Path({text!r}) shows the file, {{'text': {text!r}}} says the words.",
        )


def _is_file(name: str) -> bool:
    try:
        return Path(name).is_file()
    except (OSError, ValueError):
        return False
