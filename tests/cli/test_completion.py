"""Completion, asked by the shells themselves where they are installed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Give
from tests.command import environment

CASES = [
    ("polymuse voic", ["voices"]),
    ("polymuse film --asp", ["--aspect"]),
    ("polymuse film --aspect 9", ["9:16"]),
    ("polymuse film --aspect 9:", ["9:16"]),
    ("polymuse film --aspect=4", ["--aspect=4:5"]),
    ("polymuse film --model text-to-im", ["text-to-image="]),
    ("polymuse film --model text-to-image=flux-2-kl", ["text-to-image=flux-2-klein"]),
    ("polymuse speak hello --voice wa", ["walter"]),
    ("polymuse speak hello --language pt-b", ["pt-br"]),
    ("polymuse models --task text-to-m", ["text-to-music"]),
    ("polymuse models --kind vi", ["video"]),
    ("polymuse image x --quality dr", ["draft"]),
    ("polymuse image x --model sket", ["sketch"]),
    ("polymuse jobs re", ["retry"]),
    ("polymuse runs fo", ["follow"]),
    ("polymuse completion z", ["zsh"]),
    ("polymuse soup --x", []),
]  # fmt: skip
"""Command lines, and the words that may stand in place of the last one."""

ASK_BASH = r"""
eval "$(polymuse completion bash)"
compopt() { :; }
COMP_LINE="$1" COMP_POINT=${#1}
words=$(sed -E 's/([:=])/ \1 /g' <<< "$1")
COMP_WORDS=($words)
[[ "$1" == *[[:space:]:=] ]] && [[ "$1" == *[[:space:]] ]] && COMP_WORDS+=("")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_polymuse_completion polymuse
printf '%s\n' "${COMPREPLY[@]}"
"""
"""Fills the variables as readline does, whose words end at `:` and `=`."""


@pytest.fixture
def shell(tmp_path: Path) -> dict[str, str]:
    """An environment in which `polymuse` is a command."""
    program = tmp_path / "bin" / "polymuse"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m polymuse "$@"\n')
    program.chmod(0o755)
    env = environment(tmp_path / "home")
    return {**env, "PATH": f"{program.parent}:{env['PATH']}"}


def asked(command: list[str], env: dict[str, str], cwd: Path) -> list[str]:
    done = subprocess.run(command, env=env, cwd=cwd, capture_output=True, text=True, check=True, timeout=60)
    assert done.stderr == ""
    return done.stdout.split("\n")[:-1]


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize(("line", "words"), CASES, ids=[line for line, _ in CASES])
def test_bash(shell: dict[str, str], tmp_path: Path, line: str, words: list[str]) -> None:
    answers = asked(["bash", "--norc", "-c", ASK_BASH, "bash", line], shell, tmp_path)
    begun = line.rpartition(" ")[2]
    known = max(begun.rfind(":"), begun.rfind("=")) + 1  # what bash takes for complete
    assert sorted(filter(None, answers)) == sorted(word[known:] for word in words)


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_fish(shell: dict[str, str], tmp_path: Path) -> None:
    lines = "; ".join(f"complete -C '{line}'; echo end" for line, _ in CASES)
    answers = asked(["fish", "--no-config", "-c", f"polymuse completion fish | source; {lines}"], shell, tmp_path)
    found: list[list[str]] = [[]]
    for answer in answers:
        found.append([]) if answer == "end" else found[-1].append(answer.partition("\t")[0])
    assert found[:-1] == [sorted(words) for _, words in CASES]


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_reads_its_script(shell: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "_polymuse"
    script.write_text("\n".join(asked(["polymuse", "completion", "zsh"], shell, tmp_path)))
    assert asked(["zsh", "-f", "-n", str(script)], shell, tmp_path) == []


@pytest.mark.parametrize(("line", "words"), [case for case in CASES if "=" not in case[0]])
def test_zsh_is_answered(give: Give, monkeypatch: pytest.MonkeyPatch, line: str, words: list[str]) -> None:
    """Three lines for each word: its type, the word, and what it is."""
    monkeypatch.setenv("_POLYMUSE_COMPLETE", "zsh_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    monkeypatch.setenv("COMP_CWORD", str(len(line.split()) - 1))
    answers = give().out.split("\n")[:-1]
    assert [word.replace("\\:", ":") for word in answers[1::3]] == words


def test_files_and_folders_are_the_shell_s_own(give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("_POLYMUSE_COMPLETE", "bash_complete")
    for line, kind in (("polymuse film scr", "file"), ("polymuse film x -o ", "dir"), ("polymuse edit ", "file")):
        monkeypatch.setenv("COMP_WORDS", line)
        assert give().out.startswith(f"{kind},")


def test_jobs_and_runs_by_number(give: Give, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    give("image", "a boat", "--width", "64", "--height", "48", "-o", str(tmp_path / "boat.png"))
    monkeypatch.setenv("_POLYMUSE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "polymuse runs show ")
    assert give().out == "plain,1\n"
