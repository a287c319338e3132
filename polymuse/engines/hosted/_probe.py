"""The smallest real call to a vendor, free of charge: whether key, network and server are in order."""

from __future__ import annotations

import time
from dataclasses import dataclass

from polymuse.engines.hosted._credentials import secret_for
from polymuse.engines.hosted._routing import vendor
from polymuse.engines.hosted._transport import transport
from polymuse.errors import ParameterError
from polymuse.protocols import SecretProvider
from polymuse.types import Settings

__all__ = ["Probed", "probe"]

SHOWN = 300
"""Characters of an answer that are told."""


@dataclass(frozen=True, slots=True)
class Probed:
    """What came back: who answered, with which status, after how many seconds, and how the answer begins."""

    title: str
    status: int
    seconds: float
    said: str


async def probe(name: str, secrets: SecretProvider, settings: Settings) -> Probed:
    """Make a vendor's free call. Raises ParameterError for a vendor that is not known or has none, KeyMissing, and
    ServiceError when it is refused or the vendor cannot be reached."""
    found = vendor(name)
    if found.probe is None:
        raise ParameterError(
            f"{found.title} has no call that is free of charge.",
            hint=f"See {found.console}."
            if found.console
            else "The first real call will show whether the key is right.",
        )
    way, began = await transport(found, secrets, settings), time.monotonic()
    reply = await way.fetch(found.probe)
    text = reply.body.decode("utf-8", errors="replace") if "json" in reply.headers.get("content-type", "") else ""
    secret = await secret_for(found, secrets, settings)
    said = " ".join(secret.scrub(text).split())
    return Probed(
        found.title, reply.status, time.monotonic() - began, said[:SHOWN] + ("…" if len(said) > SHOWN else "")
    )
