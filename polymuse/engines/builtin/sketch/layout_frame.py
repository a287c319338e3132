"""Framing: which set, and where the eye is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from polymuse.brief import Brief
from polymuse.brief.lexicon import listed, table
from polymuse.engines.builtin.sketch import sets
from polymuse.engines.builtin.sketch.layout_cast import Role
from polymuse.engines.builtin.sketch.light import light_of, palette_of
from polymuse.engines.builtin.sketch.stage import Backdrop, Scenery, View, Zone

__all__ = ["Ground", "ground_of", "set_of", "view_of"]

FILL = {"extreme wide": 0.20, "wide": 0.35, "medium": 0.60, "close": 0.82, "extreme close": 0.86}
"""Part of the frame's height that the main subject takes, by shot size."""
DEFAULT_FILL = 0.44
FEET = {"extreme wide": 0.80, "wide": 0.86, "medium": 0.92, "close": 0.955, "extreme close": 0.965}
"""Where the main subject meets the ground, from the top of the frame."""

LANDSCAPE, SQUARE, PORTRAIT = 1.15, 1.05, 0.95
"""Focal lengths in frame heights: a tall frame needs a wider lens to show what stands beside each other."""

LOWEST, HIGHEST = 0.5, 3.2
INDOORS = (0.5, 1.75)
"""Eye heights in metres, outdoors and in rooms."""

HINTS: tuple[tuple[frozenset[str], str], ...] = (
    (frozenset({"rocket", "planet", "earth", "comet", "astronaut", "spaceship", "satellite", "space station"}),
    "space"),
    (frozenset({"coral", "fish", "shark", "octopus", "seahorse", "jellyfish", "seaweed", "diver"}), "underwater"),
    (frozenset({"camel", "cactus", "pyramid"}), "desert"),
    (frozenset({"penguin", "polar bear", "igloo", "sled", "snowman", "sledge", "skier", "iceberg"}), "snowfield"),
    (frozenset({"stove", "oven", "fridge", "sink", "kitchen table", "kettle", "kitchen-counter"}), "kitchen"),
    (frozenset({"bed", "crib", "wardrobe", "bedside table"}), "bedroom"),
    (frozenset({"desk", "blackboard", "office chair"}), "office"),
    (frozenset({"lighthouse"}), "harbour"),
    (frozenset({"skyscraper", "tram", "bus", "taxi", "traffic lights", "bus stop"}), "city street"),
    (frozenset({"shop", "cafe", "street lamp", "car"}), "street"),
    (frozenset({"cow", "tractor", "barn", "sheep", "pig", "hen", "haystack", "windmill"}), "farm"),
    (frozenset({"swan", "frog", "water lily", "lily pad", "heron"}), "lake"),
    (frozenset({"deer", "bear", "fox", "wolf", "owl", "fir", "mushroom"}), "forest"),
    (frozenset({"swing", "slide", "fountain", "statue", "bandstand"}), "park"),
    (frozenset({"rose", "tulip", "greenhouse", "flower bed"}), "garden"),
)  # fmt: skip
"""Subjects that tell the place when nobody names it; the first that fits."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Where things can stand in the set as seen by this view: depths in metres."""

    ground: Zone | None
    water: Zone | None
    wall: float | None
    indoors: bool


def set_of(brief: Brief, roles: Iterable[Role]) -> str:
    """The set for a brief's place, else for what is in it."""
    roles = list(roles)
    named = _set_named(brief.setting.place)
    if named is not None:
        return _with_room(named, roles)
    return _with_room(_set_hinted(roles, {s.name for s in brief.subjects}), roles)


def _set_named(place: str | None) -> str | None:
    if not place:
        return None
    words = sets.words()
    place = place.lower().strip()
    parts = place.split()
    tails = [" ".join(parts[i:]) for i in range(len(parts))]
    heads = [" ".join(parts[:i]) for i in range(len(parts) - 1, 0, -1)]
    candidates = [c for phrase in (*tails, *heads) for c in (phrase, phrase.removesuffix("s"))]
    found = next((words[c] for c in candidates if c in words), None)
    return found or _set_akin(parts[-1], words)


