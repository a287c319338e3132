from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.figures import actions, gait
from polymuse.engines.builtin.sketch.figures.gestures import GESTURES
from polymuse.engines.builtin.sketch.figures.people import Look, build, look_of
from polymuse.engines.builtin.sketch.figures.postures import POSTURES
from tests.rules import for_each

MAN = build(Look())
EVERY = sorted({*POSTURES, *GESTURES})
BEASTS = ("dog", "horse", "rabbit", "gull", "duck", "whale", "butterfly", "bird-flying", "hen")


def ankles(figure: art.Art, pose: dict[str, art.Joint]) -> dict[str, tuple[float, float]]:
    """Both ankles from the hip joint, in viewBox units: forward, down (with the rise of the whole body)."""
    points = figure.points
    thigh, shin = (math.dist(points[a], points[b]) for a, b in (("hip", "knee"), ("knee", "ankle")))
    found = {}
    for side in ("near", "far"):
        hip, knee = -pose[f"hip-{side}"].rotate, pose[f"knee-{side}"].rotate
        x, y = gait.ankle(thigh, shin, hip, knee)
        found[side] = x, y + pose["root"].dy
    return found


def test_verbs_are_known_by_their_synonyms() -> None:
    named = {"stroll": "walk", "sip": "drink", "chat": "talk", "walk": "walk", "doze": "sleep", "gallop": "run"}
    assert {verb: actions.ACTIONS[verb] for verb in named} == named
    assert set(actions.ACTIONS.values()) == set(EVERY)


def test_a_verb_asks_for_one_action() -> None:
    listed = [" ".join(verb.split()) for action, verbs in actions.VERBS.items() for verb in (action, *verbs.split(","))]
    assert sorted({verb for verb in listed if listed.count(verb) > 1}) == []
    assert actions.ACTIONS["fly a kite"] == "look-up"


@for_each(product(EVERY, [Look(), look_of("princess")[0], Look(body="toddler"), Look(prop="lantern")]))
def test_every_pose_moves_only_joints_that_exist(action: str, look: Look) -> None:
    figure = build(look)
    pose = actions.pose(figure, action, 1.3, 7)
    assert pose.keys() <= figure.joints()
    assert all(math.isfinite(value) for joint in pose.values() for value in (joint.rotate, joint.dx, joint.dy))


@pytest.mark.parametrize("action", [*EVERY, "sit+read"])
def test_nobody_freezes(action: str) -> None:
    assert actions.pose(MAN, action, 0.2, 3) != actions.pose(MAN, action, 0.9, 3)


@given(seconds=st.floats(0, 600), seed=st.integers(0, 2**32 - 1), action=st.sampled_from(EVERY))
def test_poses_repeat_and_limbs_bend_the_right_way(seconds: float, seed: int, action: str) -> None:
    pose = actions.pose(MAN, action, seconds, seed)
    assert pose == actions.pose(MAN, action, seconds, seed)
    for side in ("near", "far"):
        assert pose[f"knee-{side}"].rotate >= -1e-6
        assert pose[f"elbow-{side}"].rotate <= 1e-6


@given(seconds=st.floats(0, 60), action=st.sampled_from(["walk", "stand", "kneel", "crouch", "push", "bow"]))
def test_a_foot_or_knee_is_on_the_ground_and_none_below(seconds: float, action: str) -> None:
    pose = actions.pose(MAN, action, seconds, 0)
    sole = MAN.ground - MAN.points["ankle"][1]
    room = MAN.ground - MAN.points["hip"][1]
    lowest = max(y for _, y in ankles(MAN, pose).values())
    assert lowest + sole <= room + 0.6
    if action in {"walk", "stand"}:
        assert lowest + 3.2 * sole > room


def test_arms_swing_against_the_legs() -> None:
    for moment in (0.0, 0.14, 0.56, 0.7):
        pose = actions.pose(MAN, "walk", moment, 0)
        legs = pose["hip-near"].rotate - pose["hip-far"].rotate
        arms = pose["shoulder-near"].rotate - pose["shoulder-far"].rotate
        assert legs * arms < 0 or abs(legs) < 12


@pytest.mark.parametrize("noun", ["man", "boy", "woman"])
def test_the_carrying_foot_keeps_up_with_the_ground(noun: str) -> None:
    figure = build(look_of(noun, ["trousers", "shirt"], 2)[0])
    speed = actions.travel(figure, "walk")
    assert 0.6 < speed < 1.5
    period = 1.12 * math.sqrt(
        sum(math.dist(figure.points[a], figure.points[b]) for a, b in (("hip", "knee"), ("knee", "ankle"))) / 83
    )
    starts = [period * k / 200 for k in range(200)]
    forward = [ankles(figure, actions.pose(figure, "walk", t, 0))["near"][0] * figure.scale for t in starts]
    landing = max(range(200), key=forward.__getitem__)
    early, late = forward[landing], forward[(landing + 80) % 200]
    assert (early - late) == pytest.approx(speed * period * 0.4, rel=0.2)


