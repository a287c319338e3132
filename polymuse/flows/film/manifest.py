"""Where every file of a film came from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from polymuse.engines.registry import Registry
from polymuse.gates.verdict import Verdict
from polymuse.planning.plan import Plan, Step
from polymuse.runs.runner import Results
from polymuse.types import Notice
from polymuse.version import __version__

__all__ = ["manifest"]


def manifest(
    plan: Plan, results: Results, verdicts: Sequence[Verdict], notices: Sequence[Notice], registry: Registry
) -> dict[str, Any]:
    """Every asset with its digest, task, engine, parameters, seed, versions and inputs; what was noticed; the verdicts.
    It holds no dates: the same film has the same manifest."""
    topics = sorted({notice.topic for notice in notices})
    return {
        "polymuse": __version__,
        "title": plan.name,
        "assets": [asset for step in plan.steps for asset in _assets(step, results, registry)],
        "notices": {topic: [n.text for n in notices if n.topic == topic] for topic in topics},
        "gates": [verdict.model_dump() for verdict in verdicts],
    }


def _assets(step: Step, results: Results, registry: Registry) -> Iterator[dict[str, Any]]:
    card = registry.get(step.engine).card
    inputs = {}
    for name, reference in step.inputs.items():
        source, _, output = reference.partition(".")
        inputs[name] = results[source].outputs[output].digest
    for name, asset in results[step.id].outputs.items():
        yield {
            "id": f"{step.id}.{name}",
            "sha256": asset.digest,
            "kind": asset.kind,
            "media_type": asset.media_type,
            "task": step.task,
            "engine": {"id": card.id, "version": card.version, "locality": card.locality, "licence": card.licence},
            "parameters": dict(step.params),
            "seed": step.params.get("seed"),
            "inputs": inputs,
            "facts": {k: v for k, v in asset.facts.items() if k != "words"},
        }
