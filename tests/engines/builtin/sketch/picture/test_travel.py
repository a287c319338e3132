from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.engines.builtin.sketch.picture.camera import ShotSpan
from polymuse.engines.builtin.sketch.picture.travel import SLOWEST, Traveller, plan_course


def moments(span: ShotSpan) -> list[float]:
    return [span.start + (span.end - span.start) * i / 60 for i in range(61)]


travellers = st.builds(
    Traveller,
    x=st.floats(-20, 20),
    speed=st.floats(0.2, 6) | st.floats(-6, -0.2),
    way=st.floats(0.4, 12).map(lambda half: (-half, half)),
    goal=st.none(),
    steps=st.booleans(),
    plays=st.booleans(),
    flies=st.booleans(),
    seed=st.integers(0, 99),
)


@given(travellers, st.floats(0.5, 40))
def test_travellers_stay_on_their_way_and_move(who: Traveller, seconds: float) -> None:
    span = ShotSpan(-0.5, seconds)
    course = plan_course(who, span)
    places = [course.at(t) for t in moments(span)]
    low, high = who.way
    assert all(low - 1e-6 <= x <= high + 1e-6 for x in places)
    assert max(places) - min(places) > 0.1 * min(high - low, abs(who.speed) * seconds)


@given(travellers, st.floats(1, 40))
def test_who_has_feet_never_goes_so_slowly_that_they_slide(who: Traveller, seconds: float) -> None:
    course = plan_course(who, ShotSpan(0, seconds))
    if not who.steps or who.flies:
        return
    assert SLOWEST <= course.tempo <= 1
    step = 1e-3
    for t in moments(ShotSpan(0, seconds)):
        if course.movement(t) == 1 and t > 1:
            assert abs(course.at(t + step) - course.at(t - step)) / (2 * step) > 0.3 * SLOWEST * abs(who.speed)


def test_what_has_room_keeps_its_speed_and_passes_its_place_in_the_middle() -> None:
    course = plan_course(Traveller(0.5, 1.0, (-9, 9), steps=True), ShotSpan(0, 4))
    assert course.at(2) == pytest.approx(0.5)
    assert course.at(3) - course.at(2) == pytest.approx(1.0)
    assert course.tempo == 1.0


@pytest.mark.parametrize("seconds", [5, 14])
def test_who_goes_to_somebody_arrives_beside_them_and_stays(seconds: float) -> None:
    span = ShotSpan(-0.4, seconds)
    course = plan_course(Traveller(-2, 1.2, (-3, 3), goal=1.5, steps=True), span)
    arrived = [t for t in moments(span) if course.at(t) == pytest.approx(1.5)]
    assert arrived
    assert arrived[0] < 0.75 * seconds
    assert all(course.at(t) <= 1.5 + 1e-9 for t in moments(span))
    assert course.movement(seconds) == 0
    assert course.movement(arrived[0] / 3) == 1


def test_who_plays_turns_round_and_faces_where_it_goes() -> None:
    span = ShotSpan(0, 14)
    course = plan_course(Traveller(0, 3, (-4, 4), steps=True, plays=True), span)
    sides = {math.copysign(1, course.side(t)) for t in moments(span)}
    assert sides == {1, -1}
    for t in moments(span):
        ahead = course.at(t + 0.01) - course.at(t - 0.01)
        if abs(course.side(t)) == 1 and abs(ahead) > 0.02:
            assert math.copysign(1, ahead) == course.side(t)


def test_birds_wheel_about_in_the_air() -> None:
    course = plan_course(Traveller(0, 3, (-4, 4), flies=True), ShotSpan(0, 14))
    heights = [course.height(t) for t in moments(ShotSpan(0, 14))]
    assert max(heights) > 0 > min(heights)


def test_a_long_walk_has_a_pause() -> None:
    course = plan_course(Traveller(0, 1.2, (-2, 2), steps=True), ShotSpan(0, 14))
    going = [course.movement(t) > 0 for t in moments(ShotSpan(0, 14))]
    assert going[10]
    assert not going[-1]
    assert False in going[10:40]
    assert True in going[going.index(False) :]
