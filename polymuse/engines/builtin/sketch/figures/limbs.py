"""Proportions, limbs and cloth of a person's figure. One unit is a centimetre; the figure faces right."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from xml.etree import ElementTree

KAPPA = 0.5523
"""Handle length of the cubic that draws a quarter of a unit circle."""

MARGIN = 8.0
FOOT = 7.0
HEAD_UNITS = 100.0
CHIN = 150.0


@dataclass(frozen=True, slots=True)
class BodyFrame:
    """Proportions of a body in centimetres: heights above the ground, lengths, half widths; stoop in degrees."""

    height: float
    head: float
    hip: float
    shoulder: float
    chest: float
    arm: float
    thick: float
    torso: str = "straight"
    stoop: float = 0.0

    @property
    def thigh(self) -> float:
        return (self.hip - FOOT * self.girth) * 0.51

    @property
    def shin(self) -> float:
        return (self.hip - FOOT * self.girth) * 0.49

    @property
    def girth(self) -> float:
        """Size of hands and feet against a grown man's."""
        return self.thick / 8.0

    def built(self, build: str, size: float) -> BodyFrame:
        """The same body with another build (slim, average, stout, strong), `size` times as tall."""
        wide, thick, torso = BUILDS[build]
        return replace(
            self,
            height=self.height * size,
            head=self.head * size**0.5,
            hip=self.hip * size,
            arm=self.arm * size,
            shoulder=self.height * size - self.head * size**0.5 - (self.height - self.head - self.shoulder),
            chest=self.chest * wide,
            thick=self.thick * thick,
            torso=torso or self.torso,
        )


BUILDS = {
    "average": (1.0, 1.0, ""),
    "slim": (0.9, 0.9, ""),
    "stout": (1.16, 1.12, "round"),
    "strong": (1.14, 1.14, ""),
}

FRAMES = {
    "man": BodyFrame(178, 29.5, 90, 147, 18.0, 54, 8.0),
    "woman": BodyFrame(167, 28.5, 85, 137.5, 15.4, 50, 7.0, "curved"),
    "teen": BodyFrame(160, 28, 82, 131, 14.4, 48, 6.6),
    "boy": BodyFrame(124, 27, 59, 96.5, 12.4, 37, 6.0),
    "girl": BodyFrame(122, 27, 58, 94.5, 11.8, 36, 5.8),
    "toddler": BodyFrame(86, 24, 36, 61.5, 10.6, 24, 5.4, "round"),
    "old man": BodyFrame(170, 29.5, 84, 139, 17.4, 53, 7.4, "straight", 7),
    "old woman": BodyFrame(157, 28.5, 77, 127.5, 15.8, 48, 7.0, "round", 8),
}


def capsule(x: float, top: float, bottom: float, r0: float, r1: float, *, back: float = 0.0, front: float = 0.0) -> str:
    """Path of a limb hanging down, round at both ends; `back` and `front` bulge its sides (a calf, a thigh)."""
    k0, k1, mid = r0 * KAPPA, r1 * KAPPA, (top + bottom) / 2
    return (
        f"M{x - r0:.2f} {top:.2f} C{x - r0:.2f} {top - k0:.2f} {x - k0:.2f} {top - r0:.2f} {x:.2f} {top - r0:.2f} "
        f"C{x + k0:.2f} {top - r0:.2f} {x + r0:.2f} {top - k0:.2f} {x + r0:.2f} {top:.2f} "
        f"Q{x + (r0 + r1) / 2 + 2 * front:.2f} {mid:.2f} {x + r1:.2f} {bottom:.2f} "
        f"C{x + r1:.2f} {bottom + k1:.2f} {x + k1:.2f} {bottom + r1:.2f} {x:.2f} {bottom + r1:.2f} "
        f"C{x - k1:.2f} {bottom + r1:.2f} {x - r1:.2f} {bottom + k1:.2f} {x - r1:.2f} {bottom:.2f} "
        f"Q{x - (r0 + r1) / 2 - 2 * back:.2f} {mid:.2f} {x - r0:.2f} {top:.2f} Z"
    )


