"""The sketch artist's work: a request for a picture or a shot → its file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import skia

from polymuse.brief import Brief, Scene
from polymuse.brief.describe import describe, foreign
from polymuse.brief.script.keys import language_name
from polymuse.engines.builtin.sketch.layout.staging import stage
from polymuse.engines.builtin.sketch.lettering import text
from polymuse.engines.builtin.sketch.lettering.caption import Caption
from polymuse.engines.builtin.sketch.lettering.card import CardPicture
from polymuse.engines.builtin.sketch.lettering.poster import Poster, roomy
from polymuse.engines.builtin.sketch.picture.camera import Span
from polymuse.engines.builtin.sketch.picture.render import Picture
from polymuse.engines.builtin.sketch.stage import Staging
from polymuse.media.video import ShotWriter
from polymuse.tasks.text_to_image import TextToImage
from polymuse.tasks.text_to_video import TextToVideo
from polymuse.types import Event, Facts, Kind, Made, Notice, Progress, Request

__all__ = ["make"]

SECONDS = 5.0
"""How long a shot is when nobody says."""

STEP = 10
"""Frames between two reports of progress."""


class Drawable(Protocol):
    def draw(self, canvas: skia.Canvas, seconds: float) -> None: ...


def make(request: Request, work: Path) -> Iterator[Event]:
    """Draw a text-to-image or text-to-video request into `work`."""
    params = request.params
    scene = request.inputs.get("scene")
    if isinstance(params, TextToImage):
        brief = Scene.model_validate_json(scene.read_text()).brief if scene else _brief(params)
        yield from _picture(params, brief, work)
    elif isinstance(params, TextToVideo):
        told = Scene.model_validate_json(scene.read_text()) if scene else Scene(brief=_brief(params))
        seconds = params.seconds or told.length() or SECONDS
        yield from _shot(params, told.brief, seconds, work)


def _brief(params: TextToImage | TextToVideo) -> Brief:
    """The intent in full: the brief, with the prompt as its text where it has none."""
    brief = params.brief or Brief()
    return describe(brief.model_copy(update={"text": brief.text or params.prompt}))


def _picture(params: TextToImage, brief: Brief, work: Path) -> Iterator[Event]:
    staging = stage(brief, params.width, params.height, params.seed)
    yield from _notices(staging)
    words = brief.on_screen_text.strip()
    if words and params.card:
        staging = replace(staging, view=roomy(staging.view))
    picture = Picture(staging, params.seed)
    surface = skia.Surface(params.width, params.height)
    canvas = surface.getCanvas()
    picture.draw(canvas, 0.0)
    if words and params.card:
        poster = Poster(picture, words, surface.toarray(colorType=skia.kRGBA_8888_ColorType))
        poster.draw(canvas)
        yield from _text_notices(words, poster.cut)
    elif words:
        caption = Caption(picture, words, Span(0, 0), still=True)
        caption.draw(canvas, 0.0)
        yield from _text_notices(words, caption.cut)
    path = work / "image.png"
    surface.makeImageSnapshot().save(str(path), skia.kPNG)
    yield Made("image", Kind.IMAGE, path, "image/png", _facts(staging, params.width, params.height))


def _shot(params: TextToVideo, brief: Brief, seconds: float, work: Path) -> Iterator[Event]:
    frames = max(1, round(seconds * params.fps))
    span = Span(-params.lead / params.fps, (frames + params.tail) / params.fps)
    staging = stage(brief, params.width, params.height, params.seed)
    words = brief.on_screen_text.strip()
    drawables: list[Drawable]
    if params.card:
        staging = replace(staging, things=())
        card = CardPicture(staging, words, params.seed, span)
        drawables = [card]
        yield from _text_notices(words, card.cut)
    else:
        yield from _notices(staging)
        picture = Picture(staging, params.seed, span)
        drawables = [picture]
        if words:
            caption = Caption(picture, words, Span(0, frames / params.fps))
            drawables.append(caption)
            yield from _text_notices(words, caption.cut)
    path = work / "shot.mp4"
    yield from _film(drawables, path, params, frames)
    length = {"seconds": frames / params.fps, "fps": params.fps, "frames": params.lead + frames + params.tail}
    facts = {**_facts(staging, params.width, params.height), **length}
    yield Made("video", Kind.VIDEO, path, "video/mp4", facts)


def _film(drawables: list[Drawable], path: Path, params: TextToVideo, frames: int) -> Iterator[Progress]:
    """Draw and write every frame, lead and tail included; time counts from the body's first frame."""
    total = params.lead + frames + params.tail
    pixels = np.zeros((params.height, params.width, 4), np.uint8)
    info = skia.ImageInfo.Make(params.width, params.height, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
    surface = skia.Surface.MakeRasterDirect(info, pixels)
    canvas = surface.getCanvas()
    cuts = (2 * params.lead, params.lead + frames - params.tail)
    with ShotWriter(path, params.width, params.height, params.fps, cuts) as writer:
        for number in range(total):
            for drawable in drawables:
                drawable.draw(canvas, (number - params.lead) / params.fps)
            writer.write(pixels)
            if number % STEP == 0:
                yield Progress(number / total)


def _facts(staging: Staging, width: int, height: int) -> Facts:
    things = sorted({thing.art for thing in staging.things if thing.subject is not None})
    return {"width": width, "height": height, "set": staging.set, "things": things}


def _notices(staging: Staging) -> Iterator[Notice]:
    brief = staging.brief
    if not brief.subjects and (code := foreign(brief.text, brief.language)):
        yield Notice("language", f"Descriptions of pictures are read in English only; this one is {_named(code)}.")
    for words in staging.undrawn:
        yield Notice("not-drawn", f'No drawing for "{words}".')


def _named(code: str) -> str:
    name = language_name(code)
    return f"in the language {code!r}" if name == code else name


def _text_notices(words: str, cut: bool) -> Iterator[Notice]:
    if missing := text.undrawable(words):
        yield Notice("text", f"No font on this machine has the characters {missing!r}; they are shown as boxes.")
    if cut:
        yield Notice("text", f'The on-screen text "{words[:40]}…" was shortened to fit the frame.')
