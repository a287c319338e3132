from __future__ import annotations

import itertools
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.brief import Brief, Camera
from polymuse.engines.builtin.sketch.picture.camera import OVERSCAN, ShotSpan, eye_path, project_plane
from polymuse.engines.builtin.sketch.stage import FAR, Eye, PlacedThing, Staging, View

MOVES = list(get_args(get_args(Camera.model_fields["move"].annotation)[0]))


def staging(
    move: str | None, pace: str | None = None, view: View | None = None, x: float = 1.0, z: float = 8.0
) -> Staging:
    camera = Camera.model_validate({"move": move, "pace": pace})
    thing = PlacedThing("oak", x, z, speed=1.1, subject=0)
    return Staging("meadow", view or View(1280, 720), (thing,), camera, Brief(), follow=0)


views = st.builds(
    View,
    st.sampled_from([320, 640, 720, 1280]),
    st.sampled_from([320, 360, 640, 1280]),
    st.floats(0.25, 0.75),
    st.floats(0.7, 2.0),
    st.floats(0.8, 12),
)


@given(
    st.sampled_from(MOVES),
    st.sampled_from(["slow", "medium", "fast"]),
    views,
    st.floats(-5, 5),
    st.floats(3, 90),
    st.floats(0.5, 60),
    st.lists(st.floats(1.0, FAR), min_size=1, max_size=5),
    st.floats(0, 1),
)
def test_the_frame_never_leaves_what_is_painted(
    move: str, pace: str, view: View, x: float, z: float, seconds: float, depths: list[float], at: float
) -> None:
    span = ShotSpan(-0.5, seconds)
    eye = eye_path(staging(move, pace, view, x, z), span, depths)(span.start + at * (span.end - span.start))
    slack = 0.01
    for depth in depths:
        left, top, right, bottom = project_plane(view, eye, depth).frame(view)
        assert left >= -view.width * (OVERSCAN + slack)
        assert right <= view.width * (1 + OVERSCAN + slack)
        assert top >= -view.height * (OVERSCAN + slack)
        assert bottom <= view.height * (1 + OVERSCAN + slack)


@given(st.floats(0.01, 2), st.floats(2, 50), st.floats(1.1, 20))
def test_what_is_nearer_shifts_and_grows_more(step: float, z: float, further: float) -> None:
    view = View(1280, 720)
    near, far = project_plane(view, Eye(x=step), z), project_plane(view, Eye(x=step), z * further)
    assert near.dx < far.dx < 0
    ahead = Eye(z=0.4)
    assert project_plane(view, ahead, z).scale > project_plane(view, ahead, z * further).scale > 1


def test_at_rest_everything_is_where_it_was_drawn() -> None:
    look = project_plane(View(640, 360), Eye(), 7.0)
    assert (look.scale, look.dx, look.dy) == (1, 0, 0)


@pytest.mark.parametrize("move", MOVES)
def test_every_move_moves_and_a_still_picture_is_at_rest(move: str) -> None:
    span = ShotSpan(0, 5)
    path = eye_path(staging(move), span, [8.0, FAR])
    assert path(span.start) != path(span.end)
    assert eye_path(staging(move), ShotSpan(0, 0), [8.0])(0.0).turn_x == pytest.approx(0, abs=1e-6)


def test_pans_go_where_they_say() -> None:
    for move, sign in (("pan right", 1), ("pan left", -1)):
        path = eye_path(staging(move), ShotSpan(0, 5), [8.0])
        assert sign * (path(5).turn_x - path(0).turn_x) > 0
    rising = eye_path(staging("rise"), ShotSpan(0, 5), [8.0])
    assert rising(5).y > rising(0).y
    pushing, pulling = (eye_path(staging(move), ShotSpan(0, 5), [8.0]) for move in ("push", "pull"))
    assert pushing(5).z > pushing(0).z == 0
    assert pulling(0).z > pulling(5).z == 0


def test_followed_things_keep_their_place() -> None:
    scene, span = staging("follow"), ShotSpan(0, 2)
    thing = scene.things[0]
    path = eye_path(scene, span, [thing_depth := 8.0], track=lambda t: thing.x + thing.speed * t)
    xs = []
    for t in (0.0, 1.0, 2.0):
        x, y = scene.view.point(thing.x + thing.speed * t, 0, thing.z)
        xs.append(project_plane(scene.view, path(t), thing_depth).at(x, y)[0])
    assert max(xs) - min(xs) < 1


def test_the_camera_is_smooth() -> None:
    for move in MOVES:
        path, view = eye_path(staging(move), ShotSpan(0, 5), [8.0]), View(1280, 720)
        ys = [project_plane(view, path(i / 24), 8.0).at(640, 400) for i in range(121)]
        steps = [abs(b[0] - a[0]) + abs(b[1] - a[1]) for a, b in itertools.pairwise(ys)]
        assert max(abs(b - a) for a, b in itertools.pairwise(steps)) < 0.5
