"""The list of commands, help pages, and wrong names."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from pathlib import Path

import pytest

from polymuse import tasks
from polymuse.cli import commands
from polymuse.cli.command import Command
from polymuse.cli.options import ASPECT
from polymuse.flows.film import ASPECTS
from tests.cli.conftest import Give
from tests.command import environment

LISTED = commands.entries()
LIGHT = ("pydantic", "rich", "numpy", "yaml", "asyncio", "polymuse.tasks", "polymuse.types", "polymuse.runtime")
"""What the list of commands does without."""


def loaded(name: str) -> Command:
    command = commands.load(name)
    assert isinstance(command, Command)
    return command


@pytest.mark.parametrize("name", LISTED)
def test_a_command_is_listed_as_it_describes_itself(name: str) -> None:
    command = loaded(name)
    summary = inspect.cleandoc(command.help or "").partition("\n")[0]
    assert LISTED[name].summary == summary and command.name == name
    assert len(summary) <= 62, "it stands in one line of 80 columns"


def test_every_task_with_a_command_is_listed() -> None:
    built_in = {task.command: task.name for task in tasks.every() if task.command}
    assert {name: entry.task for name, entry in LISTED.items() if entry.task} == built_in


def test_what_needs_nothing_comes_first_and_every_group_has_an_example(give: Give) -> None:
    page = give("--help").out
    assert [page.index(f"\n{group.title}\n") for group in commands.GROUPS] == sorted(
        page.index(f"\n{group.title}\n") for group in commands.GROUPS
    )
    assert page.index("  film ") < page.index("  image ") < page.index("  look ") < page.index("  doctor ")
    assert page.count("  e.g. ") == len(commands.GROUPS) and max(map(len, page.splitlines())) <= 100
    assert give("-h").out == page


@pytest.mark.parametrize("name", LISTED)
def test_every_command_has_help_with_examples_of_itself(give: Give, name: str) -> None:
    page, command = give(name, "-h").out, loaded(name)
    assert give(name, "--help").out == page and page.startswith(f"Usage: polymuse {name}")
    assert command.examples and all(example in page for example in command.examples)
    assert any(f"polymuse {name}" in example for example in command.examples)
    for parameter in command.params:
        assert parameter.human_readable_name in page or any(flag in page for flag in parameter.opts)
    assert "--json" in page and "--quiet" in page


def test_a_help_page_breaks_no_word_at_its_hyphens(give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    for columns in range(40, 100, 7):
        monkeypatch.setenv("COLUMNS", str(columns))
        assert "text-to-image:" in give("film", "-h").out and "--max-cost" in give("film", "-h").out


def test_the_aspects_are_those_of_films() -> None:
    assert all(aspect in (ASPECT.help or "") for aspect in ASPECTS)


def test_the_list_is_shown_without_importing_a_command(tmp_path: Path) -> None:
    program = (
        "import sys; sys.argv = ['polymuse', '--help']\n"
        "from polymuse.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    print('LOADED', *sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    names = done.stderr.split("LOADED", 1)[1].split()
    assert not set(LIGHT) & set(names)
    assert not [
        n for n in names if n.startswith("polymuse.cli.") and n.rpartition(".")[2] in ("film", "models", "jobs")
    ]


@pytest.mark.parametrize("name", ["film", "plan", "replay"])
def test_a_film_s_help_loads_nothing_of_the_work(tmp_path: Path, name: str) -> None:
    program = f"from polymuse.cli import commands; import sys; commands.load({name!r}); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment(tmp_path), capture_output=True, text=True, check=True
    )
    assert not set(LIGHT) & set(done.stdout.split())


def test_a_command_by_its_task_s_name(give: Give) -> None:
    assert give("text-to-image", "-h").out.splitlines()[1:] == give("image", "-h").out.splitlines()[1:]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("imge",), "There is no command 'imge'. Did you mean image?"),
        (("draw",), "Did you mean `polymuse image`?"),
        (("help",), "Did you mean `polymuse --help`?"),
        (("xyzzy",), "`polymuse --help` lists the commands."),
        (("storyboard-timing",), "There is no command 'storyboard-timing'."),
        (("--versoin",), "there is no option --versoin. Did you mean --version?"),
        (("image", "a boat", "--widht", "64"), "image: there is no option --widht. Did you mean --width"),
        (("image", "a boat", "--engine", "sketch"), "image: there is no option --engine. Did you mean --model?"),
        (("image", "a boat", "--soup"), "image: there is no option --soup. `polymuse image -h` shows what it takes."),
        (("image",), "image: Missing argument 'PROMPT'. `polymuse image -h`"),
        (("image", "a boat", "--width", "wide"), "image: Invalid value for '--width'"),
        (("image", "a boat", "--model", "sktch"), "There is no model 'sktch'. Did you mean sketch?"),
        (("models", "--task", "image"), "There is no task 'image'. Did you mean text-to-image?"),
        (("models", "--kind", "vidoe"), "Did you mean video?"),
        (("models", "--provider", "runwy"), "Did you mean runway?"),
        (("doctor", "--live", "opnai"), "Did you mean openai"),
        (("jobs", "rtry"), "Did you mean retry?"),
        (("runs", "folow"), "Did you mean follow?"),
        (("spend", "--by", "enigne"), "Did you mean engine?"),
        (("budget", "mnth"), "Did you mean month?"),
        (("completion", "fsh"), "Did you mean fish"),
        (("plan", "x.md", "--model", "eleven-v3=text-to-speech"), "There is no task 'eleven-v3'."),
    ],
)
def test_a_wrong_name_gets_the_nearest_right_one(give: Give, arguments: tuple[str, ...], said: str) -> None:
    done = give(*arguments)
    assert done.code == 2 and said in done.err and done.out == "" and len(done.err.splitlines()) == 1


def test_a_file_in_place_of_a_command(give: Give, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lamp.md").write_text("A lamp.")
    assert "Did you mean `polymuse film lamp.md`?" in give("lamp.md").err


def test_without_a_command_the_list_goes_to_standard_error(give: Give) -> None:
    done = give()
    assert done.code == 2 and done.out == "" and done.err.startswith("Usage: polymuse")


def test_the_version(give: Give) -> None:
    assert give("--version").out.startswith("polymuse ")


def test_a_language_by_its_name_and_voices_that_are_few_enough_to_name(give: Give, tmp_path: Path) -> None:
    target = str(tmp_path / "said.wav")
    assert "Did you mean de (German)?" in give("speak", "Hallo", "--language", "german", "-o", target).err
    refused = give("speak", "hello", "--voice", "waltr", "-o", target).err
    assert "Did you mean walter? The voices are ada, walter" in refused
    longest = give("speak", "hello", "--language", "qqqqqq", "-o", target).err
    assert "`polymuse voices --languages`" in longest and len(longest) < 200


def test_the_columns_of_a_terminal_that_says_none(give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "0")
    assert give("--help").out and os.environ["COLUMNS"] == "0"
