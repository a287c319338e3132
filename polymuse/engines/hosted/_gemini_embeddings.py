"""Gemini's embeddings: a vector for each content, of words, a picture or a sound.

Wire format: google-genai 3.6.1 SDK (models.py: `_EmbedContentParametersPrivate_to_mldev`), read 2026-12-01.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from polymuse.engines.hosted._embeddings import embedded, items
from polymuse.engines.hosted._wire import Ask, Http, Operation, Outcome, Reply, base64_of, tokens
from polymuse.errors import ParameterError
from polymuse.types import Asset

__all__ = ["embeddings"]

MOST = 100
"""Contents at once (ai.google.dev/api/embeddings)."""
PURPOSES = {
    "query": "RETRIEVAL_QUERY", "document": "RETRIEVAL_DOCUMENT", "similarity": "SEMANTIC_SIMILARITY",
    "classification": "CLASSIFICATION", "clustering": "CLUSTERING",
}  # fmt: skip
SEEING = "gemini-embedding-2"
"""How the models begin that take more than words."""


def part(ask: Ask, item: str | Asset) -> dict[str, Any]:
    if isinstance(item, str):
        return {"text": item}
    if not ask.model.startswith(SEEING):
        raise ParameterError(f"{ask.model} embeds texts only, no {item.media_type}.", hint=f"{SEEING} takes more.")
    return {"inlineData": {"mimeType": item.media_type, "data": base64_of(item)}}


def embeddings(version: str) -> Mapping[str, Operation]:
    def embed(ask: Ask) -> Http:
        how = {"taskType": PURPOSES.get(ask.param("input_type", "")), "outputDimensionality": ask.param("dimensions")}
        said = {name: value for name, value in how.items() if value is not None}
        requests = [
            {"model": f"models/{ask.model}", "content": {"parts": [part(ask, item)]}, **said}
            for item in items(ask, MOST)
        ]
        return Http("POST", f"/{version}/models/{ask.model}:batchEmbedContents", json={"requests": requests})

    def vectors(ask: Ask, reply: Reply) -> Outcome:
        rows = [found["values"] for found in reply.at("embeddings")]
        spent = tokens(reply.get("usageMetadata"), ["promptTokenCount"], [""], "promptTokenCount")
        return embedded(ask, rows, spent)

    return {"feature-extraction": Operation(embed, vectors)}
