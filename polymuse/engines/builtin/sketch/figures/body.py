"""A person's body in angles that a person would name, and what they mean for the joints of the drawing."""

from __future__ import annotations

import math
from dataclasses import dataclass

from polymuse.engines.builtin.sketch.art import Art, Joint
from polymuse.engines.builtin.sketch.figures.gait import ankle, bend_limb, offset

TAU = 2 * math.pi
HEEL, TOE, SOLE = -5.6, 15.0, 7.0
"""A grown man's shoe from his ankle, in centimetres."""

SEATED_CAPE = 0.52
"""How long a cape is behind a sitter, against one who stands."""


@dataclass(frozen=True, slots=True)
class Limb:
    """Two joints of an arm or leg and its end: flexion in degrees, forward positive. For a foot `end` is the pitch of
    the sole against the ground, for a hand the turn of the wrist."""

    root: float = 0.0
    mid: float = 0.0
    end: float = 0.0


@dataclass(frozen=True, slots=True)
class Pose:
    """A body: leans and nods forward positive; `turn` rolls the whole body; `lift` raises it (cm); `planted` lets the
    lower foot touch the ground; `eyes` and `mouth` open 1 is normal."""

    near_leg: Limb = Limb()
    far_leg: Limb = Limb()
    near_arm: Limb = Limb(2, 8)
    far_arm: Limb = Limb(4, 10)
    lean: float = 0.0
    nod: float = 0.0
    turn: float = 0.0
    lift: float = 0.0
    planted: bool = True
    eyes: float = 1.0
    mouth: float = 1.0
    skirt: tuple[float, float, float] = (0.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Body:
    """Lengths of a figure's limbs in viewBox units, and the moment to pose it for."""

    art: Art
    joints: frozenset[str]
    seconds: float
    seed: int

    def length(self, a: str, b: str) -> float:
        return math.dist(self.art.points[a], self.art.points[b])

    @property
    def leg(self) -> float:
        return self.length("hip", "knee") + self.length("knee", "ankle")

    @property
    def size(self) -> float:
        """Size of the feet against a grown man's."""
        return (self.art.ground - self.art.points["ankle"][1]) / SOLE

    @property
    def period(self) -> float:
        """Seconds of one walking cycle; shorter legs step faster (pendulum law)."""
        return 1.12 * math.sqrt(self.leg / 83)

    @property
    def stride(self) -> float:
        """How far the legs swing; a long skirt or old age shortens the step."""
        return 0.62 if "gown" in self.joints else 1.0

    def wave(self, period: float, shift: float = 0.0) -> float:
        return math.sin(TAU * (self.seconds / period + shift + offset(self.seed)))

    def arm_to(self, side: str, x: float, y: float) -> Limb:
        """The arm whose hand is at x, y (viewBox units of the figure at rest)."""
        sx, sy = self.art.points["shoulder" if side == "near" else "shoulder-far"]
        upper, lower = self.length("shoulder", "elbow"), self.length("elbow", "hand") + 4 * self.size
        return Limb(*bend_limb(upper, lower, x - sx, y - sy))

    def leg_to(self, dx: float, dy: float) -> Limb:
        """The leg whose ankle is dx forward and dy below its hip joint, sole level."""
        thigh, shin = self.length("hip", "knee"), self.length("knee", "ankle")
        hip, knee = bend_limb(thigh, shin, dx, dy)
        return Limb(2 * math.degrees(math.atan2(dx, dy)) - hip, knee)

    def at(self, name: str, dx: float = 0.0, dy: float = 0.0) -> tuple[float, float]:
        """A point of the figure, moved by man-sized centimetres."""
        x, y = self.art.points[name]
        return x + dx * self.size, y + dy * self.size


def joints(body: Body, pose: Pose) -> dict[str, Joint]:
    """What the named angles mean for the drawing's joints."""
    result: dict[str, Joint] = {}
    lowest = 0.0
    for side, leg in (("near", pose.near_leg), ("far", pose.far_leg)):
        result[f"hip-{side}"] = Joint(rotate=-leg.root)
        result[f"knee-{side}"] = Joint(rotate=leg.mid)
        level = leg.root - leg.mid if pose.planted or abs(pose.turn) < 1 else 0.0
        result[f"foot-{side}"] = Joint(rotate=level + leg.end)
        lowest = max(lowest, _reach_down(body, leg))
    for side, arm in (("near", pose.near_arm), ("far", pose.far_arm)):
        result[f"shoulder-{side}"] = Joint(rotate=-arm.root)
        result[f"elbow-{side}"] = Joint(rotate=-arm.mid)
        result[f"hand-{side}"] = Joint(rotate=-arm.end)
    rest = body.art.ground - body.art.points["hip"][1]
    drop = (rest - lowest if pose.planted else 0.0) - pose.lift * body.size
    result["root"] = Joint(rotate=pose.turn, dy=drop)
    result["torso"] = Joint(rotate=pose.lean)
    result["head"] = Joint(rotate=pose.nod)
    result["eyes"] = Joint(sy=pose.eyes)
    result["mouth"] = Joint(sy=pose.mouth)
    tilt, wide, long = pose.skirt
    if not pose.planted and abs(pose.turn) < 1:
        result["cape"] = Joint(sy=SEATED_CAPE)
    result["skirt"] = Joint(rotate=tilt, sx=wide, sy=long)
    return {name: joint for name, joint in result.items() if name in body.joints} | _level(body, pose)


def _reach_down(body: Body, leg: Limb) -> float:
    """How far below the hip joint the lowest point of the sole, or the knee, is."""
    thigh, shin = body.length("hip", "knee"), body.length("knee", "ankle")
    down = ankle(thigh, shin, leg.root, leg.mid)[1]
    pitch, size = math.radians(leg.end), body.size
    sole = max(part * math.sin(pitch) + SOLE * math.cos(pitch) for part in (HEEL, TOE)) * size
    knee = thigh * math.cos(math.radians(leg.root)) + 6 * size
    return max(down + sole, knee)


def _level(body: Body, pose: Pose) -> dict[str, Joint]:
    """Keep what the near hand holds at its own angle to the ground, however the arm is turned."""
    held_joint = next((name for name in body.joints if name.startswith("hold-")), None)
    if held_joint is None:
        return {}
    arm = pose.near_arm
    turned = pose.turn + pose.lean - arm.root - arm.mid - arm.end
    tip = {"hold-drink": -0.25, "hold-blow": 0.0}.get(held_joint, 0.0) * min(0.0, pose.nod) * -5
    return {held_joint: Joint(rotate=-turned + tip)}
