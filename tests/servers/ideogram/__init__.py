"""Ideogram, api.ideogram.ai.

Read on 2026-11-21, as public copies have them: developer.ideogram.ai's reference of Ideogram 4.5 (generate and precise
edit, snapshots of October 2026), its pages on polling and on moving from v1; the vendor's OpenAPI document of v1
(Ideogram 3.0 and 4.0: generate, remix, edit) as the community's C# client carries it; quickstart and limits (10
requests in flight).

Inferred or not known: the bodies of 400, 401 and 422 (documented as "any"; `{"error": …}` here), the size that "auto"
comes to, prices of 4.5 by quality (those of a reseller; `dry_run` is the documented way to ask), what a failed
synchronous request answers (500 here). Unknown fields are refused, so that a misspelt one cannot pass.

A moderated request that has nothing to wait for (`World.polls` is 0) is refused with 422, as a prompt is that fails the
safety check; any other comes back with `is_image_safe` false and no link.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from tests.servers.ideogram.answers import routes
from tests.servers.world import VendorServer

REASONS = {402: "insufficient_funds", 429: "inflight_limit"}


def error(status: int, message: str) -> Response:
    body = {"error": message}
    if status in REASONS:
        body["reject_reason"] = REASONS[status]
    return JSONResponse(body, status_code=status)


def key_of(request: Request) -> str | None:
    return request.headers.get("api-key")


SERVER = VendorServer("ideogram", routes, key_of, error)
