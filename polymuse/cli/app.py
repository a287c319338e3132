"""All commands put together."""

from __future__ import annotations

import errno
import os
import sys
import warnings
from typing import NoReturn, TextIO

import click
from click.shell_completion import CompletionItem

from polymuse.cli import commands
from polymuse.cli.command import HELP, option
from polymuse.cli.help_page import HelpPage
from polymuse.cli.shells import COMPLETE, complete
from polymuse.errors import DiskFull, ExtensionWarning, ParameterError, PolymuseError
from polymuse.suggestions import did_you_mean
from polymuse.version import __version__

__all__ = ["Commands", "app", "run"]

COLUMN = 14
"""Columns of the commands' names in the list."""
OTHER_WORDS = {
    "--engine": "--model", "--output": "--out", "--duration": "--seconds", "--length": "--seconds",
    "--resolution": "--size", "--lang": "--language", "--negative": "--negative-prompt",
    "help": "--help", "draw": "image", "picture": "image", "say": "speak", "tts": "speak", "describe": "look",
    "caption": "look", "ask": "write", "chat": "write", "stt": "transcribe", "list": "models", "config": "doctor",
}  # fmt: skip
"""What other programs call our commands and options, where letters alone would not lead there."""


class Commands(click.Group):
    """The commands, imported when they are run or their help is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(commands.names())

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        return commands.load(name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Raises ParameterError for a command that there is not, but for a shell that completes a line."""
        name, *rest = args
        found = self.get_command(ctx, name)
        if found is None and not ctx.resilient_parsing:
            raise ParameterError(f"There is no command {name!r}.", hint=_meant(name))
        return name, found, rest

    def get_help(self, ctx: click.Context) -> str:
        page = HelpPage()
        page.paragraphs("Usage: polymuse COMMAND [OPTIONS]")
        page.paragraphs(self.help or "")
        for group in commands.GROUPS:
            rows = [(entry.name, entry.summary) for entry in group.entries]
            page.rows(group.title, [*rows, ("e.g.", group.example)], COLUMN)
        page.rows("From other packages", commands.plugins().items(), COLUMN)
        page.paragraphs("polymuse COMMAND -h shows what a command takes, with examples.")
        return page.text()

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        listed = commands.entries()
        items = [CompletionItem(n, help=e.summary) for n, e in listed.items() if n.startswith(incomplete)]
        items += [CompletionItem(n) for n in commands.plugins() if n.startswith(incomplete)]
        return items + click.Command.shell_complete(self, ctx, incomplete)


def _meant(name: str) -> str:
    """What a command that is not known may have been."""
    if os.path.isfile(name):
        return f"Did you mean `polymuse film {name}`?"
    if name in OTHER_WORDS:
        return f"Did you mean `polymuse {OTHER_WORDS[name]}`?"
    return did_you_mean(name, commands.names(), otherwise="`polymuse --help` lists the commands.")


def _version(ctx: click.Context, parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        click.echo(f"polymuse {__version__}")
        ctx.exit()


app = Commands(
    "polymuse",
    help="Any mix of text, images, sound and video into any other: a script in, a finished film out.",
    params=[
        option(
            "--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Print the version."
        )
    ],
    context_settings=HELP,
)


def run() -> NoReturn:
    """Run the command that the program was given; our own errors become one sentence and an exit code."""
    arguments = sys.argv[1:]
    if COMPLETE in os.environ:
        click.echo(complete(app, os.environ[COMPLETE]))
        sys.exit(0)
    with warnings.catch_warnings():
        warnings.showwarning = _show_warning
        try:
            sys.exit(_flushed(_exit_code(arguments)))
        except BrokenPipeError:
            _leave_standard_output()
            sys.exit(0)


def _exit_code(arguments: list[str]) -> int:
    as_json = "--json" in arguments
    try:
        with app.make_context("polymuse", arguments) as context:
            app.invoke(context)
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.exceptions.NoArgsIsHelpError as none:
        click.echo(none.format_message(), err=True)
        return none.exit_code
    except KeyboardInterrupt:
        return _stopped(as_json)
    except (click.UsageError, PolymuseError, OSError) as error:
        return _complain(_ours(error), as_json)
    return 0


def _flushed(code: int) -> int:
    """The exit code, when all has been written. What could not be written before is in the way a second time, and would
    change the exit code while Python ends."""
    try:
        sys.stdout.flush()
    except OSError:
        if not code:
            raise
        _leave_standard_output()
    return code


def _complain(error: PolymuseError, as_json: bool) -> int:
    from polymuse.cli.console import complain  # noqa: PLC0415 - loads rich, which help pages do without

    complain(error, as_json=as_json)
    return error.exit_code


def _stopped(as_json: bool) -> int:
    from polymuse.cli.console import stopped  # noqa: PLC0415 - as above

    stopped(as_json=as_json)
    return 130


def _ours(error: click.UsageError | PolymuseError | OSError) -> PolymuseError:
    """The error as one of ours. Raises an OSError that is not of a full disk."""
    if isinstance(error, PolymuseError):
        return error
    if isinstance(error, click.UsageError):
        return _usage_error(error)
    if error.errno != errno.ENOSPC:
        raise error
    return DiskFull("The disk is full.", hint="Free some space and run the same command again.")


def _usage_error(error: click.UsageError) -> ParameterError:
    """What click says of a command line, with near names."""
    command = error.ctx.command_path.removeprefix("polymuse").strip() if error.ctx else ""
    place = f"{command}: " if command else ""
    help = f"`{' '.join(filter(None, ('polymuse', command)))} -h` shows what it takes."
    if isinstance(error, click.NoSuchOption) and error.ctx:
        name = error.option_name
        known = [flag for p in error.ctx.command.get_params(error.ctx) for flag in (*p.opts, *p.secondary_opts)]
        other = OTHER_WORDS.get(name)
        hint = f"Did you mean {other}?" if other in known else did_you_mean(name, known, otherwise=help)
        return ParameterError(f"{place}there is no option {name}.", hint=hint)
    return ParameterError(f"{place}{error.format_message()}", hint=help)


def _show_warning(
    message: Warning | str, category: type[Warning], filename: str, lineno: int, file: TextIO | None = None,
    line: str | None = None,
) -> None:  # fmt: skip
    """A warning as one line on standard error; ours without the place in the code."""
    ours = issubclass(category, ExtensionWarning)
    text = str(message) if ours else warnings.formatwarning(message, category, filename, lineno, line)
    sys.stderr.write(f"polymuse: {text.strip()}\n")


def _leave_standard_output() -> None:
    """Nobody reads it any more: what is still to be written to it goes nowhere, so that the program's end is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
