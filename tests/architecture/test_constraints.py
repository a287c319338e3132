"""Every package that polymuse asks for has its version in constraints.txt."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict

import pytest
from packaging.requirements import Requirement

from tests.command import ROOT
from tests.rules import for_each

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
REQUIRED = [
    Requirement(text)
    for group in (PROJECT["dependencies"], *PROJECT["optional-dependencies"].values())
    for text in group
]
LOCKED: defaultdict[str, list[Requirement]] = defaultdict(list)
for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines():
    LOCKED[re.sub(r"[-_.]+", "-", Requirement(line).name)].append(Requirement(line))


@for_each(REQUIRED)
def test_what_is_asked_for_is_locked_to_a_version_that_will_do(required: Requirement) -> None:
    versions = [spec.version for one in LOCKED[re.sub(r"[-_.]+", "-", required.name)] for spec in one.specifier]
    assert versions and all(version in required.specifier for version in versions), "Run: make lock"


@pytest.mark.parametrize("python", [name.rpartition(" ")[2] for name in PROJECT["classifiers"] if ":: 3." in name])
def test_there_is_one_version_of_each_for_every_python(python: str) -> None:
    here = {"python_version": python, "python_full_version": f"{python}.0", "sys_platform": "linux"}
    for name, found in LOCKED.items():
        fitting = [one for one in found if one.marker is None or one.marker.evaluate(here)]
        assert len(fitting) <= 1 and all(spec.operator == "==" for one in found for spec in one.specifier), name
