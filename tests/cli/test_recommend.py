"""polymuse recommend and polymuse refresh-prices."""

from __future__ import annotations

import json
from pathlib import Path

from tests.command import polymuse


def test_a_need_gets_names_and_reasons(own_home: Path, tmp_path: Path) -> None:
    done = polymuse("recommend", "text in images, commercial", "--most", "2", home=own_home, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1. " in done.stdout and "2. " in done.stdout and "3. " not in done.stdout
    assert "+ Its makers name text in images" in done.stdout and "− No key for" in done.stdout


def test_words_that_mean_nothing_are_named(own_home: Path, tmp_path: Path) -> None:
    some = polymuse("recommend", "best voice for flurbs", home=own_home, cwd=tmp_path)
    assert some.returncode == 0 and "flurbs" in some.stderr
    none = polymuse("recommend", "flurbs", home=own_home, cwd=tmp_path)
    assert none.returncode == 2 and "As in:" in none.stderr and "Traceback" not in none.stderr


def test_prices_are_read_anew_and_named_as_what_they_are(own_home: Path, tmp_path: Path) -> None:
    table = tmp_path / "prices.json"
    table.write_text(json.dumps({"eleven_v3": {}, "elevenlabs/eleven_v3": {"input_cost_per_character": 0.5}}))
    done = polymuse("refresh-prices", str(table), home=own_home, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert str(own_home) in done.stdout.replace("\n", "")
    wrong = polymuse("refresh-prices", str(tmp_path / "none.json"), home=own_home, cwd=tmp_path)
    assert wrong.returncode == 2 and "none.json" in wrong.stderr
