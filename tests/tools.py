"""The programs of `tools/` as modules."""

from __future__ import annotations

import importlib.util
from types import ModuleType

from tests.command import ROOT

__all__ = ["tool"]


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
