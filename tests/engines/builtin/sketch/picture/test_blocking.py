from __future__ import annotations

import pytest

from polymuse.brief import Brief, Camera, Relation, Setting, Subject
from polymuse.engines.builtin.sketch.layout.staging import stage_brief
from polymuse.engines.builtin.sketch.picture.actors import Actor
from polymuse.engines.builtin.sketch.picture.camera import ShotSpan, project_plane
from polymuse.engines.builtin.sketch.picture.render import Picture

MEADOW = Setting(place="meadow")


def shot(brief: Brief, seconds: float, width: int = 320, height: int = 180) -> tuple[Picture, ShotSpan]:
    span = ShotSpan(-0.4, seconds + 0.4)
    return Picture(stage_brief(brief, width, height, 1), 1, span), span


def shown(picture: Picture, actor: Actor, seconds: float) -> float:
    """How much of a thing's width is in the frame, 0..1."""
    view = picture.staging.view
    left, _, right, _ = actor.body(seconds)
    look = project_plane(view, picture.eye(seconds), actor.placed.z)
    x0, x1 = look.at(left, 0)[0], look.at(right, 0)[0]
    return max(0.0, min(view.width, x1) - max(0.0, x0)) / (x1 - x0)


@pytest.mark.parametrize("seconds", [5, 14])
@pytest.mark.parametrize(("width", "height"), [(320, 180), (180, 320)])
@pytest.mark.parametrize("move", [None, "follow", "pan right"])
@pytest.mark.parametrize(("who", "does"), [("woman", "walk"), ("boy", "run"), ("dog", "run"), ("gull", "fly")])
def test_travellers_are_in_sight(seconds: int, width: int, height: int, move: str | None, who: str, does: str) -> None:
    brief = Brief(
        setting=MEADOW, subjects=(Subject(name=who, action=does),), camera=Camera.model_validate({"move": move})
    )
    picture, _ = shot(brief, seconds, width, height)
    (actor,) = picture.cast
    seen_at = [shown(picture, actor, seconds * i / 40) > 0.5 for i in range(41)]
    assert any(seen_at[: round(40 / seconds) + 1])
    assert sum(seen_at) >= 0.85 * len(seen_at)


@pytest.mark.parametrize("seconds", [5, 14])
def test_who_runs_to_somebody_stops_beside_them(seconds: int) -> None:
    brief = Brief(
        setting=MEADOW, subjects=(Subject(name="boy", action="run"), Subject(name="woman")),
        relations=(Relation(kind="toward", subject=0, object=1),),
    )  # fmt: skip
    picture, span = shot(brief, seconds)
    boy, woman = picture.cast
    assert boy.course is not None
    assert boy.course.movement(span.start + 2.5) == 1 or boy.course.movement(span.start + 1.8) == 1
    assert boy.course.movement(seconds) == 0
    gap = abs(boy.place(seconds)[0] - woman.place(seconds)[0])
    assert 0 < gap < 0.25 * 320
    assert abs(boy.place(0)[0] - woman.place(0)[0]) > gap


def test_a_rider_and_the_horse_go_together() -> None:
    brief = Brief(
        setting=MEADOW, subjects=(Subject(name="knight", action="ride"), Subject(name="horse")),
        relations=(Relation(kind="on", subject=0, object=1),),
    )  # fmt: skip
    picture, span = shot(brief, 5)
    horse = next(a for a in picture.cast if a.placed.art == "horse")
    rider = next(a for a in picture.cast if a.placed.art == "person")
    assert horse.course is not None
    ways = [horse.place(t)[0] - rider.place(t)[0] for t in (span.start, span.middle, span.end)]
    assert max(ways) - min(ways) < 1
    assert horse.place(span.start)[0] != horse.place(span.end)[0]


def test_a_kite_is_high_and_its_flyer_stands() -> None:
    brief = Brief(
        setting=MEADOW, subjects=(Subject(name="child", action="fly a kite"), Subject(name="kite")),
        relations=(Relation(kind="holding", subject=0, object=1),),
    )  # fmt: skip
    picture, _ = shot(brief, 5)
    child, kite = (next(a for a in picture.cast if a.placed.art == name) for name in ("person", "kite"))
    assert child.course is None
    assert 0 < kite.body(0)[1] < kite.body(0)[3] < child.body(0)[1]
    x, y = child.joint_at("hand-far", 0.0)
    left, top, right, bottom = child.body(0)
    assert left - (bottom - top) / 2 < x < right + (bottom - top) / 2
    assert top < y < bottom
