"""Drawings as SVG files with colour slots and moving parts; the format is documented in ../art/README.md."""

from __future__ import annotations

import colorsys
import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from xml.etree import ElementTree

import skia

from polymuse.engines.builtin.sketch.svg import SHAPES, matrix_of

SVG = "{http://www.w3.org/2000/svg}"
TONES = {"dark": -0.16, "darker": -0.30, "light": 0.14}
SLOT = re.compile(r"var\(--([a-z0-9-]+)\)")


@dataclass(frozen=True, slots=True)
class Rgb:
    """A colour, channels 0..1."""

    r: float
    g: float
    b: float

    @classmethod
    def parse(cls, text: str) -> Rgb:
        """Parse `#rgb` or `#rrggbb`; raises ValueError for anything else."""
        digits = text.strip().removeprefix("#")
        if len(digits) == 3:
            digits = "".join(d * 2 for d in digits)
        if not re.fullmatch(r"[0-9a-fA-F]{6}", digits):
            raise ValueError(f"not a hexadecimal colour: {text!r}")
        r, g, b = (int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4))
        return cls(r, g, b)

    def adjust_lightness(self, lightness: float) -> Rgb:
        """Lighter (> 0) or darker (< 0); darker tones shift to blue, lighter ones to yellow, as in daylight."""
        h, light, s = colorsys.rgb_to_hls(self.r, self.g, self.b)
        chroma = s * (1 - abs(2 * light - 1))
        target = 0.68 if lightness < 0 else 0.13
        h += ((target - h + 0.5) % 1 - 0.5) * min(0.08, abs(lightness) * 0.25)
        if lightness < 0:  # noqa: SIM108 - two sentences read better than one
            light = max(0.05, light * (1 + 1.35 * lightness))
        else:
            light = min(0.97, light + lightness * (1 - light))
        # A pale colour has hardly any chroma; at a lower lightness the same saturation would have much.
        s = min(s, 1.15 * chroma / max(0.05, 1 - abs(2 * light - 1)))
        return Rgb(*colorsys.hls_to_rgb(h % 1, light, s))

    def mix(self, other: Rgb, amount: float) -> Rgb:
        """Linear blend: amount 0 is this colour, 1 the other."""
        keep = 1 - amount
        return Rgb(self.r * keep + other.r * amount, self.g * keep + other.g * amount, self.b * keep + other.b * amount)

    def multiply(self, factor: Rgb) -> Rgb:
        """Multiply channel by channel, as coloured light on a surface."""
        return Rgb(min(1, self.r * factor.r), min(1, self.g * factor.g), min(1, self.b * factor.b))

    def skia(self, alpha: float = 1.0) -> int:
        a, r, g, b = (round(min(1, max(0, c)) * 255) for c in (alpha, self.r, self.g, self.b))
        return a << 24 | r << 16 | g << 8 | b

    def hex(self) -> str:
        return "#" + "".join(f"{round(min(1, max(0, c)) * 255):02x}" for c in (self.r, self.g, self.b))


Tint = Callable[[Rgb, bool], Rgb]
"""Maps a surface colour to its lit colour; the flag marks emissive surfaces."""


@dataclass(frozen=True, slots=True)
class Movement:
    """A part's own periodic movement; amounts in the units of art/README.md."""

    kind: str
    amount: float
    period: float
    phase: float
    when: str | None


@dataclass(frozen=True, slots=True)
class Joint:
    """Transformation of a part in a pose: degrees about its pivot, offset in viewBox units, scale, opacity."""

    rotate: float = 0.0
    dx: float = 0.0
    dy: float = 0.0
    sx: float = 1.0
    sy: float = 1.0
    opacity: float = 1.0


def blend_poses(a: Mapping[str, Joint], b: Mapping[str, Joint], amount: float) -> dict[str, Joint]:
    """Interpolated pose: `amount` 0 is the first, 1 the second."""
    still = Joint()
    return {name: _interpolate(a.get(name, still), b.get(name, still), amount) for name in sorted({*a, *b})}


