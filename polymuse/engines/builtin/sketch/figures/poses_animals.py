"""Poses of animals, by the joints that a drawing has: legs, wings, tail, head. Angles in degrees."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from polymuse.engines.builtin.sketch.art import Art, Joint, walk
from polymuse.engines.builtin.sketch.figures.gait import curve, noise, offset

TAU = 2 * math.pi
SWING = ((0.0, 21.0), (0.25, 1.0), (0.5, -19.0), (0.62, -15.0), (0.82, 14.0))
BEND = ((0.0, 1.0), (0.2, 0.0), (0.45, 3.0), (0.66, 50.0), (0.84, 30.0))
STANCE = 0.5
FOOTFALL: Mapping[str, Mapping[str, float]] = {
    "walk": {"back-near": 0.0, "front-near": 0.25, "back-far": 0.5, "front-far": 0.75},
    "trot": {"back-near": 0.0, "front-far": 0.0, "back-far": 0.5, "front-near": 0.5},
    "gallop": {"back-near": 0.0, "back-far": 0.12, "front-near": 0.5, "front-far": 0.62},
}
"""When each foot lands, as a part of the cycle: the lateral-sequence walk, the trot and the gallop of four-legged
animals (Muybridge, Animals in Motion, 1899)."""
PACE = {"walk": (1.0, 1.0), "trot": (0.62, 1.15), "gallop": (0.5, 1.75)}
"""Length of the cycle and of the swing against a walk's."""
HOPPERS = {"rabbit", "frog", "bird", "crow", "parrot", "squirrel"}
SMALL = 0.6
"""Metres of height below which an animal in a hurry trots."""
GLIDERS = {"gull", "eagle", "crow-flying"}


@dataclass(frozen=True, slots=True)
class AnimalBody:
    """An animal at a moment: where its joints turn, what it does."""

    art: Art
    pivots: Mapping[str, tuple[float, float]]
    doing: frozenset[str]
    seconds: float
    seed: int

    @classmethod
    def of(cls, art: Art, names: list[str], seconds: float = 0.0, seed: int = 0) -> AnimalBody:
        pivots = {part.joint: part.pivot for part in walk(art.root) if part.joint}
        return cls(art, pivots, frozenset(names), seconds, seed)

    @property
    def leg(self) -> float:
        """Length of a front leg in viewBox units; 0 for animals without jointed legs."""
        for name in ("leg-front-near", "leg-near"):
            if name in self.pivots:
                return self.art.ground - self.pivots[name][1]
        return 0.0

    @property
    def gait(self) -> str:
        """walk, trot or gallop; empty when it stays."""
        if "run" in self.doing:
            return "trot" if self.art.metres < SMALL else "gallop"
        return "walk" if "walk" in self.doing else ""

    @property
    def hops(self) -> bool:
        return self.art.name in HOPPERS and bool({"walk", "run", "jump"} & self.doing)

    @property
    def flies(self) -> bool:
        return self.art.stand == "air" or ("fly" in self.doing and "wing-near" in self.pivots)

    @property
    def period(self) -> float:
        """Seconds of one cycle: a pendulum as long as the legs."""
        return max(0.3, 1.3 * math.sqrt(self.leg * self.art.scale)) * PACE[self.gait or "walk"][0]

    def turns(self, period: float) -> float:
        return self.seconds / period + offset(self.seed)

    def wave(self, period: float, shift: float = 0.0) -> float:
        return math.sin(TAU * (self.turns(period) + shift))


def pose(art: Art, joints: frozenset[str], names: list[str], seconds: float, seed: int) -> dict[str, Joint]:
    """Joints of an animal doing something: idle life first, then legs, wings and head of the action."""
    beast = AnimalBody.of(art, names, seconds, seed)
    found = _idle(beast)
    if beast.flies:
        found |= _wings(beast)
    elif beast.hops:
        found |= _hop(beast)
    elif art.stand == "water" or "fin" in joints:
        found |= _swim(beast)
    elif beast.gait:
        found |= _legs(beast)
    elif beast.doing & {"sleep", "lie"}:
        found |= _down(beast)
    elif beast.doing & {"sit", "sit-ground"}:
        found |= _sit(beast)
    found |= _head(beast)
    return {name: joint for name, joint in found.items() if name in joints}


def _idle(beast: AnimalBody) -> dict[str, Joint]:
    """What a waiting animal does: tail, ears, a look around."""
    wag = noise(beast.seconds, beast.seed, 2.4)
    flick = max(0.0, beast.wave(3.1)) ** 12
    blink = 0.12 if (beast.seconds + 3 * offset(beast.seed)) % 4.1 < 0.14 else 1.0
    return {
        "tail": Joint(rotate=7 * wag),
        "head": Joint(rotate=3.5 * noise(beast.seconds, beast.seed + 2, 5.2)),
        "ear": Joint(rotate=-14 * flick),
        "ear-far": Joint(rotate=-9 * flick),
        "eyes": Joint(sy=blink),
        "trunk": Joint(rotate=6 * beast.wave(3.3)),
        "wing": Joint(rotate=-2 * flick),
        "body": Joint(sy=1 + 0.008 * beast.wave(2.6)),
    }


