"""Gestures: what a person's arms, head and face do on top of a posture."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import replace

from polymuse.engines.builtin.sketch.figures.body import TAU, Body, Limb, Pose
from polymuse.engines.builtin.sketch.figures.gait import noise


def wave(body: Body, base: Pose) -> Pose:
    return replace(base, far_arm=Limb(96, 66 + 22 * body.wave(0.85)), nod=base.nod - 3, mouth=1.3)


def cheer(body: Body, base: Pose) -> Pose:
    up = 10 * body.wave(0.62)
    return replace(base, near_arm=Limb(168 + up, 12), far_arm=Limb(136 - up, 26 + up), nod=-8, mouth=1.5)


def reach(body: Body, base: Pose) -> Pose:
    return replace(base, near_arm=Limb(84 + 2 * body.wave(2.8), 10), far_arm=Limb(30, 30), lean=base.lean + 5)


def reach_up(body: Body, base: Pose) -> Pose:
    return replace(
        base, near_arm=Limb(170 + 3 * body.wave(2.6), 6), far_arm=Limb(140 + 3 * body.wave(2.9), 12), nod=-16
    )


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
        base,
        far_arm=Limb(30 + 15 * beat * speaking, 62 + 18 * beat * speaking),
        mouth=1 + 1.3 * lips,
        near_arm=Limb(14 + 5 * beat, 34 - 9 * beat),
        nod=base.nod + 3 * beat * speaking,
    )


def sing(body: Body, base: Pose) -> Pose:
    tone = body.wave(1.9)
    return replace(
        base, near_arm=Limb(38 + 9 * tone, 44), far_arm=Limb(50 + 9 * tone, 44), nod=-6, mouth=2.1 + 0.7 * tone
    )


def laugh(body: Body, base: Pose) -> Pose:
    shake = body.wave(0.34)
    return replace(base, lean=base.lean - 3 + 1.4 * shake, nod=-8 + 2 * shake, mouth=1.6 + 0.2 * shake, eyes=0.3)


def cry(body: Body, base: Pose) -> Pose:
    sob = body.wave(1.3)
    face = body.at("mouth", -1, -3)
    return replace(
        base,
        near_arm=body.arm_to("near", *face),
        far_arm=body.arm_to("far", *face),
        nod=14 + 1.5 * sob,
        lean=base.lean + 4 + sob,
        eyes=0.12,
    )


def read(body: Body, base: Pose) -> Pose:
    x, y = body.at("chest", 27, 10)
    return replace(
        base,
        near_arm=body.arm_to("near", x, y + body.wave(3.9)),
        far_arm=body.arm_to("far", x + 5, y),
        nod=13 + base.nod / 3,
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
        base,
        near_arm=body.arm_to("near", *near),
        far_arm=body.arm_to("far", *far),
        nod=3 + 2.5 * body.wave(1.0),
        lean=base.lean + 1.5 * body.wave(2.0),
    )


def clap(body: Body, base: Pose) -> Pose:
    apart = 7 * abs(body.wave(0.9))
    x, y = body.at("chest", 24, 2)
    return replace(
        base, near_arm=body.arm_to("near", x, y + apart), far_arm=body.arm_to("far", x + 1, y - apart), mouth=1.3
    )


def pray(body: Body, base: Pose) -> Pose:
    x, y = body.at("chest", 17, -4)
    return replace(base, near_arm=body.arm_to("near", x, y), far_arm=body.arm_to("far", x + 1, y), nod=13, eyes=0.12)


def think(body: Body, base: Pose) -> Pose:
    return replace(
        base,
        far_arm=body.arm_to("far", *body.at("mouth", 0, 8)),
        near_arm=body.arm_to("near", *body.at("chest", 12, 20)),
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


def hold_up(body: Body, base: Pose) -> Pose:
    return replace(base, near_arm=Limb(16 + base.near_arm.root * 0.1, 104))


def hold_hanging(body: Body, base: Pose) -> Pose:
    return replace(base, near_arm=Limb(5 + base.near_arm.root * 0.3, 12))


def hold_light(body: Body, base: Pose) -> Pose:
    return replace(base, near_arm=Limb(30 + base.near_arm.root * 0.15, 52))


def hold_stick(body: Body, base: Pose) -> Pose:
    return replace(base, near_arm=Limb(14 + base.near_arm.root * 0.3, 32))


def hold_page(body: Body, base: Pose) -> Pose:
    return replace(base, near_arm=Limb(10 + base.near_arm.root * 0.1, 78))


def hold_cup(body: Body, base: Pose) -> Pose:
    return replace(base, near_arm=body.arm_to("near", *body.at("chest", 20, 20)))


def hold_instrument(body: Body, base: Pose) -> Pose:
    playing = play(body, base)
    return replace(base, near_arm=playing.near_arm, far_arm=playing.far_arm)


HOLDS: Mapping[str, Callable[[Body, Pose], Pose]] = {
    "hold-up": hold_up,
    "hold-hang": hold_hanging,
    "hold-light": hold_light,
    "hold-stick": hold_stick,
    "hold-read": hold_page,
    "hold-drink": hold_cup,
    "hold-point": fish,
    "worn-guitar": hold_instrument,
    "worn-accordion": hold_instrument,
}
"""Joints of what a figure holds or wears → how its arms carry it."""
GESTURES: Mapping[str, Callable[[Body, Pose], Pose]] = {
    "wave": wave,
    "cheer": cheer,
    "reach": reach,
    "reach-up": reach_up,
    "point": point,
    "look-up": look_up,
    "look-down": look_down,
    "look-out": look_out,
    "talk": talk,
    "sing": sing,
    "laugh": laugh,
    "cry": cry,
    "read": read,
    "hold": hold,
    "hug": hug,
    "drink": drink,
    "eat": eat,
    "work": work,
    "dig": dig,
    "play": play,
    "clap": clap,
    "pray": pray,
    "think": think,
    "fish": fish,
    "throw": throw,
    "kick": kick,
}
