from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from polymuse.brief import Brief, Camera, Scene, Subject
from polymuse.brief.describe import complete_brief
from polymuse.brief.documents import write_document
from polymuse.engines.builtin.sketch.make import make
from polymuse.errors import MediaError
from polymuse.media.video import keyframes, read_frames
from polymuse.tasks.card_rendering import CardRendering
from polymuse.tasks.poster_rendering import PosterRendering
from polymuse.tasks.shot_rendering import ShotRendering
from polymuse.tasks.text_to_image import TextToImage
from polymuse.tasks.text_to_video import TextToVideo
from polymuse.types import Asset, Event, Kind, Made, Notice, Progress, Request

SMALL = {"width": 160, "height": 90}


def shot(work: Path, inputs: dict[str, Asset] | None = None, **params: object) -> list[Event]:
    work.mkdir(exist_ok=True)
    asked = TextToVideo.model_validate({"fps": 12, "seconds": 1, **SMALL, **params})
    return list(make(Request("text-to-video", asked, inputs or {}), work))


def joined(work: Path, inputs: dict[str, Asset] | None = None, **params: object) -> list[Event]:
    """A film's shot, with its neighbours' frames."""
    work.mkdir(exist_ok=True)
    asked = ShotRendering.model_validate(
        {"brief": complete_brief(Brief(text=PROMPT)), "fps": 12, "seconds": 1, **SMALL, **params}
    )
    return list(make(Request("shot-rendering", asked, inputs or {}), work))


def made(events: list[Event]) -> Made:
    (one,) = [event for event in events if isinstance(event, Made)]
    return one


def notices(events: list[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Notice)]


PROMPT = "A woman in a red coat walks through a park in the rain. The camera pans right."


def test_the_same_request_gives_the_same_bytes(tmp_path: Path) -> None:
    first, again = (made(shot(tmp_path / name, prompt=PROMPT, seed=3)).path.read_bytes() for name in "12")
    assert first == again
    assert made(shot(tmp_path / "3", prompt=PROMPT, seed=4)).path.read_bytes() != first


def test_a_shot_has_exactly_its_frames_and_begins_its_parts_on_keyframes(tmp_path: Path) -> None:
    result = made(joined(tmp_path, seconds=1.25, lead=5, tail=4))
    frames = list(read_frames(result.path))
    assert len(frames) == 5 + 15 + 4 == result.facts["frames"]
    assert frames[0].shape == (90, 160, 4)
    assert keyframes(result.path) == (0, 2 * 5, 24 - 2 * 4)
    assert result.facts["seconds"] == 1.25


def test_lead_and_body_are_one_movement(tmp_path: Path) -> None:
    """What comes before the body is the same world at earlier moments: no jump where it begins."""
    frames = [f.astype(int) for f in read_frames(made(joined(tmp_path, lead=6)).path)]
    steps = [np.abs(b - a).mean() for a, b in itertools.pairwise(frames)]
    assert steps[5] < 3 * np.median(steps)


def test_a_shot_moves_all_the_time(tmp_path: Path) -> None:
    frames = list(read_frames(made(shot(tmp_path, prompt="a quiet empty beach")).path))
    assert np.abs(frames[0].astype(int) - frames[-1]).max() > 8


def test_a_scene_brings_its_own_length_and_words(tmp_path: Path) -> None:
    scene = Scene(seconds=0.5, brief=Brief(text="a boat on the sea", camera=Camera(move="push"), on_screen_text="1912"))
    written = write_document("scene", scene, tmp_path)
    given = {"scene": Asset(written.kind, written.media_type, "0" * 64, written.path)}
    assert made(shot(tmp_path / "w", given, seconds=None)).facts["frames"] == 6
    assert made(joined(tmp_path / "w", given, seconds=3, tail=2)).facts["frames"] == 6 + 2


def test_a_film_s_shot_is_the_same_by_its_scene_and_by_what_is_known_beforehand(tmp_path: Path) -> None:
    brief = complete_brief(Brief(text=PROMPT))
    written = write_document("scene", Scene(seconds=0.5, brief=brief), tmp_path)
    given = {"scene": Asset(written.kind, written.media_type, "0" * 64, written.path)}
    one, other = joined(tmp_path / "1", given, brief=Brief()), joined(tmp_path / "2", brief=brief, seconds=0.5)
    assert made(one).path.read_bytes() == made(other).path.read_bytes()


def test_nothing_is_read_from_the_text_of_a_film_s_shot(tmp_path: Path) -> None:
    assert made(joined(tmp_path, brief=Brief(text="a red boat"))).facts["things"] == []


def test_what_cannot_be_drawn_is_said(tmp_path: Path) -> None:
    events = shot(tmp_path, brief=Brief(text="…", subjects=(Subject(name="dog"), Subject(name="gizmotron"))))
    assert notices(events) == ["No drawing for “gizmotron”: it is not shown."]


