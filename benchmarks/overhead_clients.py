"""The clients of overhead.py, each a way to ask the same server for the same thing.

A client is made with the server's address and gives a function that asks once, with a prompt that nobody asked before;
of a streamed answer it returns when the first word came. Only what a client itself needs is imported, for some run in
an environment that has not polymuse.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

import base64
import json
import os
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

__all__ = ["AT_ONCE", "CLIENTS", "IMPORTS", "Call"]

IMAGE_MODEL, TEXT_MODEL = "gpt-image-2", "gpt-4o-mini"
AT_ONCE = 64
"""Requests under way at once, where many are."""

Call = Callable[[str], Awaitable[object]]
Client = Callable[[str], Call]


# --- bare httpx2


def post(url: str) -> Callable[..., Any]:
    """A client's method for requests that carry a key."""
    import httpx2

    client = httpx2.AsyncClient(
        base_url=url,
        timeout=60,
        limits=httpx2.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE),
        headers={"authorization": "Bearer none"},
    )
    return client.stream


def image_request(prompt: str) -> dict[str, Any]:
    return {"model": IMAGE_MODEL, "prompt": prompt, "size": "1024x1024"}


def text_request(prompt: str) -> dict[str, Any]:
    return {"model": TEXT_MODEL, "messages": [{"role": "user", "content": prompt}]}


def bare_image_in_base64(url: str) -> Call:
    stream = post(url)

    async def call(prompt: str) -> Any:
        async with stream("POST", "/v1/images/generations", json=image_request(prompt)) as response:
            return json.loads(await response.aread())["data"][0]["b64_json"]

    return call


def bare_text(url: str) -> Call:
    stream = post(url)

    async def call(prompt: str) -> object:
        async with stream("POST", "/v1/chat/completions", json=text_request(prompt)) as response:
            return json.loads(await response.aread())["choices"][0]["message"]["content"]

    return call


def bare_streamed_text(url: str) -> Call:
    stream = post(url)

    async def call(prompt: str) -> float:
        words, first = [], 0.0
        asked = {**text_request(prompt), "stream": True, "stream_options": {"include_usage": True}}
        async with stream("POST", "/v1/chat/completions", json=asked) as response:
            async for line in response.aiter_lines():
                if line.startswith("data: {"):
                    words += [choice["delta"].get("content") or "" for choice in json.loads(line[6:])["choices"]]
                    first = first or time.perf_counter()
        assert "".join(words)
        return first

    return call


# --- openai's and litellm's SDK


def openai_client(url: str) -> Any:
    import openai

    return openai.AsyncOpenAI(base_url=f"{url}/v1", api_key="none")


def openai_text(url: str) -> Call:
    sdk = openai_client(url)

    async def call(prompt: str) -> object:
        return (await sdk.chat.completions.create(**text_request(prompt))).choices[0].message.content

    return call


def openai_streamed_text(url: str) -> Call:
    sdk = openai_client(url)

    async def call(prompt: str) -> float:
        return await consumed(
            await sdk.chat.completions.create(
                **text_request(prompt), stream=True, stream_options={"include_usage": True}
            )
        )

    return call


async def consumed(chunks: Any) -> float:
    """When the first word of a stream came, once all of it is there."""
    words, first = [], 0.0
    async for chunk in chunks:
        words += [choice.delta.content or "" for choice in chunk.choices]
        first = first or time.perf_counter()
    assert "".join(words)
    return first


def litellm_arguments(url: str, model: str) -> dict[str, Any]:
    import litellm

    litellm.suppress_debug_info = True
    return {"model": f"openai/{model}", "api_base": f"{url}/v1", "api_key": "none"}


def litellm_image_in_base64(url: str) -> Call:
    import litellm

    where = litellm_arguments(url, IMAGE_MODEL)

    async def call(prompt: str) -> Any:
        answer = await litellm.aimage_generation(**{**image_request(prompt), **where})
        return answer.data[0].b64_json

    return call


def litellm_text(url: str) -> Call:
    import litellm

    where = litellm_arguments(url, TEXT_MODEL)

    async def call(prompt: str) -> object:
        return (await litellm.acompletion(**{**text_request(prompt), **where})).choices[0].message.content

    return call


def litellm_streamed_text(url: str) -> Call:
    import litellm

    where = litellm_arguments(url, TEXT_MODEL)

    async def call(prompt: str) -> float:
        asked = {**text_request(prompt), **where, "stream": True, "stream_options": {"include_usage": True}}
        return await consumed(await litellm.acompletion(**asked))

    return call


