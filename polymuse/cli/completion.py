"""The command completion."""

from __future__ import annotations

import click
from rich.text import Text

from polymuse.cli.command import among, command
from polymuse.cli.report import Report
from polymuse.cli.shells import SHELLS, source
from polymuse.errors import ParameterError
from polymuse.suggestions import did_you_mean

__all__ = ["completion"]


@command(
    click.Argument(["shell"], help=f"Your shell: {', '.join(SHELLS)}.", shell_complete=among(SHELLS)),
    examples=(
        'eval "$(polymuse completion bash)"                                  # in ~/.bashrc',
        'eval "$(polymuse completion zsh)"                                   # in ~/.zshrc, after compinit',
        "polymuse completion fish > ~/.config/fish/completions/polymuse.fish",
    ),
)
def completion(shell: str) -> Report:
    """Print the lines that complete commands in your shell.

    With them, the Tab key completes commands, options, files, and the values that are known: tasks, models, voices,
    languages, aspects."""
    if shell not in SHELLS:
        hint = did_you_mean(shell, SHELLS, otherwise=f"There are: {', '.join(SHELLS)}.")
        raise ParameterError(f"completion: {shell!r} is no shell that is known here.", hint=hint)
    script = source(shell, click.get_current_context().find_root().command)
    return Report({"shell": shell, "script": script}, shown=(Text(script.rstrip()),))
