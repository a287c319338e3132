"""Plans as values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.errors import PlanError
from polymuse.planning.plan import Plan, Step

NAMES = st.text("abcdefgh-", min_size=1, max_size=6)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan whose steps only look back."""
    ids = draw(st.lists(NAMES.filter(lambda n: n != "given"), unique=True, min_size=1, max_size=8))
    steps = []
    for n, id in enumerate(ids):
        before = draw(st.lists(st.sampled_from(ids[:n]), unique=True)) if n else []
        inputs = {f"in-{k}": f"{b}.speech" for k, b in enumerate(before)}
        params = draw(st.dictionaries(NAMES, st.one_of(st.integers(), st.text(), st.booleans(), st.none())))
        size = draw(st.floats(0, 1e6))
        steps.append(Step(id=id, task="text-to-speech", engine="typist", params=params, inputs=inputs, size=size))
    return Plan(name=draw(st.text()), steps=tuple(steps))


@given(plans())
def test_json_round_trip(plan: Plan) -> None:
    assert Plan.from_json(plan.to_json()) == plan


def step(id: str, *after: str) -> Step:
    return Step(id=id, task="t", engine="e", inputs={a: f"{a}.x" for a in after})


@pytest.mark.parametrize(
    ("steps", "complaint"),
    [
        ((step("a"), step("a")), "two steps are called 'a'"),
        ((step("a", "b"),), "waits for 'b', which is not in it"),
        ((step("a", "b"), step("b", "a")), "wait for each other"),
    ],
)
def test_a_plan_that_does_not_hold_together(steps: tuple[Step, ...], complaint: str) -> None:
    with pytest.raises(PlanError, match=complaint):
        Plan(name="p", steps=steps).check()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"name": "x", "steps": [{"id": 3}]}'])
def test_not_a_plan(text: str) -> None:
    with pytest.raises(PlanError, match="not a plan"):
        Plan.from_json(text)
