"""Poses of people: a posture for the whole body and gestures of the upper body, from angles that a person would name."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from polymuse.engines.builtin.sketch.art import Art, Joint
from polymuse.engines.builtin.sketch.gait import RUN, STANCE, WALK, Key, ankle, bent, noise, offset, step

TAU = 2 * math.pi
HEEL, TOE, SOLE = -5.6, 15.0, 7.0
"""A grown man's shoe from his ankle, in centimetres."""


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
        return Limb(*bent(upper, lower, x - sx, y - sy))

    def leg_to(self, dx: float, dy: float) -> Limb:
        """The leg whose ankle is dx forward and dy below its hip joint, sole level."""
        thigh, shin = self.length("hip", "knee"), self.length("knee", "ankle")
        hip, knee = bent(thigh, shin, dx, dy)
        return Limb(2 * math.degrees(math.atan2(dx, dy)) - hip, knee)

    def at(self, name: str, dx: float = 0.0, dy: float = 0.0) -> tuple[float, float]:
        """A point of the figure, moved by man-sized centimetres."""
        x, y = self.art.points[name]
        return x + dx * self.size, y + dy * self.size


def stand(body: Body) -> Pose:
    """Standing at ease: it breathes, sways a little and looks about."""
    breath, drift = body.wave(3.7), noise(body.seconds, body.seed, 9.0)
    return Pose(
        near_leg=Limb(1.5), far_leg=Limb(-2.5), near_arm=Limb(1 + 1.5 * breath, 9), far_arm=Limb(5 + 1.5 * breath, 12),
        lean=0.6 * breath + 0.8 * drift, nod=2.6 * noise(body.seconds, body.seed + 5, 6.1), eyes=_blink(body),
    )


def _blink(body: Body) -> float:
    """Eyes open 1, shut 0.1 for about an eighth of a second every few seconds."""
    return 0.1 if (body.seconds + 4 * offset(body.seed)) % 3.7 < 0.13 else 1.0


def walk(body: Body) -> Pose:
    phase = body.seconds / body.period + offset(body.seed)
    swing, stride = math.cos(TAU * phase), body.stride
    return Pose(
        near_leg=Limb(*step(WALK, phase, stride)), far_leg=Limb(*step(WALK, phase + 0.5, stride)),
        near_arm=Limb(-23 * swing * stride, 14 - 9 * swing), far_arm=Limb(23 * swing * stride, 14 + 9 * swing),
        lean=2.5 + 0.8 * math.sin(2 * TAU * phase), nod=-1 + math.sin(2 * TAU * phase), eyes=_blink(body),
        skirt=(1.5 * swing, 1.02 + 0.1 * swing * swing * stride, 1.0),
    )


def run(body: Body) -> Pose:
    phase = body.seconds / (body.period * 0.64) + offset(body.seed)
    swing = math.cos(TAU * (phase - 0.05))
    return Pose(
        near_leg=Limb(*step(RUN, phase)), far_leg=Limb(*step(RUN, phase + 0.5)),
        near_arm=Limb(-4 - 42 * swing, 84 - 16 * swing), far_arm=Limb(-4 + 42 * swing, 84 + 16 * swing),
        lean=11 + math.sin(2 * TAU * phase), nod=-6, eyes=_blink(body), skirt=(5 * swing, 1.25, 0.94),
        lift=5.5 * max(0.0, -math.cos(2 * TAU * (phase - 0.17))),
    )


def speed(body: Body, gait: str) -> float:
    """Metres per second at which the carrying foot stays where it is on the ground."""
    keys: tuple[Key, ...] = WALK if gait == "walk" else RUN
    thigh, shin = body.length("hip", "knee"), body.length("knee", "ankle")
    stride = body.stride if gait == "walk" else 1.0
    first, last = (ankle(thigh, shin, *step(keys, phase, stride)[:2])[0] for phase in (0.0, STANCE[gait]))
    period = body.period * (1.0 if gait == "walk" else 0.64)
    return (first - last) * body.art.scale / (STANCE[gait] * period)


