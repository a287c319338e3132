"""What language models may cost, and what they did cost: the limit that is sent, the tokens that come back."""

from __future__ import annotations

import json
from typing import Any

import pytest

from polymuse.asset import Asset, Kind
from polymuse.catalog import PriceList, systems
from polymuse.engines.hosted._wire import tokens
from polymuse.errors import BudgetExceeded, Moderated
from polymuse.planning.estimates import Estimator
from polymuse.planning.plan import Plan, Step
from polymuse.pricing import ANSWER
from polymuse.protocols import LedgerEntry
from polymuse.runs.runner import Options
from polymuse.runtime import default_runtime
from polymuse.types import Allowance, Price, Tokens
from tests.blocking import walk
from tests.engines.hosted.conftest import Asker
from tests.servers.media import picture, tone
from tests.servers.world import Count

COUNT = Count(read=700, cached=300, thought=2000, said=500)
PRICES = (Price(unit="input token", usd=1e-6), Price(unit="output token", usd=1e-5))
WAYS = (
    ("openai", "text-generation", "gpt-6-sol"),
    ("openai", "image-text-to-text", "gpt-6-sol"),
    ("openai", "any-to-any", "gpt-6-sol"),
    ("deepseek", "text-generation", "deepseek-v4-flash"),
    ("deepinfra", "image-text-to-text", "llama-4-scout"),
    ("anthropic", "text-generation", "claude-sonnet-5-5"),
    ("anthropic", "image-text-to-text", "claude-sonnet-5-5"),
    ("gemini", "text-generation", "gemini-3.8-flash"),
    ("gemini", "image-text-to-text", "gemini-3.8-flash"),
    ("gemini", "audio-text-to-text", "gemini-3.8-flash"),
    ("gemini", "any-to-any", "gemini-3.1-flash-image"),
)
"""Streamed, whole and by responses: all ways on which words come."""
LIMITS = {"max_completion_tokens", "max_tokens", "max_output_tokens", "maxOutputTokens"}


def given(asker: Asker, task: str) -> dict[str, Asset]:
    if task == "image-text-to-text":
        return {"image": asker.given("sea", picture("sea", 90, 60), Kind.IMAGE)}
    if task == "audio-text-to-text":
        return {"audio": asker.given("bell", tone("bell", 1.0), Kind.SOUND)}
    return {}


def ask(asker: Asker, name: str, task: str, model: str, prices: tuple[Price, ...] = PRICES, **params: Any) -> None:
    route = {"prices": PriceList(source="a test", date="2026-11-21", tasks={task: prices})}
    asker.ask(name, task, model, given(asker, task), route=route, prompt="A red fox?", **params)


def limit(asker: Asker) -> int | None:
    """The limit of the answer that was sent."""
    asked = json.loads([seen.body for seen in asker.world.seen if seen.method == "POST"][-1])
    found = {**asked, **asked.get("generationConfig", {})}
    return next((found[name] for name in LIMITS if name in found), None)


@pytest.mark.parametrize(("name", "task", "model"), WAYS)
def test_what_the_service_counts_is_what_is_settled(name: str, task: str, model: str, asker: Asker) -> None:
    """What it read from a cache and what it thought are charged for."""
    asker.world.counted = COUNT
    ask(asker, name, task, model)
    assert asker.counted() == [Tokens(1000, 2500, cached=300)]
    assert asker.money() == [("settled", pytest.approx(0.026))]
    assert limit(asker) == ANSWER


@pytest.mark.parametrize(("name", "task", "model"), WAYS)
def test_the_limit_that_is_said_is_sent(name: str, task: str, model: str, asker: Asker) -> None:
    ask(asker, name, task, model, max_tokens=777)
    assert limit(asker) == 777


def test_a_model_that_writes_less_is_told_less(asker: Asker) -> None:
    prices = PriceList(source="a test", date="2026-11-21", tasks={"*": PRICES})
    route = {"prices": prices, "limits": {"*": {"output_tokens": 4096}}}
    asker.ask("openai", "text-generation", "gpt-4o", route=route, prompt="A red fox?")
    assert limit(asker) == 4096


@pytest.mark.parametrize("name", ["vllm", "ollama", "llama_cpp", "openai_compatible"])
def test_a_server_of_one_s_own_is_free_and_says_how_long(name: str, asker: Asker) -> None:
    asker.world.counted = COUNT
    ask(asker, name, "text-generation", "llama-4-scout", prices=())
    assert asker.money() == [("settled", 0.0)] and limit(asker) is None


@pytest.mark.parametrize(("task", "model"), [("text-to-image", "gpt-image-2"), ("image-to-image", "gpt-image-2")])
def test_what_pictures_read_is_counted(task: str, model: str, asker: Asker) -> None:
    prices = (Price(unit="image", usd=0.05), Price(unit="input token", usd=1e-3))
    shown = {"image": asker.given("sea", picture("sea", 1024, 1024), Kind.IMAGE)} if task == "image-to-image" else {}
    route = {"prices": PriceList(source="a test", date="2026-11-21", tasks={task: prices})}
    asker.ask("openai", task, model, shown, route=route, prompt="a red fox at dawn")
    read = len("a red fox at dawn") // 4 + 300 * len(shown)
    assert asker.money() == [("settled", pytest.approx(0.05 + read / 1000))]


