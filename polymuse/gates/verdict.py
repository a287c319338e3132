"""The result of a gate."""

from __future__ import annotations

from typing import Literal

from pydantic import RootModel

from polymuse.types import Frozen

__all__ = ["Verdict", "Verdicts", "judge"]


class Verdict(Frozen):
    """The result of a gate. `evidence` gives the places and times behind the value."""

    gate: str
    passed: bool
    value: float
    limit: float
    unit: str
    sense: Literal["at most", "at least"] = "at most"
    evidence: str = ""

    def __str__(self) -> str:
        words = f"{self.gate} {self.value:g} {self.unit} ({self.sense} {self.limit:g})"
        return f"{words}: {self.evidence}" if self.evidence else words


class Verdicts(RootModel[tuple[Verdict, ...]]):
    """All verdicts on a film, as a document."""


def judge(gate: str, value: float, limit: float, unit: str, evidence: str = "", *, least: bool = False) -> Verdict:
    """Compare a value with its limit: at most, or with `least` at least, that much."""
    passed = value >= limit if least else value <= limit
    return Verdict(
        gate=gate,
        passed=passed,
        value=round(value, 4),
        limit=limit,
        unit=unit,
        evidence=evidence,
        sense="at least" if least else "at most",
    )
