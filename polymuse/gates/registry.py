"""The gates there are."""

from __future__ import annotations

from collections.abc import Mapping

from polymuse.discovery import found
from polymuse.gates.base import Check

__all__ = ["every_gate"]

_NOT_GATES = {"base", "registry", "verdict"}


def every_gate() -> Mapping[str, Check]:
    """Every gate by name: the modules of this folder, and the entry points of the group `polymuse.gates`."""
    return {n: f.load() for n, f in found("polymuse.gates", "polymuse.gates", "check").items() if n not in _NOT_GATES}
