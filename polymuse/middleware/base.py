"""What several middlewares need: how the journal names a call, and how calls are put together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from polymuse.engines.preparation import inputs_json
from polymuse.protocols import CallSpec
from polymuse.types import Context, Handler, Middleware, Prepared

__all__ = ["call_key", "call_spec", "chain", "may_cost"]


def chain(middleware: Sequence[Middleware], handler: Handler) -> Handler:
    """A handler with all middlewares around it, the first one outermost."""
    for each in reversed(middleware):
        handler = partial(each, call_next=handler)
    return handler


def call_key(prepared: Prepared, context: Context) -> str:
    """The key of a call's result, money and job; one of its own where the result is not to be kept."""
    return prepared.cache_key or context.call_id


def call_spec(prepared: Prepared, context: Context) -> CallSpec:
    """A call as the journal knows it."""
    card, request = prepared.card, prepared.request
    return CallSpec(
        call_key(prepared, context), context.run, context.step, request.task, card.id, card.version,
        request.params.model_dump_json(), inputs_json(request),
    )  # fmt: skip


def may_cost(prepared: Prepared) -> bool:
    """Whether somebody may be paid for a call."""
    return prepared.card.locality in ("hosted", "handoff") or bool(prepared.prices)
