"""Money: set aside before it is spent, and never more than there is."""

from __future__ import annotations

import asyncio
import contextlib
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from polymuse.engines import registry
from polymuse.errors import AwaitingImport, BudgetExceeded, InDoubt, ParameterError, ServiceError
from polymuse.journal import ledger as ledger_module
from polymuse.journal.ledger import dollars
from polymuse.journal.sqlite import SqliteJournal
from polymuse.planning.plan import Plan, Step
from polymuse.protocols import CallSpec
from polymuse.runs.runner import Options
from polymuse.types import Allowance
from tests.blocking import Blocking, Home, walk
from tests.command import environment
from tests.hosting import Courier, Paid, engines

SCHEDULES, REQUESTS, ROOM = 1000, 500, 50


def reserve(ledger: Blocking, key: str, cost: float, run: int = 1, **allowance: object) -> None:
    ledger.reserve(
        key, cost, run=run, task="text-to-image", engine="flux", provider="bfl", allowance=Allowance(**allowance)  # type: ignore[arg-type]
    )  # fmt: skip


def test_what_is_reserved_counts_until_it_is_settled_or_free(journal: Blocking) -> None:
    ledger = journal.ledger
    reserve(ledger, "a", 0.6, usd=1.0)
    with pytest.raises(BudgetExceeded, match=r"flux may charge \$0\.50 for text-to-image, .* only \$0\.40 is left"):
        reserve(ledger, "b", 0.5, usd=1.0)
    ledger.settle("a", 0.5)
    reserve(ledger, "b", 0.5, usd=1.0)
    ledger.release("b")
    reserve(ledger, "c", 0.5, usd=1.0)
    assert [(e.status, e.reserved, e.spent) for e in ledger.entries()] == [
        ("settled", 0.6, 0.5), ("released", 0.5, 0.0), ("reserved", 0.5, 0.0),
    ]  # fmt: skip


def test_a_run_s_limit_is_its_own(journal: Blocking) -> None:
    ledger = journal.ledger
    reserve(ledger, "a", 1.0, run=1, usd=1.0)
    reserve(ledger, "b", 1.0, run=2, usd=1.0)
    with pytest.raises(BudgetExceeded, match="this run's budget"):
        reserve(ledger, "c", 0.01, run=2, usd=1.0)


