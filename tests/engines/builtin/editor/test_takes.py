"""Shots of videos that came from anywhere."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from polymuse.asset import Asset, Kind
from polymuse.brief import Scene
from polymuse.engines.builtin.editor import video_conforming as takes
from polymuse.errors import MediaError
from polymuse.media.video import keyframes, read_frames
from polymuse.storage.folder import digest_of
from polymuse.tasks.video_conforming import VideoConforming
from polymuse.types import Made, Notice, Request
from tests.servers.media import CYCLE, clip
from tests.sounds import text


def take(path: Path, words: str = "a boat", **options: object) -> Asset:
    path.write_bytes(clip(words, **options))
    seconds = options.get("seconds", 1.0)
    return Asset(Kind.VIDEO, "video/mp4", digest_of(path), path, {"seconds": seconds})


def conformed(folder: Path, inputs: dict[str, Asset], **params: object) -> tuple[Made, list[Notice]]:
    asked = VideoConforming.model_validate({"width": 64, "height": 36, "fps": 12, **params})
    events = list(takes.make(Request("video-conforming", asked, inputs), folder))
    made = events[-1]
    assert isinstance(made, Made)
    return made, [e for e in events if isinstance(e, Notice)]


def bar(pixels: np.ndarray) -> float:
    """Where the moving bar is, 0..1 of the width: it fills the middle of the height, and nothing the edge."""
    middle, edge = pixels[pixels.shape[0] // 2].astype(int), pixels[1].astype(int)
    return float(np.argmax(np.abs(middle - edge).sum(axis=1))) / pixels.shape[1]


def place(frame: int) -> float:
    """Where the bar of a clip is, 0..1 of the width."""
    return frame % CYCLE / (CYCLE - 1) * 7 / 8


def test_a_shot_has_the_scene_s_frames_and_its_overlaps(tmp_path: Path) -> None:
    scene = text(tmp_path / "scene.json", Scene(seconds=2.0).model_dump_json())
    made, notices = conformed(tmp_path, {"take-1": take(tmp_path / "a", seconds=3.0), "scene": scene}, lead=3, tail=4)
    assert (made.facts["frames"], made.facts["seconds"]) == (3 + 24 + 4, 2.0) and not notices
    frames = list(read_frames(made.path))
    assert len(frames) == 31 and frames[0].shape == (36, 64, 4)
    assert {0, 6, 23} <= set(keyframes(made.path))


def test_a_tall_take_is_cropped_to_fill_a_wide_frame(tmp_path: Path) -> None:
    made, _ = conformed(tmp_path, {"take-1": take(tmp_path / "a", width=36, height=64)}, seconds=1)
    frame = next(iter(read_frames(made.path)))
    assert frame.shape == (36, 64, 4) and frame[:, :, :3].max() > 30  # nothing is black


def test_what_is_too_long_is_cut_and_keeps_its_speed(tmp_path: Path) -> None:
    long, _ = conformed(tmp_path, {"take-1": take(tmp_path / "a", seconds=2.0)}, seconds=1)
    places = [bar(frame) for frame in read_frames(long.path)]
    assert places == pytest.approx(
        [place(2 * n) for n in range(12)], abs=0.13
    )  # 24 pictures a second, of which 12 are shown


def test_what_is_too_short_is_slowed_down_and_that_is_said(tmp_path: Path) -> None:
    short, notices = conformed(tmp_path, {"take-1": take(tmp_path / "a", seconds=1.0)}, seconds=2)
    places = [bar(frame) for frame in read_frames(short.path)]
    assert places == pytest.approx([place(n) for n in range(24)], abs=0.13)
    assert [n.topic for n in notices] == ["timing"] and "50%" in notices[0].text


def test_takes_follow_each_other_in_the_order_of_their_names(tmp_path: Path) -> None:
    inputs = {"take-2": take(tmp_path / "b", "two", seconds=1.0), "take-1": take(tmp_path / "a", "one", seconds=1.0)}
    made, _ = conformed(tmp_path, inputs, seconds=2)
    frames = list(read_frames(made.path))
    alone, _ = conformed(tmp_path, {"take-1": inputs["take-1"]}, seconds=1)
    assert np.abs(frames[2].astype(int) - list(read_frames(alone.path))[2].astype(int)).mean() < 3
    assert np.abs(frames[2].astype(int) - frames[14].astype(int)).mean() > 10


def test_equal_takes_give_equal_bytes(tmp_path: Path) -> None:
    digests = set()
    for name in ("x", "y"):
        (tmp_path / name).mkdir()
        made, _ = conformed(tmp_path / name, {"take-1": take(tmp_path / "a")}, seconds=1)
        digests.add(digest_of(made.path))
    assert len(digests) == 1


def test_a_damaged_take_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "broken"
    path.write_bytes(clip("a")[:200])
    broken = Asset(Kind.VIDEO, "video/mp4", "0", path, {"seconds": 1.0})
    with pytest.raises(MediaError, match="broken"):
        conformed(tmp_path, {"take-1": broken}, seconds=1)