def sit(body: Body) -> Pose:
    """On a chair or bench: hips on the seat, knees bent; short legs dangle and swing."""
    dangle = 7 * body.wave(1.9) if body.art.ground - body.art.points["hip"][1] < 65 else 0.0
    lap = body.at("knee", 0, 0)
    hip = body.art.points["hip"]
    hands = (hip[0] + (lap[1] - hip[1]) * 0.62, hip[1] - 5 * body.size)
    base = stand(body)
    return replace(
        base, near_leg=Limb(80, 80 + dangle), far_leg=Limb(84, 82 - dangle), near_arm=body.arm_to("near", *hands),
        far_arm=body.arm_to("far", hands[0] + 3 * body.size, hands[1]), lean=base.lean - 1, planted=False,
        skirt=(0, 0.6, 0.12),
    )


def sit_ground(body: Body) -> Pose:
    """On the ground with knees up."""
    knee = body.length("hip", "knee")
    hip = body.art.points["hip"]
    ground = body.art.points["seat"][1] - hip[1] - SOLE * body.size
    base = stand(body)
    return replace(
        base, near_leg=body.leg_to(1.0 * knee, ground), far_leg=body.leg_to(1.3 * knee, ground), lean=base.lean - 8, nod=base.nod + 4, planted=False,
        near_arm=body.arm_to("near", hip[0] + knee * 0.62, hip[1] - knee * 0.5), skirt=(0, 0.5, 0.1),
        far_arm=body.arm_to("far", hip[0] + knee * 0.75, hip[1] - knee * 0.55),
    )


def lie(body: Body) -> Pose:
    """On the back, face up."""
    return Pose(
        near_leg=Limb(4, 6, 0), far_leg=Limb(26, 48, 0), near_arm=Limb(-3 + body.wave(4.2), 8), far_arm=Limb(174, 118),
        turn=-90, planted=False, nod=2 + body.wave(4.2), eyes=_blink(body),
    )


def sleep(body: Body) -> Pose:
    return replace(lie(body), eyes=0.12, far_leg=Limb(14, 22), far_arm=Limb(-2, 10), nod=6 + 1.2 * body.wave(4.2))


def kneel(body: Body) -> Pose:
    base = stand(body)
    return replace(base, near_leg=Limb(2, 92, 60), far_leg=Limb(84, 86), lean=base.lean + 3, skirt=(-8, 1.0, 0.4))


def crouch(body: Body) -> Pose:
    base = stand(body)
    return replace(
        base, near_leg=Limb(104, 132, 8), far_leg=Limb(110, 124), lean=24, nod=-10, near_arm=Limb(48, 34),
        far_arm=Limb(56, 40), skirt=(0, 0.55, 0.14),
    )


def jump(body: Body) -> Pose:
    turn = (body.seconds / 1.05 + offset(body.seed)) % 1.0
    air = max(0.0, math.sin(TAU * (turn - 0.3) / 1.1)) if 0.3 < turn < 0.85 else 0.0
    bend = 1 - min(1.0, air * 2.2)
    legs = 10 + 34 * bend * max(0.0, math.sin(math.pi * turn * 3.2)) + 14 * air
    return Pose(
        near_leg=Limb(legs, legs * 2, 22 * air), far_leg=Limb(legs * 0.8, legs * 1.7, 18 * air), lift=30 * air,
        near_arm=Limb(20 + 146 * air, 16), far_arm=Limb(24 + 112 * air, 20), lean=10 * bend, mouth=1 + 0.6 * air,
    )


def dance(body: Body) -> Pose:
    beat = body.wave(1.1)
    twice = body.wave(0.55)
    return Pose(
        near_leg=Limb(14 + 18 * max(0, beat), 16 + 46 * max(0, beat), 24 * max(0, beat)),
        far_leg=Limb(10 + 22 * max(0, -beat), 16 + 48 * max(0, -beat), 24 * max(0, -beat)),
        near_arm=Limb(96 + 46 * beat, 44 + 14 * twice), far_arm=Limb(112 - 48 * beat, 40 - 14 * twice),
        lean=5 * beat, nod=5 * twice, lift=2.5 * abs(twice), skirt=(9 * beat, 1.12 + 0.08 * twice, 0.97),
        eyes=_blink(body), mouth=1.25,
    )