def panel(x: float, top: float, bottom: float, w0: float, w1: float, *, lift: float = 2.0) -> str:
    """Path of hanging cloth: a bell between two half widths with a softly curved hem."""
    mid = top + (bottom - top) * 0.55
    return (
        f"M{x - w0:.2f} {top:.2f} "
        f"C{x - w0 * 1.06:.2f} {mid:.2f} {x - w1 * 0.9:.2f} {mid:.2f} {x - w1:.2f} {bottom:.2f} "
        f"C{x - w1 * 0.5:.2f} {bottom + lift:.2f} {x + w1 * 0.5:.2f} {bottom + lift:.2f} {x + w1:.2f} {bottom:.2f} "
        f"C{x + w1 * 0.9:.2f} {mid:.2f} {x + w0 * 1.06:.2f} {mid:.2f} {x + w0:.2f} {top:.2f} Z"
    )


def neck(x: float, y: float, r: float) -> str:
    """Path of a neck of half width r that ends in the collar at x, y."""
    return (
        f"M{x - r:.2f} {y:.2f} L{x - r * 0.9:.2f} {y - r * 2.4:.2f} L{x + r:.2f} {y - r * 2.2:.2f} "
        f"L{x + r:.2f} {y:.2f} Q{x:.2f} {y + r * 1.2:.2f} {x - r:.2f} {y:.2f} Z"
    )


def shape(fill: str, d: str) -> str:
    return f'<path fill="var(--{fill})" d="{d}"/>'


def joint(name: str, pivot: tuple[float, float], *content: str, turned: float = 0.0) -> str:
    """A group that an action turns about its pivot; `turned` is its angle at rest, in degrees."""
    x, y = pivot
    rest = f' transform="rotate({turned:g} {x:.2f} {y:.2f})"' if turned else ""
    return f'<g data-joint="{name}" data-pivot="{x:.2f} {y:.2f}"{rest}>{"".join(content)}</g>'


def placed(at: tuple[float, float], scale: tuple[float, float], content: str, origin: tuple[float, float]) -> str:
    """Content drawn around `origin` in its own units, scaled and moved to a place."""
    if not content:
        return ""
    (x, y), (sx, sy), (ox, oy) = at, scale, origin
    moved = f"translate({x:.2f} {y:.2f}) scale({sx:.4f} {sy:.4f}) translate({-ox:g} {-oy:g})"
    return f'<g transform="{moved}">{content}</g>'


@cache
def part(kind: str, name: str, layer: str = "") -> str:
    """Inner SVG of a part file; of its `layer` only, when it has layers. Empty for an empty name."""
    if not name:
        return ""
    file = files("polymuse.engines.builtin") / "art" / "people" / "parts" / kind / f"{name}.svg"
    svg = ElementTree.fromstring(file.read_text(encoding="utf-8"))
    return "".join(_plain(child) for child in svg if not layer or child.get("data-layer", "front") == layer)


@cache
def parts(kind: str) -> frozenset[str]:
    """Names of the parts of a kind, such as every hat."""
    folder = files("polymuse.engines.builtin") / "art" / "people" / "parts" / kind
    return frozenset(file.name.removesuffix(".svg") for file in folder.iterdir() if file.name.endswith(".svg"))


def _plain(element: ElementTree.Element) -> str:
    """The element as text without name spaces, for pasting into another file."""
    tag = element.tag.rpartition("}")[2]
    attributes = "".join(f' {key}="{value}"' for key, value in element.attrib.items())
    return f"<{tag}{attributes}>{''.join(map(_plain, element))}</{tag}>"


def sleeves(side: str, at: tuple[float, float], frame: BodyFrame, cloth: str, sleeve: str, *, held: str = "") -> str:
    """An arm hanging from its shoulder with what its hand holds."""
    x, y = at
    tone = "" if side == "near" else "-dark"
    upper, fore, r = frame.arm * 0.52, frame.arm * 0.48, frame.thick * 0.62
    elbow, wrist = y + upper, y + upper + fore
    covered = {"long": cloth, "short": "skin", "none": "skin", "wide": cloth}[sleeve]
    hem = r * (1.35 if sleeve == "wide" else 0.86)
    hand = joint(f"hand-{side}", (x, wrist), held, shape(f"skin{tone}", _hand(x, wrist, frame)))
    fore_arm = capsule(x, elbow, wrist - r * 0.2, r * 0.92, hem if sleeve in {"long", "wide"} else r * 0.7)
    shade = shape(f"{cloth}-dark", capsule(x + r * 0.3, y + r * 0.4, elbow, r, r * 0.9)) if side == "near" else ""
    arm = shape(f"{'skin' if sleeve == 'none' else covered}{tone}", capsule(x, y, elbow, r, r * 0.92))
    if sleeve == "short":
        arm += shape(f"{cloth}{tone}", capsule(x, y, y + upper * 0.62, r * 1.06, r * 1.14))
    lower = joint(f"elbow-{side}", (x, elbow), hand, shape(f"{covered}{tone}", fore_arm))
    return joint(f"shoulder-{side}", (x, y), shade if sleeve != "none" else "", lower, arm)


