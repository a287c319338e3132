from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import av
import numpy as np
import pytest
from av.video.reformatter import VideoReformatter

from polymuse.errors import MediaError
from polymuse.media.video import KEYFRAME_SECONDS, Pixels, ShotWriter, keyframes, read_frames, to_yuv

WIDTH, HEIGHT, FPS = 96, 64, 12


def moving(count: int, shift: int = 0) -> list[Pixels]:
    """A soft blob that crosses a gradient; `shift` makes another one."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    frames = []
    for i in range(count):
        blob = 120 * np.exp(-((x - 3 * i - shift) ** 2 + (y - 30) ** 2) / 150)
        blue, green, red = np.clip(x + blob, 0, 255), np.clip(2 * y + blob, 0, 255), np.full_like(blob, 60 + shift)
        frames.append(np.dstack([blue, green, red, np.full_like(blob, 255)]).astype(np.uint8))
    return frames


def write(path: Path, frames: Sequence[Pixels], cuts: tuple[int, ...] = ()) -> Path:
    with ShotWriter(path, WIDTH, HEIGHT, FPS, cuts) as writer:
        for frame in frames:
            writer.write(frame)
    return path


def test_every_frame_is_there_and_looks_as_it_was_drawn(tmp_path: Path) -> None:
    drawn = moving(17)
    shown = list(read_frames(write(tmp_path / "a.mp4", drawn)))
    assert len(shown) == len(drawn)
    for before, after in zip(drawn, shown, strict=True):
        assert np.abs(before[..., :3].astype(int) - after[..., :3]).mean() < 3


def test_equal_pictures_give_equal_bytes(tmp_path: Path) -> None:
    a, b = (write(tmp_path / name, moving(9), (4,)).read_bytes() for name in ("a.mp4", "b.mp4"))
    assert a == b


SCRIPT = """
import hashlib, sys
from pathlib import Path
import numpy as np
from polymuse.media.video import ShotWriter
path = Path(sys.argv[1])
tiles = np.kron(np.random.default_rng(0).integers(0, 255, (20, 40, 4), dtype=np.uint8), np.ones((5, 5, 1), np.uint8))
with ShotWriter(path, 176, 96, 12) as writer:
    for i in range(6):
        writer.write(np.ascontiguousarray(tiles[:96, i : 176 + i]))
print(hashlib.sha256(path.read_bytes()).hexdigest())
"""


def test_bytes_do_not_depend_on_what_was_in_memory_before(tmp_path: Path) -> None:
    digests = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(tmp_path / "a.mp4")],
            env={**os.environ, "MALLOC_PERTURB_": fill, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
            text=True,
        ).stdout
        for fill in ("17", "254")
    }
    assert len(digests) == 1


def test_keyframes_are_where_they_were_asked_for_and_every_two_seconds_after(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", moving(70), (5, 62))
    step = KEYFRAME_SECONDS * FPS
    assert keyframes(path) == (0, 5, 5 + step, 5 + 2 * step, 62)


def test_shots_can_be_joined_by_copying_packets(tmp_path: Path) -> None:
    one = write(tmp_path / "one.mp4", moving(20), (6,))
    two = write(tmp_path / "two.mp4", moving(15, shift=20))
    with av.open(str(one)) as a, av.open(str(two)) as b:
        assert a.streams.video[0].codec_context.extradata == b.streams.video[0].codec_context.extradata
    joined = joined_of(one, two, tmp_path / "joined.mp4")
    whole, parts = list(read_frames(joined)), [*read_frames(one), *read_frames(two)]
    assert len(whole) == len(parts)
    assert all(np.array_equal(x, y) for x, y in zip(whole, parts, strict=True))


def joined_of(one: Path, two: Path, path: Path) -> Path:
    with av.open(str(one)) as first, av.open(str(two)) as second, av.open(str(path), "w") as out:
        stream = out.add_stream_from_template(first.streams.video[0])
        offset = 0
        for source in (first, second):
            length = source.streams.video[0].duration
            for packet in source.demux(video=0):
                if packet.dts is not None:
                    packet.pts += offset
                    packet.dts += offset
                    packet.stream = stream
                    out.mux(packet)
            offset += length
    return path


def test_the_stream_says_its_colours_and_nothing_about_the_day(tmp_path: Path) -> None:
    path = write(tmp_path / "a.mp4", moving(3))
    with av.open(str(path)) as file:
        context = file.streams.video[0].codec_context
        assert (context.colorspace, context.color_primaries, context.color_trc, context.color_range) == (1, 1, 1, 1)
        assert "creation_time" not in {**file.metadata, **file.streams.video[0].metadata}


@pytest.mark.parametrize("bgr", [(0, 0, 0), (255, 255, 255), (40, 90, 200), (200, 120, 30), (128, 128, 128)])
def test_colours_survive_the_way_to_yuv_and_back(bgr: tuple[int, int, int]) -> None:
    pixels = np.empty((16, 16, 4), np.uint8)
    pixels[:] = (*bgr, 255)
    back = to_yuv(VideoReformatter(), pixels).to_ndarray(format="bgra")
    assert np.abs(back[..., :3].astype(int) - bgr).max() <= 3


def test_what_is_no_mp4_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "list.mp4"
    path.write_text("ffconcat version 1.0\nfile '/etc/hostname'\n")
    with pytest.raises(MediaError, match=r"list\.mp4"):
        list(read_frames(path))
