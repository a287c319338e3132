"""What Google's interfaces share: the error envelope, the bearer token, base64 in bodies."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from .body import Complaint, Refused
from .perception import Heard, Sight, hear, look

__all__ = ["bearer", "complain", "decoded", "error", "perceived", "unknown_operation", "wrong"]

STATUSES = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    408: "DEADLINE_EXCEEDED",
    409: "ABORTED",
    429: "RESOURCE_EXHAUSTED",
    499: "CANCELLED",
    500: "INTERNAL",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}
TYPES = "type.googleapis.com/google.rpc"


def error(status: int, message: str, details: list[dict[str, Any]] | None = None) -> Response:
    """An error in Google's envelope. Where a quota is used up, it says when to come back."""
    if status == 429:
        details = [{"@type": f"{TYPES}.RetryInfo", "retryDelay": "1s"}, *(details or [])]
    body: dict[str, Any] = {"code": status, "message": message, "status": STATUSES.get(status, "UNKNOWN")}
    return JSONResponse({"error": {**body, "details": details} if details else body}, status)


def complain(fault: Complaint) -> Response:
    parent, _, name = fault.where.rpartition(".")
    if fault.kind == "unknown":
        return error(400, f"Invalid JSON payload received. Unknown name \"{name}\" at '{parent}': Cannot find field.")
    if fault.kind == "missing":
        return error(400, f"* {fault.where}: field is required")
    return error(400, f"Invalid value at '{fault.where}': {fault.what}")


def wrong(message: str) -> Refused:
    return Refused(error(400, message))


def unknown_operation(name: str) -> Refused:
    return Refused(error(404, f"The specified operation {name} was not found."))


def bearer(request: Request) -> str | None:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token if scheme == "Bearer" else None


def decoded(data: str, where: str) -> bytes:
    """Bytes from base64, of either alphabet."""
    try:
        return base64.b64decode(data.translate(str.maketrans("-_", "+/")), validate=True)
    except binascii.Error:
        raise wrong(f"Invalid value at '{where}' (TYPE_BYTES), Base64 decoding failed") from None


def perceived(data: bytes, media_type: str, where: str) -> Sight | Heard:
    """What a picture shows, or a sound or film says. A film without sound says nothing."""
    kind = media_type.partition("/")[0]
    try:
        if kind == "image":
            return look(data)
        if kind in ("audio", "video"):
            return hear(data)
    except ValueError:
        if kind == "video":
            return Heard("", 0.0, ())
        raise wrong(f"Unable to process input {kind} at {where}.") from None
    raise wrong(f"Unsupported MIME type: {media_type}")
