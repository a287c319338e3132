"""What a command came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from polymuse.errors import PolymuseError
from polymuse.types import Notice

if TYPE_CHECKING:
    from rich.console import RenderableType

    from polymuse.results import Result

__all__ = ["Report", "run_of"]


@dataclass(frozen=True, slots=True)
class Report:
    """`data` is the result for programs, to be written as JSON; `shown` is the result for people, printed to standard
    output (strings with rich's markup); `remarks` and `notices` go to standard error, notices also into the JSON."""

    data: Mapping[str, Any]
    shown: Sequence[RenderableType] = ()
    remarks: Sequence[str] = ()
    notices: Sequence[Notice] = ()
    error: PolymuseError | None = None
    """What makes the command fail all the same, once its result is printed: a plan that costs more than is allowed."""


def run_of(result: Result) -> int:
    """The number of the run in which something was made; 0 where that is not known."""
    return int(result.provenance.run) if result.provenance and result.provenance.run else 0
