"""OpenAI: chat, responses, pictures, speech, transcription, videos, embeddings, moderation, the list of models.

Read on 2026-11-21 in openai 3.52.0: every field of requests and answers, sizes, formats, limits, shutdown dates, the
order and fields of stream events, the types of errors by status. Read in a copy of its guide: the fewest and most pixels
of a picture of any size. From memory: the wording and `code` of errors, that
reasoning models refuse `max_tokens`, the rules of strict schemas, that a retired model answers 404 `model_not_found`.
Not known: how a language model decides to call a tool (here it does when it may and has no result yet), and what the
live service would answer after the shutdown of videos (here: as for every retired model).
"""

from __future__ import annotations

from starlette.requests import Request
from starlette.routing import Route

from ..world import VendorServer, World
from . import audio, chat, images, models, responses, small, videos
from .api import House, bearer, error

__all__ = ["SERVER"]


def routes(world: World) -> list[Route]:
    house = House("openai", world, models.refuse_unknown)
    return [
        *chat.routes(house, chat.rules),
        *responses.routes(house),
        *images.routes(house, images.rules),
        *audio.routes(house, audio.speech_rules, audio.transcription_rules),
        *videos.routes(house),
        *small.routes(house, models.listed),
    ]


def key_of(request: Request) -> str | None:
    return bearer(request)


SERVER = VendorServer("openai", routes, key_of, error)