def test_budgets_of_projects_days_and_months(journal: Blocking, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = journal.ledger
    ledger.set_budget("project", "lighthouse", 1.0)
    ledger.set_budget("day", "", 2.0)
    ledger.set_budget("month", "", 2.5)
    monkeypatch.setattr(ledger_module, "today", lambda: "2026-11-20")
    reserve(ledger, "a", 1.0, project="lighthouse")
    with pytest.raises(BudgetExceeded, match=r"project lighthouse's budget of \$1\.00"):
        reserve(ledger, "b", 0.1, project="lighthouse")
    reserve(ledger, "b", 1.0)
    with pytest.raises(BudgetExceeded, match="this day's budget"):
        reserve(ledger, "c", 0.1)
    monkeypatch.setattr(ledger_module, "today", lambda: "2026-11-21")
    reserve(ledger, "c", 0.5)
    with pytest.raises(BudgetExceeded, match="this month's budget"):
        reserve(ledger, "d", 0.1)
    monkeypatch.setattr(ledger_module, "today", lambda: "2026-12-01")
    reserve(ledger, "d", 0.1)
    assert [(b.scope, b.name, b.usd, b.gone) for b in ledger.budgets()] == [
        ("day", "", 2.0, 0.1), ("month", "", 2.5, 0.1), ("project", "lighthouse", 1.0, 1.0),
    ]  # fmt: skip


def test_a_project_s_budget_limits_that_project_only(journal: Blocking) -> None:
    ledger = journal.ledger
    ledger.set_budget("project", "lighthouse", 1.0)
    assert ledger.limited(Allowance(project="lighthouse")) and ledger.limited(Allowance(1.0, "harbour"))
    assert not ledger.limited(Allowance(project="harbour")) and not ledger.limited(Allowance())
    ledger.set_budget("month", "", 1.0)
    assert ledger.limited(Allowance(project="harbour"))


def test_the_same_work_is_set_aside_for_once(journal: Blocking) -> None:
    ledger = journal.ledger
    reserve(ledger, "a", 1.0, usd=1.0)
    reserve(ledger, "a", 1.0, run=2, usd=1.0)
    assert len(ledger.entries()) == 1


def test_a_client_has_a_budget_for_all_its_runs(journal: Blocking) -> None:
    ledger = journal.ledger
    reserve(ledger, "a", 0.6, run=1, client="one", client_usd=1.0)
    with pytest.raises(BudgetExceeded, match=r"this client's budget of \$1\.00 only \$0\.40"):
        reserve(ledger, "b", 0.5, run=2, client="one", client_usd=1.0)
    reserve(ledger, "b", 0.5, run=2, client="other", client_usd=1.0)


def test_what_is_in_doubt_is_told_apart(journal: Blocking) -> None:
    ledger, jobs = journal.ledger, journal.jobs
    reserve(ledger, "a", 1.0)
    jobs.begin(CallSpec("a", 1, "s", "text-to-image", "flux", "1", "{}", "{}"), "mark")
    jobs.end("a", "in doubt", "lost")
    assert [entry.status for entry in ledger.entries()] == ["in doubt"]


@pytest.mark.parametrize(("scope", "usd"), [("week", 1.0), ("day", -1.0), ("day", float("nan")), ("day", 1e12)])
def test_a_budget_that_is_none_is_refused(journal: Blocking, scope: str, usd: float) -> None:
    with pytest.raises(ParameterError, match="budget: "):
        journal.ledger.set_budget(scope, "", usd)


@pytest.mark.parametrize(("usd", "said"), [(0, "$0.00"), (12.5, "$12.50"), (0.1, "$0.10"), (0.0123, "$0.0123")])
def test_dollars(usd: float, said: str) -> None:
    assert dollars(usd) == said


async def schedule(seed: int) -> tuple[int, float]:
    """One schedule: 500 requests for what costs 1 to 3 cents, against a dollar (room for 50 at 2 cents), in an order that
    the seed decides; some are charged less than was reserved, some fail, some stay in doubt. Returns the most cents that
    were ever reserved or spent, and the cents that were charged."""
    dice = random.Random(seed)
    book = SqliteJournal(Path(":memory:"))
    ledger, most, really = book.ledger, 0, 0
    begun: list[tuple[str, int]] = []
    waiting = list(range(REQUESTS))
    dice.shuffle(waiting)
    held = 0
    while waiting or begun:
        if waiting and (not begun or dice.random() < 0.7):
            key, cents = f"r{waiting.pop()}", dice.choice((1, 2, 3))
            with contextlib.suppress(BudgetExceeded):
                await ledger.reserve(
                    key, cents / 100, run=1, task="text-to-image", engine="flux", provider="bfl",
                    allowance=Allowance(ROOM * 2 / 100),
                )  # fmt: skip
                begun.append((key, cents))
                held += cents
        else:
            key, cents = begun.pop(dice.randrange(len(begun)))
            fate = dice.choice(("whole", "less", "failed", "in doubt"))
            if fate == "failed":
                await ledger.release(key)
                held -= cents
            elif fate != "in doubt":
                charged = cents if fate == "whole" else cents - 1
                await ledger.settle(key, charged / 100)
                held, really = held - cents + charged, really + charged
        most = max(most, held)
    left = round(100 * sum(e.reserved if e.status == "reserved" else e.spent for e in await ledger.entries()))
    assert left == held
    await book.close()
    return most, really


@pytest.mark.parametrize("first", [0, *(pytest.param(n, marks=pytest.mark.long) for n in range(100, SCHEDULES, 100))])
def test_a_thousand_schedules_of_five_hundred_requests_never_overspend(first: int) -> None:
    most = [asyncio.run(schedule(seed)) for seed in range(first, first + 100)]
    assert max(held for held, _ in most) == ROOM * 2
    assert all(charged <= ROOM * 2 for _, charged in most)


def test_processes_share_a_budget(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from polymuse.errors import BudgetExceeded\n"
        "import asyncio; from polymuse.journal.sqlite import SqliteJournal; from polymuse.types import Allowance\n"
        "ledger = SqliteJournal(Path(sys.argv[1])).ledger\n"
        "async def reserve():\n"
        "    for n in range(50):\n"
        "        try: await ledger.reserve(f'{sys.argv[2]}-{n}', 0.01, run=n, task='t', engine='e', provider='p',"
        " allowance=Allowance())\n"
        "        except BudgetExceeded: pass\n"
        "asyncio.run(reserve())\n"
    )
    path = tmp_path / "journal.db"
    ledger = Blocking(SqliteJournal(path)).ledger
    ledger.set_budget("month", "", 0.5)
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(path), str(n)], env=environment(tmp_path), stderr=subprocess.PIPE
        )
        for n in range(4)
    ]
    assert [(p.communicate()[1], p.returncode) for p in processes] == [(b"", 0)] * 4
    assert len(ledger.entries()) == 50 and [budget.gone for budget in ledger.budgets()] == [0.5]


