"""Completion in the shells: what they ask, and the lines that make them ask it."""

from __future__ import annotations

import os
from collections.abc import Mapping

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    split_arg_string,
)

__all__ = ["COMPLETE", "SHELLS", "complete", "source"]

COMPLETE = "_POLYMUSE_COMPLETE"
"""The variable in which a shell asks for completions."""
BASH = r"""%(complete_func)s() {
    local line="${COMP_LINE:0:COMP_POINT}" current="${COMP_WORDS[COMP_CWORD]}" word begun type value
    word="${line##*[[:space:]]}"
    begun="${word%%"$current"}"
    [[ "$current" == [:=] ]] && begun="$word"
    COMPREPLY=()
    while IFS=, read -r type value; do
        case "$type" in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                COMPREPLY+=("${value#"$begun"}")
                [[ "$value" == *= ]] && compopt -o nospace
                ;;
        esac
    done < <(COMP_WORDS="$line" %(complete_var)s=bash_complete "$1" 2>/dev/null)
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""
FISH = """function %(complete_func)s
    set -l asked COMP_WORDS=(commandline -cp) COMP_CWORD=(commandline -t) %(complete_var)s=fish_complete
    for answer in (env $asked %(prog_name)s 2>/dev/null)
        set -l parts (string split -m 1 "," $answer)
        switch $parts[1]
            case dir
                __fish_complete_directories $parts[2]
            case file
                __fish_complete_path $parts[2]
            case plain
                echo $parts[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class Whole(ShellComplete):
    """Answers with whole words: the value of `--aspect=9` is completed as `--aspect=9:16`."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        items = super().get_completions(args, incomplete)
        name, mark, _ = incomplete.partition("=")
        if not mark or not name.startswith("--"):
            return items
        return [CompletionItem(f"{name}={i.value}", help=i.help) if i.type == "plain" else i for i in items]


class Bash(Whole, BashComplete):
    """For bash, `:` and `=` end a word: what it takes for complete is left out of the answer by the script."""

    source_template = BASH

    def source(self) -> str:
        return self.source_template % self.source_vars()

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words up to the cursor, and the one that is begun."""
        line = os.environ["COMP_WORDS"]
        words = split_arg_string(line)
        return (words[1:], "") if line[-1:].isspace() else (words[1:-1], words[-1])


class Zsh(Whole, ZshComplete):
    pass


class Fish(Whole, FishComplete):
    """Descriptions may have commas."""

    source_template = FISH


SHELLS: Mapping[str, type[ShellComplete]] = {"bash": Bash, "zsh": Zsh, "fish": Fish}


def source(shell: str, app: click.Command) -> str:
    """The lines that a shell has to read, for it to ask us."""
    return SHELLS[shell](app, {}, "polymuse", COMPLETE).source()


def complete(app: click.Command, asked: str) -> str:
    """The answer to a shell, which asks as in `bash_complete`; empty for a shell that is not known."""
    shell = SHELLS.get(asked.partition("_")[0])
    return shell(app, {}, "polymuse", COMPLETE).complete() if shell else ""
