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
        inputs = {"timeline": "given.timeline", **{f"speech-{k}": f"{b}.narration" for k, b in enumerate(before)}}
        params = draw(st.dictionaries(NAMES, st.one_of(st.integers(), st.text(), st.booleans(), st.none())))
        size = draw(st.floats(0, 1e6))
        steps.append(Step(id=id, task="audio-mixing", engine="typist", params=params, inputs=inputs, size=size))
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


SPEECH = Step(id="a", task="text-to-speech", engine="e")


@pytest.mark.parametrize(
    ("task", "inputs", "complaint"),
    [
        ("text-to-soup", {}, "there is no task 'text-to-soup'"),
        ("speech-conforming", {}, "lacks its input 'speech'"),
        ("speech-conforming", {"speech": "a.video"}, r"needs 'a\.video', which text-to-speech does not make"),
        ("speech-conforming", {"speech": "a.speech", "scene": "given.scene"}, "takes no input 'scene'"),
        ("frame-extraction", {"video": "a.speech"}, r"takes video as 'video'; 'a\.speech' is speech"),
        (
            "text-to-music", {"score": "timing.timeline"},
            r"takes polymuse\.score/1 as 'score'; 'timing\.timeline' is polymuse\.timeline/1",
        ),
    ],
)  # fmt: skip
def test_what_one_step_makes_fits_where_another_takes_it(task: str, inputs: dict[str, str], complaint: str) -> None:
    timing = Step(id="timing", task="storyboard-timing", engine="e")
    plan = Plan(name="p", steps=(SPEECH, timing, Step(id="b", task=task, engine="e", inputs=inputs)))
    with pytest.raises(PlanError, match=f"(?i){complaint}"):
        plan.check()


def test_speech_is_sound() -> None:
    heard = Step(id="b", task="audio-text-to-text", engine="e", inputs={"audio": "a.speech"})
    Plan(name="p", steps=(SPEECH, heard)).check()


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"name": "x", "steps": [{"id": 3}]}'])
def test_not_a_plan(text: str) -> None:
    with pytest.raises(PlanError, match="not a plan"):
        Plan.from_json(text)
