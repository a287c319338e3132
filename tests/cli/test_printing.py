"""What is printed where: results on standard output, all else on standard error; JSON and silence where they are asked
for; whatever standard output is."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from polymuse.cli import commands, console
from polymuse.cli.report import Report
from polymuse.engines import registry
from polymuse.errors import BudgetExceeded
from polymuse.types import Notice
from tests.cli.conftest import Give
from tests.command import SMALL, environment, polymuse, run, script
from tests.hosting import Courier, Paid, Wordsmith, engines

PICTURE = ("image", "a boat", "--width", "64", "--height", "48", "-o", "boat.png")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with a script, and engines that do what else needs a key."""
    known = registry.discovered()
    monkeypatch.setattr(registry, "discovered", lambda: {**known, **engines(Wordsmith(), Paid(), Courier())})
    monkeypatch.chdir(tmp_path)
    script(tmp_path)
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text("text-to-video: kling-3.0\n")
    (tmp_path / "table.json").write_text('{"black_forest_labs/flux-pro-1.1": {"output_cost_per_image": 0.05}}')
    return tmp_path


def document(text: str) -> dict[str, Any]:
    """What is printed, as the one JSON document that it is."""
    found = json.loads(text)
    assert isinstance(found, dict)
    return found


READING = [
    ("plan", "lamp.md"), ("voices",), ("models", "--task", "text-to-image"), ("models", "kling-3.0"),
    ("recommend", "best voice"), ("compare", "lamp.md", "--models", "a.yaml", "--models", "b.yaml"), ("engines",),
    ("refresh-prices", "table.json"), ("doctor",), ("spend",), ("budget",), ("budget", "month", "--usd", "5"), ("jobs",),
    ("runs",), ("cache",), ("gates",), ("completion", "bash"), ("voices", "--languages"),
]  # fmt: skip


@pytest.mark.parametrize("arguments", READING, ids=" ".join)
def test_one_document_and_nothing_else(give: Give, arguments: tuple[str, ...]) -> None:
    done = give(*arguments, "--json")
    assert done.code == 0 and done.err == "", done.err
    assert document(done.out)["notices"] == [] and len(document(done.out)) > 1


def test_every_command_takes_json(give: Give) -> None:
    for name in commands.entries():
        done = give(name, "--json", "--no-such-option")
        assert done.code == 2 and done.err == "" and document(done.out)["error"]["type"] == "ParameterError"


def test_a_picture(give: Give) -> None:
    told = document(give(*PICTURE, "--json").out)
    assert (told["task"], told["model"], told["cached"], told["cost"]) == ("text-to-image", "sketch", False, 0.0)
    assert told["outputs"]["image"]["file"] == "boat.png" and told["outputs"]["image"]["facts"]["width"] == 64
    assert document(give(*PICTURE, "--json").out)["cached"] is True


def test_words(give: Give) -> None:
    told = document(give("write", "Two words", "--json").out)
    assert told["outputs"]["text"]["text"] == "The lamp is lit." and "file" not in told["outputs"]["text"]
    refused = document(give("write", "Two words", "-o", "-", "--json").out)["error"]
    assert "does not go together with --json" in refused["message"]


def test_a_film(give: Give, tmp_path: Path) -> None:
    done = give("film", "lamp.md", "-o", "out", *SMALL, "--no-cards", "--music", "none", "--json")
    told = document(done.out)
    assert done.err == "" and told["film"] == "out/film.mp4" and Path(told["files"]["poster.png"]).exists()
    assert told["length"] == 6.0 and all(check["passed"] for check in told["checks"])
    run = document(give("runs", "show", str(told["run"]), "--json").out)["run"]
    assert run["status"] == "done" and {call["step"] for call in run["calls"]} >= {"scene-01", "film", "check"}
    events = document(give("runs", "follow", str(told["run"]), "--json").out)["events"]
    assert [event["type"] for event in events][-2:] == ["files.written", "run.finished"]


def test_notices_are_in_the_document(give: Give) -> None:
    told = document(give("image", "a boat and a zorblax", "--width", "64", "--height", "48", "--json").out)
    assert [notice for notice in told["notices"] if "zorblax" in notice["text"]]


@pytest.mark.parametrize(
    ("arguments", "code", "kind", "hint"),
    [
        (("image",), 2, "ParameterError", "polymuse image -h"),
        (("imge",), 2, "ParameterError", "Did you mean image?"),
        (("plan", "nowhere.md"), 2, "ScriptError", ""),
        (("image", "x", "--model", "flux-2-pro"), 2, "KeyMissing", "BFL_API_KEY"),
        (("music", "a slow waltz", "--model", "courier"), 3, "AwaitingImport", "polymuse import 1 FILE"),
        (("speak", "hello", "--model", "paid", "--max-cost", "0.5"), 2, "BudgetExceeded", "--max-cost"),
    ],
)
def test_an_error_is_the_document(
    give: Give, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], code: int, kind: str, hint: str
) -> None:
    monkeypatch.delenv("BFL_API_KEY", raising=False)
    done = give(*arguments, "--json")
    error = document(done.out)["error"]
    assert (done.code, error["exit_code"], error["type"], done.err) == (code, code, kind, "")
    assert error["message"] and hint in error["hint"] and ("work" in error) == (kind == "AwaitingImport")


