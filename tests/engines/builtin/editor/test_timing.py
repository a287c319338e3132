"""Scenes and their narration: when everything happens."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.asset import Asset, Kind
from polymuse.brief import Brief, Music, Narration, Scene, Storyboard, Subject
from polymuse.brief.captions import read_captions
from polymuse.brief.documents import Model, read_document
from polymuse.brief.score import Score
from polymuse.brief.timeline import Caption, Captions, Timeline
from polymuse.engines.builtin.editor.timing import captions_of, cut, fit, make, place
from polymuse.errors import InputError, ScriptError
from polymuse.tasks.storyboard_timing import StoryboardTiming
from polymuse.types import Made, Notice, Request


def spoken(seconds: float, words: int = 0) -> Asset:
    """Speech that lasts so long, of so many words at an even pace."""
    step = seconds / max(1, words)
    timed = [[f"word{n}", n * step, (n + 1) * step] for n in range(words)]
    return Asset(Kind.SPEECH, "audio/wav", "0" * 64, Path("none.wav"), {"seconds": seconds, "words": timed})


def scene(seconds: float | None = None, *passages: str, **more: Any) -> Scene:
    return Scene(seconds=seconds, narration=tuple(Narration(text=text) for text in passages), **more)


def request(scenes: list[Scene], speech: dict[str, Asset] | None = None, **params: Any) -> Request:
    read = tuple(each.model_copy(update={"resolved": each.resolved or each.brief}) for each in scenes)
    board = Storyboard(title=params.pop("title", ""), scenes=read, seconds=params.pop("seconds", None))
    values = {"title_seconds": 0, "end_seconds": 0, "fps": 10, "overlap": 2, **params}
    return Request("storyboard-timing", StoryboardTiming(storyboard=board, **values), speech or {})


def timed(asked: Request, work: Path) -> tuple[Timeline, list[str], dict[str, Made]]:
    """The timeline, the notices, and all outputs."""
    events = list(make(asked, work))
    outputs = {event.name: event for event in events if isinstance(event, Made)}
    notices = [event.text for event in events if isinstance(event, Notice)]
    return document(outputs["timeline"], Timeline), notices, outputs


def captions(outputs: dict[str, Made]) -> tuple[Caption, ...]:
    return document(outputs["captions"], Captions).captions


def document(made: Made, model: type[Model]) -> Model:
    return read_document(Asset(made.kind, made.media_type, "", made.path), model)


def lengths(timeline: Timeline) -> list[float]:
    return [shot.frames / timeline.fps for shot in timeline.shots]


def test_scenes_last_as_long_as_they_say(tmp_path: Path) -> None:
    timeline, notices, _ = timed(request([scene(2), Scene(start=2, end=5.5), scene(4.2)]), tmp_path)
    assert lengths(timeline) == [2.0, 3.5, 4.2]
    assert notices == [] and timeline.frames == 97


def test_a_scene_that_says_nothing_lasts_as_its_narration_needs(tmp_path: Path) -> None:
    speech = {"speech-02-01": spoken(6.0)}
    timeline, _, _ = timed(request([scene(), scene(None, "Words.")], speech), tmp_path)
    assert lengths(timeline) == [5.0, 8.0]


def test_a_scene_too_short_for_its_narration_is_stretched_and_it_is_said(tmp_path: Path) -> None:
    asked = request([scene(2), scene(2, "Words.", heading="The boat")], {"speech-02-01": spoken(3.0)}, lines=(4, 9))
    timeline, notices, _ = timed(asked, tmp_path)
    assert lengths(timeline) == [2.0, 3.5]
    assert notices == [
        "Line 9: Scene 2 “The boat” lasts 2 s in the script, but its narration needs 3.5 s; it was stretched to 3.5 s."
    ]


def test_with_strict_it_is_refused_with_its_line(tmp_path: Path) -> None:
    asked = request([scene(2, "Words.")], {"speech-01-01": spoken(3.0)}, lines=(7,), strict=True)
    with pytest.raises(ScriptError, match=r"needs 3\.5 s") as caught:
        timed(asked, tmp_path)
    assert caught.value.line == 7 and caught.value.hint


def test_the_length_asked_for_is_shared_out_among_scenes_that_say_none(tmp_path: Path) -> None:
    asked = request([scene(10), scene(), scene()], seconds=40, title="T", title_seconds=3, end_seconds=2)
    timeline, _, _ = timed(asked, tmp_path)
    assert lengths(timeline) == [3.0, 10.0, 12.5, 12.5, 2.0]
    assert timeline.seconds == 40


def test_shots_reach_into_their_neighbours_and_the_first_and_last_do_not_reach_out(tmp_path: Path) -> None:
    asked = request([scene(2), scene(2)], title="T", title_seconds=3, end_seconds=2, overlap=3)
    timeline, _, outputs = timed(asked, tmp_path)
    assert [(s.id, s.lead, s.tail) for s in timeline.shots] == [
        ("title", 0, 3), ("scene-01", 3, 3), ("scene-02", 3, 3), ("end", 3, 0),
    ]  # fmt: skip
    assert {"picture-01", "picture-02", "sound-01", "sound-02"} <= set(outputs)


def test_a_scene_alone_has_no_cards_and_no_neighbours(tmp_path: Path) -> None:
    asked = request([scene(2), scene(3), scene(4)], title="T", title_seconds=3, end_seconds=2, only=2)
    timeline, _, outputs = timed(asked, tmp_path)
    assert [(s.id, s.start, s.frames, s.lead, s.tail) for s in timeline.shots] == [("scene-02", 0, 30, 0, 0)]
    assert not {"picture-01", "picture-03"} & set(outputs)


@pytest.mark.parametrize(("scenes", "only"), [([], None), ([scene(2)], 2)], ids=["no scenes", "no such scene"])
def test_no_scene_to_time(tmp_path: Path, scenes: list[Scene], only: int | None) -> None:
    with pytest.raises(InputError, match=f"has {len(scenes)} scene"):
        timed(request(scenes, only=only), tmp_path)


def test_a_picture_lasts_as_long_as_its_shot_even_where_the_scene_is_shorter_than_its_dissolves(tmp_path: Path) -> None:
    timeline, _, outputs = timed(request([scene(2), scene(0.1), scene(2)], overlap=4), tmp_path)
    assert [shot.frames for shot in timeline.shots] == [20, 8, 20]
    pictures = [document(outputs[f"picture-0{n}"], Scene) for n in (1, 2, 3)]
    assert [round((picture.seconds or 0) * 10) for picture in pictures] == [20, 8, 20]


def test_takes_share_their_scene_and_each_has_all_that_overlaps(tmp_path: Path) -> None:
    asked = request([scene(2), scene(3), scene(2)], {}, overlap=2, takes={2: 2})
    _, _, outputs = timed(asked, tmp_path)
    assert document(outputs["take-02"], Scene).seconds == pytest.approx(1.5 + 0.4)
    assert not {"take-01", "take-03"} & set(outputs)


def test_what_a_scene_shows_and_sounds_like_is_its_whole_brief_and_nothing_is_read(tmp_path: Path) -> None:
    whole = Brief(text="A boat.", subjects=(Subject(name="lamp"),), sound="waves", music=Music(text="a waltz"))
    _, _, outputs = timed(request([scene(2, brief=Brief(text="A boat."), resolved=whole)]), tmp_path)
    assert document(outputs["picture-01"], Scene).brief == whole.model_copy(update={"sound": "", "music": Music()})
    assert document(outputs["sound-01"], Scene).brief == Brief(sound="waves")
    assert [cue.text for cue in document(outputs["score"], Score).cues] == ["a waltz"]


def test_a_storyboard_that_nobody_has_read_is_refused(tmp_path: Path) -> None:
    board = Storyboard(scenes=(Scene(seconds=2, resolved=Brief()), Scene(seconds=2, brief=Brief(text="A boat."))))
    unread = Request("storyboard-timing", StoryboardTiming(storyboard=board))
    with pytest.raises(InputError, match="Scene 2 has no whole brief") as caught:
        timed(unread, tmp_path)
    assert "text-to-storyboard" in caught.value.hint


def test_the_score_has_a_cue_where_each_scene_begins_and_the_title_sounds_like_the_first(tmp_path: Path) -> None:
    _, _, outputs = timed(request([scene(2), scene(3)], title="T", title_seconds=3, end_seconds=2), tmp_path)
    score = document(outputs["score"], Score)
    assert (score.seconds, score.title, score.home) == (10.0, "T", 8.0)
    assert [cue.start for cue in score.cues] == [0.0, 5.0]


def test_captions_are_written_in_both_formats(tmp_path: Path) -> None:
    _, _, outputs = timed(request([scene(6, "Words.")], {"speech-01-01": spoken(4.0, 8)}), tmp_path)
    assert captions(outputs)
    for name in ("vtt", "srt"):
        assert [c.text for c in read_captions(outputs[name].path.read_text())] == [c.text for c in captions(outputs)]


def test_captions_keep_the_written_punctuation(tmp_path: Path) -> None:
    said = Asset(
        Kind.SPEECH,
        "audio/wav",
        "0",
        Path("x"),
        {"seconds": 2.0, "words": [["Go", 0.0, 0.5], ["he", 0.6, 0.8], ["said", 0.8, 1.5]]},
    )
    _, _, outputs = timed(request([scene(4, "“Go!” he said.")], {"speech-01-01": said}), tmp_path)
    assert [c.text for c in captions(outputs)] == ["“Go!” he said."]


def test_a_voice_without_word_times_is_captioned_too(tmp_path: Path) -> None:
    text = "The lamp is lit and the sea is calm, and a boat comes home through the last of the light."
    timeline, _, outputs = timed(request([scene(8, text)], {"speech-01-01": spoken(6.0)}), tmp_path)
    assert " ".join(c.text.replace("\n", " ") for c in captions(outputs)) == text
    assert captions(outputs)[0].start == pytest.approx(timeline.passages[0].start, abs=0.1)


@st.composite
def films(draw: st.DrawFn) -> Request:
    """Storyboards with said and unsaid lengths, none to three passages a scene, at any frame rate."""
    scenes, speech = [], {}
    for n in range(1, draw(st.integers(1, 5)) + 1):
        passages = draw(st.lists(st.floats(0.2, 12), max_size=3))
        for k, seconds in enumerate(passages, 1):
            speech[f"speech-{n:02d}-{k:02d}"] = spoken(seconds, max(1, round(seconds * 2.5)))
        scenes.append(scene(draw(st.none() | st.floats(0.05, 20)), *("Words." for _ in passages)))
    return request(
        scenes, speech, fps=draw(st.integers(1, 60)), overlap=draw(st.integers(0, 20)),
        seconds=draw(st.none() | st.floats(1, 90)), title=draw(st.sampled_from(["", "T"])),
        title_seconds=draw(st.sampled_from([0.0, 3.5])), end_seconds=draw(st.sampled_from([0.0, 3.0])),
    )  # fmt: skip


@given(films())
def test_everything_has_its_place(asked: Request) -> None:
    """Shots follow each other without a gap on the frame grid and hold their dissolves; narration is inside its shot,
    whole and in order; captions are inside theirs and do not overlap."""
    params = asked.params
    assert isinstance(params, StoryboardTiming)
    scenes, _ = fit(params, asked)
    shots = cut(scenes, params)
    assert shots[0].start == 0 and shots[0].lead == 0 and shots[-1].tail == 0
    for a, b in pairwise(shots):
        assert b.start == a.start + a.frames and a.tail == b.lead
    by_id = {shot.id: shot for shot in shots}
    for part in scenes:
        shot = by_id[part.id]
        assert shot.frames >= shot.lead + shot.tail
        start, end = shot.start / params.fps, (shot.start + shot.frames) / params.fps
        passages = list(place(part, shot, params.fps))
        edges = [start, *(t for p in passages for t in (p.start, p.end)), end + 1 / params.fps]
        assert edges == sorted(edges)
        for passage, (_, asset, _) in zip(passages, part.speech, strict=True):
            assert passage.end - passage.start == pytest.approx(asset.facts["seconds"], abs=0.002)
        shown = list(captions_of(part, passages, shot, params.fps))
        for a, b in pairwise(shown):
            assert a.end <= b.start + 1e-6
        assert all(start - 0.001 <= c.start < c.end <= end + 0.001 for c in shown)