def row(body: Body) -> Pose:
    """Seated, pulling oars: a long stroke, then forward again."""
    pull = body.wave(2.6)
    shoulder = body.art.points["shoulder"]
    reach = (0.72 - 0.3 * pull) * (body.length("shoulder", "elbow") + body.length("elbow", "hand"))
    base = sit(body)
    hand = (shoulder[0] + reach, shoulder[1] + 17 * body.size)
    return replace(
        base, near_leg=Limb(74, 52, -10), far_leg=Limb(78, 54, -10), lean=6 - 17 * pull, nod=3 + 5 * pull,
        near_arm=body.arm_to("near", *hand), far_arm=body.arm_to("far", hand[0] + 4, hand[1] - 2),
    )


def ride(body: Body) -> Pose:
    """Astride a bicycle or horse."""
    base = stand(body)
    return replace(
        base, near_leg=Limb(52, 66, 4), far_leg=Limb(58, 70, 4), near_arm=Limb(48, 18), far_arm=Limb(54, 18), lean=10,
        nod=-6, planted=False, skirt=(-24, 1.05, 0.5),
    )


def climb(body: Body) -> Pose:
    up = body.wave(1.5)
    return Pose(
        near_leg=Limb(48 + 32 * up, 66 + 32 * up, 6), far_leg=Limb(48 - 32 * up, 66 - 32 * up, 6), planted=False,
        near_arm=Limb(128 - 28 * up, 42), far_arm=Limb(128 + 28 * up, 42), lean=3, nod=-9, lift=2 * abs(up),
    )


def swim(body: Body) -> Pose:
    """Crawling at the surface, body level."""
    kick, phase = body.wave(0.7), 360 * (body.seconds / 1.7 + offset(body.seed))
    return Pose(
        near_leg=Limb(7 * kick, 9, 55), far_leg=Limb(-7 * kick, 9, 55), near_arm=Limb(-phase % 360, 12), turn=80,
        far_arm=Limb((-phase + 180) % 360, 12), nod=-46, planted=False,
    )


def fly(body: Body) -> Pose:
    drift = body.wave(2.4)
    return Pose(
        near_leg=Limb(-4 + 3 * drift, 12, 50), far_leg=Limb(-12 - 3 * drift, 22, 50), near_arm=Limb(158, 8, 0),
        far_arm=Limb(40, 20), turn=66, nod=-34, planted=False,
    )


def fall(body: Body) -> Pose:
    flail = body.wave(0.6)
    return Pose(
        near_leg=Limb(38 + 20 * flail, 50, 20), far_leg=Limb(70 - 20 * flail, 40, 10), near_arm=Limb(110 + 30 * flail, 30),
        far_arm=Limb(130 - 30 * flail, 30), turn=-24, planted=False, mouth=1.6,
    )


def bow(body: Body) -> Pose:
    deep = 0.5 + 0.5 * body.wave(3.2)
    return replace(stand(body), lean=8 + 38 * deep, nod=6 + 12 * deep, near_arm=Limb(6, 14), far_arm=Limb(40, 84))


def push(body: Body) -> Pose:
    stride = walk(body)
    return replace(stride, lean=17, nod=-8, near_arm=Limb(64, 24), far_arm=Limb(70, 24))


def pull(body: Body) -> Pose:
    stride = walk(body)
    return replace(stride, lean=-10, nod=6, near_arm=Limb(52, 12), far_arm=Limb(58, 12))


def wave(body: Body, base: Pose) -> Pose:
    return replace(base, far_arm=Limb(96, 66 + 22 * body.wave(0.85)), nod=base.nod - 3, mouth=1.3)


def cheer(body: Body, base: Pose) -> Pose:
    up = 10 * body.wave(0.62)
    return replace(base, near_arm=Limb(168 + up, 12), far_arm=Limb(136 - up, 26 + up), nod=-8, mouth=1.5)


def reach(body: Body, base: Pose) -> Pose:
    return replace(base, near_arm=Limb(84 + 2 * body.wave(2.8), 10), far_arm=Limb(30, 30), lean=base.lean + 5)


def reach_up(body: Body, base: Pose) -> Pose:
    return replace(base, near_arm=Limb(170 + 3 * body.wave(2.6), 6), far_arm=Limb(140 + 3 * body.wave(2.9), 12), nod=-16)


