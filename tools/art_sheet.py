"""Draw things of the sketch artist side by side: python tools/art_sheet.py sheet.png NAME… [--at SECONDS] [--night]."""

from __future__ import annotations

import argparse
import math

import skia

from polymuse.engines.builtin.sketch import art

CELL = 300


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("names", nargs="*", help="names of things or of families; all when left out")
    parser.add_argument("--at", type=float, default=0.0, help="moment in seconds")
    parser.add_argument("--night", action="store_true")
    args = parser.parse_args()
    things = [art.load(n) for n in art.drawing_files()]
    if args.names:
        things = [t for t in things if t.name in args.names or t.family in args.names]
    columns = min(6, max(1, math.ceil(math.sqrt(len(things)))))
    rows = max(1, math.ceil(len(things) / columns))
    surface = skia.Surface(columns * CELL, rows * CELL)
    canvas = surface.getCanvas()
    canvas.clear(0xFF27304A if args.night else 0xFFEDE6D6)
    moon = art.Rgb(0.42, 0.48, 0.68)
    for i, thing in enumerate(things):
        painted = thing.paint(tint=(lambda c, glow: c if glow else c.multiply(moon)) if args.night else None)
        scale = (CELL - 50) / max(thing.width, thing.height)
        canvas.save()
        canvas.translate((i % columns) * CELL + (CELL - thing.width * scale) / 2, (i // columns) * CELL + 10)
        canvas.scale(scale, scale)
        painted.draw(canvas, args.at)
        canvas.restore()
        label = skia.Font(skia.Typeface(), 15)
        canvas.drawString(
            f"{thing.name} {thing.metres:g} m",
            (i % columns) * CELL + 8,
            (i // columns + 1) * CELL - 12,
            label,
            skia.Paint(Color=0xFF777777),
        )
    surface.makeImageSnapshot().save(args.out, skia.kPNG)


if __name__ == "__main__":
    main()
