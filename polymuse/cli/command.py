"""What a command is: parameters, a function that returns a report, and examples; with `--json`, `--quiet` and `-h`."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem

from polymuse.cli.help_page import HelpPage

__all__ = ["FILE", "FOLDER", "HELP", "Command", "Completer", "among", "command", "option"]


class _Folder(click.Path):
    """A folder's path, for which a shell offers folders."""

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(incomplete, type="dir")]


FILE = click.Path(path_type=Path)
FOLDER = _Folder(path_type=Path)
"""Types of parameters. What a path leads to is judged where it is used, so that the message is the same from Python."""
HELP = {"help_option_names": ["-h", "--help"]}

Completer = Callable[[click.Context, click.Parameter, str], list[CompletionItem]]
Values = Iterable[str] | Callable[[], Iterable[str]]


class Command(click.Command):
    """A command whose function returns a Report, which is printed as the options for every command say. A coroutine
    function is given a runtime as its first argument; `module` is what it imports, which is loaded before its event loop
    begins."""

    def __init__(self, name: str, callback: Callable[..., Any], params: Sequence[click.Parameter], *, help: str,
                 examples: Sequence[str], module: str = "") -> None:  # fmt: skip
        super().__init__(name, context_settings=HELP, callback=callback, params=[*params, *_every_command()], help=help)
        self.examples = tuple(examples)
        self._module = module

    def invoke(self, ctx: click.Context) -> None:
        from polymuse.cli import console  # noqa: PLC0415 - a help page needs none of it
        from polymuse.cli.running import perform  # noqa: PLC0415

        as_json, quiet = ctx.params["as_json"], ctx.params["quiet"]
        console.log.quiet = quiet or (as_json and not console.log.is_terminal)
        own = {name: value for name, value in ctx.params.items() if name not in ("as_json", "quiet")}
        assert self.callback is not None
        if self._module:
            import_module(self._module)
        report = perform(self.callback, own)
        console.deliver(report, as_json=as_json)
        ctx.exit(report.error.exit_code if report.error else 0)

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [*(p.make_metavar(ctx) for p in self.params if isinstance(p, click.Argument)), "[OPTIONS]"]

    def get_help(self, ctx: click.Context) -> str:
        """What it does, examples, arguments, its own options, and those of every command."""
        page = HelpPage()
        page.paragraphs(self.get_usage(ctx))
        page.paragraphs(self.help or "")
        page.lines("Examples" if len(self.examples) > 1 else "Example", self.examples)
        common = {option.name for option in _every_command()}
        arguments = [p for p in self.params if isinstance(p, click.Argument)]
        own = [p for p in self.params if isinstance(p, click.Option) and p.name not in common]
        shared = [p for p in self.get_params(ctx) if p.name in common or p not in self.params]
        for title, found in (("Arguments", arguments), ("Options", own), ("For every command", shared)):
            page.rows(title, (record for p in found if (record := p.get_help_record(ctx))))
        return page.text()


def command(
    *parameters: click.Parameter, examples: Sequence[str], name: str = "", module: str = ""
) -> Callable[[Callable[..., Any]], Command]:
    """Make a function a command; its docstring is the help. `module`: see `Command`."""

    def made(function: Callable[..., Any]) -> Command:
        help = inspect.getdoc(function) or ""
        return Command(name or function.__name__, function, parameters, help=help, examples=examples, module=module)

    return made


def option(*names: str, help: str, values: Values | None = None, **more: Any) -> click.Option:
    """An option; `values` are those that a shell offers where the user asks for them."""
    if values is not None:
        more["shell_complete"] = among(values)
    default = more.get("default")
    needless = default is None or default == "" or isinstance(default, bool)
    return click.Option(names, help=help if needless else f"{help} (default: {default})", **more)


def among(values: Values) -> Completer:
    """Completes a parameter from known values, which are asked for only then."""

    def complete(ctx: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
        known = values() if callable(values) else values
        return [CompletionItem(value) for value in known if value.startswith(begun)]

    return complete


def _every_command() -> tuple[click.Option, ...]:
    return (
        option("--json", "as_json", is_flag=True, help="Print the result as one JSON document, and nothing else."),
        option("--quiet", "-q", is_flag=True, help="Print the result only: no progress, no notices."),
    )