def _hand(x: float, y: float, frame: BodyFrame) -> str:
    """A mitten with its thumb to the front, hanging from the wrist."""
    s = frame.girth * 0.95
    points = (
        (-3.4, -2.5),
        (-4.6, 2.5),
        (-4.2, 8.2),
        (-0.6, 10.4),
        (2.4, 9.6),
        (4.0, 7.4),
        (3.6, 5.6),
        (5.2, 5.8),
        (6.4, 3.6),
        (5.0, 1.2),
        (4.2, -0.6),
        (3.8, -2.5),
        (3.4, -3.4),
    )
    p = [f"{x + px * s:.2f} {y + py * s:.2f}" for px, py in points]
    return f"M{p[0]} C{p[1]} {p[2]} {p[3]} C{p[4]} {p[5]} {p[6]} C{p[7]} {p[8]} {p[9]} C{p[10]} {p[11]} {p[12]} Z"


def leg(side: str, at: tuple[float, float], frame: BodyFrame, style: str, lap: tuple[str, float] | None) -> str:
    """A leg from its hip; `style` is trousers, shorts, bare, boots or wide; `lap` cloth that rides on it
    (slot, length in cm), seen when a wearer of a skirt sits."""
    x, y = at
    tone = "" if side == "near" else "-dark"
    knee, ankle, r = y + frame.thigh, y + frame.thigh + frame.shin, frame.thick
    bare = style in {"shorts", "bare"}
    hem = r * {"trousers": 0.66, "wide": 0.95}.get(style, 0.5)
    thigh_slot = f"{'skin' if style == 'bare' else 'legs'}{tone}"
    shin = shape(f"{'skin' if bare else 'legs'}{tone}", capsule(x, knee, ankle, r * 0.74, hem, back=r * 0.12))
    if style == "boots":
        shin += shape(f"shoes{tone}", capsule(x, knee + frame.shin * 0.34, ankle, r * 0.82, r * 0.62, back=r * 0.06))
    foot = joint(f"foot-{side}", (x, ankle), shape(f"shoes{tone}", shoe(x, ankle, frame)))
    below = above = ""
    if lap:
        slot, length = lap
        above = shape(f"{slot}{tone}", capsule(x, y, y + min(length - 1.5 * r, frame.thigh), r * 1.3, r * 1.24))
        if length > frame.thigh:
            below = shape(
                f"{slot}{tone}", panel(x, knee - r * 0.6, knee + length - frame.thigh - 1.0, r * 1.2, r * 1.5)
            )
    lower = joint(f"knee-{side}", (x, knee), foot, shin, below)
    return joint(f"hip-{side}", (x, y), lower, shape(thigh_slot, capsule(x, y, knee, r, r * 0.76)), above)


def shoe(x: float, ankle: float, frame: BodyFrame) -> str:
    """A shoe whose sole is flat on the ground below the ankle."""
    s = frame.girth
    points = (
        (-4.6, -2),
        (-6.2, 3),
        (-6, 7),
        (-5.4, 7),
        (4, 7),
        (10, 7),
        (15.5, 7),
        (16.8, 4.2),
        (13, 1.4),
        (8.6, 0.6),
        (6, -0.6),
        (5, -2.5),
        (4.4, -4),
    )
    p = [f"{x + px * s:.2f} {ankle + py * s:.2f}" for px, py in points]
    return f"M{p[0]} C{p[1]} {p[2]} {p[3]} C{p[4]} {p[5]} {p[6]} C{p[7]} {p[8]} {p[9]} C{p[10]} {p[11]} {p[12]} Z"


def points(named: dict[str, tuple[float, float]]) -> str:
    return " ".join(f"{name}:{x:.2f},{y:.2f}" for name, (x, y) in named.items())
