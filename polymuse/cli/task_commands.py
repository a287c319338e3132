"""A command for each task, made from the task's own parameters. What it does is in `output`."""

from __future__ import annotations

import json
import types
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

import click
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from polymuse.cli import values
from polymuse.cli.command import FILE, Command, option
from polymuse.cli.options import FRESH, SPENDING
from polymuse.errors import ParameterError
from polymuse.media.formats import formats
from polymuse.tasks import Task
from polymuse.tasks.base import description
from polymuse.types import Kind

if TYPE_CHECKING:
    from polymuse.cli.report import Report
    from polymuse.runtime import Runtime

__all__ = ["task_command"]

WORDS = ("prompt", "text")
"""Parameters that are the command's argument rather than an option, where the task takes no file."""
SIMPLE = (str, int, float, bool)
METAVARS = {int: "N", float: "X", str: "TEXT"}
NO_FILES = frozenset({Kind.BRIEF, Kind.EMBEDDING})
"""Kinds of inputs for which nobody has a file."""
SMALL = frozenset({"width", "height", "fps"})
"""Parameters by which a task's example is quick to make; a user's need not be."""
VALUES = {"voice": values.voices, "language": values.languages}
"""What a shell offers for parameters of these names."""


def task_command(task: Task) -> Command:
    """The words (or the input files), `-o`, and an option for every parameter that is described and is a single value or
    a list of words."""
    files, more, words = _files(task), _more_files(task), _words(task)

    async def run(runtime: Runtime, **given: Any) -> Report:
        from polymuse.cli.output import make  # noqa: PLC0415 - a help page needs none of it

        target = given.pop("out")
        inputs = {file.name: given.pop(str(file.name)) for file in files}
        inputs |= _named({name: given.pop(str(file.name)) for name, file in more.items()})
        asked = {name: value for name, value in given.items() if value is not None and value != ()}
        if not inputs and (empty := [word.name for word in words if not str(asked.get(str(word.name), "")).strip()]):
            raise ParameterError(f"{task.command}: the {empty[0]} is empty.", hint="Say in words what is wanted.")
        return await make(runtime, task, inputs, asked, target)

    parameters = [*files, *words, *_options(task), *more.values(), _out(task), *_ways(task)]
    help = f"{task.summary}\n\nThe task is {task.name}."
    return Command(task.command, run, parameters, help=help, examples=_examples(task), module="polymuse.cli.output")


def _files(task: Task) -> list[click.Argument]:
    names = [name for name, port in task.inputs.items() if not port.optional]
    return [click.Argument([name], type=FILE, help=f"The {name}'s file.") for name in names]


def _more_files(task: Task) -> dict[str, click.Option]:
    """Options for inputs that may be left out, by their names in the task; several of a kind share one."""
    found = {}
    for name, port in task.inputs.items():
        if port.kind in NO_FILES or not (port.optional or port.many):
            continue
        help = f"{'The' if port.optional else 'A further'} {name}, as a file{'; may be repeated' if port.many else ''}."
        dest = f"{name}_files" if port.many else f"{name}_file"
        found[name] = option(f"--{name}", dest, type=FILE, metavar="FILE", multiple=port.many, help=help)
    return found


def _named(files: Mapping[str, Path | Sequence[Path] | None]) -> dict[str, Path]:
    """Files by the names that inputs have: several for `image` are `image-1`, `image-2` …"""
    named: dict[str, Path] = {}
    for name, value in files.items():
        if isinstance(value, Path):
            named[name] = value
        elif value:
            named |= {f"{name}-{n}": path for n, path in enumerate(value, 1)}
    return named


def _words(task: Task) -> list[click.Argument]:
    if _files(task):
        return []
    fields, needed = {n: f for n, f in task.params.model_fields.items() if n in WORDS}, not _does_without_words(task)
    counts = {name: 1 if _type(field) is str else -1 for name, field in fields.items()}
    return [
        click.Argument([name], nargs=counts[name], required=needed, help=description(field))
        for name, field in fields.items()
    ]


def _does_without_words(task: Task) -> bool:
    """Whether files can be given instead of words."""
    try:
        task.params()
    except ValidationError:
        return False
    return bool(_more_files(task))


def _options(task: Task) -> list[click.Option]:
    arguments = {word.name for word in _words(task)}
    return [
        _option(name, field)
        for name, field in task.params.model_fields.items()
        if name not in arguments and description(field) and _type(field) is not None
    ]


def _option(name: str, field: FieldInfo) -> click.Option:
    flag, kind = name.replace("_", "-"), _type(field)
    default = "" if field.default in (None, "", (), False) or field.is_required() else f" (default: {field.default})"
    more: dict[str, Any] = {"help": f"{description(field)}{default}", "default": None}
    if kind is bool:
        return option(f"--{flag}/--no-{flag}", **more)
    if kind in SIMPLE:
        return option(f"--{flag}", type=kind, metavar=METAVARS[kind], values=VALUES.get(name), **more)
    if get_origin(kind) is Literal:
        choices = [str(choice) for choice in get_args(kind)]
        more["help"] = f"{description(field)} One of {', '.join(choices)}{default}."
        return option(f"--{flag}", metavar="WORD", values=choices, **more)
    return option(f"--{flag}", multiple=True, metavar="WORDS", **more)


def _type(field: FieldInfo) -> Any:
    """The type of a parameter that is a single value, a choice of words or a list of words; else None."""
    annotation = field.annotation
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next((a for a in get_args(annotation) if a is not type(None)), None)
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    listed = get_origin(annotation) is tuple and get_args(annotation)[0] is str
    return annotation if annotation in SIMPLE or get_origin(annotation) is Literal or listed else None


def _out(task: Task) -> click.Option:
    kind = task.kind
    help = f"The file to write: {', '.join(formats(kind))}; or - for standard output."
    if kind is Kind.TEXT:
        return option("--out", "-o", type=FILE, metavar="FILE", help=f"{help} Without it the text is printed.")
    return option("--out", "-o", type=FILE, metavar="FILE", default=_default(task), help=help)


def _default(task: Task) -> Path:
    """The file that the result is written to where nothing else is said."""
    return Path(task.command + next(iter(formats(task.kind)), ""))


def _ways(task: Task) -> list[click.Option]:
    """The options of every such command: which model, whether anew, and for how much."""
    help = "Which model: a built-in artist, a hosted model, or hf:OWNER/MODEL."
    known = partial(values.models_for, task.name)
    return [option("--model", metavar="MODEL", values=known, help=help), FRESH, *SPENDING]


def _examples(task: Task) -> list[str]:
    """The task's own example as a command line."""
    words = {word.name for word in _words(task)}
    files = [f"{file.name}{next(iter(formats(task.inputs[str(file.name)].kind)), '')}" for file in _files(task)]
    values = {name: value for name, value in task.example.items() if isinstance(value, (*SIMPLE, list))}
    said = [_quoted(value) for name, value in values.items() if name in words]
    options = [f"--{n.replace('_', '-')} {_quoted(v)}" for n, v in values.items() if n not in {*words, *SMALL}]
    target = [] if task.kind is Kind.TEXT else ["-o", str(_default(task))]
    return [" ".join(["polymuse", task.command, *files, *said, *options, *target])]


def _quoted(value: object) -> str:
    if isinstance(value, list):
        return " ".join(map(_quoted, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else str(value)
