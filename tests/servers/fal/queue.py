"""The life of a request in fal's queue."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.body import Complaint, Refused, fitted
from tests.servers.fal.endpoints import ENDPOINTS
from tests.servers.world import Job, World

__all__ = ["Queue"]

PREFIX = "019ef3ca-bf2e-71b2-b3b6-79a8bc"
LOCKED = "User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing."
DOCS = "https://docs.fal.ai/errors#"


def wrong(complaint: Complaint) -> Response:
    """Arguments that do not fit, as a model answers to them."""
    kinds = {"unknown": "extra_forbidden", "missing": "missing"}
    place = [int(part) if part.isdigit() else part for part in complaint.where.split(".") if part]
    kind = kinds.get(complaint.kind, "value_error")
    return refusal(["body", *place], complaint.what, kind)


def refusal(place: list[str | int], message: str, kind: str) -> Response:
    detail = {"loc": place, "msg": message, "type": kind, "url": DOCS + kind}
    return JSONResponse({"detail": [detail]}, status_code=422, headers={"x-fal-retryable": "false"})


def moderated(arguments: dict[str, Any]) -> Response:
    words = "The content could not be processed because it contained material flagged by a content checker."
    answer = refusal(["body", "prompt"], words, "content_policy_violation")
    body = json.loads(bytes(answer.body))
    body["detail"][0]["input"] = arguments
    return JSONResponse(body, status_code=422, headers={"x-fal-retryable": "false"})


def broken(status: int, message: str, kind: str) -> Response:
    body = {"detail": message, "error_type": kind}
    return JSONResponse(body, status_code=status, headers={"x-fal-error-type": kind})


@dataclass(frozen=True)
class Queue:
    """Requests to fal's models in one world, charged to a vendor. `root` is what the addresses given back begin with."""

    world: World
    vendor: str
    root: str

    def routes(self) -> list[Route]:
        return [
            Route("/{app:path}/requests/{id}/status", self.status, methods=["GET"]),
            Route("/{app:path}/requests/{id}/cancel", self.cancel, methods=["PUT"]),
            Route("/{app:path}/requests/{id}", self.result, methods=["GET"]),
            Route("/{endpoint:path}", self.submit, methods=["POST"]),
        ]

    async def submit(self, request: Request) -> Response:
        name, arguments = request.path_params["endpoint"], await arguments_of(request)
        if name not in ENDPOINTS:
            return JSONResponse({"detail": f"Application '{name}' not found"}, status_code=404)
        if arguments is None or set(request.query_params) - {"fal_webhook", "_subdomain"}:
            return JSONResponse({"detail": "The request is not a JSON object."}, status_code=400)
        if self.world.broke:
            return JSONResponse({"detail": LOCKED}, status_code=403)
        answer = JSONResponse(
            {"status": "IN_QUEUE", **self.addresses(self.taken(name, arguments)), "queue_position": 0}
        )
        return self.marked(answer)

    def taken(self, name: str, arguments: dict[str, Any]) -> Job:
        """A new job; one whose arguments do not fit costs nothing."""
        asked = {"arguments": arguments, "refusal": None}
        try:
            fitted(arguments, ENDPOINTS[name].shape, wrong)
        except Refused as refused:
            job = Job(self.world.id(PREFIX), self.vendor, name, asked | {"refusal": refused.response}, self.world.polls)
            self.world.jobs[job.id] = job
            return job
        return self.world.job(self.vendor, name, asked, prefix=PREFIX)

    def addresses(self, job: Job) -> dict[str, str]:
        owner, alias = job.model.split("/")[:2]
        address = f"{self.root}/{owner}/{alias}/requests/{job.id}"
        return {
            "request_id": job.id,
            "response_url": address,
            "status_url": address + "/status",
            "cancel_url": address + "/cancel",
        }

    def marked(self, answer: Response) -> Response:
        answer.headers["x-fal-request-id"] = self.world.id(PREFIX)
        return answer

    def job_of(self, request: Request) -> Job | Response:
        """The job that an address means. The address has the owner and the app, and no more."""
        job, app = self.world.jobs.get(request.path_params["id"]), request.path_params["app"]
        if app.count("/") != 1:
            return JSONResponse({"detail": "Method Not Allowed"}, status_code=405)
        if job is None or job.vendor != self.vendor or not job.model.startswith(app):
            return JSONResponse({"detail": "Request not found"}, status_code=404)
        return job

    async def status(self, request: Request) -> Response:
        job = self.job_of(request)
        if isinstance(job, Response):
            return job
        said = request.query_params.get("logs") in ("1", "true", "True")
        log = {"message": "50%", "level": "INFO", "source": "USER", "timestamp": "2026-11-21T09:00:00.000000"}
        answer: dict[str, Any] = {**self.addresses(job), "logs": [log] if said else None}
        if not job.look():
            if job.polls > 0:
                waits = {"status": "IN_QUEUE", "queue_position": job.polls - 1}
                return self.marked(JSONResponse({**self.addresses(job), **waits}, status_code=202))
            return self.marked(JSONResponse(answer | {"status": "IN_PROGRESS"}, status_code=202))
        answer |= {"status": "COMPLETED", "metrics": {"inference_time": 2.5}}
        if job.outcome == "failed":
            answer |= {"error": "Runner disconnected", "error_type": "runner_disconnected"}
        if job.outcome == "cancelled":
            answer |= {"error": "Request was cancelled", "error_type": "client_cancelled"}
        return self.marked(JSONResponse(answer))

    async def result(self, request: Request) -> Response:
        job = self.job_of(request)
        if isinstance(job, Response):
            return job
        if job.polls >= 0:
            return self.marked(JSONResponse({"detail": "Request is still in progress"}, status_code=400))
        return self.marked(self.outcome(job))

    def outcome(self, job: Job) -> Response:
        """What a finished job came to."""
        endpoint, arguments = ENDPOINTS[job.model], job.asked["arguments"]
        if job.asked["refusal"] is not None:
            return job.asked["refusal"]  # type: ignore[no-any-return]
        if job.outcome == "failed":
            return broken(503, "Runner disconnected", "runner_disconnected")
        if job.outcome == "cancelled":
            return broken(499, "Request was cancelled", "client_cancelled")
        if job.outcome == "moderated" and not endpoint.blackens:
            return moderated(arguments)
        try:
            return JSONResponse(
                endpoint.make(self.world, fitted(arguments, endpoint.shape, wrong), job.outcome == "moderated")
            )
        except LookupError as error:
            return refusal(["body", str(error.args[0])], "Failed to download the file.", "file_download_error")

    async def cancel(self, request: Request) -> Response:
        job = self.job_of(request)
        if isinstance(job, Response):
            return JSONResponse({"status": "NOT_FOUND"}, status_code=404) if job.status_code == 404 else job
        if job.polls < 0:
            return JSONResponse({"status": "ALREADY_COMPLETED"}, status_code=400)
        job.polls, job.outcome = -1, "cancelled"
        return JSONResponse({"status": "CANCELLATION_REQUESTED"}, status_code=202)

    async def run(self, request: Request) -> Response:
        """The blocking form, which answers with the result."""
        name, arguments = request.path_params["endpoint"], await arguments_of(request)
        if name not in ENDPOINTS:
            return JSONResponse({"detail": f"Application '{name}' not found"}, status_code=404)
        if arguments is None:
            return JSONResponse({"detail": "The request is not a JSON object."}, status_code=400)
        if self.world.broke:
            return JSONResponse({"detail": LOCKED}, status_code=403)
        return self.marked(self.outcome(self.taken(name, arguments)))


async def arguments_of(request: Request) -> dict[str, Any] | None:
    try:
        arguments = json.loads(await request.body())
    except ValueError:
        return None
    return arguments if isinstance(arguments, dict) else None
