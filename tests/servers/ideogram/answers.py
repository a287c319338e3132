"""What Ideogram's endpoints answer."""

from __future__ import annotations

import hashlib
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.body import Refused, guarded
from tests.servers.ideogram.requests import OPERATIONS, Asked, bad, taken
from tests.servers.media import picture
from tests.servers.world import Job, World

CREATED = "2026-11-21T09:00:00+00:00"
IN_FLIGHT = 10


class Answers:
    """The answers to one version's requests in one world."""

    def __init__(self, world: World) -> None:
        self.world = world

    async def make(self, request: Request) -> Response:
        path = request.url.path.removeprefix("/ideogram")
        operation = OPERATIONS[path]
        asked, files = await taken(request, operation)
        sources = files.get("images", files.get("image", []))
        facts = self.facts(asked, sources, path)
        usd = asked.usd(facts["size"]) * asked.count()
        if request.query_params.get("dry_run") == "true" and operation.version == 2:
            return JSONResponse({"object": "price_quote", "usd_micros": round(usd * 1e6)})
        if set(request.query_params) - {"webhook_url", "dry_run"}:
            raise bad("unknown query parameter")
        if self.world.outcome == "moderated" and self.world.polls == 0:
            return JSONResponse({"error": "Prompt failed the safety check."}, status_code=422)
        if "/async/" in path or getattr(asked, "async_", False) or getattr(asked, "webhook_url", None):
            return self.accepted(facts, usd, operation.version)
        return self.at_once(facts, usd, operation.version)

    def facts(self, asked: Asked, sources: list[bytes], path: str) -> dict[str, Any]:
        seed = getattr(asked, "seed", None)
        words = asked.words()
        given = "".join(hashlib.sha256(source).hexdigest() for source in sources)
        return {
            "path": path,
            "prompt": words,
            "words": f"{words} {getattr(asked, 'negative_prompt', '')} {given}",
            "size": asked.size(sources),
            "seed": 12345 if seed is None else seed,
            "count": asked.count(),
            "style_type": getattr(asked, "style_type", None),
        }

    def accepted(self, facts: dict[str, Any], usd: float, version: int) -> Response:
        """An asynchronous request, to be polled. Those that are under way are limited in number."""
        self.solvent()
        flying = sum(job.vendor == "ideogram" and job.polls >= 0 for job in self.world.jobs.values())
        if flying >= IN_FLIGHT:
            limit = {"reject_reason": "inflight_limit", "max_inflight_requests": IN_FLIGHT}
            raise Refused(
                JSONResponse(
                    {"error": "Too many requests in flight.", **limit, "task_completion_speed": "fast"}, status_code=429
                )
            )
        job = self.world.job("ideogram", facts["path"], facts, prefix="Zr3kVwQ9T0uJx1a2b3", usd=usd)
        return JSONResponse({"generation_id": job.id} | ({"seed": facts["seed"]} if version == 2 else {}))

    def solvent(self) -> None:
        if self.world.broke:
            said = {"error": "Insufficient funds.", "reject_reason": "insufficient_funds"}
            raise Refused(JSONResponse(said, status_code=402))

    def at_once(self, facts: dict[str, Any], usd: float, version: int) -> Response:
        self.solvent()
        if self.world.outcome in ("failed", "cancelled"):
            return JSONResponse({"error": "Internal server error."}, status_code=500)
        self.world.charge("ideogram", facts["path"], usd)
        data = self.data(facts, unsafe=self.world.outcome == "moderated")
        if version == 2:
            name = self.world.id("Zr3kVwQ9T0uJx1a2b3")
            return JSONResponse({"generation_id": name, "seed": facts["seed"], "data": data})
        kind = {} if "/ideogram-v3/" in facts["path"] else {"response_type": "url"}
        return JSONResponse({"created": CREATED, "data": data, **kind})

    def data(self, facts: dict[str, Any], unsafe: bool) -> list[dict[str, Any]]:
        """The pictures, the second of a seed following from the first."""
        width, height = (int(side) for side in facts["size"].split("x"))
        made = []
        for seed in range(facts["seed"], facts["seed"] + facts["count"]):
            link = None
            if not unsafe:
                link = self.world.file(picture(f"{facts['words']} {seed}", width, height), "image/png", ".png")
            style = {"style_type": facts["style_type"] or "GENERAL"} if "/ideogram-v3/" in facts["path"] else {}
            size = {"resolution": facts["size"], "is_image_safe": not unsafe, "seed": seed}
            made.append({"prompt": facts["prompt"], **size, "url": link, **style})
        return made

    async def poll(self, request: Request) -> Response:
        job = self.world.jobs.get(request.path_params["id"])
        if job is None or job.vendor != "ideogram":
            return JSONResponse({"error": "Generation not found."}, status_code=404)
        version = 2 if request.url.path.startswith("/ideogram/v2/") else 1
        return JSONResponse({"generation_id": job.id, "created": CREATED, **self.state(job, version)})

    def state(self, job: Job, version: int) -> dict[str, Any]:
        if not job.look():
            return {"status": "pending"}
        if job.outcome in ("failed", "cancelled"):
            return {"status": "failed"} | ({"failure_reason": "internal_error"} if version == 2 else {})
        data = self.data(dict(job.asked), unsafe=job.outcome == "moderated")
        if version == 2:
            data = [{"object_type": "image", **image} for image in data]
        return {"status": "completed", "response_type": "url", "data": data}


def routes(world: World) -> list[Route]:
    answers = Answers(world)
    return [
        *(Route(path, guarded(answers.make), methods=["POST"]) for path in OPERATIONS),
        Route("/v1/generations/{id}", answers.poll, methods=["GET"]),
        Route("/v2/generations/{id}", answers.poll, methods=["GET"]),
    ]
