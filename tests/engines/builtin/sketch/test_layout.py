"""The layout: what was asked for stands where it was asked to, inside the frame, in every aspect."""

from __future__ import annotations

import random

import pytest

from polymuse.brief import Brief, Camera, Relation, Setting, Subject
from polymuse.brief.describe import describe
from polymuse.engines.builtin.sketch import actions, art, people
from polymuse.engines.builtin.sketch.art import Art
from polymuse.engines.builtin.sketch.layout import stage
from polymuse.engines.builtin.sketch.stage import Placed, Staging

SIZES = ((640, 360), (360, 360), (360, 640))
Bounds = tuple[float, float, float, float]


def drawing(thing: Placed) -> Art:
    if thing.art != "person":
        return art.load(thing.art)
    return people.build(people.look_of(thing.words[0], thing.words[1:], thing.seed)[0])


def bounds(staging: Staging, thing: Placed) -> Bounds:
    """Left, top, right, bottom in pixels."""
    drawn = drawing(thing)
    ax, ay = actions.anchor(drawn, thing.action) if drawn.joints() else (drawn.width / 2, drawn.ground)
    scale = staging.view.scale(thing.z) * drawn.scale * thing.size
    x, y = staging.view.point(thing.x, thing.y, thing.z)
    left, top, right, bottom = drawn.bounds
    sides = sorted((x + (left - ax) * scale * thing.facing, x + (right - ax) * scale * thing.facing))
    return sides[0], y + (top - ay) * scale, sides[1], y + (bottom - ay) * scale


def of(staging: Staging, subject: int) -> list[Bounds]:
    return [bounds(staging, thing) for thing in staging.things if thing.subject == subject]


def staged(text: str, size: tuple[int, int] = SIZES[0], seed: int = 1) -> Staging:
    return stage(describe(Brief(text=text)), *size, seed)


NOUNS = (
    "man",
    "woman",
    "child",
    "dog",
    "cat",
    "boat",
    "lighthouse",
    "house",
    "oak tree",
    "bench",
    "horse",
    "car",
    "rabbit",
)
PLACES = ("park", "harbour", "beach", "meadow", "kitchen", "city street", "forest", "lake")
KINDS = ("left of", "right of", "beside", "behind", "in front of", "facing")


def brief_of(seed: int) -> Brief:
    rng = random.Random(seed)
    first, second, third = rng.sample(NOUNS, 3)
    subjects = tuple(Subject(name=name, count=rng.choice((1, 1, 2, 3))) for name in (first, second, third))
    relation = Relation.model_validate({"subject": 0, "kind": rng.choice(KINDS), "object": 1})
    camera = Camera.model_validate({"shot": rng.choice((None, "wide", "medium", "close"))})
    return Brief(subjects=subjects, relations=(relation,), setting=Setting(place=rng.choice(PLACES)), camera=camera)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seed", range(30))
def test_everything_named_is_wholly_in_the_frame(seed: int, size: tuple[int, int]) -> None:
    staging = stage(brief_of(seed), *size, seed)
    for thing in staging.things:
        left, top, right, bottom = bounds(staging, thing)
        assert left >= -1 and right <= size[0] + 1, thing.art
        assert top >= -1 and bottom <= size[1] * 1.02, thing.art


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("seed", range(30))
def test_left_and_right_hold_on_screen(seed: int, size: tuple[int, int]) -> None:
    brief = brief_of(seed)
    kind = "left of" if seed % 2 else "right of"
    brief = brief.model_copy(
        update={"relations": (Relation.model_validate({"subject": 0, "kind": kind, "object": 1}),)}
    )
    staging = stage(brief, *size, seed)
    one, other = of(staging, 0), of(staging, 1)
    if kind == "right of":
        one, other = other, one
    assert max(b[2] for b in one) <= min(b[0] for b in other) + 0.03 * size[0]


@pytest.mark.parametrize("seed", range(30))
def test_counts_are_drawn(seed: int) -> None:
    brief = brief_of(seed)
    staging = stage(brief, *SIZES[0], seed)
    for i, subject in enumerate(brief.subjects):
        assert len(of(staging, i)) == subject.count


@pytest.mark.parametrize("seed", range(20))
def test_same_depth_does_not_overlap(seed: int) -> None:
    staging = stage(brief_of(seed), *SIZES[0], seed)
    things = [t for t in staging.things if not t.y]
    for n, a in enumerate(things):
        for b in things[n + 1 :]:
            if a.subject != b.subject and abs(a.z - b.z) < 0.05:
                left, right = bounds(staging, a), bounds(staging, b)
                shared = min(left[2], right[2]) - max(left[0], right[0])
                assert shared <= 0.25 * min(left[2] - left[0], right[2] - right[0])


