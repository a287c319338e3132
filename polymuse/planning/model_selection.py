"""Which model does what, as people write it: a file of `task: model` lines, and `TASK=MODEL` on the command line."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from polymuse import tasks
from polymuse.engines.registry import Registry
from polymuse.errors import KeyMissing, MissingExtra, NoEngine, ParameterError, PolymuseError, RetiredModel
from polymuse.planning.planner import choose
from polymuse.storage.folder import disk_errors

__all__ = ["models_from", "read_models"]

MOST_BYTES = 1 << 20
EXAMPLE = "Write lines such as `text-to-image: flux-pro-1.1`."


async def models_from(registry: Registry, file: Path | None = None, pairs: Sequence[str] = ()) -> dict[str, str]:
    """Engine ids by task: those of the file, and over them the `TASK=MODEL` pairs. Raises ParameterError, NoEngine,
    RetiredModel, KeyMissing and MissingExtra, with the place."""
    found = await read_models(registry, file) if file else {}
    for pair in pairs:
        task, mark, engine = (part.strip() for part in pair.partition("="))
        if not mark or not task or not engine:
            raise ParameterError(f"model: {pair!r} is no TASK=MODEL.", hint="Write it as text-to-image=flux-pro-1.1.")
        found[task] = await _checked(registry, task, engine, "model")
    return found


async def read_models(registry: Registry, path: Path, *, keyless: bool = False) -> dict[str, str]:
    """Engine ids by task from a YAML file; `keyless` where keys need not be set. Raises as `models_from`, naming file
    and line."""
    found: dict[str, str] = {}
    for line, task, engine in await asyncio.to_thread(lambda: list(_lines(path))):
        place = f"{path}, line {line}"
        if task in found:
            raise ParameterError(f"{place}: {task} is here twice.")
        found[task] = await _checked(registry, task, engine, place, keyless)
    return found


def _lines(path: Path) -> Iterator[tuple[int, str, str]]:
    """(line, task, engine) as they stand in the file."""
    try:
        tree = yaml.compose(_text(path), yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = f", line {mark.line + 1}" if mark else ""
        raise ParameterError(f"{path}{line}: this is not YAML.", hint=EXAMPLE) from None
    if tree is None:
        return
    if not isinstance(tree, yaml.MappingNode):
        raise ParameterError(f"{path}: this is no list of models.", hint=EXAMPLE)
    for key, value in tree.value:
        if not (isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode) and value.value):
            raise ParameterError(f"{path}, line {key.start_mark.line + 1}: a task has one model.", hint=EXAMPLE)
        yield key.start_mark.line + 1, key.value, value.value


def _text(path: Path) -> str:
    if not path.is_file():
        raise ParameterError(f"{path}: there is no such file.")
    if path.stat().st_size > MOST_BYTES:
        raise ParameterError(f"{path}: this is too large for a list of models.")
    with disk_errors(path):
        data = path.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ParameterError(f"{path}: this is no text in UTF-8.", hint=EXAMPLE) from None


async def _checked(registry: Registry, task: str, engine: str, place: str, keyless: bool = False) -> str:
    """The engine's id, when it can do the task here and now."""
    try:
        tasks.get(task)
        await choose(registry, task, {task: engine}, keyless=keyless)
    except (ParameterError, NoEngine, RetiredModel, KeyMissing, MissingExtra) as error:
        raise _at(error, place) from None
    return engine


def _at(error: PolymuseError, place: str) -> PolymuseError:
    """The same error, with the place named."""
    return type(error)(f"{place}: {error.message}", hint=error.hint)
