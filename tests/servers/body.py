"""Request bodies held to a shape: what a vendor does not know is refused, as the vendor refuses it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from starlette.requests import Request
from starlette.responses import Response

__all__ = ["Body", "Complaint", "Refused", "fitted", "guarded", "read"]

B = TypeVar("B", bound="Body")


class Body(BaseModel):
    """A body, or a part of one: unknown fields and types that are nearly right are wrong."""

    model_config = ConfigDict(extra="forbid", strict=True)


@dataclass(frozen=True)
class Complaint:
    """What is wrong with a body."""

    kind: Literal["json", "unknown", "missing", "type", "value"]
    where: str
    """The field, as `messages.0.content`; empty for the body itself."""
    what: str


class Refused(Exception):
    """A request that is answered with an error."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


def complaint(error: ValidationError) -> Complaint:
    """The first thing that is wrong."""
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    kinds: dict[str, Literal["json", "unknown", "missing"]] = {
        "json_invalid": "json",
        "extra_forbidden": "unknown",
        "missing": "missing",
    }
    kind = kinds.get(first["type"]) or ("type" if first["type"].endswith("_type") else "value")
    return Complaint(kind, where, first["msg"])


def fitted(data: Mapping[str, Any], shape: type[B], refuse: Callable[[Complaint], Response], lax: bool = False) -> B:
    """A mapping as a body of the shape. `lax` takes numbers written as words, as forms have them."""
    try:
        return shape.model_validate(data, strict=not lax)
    except ValidationError as error:
        raise Refused(refuse(complaint(error))) from None


async def read(
    request: Request,
    shape: type[B],
    refuse: Callable[[Complaint], Response],
    extra: Literal["forbid", "ignore"] = "forbid",
) -> B:
    """The request's JSON body. Where a vendor's servers overlook unknown fields, `extra` is "ignore"."""
    if not request.headers.get("content-type", "").startswith("application/json"):
        raise Refused(refuse(Complaint("json", "", "the content type is not application/json")))
    body = await request.body()
    try:
        json.loads(body)
        return shape.model_validate_json(body, strict=True, extra=extra)
    except ValidationError as error:
        raise Refused(refuse(complaint(error))) from None
    except ValueError as error:
        raise Refused(refuse(Complaint("json", "", str(error)))) from None


def guarded(endpoint: Callable[[Request], Awaitable[Response]]) -> Callable[[Request], Awaitable[Response]]:
    """The endpoint, answering with the response of whatever `Refused` is raised in it."""

    async def answer(request: Request) -> Response:
        try:
            return await endpoint(request)
        except Refused as refused:
            return refused.response

    return answer
