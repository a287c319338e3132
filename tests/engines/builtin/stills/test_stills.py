from __future__ import annotations

from pathlib import Path
from typing import get_args

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from polymuse.brief import Brief, Camera, Scene
from polymuse.brief.documents import write_document
from polymuse.engines.builtin.stills import fit
from polymuse.engines.builtin.stills.make import make
from polymuse.engines.builtin.stills.moves import pose_at
from polymuse.media.picture import read_image
from polymuse.media.video import read_frames
from polymuse.storage.folder import digest_of
from polymuse.tasks.image_to_video import ImageToVideo
from polymuse.types import Asset, Kind, Made, Request

MOVES = list(get_args(get_args(Camera.model_fields["move"].annotation)[0]))


def picture(path: Path, size: tuple[int, int] = (200, 120), spot: tuple[int, int] = (100, 60)) -> Asset:
    y, x = np.mgrid[0 : size[1], 0 : size[0]]
    near = 120 * np.exp(-((x - spot[0]) ** 2 + (y - spot[1]) ** 2) / 60)
    checks = np.where(near > 20, ((x // 3 + y // 3) % 2) * 80, 0)
    Image.fromarray(np.dstack([60 + near, 90 + checks, 120 + 0 * x]).astype(np.uint8)).save(path)
    return Asset(Kind.IMAGE, "image/png", "0" * 64, path)


PAN = Camera(move="pan right", pace="fast")


def scene(folder: Path, document: Scene) -> Asset:
    made = write_document("scene", document, folder)
    return Asset(made.kind, made.media_type, digest_of(made.path), made.path)


def run(work: Path, inputs: dict[str, Asset], **params: object) -> Made:
    asked = ImageToVideo.model_validate({"seconds": 1, "fps": 12, "width": 96, "height": 64, **params})
    work.mkdir(exist_ok=True)
    (made,) = [e for e in make(Request("image-to-video", asked, inputs), work) if isinstance(e, Made)]
    return made


def test_a_still_becomes_a_moving_shot_of_the_asked_length_and_bytes(tmp_path: Path) -> None:
    image = picture(tmp_path / "a.png")
    first, again = (
        run(tmp_path / name, {"image": image}, camera=Camera(move="pan right", pace="fast")) for name in "12"
    )
    frames = list(read_frames(first.path))
    assert len(frames) == 12 == first.facts["frames"]
    assert np.abs(frames[0].astype(int) - frames[-1]).max() > 20
    assert first.path.read_bytes() == again.path.read_bytes()


def test_one_picture_turns_into_the_other(tmp_path: Path) -> None:
    dark, light = tmp_path / "dark.png", tmp_path / "light.png"
    Image.new("RGB", (90, 60), (20, 20, 20)).save(dark)
    Image.new("RGB", (90, 60), (230, 230, 230)).save(light)
    inputs = {name: Asset(Kind.IMAGE, "image/png", "0" * 64, p) for name, p in (("image", dark), ("last", light))}
    levels = [int(frame[..., :3].mean()) for frame in read_frames(run(tmp_path / "w", inputs).path)]
    assert levels[0] < 30
    assert levels[-1] > 220
    assert levels == sorted(levels)


@given(st.sampled_from(MOVES), st.sampled_from(["slow", "medium", "fast"]), st.floats(0, 1), st.floats(0.5, 120))
def test_the_frame_never_leaves_the_picture(move: str, pace: str, progress: float, seconds: float) -> None:
    pose = pose_at(Camera.model_validate({"move": move, "pace": pace}), progress, seconds)
    assert abs(pose.x) <= (pose.zoom - 1) / 2 + 1e-9
    assert abs(pose.y) <= (pose.zoom - 1) / 2 + 1e-9


def test_cropping_keeps_what_the_picture_is_about(tmp_path: Path) -> None:
    image = read_image(picture(tmp_path / "a.png", (300, 100), (260, 50)).path)
    left, _, right, _ = fit.find_crop(image, 1.0)
    assert left <= 250 <= right
    assert right - left == 100


def test_a_tall_picture_is_shown_whole_in_a_wide_frame(tmp_path: Path) -> None:
    path = tmp_path / "tall.png"
    Image.new("RGB", (100, 400), (200, 40, 40)).save(path)
    whole = fit.fit_to_frame(path, 160, 90).toarray()
    assert (whole.shape[1], whole.shape[0]) == (208, 117)
    edge, middle = whole[58, 4, :3].astype(int), whole[58, 104, :3].astype(int)
    assert middle.sum() > edge.sum()


def test_what_a_brief_says_of_the_camera_is_done(tmp_path: Path) -> None:
    image = picture(tmp_path / "a.png")
    by_brief, by_scene, by_data, still = (
        run(tmp_path / name, {"image": image, **given}, **params).path.read_bytes()
        for name, given, params in (
            ("brief", {}, {"brief": Brief(camera=PAN), "seconds": 0.5}),
            ("scene", {"scene": scene(tmp_path, Scene(seconds=0.5, brief=Brief(camera=PAN)))}, {}),
            ("data", {}, {"camera": PAN, "seconds": 0.5}),
            ("neither", {}, {"seconds": 0.5}),
        )
    )
    assert by_brief == by_scene == by_data != still
