"""Every drawn thing keeps to the art format of art/README.md."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from xml.etree import ElementTree

import numpy as np
import skia
from numpy.typing import NDArray

from polymuse.engines.builtin.sketch import art
from tests.rules import for_each

NAMES = sorted(art.drawing_files())
SIDE = 96
MARGIN = 20
OVERHANG = 0.08
"""How far, in viewBox sides, a leaf or a flag may reach over the edge."""
STANDS = {"ground", "water", "air", "surface", "wall", "ceiling"}
MADE = {"buildings", "vehicles", "furniture", "objects"}
TALLEST = {True: 80.0, False: 1000.0}
"""Metres: of what people made, and of anything."""
NODES = 4000
"""Points of all paths together; more would make a scene slow to draw."""
RED, BLUE = art.Rgb(0.8, 0.1, 0.1), art.Rgb(0.1, 0.2, 0.8)


@cache
def svg(name: str) -> ElementTree.Element:
    return ElementTree.fromstring(art.drawing_files()[name].read_text(encoding="utf-8"))


def pixels(thing: art.Art, colours: Mapping[str, art.Rgb] | None = None, margin: int = 0) -> NDArray[np.int_]:
    """RGBA of the thing alone on nothing: its viewBox drawn SIDE by SIDE, with a margin on every side."""
    surface = skia.Surface(SIDE + 2 * margin, SIDE + 2 * margin)
    canvas = surface.getCanvas()
    canvas.clear(0)
    canvas.translate(margin, margin)
    canvas.scale(SIDE / thing.width, SIDE / thing.height)
    thing.paint(colours).draw(canvas)
    image: NDArray[np.uint8] = surface.makeImageSnapshot().toarray()
    return image.astype(np.int_)


def test_the_library_is_large_enough_to_tell_stories_with() -> None:
    families = Counter(art.load(name).family for name in NAMES)
    least = {"buildings": 14, "vehicles": 14, "furniture": 12, "objects": 35}
    assert not {family: count for family, count in least.items() if families[family] < count}


def test_no_two_things_share_a_name() -> None:
    folders = [folder for folder in (files("polymuse.engines.builtin") / "art").iterdir() if folder.is_dir()]
    stems = Counter(file.name for folder in folders for file in folder.iterdir() if file.name.endswith(".svg"))
    assert not [stem for stem, count in stems.items() if count > 1]


@for_each(NAMES)
def test_a_thing_is_described(name: str) -> None:
    thing = art.load(name)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert thing.words and all(word and word == word.lower() for word in thing.words)
    assert len(set(thing.words)) == len(thing.words)
    assert 0 < thing.metres < TALLEST[thing.family in MADE]
    assert 0 <= thing.ground <= thing.height
    assert thing.stand in STANDS
    assert thing.main in thing.slots or not thing.slots


@for_each(NAMES)
def test_a_thing_lies_within_its_view_box(name: str) -> None:
    thing = art.load(name)
    alpha = pixels(thing, margin=MARGIN)[..., 3] > 128
    slack = MARGIN - round(OVERHANG * SIDE)
    assert not any(edge.any() for edge in (alpha[:slack], alpha[-slack:], alpha[:, :slack], alpha[:, -slack:]))
    for x, y in thing.points.values():
        assert 0 <= x <= thing.width and 0 <= y <= thing.height


@for_each(NAMES)
def test_a_thing_can_be_seen_and_takes_a_colour(name: str) -> None:
    thing = art.load(name)
    seen = pixels(thing)
    assert (seen[..., 3] > 128).mean() > 0.02
    if thing.slots:
        red, blue = pixels(thing, {thing.main: RED}), pixels(thing, {thing.main: BLUE})
        recoloured = np.abs(red - blue).sum(axis=2) > 40
        assert recoloured.sum() > 0.05 * (seen[..., 3] > 128).sum()


@for_each(NAMES)
def test_parts_that_turn_say_about_what(name: str) -> None:
    for group in svg(name).iter(f"{art.SVG}g"):
        turns = group.get("data-move") in {"sway", "swing", "turn", "flap"} or group.get("data-joint")
        assert not turns or group.get("data-pivot"), ElementTree.tostring(group)[:120]


@for_each(NAMES)
def test_every_colour_is_declared(name: str) -> None:
    thing = art.load(name)
    tones = {f"{slot}-{tone}" for slot in thing.slots for tone in art.TONES}
    used = set(art.SLOT.findall(art.drawing_files()[name].read_text(encoding="utf-8")))
    assert used <= tones | set(thing.slots)


@for_each(NAMES)
def test_a_thing_is_quick_to_draw(name: str) -> None:
    paths = [part.path for part in art.walk(art.load(name).root) if part.path is not None]
    assert sum(path.countPoints() for path in paths) < NODES
