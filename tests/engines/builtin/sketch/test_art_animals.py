from __future__ import annotations

import re

import pytest
import skia

from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.figures import actions

ANIMALS = sorted(name for name, file in art.drawing_files().items() if "/animals/" in str(file).replace("\\", "/"))
ASKED = (
    *(
        "dog",
        "cat",
        "horse",
        "cow",
        "sheep",
        "pig",
        "goat",
        "chicken",
        "hen",
        "duck",
        "swan",
        "gull",
        "seagull",
        "bird",
    ),
    *("crow", "owl", "butterfly", "bee", "fish", "whale", "dolphin", "fox", "deer", "bear", "rabbit", "squirrel"),
    *("elephant", "lion", "frog", "turtle", "mouse", "dragon"),
)
FOUR_LEGGED = (
    "dog",
    "cat",
    "horse",
    "cow",
    "sheep",
    "pig",
    "goat",
    "fox",
    "deer",
    "bear",
    "elephant",
    "lion",
    "dragon",
)


def test_every_asked_animal_is_drawn() -> None:
    drawn = art.drawings_by_word()
    assert [animal for animal in ASKED if drawn.get(animal) not in ANIMALS] == []


@pytest.mark.parametrize("name", ANIMALS)
def test_an_animal_is_drawn_well(name: str) -> None:
    beast = art.load(name)
    shapes = [part for part in art.walk(beast.root) if part.path is not None]
    assert 6 <= len(shapes) <= 60
    left, top, right, bottom = beast.bounds
    assert left >= -4 and top >= -4 and right <= beast.width + 4 and bottom <= beast.height + 4
    assert beast.stand in {"ground", "water", "air"}
    assert 0.02 < beast.metres < 8
    assert beast.joints()
    assert abs(beast.bounds[3] - beast.ground) < 0.06 * beast.height or beast.stand != "ground"


@pytest.mark.parametrize("name", ANIMALS)
def test_colours_are_muted_and_slots_declared(name: str) -> None:
    text = art.drawing_files()[name].read_text(encoding="utf-8")
    slots = set(art.load(name).slots)
    for used in re.findall(r"var\(--([a-z-]+)\)", text):
        assert used in slots or used.rpartition("-")[0] in slots
    assert "#000" not in text and "#fff" not in text.lower()


@pytest.mark.parametrize("name", FOUR_LEGGED)
def test_four_legged_animals_have_four_jointed_legs(name: str) -> None:
    legs = {f"leg-{end}-{side}" for end in ("front", "back") for side in ("near", "far")}
    assert legs | {leg.replace("leg", "knee") for leg in legs} | {"head", "body"} <= art.load(name).joints()


@pytest.mark.parametrize("name", ["horse", "gull", "rabbit"])
def test_an_animal_looks_different_as_it_moves(name: str) -> None:
    beast = art.load(name)
    painted = beast.paint()

    def picture(seconds: float) -> bytes:
        surface = skia.Surface(int(beast.width), int(beast.height))
        painted.draw(surface.getCanvas(), seconds, actions.pose(beast, "walk", seconds, 0), "walk")
        return bytes(surface.makeImageSnapshot().tobytes())

    assert picture(0.1) == picture(0.1)
    assert picture(0.1) != picture(0.8)
