"""Hugging Face: router.huggingface.co at the server's root, huggingface.co below `/huggingface.co`.

Read on 2026-11-21: huggingface_hub 2.4.0 (inference/_providers/, inference/_client.py, hf_api.py, utils/_http.py). The
router passes requests on: below `/fal-ai`, `/replicate`, `/together` and each other provider's name are that vendor's
own paths and formats, and what fal and WaveSpeed give back still names their own hosts.

How the client is pointed here: a model given as an address takes the place of hf-inference's own; everything else is
fixed at import (the router) or by HF_ENDPOINT (the Hub), so that `set_client_factory` and `set_async_client_factory`,
the client's documented ways to configure HTTP, have to send both hosts here.

From memory: the bodies of errors, what a model that is loading says, Together's answers beside the fields that the
client reads. Not known: how hf-inference tells that content was refused (400 here).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.fal.queue import Queue
from tests.servers.huggingface.deepinfra import deepinfra
from tests.servers.huggingface.hub import hub
from tests.servers.huggingface.inference import inference
from tests.servers.huggingface.novita import novita
from tests.servers.huggingface.nscale import nscale
from tests.servers.huggingface.together import together
from tests.servers.huggingface.wavespeed import wavespeed
from tests.servers.huggingface.zai_org import zai_org
from tests.servers.openai import chat, small
from tests.servers.openai.api import House, bearer
from tests.servers.replicate.predictions import Predictions
from tests.servers.world import VendorServer, World

NAME = "huggingface"
CHATTING = ["meta-llama/Llama-3.1-8B-Instruct"]


def error(status: int, message: str) -> Response:
    said = {
        401: "Invalid credentials in Authorization header",
        402: "You have exceeded your monthly included credits for Inference Providers.",
    }
    message = said.get(status, message)
    body: dict[str, object] = {"error": message}
    if status == 503:
        body |= {"error": "Model is currently loading", "estimated_time": 20.0}
    return JSONResponse(body, status_code=status, headers={"x-error-message": message, "x-request-id": "Root=1-673f"})


def paid(world: World, route: Route) -> Route:
    """The router counts money itself, before anyone works."""

    async def endpoint(request: Request) -> Response:
        answer: Response = error(402, "") if world.broke else await route.endpoint(request)
        return answer

    return Route(route.path, endpoint, methods=["POST"]) if "POST" in (route.methods or ()) else route


def below(prefix: str, routes: list[Route]) -> list[Route]:
    return [Route(prefix + route.path, route.endpoint, methods=list(route.methods or ())) for route in routes]


def fal(world: World) -> list[Route]:
    """fal by the router, where a query says which of fal's hosts is meant."""
    queue = Queue(world, NAME, "https://queue.fal.run")

    async def submit(request: Request) -> Response:
        queued = request.query_params.get("_subdomain") == "queue"
        return await (queue.submit if queued else queue.run)(request)

    return [*queue.routes()[:-1], Route("/{endpoint:path}", submit, methods=["POST"])]


def routes(world: World) -> list[Route]:
    talk = chat.routes(House(NAME, world, lenient=True), lambda _: None)
    vectors = small.routes(House(NAME, world, lenient=True), lambda: CHATTING)[2:3]
    found = [
        *hub(world),
        *below("/together", vectors),
        *below("/scaleway", vectors),
        Route("/deepinfra/v1/openai/embeddings", vectors[0].endpoint, methods=["POST"]),
        *talk,
        *below("/hf-inference/models/{model:path}", talk),
        *below("/together", talk),
        *small.routes(House(NAME, world), lambda: CHATTING)[:2],
        *inference(world),
        *together(world),
        *deepinfra(world),
        *novita(world),
        *nscale(world),
        *wavespeed(world),
        *zai_org(world),
        *below("/fal-ai", fal(world)),
        *below("/replicate", Predictions(world, NAME, "https://api.replicate.com", lenient=True).routes()),
    ]
    return [paid(world, route) for route in found]


SERVER = VendorServer(NAME, routes, bearer, error, open=("/huggingface.co/",))
