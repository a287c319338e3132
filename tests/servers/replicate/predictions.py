"""Predictions: made, waited for, looked at, listed and cancelled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.body import Body, Complaint, Refused, guarded, read
from tests.servers.replicate.models import MODELS, Model
from tests.servers.world import Job, World

LOOKS = 3
"""How often a waiting request looks before it answers."""
FLAGGED = "The input or output was flagged as sensitive. Please try again with different inputs. (E005)"


class Create(Body):
    input: dict[str, Any]
    webhook: Annotated[str, Field(pattern="^https://")] | None = None
    webhook_events_filter: list[Literal["start", "output", "logs", "completed"]] | None = None
    webhook_completed: str | None = None
    stream: bool | None = None


class CreateByVersion(Create):
    version: str


def problem(status: int, title: str, detail: str, **more: Any) -> Response:
    """An error as RFC 7807 has it."""
    headers = {"ratelimit-remaining": "0"} if status == 429 else {}
    body = {"title": title, "detail": detail, "status": status, **more}
    return JSONResponse(body, status_code=status, headers=headers, media_type="application/problem+json")


def refuse(complaint: Complaint) -> Response:
    words = f"- {complaint.where or 'body'}: {complaint.what}\n"
    return problem(422, "Input validation failed", words, invalid_fields=[field_of(complaint.where, complaint.what)])


def field_of(where: str, what: str) -> dict[str, str]:
    return {"type": "invalid", "field": where, "description": what}


def unfit(error: ValidationError) -> Response:
    """Inputs that do not fit: all that is wrong with them."""
    wrong = [(".".join(["input", *map(str, each["loc"])]), each["msg"]) for each in error.errors()]
    words = "".join(f"- {where}: {what}\n" for where, what in wrong)
    fields = [field_of(where, what) for where, what in wrong]
    return problem(422, "Input validation failed", words, invalid_fields=fields)


def not_found(what: str = "The requested resource could not be found.") -> Response:
    return problem(404, "Not found", what)


def seconds_of(preference: str) -> int | None:
    """How long a request is to wait (RFC 7240), 0 where it is not."""
    if not preference:
        return 0
    found = re.fullmatch(r"wait(?:=(\d+))?", preference)
    seconds = int(found[1] or 60) if found else 0
    return seconds if 1 <= seconds <= 60 else None


@dataclass(frozen=True)
class Predictions:
    """Predictions in one world, charged to a vendor. `root` is what the addresses given back begin with; `lenient` ones
    overlook inputs that a model does not know (huggingface_hub gives a picture under four names at once)."""

    world: World
    vendor: str
    root: str
    lenient: bool = False

    def routes(self) -> list[Route]:
        return [
            Route("/v1/account", self.account, methods=["GET"]),
            Route("/v1/models/{owner}/{name}/predictions", guarded(self.by_model), methods=["POST"]),
            Route("/v1/models/{owner}/{name}", self.model, methods=["GET"]),
            Route("/v1/models/{owner}/{name}/versions/{version}", self.version, methods=["GET"]),
            Route("/v1/predictions", guarded(self.by_version), methods=["POST"]),
            Route("/v1/predictions", self.listed, methods=["GET"]),
            Route("/v1/predictions/{id}", self.get, methods=["GET"]),
            Route("/v1/predictions/{id}/cancel", self.cancel, methods=["POST"]),
        ]

    async def by_model(self, request: Request) -> Response:
        asked = await read(request, Create, refuse)
        name = "{owner}/{name}".format(**request.path_params)
        if name not in MODELS or MODELS[name].version:
            return not_found()
        return self.created(request, name, asked)

    async def by_version(self, request: Request) -> Response:
        asked = await read(request, CreateByVersion, refuse)
        name, _, version = asked.version.rpartition(":")
        if asked.version in MODELS and not MODELS[asked.version].version:
            return self.created(request, asked.version, asked)
        found = [known for known, model in MODELS.items() if model.version == version and name in ("", known)]
        if not found:
            return problem(422, "Invalid version or not permitted", "The specified version does not exist.")
        return self.created(request, found[0], asked)

    def created(self, request: Request, name: str, asked: Create) -> Response:
        model = MODELS[name]
        try:
            model.shape.model_validate(asked.input, strict=True, extra="ignore" if self.lenient else "forbid")
        except ValidationError as error:
            raise Refused(unfit(error)) from None
        seconds = seconds_of(request.headers.get("prefer", ""))
        if seconds is None:
            raise Refused(problem(400, "Bad request", "The Prefer header must be wait or wait=n, n from 1 to 60."))
        if self.world.broke:
            raise Refused(problem(402, "Insufficient credit", "You have insufficient credit to run this model."))
        job = self.world.job(self.vendor, name, asked.input, prefix="rrr4z55ocneqzikepnug")
        finished = seconds > 0 and any(job.look() for _ in range(LOOKS))
        answer = self.told(job)
        if finished and answer["status"] == "succeeded":
            answer |= {"status": "processing", "completed_at": None, "metrics": None}
        return JSONResponse(answer, status_code=201)

    def told(self, job: Job) -> dict[str, Any]:
        """A prediction as it stands."""
        address = f"{self.root}/v1/predictions/{job.id}"
        answer: dict[str, Any] = {
            "id": job.id,
            "model": job.model,
            "version": MODELS[job.model].version or "hidden",
            "input": dict(job.asked),
            "logs": "" if job.polls > 0 else "Using seed: 42\n 50%|█████     | 14/28 [00:01<00:01, 9.00it/s]\n",
            "output": None,
            "data_removed": False,
            "error": None,
            "source": "api",
            "status": "starting" if job.polls > 0 else "processing",
            "metrics": None,
            "created_at": "2026-11-21T09:00:00.000Z",
            "started_at": None if job.polls > 0 else "2026-11-21T09:00:01.000Z",
            "completed_at": None,
            "urls": {"cancel": address + "/cancel", "get": address, "web": f"https://replicate.com/p/{job.id}"},
        }
        return answer | self.end(job) if job.polls < 0 else answer

    def end(self, job: Job) -> dict[str, Any]:
        end: dict[str, Any] = {
            "completed_at": "2026-11-21T09:00:03.500Z",
            "metrics": {"predict_time": 2.5, "total_time": 3.5},
        }
        if job.outcome == "cancelled":
            return end | {"status": "canceled"}
        if job.outcome != "succeeded":
            return end | {"status": "failed", "error": FLAGGED if job.outcome == "moderated" else "Prediction failed."}
        model = MODELS[job.model]
        try:
            shape = model.shape.model_validate(job.asked, strict=True, extra="ignore" if self.lenient else "forbid")
            output = model.make(self.world, shape)
        except LookupError as error:
            return end | {"status": "failed", "error": f"cannot read the input {error.args[0]}"}
        if self.world.expired:
            return end | {"status": "succeeded", "data_removed": True, "input": {}, "logs": ""}
        return end | {"status": "succeeded", "output": output}

    def job_of(self, request: Request) -> Job | None:
        job = self.world.jobs.get(request.path_params["id"])
        return job if job and job.vendor == self.vendor else None

    async def get(self, request: Request) -> Response:
        job = self.job_of(request)
        if job is None:
            return not_found("Prediction not found")
        job.look()
        return JSONResponse(self.told(job))

    async def cancel(self, request: Request) -> Response:
        job = self.job_of(request)
        if job is None:
            return not_found("Prediction not found")
        if job.polls >= 0:
            job.polls, job.outcome = -1, "cancelled"
        return JSONResponse(self.told(job))

    async def listed(self, _: Request) -> Response:
        jobs = [job for job in self.world.jobs.values() if job.vendor == self.vendor]
        return JSONResponse({"next": None, "previous": None, "results": [self.told(job) for job in reversed(jobs)]})

    async def account(self, _: Request) -> Response:
        return JSONResponse({"type": "user", "username": "someone", "name": "Some One", "github_url": ""})

    async def model(self, request: Request) -> Response:
        owner, name = request.path_params["owner"], request.path_params["name"]
        model = MODELS.get(f"{owner}/{name}")
        if model is None:
            return not_found()
        about = {"url": f"https://replicate.com/{owner}/{name}", "owner": owner, "name": name, "description": ""}
        links = {"github_url": None, "paper_url": None, "license_url": None, "cover_image_url": None}
        more = {"visibility": "public", "run_count": 1, "default_example": None, "latest_version": described(model)}
        return JSONResponse({**about, **links, **more})

    async def version(self, request: Request) -> Response:
        model = MODELS.get("{owner}/{name}".format(**request.path_params))
        if model is None or model.version != request.path_params["version"]:
            return not_found()
        return JSONResponse(described(model))


def described(model: Model) -> dict[str, Any]:
    """A version with the schemas of its input and output."""
    schemas = {"Input": model.shape.model_json_schema(), "Output": {"title": "Output", **model.output}}
    schema = {"openapi": "3.0.2", "info": {"title": "Cog", "version": "0.1.0"}, "components": {"schemas": schemas}}
    return {
        "id": model.version or "hidden",
        "created_at": "2026-01-01T00:00:00.000Z",
        "cog_version": "0.16.0",
        "openapi_schema": schema,
    }
