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
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
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
    """The tasks, and films, as {adjective}methods. They raise ParameterError, MediaError, OutputError, NoEngine,
    KeyMissing, BudgetExceeded, EngineError or AwaitingImport."""
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

    def passed(self) -> str:
        return f"{self.name}={self.name}"


class Flavour(NamedTuple):
    """One of the two classes, and how its methods differ from the other's."""

    name: str
    adjective: str
    define: str
    wait: str
    iterator: str


FLAVOURS = (
    Flavour("AsyncTaskMethods", "asynchronous ", "async def", "await ", "AsyncIterator"),
    Flavour("TaskMethods", "", "def", "", "Iterator"),
)


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
LIMITS = (FRESH, MAX_COST, PROJECT)
COMMON = (MODEL, *LIMITS, ON_EVENT)

TASK_NAME = Parameter("task", "str", "", "The task's name, such as text-to-image.")
INPUTS = Parameter(
    "inputs", "Mapping[str, Media] | None", "None", "Assets, results or files, by the names that the task has for them."
)
LIVE = Parameter("live", "bool", "False", "Whether sound comes in chunks while it is made, where the engine can.")
PARAMS = Parameter("**params", "Any", "", "The task's parameters.")

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

Imports = dict[str, set[str]]
"""Names to import, by module."""


def text() -> str:
    """The whole module."""
    imports: Imports = {
        "polymuse.flows.film": {"Film", "Planned"},
        "polymuse.results": {"Media", "Result", "named_inputs"},
        "polymuse.runs.events": {"RunEvent"},
    }
    classes = "\n".join(_class(flavour, imports) for flavour in FLAVOURS)
    lines = "\n".join(f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(imports.items()))
    source = f"{HEAD.format(imports=lines)}\n{classes}"
    ruff = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(PAGE), "-"]
    return subprocess.run(ruff, input=source, capture_output=True, text=True, check=True).stdout


def _class(flavour: Flavour, imports: Imports) -> str:
    head = CLASS.format(name=flavour.name, adjective=flavour.adjective)
    commands = (task for task in map(tasks.get, tasks.names()) if task.command)
    methods = [_task_method(task, flavour, imports) for task in commands]
    chat = _chat_method(tasks.get("text-generation"), flavour, imports)
    return "\n".join([head, *_hooks(flavour), *_any_task(flavour), *_film_methods(flavour, imports), *methods, chat])


def _hooks(flavour: Flavour) -> Iterator[str]:
    """What the methods stand on; a client does it."""
    task = "task: str, params: Mapping[str, Any], inputs: Mapping[str, Media]"
    film = "script: str | Path, out: str | Path | None, options: Mapping[str, Any]"
    events = flavour._replace(define="def", wait="")
    stream = f"{flavour.iterator}[RunEvent]"
    yield _hook("_task", flavour, f"{task}, out: str | Path | None", COMMON, "Result", "Run a task; write the result.")
    yield _hook("_run", flavour, task, (LIVE, *COMMON), "Result", "Run a task.")
    yield _hook("_stream", events, task, (LIVE, MODEL, *LIMITS), stream, "The events of running a task.")
    yield _hook("_start", flavour, task, (MODEL, *LIMITS), "int", "Begin a task in a process of its own.")
    yield _hook("_film", flavour, film, (LOCK, *LIMITS, ON_EVENT), "Film", "Make a film.")
    yield _hook("_plan", flavour, film.replace("out: str | Path | None, ", ""), LIMITS, "Planned", "Plan a film.")
    yield _hook("_start_film", flavour, film, (LOCK, *LIMITS), "int", "Begin a film in a process of its own.")


def _hook(name: str, flavour: Flavour, first: str, rest: Sequence[Parameter], result: str, about: str) -> str:
    keywords = ", ".join(f"{p.name}: {p.type}" for p in rest)
    signature = f"{flavour.define} {name}(self, {first}, *, {keywords}) -> {result}"
    return f'    @abstractmethod\n    {signature}:\n        """{about}"""\n'


def _any_task(flavour: Flavour) -> Iterator[str]:
    """Methods that take a task by its name, and its parameters without their types."""
    given = "task, params, inputs or {}"
    yield _method(
        "run", flavour, [TASK_NAME], [INPUTS, LIVE, *COMMON, PARAMS], "Result",
        "Any task by its name, those of other packages among them.",
        f"_run({given}, {_passed([LIVE, *COMMON])})",
    )  # fmt: skip
    yield _method(
        "stream", flavour._replace(define="def", wait=""), [TASK_NAME], [INPUTS, LIVE, MODEL, *LIMITS, PARAMS],
        f"{flavour.iterator}[RunEvent]",
        "The events of a task as they come, and last StepFinished; leaving the stream early stops the work.",
        f"_stream({given}, {_passed([LIVE, MODEL, *LIMITS])})",
    )  # fmt: skip
    yield _method(
        "start", flavour, [TASK_NAME], [INPUTS, MODEL, *LIMITS, PARAMS], "int",
        "Begin a task in a process of its own, which goes on without this program; the run's id. Keys come from the\n"
        "        environment or the keyring.",
        f"_start({given}, {_passed([MODEL, *LIMITS])})",
    )  # fmt: skip


