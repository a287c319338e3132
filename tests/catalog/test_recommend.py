"""Recommendations: by declared facts, with their reasons, the same every time."""

from __future__ import annotations

import datetime as dt

import pytest
import yaml

from polymuse.catalog import Route, System
from polymuse.catalog.load import builtin_systems
from polymuse.catalog.needs import FILE, parse_need
from polymuse.catalog.recommend import Recommendation, recommend

DAY = dt.date(2026, 11, 21)


def none(system: System, route: Route) -> bool:
    return False


def asked(need: str, *providers: str) -> list[Recommendation]:
    return recommend(need, lambda system, route: route.provider in providers, builtin_systems().values(), DAY)


@pytest.mark.parametrize(
    ("words", "tasks", "strengths", "wishes", "unknown"),
    [
        ("text in images", (), ("text in images",), (), ()),
        ("local and private", (), (), ("local", "private"), ()),
        ("commercial API", (), (), ("commercial", "service"), ()),
        ("best voice", (("text-to-speech",),), (), ("best",), ()),
        ("cheapest video", (("text-to-video",),), (), ("cheap",), ()),
        ("music with vocals", (("text-to-music",),), ("vocals",), (), ()),
        ("long video", (("text-to-video",),), (), ("long",), ()),
        ("a quick blorp, please", (), (), ("fast",), ("blorp",)),
    ],
)
def test_needs_are_understood(
    words: str, tasks: tuple[str, ...], strengths: tuple[str, ...], wishes: tuple[str, ...], unknown: tuple[str, ...]
) -> None:
    need = parse_need(words)
    assert (need.tasks, need.strengths, need.wishes, need.unknown) == (tasks, strengths, wishes, unknown)


def test_every_strength_that_is_declared_can_be_asked_for() -> None:
    for strength in {strength for system in builtin_systems().values() for strength in system.strengths}:
        need = parse_need(strength)
        assert strength in need.strengths or need.wishes, strength
        assert not need.unknown, strength


def test_every_strength_that_can_be_asked_for_is_declared() -> None:
    declared = {strength for system in builtin_systems().values() for strength in system.strengths}
    words = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    assert set(words["strengths"]) <= declared
    assert {task for system in builtin_systems().values() for task in system.tasks} <= set(words["tasks"])


def test_nothing_that_is_understood_recommends_nothing() -> None:
    assert asked("blorp of the flarn") == []


def test_local_means_on_ones_own_machine() -> None:
    found = asked("local language model")
    assert found and all(not one.route or one.route.provider in ("ollama", "vllm", "llama_cpp") for one in found)
    assert all(any("own machine" in reason for reason in one.reasons) for one in found)


def test_what_cannot_run_here_comes_last_and_says_so() -> None:
    found = asked("video")
    weights = [one.route is None for one in found]
    assert any(weights) and weights == sorted(weights)
    assert "polymuse does not run its weights yet." in found[-1].doubts


def test_cheapest_is_by_price_and_unknown_prices_come_after() -> None:
    prices = [one.usd for one in asked("cheapest video service")]
    told = [usd for usd in prices if usd is not None]
    assert told == sorted(told) and prices[: len(told)] == told and None in prices


def test_longest_is_by_length() -> None:
    first = asked("long video service")[0]
    assert first.route and first.route.limits_for("text-to-video").longest == 30
    assert "Up to 30 seconds in one go." in first.reasons


def test_a_key_that_is_set_counts_before_the_price() -> None:
    assert asked("text in images", "ideogram")[0].id.endswith("@ideogram")
    assert asked("text in images", "openai")[0].id.endswith("@openai")
    assert "Its key is set." in asked("text in images", "openai")[0].reasons
    first = asked("text in images")[0]
    assert first.route and f"No key for {first.route.provider} is set." in first.doubts


def test_work_for_pay_leaves_out_what_forbids_it() -> None:
    assert "musicgen" in {one.system.id for one in asked("music")}
    found = asked("music for clients")
    assert "musicgen" not in {one.system.id for one in found}
    assert "Work for pay is allowed" in " ".join(found[0].reasons)
    unsure = next(one for one in found if one.system.licence.commercial is None)
    assert any(doubt.startswith("Whether work for pay is allowed depends") for doubt in unsure.doubts)


def test_strengths_are_wanted_together() -> None:
    first = asked("posters with typography")[0]
    assert {"layout", "text in images"} <= set(first.system.strengths)
    assert "Its makers name layout and text in images among its strengths." in first.reasons


def test_work_by_hand_names_what_would_do_without() -> None:
    suno = next(one for one in asked("songs with lyrics") if one.system.id == "suno")
    assert any("by hand" in doubt and "lyria-3.5" in doubt for doubt in suno.doubts)


def test_what_is_gone_is_not_recommended_and_what_ends_says_when() -> None:
    found = {one.system.id: one for one in asked("transcripts")}
    assert any("It ends on 2027-02-26" in doubt for doubt in found["whisper-1"].doubts)
    assert not {"dall-e-3", "sora-2", "gen3"} & {one.system.id for one in asked("images")} | (
        {"sora-2"} & {one.system.id for one in asked("video")}
    )


def test_old_prices_are_named() -> None:
    later = recommend("sound effects", none, builtin_systems().values(), DAY + dt.timedelta(days=400))
    assert any("days ago" in doubt for one in later for doubt in one.doubts)


@pytest.mark.parametrize("need", ["best voice", "cheap video with sound", "local", "commercial api"])
def test_the_same_every_time_each_system_once_with_a_reason(need: str) -> None:
    once, again = asked(need), recommend(need, none, reversed(list(builtin_systems().values())), DAY)
    assert [one.id for one in once] == [one.id for one in again]
    assert len({one.system.id for one in once}) == len(once)
    assert all(one.reasons or one.doubts for one in once)
