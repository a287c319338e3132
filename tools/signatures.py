"""Writes polymuse/task_methods.py, a typed method for every task that has a command: python tools/signatures.py"""

from __future__ import annotations

import subprocess
import sys
import types
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from polymuse import tasks
from polymuse.flows.film import FilmOptions
from polymuse.tasks import Task
from polymuse.tasks.base import description
from polymuse.types import Kind

PAGE = Path(__file__).parent.parent / "polymuse" / "task_methods.py"
"""The module that is written."""
WORDS = ("prompt", "text")
"""Parameters that come before the output file where they are what the task is mainly given."""
INTERNAL = frozenset({Kind.BRIEF, Kind.EMBEDDING})
"""Kinds of inputs that only flows give."""

HEAD = '''"""A method for every task, with the task's own parameters.

This module is written by `python tools/signatures.py` from the tasks. Do not edit it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

{imports}

__all__ = ["AsyncTaskMethods", "TaskMethods"]

Data = Mapping[str, Any]
"""The fields of a data class, as plain data."""


def _given(**values: Any) -> dict[str, Any]:
    """Values by name, without those that are left out."""
    return {{name: value for name, value in values.items() if value is not None}}
'''

CLASS = '''
class {name}(ABC):
    """The tasks as {adjective}methods. Each raises ParameterError, MediaError, OutputError, NoEngine, KeyMissing,
    BudgetExceeded, EngineError or AwaitingImport."""

    @abstractmethod
    {define} _task(
        self, task: str, params: Mapping[str, Any], inputs: Mapping[str, Media], out: str | Path | None, *,
        {common},
    ) -> Result:
        """Run a task: `params` are its parameters and `inputs` its input media, by name, without those left out."""

    @abstractmethod
    {define} _film(
        self, script: str | Path, out: str | Path | None, options: Mapping[str, Any], *, {film_common},
    ) -> Film:
        """Make a film: `options` are `size`, `aspect` and the fields of FilmOptions, without those left out."""
'''


class Parameter(NamedTuple):
    """A parameter of a method: its type and default as source, and its description."""

    name: str
    type: str
    default: str
    about: str

    @property
    def required(self) -> bool:
        return not self.default

    def source(self) -> str:
        return f"{self.name}: {self.type}{f' = {self.default}' if self.default else ''}"


OUT = Parameter(
    "out", "str | Path | None", "None",
    "The file to write, in the format that its suffix names; further outputs go beside it.",
)  # fmt: skip
FRESH = Parameter(
    "fresh", "bool | timedelta", "False", "True makes it anew; a timedelta does so where the cached result is older."
)
MAX_COST = Parameter("max_cost", "float | None", "None", "The most it may cost, in US dollars.")
PROJECT = Parameter("project", "str | None", "None", "The project that it is charged to.")
ON_EVENT = Parameter("on_event", "Callable[[RunEvent], None] | None", "None", "Called with every event of the run.")
MODEL = Parameter("model", "str | None", "None", "The id of an engine or a hosted model, instead of the default.")
COMMON = (MODEL, FRESH, MAX_COST, PROJECT, ON_EVENT)

CHAT = Parameter(
    "messages", "Sequence[Message | Result | Data]", "",
    "Messages of text, media and results of tools, also in OpenAI's form; a result is what was answered.",
)  # fmt: skip
SCRIPT = Parameter("script", "str | Path", "", "A script's file, its text, or a brief in one line.")
FOLDER = Parameter("out", "str | Path | None", "None", "The folder for its files; by default named after the script.")
SIZE = Parameter("size", "str | None", "None", "Width and height in pixels, as 1280x720.")
ASPECT = Parameter("aspect", "str | None", "None", "One of 16:9, 9:16, 1:1, 4:5.")
MODELS = Parameter(
    "models", "Mapping[str, str] | str | Path | None", "None", "Model ids by task, or a file that says them."
)
LOCK = Parameter("lock", "str | Path | None", "None", "A lock file to write, or to hold the film to where it exists.")
FILM_COMMON = (LOCK, FRESH, MAX_COST, PROJECT, ON_EVENT)


def text() -> str:
    """The whole module."""
    imports = {
        "polymuse.flows.film": {"Film"},
        "polymuse.results": {"Media", "Result", "named_inputs"},
        "polymuse.runs.events": {"RunEvent"},
    }
    classes = "".join(
        _class(name, kind, imports) for name, kind in (("AsyncTaskMethods", "async "), ("TaskMethods", ""))
    )
    lines = "\n".join(f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(imports.items()))
    source = f"{HEAD.format(imports=lines)}\n{classes}"
    ruff = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(PAGE), "-"]
    return subprocess.run(ruff, input=source, capture_output=True, text=True, check=True).stdout


def _class(name: str, kind: str, imports: dict[str, set[str]]) -> str:
    head = CLASS.format(
        name=name,
        adjective="asynchronous " if kind else "",
        define=f"{kind}def",
        common=", ".join(f"{p.name}: {p.type}" for p in COMMON),
        film_common=", ".join(f"{p.name}: {p.type}" for p in FILM_COMMON),
    )
    methods = [_film_method(kind, imports)]
    for task_name in tasks.names():
        task = tasks.get(task_name)
        if task.command:
            methods.append(_task_method(task, kind, imports))
    methods.append(_chat_method(tasks.get("text-generation"), kind, imports))
    return "\n".join([head, *methods])


