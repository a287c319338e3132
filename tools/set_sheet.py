"""Draw sets at several hours side by side: python tools/set_sheet.py sheet.png NAME… [--hours day,dusk]."""

from __future__ import annotations

import argparse
import time

import skia

from polymuse.brief import Brief, Setting
from polymuse.engines.builtin.sketch.scenery import sets
from polymuse.engines.builtin.sketch.scenery.light import HOURS, light_of, palette_of
from polymuse.engines.builtin.sketch.stage import Scenery, View

OVERSCAN = 1 / 3


def picture(name: str, brief: Brief, view: View, seed: int, at: float) -> tuple[skia.Image, float, float]:
    """A set at rest, with how long its still planes (painted once, with overscan) and its moving ones took, in ms."""
    scenery = Scenery(view, light_of(brief, sets.indoors(name)), brief, palette_of(brief), seed)
    mx, my = round(view.width * OVERSCAN), round(view.height * OVERSCAN)
    surface = skia.Surface(view.width + 2 * mx, view.height + 2 * my)
    canvas = surface.getCanvas()
    canvas.translate(mx, my)
    spent = {True: 0.0, False: 0.0}
    begun = time.perf_counter()
    planes = sets.paint(name, scenery).planes
    spent[True] += time.perf_counter() - begun
    for plane in sorted(planes, key=lambda p: -p.z):
        begun = time.perf_counter()
        plane.draw(canvas, at)
        spent[plane.still] += time.perf_counter() - begun
    image = surface.makeImageSnapshot(skia.IRect.MakeXYWH(mx, my, view.width, view.height))
    return image, spent[True] * 1000, spent[False] * 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("names", nargs="*", help="names of sets; all when left out")
    parser.add_argument("--hours", default=",".join(HOURS))
    parser.add_argument("--weather", default="", help="weathers, by comma")
    parser.add_argument("--season", default=None)
    parser.add_argument("--text", default="", help="the brief's text")
    parser.add_argument("--size", default="640x360", help="of each picture")
    parser.add_argument("--horizon", type=float, default=0.5)
    parser.add_argument("--eye", type=float, default=1.9)
    parser.add_argument("--columns", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at", type=float, default=0.0, help="moment in seconds")
    args = parser.parse_args()
    width, height = (int(n) for n in args.size.split("x"))
    view = View(width, height, horizon=args.horizon, eye=args.eye)
    weather = tuple(w for w in args.weather.split(",") if w)
    cells = [(name, hour) for name in args.names or sets.names() for hour in args.hours.split(",")]
    columns = args.columns or min(4, len(args.hours.split(",")) if len(args.hours.split(",")) > 1 else len(cells))
    rows = -(-len(cells) // columns)
    surface = skia.Surface(columns * width, rows * height)
    canvas = surface.getCanvas()
    for i, (name, hour) in enumerate(cells):
        setting = Setting.model_validate({"time_of_day": hour, "weather": weather, "season": args.season})
        image, still, moving = picture(name, Brief(text=args.text, setting=setting), view, args.seed, args.at)
        canvas.drawImage(image, i % columns * width, i // columns * height)
        print(f"{name:16} {hour:12} still {still:6.1f} ms  moving {moving:5.1f} ms")
    surface.makeImageSnapshot().save(args.out, skia.kPNG)


if __name__ == "__main__":
    main()
