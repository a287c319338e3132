"""Prices read anew: from a table, with its provenance, never over newer facts."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from polymuse.catalog import systems
from polymuse.catalog.load import builtin_systems
from polymuse.catalog.overlay import overlay_file
from polymuse.catalog.refresh import RefreshReport, refresh
from polymuse.engines.hosted import _routing as roster
from polymuse.errors import InputError, PolymuseError

LATER = dt.date(2026, 12, 1)
Import = Callable[[Mapping[str, Any]], RefreshReport]


@pytest.fixture
def table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Import:
    monkeypatch.setenv("POLYMUSE_HOME", str(tmp_path / "home"))

    def imported(entries: Mapping[str, Any], day: dt.date = LATER) -> RefreshReport:
        path = tmp_path / "prices.json"
        path.write_text(json.dumps(entries))
        return refresh(path, day)

    return imported


def usd(id: str, task: str, **when: str) -> float:
    _, route = roster.route_of(id)
    return next(price.usd for price in route.prices_for(task) if price.when == when)


def test_a_price_and_where_it_is_from(table: Import) -> None:
    done = table({"claude-opus-4-6": {"input_cost_per_token": 4e-6, "output_cost_per_token": 2e-5}})
    assert done.changed == ("claude-opus-4.6@anthropic",)
    route = systems()["claude-opus-4.6"].routes[0]
    assert [price.usd for price in route.prices_for("image-text-to-text")] == [4e-6, 2e-5]
    assert route.prices is not None
    digest = hashlib.sha256((done.path.parents[2] / "prices.json").read_bytes()).hexdigest()
    assert route.prices.date == "2026-12-01"
    assert digest[:12] in route.prices.source and "claude-opus-4-6" in route.prices.source
    assert digest in overlay_file().read_text()


def test_an_engine_is_made_once_and_anew_with_newer_prices(table: Import) -> None:
    before = roster.engine("claude-opus-4.6@anthropic")
    assert roster.engine("claude-opus-4.6@anthropic") is before
    table({"claude-opus-4-6": {"input_cost_per_token": 4e-6, "output_cost_per_token": 2e-5}})
    after = roster.engine("claude-opus-4.6@anthropic")
    assert [price.usd for price in after.card.prices["text-generation"]] == [4e-6, 2e-5]
    assert before.card.prices != after.card.prices
    overlay_file().unlink()
    assert roster.engine("claude-opus-4.6@anthropic").card == before.card


def test_long_requests_have_a_price_of_their_own(table: Import) -> None:
    table({"gpt-6-sol": {"input_cost_per_token": 3e-6, "input_cost_per_token_above_272k_tokens": 9e-6}})
    route = systems()["gpt-6-sol"].routes[0]
    listed = [(p.unit, p.beyond, p.usd) for p in route.prices_for("text-generation")]
    assert listed == [
        ("input token", 0, 3e-6), ("output token", 0, 1e-5),
        ("input token", 272_000, 9e-6), ("output token", 272_000, 1.5e-5),
    ]  # fmt: skip


def test_what_is_the_same_stays_as_it_was(table: Import) -> None:
    done = table({"claude-opus-4-6": {"input_cost_per_token": 5e-6, "output_cost_per_token": 2.5e-5}})
    assert done.changed == ()
    assert systems()["claude-opus-4.6"] == builtin_systems()["claude-opus-4.6"]


def test_names_that_the_table_lacks_are_told(table: Import) -> None:
    done = table({"claude-opus-4-6": {"input_cost_per_token": 4e-6, "output_cost_per_token": 2e-5}})
    assert "gpt-5" in done.missing and "claude-opus-4-6" not in done.missing


def test_resolutions_bounds_and_single_pictures(table: Import) -> None:
    table(
        {
            "vertex_ai/veo-3.1-fast-generate-001": {"output_cost_per_second": 0.2, "output_cost_per_second_4k": 0.9},
            "fal_ai/fal-ai/ideogram/v3": {"output_cost_per_image": 0.12},
            "runwayml/hailuo3": {"output_cost_per_second": 0.3, "output_cost_per_second_1080p": 0.4},
        }
    )
    assert usd("veo-3.1-fast@vertex", "text-to-video", resolution="720p") == 0.2
    assert usd("veo-3.1-fast@vertex", "text-to-video", resolution="1080p") == 0.2
    assert usd("veo-3.1-fast@vertex", "text-to-video", resolution="4k") == 0.9
    assert usd("hailuo-3@runway", "text-to-video", resolution="768p") == 0.3
    assert usd("hailuo-3@runway", "text-to-video", resolution="2k") == 0.15, "the table has none for it"
    _, route = roster.route_of("ideogram-3@fal")
    (price,) = route.prices_for("text-to-image")
    assert (price.low, price.usd, price.high) == pytest.approx((0.06, 0.12, 0.18))


def test_a_price_by_quality_is_left_where_the_table_has_one_for_all(table: Import) -> None:
    table(
        {
            "gpt-image-1.5": {
                "output_cost_per_image": 9.9,
                "input_cost_per_token": 1e-6,
                "input_cost_per_image_token": 2e-6,
            }
        }
    )
    assert usd("gpt-image-1.5@openai", "text-to-image", quality="hd") == 0.2
    assert usd("gpt-image-1.5@openai", "text-to-image") == 1e-6
    assert usd("gpt-image-1.5@openai", "image-to-image") == 2e-6


def test_a_task_without_prices_gets_some_only_when_they_are_whole(table: Import) -> None:
    table({"gpt-image-2.6-flare": {"input_cost_per_token": 5e-6}})
    assert not systems()["gpt-image-2.6-flare"].routes[0].prices_for("text-to-image")
    table({"gpt-image-2.6-flare": {"input_cost_per_token": 5e-6, "output_cost_per_image": 0.02}})
    assert usd("gpt-image-2.6-flare@openai", "text-to-image") == 5e-6
    assert {price.unit for price in systems()["gpt-image-2.6-flare"].routes[0].prices_for("text-to-image")} == {
        "image", "input token",
    }  # fmt: skip


def test_a_last_day_is_taken_over_but_nothing_comes_back_to_life(table: Import) -> None:
    table({"claude-opus-4-6": {"deprecation_date": "2027-05-01"}, "sora-2": {"deprecation_date": "2030-01-01"}})
    system, route = roster.route_of("claude-opus-4.6")
    life = system.life_of(route)
    assert (life.state, life.ends) == ("deprecated", "2027-05-01") and "claude-opus-4-6" in life.source
    assert systems()["sora-2"].life.ends == "2026-09-24"
    assert systems()["sora-2"].routes[0].life is None


def test_the_same_table_again_changes_nothing_not_even_its_day(table: Import, tmp_path: Path) -> None:
    entries = {"gpt-5": {"input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6}}
    table(entries)
    first = overlay_file().read_bytes()
    refresh(tmp_path / "prices.json", LATER + dt.timedelta(days=30))
    assert overlay_file().read_bytes() == first


def test_a_newer_shipped_fact_wins_over_an_old_import(table: Import, tmp_path: Path) -> None:
    entries = {"gpt-5": {"input_cost_per_token": 1e-6, "output_cost_per_token": 1e-6}}
    (tmp_path / "prices.json").write_text(json.dumps(entries))
    refresh(tmp_path / "prices.json", dt.date(2026, 1, 1))
    assert systems()["gpt-5"] == builtin_systems()["gpt-5"]


@pytest.mark.parametrize("text", ["[]", "{", '{"a": 1}', "\x00", '{"a": ' * 20_000])
def test_what_is_no_table_is_refused(table: Import, tmp_path: Path, text: str) -> None:
    (tmp_path / "prices.json").write_text(text)
    with pytest.raises(InputError, match=r"prices\.json"):
        refresh(tmp_path / "prices.json", LATER)
    with pytest.raises(InputError, match=r"none\.json"):
        refresh(tmp_path / "none.json", LATER)
    assert not overlay_file().exists()


@pytest.mark.parametrize("text", ["[1]", "source: x", "routes: [", "[" * 2_000, "a: " + "9" * 5_000])
def test_a_damaged_overlay_says_what_to_do(table: Import, text: str) -> None:
    overlay_file().parent.mkdir(parents=True)
    overlay_file().write_text(text)
    with pytest.raises(PolymuseError, match=r"prices\.yaml") as raised:
        systems()
    assert "Remove it" in raised.value.hint


@pytest.mark.parametrize(
    "wild",
    [
        *({"input_cost_per_token": usd} for usd in ("free", None, math.nan, math.inf, -1, 10**4000)),
        {"deprecation_date": "soon"},
    ],
    ids=lambda wild: str(wild)[:40],
)
def test_what_is_no_number_and_no_day_is_passed_over(table: Import, wild: Mapping[str, Any]) -> None:
    assert table({"gpt-5": wild}).changed == ()


def test_a_table_of_nothing_we_know_does_not_undo_an_import(table: Import) -> None:
    table({"claude-opus-4-6": {"input_cost_per_token": 4e-6, "output_cost_per_token": 2e-5}})
    for nothing in ({}, {"somebody-s-model": {"input_cost_per_token": 1e-6}}):
        with pytest.raises(InputError, match="says nothing of any model"):
            table(nothing)
    assert usd("claude-opus-4.6@anthropic", "image-text-to-text") == 4e-6
