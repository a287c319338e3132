"""The stage: the vocabulary that the parts of the sketch artist share.

A picture is a stack of *planes*, each at a depth in metres, seen through a pinhole `View`. `describe` turns words into a
brief; `layout` turns the brief into a `Staging` (a set, a view, things placed in metres); `light` works out how the hour
and the weather colour everything; a *set* paints the backdrop; `render` draws planes and things back to front and moves
the camera. World axes: x metres to the right of the middle, y metres up from the ground, z metres away from the eye.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import skia

from polymuse.brief import Brief, Camera
from polymuse.engines.builtin.sketch.art import Rgb, Tint

__all__ = ["Backdrop", "Eye", "Light", "Luminary", "PlacedThing", "Plane", "Scenery", "Staging", "View", "Zone"]

FAR = 4000.0
"""Depth in metres without visible parallax: the sky's."""


@dataclass(frozen=True, slots=True)
class View:
    """A pinhole camera at rest. `width` and `height` in pixels; `focal` in frame heights; `horizon` as a fraction of
    the frame's height from the top; `eye` in metres above the ground."""

    width: int
    height: int
    horizon: float = 0.5
    focal: float = 1.15
    eye: float = 1.9

    def scale(self, z: float) -> float:
        """Pixels per metre at depth z."""
        return self.focal * self.height / z

    def ground(self, z: float) -> float:
        """The y pixel of the ground at depth z."""
        return self.horizon * self.height + self.eye * self.scale(z)

    def point(self, x: float, y: float, z: float) -> tuple[float, float]:
        """Pixel coordinates of a point in the world."""
        return self.width / 2 + x * self.scale(z), self.ground(z) - y * self.scale(z)

    def half_width(self, z: float) -> float:
        """Metres from the middle to the frame's edge at depth z."""
        return self.width / 2 / self.scale(z)

    def nearest(self) -> float:
        """Depth at which the ground leaves the frame at the bottom."""
        return self.eye * self.focal / max(0.05, 1 - self.horizon)


@dataclass(frozen=True, slots=True)
class Eye:
    """Camera position at a time, relative to rest: metres right, up and forward; zoom factor; and the shift of infinity
    as a fraction of the frame (a pan or tilt rotates, a truck does not)."""

    x: float = 0.0
    y: float = 0.0
    z: float = 0.0
    zoom: float = 1.0
    turn_x: float = 0.0
    turn_y: float = 0.0


Draw = Callable[[skia.Canvas, float], None]
"""Draws in the frame's pixel coordinates at rest, at a time in seconds."""


@dataclass(frozen=True, slots=True)
class Plane:
    """An image at one depth. A `still` one is drawn once and cached. It should extend a third of the frame's size
    beyond every side, for camera movement."""

    z: float
    draw: Draw
    still: bool = True
    soft: bool = False
    """Whether it has no visible edges."""


@dataclass(frozen=True, slots=True)
class Luminary:
    """Sun or moon: centre as fractions of the frame, radius as a fraction of its height."""

    x: float
    y: float
    radius: float
    colour: Rgb
    glow: Rgb


@dataclass(frozen=True, slots=True)
class Light:
    """What the hour and the weather make of everything.

    `sky` runs from zenith to horizon. A surface colour c at depth z becomes `c × (key…ambient)` mixed towards `haze` by
    1 − exp(−z / clear). `night` 0..1 says how dark it is: lamps and windows glow. `shadow` is the colour of cast shadows
    with `slant` their length per metre of height (its sign: the side they fall to) and `soft` their strength 0..1."""

    hour: str
    sky: tuple[Rgb, ...]
    key: Rgb
    ambient: Rgb
    haze: Rgb
    clear: float
    night: float
    sun: Luminary | None
    shadow: Rgb
    slant: float
    soft: float
    stars: float = 0.0

    def tint(self, z: float, strength: float = 1.0) -> Tint:
        """The light on a surface at depth z, for `Art.paint`."""
        haze = (1 - math.exp(-z / self.clear)) * strength

        def lit(colour: Rgb, glows: bool) -> Rgb:
            if glows:
                return colour.multiply(Rgb(1, 1, 1).mix(self.key, 0.25 * (1 - self.night)))
            return colour.multiply(self.key).mix(self.haze, haze)

        return lit


@dataclass(frozen=True, slots=True)
class Zone:
    """Where things of one kind can stand: depths near..far in metres and lateral limits."""

    near: float
    far: float
    left: float = -1e9
    right: float = 1e9


@dataclass(frozen=True, slots=True)
class Scenery:
    """Input of a set's painter."""

    view: View
    light: Light
    brief: Brief
    palette: tuple[Rgb, ...]
    seed: int


@dataclass(frozen=True, slots=True)
class Backdrop:
    """A painted set: its planes and zones."""

    planes: tuple[Plane, ...]
    ground: Zone | None = None
    water: Zone | None = None
    wall: float | None = None
    """Depth of an interior's back wall."""
    indoors: bool = False


@dataclass(frozen=True, slots=True)
class PlacedThing:
    """A thing on the stage. `x`, `z` in metres; `y` metres above ground or water; `size` multiplies its real height;
    `facing` 1 right, −1 left. `look` is set for people. `start` and `speed` move it along x in m/s."""

    art: str
    x: float
    z: float
    y: float = 0.0
    size: float = 1.0
    facing: Literal[1, -1] = 1
    action: str = "stand"
    colours: Mapping[str, Rgb] = field(default_factory=dict)
    words: tuple[str, ...] = ()
    """For people: noun and attributes from which `people.look_of` chooses the look."""
    verb: str = ""
    """For people with free hands: the brief's verb, for `people.equipped`."""
    speed: float = 0.0
    seed: int = 0
    holds: str | None = None
    subject: int | None = None
    """Index of its subject in the brief; None for set dressing."""


@dataclass(frozen=True, slots=True)
class Staging:
    """A scene ready to be drawn. `undrawn` lists, as written, what was requested and cannot be drawn."""

    set: str
    view: View
    things: tuple[PlacedThing, ...]
    camera: Camera
    brief: Brief
    follow: int | None = None
    """Index of the thing the camera follows."""
    undrawn: tuple[str, ...] = ()
