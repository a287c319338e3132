"""Vendors and servers that speak as OpenAI does: a row of facts each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from polymuse.engines.hosted._openai_chat import Style, chat, problem_of
from polymuse.engines.hosted._openai_embeddings import embeddings
from polymuse.engines.hosted._openai_media import pictures, speech, transcripts, videos
from polymuse.engines.hosted._wire import Ask, Http, Operation, Vendor, bearer

__all__ = ["alike", "on_this_machine"]

PLAIN = Style()


def operations(style: Style) -> Mapping[str, Operation]:
    return {**chat(style), **pictures(plain=True), **speech(plain=True), **transcripts(), **videos(), **embeddings()}


def alike(
    name: str, title: str, url: str, key: str, console: str = "", base: str = "/v1", style: Style = PLAIN,
    ignores: tuple[str, ...] = (),
) -> Vendor:  # fmt: skip
    """A vendor that speaks as OpenAI does below `url` and `base`."""
    host = url.partition("://")[2].partition("/")[0]
    return Vendor(
        name=name, title=title, url=url, hosts=(host,), keys=(key,), auth=bearer,
        operations={task: below(base, operation) for task, operation in operations(style).items()},
        problem=problem_of, ignores=("input_type", *ignores), console=console, probe=Http("GET", f"{base}/models"),
    )  # fmt: skip


def below(base: str, operation: Operation) -> Operation:
    """The same, asked for below another path. Jobs stay with those that have the usual one."""

    def request(ask: Ask) -> Http:
        http = operation.request(ask)
        return replace(http, url=base + http.url.removeprefix("/v1"))

    return operation if base == "/v1" else replace(operation, request=request)


def on_this_machine(name: str, title: str, port: int, style: Style = PLAIN) -> Vendor:
    """A server of one's own, which needs no key but may have one."""
    return Vendor(
        name=name, title=title, url=f"http://localhost:{port}", hosts=("localhost",), keys=(f"{name.upper()}_API_KEY",),
        auth=bearer, operations=operations(style), problem=problem_of, key_needed=False, ignores=("input_type",),
        probe=Http("GET", "/v1/models"),
    )  # fmt: skip
