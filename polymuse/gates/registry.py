"""The gates there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from polymuse.discovery import Found, found, load_all

if TYPE_CHECKING:
    from polymuse.gates.base import Check

__all__ = ["every_gate", "names"]

_NOT_GATES = {"base", "registry", "verdict"}


def _found() -> dict[str, Found]:
    return {n: f for n, f in found("polymuse.gates", "polymuse.gates", "check").items() if n not in _NOT_GATES}


def names() -> tuple[str, ...]:
    """The names of all gates: the modules of this folder, and the entry points of the group `polymuse.gates`."""
    return tuple(sorted(_found()))


def every_gate() -> Mapping[str, Check]:
    """Every gate by name, loaded; one of another package that cannot be is left out with an ExtensionWarning."""
    return dict(load_all(_found().values()))
