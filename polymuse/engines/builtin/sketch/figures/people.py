"""People: a look read from words becomes a jointed drawing of the same kind as any other art."""

from __future__ import annotations

from functools import lru_cache

from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.figures.limbs import (
    CHIN,
    FOOT,
    FRAMES,
    HEAD_UNITS,
    MARGIN,
    BodyFrame,
    joint,
    leg,
    neck,
    panel,
    part,
    placed,
    points,
    shape,
    sleeves,
)
from polymuse.engines.builtin.sketch.figures.looks import OUTFITS, WORDS, Look, equipped, look_of

__all__ = ["WORDS", "Look", "build", "equipped", "look_of"]

HEAD_ORIGIN = (98.0, CHIN)
TORSO_ORIGIN = (100.0, 140.0)
GRIP = (100.0, 100.0)
LONG = 0.75
"""Skirts that reach further down the leg than this shorten the step."""


@lru_cache(maxsize=256)
def build(look: Look) -> art.Art:
    """Draw a person. Joints: root, torso, head, eyes, mouth, skirt, and near and far shoulder, elbow, hand, hip, knee,
    foot; points: hand, head, seat, top, feet and the pivots of the limbs. One unit is a centimetre."""
    return art.parse(_Figure(look).svg(), f"{look.body} in {look.outfit}")


