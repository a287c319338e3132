"""Shots joined into a film."""

from __future__ import annotations

from itertools import accumulate, pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from polymuse.asset import Asset
from polymuse.brief.timeline import Caption, Captions, Shot, Timeline
from polymuse.engines.builtin.editor import transitions as dissolving
from polymuse.engines.builtin.editor.concatenation import make
from polymuse.engines.builtin.editor.transitions import blend
from polymuse.errors import EngineError
from polymuse.media.video import Pixels, keyframes, read_frames
from polymuse.storage.folder import digest_of
from polymuse.tasks.video_editing import VideoEditing
from polymuse.tasks.video_transition import VideoTransition
from polymuse.types import Made, Progress, Request
from tests.sounds import aac, pictures, shot, text, tone

FPS, OVERLAP = 12, 3
BODIES = (20, 30, 14)
"""Frames of the title card, of scene 1 and of the end card."""


def shots() -> tuple[Shot, ...]:
    start, made = 0, []
    for n, (id, frames) in enumerate(zip(("title", "scene-01", "end"), BODIES, strict=True)):
        kind = "scene" if id.startswith("scene") else "card"
        lead, tail = (OVERLAP if n else 0), (OVERLAP if n < 2 else 0)
        made.append(
            Shot(id=id, kind=kind, start=start, frames=frames, lead=lead, tail=tail, heading="Sea" if n == 1 else "")
        )
        start += frames
    return tuple(made)


CAPTIONS = Captions(
    language="de",
    captions=(
        Caption(start=2.0, end=3.0, text="The lamp\nis lit.", shot="scene-01"),
        Caption(start=3.5, end=4.0, text="Über allem ☾.", shot="scene-01"),
    ),
)
TIMELINE = Timeline(title="Lamp", language="de", fps=FPS, frames=sum(BODIES), shots=shots())


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Asset]:
    folder = tmp_path_factory.mktemp("shots")
    given = {
        s.id: shot(folder / f"{s.id}.mp4", pictures(s.lead + s.frames + s.tail, shift=25 * n), FPS, s.lead, s.tail)
        for n, s in enumerate(TIMELINE.shots)
    }
    for before, after in pairwise(TIMELINE.shots):
        given[f"into-{after.id}"] = dissolve(given[before.id], given[after.id], folder / f"into-{after.id}")
    sound = aac(folder / "sound.m4a", tone(TIMELINE.seconds, channels=2))
    documents = {"timeline": TIMELINE, "captions": CAPTIONS}
    written = {name: text(folder / f"{name}.json", model.model_dump_json()) for name, model in documents.items()}
    return {**written, "soundtrack": sound, **given}


def dissolve(before: Asset, after: Asset, work: Path, frames: int = 2 * OVERLAP) -> Asset:
    work.mkdir(parents=True)
    inputs = {"before": before, "after": after}
    events = list(dissolving.make(Request("video-transition", VideoTransition(frames=frames), inputs), work))
    assert [e.fraction for e in events if isinstance(e, Progress)][-1] == 1.0
    made = events[-1]
    assert isinstance(made, Made)
    return Asset(made.kind, made.media_type, digest_of(made.path), made.path, made.facts)


def cut(inputs: dict[str, Asset], work: Path) -> Made:
    events = list(make(Request("video-editing", VideoEditing(), inputs), work))
    fractions = [event.fraction for event in events if isinstance(event, Progress)]
    assert fractions == sorted(fractions) and fractions[-1] <= 1
    made = events[-1]
    assert isinstance(made, Made)
    return made


@pytest.fixture(scope="module")
def film(inputs: dict[str, Asset], tmp_path_factory: pytest.TempPathFactory) -> Made:
    return cut(inputs, tmp_path_factory.mktemp("film"))


def test_it_has_every_frame_in_even_time(film: Made) -> None:
    with av.open(str(film.path)) as file:
        stream = file.streams.video[0]
        times = [frame.pts * stream.time_base * FPS for frame in file.decode(stream)]
    assert times == list(range(sum(BODIES)))
    assert film.facts["frames"] == sum(BODIES) and film.facts["seconds"] == pytest.approx(TIMELINE.seconds)


def test_bodies_are_copied_bit_by_bit(film: Made, inputs: dict[str, Asset]) -> None:
    whole = list(read_frames(film.path))
    for s in TIMELINE.shots:
        own = list(read_frames(inputs[s.id].path))
        for k in range(s.lead, s.frames - s.tail):
            assert np.array_equal(whole[s.start + k], own[s.lead + k]), (s.id, k)


def test_dissolves_go_from_the_one_to_the_other(film: Made, inputs: dict[str, Asset]) -> None:
    """Of each shot there is the less the further the dissolve has come."""
    whole = list(read_frames(film.path))
    for before, after in zip(TIMELINE.shots, TIMELINE.shots[1:], strict=False):
        old, new = (list(read_frames(inputs[s.id].path)) for s in (before, after))
        first = after.start - OVERLAP
        nearness = []
        for k in range(2 * OVERLAP):
            a, b = old[first - before.start + before.lead + k], new[k]
            wanted = blend(a, b, (k + 0.5) / (2 * OVERLAP))
            assert distance(whole[first + k], wanted) < 3
            nearness.append(distance(whole[first + k], a) - distance(whole[first + k], b))
        assert nearness == sorted(nearness) and nearness[0] < 0 < nearness[-1]


def distance(a: Pixels, b: Pixels) -> float:
    return float(np.abs(a[..., :3].astype(int) - b[..., :3]).mean())