def point(body: Body, base: Pose) -> Pose:
    return replace(base, far_arm=Limb(88 + 1.5 * body.wave(3.1), 4), nod=base.nod - 2)


def look_up(body: Body, base: Pose) -> Pose:
    return replace(base, nod=-19 + 1.5 * base.nod / 2, lean=base.lean - 2)


def look_down(body: Body, base: Pose) -> Pose:
    return replace(base, nod=17 + base.nod / 2)


def look_out(body: Body, base: Pose) -> Pose:
    """Shading the eyes with a hand."""
    return replace(base, far_arm=body.arm_to("far", *body.at("mouth", 7, -12)), nod=base.nod * 1.6)


def talk(body: Body, base: Pose) -> Pose:
    """Speaking with the hands; phrases and pauses."""
    speaking = 1.0 if noise(body.seconds, body.seed, 5.3) > -0.35 else 0.0
    beat = noise(body.seconds, body.seed + 3, 1.7)
    lips = speaking * abs(math.sin(TAU * body.seconds * 3.1 + body.seed)) * (0.6 + 0.4 * body.wave(0.47))
    return replace(
        base, far_arm=Limb(30 + 15 * beat * speaking, 62 + 18 * beat * speaking), mouth=1 + 1.3 * lips,
        near_arm=Limb(14 + 5 * beat, 34 - 9 * beat), nod=base.nod + 3 * beat * speaking,
    )


def sing(body: Body, base: Pose) -> Pose:
    tone = body.wave(1.9)
    return replace(base, near_arm=Limb(38 + 9 * tone, 44), far_arm=Limb(50 + 9 * tone, 44), nod=-6, mouth=2.1 + 0.7 * tone)


def laugh(body: Body, base: Pose) -> Pose:
    shake = body.wave(0.34)
    return replace(base, lean=base.lean - 3 + 1.4 * shake, nod=-8 + 2 * shake, mouth=1.6 + 0.2 * shake, eyes=0.3)


def cry(body: Body, base: Pose) -> Pose:
    sob = body.wave(1.3)
    face = body.at("mouth", -1, -3)
    return replace(
        base, near_arm=body.arm_to("near", *face), far_arm=body.arm_to("far", *face), nod=14 + 1.5 * sob,
        lean=base.lean + 4 + sob, eyes=0.12,
    )


def read(body: Body, base: Pose) -> Pose:
    x, y = body.at("chest", 27, 10)
    return replace(
        base, near_arm=body.arm_to("near", x, y + body.wave(3.9)), far_arm=body.arm_to("far", x + 5, y), nod=13 + base.nod / 3
    )


def hold(body: Body, base: Pose) -> Pose:
    x, y = body.at("chest", 22, 18)
    return replace(base, near_arm=body.arm_to("near", x, y), far_arm=body.arm_to("far", x + 7, y - 2))


def hug(body: Body, base: Pose) -> Pose:
    return replace(base, near_arm=Limb(58 + body.wave(3.3), 46), far_arm=Limb(66, 52), lean=base.lean + 5, eyes=0.12)


def drink(body: Body, base: Pose) -> Pose:
    """Lifts the hand to the mouth, sips, and lowers it again."""
    up = min(1.0, max(0.0, 0.5 + 1.3 * body.wave(5.2)))
    low, high = body.at("chest", 19, 22), body.at("mouth", 3, 4)
    hand = (low[0] + (high[0] - low[0]) * up, low[1] + (high[1] - low[1]) * up)
    return replace(base, near_arm=body.arm_to("near", *hand), nod=base.nod / 2 - 5 * up)


def eat(body: Body, base: Pose) -> Pose:
    up = min(1.0, max(0.0, 0.5 + 0.9 * body.wave(2.4)))
    low, high = body.at("chest", 22, 24), body.at("mouth", 2, 2)
    hand = (low[0] + (high[0] - low[0]) * up, low[1] + (high[1] - low[1]) * up)
    return replace(base, near_arm=body.arm_to("near", *hand), nod=6 - 2 * up, mouth=1 + 0.5 * abs(body.wave(0.6)))


