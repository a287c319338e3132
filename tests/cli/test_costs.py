"""Money on the command line: budgets, what was spent, what a plan may cost."""

from __future__ import annotations

from pathlib import Path

import pytest

from polymuse.engines import registry
from polymuse.types import Allowance
from tests.blocking import Home
from tests.cli.conftest import Give
from tests.command import script
from tests.hosting import Paid, engines


@pytest.fixture(autouse=True)
def paid(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Paid:
    engine, known = Paid(), registry.discovered()
    monkeypatch.setattr(registry, "discovered", lambda: {**known, **engines(engine)})
    monkeypatch.chdir(tmp_path)
    return engine


def spent(home: Home, key: str, usd: float, engine: str = "flux", project: str = "") -> None:
    ledger = home.journal.ledger
    ledger.reserve(
        key, usd, run=1, task="text-to-image", engine=engine, provider=engine[:3], allowance=Allowance(project=project)
    )
    ledger.settle(key, usd)


def test_nothing_was_spent(give: Give) -> None:
    assert give("spend").err == "Nothing was spent.\n"


def test_what_was_spent_by_engine_and_project(give: Give, home: Home) -> None:
    spent(home, "a", 1.25)
    spent(home, "b", 0.75, project="lamp")
    spent(home, "c", 0.5, engine="veo", project="lamp")
    rows = [line.split() for line in give("spend").out.splitlines()]
    assert rows[1:] == [["flux", "2", "$2.00"], ["veo", "1", "$0.50"], ["total", "3", "$2.50"]]
    rows = [line.split() for line in give("spend", "--by", "project").out.splitlines()]
    assert rows[1:] == [["none", "1", "$1.25"], ["lamp", "2", "$1.25"], ["total", "3", "$2.50"]]
    assert give("spend", "--project", "lamp", "--by", "provider").out.split()[-2:] == ["2", "$1.25"]
    assert give("spend", "--since", "2999-01-01").err == "Nothing was spent.\n"


def test_what_is_in_doubt_stands_apart(give: Give, paid: Paid) -> None:
    paid.lost = 1
    give("speak", "hello", "--model", "paid")
    out = give("spend").out
    assert "in doubt" in out and out.splitlines()[1].split() == ["paid", "1", "$0.00", "$1.00"]


def test_budgets_are_set_shown_kept_and_lifted(give: Give, paid: Paid, monkeypatch: pytest.MonkeyPatch) -> None:
    assert give("budget").err == "There is no budget.\n"
    assert give("budget", "project", "lamp", "--usd", "1.50").out.split()[-5:] == [
        "project",
        "lamp",
        "$1.50",
        "$0.00",
        "$1.50",
    ]
    monkeypatch.setenv("POLYMUSE_PROJECT", "lamp")
    assert give("speak", "one", "--model", "paid").code == 0
    refused = give("speak", "two", "--model", "paid")
    assert refused.code == 2 and "project lamp's budget of $1.50 only $0.50 is left" in refused.err
    assert give("speak", "two", "--model", "paid", "--project", "other").code == 0
    assert give("budget", "project", "lamp", "--remove").err == "There is no budget for the project lamp any more.\n"
    assert give("speak", "three", "--model", "paid").code == 0 and paid.charges == 3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("budget", "week", "--usd", "1"), "'week' is not one of project, day, month"),
        (("budget", "week"), "'week' is not one of"),
        (("budget", "--usd", "1"), "for what?"),
        (("budget", "project", "--usd", "1"), "which project?"),
        (("budget", "day", "lamp", "--usd", "1"), "has no name"),
        (("budget", "day", "--usd", "-1"), "no amount of US dollars"),
        (("budget", "day", "--usd", "1", "--remove"), "do not go together"),
        (("spend", "--by", "colour"), "'colour' is not one of engine"),
        (("spend", "--since", "yesterday"), "'yesterday' is no day"),
    ],
)
def test_what_cannot_be(give: Give, arguments: tuple[str, ...], said: str) -> None:
    done = give(*arguments)
    assert done.code == 2 and said in done.err and len(done.err.splitlines()) == 1


def test_a_plan_shows_prices_only_where_there_are_any(give: Give, tmp_path: Path) -> None:
    script(tmp_path)
    free = give("plan", "lamp.md").out
    assert "lowest" not in free and "costs $0.00" in free
    out = give("plan", "lamp.md", "--model", "text-to-speech=paid").out
    assert "lowest" in out and out.count("$1.00") == 6 and "costs $2.00" in out


def test_a_film_that_is_sure_to_cost_too_much_is_not_begun(give: Give, paid: Paid, tmp_path: Path) -> None:
    script(tmp_path)
    done = give("film", "lamp.md", "--size", "192x108", "--model", "text-to-speech=paid", "--max-cost", "1.99")
    assert done.code == 2 and "This costs at least $2.00" in done.err and paid.charges == 0


def test_a_plan_that_would_not_be_begun_says_so(give: Give, paid: Paid, tmp_path: Path) -> None:
    script(tmp_path)
    done = give("plan", "lamp.md", "--model", "text-to-speech=paid", "--max-cost", "1.99")
    assert done.code == 2 and "lowest" in done.out and "This costs at least $2.00" in done.err