def test_blend_begins_with_the_one_and_ends_with_the_other() -> None:
    a, b = pictures(1)[0], pictures(1, shift=50)[0]
    assert np.array_equal(blend(a, b, 0.0), a) and np.array_equal(blend(a, b, 1.0), b)
    assert distance(blend(a, b, 0.5), a) == pytest.approx(distance(blend(a, b, 0.5), b), abs=1)


def test_the_sound_is_aac_and_as_long_as_the_picture(film: Made) -> None:
    with av.open(str(film.path)) as file:
        stream = file.streams.audio[0]
        assert (stream.codec_context.name, stream.codec_context.sample_rate) == ("aac", 48000)
        samples = sum(frame.samples for frame in file.decode(stream))
    assert samples / 48000 == pytest.approx(TIMELINE.seconds, abs=0.05)


def test_chapters_and_title(film: Made) -> None:
    with av.open(str(film.path)) as file:
        assert file.metadata["title"] == "Lamp"
        chapters = [
            (c["metadata"]["title"], float(c["start"] * c["time_base"]), float(c["end"] * c["time_base"]))
            for c in file.chapters()
        ]
    assert chapters == [("Sea", 0.0, pytest.approx(TIMELINE.seconds, abs=0.01))]


def test_captions_are_there_with_their_times_and_language(film: Made) -> None:
    with av.open(str(film.path)) as file:
        stream = file.streams.subtitles[0]
        assert stream.language == "deu"
        packets = [p for p in file.demux(stream) if p.size > 2]
        shown = [
            (float(p.pts * p.time_base), bytes(p)[2 : 2 + int.from_bytes(bytes(p)[:2], "big")].decode())
            for p in packets
        ]
    assert shown == [(2.0, "The lamp\nis lit."), (3.5, "Über allem ☾.")]


def test_captions_can_be_left_out(inputs: dict[str, Asset], tmp_path: Path) -> None:
    bare = {name: asset for name, asset in inputs.items() if name != "captions"}
    with av.open(str(cut(bare, tmp_path).path)) as file:
        assert not file.streams.subtitles


def test_equal_requests_give_equal_bytes(film: Made, inputs: dict[str, Asset], tmp_path: Path) -> None:
    assert cut(inputs, tmp_path).path.read_bytes() == film.path.read_bytes()


@pytest.mark.parametrize("fps", [1, 12, 60])
@pytest.mark.parametrize("lengths", [(10, 10), (1, 1), (4, 1, 2, 3, 1), (2, 30, 1)], ids=str)
def test_shots_without_dissolves(tmp_path: Path, lengths: tuple[int, ...], fps: int) -> None:
    starts = list(accumulate(lengths, initial=0))
    line = Timeline(
        title="", language="en", fps=fps, frames=starts[-1],
        shots=tuple(
            Shot(id=f"scene-0{n}", kind="scene", start=start, frames=frames)
            for n, (start, frames) in enumerate(zip(starts, lengths, strict=False), 1)
        ),
    )  # fmt: skip
    given = {s.id: shot(tmp_path / f"{s.id}.mp4", pictures(s.frames, shift=n), fps) for n, s in enumerate(line.shots)}
    given |= {
        "timeline": text(tmp_path / "t.json", line.model_dump_json()),
        "soundtrack": aac(tmp_path / "s.m4a", tone(line.seconds, channels=2)),
    }
    (tmp_path / "work").mkdir()
    whole = list(read_frames(cut(given, tmp_path / "work").path))
    own = [frame for s in line.shots for frame in read_frames(given[s.id].path)]
    assert len(whole) == sum(lengths) and all(np.array_equal(a, b) for a, b in zip(whole, own, strict=True))


def test_a_shot_of_another_size_is_refused(inputs: dict[str, Asset], tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    frames = sum(getattr(TIMELINE.shots[2], name) for name in ("lead", "frames"))
    other = shot(tmp_path / "end.mp4", pictures(frames, width=64), FPS, OVERLAP)
    with pytest.raises(EngineError, match="end"):
        cut({**inputs, "end": other}, tmp_path / "work")


def test_a_shot_that_is_too_short_is_refused(inputs: dict[str, Asset], tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    other = shot(tmp_path / "short.mp4", pictures(12), FPS, OVERLAP)
    with pytest.raises(EngineError, match="scene-01"):
        cut({**inputs, "scene-01": other}, tmp_path / "work")


def test_a_dissolve_begins_where_its_shots_overlap_and_is_one_group_of_pictures(inputs: dict[str, Asset]) -> None:
    made = inputs["into-end"]
    assert (made.facts["frames"], made.facts["fps"], made.facts["width"]) == (2 * OVERLAP, FPS, 96)
    assert len(list(read_frames(made.path))) == 2 * OVERLAP and keyframes(made.path) == (0,)


def test_equal_shots_give_equal_dissolves(inputs: dict[str, Asset], tmp_path: Path) -> None:
    again = dissolve(inputs["scene-01"], inputs["end"], tmp_path / "again")
    assert again.digest == inputs["into-end"].digest


def test_a_dissolve_longer_than_a_shot_is_refused(inputs: dict[str, Asset], tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="longer than one of its two shots"):
        dissolve(inputs["scene-01"], inputs["end"], tmp_path / "long", frames=18)


def test_a_dissolve_that_is_missing_or_of_another_length_is_refused(inputs: dict[str, Asset], tmp_path: Path) -> None:
    without = {name: asset for name, asset in inputs.items() if name != "into-end"}
    with pytest.raises(EngineError, match="into end is missing"):
        cut(without, tmp_path)
    short = dissolve(inputs["scene-01"], inputs["end"], tmp_path / "short", frames=4)
    with pytest.raises(EngineError, match="has 4 frames; its place in the film takes 6"):
        cut({**inputs, "into-end": short}, tmp_path)
