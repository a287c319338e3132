"""Embeddings and moderation as OpenAI has them; many servers speak the former.

Wire format: openai 3.57.0 SDK (types/embedding_create_params.py, types/moderation_create_params.py), read 2026-12-01.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from polymuse.engines.hosted._embeddings import embedded, texts
from polymuse.engines.hosted._wire import Ask, Done, Http, Operation, Outcome, Output, Reply, data_uri, images, tokens
from polymuse.errors import ParameterError
from polymuse.types import Kind

__all__ = ["embeddings", "moderation", "vectors"]

MOST = 2048
"""Texts that OpenAI takes at once (its reference of the interface)."""


def embed(ask: Ask) -> Http:
    asked: dict[str, Any] = {"model": ask.model, "input": texts(ask, MOST), "encoding_format": "float"}
    if ask.param("dimensions"):
        asked["dimensions"] = ask.param("dimensions")
    return Http("POST", "/v1/embeddings", json=asked)


def vectors(ask: Ask, reply: Reply) -> Outcome:
    rows = sorted(reply.at("data"), key=lambda row: row.get("index", 0))
    spent = tokens(reply.get("usage"), ["prompt_tokens"], ["completion_tokens"], "total_tokens")
    return embedded(ask, [row["embedding"] for row in rows], spent)


def embeddings() -> Mapping[str, Operation]:
    return {"feature-extraction": Operation(embed, vectors)}


def judge(ask: Ask) -> Http:
    """Raises ParameterError where there is nothing to judge."""
    text = [{"type": "text", "text": ask.text}] if ask.text else []
    shown = [{"type": "image_url", "image_url": {"url": data_uri(image)}} for image in images(ask.inputs)]
    if not text and not shown:
        raise ParameterError("moderation: there is nothing to judge.", hint="Give a text or an image.")
    return Http("POST", "/v1/moderations", json={"model": ask.model, "input": [*text, *shown]})


def judged(ask: Ask, reply: Reply) -> Outcome:
    """All results together: OpenAI gives one for all parts of what it is given."""
    results = reply.at("results")
    scores: dict[str, float] = {}
    flags: dict[str, bool] = {}
    for result in results:
        for name, score in result["category_scores"].items():
            scores[name] = max(float(score), scores.get(name, 0.0))
            flags[name] = bool(result["categories"].get(name)) or flags.get(name, False)
    flagged = any(result["flagged"] for result in results)
    categories = {name: {"flagged": flags[name], "score": score} for name, score in scores.items()}
    verdict = json.dumps({"flagged": flagged, "categories": categories}, indent=1)
    facts = {"flagged": flagged, "model": reply.get("model", default=ask.model)}
    return Done([Output("verdict", Kind.TEXT, verdict.encode(), media_type="application/json", facts=facts)])


def moderation() -> Mapping[str, Operation]:
    return {"moderation": Operation(judge, judged)}
