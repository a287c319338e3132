"""SVG shapes and transforms, as far as the drawings use them, as skia objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.etree import ElementTree

import skia
from fontTools.pens.basePen import BasePen, PenError
from fontTools.svgLib.path import parse_path

__all__ = ["SHAPES", "matrix_of", "path_of"]


def numbers(text: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?", text)]


def matrix_of(text: str | None) -> skia.Matrix | None:
    if not text:
        return None
    matrix = skia.Matrix()
    for name, args in re.findall(r"(\w+)\(([^)]*)\)", text):
        n = numbers(args)
        match name:
            case "translate":
                matrix.preTranslate(n[0], n[1] if len(n) > 1 else 0)
            case "rotate":
                matrix.preRotate(n[0], *n[1:3]) if len(n) > 2 else matrix.preRotate(n[0])
            case "scale":
                matrix.preScale(n[0], n[1] if len(n) > 1 else n[0])
            case "matrix":
                matrix.preConcat(skia.Matrix.MakeAll(n[0], n[2], n[4], n[1], n[3], n[5], 0, 0, 1))
            case _:
                raise ValueError(f"transform {name}() is not part of the art format")
    return matrix


def _get(element: ElementTree.Element, *names: str) -> list[float]:
    return [float(element.get(name, 0)) for name in names]


class _PathPen(BasePen):  # type: ignore[misc]
    """fontTools pen that draws into a skia path."""

    def __init__(self) -> None:
        super().__init__()
        self.path = skia.Path()

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools names it
        self.path.moveTo(*pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - fontTools names it
        self.path.lineTo(*pt)

    def _curveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float], pt3: tuple[float, float]) -> None:  # noqa: N802 - fontTools names it
        self.path.cubicTo(*pt1, *pt2, *pt3)

    def _qCurveToOne(self, pt1: tuple[float, float], pt2: tuple[float, float]) -> None:  # noqa: N802 - fontTools names it
        self.path.quadTo(*pt1, *pt2)

    def _closePath(self) -> None:  # noqa: N802 - fontTools names it
        self.path.close()


def path_of(d: str) -> skia.Path:
    """A skia path from SVG path data. Raises ValueError if it is invalid."""
    pen = _PathPen()
    try:
        parse_path(d, pen)
    except (ValueError, IndexError, AssertionError, PenError) as error:
        raise ValueError(f"cannot read the path {d[:60]!r}: {error}") from error
    return pen.path


def _path(element: ElementTree.Element) -> skia.Path:
    return path_of(element.attrib["d"])


def _ellipse(element: ElementTree.Element) -> skia.Path:
    cx, cy, r, rx, ry = _get(element, "cx", "cy", "r", "rx", "ry")
    rx, ry = rx or r, ry or r
    path = skia.Path()
    path.addOval(skia.Rect.MakeLTRB(cx - rx, cy - ry, cx + rx, cy + ry))
    return path


def _rect(element: ElementTree.Element) -> skia.Path:
    x, y, w, h, rx, ry = _get(element, "x", "y", "width", "height", "rx", "ry")
    path = skia.Path()
    path.addRoundRect(skia.Rect.MakeXYWH(x, y, w, h), rx or ry, ry or rx)
    return path


def _poly(element: ElementTree.Element) -> skia.Path:
    n = numbers(element.get("points", ""))
    path = skia.Path()
    path.addPoly([skia.Point(x, y) for x, y in zip(n[::2], n[1::2], strict=True)], element.tag.endswith("polygon"))
    return path


def _line(element: ElementTree.Element) -> skia.Path:
    x1, y1, x2, y2 = _get(element, "x1", "y1", "x2", "y2")
    path = skia.Path()
    path.moveTo(x1, y1)
    path.lineTo(x2, y2)
    return path


SHAPES: Mapping[str, Callable[[ElementTree.Element], skia.Path]] = {
    "path": _path,
    "circle": _ellipse,
    "ellipse": _ellipse,
    "rect": _rect,
    "polygon": _poly,
    "polyline": _poly,
    "line": _line,
}
