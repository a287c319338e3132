"""A third party adds an engine and a task without touching the package; a broken one stops nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
EXTENSION = HERE / "extension"
GROUPS = ("tasks", "engines", "gates", "dialects", "vendors")


def run(*arguments: str, cwd: Path, extension: Path | None = EXTENSION) -> subprocess.CompletedProcess[str]:
    path = os.pathsep.join(
        [*([str(extension)] if extension else []), str(HERE.parent), os.environ.get("PYTHONPATH", "")]
    )
    return subprocess.run(
        [sys.executable, "-m", "polymuse", *arguments],
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def test_it_is_listed(tmp_path: Path) -> None:
    listed = run("engines", cwd=tmp_path).stdout
    assert "shouter" in listed and "text-to-shout" in listed
    page = run("--help", cwd=tmp_path).stdout
    assert page.split("From other packages\n")[1].split()[:2] == ["text-to-shout", "polymuse-sample"]


@pytest.mark.parametrize("name", ["shout", "text-to-shout"])
def test_it_has_a_command_made_from_its_parameters(tmp_path: Path, name: str) -> None:
    done = run(name, "hear me", "--times", "2", "-o", "loud.txt", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "loud.txt").read_text() == "HEAR ME!\nHEAR ME!"


def test_without_it_the_command_is_unknown(tmp_path: Path) -> None:
    done = run("shout", "x", cwd=tmp_path, extension=None)
    assert done.returncode == 2 and "There is no command 'shout'." in done.stderr


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """An installed package of whose parts none can be imported."""
    folder = tmp_path / "broken"
    (folder / "polymuse_broken-1.dist-info").mkdir(parents=True)
    (folder / "polymuse_broken.py").write_text("raise RuntimeError('it is broken')\n")
    metadata = folder / "polymuse_broken-1.dist-info"
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: polymuse-broken\nVersion: 1\n")
    points = (f"[polymuse.{group}]\nbroken-{group} = polymuse_broken:PART\n" for group in GROUPS)
    (metadata / "entry_points.txt").write_text("\n".join(points))
    return folder


@pytest.mark.parametrize(
    "arguments",
    [
        ("image", "a boat", "--width", "64", "--height", "48"),
        ("film", "A boat on the sea, 4 seconds", "--size", "192x108", "--fps", "6", "--no-cards", "-o", "out"),
        ("gates",),
        ("engines",),
        ("models", "--task", "text-to-sound"),
    ],
    ids=lambda arguments: arguments[0],
)
def test_a_broken_one_is_left_out_with_a_warning_in_one_line(
    tmp_path: Path, broken: Path, arguments: tuple[str, ...]
) -> None:
    done = run(*arguments, "--quiet", cwd=tmp_path, extension=broken)
    assert done.returncode == 0 and done.stdout, done.stderr
    lines = done.stderr.splitlines()
    assert lines and all(line.startswith("polymuse: polymuse-broken: its part 'broken-") for line in lines), done.stderr
    assert "RuntimeError: it is broken" in lines[0] and "pip uninstall polymuse-broken" in lines[0]


def test_a_broken_one_is_no_command_and_says_why(tmp_path: Path, broken: Path) -> None:
    done = run("broken-tasks", cwd=tmp_path, extension=broken)
    assert done.returncode == 2 and "it is broken" in done.stderr and "Traceback" not in done.stderr
    assert run("--help", cwd=tmp_path, extension=broken).stderr == "", "the list loads none of it"
