"""What wrappers share: the place of a call in a run, and the key of its result."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from polymuse.home import Home
from polymuse.journal.jobs import Jobs
from polymuse.journal.ledger import Allowance
from polymuse.journal.sqlite import Asked
from polymuse.types import Card, Request
from polymuse.version import __version__

__all__ = ["Place", "cache_key", "inputs_json"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a call belongs: the home it is kept in, its run and its step."""

    home: Home
    run: int | None = None
    step: str = ""
    allowance: Allowance = field(default_factory=Allowance)

    def asked(self, card: Card, request: Request) -> Asked:
        """A call as the journal knows it."""
        params, inputs = request.params.model_dump_json(), inputs_json(request)
        key = key_of(card, request.task, params, inputs)
        return Asked(key, self.run, self.step, request.task, card.id, card.version, params, inputs)

    def under_way(self, key: str) -> bool:
        """Whether work under that key was sent and has not come to an end."""
        return Jobs(self.home.journal).open(key) is not None


def inputs_json(request: Request) -> str:
    return json.dumps({name: asset.digest for name, asset in sorted(request.inputs.items())})


def cache_key(card: Card, request: Request) -> str:
    """SHA-256 over everything that decides the result: task, parameters, engine and version, inputs' digests."""
    return key_of(card, request.task, request.params.model_dump_json(), inputs_json(request))


def key_of(card: Card, task: str, params: str, inputs: str) -> str:
    """The same, of parameters and inputs that are JSON already."""
    version = f"{card.version}/{__version__}" if card.locality == "builtin" else card.version
    return hashlib.sha256(json.dumps([task, card.id, version, params, inputs]).encode()).hexdigest()