def work(body: Body, base: Pose) -> Pose:
    """Busy hands before the body: painting, writing, cooking, mending."""
    turn = TAU * body.seconds / 1.5
    x, y = body.at("chest", 27 + 5 * math.cos(turn), 12 + 5 * math.sin(turn))
    return replace(base, near_arm=body.arm_to("near", x, y), far_arm=Limb(28, 60), nod=9 + base.nod / 2)


def dig(body: Body, base: Pose) -> Pose:
    down = body.wave(1.8)
    x, y = body.at("hip", 24, -10 + 9 * down)
    return replace(
        base, lean=22 + 9 * down, nod=-4, near_arm=body.arm_to("near", x, y), far_arm=body.arm_to("far", x + 12, y + 10)
    )


def play(body: Body, base: Pose) -> Pose:
    """Playing what is worn or held: guitar, violin, accordion, drum or a wind instrument."""
    beat = body.wave(0.5)
    near, far = body.at("chest", 6, 22 + 4 * beat), body.at("chest", 36, 4)
    if "worn-violin" in body.joints:
        near, far = body.at("chest", 16 + 7 * body.wave(1.1), -8 + 3 * body.wave(1.1)), body.at("chest", 36, -22)
    elif "worn-accordion" in body.joints:
        open_ = 4 * body.wave(1.6)
        near, far = body.at("chest", -10 - open_, 14), body.at("chest", 20 + open_, 14)
    elif "worn-drum" in body.joints:
        near, far = body.at("chest", 8, 18 + 6 * beat), body.at("chest", 20, 18 - 6 * beat)
    elif "worn-guitar" not in body.joints:
        near, far = body.at("mouth", 6, 4), body.at("mouth", 16, 6)
    return replace(
        base, near_arm=body.arm_to("near", *near), far_arm=body.arm_to("far", *far), nod=3 + 2.5 * body.wave(1.0),
        lean=base.lean + 1.5 * body.wave(2.0),
    )


def clap(body: Body, base: Pose) -> Pose:
    apart = 7 * abs(body.wave(0.9))
    x, y = body.at("chest", 24, 2)
    return replace(base, near_arm=body.arm_to("near", x, y + apart), far_arm=body.arm_to("far", x + 1, y - apart), mouth=1.3)


def pray(body: Body, base: Pose) -> Pose:
    x, y = body.at("chest", 17, -4)
    return replace(base, near_arm=body.arm_to("near", x, y), far_arm=body.arm_to("far", x + 1, y), nod=13, eyes=0.12)


def think(body: Body, base: Pose) -> Pose:
    return replace(
        base, far_arm=body.arm_to("far", *body.at("mouth", 0, 8)), near_arm=body.arm_to("near", *body.at("chest", 12, 20)),
        nod=5 + base.nod,
    )


def fish(body: Body, base: Pose) -> Pose:
    x, y = body.at("chest", 18, 20 + 1.5 * body.wave(2.7))
    return replace(base, near_arm=body.arm_to("near", x, y), far_arm=body.arm_to("far", x + 9, y - 7))


def throw(body: Body, base: Pose) -> Pose:
    back = body.wave(1.5)
    return replace(base, near_arm=Limb(80 - 90 * back, 40 + 40 * back), far_arm=Limb(40, 20), lean=base.lean - 6 * back)


def kick(body: Body, base: Pose) -> Pose:
    fore = body.wave(1.3)
    return replace(base, far_leg=Limb(18 + 34 * fore, 26 - 20 * fore, -10), near_leg=Limb(2, 6), lean=-4 * fore)


def carried(body: Body, base: Pose) -> Pose:
    """Arms as what the hand holds asks for."""
    x, y = body.at("chest", 18, 16)
    if "hold-up" in body.joints:
        return replace(base, near_arm=Limb(16 + base.near_arm.root * 0.1, 104))
    if "hold-hang" in body.joints:
        return replace(base, near_arm=Limb(5 + base.near_arm.root * 0.3, 12))
    if "hold-light" in body.joints:
        return replace(base, near_arm=Limb(30 + base.near_arm.root * 0.15, 52))
    if "hold-stick" in body.joints:
        return replace(base, near_arm=Limb(14 + base.near_arm.root * 0.3, 32))
    if "hold-read" in body.joints:
        return replace(base, near_arm=Limb(10 + base.near_arm.root * 0.1, 78))
    if "hold-drink" in body.joints:
        return replace(base, near_arm=body.arm_to("near", x + 2, y + 4))
    if "hold-point" in body.joints:
        return fish(body, base)
    return base