class _Figure:
    """Puts a figure together from its frame, limbs and part files."""

    def __init__(self, look: Look) -> None:
        self.look = look
        self.outfit = OUTFITS[look.outfit]
        self.frame: BodyFrame = FRAMES[look.body].built(look.build, look.size)
        self.height = self.frame.height + MARGIN + 30 * (look.hat in {"wizard", "top", "chef"})
        self.width = self.height * 0.8
        self.x = self.width / 2 - 4
        self.ground = self.height - 2.0
        self.hip = self.ground - self.frame.hip
        self.shoulder = self.ground - self.frame.shoulder

    def svg(self) -> str:
        look = self.look
        style = "; ".join(f"--{slot}:{colour}" for slot, colour in look.colours.items())
        body = joint("root", (self.x, self.hip), self._back(), self._legs(), self._skirt(), self._front())
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {self.width:.2f} {self.height:.2f}" '
            f'data-words="person" data-metres="{self.height / 100:.4f}" data-ground="{self.ground:.2f}" '
            f'data-main="main" data-points="{points(self._points())}" style="{style}">{body}</svg>'
        )

    def _points(self) -> dict[str, tuple[float, float]]:
        frame, x = self.frame, self.x
        near, knee = self._hip_x("near"), self.hip + frame.thigh
        shoulder = self._shoulder_of("near")
        elbow = shoulder[1] + frame.arm * 0.52
        top = self.ground - frame.height
        return {
            "feet": (x, self.ground),
            "seat": (x, self.hip + frame.thick * 1.1),
            "top": (x, top),
            "head": (x + 2, top + frame.head * 0.5),
            "mouth": (x + frame.head * 0.36, top + frame.head * 0.8),
            "hip": (near, self.hip),
            "knee": (near, knee),
            "ankle": (near, knee + frame.shin),
            "shoulder": shoulder,
            "shoulder-far": self._shoulder_of("far"),
            "elbow": (shoulder[0], elbow),
            "hand": (shoulder[0], elbow + frame.arm * 0.48),
            "chest": (x, self.shoulder + (self.hip - self.shoulder) * 0.4),
            "back": (x - frame.chest, self.hip),
        }

    def _hip_x(self, side: str) -> float:
        return self.x + (-0.22 if side == "near" else 0.22) * self.frame.chest

    def _shoulder_of(self, side: str) -> tuple[float, float]:
        lean = -0.62 if side == "near" else 0.66
        return self.x + lean * self.frame.chest, self.shoulder + self.frame.thick * 1.05

    def _torso(self, *content: str) -> str:
        return joint("torso", (self.x, self.hip), *content, turned=self.frame.stoop)

    def _head(self, *content: str) -> str:
        return joint("head", (self.x + 0.5, self.shoulder - 1.5), *content, turned=-self.frame.stoop * 0.6)

    def _in_head(self, content: str) -> str:
        scale = self.frame.head / HEAD_UNITS
        chin = self.ground - self.frame.height + self.frame.head
        return placed((self.x + 1.0, chin), (scale, scale), content, HEAD_ORIGIN)

    def _in_torso(self, content: str) -> str:
        scale_y = (self.hip - self.shoulder) / 100
        return placed((self.x, self.hip), (self.frame.chest / 30, scale_y), content, TORSO_ORIGIN)

    def _back(self) -> str:
        """What the body hides: the far arm, long hair, a cape."""
        hair = self._head(self._in_head(part("hair", self.look.worn_hair, "back")))
        far = sleeves("far", self._shoulder_of("far"), self.frame, self.outfit.cloth, self.outfit.sleeve)
        return self._torso(self._in_torso(part("back", self.look.back)), far, hair)

    def _legs(self) -> str:
        lap = (self.outfit.hem_slot, self.outfit.hem * (self.frame.hip - FOOT)) if self.outfit.hem else None
        return "".join(
            leg(side, (self._hip_x(side), self.hip), self.frame, self.outfit.legs, lap) for side in ("far", "near")
        )

    def _skirt(self) -> str:
        outfit, frame = self.outfit, self.frame
        if not outfit.hem:
            return ""
        hem = self.hip + outfit.hem * (frame.hip - FOOT * 0.4)
        top = self.hip - frame.thick * 0.9
        cloth = shape(outfit.hem_slot, panel(self.x, top, hem, frame.chest * 0.98, frame.chest * outfit.flare))
        fold = panel(
            self.x + frame.chest * 0.44, top + 4, hem + 1, frame.chest * 0.34, frame.chest * outfit.flare * 0.5
        )
        name = "gown" if outfit.hem > LONG else "short"
        shade = shape(f"{outfit.hem_slot}-dark", fold)
        return joint("skirt", (self.x, self.hip), joint(name, (self.x, self.hip), cloth, shade))

    def _front(self) -> str:
        """Torso, head, what is worn over them, and the near arm."""
        look, frame = self.look, self.frame
        throat = shape("skin-dark", neck(self.x + 0.8, self.shoulder + frame.head * 0.06, frame.head * 0.17))
        torso = part("torso", frame.torso) + part("garment", self.outfit.garment)
        over = "".join(part("over", name) for name in look.over)
        if look.worn:
            over += joint(f"worn-{look.worn}", TORSO_ORIGIN, part("worn", look.worn))
        held = self._held()
        near = sleeves("near", self._shoulder_of("near"), frame, self.outfit.cloth, self.outfit.sleeve, held=held)
        head = self._head(self._in_head(self._face()))
        return self._torso(throat, self._in_torso(torso), self._in_torso(over), head, near)

    def _face(self) -> str:
        look = self.look
        robot = look.head == "robot"
        kind = "robot" if robot else ""
        return (
            part("head", look.head)
            + joint("eyes", (127, 101), part("eyes", kind or look.eyes))
            + joint("mouth", (128, 126), part("mouth", kind or look.mood))
            + part("brows", "" if robot else look.brows)
            + part("beard", look.beard)
            + ("" if robot else part("hair", look.worn_hair, "front"))
            + part("glasses", look.glasses)
            + part("hat", look.hat)
        )

    def _held(self) -> str:
        look = self.look
        if not look.prop:
            return ""
        shoulder = self._shoulder_of("near")
        wrist = (shoulder[0], shoulder[1] + self.frame.arm)
        grip = (wrist[0] + 0.5, wrist[1] + 5 * self.frame.girth)
        size = 0.6 + 0.4 * self.frame.height / 178
        return joint(
            f"hold-{look.hold}",
            grip,
            placed(grip, (size, size), part("prop", look.prop), GRIP),
            turned=-self.frame.stoop,
        )
