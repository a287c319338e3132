"""A command for each task, made from the task's own parameters."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import typer
from pydantic.fields import FieldInfo
from rich.markup import escape

from polymuse import aio
from polymuse.cli.console import notices, out, wait
from polymuse.errors import ParameterError
from polymuse.media.store import SUFFIXES, place
from polymuse.tasks import Task

__all__ = ["command"]

WORDS = ("prompt", "text")
"""Parameters that are the command's argument rather than an option."""
SIMPLE = (str, int, float, bool)


def command(task: Task) -> Callable[..., None]:
    """A function whose signature typer reads as a command line: the words (or the input files), `-o`, and an option for
    every parameter that is described and is a single value or a list of words."""
    parameters = [*_inputs(task), *_words(task), *_options(task), _out(task), _engine(), _fresh()]

    def run(**values: Any) -> None:
        file, engine, fresh = values.pop("out"), values.pop("engine"), values.pop("fresh")
        files = {p.name: values.pop(p.name) for p in _inputs(task)}
        given = {name: value for name, value in values.items() if value is not None}
        if empty := [p.name for p in _words(task) if not str(given.get(p.name, "")).strip()]:
            raise ParameterError(f"{task.command}: the {empty[0]} is empty.", hint="Say in words what is wanted.")
        aio.check_name(task.name, file)
        finished = wait(aio.run(task.name, engine=engine, fresh=fresh, inputs=files, **given))
        for name, asset in finished.outputs.items():
            target = file if name == next(iter(task.makes)) else file.with_suffix(SUFFIXES[asset.media_type])
            place(asset.path, target)
            out.print(f"[green]{escape(str(target))}[/green]")
        notices(finished.notices)

    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__name__ = task.command
    return run


def _keyword(name: str, annotation: object, default: object = inspect.Parameter.empty) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _inputs(task: Task) -> list[inspect.Parameter]:
    names = [name for name in task.takes if not name.endswith(("?", "*"))]
    return [_keyword(name, Annotated[Path, typer.Argument(help=f"The {name}'s file.")]) for name in names]


def _words(task: Task) -> list[inspect.Parameter]:
    if any(not name.endswith(("?", "*")) for name in task.takes):
        return []
    return [
        _keyword(name, Annotated[str, typer.Argument(help=task.params.model_fields[name].description)])
        for name in WORDS
        if name in task.params.model_fields
    ]


def _options(task: Task) -> list[inspect.Parameter]:
    fields = task.params.model_fields
    found = []
    for name, info in fields.items():
        kind = _option_type(info)
        if kind is not None and info.description and not (name in WORDS and not task.takes.get("image")):
            option = typer.Option(help=_help(info), show_default=False)
            found.append(_keyword(name, Annotated[kind, option], None))
    return found


def _option_type(info: FieldInfo) -> Any:
    """What typer should read for a parameter; None for one that is no single value."""
    annotation = info.annotation
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next((a for a in get_args(annotation) if a is not type(None)), None)
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) is Literal:
        return str | None
    if annotation in SIMPLE:
        return annotation | None
    if get_origin(annotation) is tuple and get_args(annotation)[0] is str:
        return list[str] | None
    return None


def _help(info: FieldInfo) -> str:
    default = "" if info.default in (None, "", ()) or info.is_required() else f" (default: {info.default})"
    return f"{info.description or ''}{default}".strip()


def _out(task: Task) -> inspect.Parameter:
    suffix = SUFFIXES[aio.FORMATS[next(iter(task.makes.values()))]]
    return _keyword(
        "out", Annotated[Path, typer.Option("--out", "-o", help="The file to write.")], Path(task.command + suffix)
    )


def _engine() -> inspect.Parameter:
    return _keyword("engine", Annotated[str | None, typer.Option(help="Which engine.", show_default=False)], None)


def _fresh() -> inspect.Parameter:
    return _keyword("fresh", Annotated[bool, typer.Option("--fresh", help="Make it anew, whatever is kept.")], False)