POSTURES: Mapping[str, Callable[[Body], Pose]] = {
    "stand": stand, "walk": walk, "run": run, "sit": sit, "sit-ground": sit_ground, "lie": lie, "sleep": sleep,
    "kneel": kneel, "crouch": crouch, "jump": jump, "dance": dance, "row": row, "ride": ride, "climb": climb,
    "swim": swim, "fly": fly, "fall": fall, "bow": bow, "push": push, "pull": pull,
}
GESTURES: Mapping[str, Callable[[Body, Pose], Pose]] = {
    "wave": wave, "cheer": cheer, "reach": reach, "reach-up": reach_up, "point": point, "look-up": look_up,
    "look-down": look_down, "look-out": look_out, "talk": talk, "sing": sing, "laugh": laugh, "cry": cry, "read": read,
    "hold": hold, "hug": hug, "drink": drink, "eat": eat, "work": work, "dig": dig, "play": play, "clap": clap,
    "pray": pray, "think": think, "fish": fish, "throw": throw, "kick": kick,
}
HANDS_BUSY = {"dance", "row", "ride", "climb", "swim", "fly", "fall", "push", "pull", "lie", "sleep"}


def person(body: Body, actions: list[str]) -> dict[str, Joint]:
    """Joints of a figure doing one or more things at once, such as sit and read."""
    posture = next((name for name in actions if name in POSTURES), "stand")
    shape = POSTURES[posture](body)
    if posture not in HANDS_BUSY:
        shape = carried(body, shape)
        if "worn-guitar" in body.joints or "worn-accordion" in body.joints:
            shape = replace(shape, near_arm=play(body, shape).near_arm, far_arm=play(body, shape).far_arm)
    for name in actions:
        if name in GESTURES:
            shape = GESTURES[name](body, shape)
    return joints(body, shape)


def joints(body: Body, pose: Pose) -> dict[str, Joint]:
    """What the named angles mean for the drawing's joints."""
    found: dict[str, Joint] = {}
    lowest = 0.0
    for side, leg in (("near", pose.near_leg), ("far", pose.far_leg)):
        found[f"hip-{side}"] = Joint(rotate=-leg.root)
        found[f"knee-{side}"] = Joint(rotate=leg.mid)
        level = leg.root - leg.mid if pose.planted or abs(pose.turn) < 1 else 0.0
        found[f"foot-{side}"] = Joint(rotate=level + leg.end)
        lowest = max(lowest, _reach_down(body, leg))
    for side, arm in (("near", pose.near_arm), ("far", pose.far_arm)):
        found[f"shoulder-{side}"] = Joint(rotate=-arm.root)
        found[f"elbow-{side}"] = Joint(rotate=-arm.mid)
        found[f"hand-{side}"] = Joint(rotate=-arm.end)
    rest = body.art.ground - body.art.points["hip"][1]
    drop = (rest - lowest if pose.planted else 0.0) - pose.lift * body.size
    found["root"] = Joint(rotate=pose.turn, dy=drop)
    found["torso"] = Joint(rotate=pose.lean)
    found["head"] = Joint(rotate=pose.nod)
    found["eyes"] = Joint(sy=pose.eyes)
    found["mouth"] = Joint(sy=pose.mouth)
    tilt, wide, long = pose.skirt
    found["skirt"] = Joint(rotate=tilt, sx=wide, sy=long)
    return {name: joint for name, joint in found.items() if name in body.joints} | _level(body, pose)


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
    held = next((name for name in body.joints if name.startswith("hold-")), None)
    if held is None:
        return {}
    arm = pose.near_arm
    turned = pose.turn + pose.lean - arm.root - arm.mid - arm.end
    tip = {"hold-drink": -0.25, "hold-blow": 0.0}.get(held, 0.0) * min(0.0, pose.nod) * -5
    return {held: Joint(rotate=-turned + tip)}