def _legs(beast: AnimalBody) -> dict[str, Joint]:
    """Legs in their order of footfall; a carrying leg keeps its foot on the ground line."""
    gait = beast.gait
    stretch, phase = PACE[gait][1], beast.turns(beast.period)
    found: dict[str, Joint] = {}
    for leg, start in FOOTFALL[gait].items():
        swing, bend = curve(SWING, phase - start) * stretch, max(0.0, curve(BEND, phase - start)) * stretch
        carrying = 1 / math.cos(math.radians(swing)) if (phase - start) % 1.0 < STANCE and gait == "walk" else 1.0
        found[f"leg-{leg}"] = Joint(rotate=-swing, sy=carrying)
        found[f"knee-{leg}"] = Joint(rotate=bend)
    for side, start in (("near", 0.0), ("far", 0.5)):
        found[f"leg-{side}"] = Joint(rotate=-curve(SWING, phase - start) * stretch)
    beat = math.sin(2 * TAU * phase)
    leap = gait == "gallop"
    found["head"] = Joint(rotate=(5 if leap else 2.2) * math.sin((1 if leap else 2) * TAU * phase))
    found["body"] = Joint(
        dy=(0.05 if leap else 0.012) * beast.leg * beat, rotate=3.2 * math.sin(TAU * (phase + 0.1)) if leap else 0.0
    )
    found["tail"] = Joint(rotate=8 * math.sin(TAU * phase) + (14 if leap else 0))
    return found


def _hop(beast: AnimalBody) -> dict[str, Joint]:
    air = _air(beast)
    back, front = Joint(rotate=26 * air), Joint(rotate=-24 * air)
    return {
        "leg-back-near": back,
        "leg-back-far": back,
        "leg-front-near": front,
        "leg-front-far": front,
        "leg-near": Joint(rotate=14 * air),
        "leg-far": Joint(rotate=14 * air),
        "body": Joint(rotate=-7 * air),
        "ear": Joint(rotate=-12 * air),
        "ear-far": Joint(rotate=-12 * air),
        "wing": Joint(rotate=12 * air),
    }


def _hop_period(beast: AnimalBody) -> float:
    return (0.5 if "run" in beast.doing else 0.95) + 0.3 * beast.art.metres


def _air(beast: AnimalBody) -> float:
    """Height of a hop, 0 on the ground to 1; between hops the animal sits still for a moment."""
    turn = beast.turns(_hop_period(beast)) % 1.0
    rest = 0.15 if "run" in beast.doing else 0.5
    return math.sin(math.pi * (turn - rest) / (1 - rest)) if turn > rest else 0.0


def wingbeat(art: Art) -> float:
    """Seconds of one wing beat; large wings are slow, as in nature."""
    return 0.1 + 0.75 * min(1.5, art.metres)


def _wings(beast: AnimalBody) -> dict[str, Joint]:
    """Beating, with glides between for the long-winged. A wing is drawn raised; a beat squashes and turns it over."""
    art, power = beast.art, 1.0
    if art.name in GLIDERS:
        power = min(1.0, max(0.0, 0.45 + 1.7 * noise(beast.seconds, beast.seed, 6.5)))
    period = wingbeat(art)
    beat, late = beast.wave(period), beast.wave(period, -0.06)
    if art.name in {"bee", "butterfly", "dragon"}:
        swing = {"bee": 22, "butterfly": 30, "dragon": 16}[art.name] * beat
        return {"wing-near": Joint(rotate=swing), "wing-far": Joint(rotate=-swing if art.name != "dragon" else swing)}
    glide = 0.42 + 0.05 * beast.wave(3.7)
    return {
        "wing-near": Joint(sy=power * (0.18 + 0.72 * beat) + (1 - power) * glide, rotate=-3 * late * power),
        "wing-far": Joint(sy=power * (0.2 + 0.66 * late) + (1 - power) * glide * 0.9),
        "tail": Joint(rotate=3 * power * beat),
        "body": Joint(dy=-0.01 * art.height * beat * power),
    }