def _task_method(task: Task, kind: str, imports: dict[str, set[str]]) -> str:
    files = list(_inputs(task))
    params = [_parameter(n, f, imports) for n, f in task.params.model_fields.items() if description(f)]
    files_first = [file for file in files if file.required]
    words = [p for p in params if p.required or (p.name in WORDS and (not files_first or p.default != '""'))]
    first = [*files_first, *sorted(words, key=lambda p: not p.required), OUT]
    rest = [*(p for p in params if p not in words), *(file for file in files if not file.required), *COMMON]
    values = ", ".join(f"{p.name}={p.name}" for p in params)
    media = ", ".join(f'"{file.name}": {file.name}' for file in files)
    call = f'"{task.name}", _given({values}), named_inputs({{{media}}}), out'
    return _method(task.command, kind, first, rest, "Result", task.summary, f"_task({call}, {_passed(COMMON)})")


def _chat_method(task: Task, kind: str, imports: dict[str, set[str]]) -> str:
    """A conversation is what the task is about; its media are among the messages."""
    known = {"prompt", CHAT.name}
    params = [_parameter(n, f, imports) for n, f in task.params.model_fields.items() if n not in known]
    values = ", ".join(f"{p.name}={p.name}" for p in (CHAT, *params))
    call = f'_task("{task.name}", _given({values}), {{}}, out, {_passed(COMMON)})'
    about = "The next answer in a conversation with a language model."
    return _method("chat", kind, [CHAT, OUT], [*params, *COMMON], "Result", about, call)


def _film_method(kind: str, imports: dict[str, set[str]]) -> str:
    known = {"width", "height", "models"}
    fields = [_parameter(n, f, imports) for n, f in FilmOptions.model_fields.items() if n not in known]
    options = [SIZE, ASPECT, *fields, MODELS]
    values = ", ".join(f"{p.name}={p.name}" for p in options)
    call = f"_film(script, out, _given({values}), {_passed(FILM_COMMON)})"
    about = "A finished film from a script or a one-line brief, with captions, poster and storyboard."
    return _method("film", kind, [SCRIPT, FOLDER], [*options, *FILM_COMMON], "Film", about, call)


def _method(
    name: str, kind: str, first: Sequence[Parameter], rest: Sequence[Parameter], result: str, about: str, call: str
) -> str:
    signature = ", ".join(["self", *(p.source() for p in first), "*", *(p.source() for p in rest)])
    described = "\n".join(f"            {p.name}: {p.about}" for p in [*first, *rest])
    returned = f"return {'await ' if kind else ''}self.{call}"
    return (
        f"    {kind}def {name}({signature},) -> {result}:\n"
        f'        """{about}\n\n        Args:\n{described}\n        """\n        {returned}\n'
    )


def _passed(parameters: Sequence[Parameter]) -> str:
    return ", ".join(f"{p.name}={p.name}" for p in parameters)


def _inputs(task: Task) -> Iterator[Parameter]:
    """The inputs for which people have files; those that are needed first."""
    patterns: dict[str, list[str]] = {}
    for pattern, kind in task.takes.items():
        name = pattern.rstrip("?*").rstrip("-")
        if kind not in INTERNAL and name not in task.by_flows:
            patterns.setdefault(name, []).append(pattern)
    for name, found in patterns.items():
        optional, many = all(p.endswith("?") for p in found), any("*" in p for p in found)
        annotation = "Media | Sequence[Media]" if many else "Media"
        about = f"The {name}, as an asset, a result or a file{'; or several' if many else ''}."
        yield Parameter(name, f"{annotation} | None" if optional else annotation, "None" if optional else "", about)


def _parameter(name: str, field: FieldInfo, imports: dict[str, set[str]]) -> Parameter:
    annotation = _annotation(field.annotation, imports)
    if field.is_required():
        return Parameter(name, annotation, "", description(field))
    if field.default is None or isinstance(field.default, str | int | float) or field.default == ():
        return Parameter(name, annotation, _literal(field.default), description(field))
    return Parameter(name, f"{annotation} | None", "None", description(field))


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _annotation(hint: Any, imports: dict[str, set[str]]) -> str:
    """A type as source; the classes it names are put into `imports` by module. Data classes may be given as mappings."""
    origin = get_origin(hint)
    if origin is None:
        return _class_name(hint, imports)
    if origin is Literal:
        return f"Literal[{', '.join(map(_literal, get_args(hint)))}]"
    if origin is Annotated:
        return _annotation(get_args(hint)[0], imports)
    arguments = [_annotation(one, imports) for one in get_args(hint) if one is not ...]
    if origin in (Union, types.UnionType):
        return " | ".join(sorted(dict.fromkeys(arguments), key=lambda one: one == "None"))
    return f"{'Sequence' if origin is tuple else origin.__name__}[{', '.join(arguments)}]"


def _class_name(hint: Any, imports: dict[str, set[str]]) -> str:
    if hint is types.NoneType:
        return "None"
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        imports.setdefault(hint.__module__, set()).add(hint.__name__)
        return f"{hint.__name__} | Data"
    return str(hint.__name__)


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
