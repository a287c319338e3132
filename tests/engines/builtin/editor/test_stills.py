"""A still from a video."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from polymuse.asset import Asset, Kind
from polymuse.engines.builtin.editor.frame_extraction import make
from polymuse.errors import MediaError
from polymuse.tasks.frame_extraction import FrameExtraction
from polymuse.types import Made, Request
from tests.sounds import pictures, shot


def still(video: Asset, work: Path, **params: Any) -> Made:
    (made,) = make(Request("frame-extraction", FrameExtraction(**params), {"video": video}), work)
    assert isinstance(made, Made)
    return made


@pytest.mark.parametrize(("at", "frame"), [(0.0, 0), (0.5, 12), (1.0, 23)])
def test_the_frame_at_a_fraction(tmp_path: Path, at: float, frame: int) -> None:
    frames = pictures(24)
    made = still(shot(tmp_path / "shot.mp4", frames, 12), tmp_path, at=at)
    with Image.open(made.path) as image:
        shown = np.asarray(image).astype(int)
    off = [float(np.abs(shown - wanted[..., 2::-1]).mean()) for wanted in frames]
    assert abs(int(np.argmin(off)) - frame) <= 1
    assert (made.kind, made.media_type) == (Kind.IMAGE, "image/jpeg")


def test_it_is_scaled_down_and_never_up(tmp_path: Path) -> None:
    video = shot(tmp_path / "shot.mp4", pictures(12), 12)
    assert still(video, tmp_path, width=48).facts == {"width": 48, "height": 32}
    assert still(video, tmp_path, width=4000).facts == {"width": 96, "height": 64}


def test_what_is_no_video_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.mp4").write_text("not a video")
    with pytest.raises(MediaError, match=r"text\.mp4"):
        still(Asset(Kind.VIDEO, "video/mp4", "0", tmp_path / "text.mp4"), tmp_path)
