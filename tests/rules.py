"""Rules that every row of some data keeps to: one test each, which names all rows that do not. A test for each row would
take longer to begin than to run."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

__all__ = ["for_each"]

Rule = Callable[..., None]


def for_each(rows: Iterable[Any], name: Callable[..., str] = str) -> Callable[[Rule], Callable[[], None]]:
    """Makes a test of a rule: called with each row (a tuple is several arguments), it fails for those that an assertion
    of it does not hold for, with what `name` calls them. Any other error has the row's name in a note."""

    listed = [row if isinstance(row, tuple) else (row,) for row in rows]

    def decorated(rule: Rule) -> Callable[[], None]:
        def test() -> None:
            faults = [fault for row in listed if (fault := broken(rule, row, name))]
            assert not faults, f"{len(faults)} rows:\n" + "\n".join(faults)

        test.__name__, test.__module__, test.__doc__ = rule.__name__, rule.__module__, rule.__doc__
        return test

    return decorated


def broken(rule: Rule, row: tuple[Any, ...], name: Callable[..., str]) -> str:
    """What is wrong with a row; empty if nothing is."""
    try:
        rule(*row)
    except AssertionError as error:
        return f"{name(*row)}: {error}"
    except Exception as error:
        error.add_note(f"row: {name(*row)}")
        raise
    return ""
