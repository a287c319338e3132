"""Poses of animals, by the joints that a drawing has: legs, wings, tail, head. Angles in degrees."""

from __future__ import annotations

import math

from polymuse.engines.builtin.sketch.art import Art, Joint
from polymuse.engines.builtin.sketch.gait import curve, noise, offset

TAU = 2 * math.pi
SWING = ((0.0, 22.0), (0.25, 2.0), (0.5, -20.0), (0.62, -18.0), (0.82, 16.0))
BEND = ((0.0, 2.0), (0.3, 3.0), (0.5, 8.0), (0.68, 52.0), (0.86, 30.0))
FOOTFALL = {
    "walk": {"back-near": 0.0, "front-near": 0.25, "back-far": 0.5, "front-far": 0.75},
    "trot": {"back-near": 0.0, "front-far": 0.0, "back-far": 0.5, "front-near": 0.5},
    "run": {"back-near": 0.0, "back-far": 0.12, "front-near": 0.5, "front-far": 0.62},
}
"""When each foot lands, as a part of the cycle: the lateral-sequence walk, the trot and the gallop of four-legged
animals (Muybridge, Animals in Motion, 1899)."""
HOPPERS = {"rabbit", "frog", "kangaroo"}
WATER = {"swim", "walk", "run", "fly"}


def pose(art: Art, joints: frozenset[str], names: list[str], seconds: float, seed: int) -> dict[str, Joint]:
    """Joints of an animal doing something: idle life first, then legs, wings and head of the action."""
    found = _idle(seconds, seed)
    if any(name.startswith("wing") for name in joints) and ("fly" in names or art.stand == "air"):
        found |= _wings(art, seconds, seed)
    if art.name in HOPPERS and {"walk", "run", "jump"} & set(names):
        found |= _hop(art, seconds, seed)
    elif {"walk", "run"} & set(names):
        found |= _legs(art, "run" if "run" in names else "walk", seconds, seed)
    found |= _still(names, seconds, seed)
    if art.stand in {"water"} or "fin" in joints:
        found |= _swim(seconds, seed, quick="run" in names)
    return {name: joint for name, joint in found.items() if name in joints}


def _idle(seconds: float, seed: int) -> dict[str, Joint]:
    """What a waiting animal does: tail, ears, a look around."""
    wag = noise(seconds, seed, 2.4)
    flick = max(0.0, math.sin(TAU * (seconds / 3.1 + offset(seed)))) ** 12
    return {
        "tail": Joint(rotate=7 * wag), "head": Joint(rotate=3.5 * noise(seconds, seed + 2, 5.2)),
        "ear": Joint(rotate=-14 * flick), "ear-far": Joint(rotate=-9 * flick),
        "eyes": Joint(sy=0.12 if (seconds + 3 * offset(seed)) % 4.1 < 0.14 else 1.0),
    }


def period(art: Art) -> float:
    """Seconds of a walking cycle: a pendulum as long as the legs, which are about half the animal's height."""
    return 1.05 * math.sqrt(max(0.06, art.metres) / 1.0)


def _legs(art: Art, gait: str, seconds: float, seed: int) -> dict[str, Joint]:
    gait = "trot" if gait == "run" and art.metres < 0.5 else gait
    quick = 1.0 if gait == "walk" else 0.5
    stretch = 0.85 if gait == "walk" else 1.5
    phase = seconds / (period(art) * quick) + offset(seed)
    found = {}
    for leg, start in FOOTFALL[gait].items():
        swing, bend = curve(SWING, phase - start) * stretch, max(0.0, curve(BEND, phase - start)) * stretch
        found[f"leg-{leg}"] = Joint(rotate=-swing)
        found[f"knee-{leg}"] = Joint(rotate=bend if leg.startswith("front") else bend * 0.8)
    for side, start in (("near", 0.0), ("far", 0.5)):
        found[f"leg-{side}"] = Joint(rotate=-curve(SWING, phase - start))
    beat = math.sin(2 * TAU * phase)
    found["head"] = Joint(rotate=2.5 * beat)
    found["body"] = Joint(dy=(0.008 if gait == "walk" else 0.035) * art.height * beat, rotate=0 if gait != "run" else 3 * math.sin(TAU * phase))
    found["tail"] = Joint(rotate=9 * math.sin(TAU * phase) + (18 if gait == "run" else 0))
    return found


