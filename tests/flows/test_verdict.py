"""What becomes of a film that does not pass its gates. A gate from outside refuses it: gates have entry points too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.command import FILES, ROOT, SMALL, files_of, manifest_of, run
from tests.flows.conftest import Made

GATE = """
from polymuse.gates.base import judge

def check(film):
    yield judge("golden", len(film.frame_statistics.thumbnails), 1, "frames", "made of too many frames")
"""


@pytest.fixture
def gate(tmp_path: Path) -> Path:
    """A folder that adds the gate `golden` to polymuse when Python looks there."""
    folder = tmp_path / "extension"
    about = folder / "golden-1.dist-info"
    about.mkdir(parents=True)
    (folder / "golden_gate.py").write_text(GATE)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: golden\nVersion: 1\n")
    (about / "entry_points.txt").write_text("[polymuse.gates]\ngolden = golden_gate:check\n")
    return folder


def test_a_rejected_film_is_put_aside_with_the_evidence(made: Made, gate: Path, tmp_path: Path) -> None:
    path = os.pathsep.join([str(gate), str(ROOT)])
    done = run(
        "film", str(made.script), "-o", "out", *SMALL, home=made.home.path, cwd=tmp_path, more={"PYTHONPATH": path}
    )
    assert done.returncode == 1
    assert "The film did not pass golden" in done.stderr
    assert "made of too many frames" in done.stderr and "rejected" in done.stderr
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["rejected"]
    assert set(files_of(tmp_path / "out" / "rejected")) == FILES
    verdicts = {v["gate"]: v for v in manifest_of(tmp_path / "out" / "rejected")["gates"]}
    assert not verdicts["golden"]["passed"] and verdicts["duration"]["passed"]
