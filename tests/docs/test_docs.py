"""What README and docs say is true: their programs and commands run, their scripts are read as shown, their links lead
somewhere, their options exist, and their generated pages are current.

Fences: `sh` lines that begin with `polymuse` are run (made small where no size is given), and end with the exit code
that a comment says, else 0; `python` blocks are run; a fence that names a file (`markdown lamp.md`) is written to that
file first; `markdown` followed by `yaml` that begins with "# read as" is read and compared; `text` is only shown."""

from __future__ import annotations

import importlib.util
import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from types import ModuleType

import pytest

from polymuse.brief.script import from_yaml, read_script
from polymuse.cli import commands as listed

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
FENCE = re.compile(
    r"^(?P<mark>```+|~~~+)(?P<kind>\w*) ?(?P<file>\S*)\n(?P<text>.*?)^(?P=mark)\s*$", re.MULTILINE | re.DOTALL
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]+")
CODE = re.compile(r"`[^`\n]*`")
EXIT = re.compile(r"exit code (\d)")
SIZES = {"16:9": "192x108", "9:16": "108x192", "1:1": "128x128"}


@dataclass(frozen=True)
class Block:
    kind: str
    file: str
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [Block(m["kind"], m["file"], m["text"], text[: m.start()].count("\n") + 1) for m in FENCE.finditer(text)]


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def name(page: Path) -> str:
    return page.name


@pytest.fixture(scope="session")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One home for all pages, so that nothing is made twice."""
    return tmp_path_factory.mktemp("kept")


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("page", [p for p in PAGES if any(b.kind in ("sh", "python") for b in blocks(p))], ids=name)
def test_its_commands_and_programs_run(page: Path, kept: Path, tmp_path: Path) -> None:
    path = os.pathsep.join([str(tmp_path), str(ROOT)])
    env = {**os.environ, "PYTHONPATH": path, "POLYMUSE_HOME": str(kept), "COLUMNS": "200"}
    for block in blocks(page):
        if block.file:
            write(tmp_path / block.file, block.text)
    for block in blocks(page):
        if block.kind == "python" and not block.file:
            run([sys.executable, "-c", block.text], tmp_path, env, f"{page.name}, line {block.line}", 0)
        elif block.kind == "sh":
            for line in commands(block):
                code = int(found[1]) if (found := EXIT.search(line)) else 0
                run([sys.executable, "-m", *small(shlex.split(line, comments=True))], tmp_path, env, line, code)


def write(path: Path, text: str) -> None:
    """Write a block's file; a project's entry points are made known as an installation would."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    if path.name == "pyproject.toml":
        project = tomllib.loads(text)["project"]
        title, version = project["name"], project["version"]
        installed = path.parent / f"{title}-{version}.dist-info"
        installed.mkdir()
        (installed / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {title}\nVersion: {version}\n")
        groups = project["entry-points"].items()
        points = [f"[{group}]\n" + "".join(f"{n} = {v}\n" for n, v in entries.items()) for group, entries in groups]
        (installed / "entry_points.txt").write_text("\n".join(points))


def run(command: Sequence[str], cwd: Path, env: Mapping[str, str], what: str, code: int) -> None:
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == code, f"{what}\n{done.stdout}{done.stderr}"


def commands(block: Block) -> list[str]:
    return [line for line in block.text.splitlines() if line.startswith("polymuse ")]


def small(words: list[str]) -> list[str]:
    """A command with a small size and few frames, where it asks for none."""
    added = []
    if words[1] in ("film", "plan"):
        shape = words[words.index("--aspect") + 1] if "--aspect" in words else "16:9"
        added = ["--size", SIZES[shape]] * ("--size" not in words)
    elif words[1] in ("image", "video", "animate"):
        added = ["--width", "192", "--height", "108"] * ("--width" not in words)
    if words[1] in ("film", "plan", "video", "animate") and "--fps" not in words:
        added += ["--fps", "6"]
    return words + added


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_its_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(prose(page)):
        target, _, part = link.partition("#")
        if target.startswith(("https://", "http://")):
            continue
        file = page.parent / target if target else page
        assert file.exists(), link
        assert not part or part in anchors(file), link


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    titles = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def options() -> dict[str, set[str]]:
    loaded = {name: command for name in listed.names() if (command := listed.load(name))}
    named = {n: {o for p in c.params for o in (*p.opts, *p.secondary_opts)} for n, c in loaded.items()}
    return {name: {*found, "--help"} for name, found in named.items()}


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_its_options_exist(page: Path) -> None:
    known = options()
    for block in blocks(page):
        for line in commands(block) if block.kind == "sh" else ():
            words = shlex.split(line, comments=True)
            if words[1] in known:
                assert {w for w in words if w.startswith("--")} <= known[words[1]], line
    every = set().union(*known.values())
    for code in CODE.findall(prose(page)):
        said = set(OPTION.findall(code)) if not code.startswith("`pip ") else set()
        assert said <= every, f"{page.name}: {code}"


@pytest.mark.parametrize("page", PAGES, ids=name)
def test_its_scripts_are_read_as_shown(page: Path) -> None:
    shown = blocks(page)
    for script in shown:
        if script.kind == "markdown":
            read_script(script.text)
    for script, told in pairwise(shown):
        if script.kind == "markdown" and told.text.startswith("# read as"):
            assert read_script(script.text).storyboard == from_yaml(told.text), f"line {script.line}"


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["vocabulary", "commands", "dialects", "catalogue", "signatures"])
def test_generated_pages_are_current(name: str) -> None:
    page = tool(name)
    assert page.PAGE.read_text(encoding="utf-8") == page.text(), f"Run: python tools/{name}.py"


def test_modules_that_changed_their_names_are_where_it_says() -> None:
    _, _, page = (ROOT / "docs" / "from-0.1.md").read_text(encoding="utf-8").partition("## Modules")
    rows = re.findall(r"^\| (`polymuse\..*) \| (.*) \|$", page, re.MULTILINE)
    assert rows
    for before, now in rows:
        assert all(importlib.util.find_spec(name.strip("`")) for name in now.split(", ")), (before, now)


def test_every_dependency_is_among_the_licences() -> None:
    page = tool("licences")
    listed = set(re.findall(r"^\| ([\w.-]+) \|", page.PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    wanted = {one.name for one in page.needed()} | {one.name for one in page.direct()}
    assert {w.lower().replace("_", "-") for w in wanted} <= {n.lower().replace("_", "-") for n in listed}


def test_the_picture_is_small() -> None:
    assert (ROOT / "docs" / "images" / "film.jpg").stat().st_size <= 350_000
