"""Draw staged descriptions, with a box around everything asked for: python tools/stage_sheet.py OUT.png TEXT…
[--bare] [--set]."""

from __future__ import annotations

import argparse

import skia

from polymuse.brief import Brief
from polymuse.brief.describe import complete_brief
from polymuse.engines.builtin.sketch import art
from polymuse.engines.builtin.sketch.figures import actions, people
from polymuse.engines.builtin.sketch.layout.staging import stage_brief
from polymuse.engines.builtin.sketch.picture.render import Picture
from polymuse.engines.builtin.sketch.stage import PlacedThing, Staging

SIZES = ((512, 288), (288, 288), (162, 288))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out")
    parser.add_argument("texts", nargs="+")
    parser.add_argument("--bare", action="store_true", help="without boxes")
    parser.add_argument("--set", action="store_true", help="as finished pictures, set and light and all")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    surface = skia.Surface(sum(w for w, _ in SIZES) + 16, len(args.texts) * 312)
    canvas = surface.getCanvas()
    canvas.clear(0xFFFFFFFF)
    for row, text in enumerate(args.texts):
        brief = complete_brief(Brief(text=text))
        x = 0
        for width, height in SIZES:
            staging = stage_brief(brief, width, height, args.seed)
            canvas.save()
            canvas.translate(x, row * 312 + 22)
            canvas.clipRect(skia.Rect.MakeWH(width, height))
            if args.set:
                Picture(staging, args.seed).draw(canvas, 0.0)
            else:
                _flat(canvas, staging)
            if not args.bare:
                _boxes(canvas, staging)
            canvas.restore()
            x += width + 8
        title = f"{text[:150]}  [{staging.set}] {'NOT DRAWN: ' + ', '.join(staging.undrawn) if staging.undrawn else ''}"
        canvas.drawString(title, 4, row * 312 + 15, skia.Font(skia.Typeface(), 11), skia.Paint(Color=0xFF000000))
    surface.makeImageSnapshot().save(args.out, skia.kPNG)


def _drawing(thing: PlacedThing) -> art.Art:
    if thing.art != "person":
        return art.load(thing.art)
    return people.build(people.look_of(thing.words[0], thing.words[1:], thing.seed)[0])


def _matrix(staging: Staging, thing: PlacedThing, drawing: art.Art) -> skia.Matrix:
    anchor = actions.anchor(drawing, thing.action) if drawing.joints() else (drawing.width / 2, drawing.ground)
    scale = staging.view.scale(thing.z) * drawing.scale * thing.size
    matrix = skia.Matrix()
    matrix.preTranslate(*staging.view.point(thing.x, thing.y, thing.z))
    matrix.preScale(thing.facing * scale, scale)
    matrix.preTranslate(-anchor[0], -anchor[1])
    return matrix


def _flat(canvas: skia.Canvas, staging: Staging) -> None:
    view = staging.view
    canvas.drawRect(skia.Rect.MakeWH(view.width, view.height), skia.Paint(Color=0xFFDCE9F0))
    horizon = view.horizon * view.height
    canvas.drawRect(skia.Rect.MakeXYWH(0, horizon, view.width, view.height), skia.Paint(Color=0xFFD8D2B8))
    for thing in sorted(staging.things, key=lambda t: -t.z):
        drawing = _drawing(thing)
        pose = actions.pose(drawing, thing.action, 0.3, thing.seed) if drawing.joints() else {}
        canvas.save()
        canvas.concat(_matrix(staging, thing, drawing))
        drawing.paint(thing.colours).draw(canvas, 0.3, pose, thing.action)
        canvas.restore()


def _boxes(canvas: skia.Canvas, staging: Staging) -> None:
    for thing in staging.things:
        drawing = _drawing(thing)
        box = _matrix(staging, thing, drawing).mapRect(skia.Rect.MakeLTRB(*drawing.bounds))
        colour = 0xFFFF3030 if thing.subject is not None else 0xFF808080
        canvas.drawRect(box, skia.Paint(Style=skia.Paint.kStroke_Style, Color=colour, AntiAlias=True))


if __name__ == "__main__":
    main()
