"""The day on which facts are judged."""

from __future__ import annotations

import datetime as dt
import os

from polymuse.errors import ParameterError

__all__ = ["TODAY", "current_date"]

TODAY = "POLYMUSE_TODAY"


def current_date() -> dt.date:
    """The day that decides which models can still be had and which facts are old: POLYMUSE_TODAY (2026-11-21) where it is
    set, so that what was true on a day can be looked at later; else the calendar's. Raises ParameterError."""
    value = os.environ.get(TODAY)
    try:
        return dt.date.fromisoformat(value) if value else dt.date.today()
    except ValueError:
        raise ParameterError(f"{TODAY}: {value!r} is no day.", hint="Write it as 2026-11-21.") from None
