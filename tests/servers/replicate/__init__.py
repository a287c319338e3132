"""Replicate, api.replicate.com.

Read on 2026-11-21: replicate 1.0.7 (client, prediction, model, version, file, run), the generated types of its beta
2.0.0b1 (Prediction, PredictionCreateParams, FileCreateResponse), replicate.com's pages on rate limits and of the FLUX
models' input schemas as public copies have them.

As the client's source remarks, a prediction that `Prefer: wait` waited for comes back as `processing` with its output.
A request that waits here looks three times before it gives up. Models of the community are run by version only.

From memory: ids of versions, the inputs of models other than FLUX, the texts of errors and the shape of 422. Not known:
whether unknown inputs are refused (they are here). Replicate tells no prices.
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tests.servers.replicate.predictions import Predictions, problem
from tests.servers.replicate.uploads import uploads
from tests.servers.world import VendorServer, World

SAID = {
    401: ("Unauthenticated", "You did not pass a valid authentication token"),
    402: ("Insufficient credit", "You have insufficient credit to run this model."),
    429: ("Too many requests", "Request was throttled. Your rate limit resets in ~30s."),
}


def error(status: int, message: str) -> Response:
    title, detail = SAID.get(status, ("Error", message))
    return problem(status, title, detail)


def key_of(request: Request) -> str | None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    return key if scheme in ("Bearer", "Token") else None


def routes(world: World) -> list[Route]:
    root = world.at("replicate")
    return [*uploads(world, root), *Predictions(world, "replicate", root).routes()]


SERVER = VendorServer("replicate", routes, key_of, error)
