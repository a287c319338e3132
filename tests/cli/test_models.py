"""The catalogue on the command line; whether all is in order; the same film by different models."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from polymuse.catalog import System, systems
from polymuse.catalog import model as catalogue
from polymuse.catalog.calendar import current_date
from polymuse.cli import console
from polymuse.cli.models import price_words
from polymuse.engines.hosted import _routing as roster
from polymuse.types import Price
from tests.cli.conftest import Give
from tests.command import script
from tests.servers.world import Running, World, running

KEY = "canary-4f2a9c"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No keys in the environment, and facts that never grow old, whenever the tests are run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(catalogue, "STALE_DAYS", 100_000)
    for name in roster.vendors():
        for variable in roster.vendor(name).keys:
            monkeypatch.delenv(variable, raising=False)


@pytest.fixture(scope="module")
def server() -> Iterator[Running]:
    with running() as server:
        yield server


@pytest.fixture
def world(server: Running) -> World:
    return server.fresh()


def over(system: System) -> bool:
    return not system.is_available(current_date())


def listed(out: str) -> set[str]:
    return {line.split()[0].rstrip("†") for line in out.splitlines()[1:] if line[:1].strip()}


def test_models_of_a_task_a_kind_and_a_provider(give: Give) -> None:
    by_task = {s.id for s in systems().values() if "text-to-music" in s.tasks and not over(s)}
    assert listed(give("models", "--task", "text-to-music").out) == by_task
    names = listed(give("models", "--kind", "music", "--provider", "elevenlabs").out)
    assert names and names <= by_task
    assert not names & listed(give("models", "--kind", "image").out)


def test_what_is_gone_is_listed_only_when_asked_for(give: Give) -> None:
    gone = {s.id for s in systems().values() if over(s)}
    assert gone and not gone & listed(give("models").out)
    everything = give("models", "--retired").out
    assert gone <= listed(everything) and "retired" in everything


@pytest.mark.parametrize(
    ("command", "meant"),
    [
        (("models", "klng-3.0"), "kling-3.0"), (("image", "a boat", "--model", "flx-2-pro"), "flux-2-pro"),
        (("image", "a boat", "--model", "flux-2-prro@bfl"), "flux-2-pro"),
    ],
)  # fmt: skip
def test_a_name_that_is_nearly_right_gets_the_right_one(give: Give, command: tuple[str, ...], meant: str) -> None:
    done = give(*command)
    assert done.code == 2 and f"Did you mean {meant}" in done.err


def test_a_narrow_table_has_whole_names_and_no_details(give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(console.out, "_width", 80)
    narrow = give("models", "--task", "text-to-sound").out
    assert "eleven-sound-2 " in narrow and "…" not in narrow and "what it is" not in narrow
    assert "what it is" in give("models", "--task", "text-to-sound").out or console.out.width < 120


def test_all_that_is_known_of_one(give: Give) -> None:
    out = give("models", "kling-3.0").out
    for words in ("Kling 3.0", "Kuaishou", "kling-v3", "$0.084", "2026-11-21", "set KLING_API_KEY", "kling-3.0@runway"):
        assert words in out
    assert give("models", "kling").out == out, "by another name as well"


def test_a_route_whose_key_is_set_is_ready(give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLING_API_KEY", KEY)
    out = give("models", "kling-3.0").out
    assert "kling-3.0@kling ready" in out and KEY not in out


def test_old_facts_are_marked(give: Give, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "†" not in give("models", "--provider", "kling").out
    monkeypatch.setattr(catalogue, "STALE_DAYS", -1)
    assert "†" in give("models", "--provider", "kling").out and "days old" in give("models", "kling-3.0").out


def test_facts_as_json(give: Give) -> None:
    (told,) = json.loads(give("models", "kling-3.0", "--json").out)["models"]
    assert System.model_validate(told) == systems()["kling-3.0"]


@pytest.mark.parametrize(
    ("prices", "words"),
    [
        ((Price(unit="image", usd=0.04),), "$0.04 an image"),
        ((Price(unit="second", usd=0.1, high=0.4),), "$0.10–0.40 a second"),
        (
            (Price(unit="input token", usd=2.5e-6), Price(unit="output token", usd=1e-5)),
            "$2.50 per M input tokens, $10.00 per M output tokens",
        ),
        ((Price(unit="minute", usd=0.006),), "$0.006 a minute"),
        ((), ""),
    ],
)  # fmt: skip
def test_prices_in_words(prices: tuple[Price, ...], words: str) -> None:
    assert price_words(prices) == words


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("models", "nobody"), "no model 'nobody'"),
        (("models", "--task", "soup"), "no task 'soup'"),
        (("models", "--kind", "soup"), "'soup' is not one of text, image"),
        (("models", "--provider", "soup"), "no provider 'soup'"),
        (("refresh-prices", "nowhere.json"), "nowhere.json: No such file"),
        (("doctor", "--live", "soup"), "no provider 'soup'"),
        (("doctor", "--live", "kling"), "Set KLING_API_KEY"),
        (("compare", "lamp.md", "--models", "a.yaml"), "two files of models"),
    ],
)
def test_what_there_is_not(give: Give, arguments: tuple[str, ...], said: str) -> None:
    done = give(*arguments)
    assert done.code == 2 and said in done.err and len(done.err.splitlines()) == 1


def test_engines_are_few_and_say_where_the_models_are(give: Give) -> None:
    done = give("engines")
    assert "sketch" in done.out and "hosted models: `polymuse models`" in done.err and "kling" not in done.out


def test_the_doctor_names_keys_and_never_shows_them(
    give: Give, monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    monkeypatch.setenv("KLING_API_KEY", KEY)
    give("budget", "month", "--usd", "20")
    out = give("doctor").out
    for words in ("KLING_API_KEY is set", "RUNWAYML_API_SECRET is not set", str(own_home), "$0.00 of $20.00", "sketch"):
        assert words in out
    assert KEY not in out


def test_the_doctor_asks_a_provider(give: Give, monkeypatch: pytest.MonkeyPatch, world: World) -> None:
    monkeypatch.setenv("POLYMUSE_KLING_URL", world.at("kling"))
    monkeypatch.setenv("KLING_API_KEY", world.key("kling"))
    done = give("doctor", "--live", "kling")
    assert done.code == 0, done.err
    assert "answered 200" in done.out and world.key("kling") not in done.out
    assert not world.charges and [seen.method for seen in world.seen] == ["GET"]
    monkeypatch.setenv("KLING_API_KEY", KEY)
    refused = give("doctor", "--live", "kling")
    assert refused.code == 1 and "KLING_API_KEY" in refused.err and KEY not in refused.out + refused.err


def test_the_same_film_by_different_models(give: Give, tmp_path: Path) -> None:
    script(tmp_path)
    (tmp_path / "a.yaml").write_text("text-to-video: kling-3.0@kling\n")
    (tmp_path / "b.yaml").write_text("text-to-speech: eleven-v3@elevenlabs\n")
    done = give("compare", "lamp.md", "--models", "a.yaml", "--models", "b.yaml")
    assert done.code == 0, done.err
    rows = {line.split("  ")[0]: line for line in done.out.splitlines()}
    assert "2 × kling-3.0@kling: $" in rows["text-to-video"] and "2 × eleven-v3@elevenlabs: $" in rows["text-to-speech"]
    assert rows["costs"].count("$") >= 2 and "takes about" in rows
    assert give("jobs", "--all").err == "Nothing is under way.\n"


def test_a_need_that_nothing_meets_in_full_is_met_in_kind(give: Give) -> None:
    out = give("recommend", "local and private, text in images").out
    names = [line.split()[-1].partition("@")[0] for line in out.splitlines() if line[:1].isdigit()]
    assert names and all(systems()[name].family == "image" and systems()[name].local for name in names)
    assert out.count("− Nothing is said of text in images.") == len(names)


def test_prices_from_a_table(give: Give, tmp_path: Path) -> None:
    (tmp_path / "table.json").write_text('{"black_forest_labs/flux-pro-1.1": {"output_cost_per_image": 0.05}}')
    done = give("refresh-prices", "table.json")
    assert done.code == 0 and "1 routes differ" in done.err
    assert "$0.05 an image (litellm price table" in give("models", "flux-pro-1.1").out


def test_the_parts_of_a_comparison_add_up_to_its_whole(give: Give, tmp_path: Path) -> None:
    script(tmp_path)
    (tmp_path / "a.yaml").write_text("text-to-video: kling-3.0\ntext-to-music: eleven-music-2\n")
    (tmp_path / "b.yaml").write_text("text-to-speech: eleven-v3\n")
    rows = give("compare", "lamp.md", "--models", "a.yaml", "--models", "b.yaml").out.splitlines()
    told = [re.findall(r"\$([\d.]+) to \$([\d.]+)", row) for row in rows if "eleven-music" in row or "kling" in row]
    parts = [(float(low), float(high)) for ((low, high), *_) in told]
    (whole,) = re.findall(r"\$([\d.]+) to \$([\d.]+)", next(row for row in rows if row.startswith("costs")))
    assert len(parts) == 2 and [sum(edge) for edge in zip(*parts, strict=True)] == pytest.approx(
        [float(edge) for edge in whole], abs=0.02
    )
