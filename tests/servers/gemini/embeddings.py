"""POST /{version}/models/{model}:batchEmbedContents.

Read on 2026-12-01 in google-genai 3.6.1: the fields of requests and answers. From memory: that the first model takes words
only, 3072 numbers at most, 100 contents at once. Not known: whether the Gemini API tells tokens here (it does not).
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from ..body import guarded, read
from ..google import complain, decoded, perceived, wrong
from ..perception import vector
from ..world import World
from .content import Camel, Content
from .models import known, use_of

__all__ = ["routes"]

LONGEST = 3072
PURPOSES = Literal[
    "RETRIEVAL_QUERY", "RETRIEVAL_DOCUMENT", "SEMANTIC_SIMILARITY", "CLASSIFICATION", "CLUSTERING",
    "QUESTION_ANSWERING", "FACT_VERIFICATION", "CODE_RETRIEVAL_QUERY",
]  # fmt: skip


class Embed(Camel):
    model: str
    content: Content
    task_type: PURPOSES | None = None
    title: str | None = None
    output_dimensionality: int | None = Field(None, ge=1)


class BatchRequest(Camel):
    requests: list[Embed] = Field(min_length=1, max_length=100)


def meant(asked: Embed, where: str) -> str:
    """All that a content says and shows."""
    words = []
    for part in asked.content.parts:
        if part.inline_data:
            if asked.model == "models/gemini-embedding-001":
                raise wrong("The model supports text input only.")
            data = decoded(part.inline_data.data, where)
            words.append(str(perceived(data, part.inline_data.mime_type, where)))
        words.append(part.text or "")
    return "".join(words)


def routes(name: str, world: World, base: str) -> list[Route]:
    async def embed(request: Request) -> Response:
        model = request.path_params["model"]
        known(model, "embedContent")
        asked = await read(request, BatchRequest, complain)
        if use_of(model) != "vectors" or any(one.model != f"models/{model}" for one in asked.requests):
            raise wrong("* BatchEmbedContentsRequest.requests: model must match the model in the path.")
        found: list[dict[str, Any]] = []
        for n, one in enumerate(asked.requests):
            length = one.output_dimensionality or LONGEST
            if length > LONGEST:
                raise wrong(f"output_dimensionality must be at most {LONGEST}.")
            found.append({"values": vector(f"{meant(one, f'requests[{n}]')}{one.task_type or ''}", length)})
        world.charge(name, model)
        return JSONResponse({"embeddings": found})

    return [Route(f"{base}/models/{{model}}:batchEmbedContents", guarded(embed), methods=["POST"])]
