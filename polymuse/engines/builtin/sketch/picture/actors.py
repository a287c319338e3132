"""Actors: placed things ready to draw, with poses, movements and travel."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property, partial

import skia

from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.art import Art, Joint, Movement, PaintedArt, Rgb, Tint, blend_poses, walk
from polymuse.engines.builtin.sketch.figures import actions, people
from polymuse.engines.builtin.sketch.picture import shadows
from polymuse.engines.builtin.sketch.picture.layers import Box, Item
from polymuse.engines.builtin.sketch.picture.travel import Course
from polymuse.engines.builtin.sketch.stage import Light, PlacedThing, View

__all__ = ["Actor", "actor_items", "load_drawing", "make_actor"]

SLOW = 1 / 12
"""Seconds that one drawing is held for things that move in place: swaying plants, people talking."""

LIMBS, STIRS = 0.6, 0.12
"""Reach of limbs, and of other movement in place, beyond the figure at rest, as a part of its size."""

LIVELY = 0.7
"""Pixels of movement below which a thing is still."""

FRONT = 1e-3
"""Depth offset of a thing in front of its shadow, as a fraction of its depth."""

TALLEST = 8.0
"""Maximum height in metres of a lamp that lights the ground."""


@dataclass(frozen=True)
class Actor:
    """A thing on the stage, painted in the scene's light."""

    placed: PlacedThing
    art: Art
    painted: PaintedArt
    view: View
    light: Light
    course: Course | None = None
    """Its course, or None."""

    @property
    def tempo(self) -> float:
        """Seconds of its action per second of the shot."""
        return self.course.tempo if self.course else 1.0

    @property
    def scale(self) -> float:
        """Pixels at rest per viewBox unit."""
        return self.view.scale(self.placed.z) * self.art.scale * self.placed.size

    @property
    def height(self) -> float:
        """Pixels at rest from ground to top."""
        return (self.art.ground - self.art.bounds[1]) * self.scale

    @property
    def floats(self) -> bool:
        return self.art.stand == "water"

    @cached_property
    def jointed(self) -> bool:
        return bool(self.art.joints())

    @cached_property
    def shining(self) -> tuple[shadows.Glow, ...]:
        return shadows.find_glows(self.art)

    @property
    def lamp(self) -> bool:
        """Whether it lights the ground: slim and emissive."""
        left, top, right, bottom = self.art.bounds
        slim = right - left < 0.6 * (bottom - top) and self.art.metres < TALLEST
        return slim and bool(self.shining) and not self.jointed

    @cached_property
    def footprint(self) -> tuple[float, float]:
        """Left and right of its ground contact, in viewBox units."""
        if self.jointed:
            reach = 0.22 * self.art.width
            return self.anchor[0] - reach, self.anchor[0] + reach
        return shadows.footprint(self.art)

    @cached_property
    def anchor(self) -> tuple[float, float]:
        """The viewBox point at its position."""
        if self.jointed:
            return actions.anchor(self.art, self.placed.action)
        return self.art.width / 2, self.art.ground

    @property
    def phase(self) -> float:
        """Phase 0..1 that desynchronises equal things."""
        return self.placed.seed * 0.618034 % 1

    def place(self, seconds: float) -> tuple[float, float]:
        """Position of its anchor, in pixels at rest."""
        course = self.course
        x = course.at(seconds) if course else self.placed.x
        lift = course.height(seconds) if course else 0.0
        return self.view.point(x, self.placed.y + lift + self._rise(seconds), self.placed.z)

    def side(self, seconds: float) -> float:
        """Facing at a time: 1 right, −1 left, in between while turning."""
        return self.course.side(seconds) if self.course else self.placed.facing

    def joint_at(self, name: str, seconds: float) -> tuple[float, float]:
        """Position of a joint at a time, in pixels at rest; its own position if there is no such joint."""
        at = self.art.joint_at(name, self._pose(seconds))
        if at is None:
            return self.place(seconds)
        point = self.matrix(seconds).mapXY(*at)
        return point.x(), point.y()

    def _pose(self, seconds: float) -> Mapping[str, Joint]:
        """Its joints at a time; walkers who stop come to rest."""
        if not self.jointed:
            return {}
        placed, moment = self.placed, seconds * self.tempo
        going = self.course.movement(seconds) if self.course and self.course.rest else 1.0
        if going >= 1:
            return actions.pose(self.art, placed.action, moment, placed.seed)
        resting = actions.pose(self.art, self.course.rest if self.course else "stand", seconds, placed.seed)
        if going <= 0:
            return resting
        return blend_poses(resting, actions.pose(self.art, placed.action, moment, placed.seed), going)

    def _rise(self, seconds: float) -> float:
        """Height above its position in metres."""
        if self.jointed:
            return actions.bob(self.art, self.placed.action, seconds * self.tempo, self.placed.seed) * self.placed.size
        if not self.floats:
            return 0.0
        return 0.010 * self.art.metres * self.placed.size * math.sin(2 * math.pi * (seconds / 4.2 + self.phase))

    def _roll(self, seconds: float) -> float:
        """Roll angle of a floating thing in degrees."""
        return 1.1 * math.sin(2 * math.pi * (seconds / 5.3 + self.phase)) if self.floats and not self.jointed else 0.0

    def matrix(self, seconds: float) -> skia.Matrix:
        """From viewBox units to pixels at rest."""
        x, y = self.place(seconds)
        matrix = skia.Matrix()
        matrix.preTranslate(x, y)
        matrix.preRotate(self._roll(seconds))
        matrix.preScale(self.side(seconds) * self.scale, self.scale)
        matrix.preTranslate(-self.anchor[0], -self.anchor[1])
        return matrix

    def draw(self, canvas: skia.Canvas, seconds: float) -> None:
        placed = self.placed
        canvas.save()
        canvas.concat(self.matrix(seconds))
        self.painted.draw(canvas, seconds, self._pose(seconds), placed.action, self.phase)
        canvas.restore()
        strength = self.light.night * self._flame(seconds)
        shadows.draw_halos(canvas, self.shining, self.art.slots, self.matrix(seconds), strength)

    @cached_property
    def burns(self) -> bool:
        return any(part.movement and part.movement.kind == "flicker" for part in walk(self.art.root))

    def _flame(self, seconds: float) -> float:
        """Strength of its light at a time: fires and candles flicker."""
        if not self.burns:
            return 1.0
        t = seconds + 7 * self.phase
        return 0.86 + 0.09 * math.sin(t * 5.1) + 0.05 * math.sin(t * 12.7 + 1.3)

    @cached_property
    def hold(self) -> float:
        """Seconds that one drawing of it is held; see `Item`."""
        if self.course or self.floats:
            return 0.0
        if self.jointed:
            return SLOW
        reach = max((self._reach(part.movement) for part in walk(self.art.root) if part.movement), default=0.0)
        if reach < LIVELY:
            return math.inf
        return SLOW

    def _reach(self, movement: Movement) -> float:
        """Approximate extent of a part's own movement in pixels."""
        if movement.when and movement.when != self.placed.action:
            return 0.0
        match movement.kind:
            case "sway" | "swing":
                return math.radians(movement.amount) * self.art.height * self.scale
            case "turn" | "flicker" | "flap":
                return 0.2 * self.art.height * self.scale
        return movement.amount * self.scale

    def body(self, seconds: float) -> Box:
        """Its bounds at a time without own movements and light, in pixels at rest."""
        box = self.matrix(seconds).mapRect(skia.Rect.MakeLTRB(*self.art.bounds))
        return box.left(), box.top(), box.right(), box.bottom()

    @property
    def bounds(self) -> Box:
        """Its bounds while it stays in place, movements included."""
        left, top, right, bottom = self.art.bounds
        moves = LIMBS if self.jointed else STIRS
        margin = moves * max(right - left, bottom - top) + shadows.halo_reach(self.shining, self.light.night)
        box = self.matrix(0).mapRect(skia.Rect.MakeLTRB(left - margin, top - margin, right + margin, bottom + margin))
        return box.left(), box.top(), box.right(), box.bottom()