@pytest.mark.parametrize(("name", "model"), [("openai", "gpt-6-sol"), ("anthropic", "claude-sonnet-5-5")])
def test_an_answer_that_is_declined_costs_what_was_counted(name: str, model: str, asker: Asker) -> None:
    asker.world.outcome, asker.world.counted = "moderated", COUNT
    with pytest.raises(Moderated):
        ask(asker, name, "text-generation", model)
    assert asker.money() == [("settled", pytest.approx(0.026))]


def test_interactions_tell_their_tokens(asker: Asker) -> None:
    asker.world.counted = COUNT
    prices = (Price(unit="second", usd=0.01), PRICES[1])
    route = {"prices": PriceList(source="a test", date="2026-11-21", tasks={"*": prices})}
    said = {"speech": asker.given("said", tone("bell", 2.0), Kind.SPEECH)}
    asker.ask("gemini", "automatic-speech-recognition", "gemini-3.5-transcribe", said, route=route)
    assert asker.counted() == [Tokens(1000, 2500)]


@pytest.mark.parametrize(
    ("usage", "counted"),
    [
        ({"in": 3, "out": 4}, Tokens(3, 4)),
        ({"in": 3, "out": 4, "of": {"cache": 2}}, Tokens(3, 4, cached=2)),
        ({"in": 3, "out": 4, "of": {"cache": 9}}, Tokens(3, 4, cached=3)),
        ({"in": 3, "out": 4, "of": {"cache": None}}, Tokens(3, 4)),
        ({"in": 3, "more": 2, "out": 4, "thought": 5}, Tokens(5, 9)),
        ({"in": 3, "all": 9}, Tokens(3, 6)),  # a count of nothing is left out
        ({"in": 3, "out": 4, "all": 9}, Tokens(3, 6)),  # what it thought is only in the total
        ({"in": 3}, None),
        ({"out": 3}, None),
        ({"in": "3", "out": 4}, None),
        (None, None),
    ],
)
def test_counts_that_are_not_told_are_not_made_up(usage: object, counted: Tokens | None) -> None:
    assert tokens(usage, ["in", "more"], ["out", "thought"], "all", ["of", "cache"]) == counted


class TestClaude:
    """The dearest thing that went wrong: a long answer of a dear model, within a small budget."""

    ENGINE = "claude-opus-4.6@anthropic"

    def write(self, asker: Asker, allowance: Allowance, **params: Any) -> LedgerEntry:
        asker.point("anthropic")
        step = Step(
            id="write", task="text-generation", engine=self.ENGINE, params={"prompt": "A long story.", **params}
        )

        walk(Plan(name="p", steps=(step,)), asker.home, Options(allowance=allowance))
        return asker.home.journal.ledger.entries()[-1]

    def test_is_refused_where_its_longest_answer_has_no_room(self, asker: Asker) -> None:
        with pytest.raises(BudgetExceeded, match=r"may charge \$0\.8\d for text-generation"):
            self.write(asker, Allowance(0.15), max_tokens=32_000)
        assert not asker.world.charges

    def test_costs_what_it_wrote(self, asker: Asker) -> None:
        asker.world.counted = Count(read=20, cached=0, thought=25_000, said=5_000)
        entry = self.write(asker, Allowance(1.0), max_tokens=32_000)
        assert entry.spent == pytest.approx(20 * 5e-6 + 30_000 * 2.5e-5) and entry.spent <= entry.reserved <= 1.0

    def test_is_written_down_whole_even_if_it_costs_more_than_was_set_aside(self, asker: Asker) -> None:
        """A service that does not keep to its limit."""
        asker.world.counted = Count(read=20, cached=0, thought=0, said=30_000)
        entry = self.write(asker, Allowance(0.15), max_tokens=1000)
        assert entry.reserved < 0.15 < 0.75 < entry.spent
        with pytest.raises(BudgetExceeded):
            asker.home.journal.ledger.reserve(
                "next", 0.01, run=entry.run, task="t", engine="e", provider="p", allowance=Allowance(0.15)
            )

    def test_is_planned_at_what_is_set_aside(self, asker: Asker) -> None:
        for params in ({}, {"system": "word " * 20_000}, {"max_tokens": 50}):
            entry = self.write(asker, Allowance(), **params)
            step = Step(
                id="write", task="text-generation", engine=self.ENGINE, params={"prompt": "A long story.", **params}
            )
            runtime = asker.home.runtime
            money = Estimator(runtime.registry, runtime.journal).money(step)
            assert money.high == pytest.approx(entry.reserved, abs=1e-6)


def test_every_route_s_card_knows_how_long_its_answers_are() -> None:
    for system in systems().values():
        for route in system.routes:
            card = default_runtime().registry.get(f"{system.id}@{route.provider}").card
            for task in route.tasks:
                assert card.capability(task).output_tokens == route.limits_for(task).output_tokens
