"""The day on which facts are judged."""

from __future__ import annotations

import datetime as dt

import pytest

from polymuse.catalog import systems
from polymuse.catalog.calendar import TODAY, current_date
from polymuse.catalog.recommend import recommend
from polymuse.engines.hosted import _routing as routing
from polymuse.errors import ParameterError


def test_it_is_the_calendars_unless_another_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert current_date() == dt.date(2026, 11, 21), "as all tests have it"
    monkeypatch.delenv(TODAY)
    assert dt.date.today() - current_date() <= dt.timedelta(1)
    monkeypatch.setenv(TODAY, "tomorrow")
    with pytest.raises(ParameterError, match="POLYMUSE_TODAY: 'tomorrow' is no day"):
        current_date()


def test_it_decides_what_can_still_be_had(monkeypatch: pytest.MonkeyPatch) -> None:
    system = systems()["gpt-5"]
    last = dt.date.fromisoformat(str(system.life.ends))

    def reached(day: dt.date) -> tuple[bool, bool]:
        monkeypatch.setenv(TODAY, day.isoformat())
        found = recommend("write text", lambda system, route: True)
        return not routing.over(system.life), system.id in {one.system.id for one in found}

    assert reached(last - dt.timedelta(1)) == (True, True)
    assert reached(last) == (False, False)
