from __future__ import annotations

import math
from dataclasses import replace

import pytest
import skia
from hypothesis import given
from hypothesis import strategies as st

from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.figures import limbs, looks, people
from polymuse.engines.builtin.sketch.figures.people import Look, build, equipped, look_of

BODIES = sorted(limbs.FRAMES)


def test_words_ask_for_a_look() -> None:
    look, unused = look_of("old lighthouse keeper", ["bearded", "yellow coat", "red scarf", "three-legged"], 4)
    assert (look.body, look.beard, look.outfit, look.over) == ("old man", "full", "coat", ("scarf",))
    yellow, red = art.Rgb.parse(look.main), art.Rgb.parse(look.second)
    assert yellow.r > yellow.b + 0.3 < yellow.g
    assert red.r > red.g + 0.3
    assert unused == ["three-legged"]


def test_a_role_brings_its_dress() -> None:
    assert look_of("fisherman")[0].hat == "souwester"
    assert look_of("queen")[0].outfit == "gown"
    assert look_of("violinist")[0].worn == "violin"
    assert look_of("robot")[0].head == "robot"


def test_several_things_in_one_attribute() -> None:
    look, unused = look_of("woman", ["with long black hair, glasses and a blue umbrella"])
    assert (look.hair, look.glasses, look.prop, unused) == ("long", "round", "umbrella", [])
    assert look.hair_colour == looks.TABLE["hair_colours"]["black"]


def test_age_words_change_the_body() -> None:
    assert look_of("old woman")[0].body == "old woman"
    assert look_of("woman", ["elderly"])[0].body == "old woman"
    assert look_of("grandfather", ["young"])[0].body == "man"


def test_a_word_about_one_part_leaves_the_others() -> None:
    plain, dressed = look_of("woman", [], 11)[0], look_of("woman", ["red scarf", "green trousers"], 11)[0]
    assert (plain.skin, plain.hair, plain.hair_colour, plain.main) == (
        dressed.skin,
        dressed.hair,
        dressed.hair_colour,
        dressed.main,
    )


def test_people_left_open_are_diverse() -> None:
    crowd = [look_of("person", [], seed)[0] for seed in range(60)]
    assert len({look.skin for look in crowd}) >= 6
    assert len({look.hair for look in crowd}) >= 8
    assert {look.body for look in crowd} == {"man", "woman"}
    assert len({look.outfit for look in crowd}) >= 8


def test_only_men_have_beards_and_only_women_gowns() -> None:
    for noun in ("woman", "girl", "nurse", "captain", "pianist"):
        for seed in range(12):
            look, _ = look_of(noun, [], seed)
            assert not look.beard or look.body in {"man", "old man"}
            assert look.outfit != "gown" or look.body in {"woman", "girl", "old woman"}


def test_hands_take_what_the_verb_needs_unless_they_are_full() -> None:
    assert equipped(Look(), "read").prop == "book"
    assert equipped(Look(), "strum").worn == "guitar"
    assert equipped(Look(prop="umbrella"), "read").prop == "umbrella"
    assert equipped(Look(), "walk") == Look()


def test_every_entry_of_the_vocabulary_can_be_drawn() -> None:
    known = {"skirt", "size", "slot", "older", "younger", *Look.__dataclass_fields__}
    for entry in (*looks.PEOPLE.values(), *looks.ATTRIBUTES.values(), *looks.THINGS.values()):
        assert set(entry) <= known
    for role in looks.PEOPLE:
        drawing = build(look_of(role, [], 1)[0])
        assert drawing.metres > 0.8


@pytest.mark.parametrize("kind", ["hair", "hat", "prop", "worn", "back", "over", "glasses", "beard", "brows"])
def test_every_part_file_parses_in_a_figure(kind: str) -> None:
    names = limbs.parts(kind)
    assert names
    for name in sorted(names):
        figure = build(replace(Look(), **{kind: (name,) if kind == "over" else name}))
        assert sum(part.path is not None for part in art.walk(figure.root)) < 75


def test_every_prop_has_a_way_to_be_held() -> None:
    held = {prop for props in looks.TABLE["holds"].values() for prop in props}
    assert held == limbs.parts("prop")


def test_every_named_part_exists() -> None:
    for entry in (*looks.PEOPLE.values(), *looks.THINGS.values()):
        for kind in ("hat", "prop", "worn", "back", "glasses", "beard"):
            named = entry.get(kind) or []
            assert {name for name in ([named] if isinstance(named, str) else named) if name} <= limbs.parts(kind)
        assert set(entry.get("over", ())) <= limbs.parts("over")
        outfits = entry.get("outfit", [])
        assert set([outfits] if isinstance(outfits, str) else outfits) <= set(looks.OUTFITS)


@pytest.mark.parametrize("body", BODIES)
def test_a_figure_has_its_real_size_and_its_points(body: str) -> None:
    figure, frame = build(Look(body=body)), limbs.FRAMES[body]
    top, feet = figure.points["top"], figure.points["feet"]
    assert math.isclose((feet[1] - top[1]) * figure.scale, frame.height / 100, rel_tol=0.01)
    assert {"hand", "head", "seat", "top"} <= set(figure.points)
    assert figure.bounds[3] == pytest.approx(figure.ground, abs=1.0)
    heads = frame.height / frame.head
    assert (5.5 < heads < 7) if frame.height > 150 else (3.4 < heads < 5.2)


def test_a_figure_has_the_joints_that_actions_drive() -> None:
    limb_joints = {
        f"{joint}-{side}" for joint in ("shoulder", "elbow", "hand", "hip", "knee", "foot") for side in ("near", "far")
    }
    assert limb_joints | {"root", "torso", "head", "eyes", "mouth"} <= build(Look()).joints()


@given(
    seed=st.integers(0, 2**32 - 1),
    noun=st.sampled_from(sorted(looks.PEOPLE)),
    words=st.lists(st.sampled_from(sorted((*looks.ATTRIBUTES, *looks.THINGS))), max_size=4),
)
def test_any_words_give_the_same_drawable_person_twice(seed: int, noun: str, words: list[str]) -> None:
    look, unused = look_of(noun, words, seed)
    assert look == look_of(noun, words, seed)[0]
    assert unused == []
    assert build(look).paint()


@given(text=st.text(max_size=40))
def test_any_text_is_a_person(text: str) -> None:
    assert isinstance(look_of(text, [text])[0], Look)


def test_a_recoloured_coat_is_seen() -> None:
    figure = build(Look(outfit="coat"))
    surface = skia.Surface(200, 260)
    canvas = surface.getCanvas()
    figure.paint({"main": art.Rgb.parse("#c02020")}).draw(canvas)
    x, y = figure.points["chest"]
    pixel = surface.makeImageSnapshot().toarray()[int(y) + 12, int(x) - 8]
    channels = sorted(int(value) for value in pixel[:3])
    assert channels[2] > 90 > channels[1]
    assert people.WORDS["lighthouse keeper"] == "person"
