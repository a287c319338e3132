"""What all of OpenAI's endpoints share: the key, errors, headers, streams."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from ..body import Body, Complaint, Refused, fitted, read
from ..world import World

__all__ = [
    "House",
    "bearer",
    "complain",
    "deprecated",
    "error",
    "events",
    "form",
    "now",
    "refused",
    "tokens",
    "unknown_model",
    "wrong",
]

B = TypeVar("B", bound=Body)

REQUESTS = count(1)
CODES = {
    401: ("invalid_request_error", "invalid_api_key"),
    403: ("invalid_request_error", "unsupported_country_region_territory"),
    404: ("invalid_request_error", None),
    429: ("requests", "rate_limit_exceeded"),
    500: ("server_error", None),
    503: ("server_error", "server_is_overloaded"),
}


def marks() -> dict[str, str]:
    """The headers that every answer carries."""
    return {"x-request-id": f"req_{next(REQUESTS):032x}", "openai-version": "2020-10-01", "openai-processing-ms": "12"}


def refused(status: int, message: str, kind: str, param: str | None = None, code: str | None = None) -> JSONResponse:
    """An error in OpenAI's envelope."""
    body = {"error": {"message": message, "type": kind, "param": param, "code": code}}
    return JSONResponse(body, status, marks())


def error(status: int, message: str) -> Response:
    """The error that goes with a status."""
    kind, code = CODES.get(status, ("server_error" if status >= 500 else "invalid_request_error", None))
    return refused(status, message, kind, None, code)


def wrong(message: str, param: str | None = None, code: str | None = "invalid_value") -> Refused:
    """A request that cannot be: 400."""
    return Refused(refused(400, message, "invalid_request_error", param, code))


def complain(fault: Complaint) -> Response:
    """400 for a body that has not its shape."""
    words = {
        "json": f"We could not parse the JSON body of your request: {fault.what}.",
        "unknown": f"Unknown parameter: '{fault.where}'.",
        "missing": f"Missing required parameter: '{fault.where}'.",
        "type": f"Invalid type for '{fault.where}': {fault.what}.",
        "value": f"Invalid value for '{fault.where}': {fault.what}.",
    }
    codes = {
        "json": None,
        "unknown": "unknown_parameter",
        "missing": "missing_required_parameter",
        "type": "invalid_type",
        "value": "invalid_value",
    }
    return refused(400, words[fault.kind], "invalid_request_error", fault.where or None, codes[fault.kind])


def deprecated(model: str) -> Refused:
    link = "https://platform.openai.com/docs/deprecations"
    words = f"The model `{model}` has been deprecated, learn more here: {link}"
    return Refused(refused(404, words, "invalid_request_error", None, "model_not_found"))


def unknown_model(model: str) -> Refused:
    words = f"The model `{model}` does not exist or you do not have access to it."
    return Refused(refused(404, words, "invalid_request_error", None, "model_not_found"))


def bearer(request: Request) -> str | None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key if scheme == "Bearer" else None


def any_model(model: str, use: str) -> None:
    """Take every model, for every use."""


@dataclass(frozen=True)
class House:
    """A server that speaks OpenAI's formats: OpenAI itself, or one of the many that do likewise."""

    name: str
    world: World
    check_model: Callable[[str, str], None] = any_model
    """Refuses a model that is not there for a use."""
    lenient: bool = False
    """Whether fields that OpenAI does not know are overlooked."""

    async def body(self, request: Request, shape: type[B]) -> B:
        return await read(request, shape, complain, "ignore" if self.lenient else "forbid")

    def answer(self, body: Mapping[str, Any] | list[Any], headers: Mapping[str, str] | None = None) -> JSONResponse:
        return JSONResponse(body, headers={**marks(), **(headers or {})})

    def media(self, data: bytes, media_type: str) -> Response:
        return Response(data, media_type=media_type, headers=marks())

    def stream(self, body: str) -> Response:
        return Response(body, media_type="text/event-stream", headers=marks())

    def begin(self, model: str, use: str) -> None:
        """Before any work: the model is there, and the service is well."""
        self.check_model(model, use)
        if self.world.outcome == "failed":
            raise Refused(error(500, "The server had an error while processing your request. Sorry about that!"))

    def charge(self, model: str) -> None:
        self.world.charge(self.name, model)


def events(bodies: Iterable[Mapping[str, Any]], named: bool, done: bool) -> str:
    """Server-sent events; `named` ones carry their type as the event, and `done` ends the stream in words."""
    lines = [(f"event: {body['type']}\n" if named else "") + f"data: {json.dumps(body)}\n\n" for body in bodies]
    return "".join(lines) + ("data: [DONE]\n\n" if done else "")


async def form(request: Request, shape: type[B], single: set[str]) -> tuple[B, dict[str, list[tuple[str, bytes]]]]:
    """A multipart body: its fields in the shape, and its files (name and bytes) by field. A field whose name ends with
    `[]` is a list; all but the `single` fields may come that way."""
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise wrong("Unsupported content type: this endpoint takes multipart/form-data.", None, None)
    fields: dict[str, Any] = {}
    files: dict[str, list[tuple[str, bytes]]] = {}
    async with request.form(max_part_size=64 * 1024 * 1024) as parts:
        for name, value in parts.multi_items():
            plain = name.removesuffix("[]")
            if plain != name and plain in single:
                raise wrong(f"Unknown parameter: '{name}'.", name, "unknown_parameter")
            if not isinstance(value, str):
                files.setdefault(plain, []).append((value.filename or "", await value.read()))
            elif plain != name:
                fields.setdefault(plain, []).append(value)
            elif plain in fields:
                raise wrong(f"Duplicate parameter: '{name}'.", name, "duplicate_parameter")
            else:
                fields[plain] = value
    return fitted(fields, shape, complain, lax=True), files


def tokens(words: str) -> int:
    """A token for every four characters, one at least."""
    return max(1, len(words) // 4)


def now() -> int:
    return int(time.time())