def litellm_cached_text(url: str) -> Call:
    """With litellm's own cache, which is in this process's memory: 1.110 has none on a disk."""
    import litellm
    from litellm.caching.caching import Cache

    litellm.cache = Cache()
    where = litellm_arguments(url, TEXT_MODEL)

    async def call(prompt: str) -> object:
        asked = {**text_request("always the same"), **where, "caching": True}
        return (await litellm.acompletion(**asked)).choices[0].message.content

    return call


# --- polymuse


def polymuse_client(url: str) -> Any:
    """A client whose home, with journal and store, is empty, and on the disk."""
    from polymuse import AsyncClient

    os.environ["POLYMUSE_OPENAI_URL"] = url
    models = {"text-to-image": f"{IMAGE_MODEL}@openai", "text-generation": f"{TEXT_MODEL}@openai"}
    return AsyncClient(tempfile.mkdtemp(), keys={"OPENAI_API_KEY": "none"}, models=models)


def polymuse_image(url: str) -> Call:
    client = polymuse_client(url)

    async def call(prompt: str) -> object:
        return await client.image(prompt, width=1024, height=1024)

    return call


def polymuse_text(url: str) -> Call:
    client = polymuse_client(url)

    async def call(prompt: str) -> object:
        return (await client.write(prompt)).text

    return call


def polymuse_streamed_text(url: str) -> Call:
    from polymuse.runs.events import TextDelta

    client = polymuse_client(url)

    async def call(prompt: str) -> float:
        words, first = [], 0.0
        async for event in client.stream("text-generation", prompt=prompt):
            if isinstance(event, TextDelta):
                words.append(event.text)
                first = first or time.perf_counter()
        assert "".join(words)
        return first

    return call


def polymuse_cached_text(url: str) -> Call:
    ask = polymuse_text(url)

    async def call(prompt: str) -> object:
        return await ask("always the same")

    return call


def engine_alone(task: str, model: str, **values: object) -> Client:
    """An engine without journal, budget, cache and store."""

    def client(url: str) -> Call:
        from polymuse import tasks
        from polymuse.types import Context, Request

        runtime, folder = polymuse_client(url).runtime, Path(tempfile.mkdtemp())
        engine = runtime.registry.get(f"{model}@openai")

        async def call(prompt: str) -> object:
            work = folder / prompt
            work.mkdir()
            prepared = engine.prepare(Request(task, tasks.parameters(tasks.get(task), {"prompt": prompt, **values})))
            context = Context(runtime.executor, runtime.secrets, runtime.settings, make_work=lambda: work)
            return [event async for event in engine.run(prepared, context)]

        return call

    return client


# --- what is measured


def saved(client: Client) -> Client:
    """A client that gives a picture in base 64, with what its users do then: decode and write it."""

    def saving(url: str) -> Call:
        ask, folder = client(url), Path(tempfile.mkdtemp())

        async def call(prompt: str) -> object:
            return (folder / f"{prompt}.png").write_bytes(base64.b64decode(str(await ask(prompt))))

        return call

    return saving


CLIENTS: Mapping[str, Mapping[str, Client]] = {
    "a picture of 1 MB, in a file": {
        "bare httpx2": saved(bare_image_in_base64),
        "bare httpx2, left in base 64": bare_image_in_base64,
        "polymuse, engine alone": engine_alone("text-to-image", IMAGE_MODEL, width=1024, height=1024),
        "polymuse": polymuse_image,
        "litellm": saved(litellm_image_in_base64),
        "litellm, left in base 64": litellm_image_in_base64,
    },
    "a text of 64 words, whole": {
        "bare httpx2": bare_text,
        "polymuse, engine alone": engine_alone("text-generation", TEXT_MODEL),
        "polymuse": polymuse_text,
        "openai": openai_text,
        "litellm": litellm_text,
    },
    "a text of 64 words, streamed": {
        "bare httpx2": bare_streamed_text,
        "polymuse": polymuse_streamed_text,
        "openai": openai_streamed_text,
        "litellm": litellm_streamed_text,
    },
    "the same text again, from the cache": {
        "polymuse": polymuse_cached_text,
        "openai": openai_text,
        "litellm": litellm_cached_text,
    },
}
"""What is asked for → who asks → the client."""

IMPORTS = {
    "bare httpx2": "import httpx2",
    "polymuse, engine alone": "import polymuse.engines.registry, polymuse.engines.hosted._call",
    "polymuse": "from polymuse import AsyncClient; import polymuse.engines.hosted._call",
    "openai": "import openai",
    "litellm": "import litellm",
}
"""What a client has to import before it can ask."""
