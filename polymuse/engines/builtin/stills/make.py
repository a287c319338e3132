"""Task image-to-video: the image is fitted to the frame, and a camera moves over it with subpixel accuracy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import skia

from polymuse.brief import Brief, Camera, Scene
from polymuse.brief.describe import complete_brief
from polymuse.brief.documents import optional_document
from polymuse.engines.builtin.stills.fit import fit_to_frame
from polymuse.engines.builtin.stills.moves import CameraPose, pose_at
from polymuse.errors import ParameterError
from polymuse.media.video import ShotWriter
from polymuse.tasks.image_to_video import ImageToVideo
from polymuse.types import Event, Kind, Made, Progress, Request

__all__ = ["make"]

STEP = 10
LINEAR = skia.SamplingOptions(skia.FilterMode.kLinear)


def make(request: Request, work: Path) -> Iterator[Event]:
    """Render the shot of an image-to-video request in `work`. Raises MediaError for an unusable image."""
    params = request.params
    if not isinstance(params, ImageToVideo):
        raise ParameterError(f"stills: {request.task} is not what this artist does.")
    size = (params.width, params.height)
    first = fit_to_frame(request.inputs["image"].path, *size)
    last = fit_to_frame(request.inputs["last"].path, *size) if "last" in request.inputs else None
    scene = optional_document(request.inputs, "scene", Scene) or Scene(brief=params.brief or Brief())
    frames = max(1, round((scene.length() or params.seconds) * params.fps))
    params = params.model_copy(update={"seconds": frames / params.fps, "camera": _choose_camera(params, scene)})
    path = work / "shot.mp4"
    yield from _film(first, last, path, params, frames)
    facts = {"width": size[0], "height": size[1], "seconds": frames / params.fps, "fps": params.fps, "frames": frames}
    yield Made("video", Kind.VIDEO, path, "video/mp4", facts)


def _film(
    first: skia.Image, last: skia.Image | None, path: Path, params: ImageToVideo, frames: int
) -> Iterator[Progress]:
    pixels = np.zeros((params.height, params.width, 4), np.uint8)
    info = skia.ImageInfo.Make(params.width, params.height, skia.kBGRA_8888_ColorType, skia.kPremul_AlphaType)
    surface = skia.Surface.MakeRasterDirect(info, pixels)
    canvas = surface.getCanvas()
    camera = params.camera
    with ShotWriter(path, params.width, params.height, params.fps) as writer:
        for number in range(frames):
            u = number / max(1, frames - 1)
            pose = pose_at(camera, u, params.seconds)
            _draw(canvas, first, pose, params, 1.0)
            if last is not None:
                _draw(canvas, last, pose, params, _dissolve_amount(u))
            writer.write(pixels)
            if number % STEP == 0:
                yield Progress(number / frames)


def _choose_camera(params: ImageToVideo, scene: Scene) -> Camera:
    """The camera of the prompt ("slow pan left"), else of the scene, else of the parameters. In a scene it always
    moves, since nothing else does."""
    parsed = complete_brief(Brief(text=params.prompt, camera=Camera(text=params.prompt))).camera
    scene_camera = scene.brief.camera
    if scene_camera.move == "static":
        scene_camera = scene_camera.model_copy(update={"move": "drift"})
    return next((camera for camera in (parsed, scene_camera) if camera.move), params.camera)


def _dissolve_amount(u: float) -> float:
    """Opacity of the last image: 0 in the first fifth, 1 in the last."""
    v = min(1.0, max(0.0, (u - 0.2) / 0.6))
    return v * v * (3 - 2 * v)


def _draw(canvas: skia.Canvas, image: skia.Image, pose: CameraPose, params: ImageToVideo, alpha: float) -> None:
    if alpha <= 0:
        return
    scale = pose.zoom * params.width / image.width()
    canvas.save()
    canvas.translate(params.width * (0.5 - pose.x), params.height * (0.5 - pose.y))
    canvas.scale(scale, scale)
    canvas.drawImage(image, -image.width() / 2, -image.height() / 2, LINEAR, skia.Paint(Alphaf=alpha))
    canvas.restore()
