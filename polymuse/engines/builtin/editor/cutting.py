"""Joins shots into a film.

Shots come with equal encoder settings and key frames where transitions end, so the film is put together from their
packets as they are; only the dissolves between them are drawn and coded anew.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import av
import numpy as np

from polymuse.brief.timeline import Shot, Timeline
from polymuse.errors import EngineError
from polymuse.media.loudness import audio_frame
from polymuse.media.video import Pixels, ShotWriter, open_mp4, read_frames
from polymuse.media.wav import blocks
from polymuse.tasks.video_editing import VideoEditing
from polymuse.types import Event, Kind, Made, Progress, Request
from polymuse.workers import pool_size

if TYPE_CHECKING:
    from av.container.core import Chapter

AAC_BITS = 192_000
CAPTION_CLOCK = 1000
REORDERED = 2
"""Frames by which decoding goes ahead of showing: x264 with a pyramid of B-frames needs two. A shot of a frame or two
needs less, but one film has one clock."""
AUDIO_RATE = 48000


@dataclass(frozen=True, slots=True)
class Segment:
    """Frames start..stop of a coded file; `start` is a key frame and no frame before `stop` leans on a later one."""

    path: Path
    start: int
    stop: int


def make(request: Request, work: Path) -> Iterator[Event]:
    params = cast(VideoEditing, request.params)
    timeline = Timeline.model_validate_json(request.inputs["timeline"].read_text())
    paths = [request.inputs[shot.id].path for shot in timeline.shots]
    for shot, path in zip(timeline.shots, paths, strict=True):
        check(shot, path, paths[0])
    segments: list[Segment] = []
    with ThreadPoolExecutor(pool_size()) as threads:  # the encoder works outside Python's lock
        dissolves = {
            n: threads.submit(
                dissolve,
                timeline.shots[n - 1],
                paths[n - 1],
                shot,
                paths[n],
                timeline.fps,
                work / f"dissolve-{n:03d}.mp4",
            )
            for n, shot in enumerate(timeline.shots)
            if n and shot.lead
        }
        for n, (shot, path) in enumerate(zip(timeline.shots, paths, strict=True)):
            if n in dissolves:
                segments.append(dissolves[n].result())
            segments.append(Segment(path, 2 * shot.lead, shot.lead + shot.frames - shot.tail))
            yield Progress(0.6 * (n + 1) / len(paths), "transitions")
    film = work / "film.mp4"
    with Film(film, segments[0].path, timeline) as out:
        for n, segment in enumerate(segments):
            out.add_pictures(segment)
            yield Progress(0.6 + 0.3 * (n + 1) / len(segments), "joining")
        out.add_sound(request.inputs["soundtrack"].path)
        if params.captions:
            out.add_captions()
    size = request.inputs[timeline.shots[0].id].facts
    facts = {"width": size["width"], "height": size["height"], "fps": timeline.fps, "frames": timeline.frames}
    yield Made("film", Kind.VIDEO, film, "video/mp4", {**facts, "seconds": timeline.seconds})


def check(shot: Shot, path: Path, first: Path) -> None:
    """Raises EngineError unless a shot can be joined: the frames it needs, groups of pictures that begin where its
    dissolves end, and the first shot's encoder settings."""
    wanted = shot.lead + shot.frames + shot.tail
    with open_mp4(path) as file, open_mp4(first) as other:
        if coding(file) != coding(other):
            raise EngineError(f"{shot.id} was coded with other settings than the film's first shot.")
        packets = sorted((p.pts, p.is_keyframe) for p in file.demux(video=0) if p.pts is not None)
    if len(packets) != wanted:
        raise EngineError(f"{shot.id} has {len(packets)} frames; its place in the film takes {wanted}.")
    for frame in (2 * shot.lead, wanted - 2 * shot.tail):
        if frame < wanted and not packets[frame][1]:
            raise EngineError(f"{shot.id} cannot be cut at frame {frame}: no group of pictures begins there.")


def coding(file: Any) -> tuple[int, int, bytes]:
    """What must be equal for packets of two files to be joined: size and parameter sets."""
    context = file.streams.video[0].codec_context
    return context.width, context.height, bytes(context.extradata or b"")


def dissolve(before: Shot, before_path: Path, after: Shot, after_path: Path, fps: int, path: Path) -> Segment:
    """The frames in which one shot turns into the next, coded into a file of their own."""
    count = 2 * after.lead
    first = before.lead + before.frames - before.tail
    old = islice(read_frames(before_path, first), count)
    new = islice(read_frames(after_path), count)
    writer: ShotWriter | None = None
    for k, (a, b) in enumerate(zip(old, new, strict=True)):
        if writer is None:
            writer = ShotWriter(path, a.shape[1], a.shape[0], fps).__enter__()
        writer.write(blend(a, b, (k + 0.5) / count))
    assert writer is not None
    writer.__exit__(None, None, None)
    return Segment(path, 0, count)