class TestRuns:
    """Budgets, as runs meet them."""

    @pytest.fixture
    def paid(self, monkeypatch: pytest.MonkeyPatch) -> Paid:
        engine = Paid()
        monkeypatch.setattr(registry, "discovered", lambda: engines(engine, Courier()))
        return engine

    def plan(self, *texts: str) -> Plan:
        return Plan(
            name="p",
            steps=tuple(
                Step(id=f"s-{text}", task="text-to-speech", engine="paid", params={"text": text}) for text in texts
            ),
        )

    def walk(self, plan: Plan, home: Home, allowance: Allowance, since: float = 0.0) -> None:
        walk(plan, home, Options(since=since, allowance=allowance))

    def test_a_plan_that_is_sure_to_cost_too_much_is_not_begun(self, paid: Paid, home: Home) -> None:
        with pytest.raises(BudgetExceeded, match=r"This costs at least \$3\.00, .* run's budget of \$2\.00"):
            self.walk(self.plan("a", "b", "c"), home, Allowance(2.0))
        assert paid.charges == 0 and home.journal.calls.list() == []

    def test_what_is_kept_costs_nothing(self, paid: Paid, home: Home) -> None:
        self.walk(self.plan("a", "b"), home, Allowance(2.0))
        self.walk(self.plan("a", "b", "c"), home, Allowance(1.0))
        self.walk(self.plan("a", "b", "c"), home, Allowance(0.0))
        assert paid.charges == 3

    def test_equal_steps_cost_once_also_where_all_is_made_afresh(self, paid: Paid, home: Home) -> None:
        (step,) = self.plan("a").steps
        twice = Plan(name="p", steps=(step, step.model_copy(update={"id": "again"})))
        self.walk(twice, home, Allowance(1.0))
        self.walk(twice, home, Allowance(1.0), since=time.time())
        assert paid.charges == 2

    def test_what_is_under_way_is_not_counted_twice_where_all_is_made_afresh(self, paid: Paid, home: Home) -> None:
        paid.lost = 1
        with pytest.raises(InDoubt):
            self.walk(self.plan("a"), home, Allowance())
        (job,) = home.journal.jobs.list()
        home.journal.jobs.submitted(job.key, "theirs")
        home.journal.ledger.set_budget("day", "", 1.5)
        self.walk(self.plan("a"), home, Allowance(), since=time.time())
        assert [(e.status, e.spent) for e in home.journal.ledger.entries()] == [("settled", 1.0)]

    def test_a_failure_that_is_not_charged_gives_its_money_back(self, paid: Paid, home: Home) -> None:
        paid.refused = 1
        with pytest.raises(ServiceError):
            self.walk(self.plan("a"), home, Allowance(1.0, "lamp"))
        self.walk(self.plan("a"), home, Allowance(1.0, "lamp"))
        assert [(e.status, e.project, e.provider) for e in home.journal.ledger.entries()] == [
            ("released", "lamp", "fake"), ("settled", "lamp", "fake"),
        ]  # fmt: skip

    def test_work_by_hand_needs_no_price(self, paid: Paid, home: Home) -> None:
        step = Step(id="tune", task="text-to-music", engine="courier", params={"prompt": "a waltz"})
        with pytest.raises(AwaitingImport):
            self.walk(Plan(name="p", steps=(step,)), home, Allowance(0.0))
