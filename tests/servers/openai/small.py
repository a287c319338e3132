"""GET /v1/models, POST /v1/embeddings and POST /v1/moderations."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable
from typing import Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ..body import Body, guarded
from ..perception import vector
from .api import House, tokens, unknown_model, wrong
from .models import SHUTDOWN

__all__ = ["EmbeddingRequest", "ModerationRequest", "routes"]

LENGTHS = {"text-embedding-3-large": 3072}
CATEGORIES = (
    *("harassment", "harassment/threatening", "hate", "hate/threatening", "illicit", "illicit/violent", "self-harm"),
    *("self-harm/intent", "self-harm/instructions", "sexual", "sexual/minors", "violence", "violence/graphic"),
)


class EmbeddingRequest(Body):
    input: str | list[str]
    model: str
    dimensions: int | None = Field(None, ge=1)
    encoding_format: Literal["float", "base64"] = "float"
    user: str | None = None


class Text(Body):
    type: Literal["text"]
    text: str


class Link(Body):
    url: str


class Picture(Body):
    type: Literal["image_url"]
    image_url: Link


class ModerationRequest(Body):
    input: str | list[str] | list[Text | Picture]
    model: str = "omni-moderation-latest"


def described(model: str) -> dict[str, Any]:
    owner = {"id": model, "object": "model", "created": 1700000000, "owned_by": "system"}
    return {**owner, "shutdown_date": SHUTDOWN.get(model)}


def verdict(flagged: bool, score: float) -> dict[str, Any]:
    return {
        "flagged": flagged,
        "categories": {name: flagged and name == "violence" for name in CATEGORIES},
        "category_scores": {name: score if name == "violence" else 0.0001 for name in CATEGORIES},
        "category_applied_input_types": {name: ["text"] for name in CATEGORIES},
    }


def routes(house: House, listed: Callable[[], list[str]]) -> list[Route]:
    async def models(request: Request) -> Response:
        return house.answer({"object": "list", "data": [described(model) for model in listed()]})

    async def model(request: Request) -> Response:
        if request.path_params["id"] not in listed():
            raise unknown_model(request.path_params["id"])
        return house.answer(described(request.path_params["id"]))

    async def embed(request: Request) -> Response:
        asked = await house.body(request, EmbeddingRequest)
        house.begin(asked.model, "embeddings")
        texts = [asked.input] if isinstance(asked.input, str) else asked.input
        if not texts or not all(texts):
            raise wrong("'$.input' is invalid. Input cannot be an empty string.", "input")
        length = asked.dimensions or LENGTHS.get(asked.model, 1536)
        if length > LENGTHS.get(asked.model, 1536):
            raise wrong("This model does not have that many dimensions.", "dimensions")
        house.charge(asked.model)
        vectors = [vector(text, length) for text in texts]
        floats = asked.encoding_format == "float"
        data = [
            {"object": "embedding", "index": n,
             "embedding": one if floats else base64.b64encode(struct.pack(f"<{length}f", *one)).decode()}
            for n, one in enumerate(vectors)
        ]  # fmt: skip
        size = sum(tokens(text) for text in texts)
        spent = {"prompt_tokens": size, "total_tokens": size}
        return house.answer({"object": "list", "data": data, "model": asked.model, "usage": spent})

    async def moderate(request: Request) -> Response:
        asked = await house.body(request, ModerationRequest)
        house.check_model(asked.model, "moderations")
        many = len(asked.input) if isinstance(asked.input, list) and isinstance(asked.input[0], str) else 1
        flagged = house.world.outcome == "moderated"
        results = [verdict(flagged, 0.98 if flagged else 0.0002)] * many
        return house.answer({"id": house.world.id("modr-"), "model": asked.model, "results": results})

    return [
        Route("/v1/models", guarded(models), methods=["GET"]),
        Route("/v1/models/{id:path}", guarded(model), methods=["GET"]),
        Route("/v1/embeddings", guarded(embed), methods=["POST"]),
        Route("/v1/moderations", guarded(moderate), methods=["POST"]),
    ]