def test_a_card_is_made_of_its_words(tmp_path: Path) -> None:
    params = CardRendering(brief=Brief(on_screen_text="The Last Evening\nA film"), fps=12, seconds=3, **SMALL)
    events = list(make(Request("card-rendering", params), tmp_path))
    frames = list(read_frames(made(events).path))
    changed = np.abs(frames[-1][20:60, 20:140, :3].astype(int) - frames[0][20:60, 20:140, :3]).max(axis=2)
    assert (changed > 80).mean() > 0.03
    assert notices(events) == []


def asset(path: Path, size: tuple[int, int] = (160, 90)) -> Asset:
    """A red picture with a blue left third."""
    picture = Image.new("RGB", size, "#b03020")
    picture.paste("#2030b0", (0, 0, size[0] // 3, size[1]))
    picture.save(path)
    return Asset(Kind.IMAGE, "image/png", "0" * 64, path)


def card(params: PosterRendering | CardRendering, backdrop: Asset, work: Path) -> Made:
    work.mkdir(exist_ok=True)
    task = "poster-rendering" if isinstance(params, PosterRendering) else "card-rendering"
    return made(list(make(Request(task, params, {"backdrop": backdrop}), work)))


TITLE = Brief(text="a lighthouse", on_screen_text="Lamp")
CARDS = [
    PosterRendering(brief=TITLE, **SMALL),
    CardRendering(brief=TITLE, seconds=0.5, fps=12, lead=2, tail=3, **SMALL),
]


@pytest.mark.parametrize("params", CARDS)
def test_a_card_on_a_picture_shows_it_to_the_edges(tmp_path: Path, params: PosterRendering | CardRendering) -> None:
    backdrop = asset(tmp_path / "frame.jpg")
    first, again = (card(params, backdrop, tmp_path / name) for name in "12")
    assert first.path.read_bytes() == again.path.read_bytes()
    assert (first.facts["width"], first.facts["height"]) == (160, 90)
    if isinstance(params, CardRendering):
        assert first.facts["frames"] == 2 + 6 + 3
        pictures = [frame[..., 2::-1] for frame in read_frames(first.path)]
    else:
        pictures = [np.asarray(Image.open(first.path).convert("RGB"))]
    for picture in pictures:
        left, right = picture[:, :8].mean(axis=(0, 1)), picture[:, -8:].mean(axis=(0, 1))
        assert left[2] > 2 * left[0] and right[0] > 2 * right[2]


@pytest.mark.parametrize("params", CARDS)
def test_a_damaged_picture_for_a_card_is_refused_by_name(
    tmp_path: Path, params: PosterRendering | CardRendering
) -> None:
    backdrop = asset(tmp_path / "frame.jpg")
    backdrop.path.write_bytes(backdrop.path.read_bytes()[:300])
    with pytest.raises(MediaError, match=r"frame\.jpg"):
        card(params, backdrop, tmp_path)


def test_a_poster_of_a_film_without_a_title_is_the_picture_itself(tmp_path: Path) -> None:
    params = PosterRendering(**SMALL)
    backdrop = asset(tmp_path / "frame.png")
    poster = Image.open(card(params, backdrop, tmp_path / "w").path).convert("RGB")
    assert np.array_equal(np.asarray(poster), np.asarray(Image.open(backdrop.path)))


def test_words_that_do_not_fit_are_quoted_to_the_end_of_a_word(tmp_path: Path) -> None:
    events = shot(
        tmp_path, brief=Brief(on_screen_text="a lamp in the window of the house by the sea " * 40), seconds=0.5
    )
    assert "The on-screen text “a lamp in the window of the house by …” was shortened to fit the frame." in notices(
        events
    )


def test_letters_that_no_font_has_are_reported(tmp_path: Path) -> None:
    events = shot(tmp_path, brief=Brief(on_screen_text="A\U0010fffd"), seconds=0.5)
    assert any("no font" in text.lower() for text in notices(events))


def test_progress_grows(tmp_path: Path) -> None:
    fractions = [e.fraction for e in shot(tmp_path, prompt=PROMPT, seconds=3) if isinstance(e, Progress)]
    assert len(fractions) > 2
    assert fractions == sorted(fractions)


@pytest.mark.parametrize(("width", "height"), [(160, 90), (90, 160), (120, 120)])
def test_a_picture_is_drawn_to_its_edges_in_any_shape(tmp_path: Path, width: int, height: int) -> None:
    params = TextToImage(prompt="a red boat on a calm sea at sunset", width=width, height=height)
    events = list(make(Request("text-to-image", params), tmp_path))
    image = Image.open(made(events).path)
    assert image.size == (width, height)
    assert image.getextrema()[3] == (255, 255)
    again = list(make(Request("text-to-image", params), tmp_path))
    assert made(again).path.read_bytes() == made(events).path.read_bytes()


@pytest.mark.parametrize(
    ("prompt", "said"),
    [("Ein Boot auf dem See.", "German"), ("猫が座っている。", "Japanese"), ("A boat on a lake.", None)],
)
def test_a_description_in_another_language_is_said_to_be_unread(tmp_path: Path, prompt: str, said: str | None) -> None:
    told = [notice for notice in notices(shot(tmp_path, prompt=prompt)) if "English only" in notice]
    assert len(told) == (said is not None)
    assert said is None or said in told[0]
