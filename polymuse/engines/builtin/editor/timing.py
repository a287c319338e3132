"""Fits the scenes of a storyboard to their spoken narration."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import cast

from polymuse.brief import Brief, Mood, Scene, Storyboard
from polymuse.brief.captions import make_cues, write_srt, write_vtt
from polymuse.brief.documents import write_document
from polymuse.brief.score import Cue, Score
from polymuse.brief.timeline import (
    AMBIENCE_OVERLAP,
    Caption,
    Captions,
    Shot,
    SpokenPassage,
    Timeline,
    body_frames,
    take_frames,
)
from polymuse.errors import InputError, ScriptError
from polymuse.tasks.storyboard_timing import StoryboardTiming
from polymuse.types import Asset, Event, Kind, Made, Notice, Request

LEAD_IN, GAP, TAIL = 0.7, 0.5, 0.9
"""Seconds of air before, between and after narration where there is time."""
TIGHT_LEAD_IN, TIGHT_GAP, TIGHT_TAIL = 0.2, 0.25, 0.25
"""… and where there is not."""
SILENT_SCENE = 5.0
"""Seconds of a scene that says neither how long it is nor anything to speak."""
SHORTEST_SCENE = 3.0
OPENING = re.compile(r"(?<=\s)\S+$")
"""What stands right before a word and belongs to it: a quotation mark, a bracket."""
STEP = 0.5
"""Worked-out lengths are whole steps of this many seconds, so that small changes of narration keep a scene's length."""


@dataclass(frozen=True, slots=True)
class Timed:
    """A scene with its whole brief, its length in seconds and its speech: (input name, asset, text) in order."""

    index: int
    scene: Scene
    brief: Brief
    seconds: float
    speech: tuple[tuple[str, Asset, str], ...]

    @property
    def id(self) -> str:
        return f"scene-{self.index + 1:02d}"


def make(request: Request, work: Path) -> Iterator[Event]:
    params = cast(StoryboardTiming, request.params)
    timed, notices = fit(params, request)
    yield from notices
    shots = cut(timed, params)
    by_id = {shot.id: shot for shot in shots}
    passages = [passage for t in timed for passage in place(t, by_id[t.id], params.fps)]
    captions = [caption for t in timed for caption in captions_of(t, passages, by_id[t.id], params.fps)]
    timeline = Timeline(
        title=params.storyboard.title,
        language=params.language,
        fps=params.fps,
        frames=shots[-1].start + shots[-1].frames,
        shots=tuple(shots),
        passages=tuple(passages),
    )
    yield write_document("timeline", timeline, work)
    yield write_document("score", score(params.storyboard, timeline, timed), work)
    yield write_document("captions", Captions(language=params.language, captions=tuple(captions)), work)
    yield _text("vtt", "text/vtt", write_vtt(captions, params.language), work)
    yield _text("srt", "application/x-subrip", write_srt(captions), work)
    yield from _scenes(params, timeline, timed, work)


def _scenes(params: StoryboardTiming, timeline: Timeline, timed: Sequence[Timed], work: Path) -> Iterator[Event]:
    """What each scene shows and sounds like, and for how long."""
    shots = {shot.id: shot for shot in timeline.shots}
    for t in timed:
        number, shot = f"{t.index + 1:02d}", shots[t.id]
        seconds, seen = shot.frames / timeline.fps, t.brief.seen()
        yield write_document(f"picture-{number}", Scene(seconds=seconds, brief=seen), work)
        if takes := params.takes.get(t.index + 1):
            frames = take_frames(shot.frames, shot.lead, shot.tail, takes)
            yield write_document(f"take-{number}", Scene(seconds=frames / timeline.fps, brief=seen), work)
        heard = Brief(sound=t.brief.sound, setting=t.brief.setting, mood=t.brief.mood)
        yield write_document(f"sound-{number}", Scene(seconds=seconds + 2 * AMBIENCE_OVERLAP, brief=heard), work)


def _text(name: str, media_type: str, text: str, work: Path) -> Made:
    path = work / name
    path.write_text(text, encoding="utf-8")
    return Made(name, Kind.TEXT, path, media_type)


def fit(params: StoryboardTiming, request: Request) -> tuple[list[Timed], list[Notice]]:
    """Every scene's length. Raises InputError when there are no scenes or they have no whole briefs, ScriptError when,
    with `strict`, one is too short."""
    scenes, briefs = params.storyboard.scenes, params.storyboard.briefs()
    wanted = [params.only - 1] if params.only else list(range(len(scenes)))
    if not scenes or wanted[-1] >= len(scenes):
        raise InputError(f"The storyboard has {len(scenes)} scenes.", hint="Ask for one of them.")
    speech = {index: _speech(params, request, index) for index in wanted}
    lengths, notices = _lengths(params, [scenes[i] for i in wanted], [_spoken(speech[i]) for i in wanted], wanted)
    return [Timed(i, scenes[i], briefs[i], s, speech[i]) for i, s in zip(wanted, lengths, strict=True)], notices


