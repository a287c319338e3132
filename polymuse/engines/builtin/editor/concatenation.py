"""Joins shots into a film.

Shots and dissolves come with equal encoder settings, and shots with key frames where dissolves end, so the film is put
together from their packets as they are. Nothing is coded here.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av

from polymuse.brief.documents import optional_document, read_document
from polymuse.brief.timeline import Captions, Shot, Timeline
from polymuse.errors import EngineError
from polymuse.media.video import frame_count_and_rate, open_mp4
from polymuse.types import Asset, Event, Kind, Made, Progress, Request

if TYPE_CHECKING:
    from av.container.core import Chapter

CAPTION_CLOCK = 1000
REORDERED = 2
"""Frames by which decoding goes ahead of showing: x264 with a pyramid of B-frames needs two. A shot of a frame or two
needs less, but one film has one clock."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Frames start..stop of a coded file; `start` is a key frame and no frame before `stop` leans on a later one."""

    path: Path
    start: int
    stop: int


def make(request: Request, work: Path) -> Iterator[Event]:
    timeline = read_document(request.inputs["timeline"], Timeline)
    captions = optional_document(request.inputs, "captions", Captions)
    parts = list(segments(timeline, request.inputs))
    film = work / "film.mp4"
    with Film(film, parts[0].path, request.inputs["soundtrack"].path, timeline, captions) as out:
        for n, part in enumerate(parts):
            out.add_pictures(part)
            yield Progress(0.9 * (n + 1) / len(parts), "joining")
        out.add_sound()
        out.add_captions()
    size = request.inputs[timeline.shots[0].id].facts
    facts = {"width": size["width"], "height": size["height"], "fps": timeline.fps, "frames": timeline.frames}
    yield Made("film", Kind.VIDEO, film, "video/mp4", {**facts, "seconds": timeline.seconds})


def segments(timeline: Timeline, inputs: Mapping[str, Asset]) -> Iterator[Segment]:
    """What the film is put together from, in order. Raises EngineError when something does not fit."""
    first = inputs[timeline.shots[0].id].path
    for n, shot in enumerate(timeline.shots):
        path = inputs[shot.id].path
        check(shot, path, first)
        if n and shot.lead:
            yield dissolve(shot, inputs)
        yield Segment(path, 2 * shot.lead, shot.lead + shot.frames - shot.tail)


def dissolve(shot: Shot, inputs: Mapping[str, Asset]) -> Segment:
    """The dissolve into a shot. Raises EngineError when it is missing or has another length."""
    made = inputs.get(f"into-{shot.id}")
    if made is None:
        raise EngineError(f"The dissolve into {shot.id} is missing.")
    frames, _ = frame_count_and_rate(made.path)
    if frames != 2 * shot.lead:
        raise EngineError(
            f"The dissolve into {shot.id} has {frames} frames; its place in the film takes {2 * shot.lead}."
        )
    return Segment(made.path, 0, frames)


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


class Film:
    """The MP4 file that is being put together; use as a context manager."""

    def __init__(
        self, path: Path, template: Path, soundtrack: Path, timeline: Timeline, captions: Captions | None
    ) -> None:
        self._timeline, self._captions = timeline, captions or Captions(language=timeline.language)
        self._template, self._soundtrack = open_mp4(template), open_mp4(soundtrack)
        self._file = av.open(str(path), "w", format="mp4", options={"movflags": "+faststart", "fflags": "+bitexact"})
        self._picture: Any = self._file.add_stream_from_template(self._template.streams.video[0])
        self._picture.time_base = Fraction(1, timeline.fps)
        self._sound: Any = self._file.add_stream_from_template(self._soundtrack.streams.audio[0])
        self._subtitles: Any = self._caption_stream() if self._captions.captions else None
        self._at = self._written = 0
        self._file.metadata["title"] = timeline.title
        self._file.set_chapters(chapters(timeline))

    def _caption_stream(self) -> Any:
        stream: Any = self._file.add_stream("mov_text")
        stream.codec_context.subtitle_header = ASS_HEADER
        stream.time_base = Fraction(1, CAPTION_CLOCK)
        stream.metadata["language"] = iso_639_2(self._captions.language)
        return stream

    def __enter__(self) -> Film:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._template.close()
        self._soundtrack.close()

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

    def add_sound(self) -> None:
        """Copy the soundtrack's packets."""
        for packet in self._soundtrack.demux(audio=0):
            if packet.pts is not None:
                packet.stream = self._sound
                self._file.mux_one(packet)

    def add_captions(self) -> None:
        """One sample per caption (tx3g, 3GPP TS 26.245); the muxer puts empty ones into the gaps."""
        for caption in self._captions.captions:
            self._mux_text(caption.text, *(round(t * CAPTION_CLOCK) for t in (caption.start, caption.end)))

    def _mux_text(self, text: str, start: int, end: int) -> None:
        data = text.encode()
        packet = av.Packet(struct.pack(">H", len(data)) + data)
        packet.pts = packet.dts = start
        packet.duration = end - start
        packet.time_base = Fraction(1, CAPTION_CLOCK)
        packet.stream = self._subtitles
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
