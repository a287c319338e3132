"""What all engines prepare in the same way: quantities, the cache key, and notices of what is ignored."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence

from polymuse.pricing import amounts, traits
from polymuse.tasks import get
from polymuse.types import Card, Notice, Prepared, Request
from polymuse.version import __version__

__all__ = ["cache_key", "inputs_json", "prepared"]


def prepared(card: Card, request: Request, *, notices: Sequence[Notice] = (), payload: object = None) -> Prepared:
    """A request as an engine with this card carries it out. `request` has its parameters resolved; `payload` is the
    engine's own form of it."""
    return Prepared(
        card=card,
        request=request,
        quantities=amounts(card, request, get(request.task).unit),
        traits=traits(request.params),
        notices=(*_ignored(card, request), *notices),
        cache_key=cache_key(card, request),
        payload=payload,
    )


def inputs_json(request: Request) -> str:
    """The digests of the inputs by name, as JSON."""
    return json.dumps({name: asset.digest for name, asset in sorted(request.inputs.items())})


def cache_key(card: Card, request: Request) -> str:
    """SHA-256 over all that decides the result: task, parameters, engine and version, inputs' digests."""
    version = f"{card.version}/{__version__}" if card.locality == "builtin" else card.version
    decisive = [request.task, card.id, version, request.params.model_dump_json(), inputs_json(request)]
    return hashlib.sha256(json.dumps(decisive).encode()).hexdigest()


def _ignored(card: Card, request: Request) -> Iterator[Notice]:
    """What was asked for that the engine does not know."""
    for name in sorted(request.params.model_fields_set & set(card.ignores)):
        if getattr(request.params, name) != type(request.params).model_fields[name].default:
            yield Notice("ignored", f'{card.name} pays no attention to "{name}".')