def test_a_plan_beyond_its_budget_has_its_result_and_the_error(give: Give) -> None:
    done = give("plan", "lamp.md", "--model", "text-to-speech=paid", "--max-cost", "1", "--json")
    told = document(done.out)
    assert done.code == 2 and told["steps"] and told["cost"]["low"] == 2.0
    assert told["error"]["type"] == "BudgetExceeded"


def test_a_result_that_is_printed_before_its_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(console.log, "quiet", False)
    report = Report(
        {}, shown=("[b]a[/b] table",), notices=(Notice("x", "a [notice]"),), error=BudgetExceeded("Too much.")
    )
    with pytest.raises(BudgetExceeded):
        console.deliver(report, as_json=False)
    said = capsys.readouterr()
    assert said.out == "a table\n" and said.err == "  · a [notice]\n"


def test_silence(give: Give) -> None:
    done = give("image", "a boat and a zorblax", "--width", "64", "--height", "48", "--quiet")
    assert (done.code, done.out, done.err) == (0, "image.png\n", "")
    assert (give("jobs", "-q").out, give("jobs", "-q").err) == ("", "")
    refused = give("image", "", "--quiet")
    assert refused.code == 2 and refused.err.startswith("polymuse: image: the prompt is empty.")


def test_what_a_script_captures_is_the_film_s_path(tmp_path: Path) -> None:
    command = ("film", "lamp.md", "-o", "out", *SMALL, "--no-cards", "--music", "none")
    done = polymuse(*command, home=tmp_path / "home", cwd=tmp_path)
    assert done.stdout == "out/film.mp4\n" and "checks passed" in done.stderr and done.stderr.startswith("[1/")
    again = polymuse(*command, "--quiet", home=tmp_path / "home", cwd=tmp_path)
    assert (again.stdout, again.stderr) == ("out/film.mp4\n", "")


@pytest.mark.parametrize("columns", ["0", "1", "-5", "wide", "99999"])
def test_any_number_of_columns(tmp_path: Path, columns: str) -> None:
    done = run("models", "--task", "text-to-sound", home=tmp_path, cwd=tmp_path, more={"COLUMNS": columns})
    assert done.returncode == 0 and "eleven-sound-2" in done.stdout.replace("\n", "") and done.stderr == ""
    assert run("-h", home=tmp_path, cwd=tmp_path, more={"COLUMNS": columns}).stdout.startswith("Usage:")


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "ascii:strict"])
def test_an_encoding_without_our_characters(tmp_path: Path, encoding: str) -> None:
    more = {"PYTHONIOENCODING": encoding}
    done = run("recommend", "text in images", home=tmp_path, cwd=tmp_path, more=more)
    assert done.returncode == 0 and done.stdout.startswith("1. ") and done.stderr == ""
    told = run("voices", "--languages", "--json", home=tmp_path, cwd=tmp_path, more=more)
    assert json.loads(told.stdout)["languages"]["mi"] == "Māori"
    scripted = script(tmp_path, "# Über 🚢\n\nVisual: A boat “here”. Ein Zörblax.\n", "ü🚢.md")
    planned = run("plan", scripted.name, home=tmp_path, cwd=tmp_path, more=more)
    assert planned.returncode == 0 and "Traceback" not in planned.stderr


@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_streams_that_are_closed(tmp_path: Path, closed: str) -> None:
    """What is printed goes nowhere, and into no file that is opened in the stream's place."""
    line = f'"{sys.executable}" -m polymuse {" ".join(PICTURE).replace("a boat", "boat")} {closed}'
    done = subprocess.run(["sh", "-c", line], env=environment(tmp_path / "home"), cwd=tmp_path, check=False)
    assert done.returncode == 0 and (tmp_path / "boat.png").read_bytes().startswith(b"\x89PNG")
    for file in (tmp_path / "home").glob("journal.db*"):
        assert b"boat.png\n" not in file.read_bytes()
    assert polymuse("runs", home=tmp_path / "home", cwd=tmp_path).returncode == 0


def test_a_reader_that_goes_away(tmp_path: Path) -> None:
    for arguments in (["models"], ["models", "--json"], ["--help"]):
        gone, ours = os.pipe()
        os.close(gone)
        command = [sys.executable, "-m", "polymuse", *arguments]
        done = subprocess.run(
            command, stdout=ours, stderr=subprocess.PIPE, env=environment(tmp_path), cwd=tmp_path, check=False
        )
        os.close(ours)
        assert (done.returncode, done.stderr) == (0, b"")


def test_a_full_disk(tmp_path: Path) -> None:
    for arguments in (["voices"], ["voices", "--json"], ["--help"]):
        with Path("/dev/full").open("wb") as full:
            command = [sys.executable, "-m", "polymuse", *arguments]
            done = subprocess.run(
                command, stdout=full, stderr=subprocess.PIPE, env=environment(tmp_path), cwd=tmp_path, check=False
            )
        assert done.returncode == 2 and b"the disk is full" in done.stderr.lower() and b"Traceback" not in done.stderr


def test_nothing_that_commands_a_terminal(give: Give) -> None:
    done = give("image", "a \x1b[31mzorblax\x07", "--width", "64", "--height", "48")
    assert "\x1b" not in done.err and "\x07" not in done.err and "zorblax" in done.err