def _swim(beast: AnimalBody) -> dict[str, Joint]:
    period = (1.0 + 0.35 * beast.art.metres) * (0.5 if "run" in beast.doing else 1.0)
    stroke, late = beast.wave(period), beast.wave(period, -0.16)
    strength = 1.0 if beast.doing & {"swim", "walk", "run", "jump"} else 0.45
    return {
        "tail": Joint(rotate=13 * strength * stroke),
        "fluke": Joint(rotate=14 * strength * late),
        "fin": Joint(rotate=9 * strength * late),
        "body": Joint(rotate=1.6 * beast.wave(period, 0.2)),
    }


def _down(beast: AnimalBody) -> dict[str, Joint]:
    """Lying with the legs folded under."""
    if "knee-front-near" not in beast.pivots:
        return {}
    drop = 0.6 * beast.leg
    found = {"body": Joint(dy=drop)}
    for side in ("near", "far"):
        found[f"leg-front-{side}"] = Joint(rotate=-70, dy=drop, sy=0.8)
        found[f"knee-front-{side}"] = Joint(rotate=-20)
        found[f"leg-back-{side}"] = Joint(rotate=-70, dy=drop * 0.86, sy=0.7)
        found[f"knee-back-{side}"] = Joint(rotate=-20)
    return found


def _sit(beast: AnimalBody) -> dict[str, Joint]:
    """Haunches down, chest up, as dogs and cats sit."""
    if "knee-front-near" not in beast.pivots:
        return {}
    front, back = beast.pivots["leg-front-near"], beast.pivots["leg-back-near"]
    half, tilt = (front[0] - back[0]) / 2, 24.0
    sink = 0.5 * beast.leg
    rise = half * math.sin(math.radians(tilt)) * 2 - sink
    found = {"body": Joint(rotate=-tilt, dy=(sink - rise) / 2)}
    for side in ("near", "far"):
        found[f"leg-front-{side}"] = Joint(dy=-rise, dx=-0.1 * half, sy=1 + rise / beast.leg)
        found[f"leg-back-{side}"] = Joint(rotate=-80, dy=0.8 * beast.leg, sy=0.6)
        found[f"knee-back-{side}"] = Joint(rotate=-8)
    return found


def _head(beast: AnimalBody) -> dict[str, Joint]:
    """Head and eyes of what an animal does on the spot."""
    doing, slow = beast.doing, beast.wave(2.2)
    if doing & {"sleep", "lie"}:
        nod = Joint(rotate=14 + slow)
        return {"eyes": Joint(sy=0.1), "head": nod} if "sleep" in doing else {"head": Joint(rotate=3 * slow)}
    if doing & {"sit", "sit-ground"} and "knee-front-near" in beast.pivots:
        return {"head": Joint(rotate=20 + 2 * noise(beast.seconds, beast.seed + 2, 5.2))}
    if doing & {"eat", "drink", "look-down"}:
        peck = beast.art.height * beast.art.scale < SMALL and "leg-near" in beast.pivots
        return {"head": Joint(rotate=(26 + 24 * beast.wave(0.7)) if peck else 48 + 5 * slow)}
    if doing & {"talk", "sing", "cheer", "cry"}:
        return {"head": Joint(rotate=-9 + 3 * beast.wave(0.6)), "jaw": Joint(rotate=8 + 7 * beast.wave(0.6))}
    if "look-up" in doing:
        return {"head": Joint(rotate=-16 + 2 * slow)}
    return {}


def travel(art: Art, names: list[str]) -> float:
    """Metres per second of an animal on the move; for a walk, that at which carrying feet do not slide."""
    beast = AnimalBody.of(art, names)
    moving = bool({"walk", "run", "fly", "swim"} & beast.doing)
    if not moving:
        return 0.0
    if beast.flies:
        return 0.6 + 5.0 * min(1.0, art.metres)
    if beast.hops:
        return 1.6 * art.metres / _hop_period(beast)
    if art.stand == "water" or not beast.leg:
        return (1.1 if "run" in beast.doing else 0.45) * (0.5 + 0.5 * art.metres)
    stretch = PACE[beast.gait or "walk"][1]
    first, last = (math.tan(math.radians(curve(SWING, phase) * stretch)) for phase in (0.0, STANCE))
    return (first - last) * beast.leg * art.scale / (STANCE * beast.period)


def bob(art: Art, names: list[str], seconds: float, seed: int) -> float:
    """Metres above its place: hops, wing beats, waves."""
    beast = AnimalBody.of(art, names, seconds, seed)
    if beast.flies:
        return 0.05 * art.metres * beast.wave(wingbeat(art), 0.35) + 0.06 * art.metres * beast.wave(3.1)
    if beast.hops or "jump" in beast.doing:
        return 0.5 * art.metres * _air(beast)
    if art.stand == "water":
        return 0.015 * beast.wave(2.7)
    if beast.gait == "gallop":
        return 0.04 * beast.leg * art.scale * beast.wave(beast.period / 2)
    return 0.0
