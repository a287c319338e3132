"""Rewrites the table of docs/licences.md from the metadata of what is installed: python tools/licences.py"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "licences.md"
BEGIN, END = "<!-- table: tools/licences.py -->", "<!-- end of table -->"


def table() -> str:
    """A row for every package that polymuse needs to run, directly or not, as installed here."""
    rows = [f"| {one.name} | {_licence(one)} | {_home(one)} |" for one in needed()]
    return "\n".join(["| package | licence it declares | home |", "|---|---|---|", *rows])


def needed() -> list[Distribution]:
    """The run-time dependencies of pyproject.toml, and theirs, by name."""
    wanted = list(direct())
    found: dict[str, Distribution] = {}
    while wanted:
        requirement = wanted.pop()
        name = _normal(requirement.name)
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            continue
        wanted += [Requirement(text) for text in found[name].requires or ()]
    return [found[name] for name in sorted(found)]


def direct() -> Iterator[Requirement]:
    """The dependencies that pyproject.toml names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return map(Requirement, project["dependencies"])


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _licence(one: Distribution) -> str:
    said = one.metadata
    classified = [c.rpartition(" :: ")[2] for c in said.get_all("Classifier") or () if c.startswith("License ::")]
    short = (said.get("License") or "").strip().partition("\n")[0]
    return said.get("License-Expression") or short or ", ".join(classified) or "not declared"


def _home(one: Distribution) -> str:
    urls = [url.partition(", ") for url in one.metadata.get_all("Project-URL") or ()]
    named = {name.lower(): url for name, _, url in urls}
    found = (named.get(key) for key in ("source", "source code", "repository", "github", "code", "homepage"))
    return next(filter(None, found), one.metadata.get("Home-page") or (urls[0][2] if urls else ""))


if __name__ == "__main__":
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    PAGE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{after}", encoding="utf-8")