def _hop(art: Art, seconds: float, seed: int) -> dict[str, Joint]:
    air = _air(art, seconds, seed)
    return {
        "leg-back-near": Joint(rotate=38 * air), "leg-back-far": Joint(rotate=38 * air),
        "leg-front-near": Joint(rotate=-30 * air), "leg-front-far": Joint(rotate=-34 * air),
        "body": Joint(rotate=-9 * air), "ear": Joint(rotate=-14 * air), "ear-far": Joint(rotate=-14 * air),
    }


def _air(art: Art, seconds: float, seed: int) -> float:
    """Height of a hop, 0 on the ground to 1; the animal sits still between hops."""
    turn = (seconds / (0.55 + 0.25 * art.metres) + offset(seed)) % 1.0
    return max(0.0, math.sin(TAU * (turn - 0.3) / 1.2)) if turn > 0.3 else 0.0


def wingbeat(art: Art) -> float:
    """Seconds of one wing beat; large wings are slow, as in birds (frequency falls with size)."""
    return 0.16 + 0.5 * min(1.4, art.metres)


def _wings(art: Art, seconds: float, seed: int) -> dict[str, Joint]:
    """Beating, with glides between for long-winged birds."""
    beat = math.sin(TAU * (seconds / wingbeat(art) + offset(seed)))
    power = 1.0
    if art.metres > 0.25:
        power = min(1.0, max(0.0, 0.5 + 1.6 * noise(seconds, seed, 6.5)))
    angle = power * 34 * beat - (1 - power) * 6
    return {
        "wing-near": Joint(rotate=angle), "wing-far": Joint(rotate=angle * 0.85), "tip-near": Joint(rotate=angle * 0.5),
        "tip-far": Joint(rotate=angle * 0.5), "wing": Joint(rotate=angle), "tail": Joint(rotate=3 * power * beat),
    }


def _swim(seconds: float, seed: int, quick: bool) -> dict[str, Joint]:
    turn = TAU * (seconds / (0.6 if quick else 1.3) + offset(seed))
    return {
        "tail": Joint(rotate=13 * math.sin(turn)), "fluke": Joint(rotate=14 * math.sin(turn - 0.9)),
        "fin": Joint(rotate=10 * math.sin(turn * 0.7)), "fin-far": Joint(rotate=8 * math.sin(turn * 0.7 + 0.6)),
        "body": Joint(rotate=1.6 * math.sin(turn + 1.2)),
    }


def _still(names: list[str], seconds: float, seed: int) -> dict[str, Joint]:
    """Head and eyes of what an animal does on the spot."""
    busy = set(names)
    slow = math.sin(TAU * (seconds / 2.2 + offset(seed)))
    if busy & {"sleep", "lie"}:
        return {"eyes": Joint(sy=0.1), "head": Joint(rotate=16 + slow), "tail": Joint(rotate=2 * slow)}
    if busy & {"eat", "drink", "look-down"}:
        return {"head": Joint(rotate=42 + 5 * slow), "neck": Joint(rotate=34 + 2 * slow)}
    if busy & {"talk", "sing", "cheer", "cry"}:
        return {"head": Joint(rotate=-9 + 3 * slow), "jaw": Joint(rotate=11 + 9 * math.sin(TAU * seconds / 0.6))}
    if "look-up" in busy:
        return {"head": Joint(rotate=-16 + 2 * slow)}
    return {}


def travel(art: Art, names: list[str]) -> float:
    """Metres per second of an animal on the move."""
    doing = set(names)
    leg = 0.5 * art.metres
    if art.stand == "air" or "fly" in doing:
        return 0.9 + 5.0 * min(1.0, art.metres) if {"fly", "walk", "run"} & doing else 0.0
    if art.stand == "water":
        return (0.5 if "run" not in doing else 1.2) * (0.6 + art.metres) if WATER & doing else 0.0
    if "run" in doing:
        return 4 * leg * math.sin(math.radians(34)) / (period(art) * 0.5)
    if "walk" in doing:
        return 4 * leg * math.sin(math.radians(18)) / period(art)
    return 0.0


def bob(art: Art, names: list[str], seconds: float, seed: int) -> float:
    """Metres above its place: hops, wing beats, waves."""
    doing = set(names)
    if art.name in HOPPERS and {"walk", "run", "jump"} & doing:
        return 0.5 * art.metres * _air(art, seconds, seed)
    if "jump" in doing:
        return 0.4 * art.metres * _air(art, seconds, seed)
    if art.stand == "air" or "fly" in doing:
        return 0.06 * art.metres * math.sin(TAU * (seconds / wingbeat(art) + offset(seed)) + 2.2)
    if art.stand == "water":
        return 0.02 * math.sin(TAU * (seconds / 2.7 + offset(seed)))
    return 0.0
