"""The architecture, as far as a machine can hold it."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import polymuse
from tests.command import ROOT, environment
from tests.rules import for_each

HEAVY = ("numpy", "skia", "av", "PIL", "pydantic", "rich", "typer", "yaml", "jinja2", "fontTools", "mido", "asyncio")
LINES = 500
"""Of a module, at most."""
FUNCTION = 60
"""Lines of a function, at most."""
GENERATED = frozenset({"task_methods.py"})
"""Modules that a tool writes: as long as what they are written from."""


def loaded(code: str, tmp_path: Path) -> set[str]:
    """The top-level modules that are loaded after some code ran in a fresh Python."""
    probe = f"{code}\nimport sys, json\nprint(json.dumps(sorted({{name.partition('.')[0] for name in sys.modules}})))"
    done = subprocess.run(
        [sys.executable, "-c", probe], env=environment(tmp_path), capture_output=True, text=True, check=True, timeout=60
    )
    return set(json.loads(done.stdout.splitlines()[-1]))


def test_importing_polymuse_loads_nothing(tmp_path: Path) -> None:
    more = loaded("import polymuse", tmp_path) - loaded("", tmp_path)
    assert more <= {"polymuse", "__future__", "importlib", "warnings"}


def test_what_people_wait_for_first_loads_nothing_heavy(tmp_path: Path) -> None:
    assert loaded("import polymuse.asset, polymuse.errors", tmp_path).isdisjoint(HEAVY)


def test_functions_are_loaded_at_their_first_use_without_an_engine_s_libraries(tmp_path: Path) -> None:
    assert "pydantic" in (found := loaded("import polymuse; polymuse.film", tmp_path))
    assert found.isdisjoint({"skia", "espeakng_loader", "mido"})


def test_listing_engines_loads_none_of_their_libraries(tmp_path: Path) -> None:
    code = "from polymuse.runtime import default_runtime; assert default_runtime().registry.cards()"
    assert loaded(code, tmp_path).isdisjoint({"skia", "espeakng_loader", "mido", "fontTools"})


def test_imports_go_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(lint), "--no-cache"], cwd=ROOT, env=environment(ROOT), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


MODULES = [m.name for m in walk_packages(polymuse.__path__, "polymuse.") if m.name != "polymuse.__main__"]


@for_each(MODULES)
def test_public_names_exist(name: str) -> None:
    module = import_module(name)
    names = getattr(module, "__all__", [])
    assert [n for n in names if not hasattr(module, n)] == []
    assert len(set(names)) == len(names)
    assert module.__doc__ or not Path(module.__file__ or "").read_text().strip()


SOURCES = sorted(Path(polymuse.__path__[0]).rglob("*.py"))


def test_modules_and_functions_are_short() -> None:
    long = []
    for path in (path for path in SOURCES if path.name not in GENERATED):
        text = path.read_text(encoding="utf-8")
        if (lines := text.count("\n")) > LINES:
            long.append(f"{path.name}: {lines} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > FUNCTION:
                    long.append(f"{path.name}, {node.name}: {length} lines")
    assert long == []
