"""Framing: the camera position, and the zones where things can stand."""

from __future__ import annotations

from dataclasses import dataclass

from polymuse.brief import Brief
from polymuse.engines.builtin.sketch.scenery import sets
from polymuse.engines.builtin.sketch.scenery.light import light_of, palette_of
from polymuse.engines.builtin.sketch.stage import Backdrop, Scenery, View, Zone

__all__ = ["GroundZones", "make_ground", "make_view"]

FILL = {"extreme wide": 0.20, "wide": 0.35, "medium": 0.60, "close": 0.82, "extreme close": 0.86}
"""Main subject's part of the frame's height, by shot size."""
DEFAULT_FILL = 0.44
FEET = {"extreme wide": 0.80, "wide": 0.86, "medium": 0.92, "close": 0.955, "extreme close": 0.965}
"""Where the main subject meets the ground, from the top of the frame."""

LANDSCAPE, SQUARE, PORTRAIT = 1.15, 1.05, 0.95
"""Focal lengths in frame heights: taller frames need a wider lens."""

LOWEST, HIGHEST = 0.5, 3.2
WATERS = {"headland": Zone(70, 220, right=-26)}
"""Water that a set shows at its side and whose painter does not say where it is."""
WHOLE, SHORE = 1e6, 1.08
"""Width in metres from which ground spans the frame; such ground ends at water behind it."""
INDOORS = (0.5, 1.75)
"""Eye heights in metres, outdoors and in rooms."""


@dataclass(frozen=True, slots=True)
class GroundZones:
    """Zones of the set as seen by the view: depths in metres."""

    ground: Zone | None
    water: Zone | None
    wall: float | None
    indoors: bool


def make_view(brief: Brief, width: int, height: int, main: float, fill: float, indoors: bool, aloft: bool) -> View:
    """The view in which a main subject `main` metres tall fills `fill` of the frame's height; `aloft` if much of the
    scene is in the sky."""
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


def make_ground(name: str, view: View, brief: Brief, seed: int) -> GroundZones:
    """Zones of a set. A nearer eye sees nearer ground, so zones extend to the frame's lower edge."""
    indoors = sets.indoors(name)
    scenery = Scenery(view, light_of(brief, indoors), brief, palette_of(brief), seed)
    painted: Backdrop = sets.paint(name, scenery)
    nearest = view.nearest() * 1.04
    ground, water = painted.ground, painted.water or WATERS.get(name)
    if ground is not None:
        shore = water is not None and ground.right - ground.left > WHOLE
        far = max(ground.far, nearest * (SHORE if shore else 1.5))
        ground = Zone(max(nearest, min(ground.near, nearest)), far, ground.left, ground.right)
    if water is not None:
        water = Zone(max(water.near, nearest), max(water.far, nearest * 2), water.left, water.right)
    return GroundZones(ground, water, painted.wall, painted.indoors)
