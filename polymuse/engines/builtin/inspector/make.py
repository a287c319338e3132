"""Task quality-check: gates run over a film."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from polymuse.brief.documents import optional_document, read_document
from polymuse.brief.timeline import Captions, Timeline
from polymuse.errors import ParameterError
from polymuse.gates.base import DecodedFilm
from polymuse.gates.registry import load_gates
from polymuse.gates.verdict import Verdict, Verdicts
from polymuse.tasks.quality_check import QualityCheck
from polymuse.types import Event, Kind, Made, Progress, Request


def make(request: Request, work: Path) -> Iterator[Event]:
    params = cast(QualityCheck, request.params)
    gates = load_gates()
    if unknown := set(params.gates) - set(gates):
        raise ParameterError(f"There is no gate {min(unknown)!r}.", hint=f"The gates are: {', '.join(gates)}.")
    selected = params.gates or tuple(gates)
    timeline = read_document(request.inputs["timeline"], Timeline)
    captions = optional_document(request.inputs, "captions", Captions) or Captions(language=timeline.language)
    film = DecodedFilm(
        request.inputs["film"].path, request.inputs["narration"].path, timeline, captions.captions, params.loudness,
        threads=os.cpu_count() or 1,
    )  # fmt: skip
    verdicts: list[Verdict] = []
    for n, name in enumerate(selected):
        verdicts += gates[name](film)
        yield Progress((n + 1) / len(selected), name)
    path = work / "verdicts.json"
    path.write_text(Verdicts(tuple(verdicts)).model_dump_json(indent=1), encoding="utf-8")
    yield Made("verdicts", Kind.DOCUMENT, path, "application/json", {"failed": sum(not v.passed for v in verdicts)})