def _speech(params: StoryboardTiming, request: Request, index: int) -> tuple[tuple[str, Asset, str], ...]:
    passages = params.storyboard.scenes[index].narration_for(params.language)
    names = [f"speech-{index + 1:02d}-{k:02d}" for k in range(1, len(passages) + 1)]
    return tuple((n, request.inputs[n], p.text) for n, p in zip(names, passages, strict=True) if n in request.inputs)


def _spoken(speech: Sequence[tuple[str, Asset, str]]) -> tuple[float, int]:
    """Seconds of speech and the number of passages."""
    return sum(float(asset.facts["seconds"]) for _, asset, _ in speech), len(speech)


def _lengths(
    params: StoryboardTiming, scenes: Sequence[Scene], spoken: Sequence[tuple[float, int]], numbers: Sequence[int]
) -> tuple[list[float], list[Notice]]:
    lengths: list[float | None] = [scene.length() for scene in scenes]
    notices: list[Notice] = []
    for i, (scene, (seconds, passages)) in enumerate(zip(scenes, spoken, strict=True)):
        tight = _needs(seconds, passages, tight=True)
        asked = lengths[i]
        if asked is None or asked >= tight:
            continue
        name = f"Scene {numbers[i] + 1}{f' “{scene.heading}”' if scene.heading else ''}"
        said = f"{name} lasts {asked:g} s in the script, but its narration needs {tight:.1f} s"
        line = params.lines[numbers[i]] if numbers[i] < len(params.lines) else 0
        if params.strict:
            raise ScriptError(
                f"{said}.", line=line, hint="Shorten the narration, lengthen the scene, or allow stretching."
            )
        lengths[i] = _whole(tight)
        where = f"Line {line}: " if line else ""
        notices.append(Notice("timing", f"{where}{said}; it was stretched to {lengths[i]:g} s."))
    filled = _fill(params, lengths, spoken)
    asked_for, whole = params.storyboard.seconds, sum(filled) + cards(params)
    if asked_for and whole > asked_for + STEP and not params.only:
        notices.append(
            Notice("timing", f"The film is {whole:g} s long; {asked_for:g} s were asked for, but the words need more.")
        )
    return filled, notices


def _fill(params: StoryboardTiming, lengths: list[float | None], spoken: Sequence[tuple[float, int]]) -> list[float]:
    """Lengths for scenes that say none: comfortable for their narration, or, where a length was asked for the whole
    story, as much tighter or longer as that takes."""
    fixed = sum(length for length in lengths if length is not None)
    tight = {
        i: max(SHORTEST_SCENE, _needs(*spoken[i], tight=True)) for i, length in enumerate(lengths) if length is None
    }
    easy = {i: max(tight[i], _needs(*spoken[i]) or SILENT_SCENE) for i in tight}
    if not params.storyboard.seconds or params.only or not tight:
        return [_whole(easy[i]) if length is None else length for i, length in enumerate(lengths)]
    room = params.storyboard.seconds - cards(params) - fixed
    least, most = sum(tight.values()), sum(easy.values())
    ease = min(1.0, max(0.0, (room - least) / (most - least))) if most > least else 1.0
    extra = max(0.0, room - most) / len(tight)
    shared = {i: tight[i] + (easy[i] - tight[i]) * ease + extra for i in tight}
    return [shared[i] if length is None else length for i, length in enumerate(lengths)]


def _needs(seconds: float, passages: int, tight: bool = False) -> float:
    """How long a scene with so much speech in so many passages is, with the usual air around them or hardly any."""
    if not passages:
        return 0.0
    lead_in, gap, tail = (TIGHT_LEAD_IN, TIGHT_GAP, TIGHT_TAIL) if tight else (LEAD_IN, GAP, TAIL)
    return lead_in + seconds + gap * (passages - 1) + tail


def _whole(seconds: float) -> float:
    return math.ceil(seconds / STEP - 1e-9) * STEP


def cards(params: StoryboardTiming) -> float:
    """Seconds of the title and end cards."""
    if params.only:
        return 0.0
    return (params.title_seconds if params.storyboard.title else 0.0) + params.end_seconds