def _set_akin(place: str, words: Mapping[str, str]) -> str | None:
    """The set of a place that goes with this one ("dockside" → the harbour)."""
    for kin in (listed(text) for text in table("places")["kin"]):
        if place in kin:
            return next((words[word] for word in kin if word in words), None)
    return None


def _set_hinted(roles: list[Role], named: set[str]) -> str:
    names = sets.names()
    nouns = named | {r.art for r in roles}
    if any(r.stand == "water" and r.drawing.family == "vehicles" for r in roles):
        ashore = any(r.stand == "ground" and not r.person for r in roles) or any(r.person for r in roles)
        return "harbour" if ashore else "sea"
    for words, name in HINTS:
        if words & nouns and name in names:
            return name
    if any(r.drawing.family == "furniture" and r.noun not in ("bench",) for r in roles):
        return "living room"
    if roles and all(r.stand in ("surface", "wall", "ceiling") for r in roles):
        return "living room"
    if not roles and "abstract" in names:
        return "abstract"
    return "meadow"


def _with_room(name: str, roles: list[Role]) -> str:
    """A set with ground for those who need it: on the open sea nobody can walk."""
    if name != "sea":
        return name
    afloat = any(r.stand == "water" for r in roles)
    ashore = any(
        r.stand == "ground" and (not r.person or not afloat) and r.action not in ("swim", "row") for r in roles
    )
    return "beach" if ashore else name


def view_of(brief: Brief, width: int, height: int, main: float, fill: float, indoors: bool, aloft: bool) -> View:
    """Where to stand so that a main subject `main` metres tall fills its part `fill` of the frame's height;
    `aloft` when much of what
    there is to see is in the sky."""
    shot = brief.camera.shot
    feet = FEET.get(shot or "", 0.87)
    aspect = width / height
    focal = LANDSCAPE if aspect > 1.2 else SQUARE if aspect > 0.85 else PORTRAIT
    if aspect <= 0.85:
        feet, fill = min(feet, 0.90), fill * 0.86
    horizon = 0.46 if shot in ("close", "extreme close") else 0.50
    horizon += 0.06 if aloft and not indoors else 0.0
    angle = _angle(f"{brief.camera.text} {brief.text}".lower())
    if angle == "low":
        horizon += 0.12
    elif angle == "high" or shot == "extreme wide":
        horizon -= 0.12
    eye = max(0.05, feet - horizon) * main / fill
    eye *= {"low": 0.75, "high": 1.7}.get(angle, 1.0)
    low, high = INDOORS if indoors else (LOWEST, HIGHEST * (1.8 if angle == "high" or shot == "extreme wide" else 1.0))
    return View(width, height, horizon=round(horizon, 3), focal=focal, eye=round(min(high, max(low, eye)), 3))


def _angle(text: str) -> str:
    if any(words in text for words in ("low angle", "from below", "worm's-eye", "low-angle")):
        return "low"
    high = ("high angle", "from above", "bird's-eye", "bird's eye", "aerial", "overhead", "high-angle", "drone")
    return "high" if any(words in text for words in high) else ""


def ground_of(name: str, view: View, brief: Brief, seed: int) -> Ground:
    """Where things can stand in a set. A nearer eye sees nearer ground, so zones reach to the frame's lower edge."""
    indoors = sets.indoors(name)
    scenery = Scenery(view, light_of(brief, indoors), brief, palette_of(brief), seed)
    painted: Backdrop = sets.paint(name, scenery)
    nearest = view.nearest() * 1.04
    ground, water = painted.ground, painted.water
    if ground is not None:
        far = max(ground.far, nearest * 1.5)
        ground = Zone(max(nearest, min(ground.near, nearest)), far, ground.left, ground.right)
    if water is not None:
        water = Zone(max(water.near, nearest), max(water.far, nearest * 2), water.left, water.right)
    return Ground(ground, water, painted.wall, painted.indoors)
