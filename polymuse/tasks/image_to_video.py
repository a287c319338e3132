"""Image → video."""

from __future__ import annotations

from polymuse.brief import Camera
from polymuse.tasks.base import Fps, Pixels, Seconds, Seed, Task
from polymuse.types import Kind, Params


class ImageToVideo(Params):
    """Camera movement over a still; with a `last` image, from the one to the other."""

    prompt: str = ""
    camera: Camera = Camera(move="push")
    seconds: Seconds = 5
    fps: Fps = 24
    width: Pixels = 1280
    height: Pixels = 720
    seed: Seed = 0


TASK = Task(
    name="image-to-video",
    summary="A still set in motion by a camera, or one image turning into another.",
    command="animate",
    params=ImageToVideo,
    makes={"video": Kind.VIDEO},
    takes={"image": Kind.IMAGE, "last?": Kind.IMAGE},
    unit="megapixel",
    example={"seconds": 1, "width": 160, "height": 90, "fps": 12},
)
