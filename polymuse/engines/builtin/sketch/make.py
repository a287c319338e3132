"""The tasks of the sketch artist: pictures and shots, and a film's shots, cards and poster."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from textwrap import shorten
from typing import Protocol

import numpy as np
import skia
from PIL import Image

from polymuse.brief import Brief, Scene
from polymuse.brief.describe import complete_brief, foreign_language
from polymuse.brief.documents import optional_document
from polymuse.brief.script.keys import language_name
from polymuse.engines.builtin.sketch.layout.staging import stage_brief
from polymuse.engines.builtin.sketch.lettering import text
from polymuse.engines.builtin.sketch.lettering.backdrop import (
    card_on_picture,
    cover_crop,
    poster_on_picture,
    to_skia_image,
)
from polymuse.engines.builtin.sketch.lettering.caption import CaptionOverlay
from polymuse.engines.builtin.sketch.lettering.card import render_card
from polymuse.engines.builtin.sketch.lettering.poster import render_poster, widen_view
from polymuse.engines.builtin.sketch.picture.camera import ShotSpan
from polymuse.engines.builtin.sketch.picture.render import Picture
from polymuse.engines.builtin.sketch.stage import Staging
from polymuse.media.picture import read_image
from polymuse.media.video import ShotWriter
from polymuse.tasks.card_rendering import CardRendering
from polymuse.tasks.poster_rendering import PosterRendering
from polymuse.tasks.shot_rendering import ShotRendering
from polymuse.tasks.text_to_image import TextToImage
from polymuse.tasks.text_to_video import TextToVideo
from polymuse.types import Asset, Event, Facts, Kind, Made, Notice, Progress, Request

__all__ = ["make"]

SECONDS = 5.0
"""Default length of a shot in seconds."""

STEP = 10
"""Frames between two progress events."""


class Drawable(Protocol):
    def draw(self, canvas: skia.Canvas, seconds: float) -> None: ...


Shown = Generator[Event, None, tuple[list[Drawable], Facts]]
"""Tells what there is to say of a shot, and ends with what is drawn, back to front, and its facts."""
Sized = TextToImage | TextToVideo | ShotRendering | CardRendering | PosterRendering


@dataclass(frozen=True, slots=True)
class Frames:
    """How many pictures a shot has a second and in all: those of its body, and those before and after it."""

    fps: int
    body: int
    lead: int = 0
    tail: int = 0

    @classmethod
    def of(cls, seconds: float, fps: int, lead: int = 0, tail: int = 0) -> Frames:
        return cls(fps, max(1, round(seconds * fps)), lead, tail)

    @property
    def seconds(self) -> float:
        """Of the body."""
        return self.body / self.fps

    @property
    def total(self) -> int:
        return self.lead + self.body + self.tail

    @property
    def span(self) -> ShotSpan:
        """The whole shot's time, which counts from the body's first frame."""
        return ShotSpan(-self.lead / self.fps, (self.body + self.tail) / self.fps)


def make(request: Request, work: Path) -> Iterator[Event]:
    """Draw a picture, a shot, a card or a poster into `work`. Raises MediaError for a scene or a backdrop that cannot be
    read."""
    params, backdrop = request.params, request.inputs.get("backdrop")
    scene = optional_document(request.inputs, "scene", Scene)
    match params:
        case TextToImage():
            yield from _picture(params, scene.brief if scene else _brief(params), work)
        case TextToVideo():
            given = scene or Scene(brief=_brief(params))
            frames = Frames.of(params.seconds or given.length() or SECONDS, params.fps)
            yield from _shot(_render_scene(params, given.brief, frames), frames, params, work)
        case ShotRendering():
            given = scene or Scene(brief=params.brief)
            frames = Frames.of(given.length() or params.seconds, params.fps, params.lead, params.tail)
            yield from _shot(_render_scene(params, given.brief, frames), frames, params, work)
        case CardRendering():
            frames = Frames.of(params.seconds, params.fps, params.lead, params.tail)
            card = (
                _card_on(params, _read_backdrop(params, backdrop), frames.span)
                if backdrop
                else _card(params, frames.span)
            )
            yield from _shot(card, frames, params, work)
        case PosterRendering():
            yield from _poster_on(params, _read_backdrop(params, backdrop), work) if backdrop else _poster(params, work)


def _brief(params: TextToImage | TextToVideo) -> Brief:
    """The intent in full: the brief, with the prompt as its text where it has none."""
    brief = params.brief or Brief()
    return complete_brief(brief.model_copy(update={"text": brief.text or params.prompt}))


def _read_backdrop(params: Sized, backdrop: Asset) -> Image.Image:
    """The picture behind words, in the frame's size."""
    return cover_crop(read_image(backdrop.path), params.width, params.height)


def _picture(params: TextToImage, brief: Brief, work: Path) -> Iterator[Event]:
    staging = stage_brief(brief, params.width, params.height, params.seed)
    yield from _notices(staging)
    picture = Picture(staging, params.seed)
    surface = skia.Surface(params.width, params.height)
    canvas = surface.getCanvas()
    picture.draw(canvas, 0.0)
    if words := brief.on_screen_text.strip():
        caption = CaptionOverlay(picture, words, ShotSpan(0, 0), still=True)
        caption.draw(canvas, 0.0)
        yield from _text_notices(words, caption.cut)
    yield _saved(surface, work, _facts(params, staging))