def blend(a: Pixels, b: Pixels, position: float) -> Pixels:
    """A dissolve at a position 0..1, eased at both ends."""
    weight = round(256 * position * position * (3 - 2 * position))
    return ((a.astype(np.uint16) * (256 - weight) + b.astype(np.uint16) * weight) >> 8).astype(np.uint8)


class Film:
    """The MP4 file that is being put together; use as a context manager."""

    def __init__(self, path: Path, template: Path, timeline: Timeline) -> None:
        self._timeline = timeline
        self._template = open_mp4(template)
        self._file = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"})
        self._picture: Any = self._file.add_stream_from_template(self._template.streams.video[0])
        self._picture.time_base = Fraction(1, timeline.fps)
        self._sound: Any = self._file.add_stream("aac", rate=AUDIO_RATE, layout="stereo", bit_rate=AAC_BITS)
        self._captions: Any = self._caption_stream() if timeline.captions else None
        self._at = self._written = 0
        self._file.metadata["title"] = timeline.title
        self._file.set_chapters(chapters(timeline))

    def _caption_stream(self) -> Any:
        stream: Any = self._file.add_stream("mov_text")
        stream.codec_context.subtitle_header = ASS_HEADER
        stream.time_base = Fraction(1, CAPTION_CLOCK)
        stream.metadata["language"] = iso_639_2(self._timeline.language)
        return stream

    def __enter__(self) -> Film:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._template.close()

    def add_pictures(self, segment: Segment) -> None:
        """Copy a segment's packets behind what is there. Raises EngineError when its coding does not match."""
        with open_mp4(segment.path) as source:
            stream = source.streams.video[0]
            if coding(source) != coding(self._template):
                raise EngineError(f"{segment.path.name} was coded with other settings than the film's first shot.")
            tick = Fraction(1, self._timeline.fps) / stream.time_base
            for packet in source.demux(stream):
                if packet.pts is None or not segment.start <= packet.pts / tick < segment.stop:
                    continue
                packet.pts = round(packet.pts / tick) - segment.start + self._at
                packet.dts = self._written - REORDERED
                self._written += 1
                packet.duration = 1
                packet.time_base = Fraction(1, self._timeline.fps)
                packet.stream = self._picture
                self._file.mux_one(packet)
        self._at += segment.stop - segment.start

    def add_sound(self, path: Path) -> None:
        at = 0
        for block in blocks(path, AUDIO_RATE):
            self._file.mux(self._sound.encode(audio_frame(block, AUDIO_RATE, at)))
            at += len(block)
        self._file.mux(self._sound.encode(None))

    def add_captions(self) -> None:
        """One sample per caption (tx3g, 3GPP TS 26.245); the muxer puts empty ones into the gaps."""
        if self._captions is not None:
            for caption in self._timeline.captions:
                self._mux_text(caption.text, *(round(t * CAPTION_CLOCK) for t in (caption.start, caption.end)))

    def _mux_text(self, text: str, start: int, end: int) -> None:
        data = text.encode()
        packet = av.Packet(struct.pack(">H", len(data)) + data)
        packet.pts = packet.dts = start
        packet.duration = end - start
        packet.time_base = Fraction(1, CAPTION_CLOCK)
        packet.stream = self._captions
        self._file.mux_one(packet)


ASS_HEADER = b"""[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, BackColour, Alignment
Style: Default,Sans,18,&Hffffff,&H80000000,2

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
"""
"""What FFmpeg's mov_text encoder makes its style record from."""


def chapters(timeline: Timeline) -> list[Chapter]:
    """A chapter per shot; the cards belong to their neighbours' chapters."""
    scenes = [shot for shot in timeline.shots if shot.kind == "scene"]
    starts = [0, *(shot.start for shot in scenes[1:]), timeline.frames]
    return [
        {
            "id": n,
            "start": start,
            "end": end,
            "time_base": Fraction(1, timeline.fps),
            "metadata": {"title": scene.heading or f"Scene {n}"},
        }
        for n, (scene, (start, end)) in enumerate(zip(scenes, pairwise(starts), strict=True), 1)
    ]


def iso_639_2(language: str) -> str:
    """The three-letter code that MP4 uses, for the languages we meet most; "und" for others."""
    return ISO_639_2.get(language.partition("-")[0].lower(), "und")


ISO_639_2 = {
    "ar": "ara", "cs": "ces", "da": "dan", "de": "deu", "el": "ell", "en": "eng", "es": "spa", "fa": "fas", "fi": "fin",
    "fr": "fra", "he": "heb", "hi": "hin", "hu": "hun", "id": "ind", "it": "ita", "ja": "jpn", "ko": "kor", "nb": "nob",
    "nl": "nld", "no": "nor", "pl": "pol", "pt": "por", "ro": "ron", "ru": "rus", "sv": "swe", "tr": "tur", "uk": "ukr",
    "vi": "vie", "zh": "zho",
}  # fmt: skip