def test_behind_is_deeper_and_still_seen() -> None:
    staging = staged("A tall house behind a man in the park.")
    man = next(t for t in staging.things if t.art == "person")
    house = next(t for t in staging.things if t.art != "person")
    assert house.z > man.z
    hidden, front = bounds(staging, house), bounds(staging, man)
    assert front[2] - front[0] < 0.7 * (hidden[2] - hidden[0])


@pytest.mark.parametrize("size", SIZES)
def test_on_rests_on_the_top(size: tuple[int, int]) -> None:
    staging = staged("A cat lies on a table in the living room.", size)
    cat, table = (next(t for t in staging.things if t.art == name) for name in ("cat", "table"))
    drawn = art.load("table")
    top = staging.view.point(table.x, (drawn.ground - drawn.points["top"][1]) * drawn.scale * table.size, table.z)[1]
    foot = staging.view.point(cat.x, cat.y, cat.z)[1]
    assert abs(foot - top) < 2


def test_sitters_sit_on_different_seats() -> None:
    staging = staged("A man and a woman sit on a bench in the park.")
    sitters = [t for t in staging.things if t.art == "person"]
    assert [t.action for t in sitters] == ["sit", "sit"]
    assert abs(sitters[0].x - sitters[1].x) > 0.4
    assert all(t.y > 0.2 for t in sitters)


def test_between_is_between() -> None:
    staging = staged("A woman stands between two cactuses in the desert.")
    woman = next(t for t in staging.things if t.art == "person")
    left, right = sorted(bounds(staging, t)[0] for t in staging.things if t.art == "cactus")
    middle = bounds(staging, woman)
    assert left < middle[0] and right > middle[0]


def test_flyers_are_in_the_sky_and_apart() -> None:
    staging = staged("Five gulls above the harbour.")
    gulls = of(staging, 0)
    assert len(gulls) == 5
    assert all(b[3] < staging.view.horizon * staging.view.height for b in gulls)


def test_shot_sizes_grow() -> None:
    heights = []
    for shot in ("Wide shot", "Medium shot", "Close-up"):
        staging = staged(f"{shot}: a woman stands in the park.")
        _, top, _, bottom = of(staging, 0)[0]
        heights.append((bottom - top) / staging.view.height)
    assert heights == sorted(heights)
    assert 0.28 < heights[0] < 0.45 and 0.5 < heights[1] < 0.7 and heights[2] > 0.72


def test_colours_go_to_the_main_slot_and_to_named_parts() -> None:
    staging = staged("A blue house with a red roof.")
    house = next(t for t in staging.things if t.art == "house")
    drawn = art.load("house")
    assert house.colours[drawn.main].b > house.colours[drawn.main].r
    if "roof" in drawn.slots:
        assert house.colours["roof"].r > house.colours["roof"].b


def test_a_character_keeps_its_seed_everywhere() -> None:
    brief = Brief(subjects=(Subject(name="woman", character="Greta"),))
    seeds = {stage(brief, *size, seed).things[0].seed for size in SIZES for seed in (1, 2, 3)}
    assert len(seeds) == 1


def test_what_cannot_be_drawn_is_said() -> None:
    staging = staged("A theremin, a dog and 60 cats.")
    assert "theremin" in staging.undrawn
    assert any("12 more" in words for words in staging.undrawn)


def test_walkers_move_the_way_they_face_and_towards_their_goal() -> None:
    staging = staged("A woman walks toward a gate in the meadow.")
    woman = next(t for t in staging.things if t.art == "person")
    gate = next(t for t in staging.things if t.art == "gate")
    assert woman.speed * woman.facing > 0
    assert (gate.x - woman.x) * woman.facing > 0


def test_follow_names_a_thing_that_moves() -> None:
    staging = staged("Tracking shot: a girl runs across the meadow.")
    assert staging.follow is not None and staging.things[staging.follow].speed


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A red boat.", "sea"),
        ("A woman and a red boat.", "harbour"),
        ("A sofa and a lamp.", "living room"),
        ("A camel.", "desert"),
        ("A cow.", "farm"),
        ("A dog on the sea shore.", "beach"),
    ],
)
def test_sets_are_inferred(text: str, name: str) -> None:
    assert staged(text).set == name


@pytest.mark.parametrize("seed", range(5))
def test_the_same_asks_give_the_same_staging(seed: int) -> None:
    assert stage(brief_of(seed), *SIZES[0], 7) == stage(brief_of(seed), *SIZES[0], 7)