def _poster(params: PosterRendering, work: Path) -> Iterator[Event]:
    staging = stage_brief(params.brief, params.width, params.height, params.seed)
    yield from _notices(staging)
    words = params.brief.on_screen_text.strip()
    if words:
        staging = replace(staging, view=widen_view(staging.view))
    picture = Picture(staging, params.seed)
    surface = skia.Surface(params.width, params.height)
    canvas = surface.getCanvas()
    picture.draw(canvas, 0.0)
    if words:
        poster = render_poster(picture, words, surface.toarray(colorType=skia.kRGBA_8888_ColorType))
        poster.draw(canvas)
        yield from _text_notices(words, poster.cut)
    yield _saved(surface, work, _facts(params, staging))


def _poster_on(params: PosterRendering, behind: Image.Image, work: Path) -> Iterator[Event]:
    """A poster on a picture."""
    surface = skia.Surface(params.width, params.height)
    canvas = surface.getCanvas()
    canvas.drawImage(to_skia_image(behind), 0, 0)
    if words := params.brief.on_screen_text.strip():
        poster = poster_on_picture(behind, words)
        poster.draw(canvas)
        yield from _text_notices(words, poster.cut)
    yield _saved(surface, work, _size(params))


def _saved(surface: skia.Surface, work: Path, facts: Facts) -> Made:
    path = work / "image.png"
    surface.makeImageSnapshot().save(str(path), skia.kPNG)
    return Made("image", Kind.IMAGE, path, "image/png", facts)


def _shot(shown: Shown, frames: Frames, params: Sized, work: Path) -> Iterator[Event]:
    drawables, facts = yield from shown
    path = work / "shot.mp4"
    yield from _write_frames(drawables, path, params, frames)
    length = {"seconds": frames.seconds, "fps": frames.fps, "frames": frames.total}
    yield Made("video", Kind.VIDEO, path, "video/mp4", {**facts, **length})


def _card_on(params: CardRendering, behind: Image.Image, span: ShotSpan) -> Shown:
    words = params.brief.on_screen_text.strip()
    card = card_on_picture(behind, words, span)
    yield from _text_notices(words, card.cut)
    return [card], _size(params)


def _card(params: CardRendering, span: ShotSpan) -> Shown:
    words = params.brief.on_screen_text.strip()
    staging = replace(stage_brief(params.brief, params.width, params.height, params.seed), things=())
    card = render_card(staging, words, params.seed, span)
    yield from _text_notices(words, card.cut)
    return [card], _facts(params, staging)


def _render_scene(params: TextToVideo | ShotRendering, brief: Brief, frames: Frames) -> Shown:
    """A scene, with its words for as long as its body lasts."""
    staging = stage_brief(brief, params.width, params.height, params.seed)
    yield from _notices(staging)
    picture = Picture(staging, params.seed, frames.span)
    drawables: list[Drawable] = [picture]
    if words := brief.on_screen_text.strip():
        caption = CaptionOverlay(picture, words, ShotSpan(0, frames.seconds))
        drawables.append(caption)
        yield from _text_notices(words, caption.cut)
    return drawables, _facts(params, staging)


def _write_frames(drawables: list[Drawable], path: Path, params: Sized, frames: Frames) -> Iterator[Progress]:
    """Draw and write every frame, lead and tail included; time counts from the body's first frame."""
    pixels = np.zeros((params.height, params.width, 4), np.uint8)
    info = skia.ImageInfo.Make(params.width, params.height, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
    surface = skia.Surface.MakeRasterDirect(info, pixels)
    canvas = surface.getCanvas()
    cuts = (2 * frames.lead, frames.lead + frames.body - frames.tail)
    with ShotWriter(path, params.width, params.height, frames.fps, cuts) as writer:
        for number in range(frames.total):
            for drawable in drawables:
                drawable.draw(canvas, (number - frames.lead) / frames.fps)
            writer.write(pixels)
            if number % STEP == 0:
                yield Progress(number / frames.total)


def _size(params: Sized) -> Facts:
    return {"width": params.width, "height": params.height}


def _facts(params: Sized, staging: Staging) -> Facts:
    things = sorted({thing.art for thing in staging.things if thing.subject is not None})
    return {**_size(params), "set": staging.set, "things": things}


def _notices(staging: Staging) -> Iterator[Notice]:
    brief = staging.brief
    if not brief.subjects and (code := foreign_language(brief.text, brief.language)):
        yield Notice("language", f"Descriptions of pictures are read in English only; this one is {_named(code)}.")
    for words in staging.undrawn:
        yield Notice("not-drawn", f"No drawing for “{words}”: it is not shown.")


def _named(code: str) -> str:
    name = language_name(code)
    return f"in the language {code!r}" if name == code else name


def _text_notices(words: str, cut: bool) -> Iterator[Notice]:
    if missing := text.missing_glyphs(words):
        yield Notice("text", f"No font on this machine has “{missing}”: boxes are shown instead.")
    if cut:
        yield Notice(
            "text", f"The on-screen text “{shorten(words, 40, placeholder=' …')}” was shortened to fit the frame."
        )
