"""fal's storage: files that are uploaded before a model is asked, in both of the ways that the client knows."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.world import World

TOKEN = "token-of-storage"


def storage(world: World) -> list[Route]:
    root = world.at("fal")

    async def token(request: Request) -> Response:
        if request.query_params.get("storage_type") != "fal-cdn-v3":
            return JSONResponse({"detail": "Unknown storage type"}, status_code=422)
        answer = {"token": TOKEN, "token_type": "Bearer", "base_url": root + "/v3.fal.media"}
        return JSONResponse(answer | {"expires_at": "2099-01-01T00:00:00+00:00"})

    async def upload(request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            return JSONResponse({"detail": "Unauthorized"}, status_code=401)
        name = request.headers.get("x-fal-file-name", "upload.bin")
        data, kind = await request.body(), request.headers.get("content-type", "application/octet-stream")
        return JSONResponse({"access_url": world.file(data, kind, "-" + name)})

    async def initiate(request: Request) -> Response:
        asked = await request.json()
        if set(asked) != {"file_name", "content_type"}:
            return JSONResponse({"detail": "file_name and content_type are required"}, status_code=422)
        link = world.file(b"", asked["content_type"], "-" + asked["file_name"])
        return JSONResponse({"file_url": link, "upload_url": f"{root}/stored/{link.rsplit('/', 1)[1]}"})

    async def store(request: Request) -> Response:
        name = request.path_params["name"]
        _, kind = world.files[name]
        world.files[name] = (await request.body(), kind)
        return Response(status_code=200)

    return [
        Route("/rest.fal.ai/storage/auth/token", token, methods=["POST"]),
        Route("/rest.fal.ai/storage/upload/initiate", initiate, methods=["POST"]),
        Route("/v3.fal.media/files/upload", upload, methods=["POST"]),
        Route("/stored/{name}", store, methods=["PUT"]),
    ]
