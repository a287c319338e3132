"""Discovery of dialects."""

from __future__ import annotations

from polymuse.discovery import found
from polymuse.errors import ParameterError
from polymuse.prompts.compiler import Dialect
from polymuse.suggestions import did_you_mean

__all__ = ["dialect", "names"]

FOLDER, GROUP, ATTRIBUTE = "polymuse.prompts.dialects", "polymuse.dialects", "DIALECT"


def names() -> tuple[str, ...]:
    """Names of all dialects: modules of the package, and entry points of the group `polymuse.dialects`."""
    return tuple(sorted(found(FOLDER, GROUP, ATTRIBUTE)))


def dialect(name: str) -> Dialect:
    """The dialect of that name, with `-` or `_`. Raises ParameterError if there is none."""
    try:
        part = found(FOLDER, GROUP, ATTRIBUTE)[name.replace("_", "-")]
    except KeyError:
        hint = did_you_mean(name, names(), otherwise=f"The dialects are: {', '.join(names())}.")
        raise ParameterError(f"There is no dialect {name!r}.", hint=hint) from None
    loaded: Dialect = part.load()
    return loaded
