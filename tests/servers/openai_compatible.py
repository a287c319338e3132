"""Servers that speak OpenAI's formats with models of their own: vLLM, Ollama, llama.cpp, Together, Groq, DeepSeek, the
router of Hugging Face.

They take any model's id and overlook fields they do not know; pictures come by link where that is asked for. Some of
them, hosted, ask for a key; on one's own machine they ask for none and overlook what is sent: `world.keys[...] = ""`
makes this such a server. Read on 2026-11-21: openai 3.52.0 for the formats. From memory: that fields are overlooked,
that voices and sizes are free. Not known: which of them serve /v1/videos (this one does, so that jobs can be tried
though OpenAI's own models for it are gone).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route

from .body import Refused
from .openai import audio, chat, images, responses, small, videos
from .openai.api import House, bearer, error
from .world import VendorServer, World

__all__ = ["SERVER"]

NAME = "openai_compatible"
LOADED = ["llama-4-scout", "qwen3-omni", "flux.2-klein", "whisper-large-v3", "kokoro"]


def free(asked: object) -> None:
    """Refuse nothing."""


def sized(asked: images.Shared) -> None:
    """Refuse sizes that no server would draw."""
    width, height = images.size_of(asked.size)
    if width > 4096 or height > 4096:
        raise Refused(error(400, "The picture is too large."))


def routes(world: World) -> list[Route]:
    house = House(NAME, world, lenient=True)
    served = [
        *chat.routes(house, free),
        *responses.routes(house),
        *images.routes(house, sized),
        *audio.routes(house, free, free),
        *videos.routes(house),
        *small.routes(house, lambda: LOADED),
    ]
    # DeepInfra has the same a folder deeper.
    deeper = [Route(r.path.replace("/v1", "/v1/openai", 1), r.endpoint, methods=list(r.methods or ())) for r in served]
    return [*served, *deeper]


def key_of(request: Request) -> str | None:
    return bearer(request)


SERVER = VendorServer(NAME, routes, key_of, error)
