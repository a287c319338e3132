"""What `import polymuse` offers, to people, completion and type checkers."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path
from types import ModuleType

import pytest

import polymuse
from polymuse import aio, sync
from polymuse.task_methods import AsyncTaskMethods, TaskMethods

DATA = {"AsyncClient", "Asset", "Brief", "Client", "Film", "Result", "Storyboard", "__version__", "errors"}
FUNCTIONS = set(polymuse.__all__) - DATA


def test_names_are_complete_and_listed() -> None:
    assert sorted(polymuse.__all__) == dir(polymuse)
    methods = {name for name, _ in inspect.getmembers(TaskMethods, inspect.isfunction) if not name.startswith("_")}
    assert methods <= FUNCTIONS


@pytest.mark.parametrize("name", polymuse.__all__)
def test_each_is_there(name: str) -> None:
    found = getattr(polymuse, name)
    assert isinstance(found, ModuleType | str) or found.__doc__


def test_what_is_not_there_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'imagee'"):
        polymuse.imagee  # type: ignore[attr-defined]  # noqa: B018


def test_type_checkers_see_the_same_names() -> None:
    tree = ast.parse(Path(polymuse.__file__).read_text(encoding="utf-8"))
    (block,) = (node for node in tree.body if isinstance(node, ast.If) and isinstance(node.test, ast.Name))
    seen = {alias.name for node in block.body if isinstance(node, ast.ImportFrom) for alias in node.names}
    assert seen == set(polymuse.__all__) - {"__version__"}
    assert Path(polymuse.__file__).with_name("py.typed").is_file()


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_sync_and_async_take_the_same(name: str) -> None:
    one, other = inspect.signature(getattr(sync, name)), inspect.signature(getattr(aio, name))
    assert one.parameters == other.parameters
    assert getattr(sync, name).__doc__ and getattr(aio, name).__doc__


def test_functions_are_the_typed_methods() -> None:
    assert inspect.signature(polymuse.image).parameters["width"].annotation == "int"
    assert inspect.signature(polymuse.film).return_annotation == "Film"
    assert inspect.iscoroutinefunction(aio.image) and AsyncTaskMethods.image.__doc__ == aio.image.__doc__
