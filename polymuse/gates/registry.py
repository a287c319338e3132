"""Discovery of gates."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from polymuse.discovery import Found, found, load_all, loadable

if TYPE_CHECKING:
    from polymuse.gates.base import Gate

__all__ = ["load_gates", "names"]

_NOT_GATES = {"base", "registry", "verdict"}


def _discover() -> dict[str, Found]:
    return {n: f for n, f in found("polymuse.gates", "polymuse.gates", "check").items() if n not in _NOT_GATES}


def names() -> tuple[str, ...]:
    """Names of all gates: modules of this package, and entry points of the group `polymuse.gates` that can be loaded."""
    return tuple(sorted(loadable(_discover().values())))


def load_gates() -> Mapping[str, Gate]:
    """All gates by name, imported; one of another package that cannot be is left out with an ExtensionWarning."""
    return dict(load_all(_discover().values()))
