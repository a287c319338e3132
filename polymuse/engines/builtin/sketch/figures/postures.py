"""Postures: what the whole body of a person does, from standing at ease to swimming."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from polymuse.engines.builtin.sketch.figures.body import SOLE, TAU, Body, Limb, Pose
from polymuse.engines.builtin.sketch.figures.gait import RUN, STANCE, WALK, Keyframe, ankle, noise, offset, step


def stand(body: Body) -> Pose:
    """Standing at ease: it breathes, sways a little and looks about."""
    breath, drift = body.wave(3.7), noise(body.seconds, body.seed, 9.0)
    return Pose(
        near_leg=Limb(1.5),
        far_leg=Limb(-2.5),
        near_arm=Limb(1 + 1.5 * breath, 9),
        far_arm=Limb(5 + 1.5 * breath, 12),
        lean=0.6 * breath + 0.8 * drift,
        nod=2.6 * noise(body.seconds, body.seed + 5, 6.1),
        eyes=_blink(body),
    )


def _blink(body: Body) -> float:
    """Eyes open 1, shut 0.1 for about an eighth of a second every few seconds."""
    return 0.1 if (body.seconds + 4 * offset(body.seed)) % 3.7 < 0.13 else 1.0


def walk(body: Body) -> Pose:
    phase = body.seconds / body.period + offset(body.seed)
    swing, stride = math.cos(TAU * phase), body.stride
    return Pose(
        near_leg=Limb(*step(WALK, phase, stride)),
        far_leg=Limb(*step(WALK, phase + 0.5, stride)),
        near_arm=Limb(-23 * swing * stride, 14 - 9 * swing),
        far_arm=Limb(23 * swing * stride, 14 + 9 * swing),
        lean=2.5 + 0.8 * math.sin(2 * TAU * phase),
        nod=-1 + math.sin(2 * TAU * phase),
        eyes=_blink(body),
        skirt=(1.5 * swing, 1.02 + 0.1 * swing * swing * stride, 1.0),
    )


def run(body: Body) -> Pose:
    phase = body.seconds / (body.period * 0.64) + offset(body.seed)
    swing = math.cos(TAU * (phase - 0.05))
    return Pose(
        near_leg=Limb(*step(RUN, phase)),
        far_leg=Limb(*step(RUN, phase + 0.5)),
        near_arm=Limb(-4 - 42 * swing, 84 - 16 * swing),
        far_arm=Limb(-4 + 42 * swing, 84 + 16 * swing),
        lean=11 + math.sin(2 * TAU * phase),
        nod=-6,
        eyes=_blink(body),
        skirt=(5 * swing, 1.25, 0.94),
        lift=5.5 * max(0.0, -math.cos(2 * TAU * (phase - 0.17))),
    )


def speed(body: Body, gait: str) -> float:
    """Metres per second at which the carrying foot stays where it is on the ground."""
    keys: tuple[Keyframe, ...] = WALK if gait == "walk" else RUN
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
        base,
        near_leg=Limb(80, 80 + dangle),
        far_leg=Limb(84, 82 - dangle),
        near_arm=body.arm_to("near", *hands),
        far_arm=body.arm_to("far", hands[0] + 3 * body.size, hands[1]),
        lean=base.lean - 1,
        planted=False,
        skirt=(0, 0.6, 0.12),
    )


def sit_ground(body: Body) -> Pose:
    """On the ground with knees up."""
    knee = body.length("hip", "knee")
    hip = body.art.points["hip"]
    ground = body.art.points["seat"][1] - hip[1] - SOLE * body.size
    base = stand(body)
    return replace(
        base,
        near_leg=body.leg_to(1.0 * knee, ground),
        far_leg=body.leg_to(1.3 * knee, ground),
        lean=base.lean - 8,
        nod=base.nod + 4,
        planted=False,
        near_arm=body.arm_to("near", hip[0] + knee * 0.62, hip[1] - knee * 0.5),
        skirt=(0, 0.5, 0.1),
        far_arm=body.arm_to("far", hip[0] + knee * 0.75, hip[1] - knee * 0.55),
    )


def lie(body: Body) -> Pose:
    """On the back, face up."""
    return Pose(
        near_leg=Limb(4, 6, 0),
        far_leg=Limb(26, 48, 0),
        near_arm=Limb(-3 + body.wave(4.2), 8),
        far_arm=Limb(174, 118),
        turn=-90,
        planted=False,
        nod=2 + body.wave(4.2),
        eyes=_blink(body),
    )


def sleep(body: Body) -> Pose:
    return replace(lie(body), eyes=0.12, far_leg=Limb(14, 22), far_arm=Limb(-2, 10), nod=6 + 1.2 * body.wave(4.2))


def kneel(body: Body) -> Pose:
    base = stand(body)
    return replace(base, near_leg=Limb(2, 92, 60), far_leg=Limb(84, 86), lean=base.lean + 3, skirt=(-8, 1.0, 0.4))


def crouch(body: Body) -> Pose:
    base = stand(body)
    return replace(
        base,
        near_leg=Limb(104, 132, 8),
        far_leg=Limb(110, 124),
        lean=base.lean + 24,
        nod=base.nod - 10,
        near_arm=Limb(48, 34),
        far_arm=Limb(56, 40),
        skirt=(0, 0.55, 0.14),
    )


def jump(body: Body) -> Pose:
    turn = (body.seconds / 1.05 + offset(body.seed)) % 1.0
    air = max(0.0, math.sin(TAU * (turn - 0.3) / 1.1)) if 0.3 < turn < 0.85 else 0.0
    bend = 1 - min(1.0, air * 2.2)
    legs = 10 + 34 * bend * max(0.0, math.sin(math.pi * turn * 3.2)) + 14 * air
    return Pose(
        near_leg=Limb(legs, legs * 2, 22 * air),
        far_leg=Limb(legs * 0.8, legs * 1.7, 18 * air),
        lift=30 * air,
        near_arm=Limb(20 + 146 * air, 16),
        far_arm=Limb(24 + 112 * air, 20),
        lean=10 * bend,
        mouth=1 + 0.6 * air,
    )


def dance(body: Body) -> Pose:
    beat = body.wave(1.1)
    twice = body.wave(0.55)
    return Pose(
        near_leg=Limb(14 + 18 * max(0, beat), 16 + 46 * max(0, beat), 24 * max(0, beat)),
        far_leg=Limb(10 + 22 * max(0, -beat), 16 + 48 * max(0, -beat), 24 * max(0, -beat)),
        near_arm=Limb(96 + 46 * beat, 44 + 14 * twice),
        far_arm=Limb(112 - 48 * beat, 40 - 14 * twice),
        lean=5 * beat,
        nod=5 * twice,
        lift=2.5 * abs(twice),
        skirt=(9 * beat, 1.12 + 0.08 * twice, 0.97),
        eyes=_blink(body),
        mouth=1.25,
    )


def row(body: Body) -> Pose:
    """Seated, pulling oars: a long stroke, then forward again."""
    pull = body.wave(2.6)
    shoulder = body.art.points["shoulder"]
    reach = (0.72 - 0.3 * pull) * (body.length("shoulder", "elbow") + body.length("elbow", "hand"))
    base = sit(body)
    hand = (shoulder[0] + reach, shoulder[1] + 17 * body.size)
    return replace(
        base,
        near_leg=Limb(74, 52, -10),
        far_leg=Limb(78, 54, -10),
        lean=6 - 17 * pull,
        nod=3 + 5 * pull,
        near_arm=body.arm_to("near", *hand),
        far_arm=body.arm_to("far", hand[0] + 4, hand[1] - 2),
    )


def ride(body: Body) -> Pose:
    """Astride a horse or a motorbike."""
    base = stand(body)
    return replace(
        base,
        near_leg=Limb(52, 66, 4),
        far_leg=Limb(58, 70, 4),
        near_arm=Limb(48 + 2 * body.wave(1.4), 18),
        far_arm=Limb(54 + 2 * body.wave(1.4), 18),
        lean=6 + 2.5 * body.wave(1.4),
        nod=base.nod - 4,
        planted=False,
        skirt=(0, 0.8, 0.3),
    )


def pedal(body: Body) -> Pose:
    """On a bicycle, feet going round with the cranks."""
    turn = TAU * (body.seconds / 1.1 + offset(body.seed))
    cranks, throw = (0.3 * body.leg, 0.66 * body.leg), 0.19 * body.leg

    def foot(angle: float) -> Limb:
        return body.leg_to(cranks[0] + throw * math.cos(angle), cranks[1] + throw * math.sin(angle))

    return replace(ride(body), near_leg=foot(turn), far_leg=foot(turn + math.pi), lean=13, nod=-8)


def climb(body: Body) -> Pose:
    up = body.wave(1.5)
    return Pose(
        near_leg=Limb(48 + 32 * up, 66 + 32 * up, 6),
        far_leg=Limb(48 - 32 * up, 66 - 32 * up, 6),
        planted=False,
        near_arm=Limb(128 - 28 * up, 42),
        far_arm=Limb(128 + 28 * up, 42),
        lean=3,
        nod=-9,
        lift=2 * abs(up),
    )


def swim(body: Body) -> Pose:
    """Crawling at the surface, body level."""
    kick, phase = body.wave(0.7), 360 * (body.seconds / 1.7 + offset(body.seed))
    return Pose(
        near_leg=Limb(7 * kick, 9, 55),
        far_leg=Limb(-7 * kick, 9, 55),
        near_arm=Limb(-phase % 360, 12),
        turn=80,
        far_arm=Limb((-phase + 180) % 360, 12),
        nod=-46,
        planted=False,
    )


def fly(body: Body) -> Pose:
    drift = body.wave(2.4)
    return Pose(
        near_leg=Limb(-4 + 3 * drift, 12, 50),
        far_leg=Limb(-12 - 3 * drift, 22, 50),
        near_arm=Limb(158, 8, 0),
        far_arm=Limb(40, 20),
        turn=66,
        nod=-34,
        planted=False,
    )


def fall(body: Body) -> Pose:
    flail = body.wave(0.6)
    return Pose(
        near_leg=Limb(38 + 20 * flail, 50, 20),
        far_leg=Limb(70 - 20 * flail, 40, 10),
        near_arm=Limb(110 + 30 * flail, 30),
        far_arm=Limb(130 - 30 * flail, 30),
        turn=-24,
        planted=False,
        mouth=1.6,
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


POSTURES: Mapping[str, Callable[[Body], Pose]] = {
    "stand": stand,
    "walk": walk,
    "run": run,
    "sit": sit,
    "sit-ground": sit_ground,
    "lie": lie,
    "sleep": sleep,
    "kneel": kneel,
    "crouch": crouch,
    "jump": jump,
    "dance": dance,
    "row": row,
    "ride": ride,
    "pedal": pedal,
    "climb": climb,
    "swim": swim,
    "fly": fly,
    "fall": fall,
    "bow": bow,
    "push": push,
    "pull": pull,
}
