"""fal: queue.fal.run at the server's root, fal.run below `/fal.run`, rest.fal.ai below `/rest.fal.ai`, v3.fal.media below
`/v3.fal.media`.

Read on 2026-11-21: fal-client 1.0.3 (client.py), the endpoint types of npm @fal-ai/client 1.10.1, fal.ai's documentation
of the queue, of model errors and of request errors as public copies have it, and recorded answers in public
repositories. As there: the addresses given back drop the endpoint's sub-path; 202 while a request waits or runs; the
queue takes any JSON object, and arguments that do not fit come out as COMPLETED without an error and 422 on the result;
content refused likewise (FLUX answers 200 with a black picture and `has_nsfw_concepts` true).

From memory: ranges that the types do not carry, the sizes behind names such as `landscape_4_3`, the answers to a result
asked for too early (400), to one that was cancelled (499), and to a sub-path in a polling address (405).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.fal.queue import Queue
from tests.servers.fal.storage import storage
from tests.servers.world import VendorServer, World

TYPES = {
    500: "internal_error",
    502: "runner_connection_error",
    503: "runner_scheduling_failure",
    504: "request_timeout",
}


def error(status: int, message: str) -> Response:
    """An error of the platform, not of a model: `detail` is words."""
    headers = {"x-fal-request-id": "019ef3ca-bf2e-71b2-b3b6-79a8bca90752"}
    body = {"detail": message}
    if status in TYPES:
        body["error_type"] = headers["x-fal-error-type"] = TYPES[status]
    return JSONResponse(body, status_code=status, headers=headers)


def key_of(request: Request) -> str | None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key if scheme == "Key" else None


def routes(world: World) -> list[Route]:
    queue = Queue(world, "fal", world.at("fal"))
    return [*storage(world), Route("/fal.run/{endpoint:path}", queue.run, methods=["POST"]), *queue.routes()]


SERVER = VendorServer("fal", routes, key_of, error, open=("/v3.fal.media/", "/stored/"))
