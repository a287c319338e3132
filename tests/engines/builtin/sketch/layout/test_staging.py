"""The layout: what was asked for stands where it was asked to, inside the frame, in every aspect."""

from __future__ import annotations

import random

import pytest

from polymuse.brief import Brief, Camera, Relation, Setting, Subject
from polymuse.brief.describe import complete_brief
from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.art import Art
from polymuse.engines.builtin.sketch.colours import parse_colour
from polymuse.engines.builtin.sketch.figures import actions, people
from polymuse.engines.builtin.sketch.layout.staging import stage_brief
from polymuse.engines.builtin.sketch.picture.actors import load_drawing
from polymuse.engines.builtin.sketch.stage import PlacedThing, Staging

SIZES = ((640, 360), (360, 360), (360, 640))
Bounds = tuple[float, float, float, float]


def drawing(thing: PlacedThing) -> Art:
    if thing.art != "person":
        return art.load(thing.art)
    return people.build(people.look_of(thing.words[0], thing.words[1:], thing.seed)[0])


def bounds(staging: Staging, thing: PlacedThing) -> Bounds:
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
    return stage_brief(complete_brief(Brief(text=text)), *size, seed)


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
    staging = stage_brief(brief_of(seed), *size, seed)
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
    staging = stage_brief(brief, *size, seed)
    one, other = of(staging, 0), of(staging, 1)
    if kind == "right of":
        one, other = other, one
    assert max(b[2] for b in one) <= min(b[0] for b in other) + 0.03 * size[0]


@pytest.mark.parametrize("seed", range(30))
def test_counts_are_drawn(seed: int) -> None:
    brief = brief_of(seed)
    staging = stage_brief(brief, *SIZES[0], seed)
    for i, subject in enumerate(brief.subjects):
        assert len(of(staging, i)) == subject.count


@pytest.mark.parametrize("seed", range(20))
def test_same_depth_does_not_overlap(seed: int) -> None:
    staging = stage_brief(brief_of(seed), *SIZES[0], seed)
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
    seeds = {stage_brief(brief, *size, seed).things[0].seed for size in SIZES for seed in (1, 2, 3)}
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
    assert stage_brief(brief_of(seed), *SIZES[0], 7) == stage_brief(brief_of(seed), *SIZES[0], 7)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A teacher stands at the blackboard.", "classroom"),
        ("A lake with mountains behind. Two boats on the water.", "lake"),
        ("A lighthouse on a cliff above the sea.", "headland"),
        ("Inside the lantern room an old man lights the lamp.", "lantern room"),
        ("A pond in a park. Two ducks swim on the pond.", "park"),
        ("Two ducks swim on the pond.", "swamp"),
        ("A lamp shines in the cottage window.", "meadow"),
        ("A light in a window behind the trees.", "meadow"),
        ("A train waits at the railway station.", "station"),
    ],
)
def test_the_set_shows_what_was_asked_for_and_nothing_is_missing(text: str, name: str) -> None:
    staging = staged(text)
    assert (staging.set, staging.undrawn) == (name, ())


def test_a_place_that_no_set_shows_is_said() -> None:
    assert "sauna" in staged("A man sits in the sauna.").undrawn


def test_a_light_in_a_window_is_a_house_with_lit_windows() -> None:
    assert [t.art for t in staged("A lamp shines in the cottage window.").things] == ["cottage"]
    assert "cottage" in [t.art for t in staged("A light in a window behind the trees.").things]
    assert "lamp" not in [t.art for t in staged("A lamp beside a path in the park.").things]


def test_three_children_have_one_ball_between_them() -> None:
    staging = staged("Three children play with a yellow ball on the meadow.")
    ball = next(t for t in staging.things if t.art == "ball")
    children = [t for t in staging.things if t.art == "person"]
    assert len(children) == 3 and not any("ball" in word for t in children for word in t.words)
    assert min(t.x for t in children) < ball.x < max(t.x for t in children)


def test_two_girls_with_an_umbrella_hold_one() -> None:
    held = [t.words[-1] for t in staged("Two girls with a red umbrella.").things]
    assert held.count("red umbrella") == 1


def test_a_person_who_flies_a_kite_stands_and_holds_it() -> None:
    man = staged("An old man in a straw hat flies a blue kite.").things[0]
    assert "fly" not in man.action.split("+") and "blue kite" in man.words and man.verb == "fly a kite"


def test_a_dog_that_runs_behind_follows_at_the_same_pace() -> None:
    staging = staged("A woman in a red coat jogs along the path. A small white dog runs behind her.")
    woman, dog = (next(t for t in staging.things if t.art == name) for name in ("person", "dog"))
    assert woman.facing == dog.facing and (woman.x - dog.x) * dog.facing > 0
    assert dog.speed == pytest.approx(woman.speed, rel=0.1)