def load_drawing(placed: PlacedThing) -> Art:
    """The drawing of a placed thing. Raises KeyError if there is none."""
    if placed.art != "person":
        return art.load(placed.art)
    noun, *attributes = placed.words or ("person",)
    return people.build(people.equipped(people.look_of(noun, attributes, placed.seed)[0], placed.verb))


def make_actor(placed: PlacedThing, drawing: Art, course: Course | None, view: View, light: Light) -> Actor:
    """The actor of a placed thing, with its course if it travels."""
    return Actor(placed, drawing, drawing.paint(dict(placed.colours), _tint(placed, light)), view, light, course)


def _tint(placed: PlacedThing, light: Light) -> Tint:
    """The light on a thing; subjects are lifted slightly out of the dark."""
    if placed.subject is None or not light.night:
        return light.tint(placed.z)
    lifted = light.key.mix(Rgb(1.0, 0.92, 0.80), 0.24 * light.night)
    return replace(light, key=lifted).tint(placed.z)


def actor_items(actor: Actor, indoors: bool) -> Iterator[Item]:
    """The thing, preceded by its shadow or reflection."""
    z, hold = actor.placed.z, actor.hold
    if actor.floats:
        yield Item(z * (1 + FRONT), partial(_reflection, actor), hold)
    elif actor.art.stand in ("ground", "surface") and actor.placed.y < LIFTED:
        draw = partial(_shadow, actor, indoors)
        yield Item(z * (1 + FRONT), draw, math.inf if hold else 0.0)
    yield Item(z, actor.draw, hold, None if hold == 0 else actor.bounds)


LIFTED = 0.4
"""Height in metres from which a thing has no contact shadow."""


def _shadow(actor: Actor, indoors: bool, canvas: skia.Canvas, seconds: float) -> None:
    x, _ = actor.place(seconds)
    _, ground = actor.view.point(0, 0, actor.placed.z)
    if actor.lamp and actor.light.night > shadows.DARK:
        shadows.draw_light_pool(canvas, x, ground, actor.height * 1.1, actor.light.night)
    left, right = actor.footprint
    width = (right - left) * actor.scale
    x += actor.side(seconds) * ((left + right) / 2 - actor.anchor[0]) * actor.scale
    shadows.draw_contact_shadow(canvas, x, ground, width, actor.light)
    if not indoors:
        lean = shadows.ShadowCaster(x, ground, width, actor.height, actor.light, skia.Rect.MakeLTRB(*actor.bounds))
        silhouette = None if actor.hold == 0 or actor.jointed else partial(actor.draw, seconds=seconds)
        shadows.draw_cast_shadow(canvas, lean, silhouette)


def _reflection(actor: Actor, canvas: skia.Canvas, seconds: float) -> None:
    _, waterline = actor.view.point(0, actor.placed.y, actor.placed.z)
    shadows.draw_reflection(canvas, partial(actor.draw, seconds=seconds), waterline, actor.height, seconds)