def _film_methods(flavour: Flavour, imports: Imports) -> Iterator[str]:
    known = {"width", "height", "models"}
    fields = [_parameter(n, f, imports) for n, f in FilmOptions.model_fields.items() if n not in known]
    options = [SIZE, ASPECT, *fields, MODELS]
    values = f"_given({', '.join(p.passed() for p in options)})"
    yield _method(
        "film", flavour, [SCRIPT, FOLDER], [*options, LOCK, *LIMITS, ON_EVENT], "Film",
        "A finished film from a script or a one-line brief, with captions, poster and storyboard.",
        f"_film(script, out, {values}, {_passed([LOCK, *LIMITS, ON_EVENT])})",
    )  # fmt: skip
    yield _method(
        "plan", flavour, [SCRIPT], [*options, *LIMITS], "Planned",
        "What a film would take, before anything of it is made but its storyboard.",
        f"_plan(script, {values}, {_passed(LIMITS)})",
    )  # fmt: skip
    yield _method(
        "start_film", flavour, [SCRIPT, FOLDER], [*options, LOCK, *LIMITS], "int",
        "Begin a film in a process of its own, which goes on without this program; the run's id. Keys come from the\n"
        "        environment or the keyring.",
        f"_start_film(script, out, {values}, {_passed([LOCK, *LIMITS])})",
    )  # fmt: skip


def _task_method(task: Task, flavour: Flavour, imports: Imports) -> str:
    files = list(_inputs(task))
    params = [_parameter(n, f, imports) for n, f in task.params.model_fields.items() if description(f)]
    files_first = [file for file in files if file.required]
    words = [p for p in params if p.required or (p.name in WORDS and (not files_first or p.default != '""'))]
    first = [*files_first, *sorted(words, key=lambda p: not p.required), OUT]
    rest = [*(p for p in params if p not in words), *(file for file in files if not file.required), *COMMON]
    values = ", ".join(p.passed() for p in params)
    media = ", ".join(f'"{file.name}": {file.name}' for file in files)
    call = f'"{task.name}", _given({values}), named_inputs({{{media}}}), out'
    return _method(task.command, flavour, first, rest, "Result", task.summary, f"_task({call}, {_passed(COMMON)})")


def _chat_method(task: Task, flavour: Flavour, imports: Imports) -> str:
    """A conversation is what the task is about; its media are among the messages."""
    fields = {n: f for n, f in task.params.model_fields.items() if n not in ("prompt", CHAT.name)}
    params = [_parameter(n, f, imports) for n, f in fields.items()]
    values = ", ".join(p.passed() for p in (CHAT, *params))
    call = f'_task("{task.name}", _given({values}), {{}}, out, {_passed(COMMON)})'
    about = "The next answer in a conversation with a language model."
    return _method("chat", flavour, [CHAT, OUT], [*params, *COMMON], "Result", about, call)


def _method(
    name: str,
    flavour: Flavour,
    first: Sequence[Parameter],
    rest: Sequence[Parameter],
    result: str,
    about: str,
    call: str,
) -> str:
    signature = ", ".join(["self", *(p.source() for p in first), "*", *(p.source() for p in rest)])
    described = "\n".join(f"            {p.name.strip('*')}: {p.about}" for p in [*first, *rest])
    comma = "" if "**" in signature else ","
    return (
        f"    {flavour.define} {name}({signature}{comma}) -> {result}:\n"
        f'        """{about}\n\n        Args:\n{described}\n        """\n        return {flavour.wait}self.{call}\n'
    )


def _passed(parameters: Sequence[Parameter]) -> str:
    return ", ".join(p.passed() for p in parameters)


def _inputs(task: Task) -> Iterator[Parameter]:
    """The inputs for which people have files; those that are needed first."""
    for name, port in task.inputs.items():
        if port.kind in INTERNAL:
            continue
        annotation = "Media | Sequence[Media]" if port.many else "Media"
        about = f"The {name}, as an asset, a result or a file{'; or several' if port.many else ''}."
        optional = port.optional
        yield Parameter(name, f"{annotation} | None" if optional else annotation, "None" if optional else "", about)


def _parameter(name: str, field: FieldInfo, imports: Imports) -> Parameter:
    annotation = _annotation(field.annotation, imports)
    if field.is_required():
        return Parameter(name, annotation, "", description(field))
    if field.default is None or isinstance(field.default, str | int | float) or field.default == ():
        return Parameter(name, annotation, _literal(field.default), description(field))
    return Parameter(name, f"{annotation} | None", "None", description(field))


def _literal(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _annotation(hint: Any, imports: Imports) -> str:
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


def _class_name(hint: Any, imports: Imports) -> str:
    if hint is types.NoneType:
        return "None"
    if isinstance(hint, type) and issubclass(hint, BaseModel):
        imports.setdefault(hint.__module__, set()).add(hint.__name__)
        return f"{hint.__name__} | Data"
    return str(hint.__name__)


if __name__ == "__main__":
    PAGE.write_text(text(), encoding="utf-8")