def cut(timed: Sequence[Timed], params: StoryboardTiming) -> list[Shot]:
    """The film's shots on the frame grid, each reaching into its neighbours by the overlap."""
    lengths = [(t.id, "scene", t.seconds, t.scene) for t in timed]
    if not params.only:
        if params.title_seconds and params.storyboard.title:
            lengths.insert(0, ("title", "card", params.title_seconds, Scene()))
        if params.end_seconds:
            lengths.append(("end", "card", params.end_seconds, Scene()))
    overlaps = [0, *([params.overlap] * (len(lengths) - 1)), 0]
    shots: list[Shot] = []
    start = 0
    for (id, kind, seconds, scene), lead, tail in zip(lengths, overlaps, overlaps[1:], strict=False):
        frames = body_frames(seconds, params.fps, lead, tail)
        told = {"heading": scene.heading, "alt": scene.alt, "description": scene.description}
        place = {"id": id, "kind": kind, "start": start, "frames": frames, "lead": lead, "tail": tail}
        shots.append(Shot.model_validate({**place, **told}))
        start += frames
    return shots


def place(timed: Timed, shot: Shot, fps: int) -> Iterator[SpokenPassage]:
    """Narration inside its scene: comfortable air where there is room, less where there is not."""
    if not timed.speech:
        return
    begin, length = shot.start / fps, shot.frames / fps
    spoken, passages = _spoken(timed.speech)
    comfortable, tight = _needs(spoken, passages) - spoken, _needs(spoken, passages, tight=True) - spoken
    ease = min(1.0, max(0.0, (length - spoken - tight) / (comfortable - tight)))
    at = begin + TIGHT_LEAD_IN + (LEAD_IN - TIGHT_LEAD_IN) * ease
    gap = TIGHT_GAP + (GAP - TIGHT_GAP) * ease
    spare = max(0.0, length - spoken - comfortable)
    gap += min(1.0, spare / 3 / max(1, passages))
    for name, asset, text in timed.speech:
        seconds = float(asset.facts["seconds"])
        yield SpokenPassage(speech=name, shot=shot.id, start=round(at, 3), end=round(at + seconds, 3), text=text)
        at += seconds + gap


def captions_of(timed: Timed, passages: Sequence[SpokenPassage], shot: Shot, fps: int) -> Iterator[Caption]:
    """The captions of a scene's narration, none beyond the scene's end."""
    facts = {name: asset.facts for name, asset, _ in timed.speech}
    spoken = [p for p in passages if p.shot == shot.id]
    words = [
        (word, p.start + start, p.start + end)
        for p in spoken
        for word, start, end in punctuated(p.text, facts[p.speech].get("words") or evenly(p))
    ]
    end = (shot.start + shot.frames) / fps
    for cue in make_cues(words, shot.start / fps, end, fps=fps):
        yield Caption(start=cue.start, end=cue.end, text=cue.text, shot=shot.id)


def evenly(passage: SpokenPassage) -> list[tuple[str, float, float]]:
    """Word times where the voice gives none: each word has its share of the passage by its length."""
    words = passage.text.split()
    each = (passage.end - passage.start) / max(1, sum(map(len, words)))
    ends = list(accumulate((len(word) * each for word in words), initial=0.0))
    return [(word, start, end) for word, (start, end) in zip(words, pairwise(ends), strict=True)]


def punctuated(text: str, words: Sequence[tuple[str, float, float]]) -> Iterator[tuple[str, float, float]]:
    """Spoken words as they are written: each with the punctuation that stands around it in the text."""
    begins, at = [], 0
    for word, _, _ in words:
        here = text.find(word, at)
        if here < 0:
            yield from words
            return
        opens = OPENING.search(text[at:here])
        begins.append(at + opens.start() if opens else here)
        at = here + len(word)
    begins[:1] = [0] * len(begins[:1])
    for (_, start, end), begin, stop in zip(words, begins, [*begins[1:], len(text)], strict=True):
        yield " ".join(text[begin:stop].split()), start, end


def score(storyboard: Storyboard, timeline: Timeline, timed: Sequence[Timed]) -> Score:
    """Length and cue points for the composer: a cue where a scene begins; the title already sounds like the first, and
    the last chord is struck where the end card comes."""
    shots = {shot.id: shot for shot in timeline.shots}
    changes = [
        Cue(
            start=timeline.span(shots[t.id])[0] if n else 0.0,
            mood=t.brief.mood or storyboard.brief.mood or Mood(),
            text=t.brief.music.text,
        )
        for n, t in enumerate(timed)
    ]
    home = timeline.span(shots["end"])[0] if "end" in shots else None
    return Score(seconds=timeline.seconds, title=storyboard.title, home=home, cues=tuple(changes))
