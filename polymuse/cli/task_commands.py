"""A command for each task, made from the task's own parameters."""

from __future__ import annotations

import inspect
import sys
import types
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import typer
from pydantic.fields import FieldInfo

from polymuse import aio
from polymuse.cli.console import wait
from polymuse.cli.costs import MaxCost, Project
from polymuse.cli.output import STDOUT, Pouring, busy, keep
from polymuse.errors import ParameterError
from polymuse.media.convert import formats
from polymuse.tasks import Task
from polymuse.tasks.base import description
from polymuse.types import Finished, Kind

__all__ = ["command"]

WORDS = ("prompt", "text")
"""Parameters that are the command's argument rather than an option, where the task takes no file."""
SIMPLE = (str, int, float, bool)
GIVEN = frozenset({Kind.BRIEF, Kind.EMBEDDING})
"""Kinds of inputs for which nobody has a file."""


def command(task: Task) -> Callable[..., None]:
    """A function whose signature typer reads as a command line: the words (or the input files), `-o`, and an option for
    every parameter that is described and is a single value or a list of words."""
    files, more, words = _inputs(task), _more_inputs(task), _words(task)
    parameters = [*files, *words, *_options(task), *more.values(), _out(task), *_ways()]

    def run(**values: Any) -> None:
        target: Path | None = values.pop("out")
        given = {p.name: values.pop(p.name) for p in files}
        given |= _named({name: values.pop(p.name) for name, p in more.items()})
        asked = {name: value for name, value in values.items() if value is not None}
        if empty := [p.name for p in words if not str(asked.get(p.name, "")).strip()]:
            raise ParameterError(f"{task.command}: the {empty[0]} is empty.", hint="Say in words what is wanted.")
        if target == STDOUT:
            target = None
            _refuse_terminal(task)
        elif target is not None:
            aio.check_name(task.name, target)
        keep(task, _performed(task, given, asked, target), target)

    run.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    run.__name__ = task.command
    return run


def _performed(task: Task, files: Mapping[str, Path], asked: Mapping[str, Any], target: Path | None) -> Finished:
    """The task done; where its words or its sound go to standard output, they go there as they come."""
    if target is not None:
        with busy(task) as tell:
            return wait(aio.run(task.name, inputs=files, watch=tell, **asked))
    with Pouring() as pouring:
        finished = wait(aio.run(task.name, inputs=files, live=True, watch=pouring.show, **asked))
        pouring.rest(finished.outputs[task.main_output])
    return finished


def _refuse_terminal(task: Task) -> None:
    """Raises ParameterError where a terminal would show the bytes of a picture or a sound."""
    if task.outputs[task.main_output].kind is not Kind.TEXT and sys.stdout.isatty():
        raise ParameterError(
            "-o -: a terminal cannot show this.", hint=f"Send it on: polymuse {task.command} … -o - | a program"
        )


def _keyword(name: str, annotation: object, default: object = inspect.Parameter.empty) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, annotation=annotation, default=default)


def _inputs(task: Task) -> list[inspect.Parameter]:
    names = [name for name, port in task.inputs.items() if not port.optional]
    return [_keyword(name, Annotated[Path, typer.Argument(help=f"The {name}'s file.")]) for name in names]


def _more_inputs(task: Task) -> dict[str, inspect.Parameter]:
    """Options for inputs that may be left out, by their names in the task; several of a kind share one."""
    found = {}
    for name, port in task.inputs.items():
        if port.kind in GIVEN:
            continue
        if port.many:
            said = typer.Option(f"--{name}", help=f"A further {name}, as a file; may be repeated.", show_default=False)
            found[name] = _keyword(f"{name}_files", Annotated[list[Path] | None, said], None)
        elif port.optional:
            said = typer.Option(f"--{name}", help=f"The {name}, as a file.", show_default=False)
            found[name] = _keyword(f"{name}_file", Annotated[Path | None, said], None)
    return found


def _named(files: Mapping[str, Path | list[Path] | None]) -> dict[str, Path]:
    """Files by the names that inputs have: several for `image` are `image-1`, `image-2` …"""
    named: dict[str, Path] = {}
    for name, value in files.items():
        if isinstance(value, list):
            named |= {f"{name}-{n}": path for n, path in enumerate(value, 1)}
        elif value is not None:
            named[name] = value
    return named


def _words(task: Task) -> list[inspect.Parameter]:
    if _inputs(task):
        return []
    return [
        _keyword(name, Annotated[str, typer.Argument(help=task.params.model_fields[name].description)])
        for name in WORDS
        if name in task.params.model_fields
    ]


def _options(task: Task) -> list[inspect.Parameter]:
    arguments = {p.name for p in _words(task)}
    found = []
    for name, info in task.params.model_fields.items():
        kind = _option_type(info)
        if kind is not None and description(info) and name not in arguments:
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
    return f"{description(info)}{default}"


def _out(task: Task) -> inspect.Parameter:
    kind = task.outputs[task.main_output].kind
    endings = list(formats(kind))
    said = f"The file to write: {', '.join(endings)}; or - for standard output."
    if kind is Kind.TEXT:
        option = typer.Option("--out", "-o", help=f"{said} Without it the text is printed.", show_default=False)
        return _keyword("out", Annotated[Path | None, option], None)
    named = Path(task.command + endings[0])
    return _keyword("out", Annotated[Path, typer.Option("--out", "-o", help=said)], named)


def _ways() -> list[inspect.Parameter]:
    """The options of every such command: which engine, whether anew, and for how much."""
    return [
        _keyword(
            "engine",
            Annotated[str | None, typer.Option(help="Which engine or hosted model.", show_default=False)],
            None,
        ),
        _keyword("fresh", Annotated[bool, typer.Option("--fresh", help="Make it anew, whatever is kept.")], False),
        _keyword("max_cost", MaxCost, None),
        _keyword("project", Project, None),
    ]
