"""Files that are uploaded to Replicate, to be inputs."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.replicate.predictions import problem
from tests.servers.world import World


def uploads(world: World, root: str) -> list[Route]:
    kept: dict[str, dict[str, Any]] = {}

    async def create(request: Request) -> Response:
        form = await request.form()
        content = form.get("content")
        if not isinstance(content, UploadFile):
            return problem(422, "Invalid file", "The form has no file named content.")
        data, kind = await content.read(), content.content_type or "application/octet-stream"
        link = world.file(data, kind, "-" + (content.filename or "file"))
        name = link.rsplit("/", 1)[1]
        digest = hashlib.sha256(data).hexdigest()
        kept[name] = {
            "id": name,
            "name": content.filename,
            "content_type": kind,
            "size": len(data),
            "etag": digest[:32],
            "checksums": {"sha256": digest, "md5": hashlib.md5(data).hexdigest()},
            "metadata": json.loads(str(form.get("metadata", "{}"))),
            "created_at": "2026-11-21T09:00:00.000Z",
            "expires_at": "2026-11-22T09:00:00.000Z",
            "urls": {"get": f"{root}/v1/files/{name}"},
        }
        return JSONResponse(kept[name], status_code=201)

    async def files(_: Request) -> Response:
        return JSONResponse({"next": None, "previous": None, "results": list(kept.values())})

    async def get(request: Request) -> Response:
        found = kept.get(request.path_params["id"])
        return JSONResponse(found) if found else problem(404, "Not found", "File not found")

    async def delete(request: Request) -> Response:
        found = kept.pop(request.path_params["id"], None)
        return Response(status_code=204) if found else problem(404, "Not found", "File not found")

    return [
        Route("/v1/files", create, methods=["POST"]),
        Route("/v1/files", files, methods=["GET"]),
        Route("/v1/files/{id}", get, methods=["GET"]),
        Route("/v1/files/{id}", delete, methods=["DELETE"]),
    ]
