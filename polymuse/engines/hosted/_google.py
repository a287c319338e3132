"""What Google's interfaces share: the error envelope (google.rpc.Status), and a token instead of a key."""

from __future__ import annotations

from polymuse.engines.hosted._wire import Problem, ProblemKind, Reply, problem

__all__ = ["TOKENS", "problem_of"]

TOKENS = ("GOOGLE_OAUTH_ACCESS_TOKEN", "CLOUDSDK_AUTH_ACCESS_TOKEN")
"""Where an OAuth access token may be, as `gcloud auth print-access-token` prints it; it holds for an hour."""
REASONS: dict[str, ProblemKind] = {"API_KEY_INVALID": "key", "BILLING_DISABLED": "balance"}
UNWANTED = ("usage guidelines", "responsible ai", "policies", "safety filter", "prohibited", "blocked")
"""What the sentences about content have in common; there is no code for it."""


def problem_of(reply: Reply) -> Problem:
    said = reply.get("error", "message")
    message = said if isinstance(said, str) else None
    for detail in reply.get("error", "details", default=()):
        if kind := REASONS.get(detail.get("reason", "")):
            return Problem(kind, message or detail["reason"])
    if reply.status == 400 and message and any(mark in message.lower() for mark in UNWANTED):
        return Problem("moderated", message)
    return problem(reply, message)