def test_running_is_faster_than_walking_and_staying_is_no_travel() -> None:
    assert actions.travel(MAN, "run") > 2 * actions.travel(MAN, "walk")
    assert actions.travel(MAN, "stand") == actions.travel(MAN, "sit+talk") == 0.0
    horse = art.load("horse")
    assert actions.travel(horse, "run") > 2 * actions.travel(horse, "walk") > 0.6
    assert actions.travel(art.load("mouse"), "walk") < 0.3


def test_sitters_are_put_down_by_their_seat_and_sleepers_by_their_back() -> None:
    assert actions.anchor(MAN, "sit+read") == MAN.points["seat"]
    assert actions.anchor(MAN, "walk") == MAN.points["feet"]
    back = actions.anchor(MAN, "sleep")[1]
    assert MAN.points["hip"][1] < back < MAN.points["hip"][1] + 30
    thigh = actions.pose(MAN, "sit", 0.0, 0)["hip-near"].rotate
    assert -95 < thigh < -65


def test_what_a_hand_holds_stays_upright() -> None:
    walker = build(Look(prop="umbrella"))
    for moment in (0.0, 0.3, 0.8):
        pose = actions.pose(walker, "walk", moment, 0)
        joints = ("root", "torso", "shoulder-near", "elbow-near", "hand-near", "hold-up")
        assert sum(pose[joint].rotate for joint in joints) == pytest.approx(0, abs=1e-6)


def test_seeds_set_walkers_out_of_step() -> None:
    first, second = (actions.pose(MAN, "walk", 0.0, seed)["hip-near"].rotate for seed in (1, 2))
    assert abs(first - second) > 3


@pytest.mark.parametrize("name", BEASTS)
@pytest.mark.parametrize("action", ["stand", "walk", "run", "fly", "swim", "eat", "sleep", "sit", "talk"])
def test_animals_take_every_action(name: str, action: str) -> None:
    beast = art.load(name)
    pose = actions.pose(beast, action, 0.7, 5)
    assert pose.keys() <= beast.joints()
    assert pose == actions.pose(beast, action, 0.7, 5)
    assert math.isfinite(actions.bob(beast, action, 0.7, 5))
    assert actions.anchor(beast, action) == (beast.width / 2, beast.ground)


def test_four_legs_step_one_after_another() -> None:
    dog = art.load("dog")
    legs = ("leg-back-near", "leg-front-near", "leg-back-far", "leg-front-far")
    pose = actions.pose(dog, "walk", 0.2, 0)
    assert len({round(pose[leg].rotate, 1) for leg in legs}) == 4


def test_wings_beat_and_hoppers_leave_the_ground() -> None:
    gull, rabbit = art.load("gull"), art.load("rabbit")
    beats = [actions.pose(gull, "fly", t / 10, 0)["wing-near"].sy for t in range(80)]
    assert max(beats) > 0.7
    assert min(beats) < -0.1
    heights = [actions.bob(rabbit, "walk", t / 20, 0) for t in range(40)]
    assert min(heights) == 0.0
    assert max(heights) > 0.1


def test_a_bird_that_flies_is_another_drawing() -> None:
    assert actions.form("bird", "fly") == "bird-flying"
    assert actions.form("bird", "eat") == "bird"
    assert {actions.form(*asked) for asked in actions.FORMS} <= set(art.drawing_files())


def test_a_thing_without_joints_has_no_pose() -> None:
    assert actions.pose(art.load("oak"), "walk", 1.0, 0) == {}


@given(phase=st.floats(-3, 3), step=st.floats(0, 0.01))
def test_curves_are_periodic_and_smooth(phase: float, step: float) -> None:
    keys = [(key.phase, key.hip) for key in gait.WALK]
    assert gait.curve(keys, phase) == pytest.approx(gait.curve(keys, phase + 1), abs=1e-6)
    assert abs(gait.curve(keys, phase) - gait.curve(keys, phase + step)) < 4.0


@given(dx=st.floats(-80, 80), dy=st.floats(-80, 80))
def test_an_arm_reaches_what_is_in_reach(dx: float, dy: float) -> None:
    shoulder, elbow = gait.bend_limb(28, 26, dx, dy)
    x, y = gait.ankle(28, 26, shoulder, -elbow)
    if 4 < math.hypot(dx, dy) < 53:
        assert math.dist((x, y), (dx, dy)) < 0.1
    assert elbow >= 0