def test_a_family_on_a_blanket_sits_on_the_ground_and_looks_at_each_other() -> None:
    sitters = [t for t in staged("A family sits on a blanket in the meadow.").things if t.art == "person"]
    assert all(t.action == "sit-ground" for t in sitters)
    assert {t.facing for t in sitters} == {1, -1}


def test_sizes_keep_their_order() -> None:
    staging = staged("A bench stands beside a street lamp. Two ducks swim on the pond.")
    tall = {t.art: t.size * art.load(t.art).metres for t in staging.things}
    assert tall["duck"] < tall["bench"] < tall["street-lamp"]
    assert all(t.size > 0.45 for t in staging.things)


def test_several_of_a_kind_are_not_copies() -> None:
    boats = staged("Four fishing boats in the harbour.").things
    assert len({round(t.size, 4) for t in boats}) == 4 and len({str(t.colours) for t in boats}) > 2
    red = staged("Four red fishing boats in the harbour.").things
    assert len({str(t.colours) for t in red}) == 1


def test_a_ship_off_a_headland_is_on_the_water() -> None:
    staging = staged("A man stands on the headland. A ship in the distance.")
    ship = next(t for t in staging.things if t.art == "ship")
    assert ship.x < 0 and ship.z > 30


def test_what_everyone_wears_is_said_in_the_plural() -> None:
    assert staged("Two boys in red shirts.").undrawn == ()


def test_a_patient_lies_on_the_bed_and_pupils_sit_at_their_desks() -> None:
    man = next(t for t in staged("A nurse stands beside a bed where an old man lies.").things if "man" in t.words[:1])
    assert man.action == "lie" and man.y > 0.2
    pupils = [t for t in staged("Four children sit at two desks in a classroom.").things if t.art == "person"]
    assert all(t.action == "sit" and t.y > 0.3 for t in pupils)


def test_a_fire_in_the_fireplace_is_the_fireplace_s() -> None:
    assert [t.art for t in staged("A fire burns in the fireplace.").things] == ["fireplace"]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "text",
    [
        "A man and a woman sit on a bench. A dog lies between them.",
        "Two old men sit on a bench. Between them sits a child.",
        "Two friends sit on a bench with a cat between them.",
        "A man and a woman walk along a street with a dog between them.",
    ],
)
def test_between_two_people_is_between_them_wherever_they_are(text: str, size: tuple[int, int]) -> None:
    staging = staged(text, size)
    middle = next(t for t in staging.things if t.art in ("dog", "cat") or t.words[:1] == ("child",))
    left, right = sorted(t.x for t in staging.things if t.art == "person" and t is not middle)
    assert left < middle.x < right
    carried = any(t.art == "bench" for t in staging.things)
    assert (middle.y > 0.2) == carried
    assert carried or len({t.facing for t in staging.things}) == 1


@pytest.mark.parametrize(
    ("text", "prop"),
    [
        ("A man reads in the park.", "book"),
        ("A woman reads a newspaper on a bench.", "newspaper"),
        ("A man reads with a lantern in his hand.", "lantern"),
        ("A girl waters the flowers.", "watering-can"),
        ("A boy plays.", ""),
        ("A man walks.", ""),
    ],
)
def test_hands_have_what_is_done_with_them(text: str, prop: str) -> None:
    person = next(t for t in staged(text).things if t.art == "person")
    look = people.look_of(person.words[0], person.words[1:], person.seed)[0]
    equipped = people.equipped(look, person.verb)
    assert (equipped.prop, equipped.worn) == (prop, "")
    assert load_drawing(person) == people.build(equipped)


@pytest.mark.parametrize(
    ("text", "arts", "door"),
    [
        ("A woman knocks at a door in a narrow street.", ["person"], None),
        ("A woman knocks at a window in a narrow street.", ["person"], None),
        ("A red door in a village street.", ["cottage"], "red"),
        ("A man waits at a blue door.", ["cottage", "person"], "blue"),
        ("A house with a green door.", ["house"], "green"),
        ("A house and a cottage with a green door.", ["cottage", "house"], "green"),
        ("A door stands alone in the desert.", ["door"], None),
    ],
)
def test_outdoors_a_door_is_that_of_a_house(text: str, arts: list[str], door: str | None) -> None:
    things = staged(text).things
    assert sorted(t.art for t in things) == arts
    if door is not None:
        assert [t.colours["door"] for t in things if "door" in t.colours] == [parse_colour(door)]


@pytest.mark.parametrize(
    ("text", "name", "arts"),
    [
        ("INT. RAILWAY STATION - DAY. A woman waits.", "station", ["person"]),
        ("A red train leaves the station platform. A girl waves.", "station", ["person"]),
        ("A dog sits on a station platform beside a train.", "station", ["dog"]),
        ("Two people wait in a metro station.", "metro station", ["person", "person"]),
    ],
)
def test_a_station_brings_its_train(text: str, name: str, arts: list[str]) -> None:
    staging = staged(text)
    assert staging.set == name
    assert sorted(t.art for t in staging.things) == arts
    assert staging.undrawn == ()
