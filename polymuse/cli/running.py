"""Calls what a command does."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from polymuse.cli.report import Report
from polymuse.runtime import default_runtime

__all__ = ["perform"]


def perform(function: Callable[..., Any], values: Mapping[str, Any]) -> Report:
    """Call a command's function; a coroutine function with a runtime, which is closed afterwards."""
    return asyncio.run(_in_runtime(function, values)) if inspect.iscoroutinefunction(function) else function(**values)


async def _in_runtime(function: Callable[..., Awaitable[Report]], values: Mapping[str, Any]) -> Report:
    async with default_runtime() as runtime:
        return await function(runtime, **values)