def _interpolate(a: Joint, b: Joint, amount: float) -> Joint:
    return Joint(
        *(p + (q - p) * amount for p, q in (
            (a.rotate, b.rotate), (a.dx, b.dx), (a.dy, b.dy), (a.sx, b.sx), (a.sy, b.sy), (a.opacity, b.opacity)
        ))
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class SvgNode:
    """A node of a drawing: a group, or a shape if `path` is set."""

    path: skia.Path | None = None
    fill: str | None = None
    stroke: str | None = None
    stroke_width: float = 0.0
    round_ends: bool = True
    opacity: float = 1.0
    matrix: skia.Matrix | None = None
    pivot: tuple[float, float] = (0.0, 0.0)
    movement: Movement | None = None
    joint: str | None = None
    glow: bool = False
    children: tuple[SvgNode, ...] = ()


@dataclass(frozen=True, slots=True)
class Art:
    """A drawing with its real size and names. Lengths in viewBox units."""

    name: str
    family: str
    words: tuple[str, ...]
    width: float
    height: float
    metres: float
    ground: float
    stand: str
    main: str
    slots: Mapping[str, Rgb]
    points: Mapping[str, tuple[float, float]]
    root: SvgNode
    bounds: tuple[float, float, float, float] = field(default=(0.0, 0.0, 0.0, 0.0))

    @property
    def scale(self) -> float:
        """Metres per viewBox unit."""
        return self.metres / self.height

    def joints(self) -> set[str]:
        return {part.joint for part in walk(self.root) if part.joint}

    def joint_at(self, name: str, pose: Mapping[str, Joint]) -> tuple[float, float] | None:
        """Position of a joint's pivot in a pose, in viewBox units; None if there is no such joint."""
        return _find_pivot(self.root, name, pose, skia.Matrix())

    def moves(self) -> bool:
        """Whether any part has its own movement."""
        return any(part.movement and part.movement.when is None for part in walk(self.root))

    def paint(self, colours: Mapping[str, Rgb] | None = None, tint: Tint | None = None) -> PaintedArt:
        """The drawing with its colours chosen (slot → colour) and lit."""
        return PaintedArt(self, _palette(self, colours or {}), tint or (lambda colour, _: colour))


def walk(part: SvgNode) -> Iterator[SvgNode]:
    yield part
    for child in part.children:
        yield from walk(child)


def _find_pivot(part: SvgNode, name: str, pose: Mapping[str, Joint], matrix: skia.Matrix) -> tuple[float, float] | None:
    if part.joint == name:
        at = matrix.mapXY(*part.pivot)
        return at.x(), at.y()
    transform = skia.Matrix.Concat(matrix, skia.Matrix())
    if part.joint and part.joint in pose:
        state, (px, py) = pose[part.joint], part.pivot
        transform.preTranslate(px + state.dx, py + state.dy)
        transform.preRotate(state.rotate)
        transform.preScale(state.sx, state.sy)
        transform.preTranslate(-px, -py)
    if part.matrix is not None and part.path is None:
        transform.preConcat(part.matrix)
    pivots = (_find_pivot(child, name, pose, transform) for child in part.children)
    return next((at for at in pivots if at), None)


def movement_at(kind: str, amount: float, angle: float, turns: float) -> Joint:  # noqa: PLR0911 - one per movement
    """State of a moving part; angle in radians within the period, turns = periods passed."""
    wave = math.sin(angle)
    match kind:
        case "sway" | "swing":
            return Joint(rotate=amount * wave)
        case "turn":
            return Joint(rotate=amount * turns % 360)
        case "bob":
            return Joint(dy=amount * wave)
        case "drift":
            return Joint(dx=amount * wave)
        case "flap":
            return Joint(sy=1 + (amount - 1) * (0.5 - 0.5 * wave))
        case "flicker":
            noise = 0.5 + 0.28 * wave + 0.22 * math.sin(angle * 2.7 + 1.3)
            return Joint(opacity=amount + (1 - amount) * min(1, max(0, noise)))
        case "puff":
            rise = turns % 1
            return Joint(
                dy=-amount * rise, opacity=min(1, 4 * rise) * (1 - rise), sx=0.7 + 0.6 * rise, sy=0.7 + 0.6 * rise
            )
    raise ValueError(f"unknown data-move: {kind}")


class PaintedArt:
    """A drawing in the colours of one scene. `draw` puts the viewBox origin at the canvas origin."""

    def __init__(self, art: Art, palette: Mapping[str, Rgb], tint: Tint) -> None:
        self.art = art
        self._palette = palette
        self._tint = tint
        self._paints: dict[int, list[skia.Paint]] = {}
        for part in walk(art.root):
            if part.path is not None:
                self._paints[id(part)] = self._paints_of(part, part.glow)

    def draw(
        self,
        canvas: skia.Canvas,
        seconds: float = 0.0,
        pose: Mapping[str, Joint] | None = None,
        doing: str = "",
        phase: float = 0.0,
    ) -> None:
        """Draw at a time: `pose` sets joints, `doing` is the action, `phase` (0..1) desynchronises equal drawings."""
        self._draw(canvas, self.art.root, seconds, pose or {}, doing, phase)

    def _draw(
        self, canvas: skia.Canvas, part: SvgNode, seconds: float, pose: Mapping[str, Joint], doing: str, phase: float
    ) -> None:
        if part.path is not None:
            for paint in self._paints[id(part)]:
                canvas.drawPath(part.path, paint)
            return
        state = self._state(part, seconds, pose, doing, phase)
        opacity = part.opacity * (state.opacity if state else 1.0)
        if opacity <= 0.004:
            return
        if opacity < 0.996:
            canvas.saveLayerAlpha(None, round(opacity * 255))
        else:
            canvas.save()
        if state:
            px, py = part.pivot
            canvas.translate(px + state.dx, py + state.dy)
            canvas.rotate(state.rotate)
            canvas.scale(state.sx, state.sy)
            canvas.translate(-px, -py)
        if part.matrix is not None:
            canvas.concat(part.matrix)
        for child in part.children:
            self._draw(canvas, child, seconds, pose, doing, phase)
        canvas.restore()

    @staticmethod
    def _state(part: SvgNode, seconds: float, pose: Mapping[str, Joint], doing: str, phase: float) -> Joint | None:
        if part.joint and part.joint in pose:
            return pose[part.joint]
        move = part.movement
        if move and (move.when is None or move.when == doing):
            turns = seconds / move.period + move.phase + phase
            return movement_at(move.kind, move.amount, turns * 2 * math.pi, turns)
        return None

    def _paints_of(self, part: SvgNode, glow: bool) -> list[skia.Paint]:
        paints = []
        for colour, style in ((part.fill, skia.Paint.kFill_Style), (part.stroke, skia.Paint.kStroke_Style)):
            if colour is None or colour == "none":
                continue
            paint = skia.Paint(AntiAlias=True, Style=style, Color=self._colour(colour, glow).skia(part.opacity))
            if style == skia.Paint.kStroke_Style:
                paint.setStrokeWidth(part.stroke_width)
                if part.round_ends:
                    paint.setStrokeCap(skia.Paint.kRound_Cap)
                    paint.setStrokeJoin(skia.Paint.kRound_Join)
            paints.append(paint)
        return paints

    def _colour(self, value: str, glow: bool) -> Rgb:
        slot = SLOT.fullmatch(value.strip())
        return self._tint(self._palette[slot[1]] if slot else Rgb.parse(value), glow)


def _palette(art: Art, colours: Mapping[str, Rgb]) -> dict[str, Rgb]:
    """All slots with their tones; tones of a recoloured slot follow the new colour."""
    palette = dict(art.slots)
    for slot, colour in colours.items():
        for name in [n for n in palette if n.startswith(f"{slot}-") and n.removeprefix(f"{slot}-") in TONES]:
            del palette[name]
        palette[slot] = colour
    for slot in list(palette):
        for tone, shift in TONES.items():
            palette.setdefault(f"{slot}-{tone}", palette[slot].adjust_lightness(shift))
    return palette


@cache
def drawing_files() -> Mapping[str, Traversable]:
    """All drawings: name → file."""
    root = files("polymuse.engines.builtin") / "art"
    by_name = {}
    for family in sorted((f for f in root.iterdir() if f.is_dir()), key=lambda f: f.name):
        for file in sorted(family.iterdir(), key=lambda f: f.name):
            if file.name.endswith(".svg"):
                by_name[file.name.removesuffix(".svg")] = file
    return by_name


@cache
def drawings_by_word() -> Mapping[str, str]:
    """Word → name of its drawing; the first file wins, except that a drawing's own name is always its own."""
    table = {name.replace("-", " "): name for name in drawing_files()}
    for name, file in drawing_files().items():
        head = file.read_text(encoding="utf-8").split(">", 1)[0]
        claimed = re.search(r'data-words="([^"]*)"', head)
        for word in claimed[1].split(",") if claimed else ():
            table.setdefault(" ".join(word.split()), name)
    return table


@cache
def load(name: str) -> Art:
    """Load a drawing. Raises KeyError if there is none, ValueError naming the file if it is invalid."""
    file = drawing_files()[name]
    try:
        return parse(file.read_text(encoding="utf-8"), name, file)
    except (ElementTree.ParseError, ValueError, KeyError) as error:
        raise ValueError(f"{file}: {error}") from error


def parse(text: str, name: str, file: Traversable | None = None) -> Art:
    """Parse an art file."""
    svg = ElementTree.fromstring(text)
    x, y, width, height = (float(v) for v in svg.attrib["viewBox"].replace(",", " ").split())
    if x or y:
        raise ValueError("the viewBox must begin at 0 0")
    slots = {
        key.strip().removeprefix("--"): Rgb.parse(value)
        for key, _, value in (pair.partition(":") for pair in svg.get("style", "").split(";") if pair.strip())
    }
    root = SvgNode(children=tuple(_part(child, False, {}) for child in svg if isinstance(child.tag, str)))
    return Art(
        name=name,
        family=str(file).replace("\\", "/").split("/")[-2] if file else "",
        words=tuple(" ".join(w.split()) for w in svg.get("data-words", name.replace("-", " ")).split(",")),
        width=width,
        height=height,
        metres=float(svg.get("data-metres", "1")),
        ground=float(svg.get("data-ground", height)),
        stand=svg.get("data-stand", "ground"),
        main=svg.get("data-main", next(iter(slots), "")),
        slots=slots,
        points=dict(_points(svg.get("data-points", ""))),
        root=root,
        bounds=_bounds(root),
    )


def _points(text: str) -> Iterator[tuple[str, tuple[float, float]]]:
    for item in text.split():
        name, _, at = item.partition(":")
        x, y = at.split(",")
        yield name, (float(x), float(y))


def _part(element: ElementTree.Element, glow: bool, style: Mapping[str, str]) -> SvgNode:
    tag = element.tag.removeprefix(SVG)
    glow = glow or element.get("data-glow") is not None
    inherited = {**style, **{k: element.attrib[k] for k in _INHERITED if k in element.attrib}}
    matrix = matrix_of(element.get("transform"))
    if tag == "g":
        children = tuple(_part(c, glow, inherited) for c in element if isinstance(c.tag, str))
        px, _, py = element.get("data-pivot", "0 0").replace(",", " ").strip().partition(" ")
        return SvgNode(
            opacity=float(element.get("opacity", 1)),
            matrix=matrix,
            pivot=(float(px), float(py or 0)),
            glow=glow,
            movement=_movement(element),
            joint=element.get("data-joint"),
            children=children,
        )
    path = SHAPES[tag](element) if tag in SHAPES else None
    if path is None:
        raise ValueError(f"<{tag}> is not part of the art format")
    if matrix is not None:
        path.transform(matrix)
    opacity = float(element.get("opacity", 1)) * float(element.get("fill-opacity", 1))
    stroke = inherited.get("stroke")
    return SvgNode(
        path=path,
        fill=inherited.get("fill", "none" if stroke else "#2e2a2b"),
        stroke=stroke,
        opacity=opacity,
        stroke_width=float(inherited.get("stroke-width", 1)),
        glow=glow,
        round_ends=inherited.get("stroke-linecap", "round") != "butt",
    )


_INHERITED = ("fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin")


def _movement(element: ElementTree.Element) -> Movement | None:
    kind = element.get("data-move")
    if kind is None:
        return None
    movement_at(kind, 1, 0, 0)
    return Movement(
        kind=kind,
        amount=float(element.get("data-amount", 2)),
        period=float(element.get("data-period", 3)),
        phase=float(element.get("data-phase", 0)),
        when=element.get("data-when"),
    )


def _bounds(root: SvgNode) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of all shapes, group transforms included."""
    box = skia.Rect.MakeEmpty()

    def grow(part: SvgNode, matrix: skia.Matrix) -> None:
        if part.path is not None:
            box.join(matrix.mapRect(part.path.getBounds()))
        for child in part.children:
            turned = child.matrix is not None and child.path is None
            grow(child, skia.Matrix.Concat(matrix, child.matrix) if turned else matrix)

    grow(root, skia.Matrix())
    return box.left(), box.top(), box.right(), box.bottom()
