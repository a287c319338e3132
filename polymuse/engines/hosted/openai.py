"""OpenAI: GPT models, GPT Image, speech and transcripts."""

from __future__ import annotations

from polymuse.engines.hosted._openai_chat import Style, chat, problem_of
from polymuse.engines.hosted._openai_embeddings import embeddings, moderation
from polymuse.engines.hosted._openai_media import pictures, speech, transcripts, videos
from polymuse.engines.hosted._openai_responses import answers, by_host
from polymuse.engines.hosted._wire import Http, Vendor, bearer

VENDOR = Vendor(
    name="openai",
    title="OpenAI",
    url="https://api.openai.com",
    hosts=("api.openai.com",),
    keys=("OPENAI_API_KEY",),
    auth=bearer,
    operations={
        **chat(Style(limit="max_completion_tokens")), **by_host(pictures()), **answers(), **speech(), **transcripts(),
        **videos(), **embeddings(), **moderation(),
    },
    problem=problem_of,
    ignores=("input_type",),
    console="https://platform.openai.com/usage",
    probe=Http("GET", "/v1/models"),
)  # fmt: skip
