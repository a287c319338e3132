"""The sketch artist's work: a request for a picture or a shot → its file."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

import numpy as np
import skia
from PIL import Image

from polymuse.brief import Brief, Scene
from polymuse.brief.describe import complete_brief, foreign_language
from polymuse.brief.script.keys import language_name
from polymuse.engines.builtin.sketch.layout.staging import stage
from polymuse.engines.builtin.sketch.lettering import text
from polymuse.engines.builtin.sketch.lettering.backdrop import card_on, covering, drawable, poster_on
from polymuse.engines.builtin.sketch.lettering.caption import Caption
from polymuse.engines.builtin.sketch.lettering.card import drawn_card
from polymuse.engines.builtin.sketch.lettering.poster import drawn_poster, roomy
from polymuse.engines.builtin.sketch.picture.camera import Span
from polymuse.engines.builtin.sketch.picture.render import Picture
from polymuse.engines.builtin.sketch.stage import Staging
from polymuse.errors import ParameterError
from polymuse.media.picture import read_image
from polymuse.media.video import ShotWriter
from polymuse.tasks.text_to_image import TextToImage
from polymuse.tasks.text_to_video import TextToVideo
from polymuse.types import Asset, Event, Facts, Kind, Made, Notice, Progress, Request

__all__ = ["make"]

SECONDS = 5.0
"""How long a shot is when nobody says."""

STEP = 10
"""Frames between two reports of progress."""


class Drawable(Protocol):
    def draw(self, canvas: skia.Canvas, seconds: float) -> None: ...


Shown = Generator[Event, None, tuple[list[Drawable], Facts]]
"""Tells what there is to say of a shot, and ends with what is drawn, back to front, and its facts."""


def make(request: Request, work: Path) -> Iterator[Event]:
    """Draw a text-to-image or text-to-video request into `work`. Raises ParameterError for a backdrop of what is no card,
    MediaError for one that cannot be read."""
    params = request.params
    scene, backdrop = request.inputs.get("scene"), request.inputs.get("backdrop")
    if isinstance(params, TextToImage):
        brief = Scene.model_validate_json(scene.read_text()).brief if scene else _brief(params)
        yield from (
            _lettered(params, brief, _behind(params, backdrop), work) if backdrop else _picture(params, brief, work)
        )
    elif isinstance(params, TextToVideo):
        told = Scene.model_validate_json(scene.read_text()) if scene else Scene(brief=_brief(params))
        seconds = params.seconds or told.length() or SECONDS
        yield from _shot(params, told.brief, seconds, _behind(params, backdrop) if backdrop else None, work)


def _brief(params: TextToImage | TextToVideo) -> Brief:
    """The intent in full: the brief, with the prompt as its text where it has none."""
    brief = params.brief or Brief()
    return complete_brief(brief.model_copy(update={"text": brief.text or params.prompt}))


def _behind(params: TextToImage | TextToVideo, backdrop: Asset) -> Image.Image:
    """The picture behind a card's words, in the frame's size."""
    if not params.card:
        raise ParameterError("backdrop: only a card has one.", hint="Set `card`, or leave it out.")
    return covering(read_image(backdrop.path), params.width, params.height)


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
        poster = drawn_poster(picture, words, surface.toarray(colorType=skia.kRGBA_8888_ColorType))
        poster.draw(canvas)
        yield from _text_notices(words, poster.cut)
    elif words:
        caption = Caption(picture, words, Span(0, 0), still=True)
        caption.draw(canvas, 0.0)
        yield from _text_notices(words, caption.cut)
    yield _saved(surface, work, _facts(params, staging))


def _lettered(params: TextToImage, brief: Brief, behind: Image.Image, work: Path) -> Iterator[Event]:
    """A poster on a picture."""
    surface = skia.Surface(params.width, params.height)
    canvas = surface.getCanvas()
    canvas.drawImage(drawable(behind), 0, 0)
    if words := brief.on_screen_text.strip():
        poster = poster_on(behind, words)
        poster.draw(canvas)
        yield from _text_notices(words, poster.cut)
    yield _saved(surface, work, _size(params))


def _saved(surface: skia.Surface, work: Path, facts: Facts) -> Made:
    path = work / "image.png"
    surface.makeImageSnapshot().save(str(path), skia.kPNG)
    return Made("image", Kind.IMAGE, path, "image/png", facts)


def _shot(params: TextToVideo, brief: Brief, seconds: float, behind: Image.Image | None, work: Path) -> Iterator[Event]:
    frames = max(1, round(seconds * params.fps))
    span = Span(-params.lead / params.fps, (frames + params.tail) / params.fps)
    if behind:
        drawables, facts = yield from _card_on(params, brief, behind, span)
    elif params.card:
        drawables, facts = yield from _card(params, brief, span)
    else:
        drawables, facts = yield from _scene(params, brief, span, frames / params.fps)
    path = work / "shot.mp4"
    yield from _film(drawables, path, params, frames)
    length = {"seconds": frames / params.fps, "fps": params.fps, "frames": params.lead + frames + params.tail}
    yield Made("video", Kind.VIDEO, path, "video/mp4", {**facts, **length})


def _card_on(params: TextToVideo, brief: Brief, behind: Image.Image, span: Span) -> Shown:
    words = brief.on_screen_text.strip()
    card = card_on(behind, words, span)
    yield from _text_notices(words, card.cut)
    return [card], _size(params)


def _card(params: TextToVideo, brief: Brief, span: Span) -> Shown:
    words = brief.on_screen_text.strip()
    staging = replace(stage(brief, params.width, params.height, params.seed), things=())
    card = drawn_card(staging, words, params.seed, span)
    yield from _text_notices(words, card.cut)
    return [card], _facts(params, staging)


def _scene(params: TextToVideo, brief: Brief, span: Span, seconds: float) -> Shown:
    """A scene, with its words for the `seconds` of its body."""
    staging = stage(brief, params.width, params.height, params.seed)
    yield from _notices(staging)
    picture = Picture(staging, params.seed, span)
    drawables: list[Drawable] = [picture]
    if words := brief.on_screen_text.strip():
        caption = Caption(picture, words, Span(0, seconds))
        drawables.append(caption)
        yield from _text_notices(words, caption.cut)
    return drawables, _facts(params, staging)


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


def _size(params: TextToImage | TextToVideo) -> Facts:
    return {"width": params.width, "height": params.height}


def _facts(params: TextToImage | TextToVideo, staging: Staging) -> Facts:
    things = sorted({thing.art for thing in staging.things if thing.subject is not None})
    return {**_size(params), "set": staging.set, "things": things}


def _notices(staging: Staging) -> Iterator[Notice]:
    brief = staging.brief
    if not brief.subjects and (code := foreign_language(brief.text, brief.language)):
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
