from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.brief import Brief, Mood, Narration, Scene, Setting, Storyboard
from polymuse.brief.script import read_script, write_script
from polymuse.engines.builtin.writer import ENGINE
from polymuse.engines.builtin.writer.bank import moods, plots, themes, threads
from polymuse.engines.builtin.writer.completing import ALT, complete_storyboard
from polymuse.engines.builtin.writer.make import make
from polymuse.engines.builtin.writer.phrasing import (
    ReferringPhrase,
    fill_template,
    make_slots,
    possessive,
    with_article,
)
from polymuse.errors import ParameterError
from polymuse.tasks.text_to_storyboard import TextToStoryboard
from polymuse.types import Kind, Made, Notice, Request

KEEPER = "A lighthouse keeper's last evening, 45 seconds, warm and melancholic"
BRIEFS = [
    KEEPER,
    "A fox in the snow, 30 seconds, calm",
    "A boy and his dog find a map in the attic. 40 seconds, funny",
    "How bees make honey, 60 seconds",
    "Launch film for a new ceramic mug, 20 seconds, bright",
    "Two old friends meet again in a cafe, 50 seconds, nostalgic",
    "A young astronaut waits for a message from home, 35 seconds, tense",
    "Grandmother bakes bread on a rainy morning, one minute, cosy",
    "Autumn in a mountain village",
    "quantum",
]


def written(tmp_path: Path, text: str = "", given: Storyboard | None = None, **params: object) -> Storyboard:
    values = {"text": text, "storyboard": given, **params}
    request = Request("text-to-storyboard", TextToStoryboard.model_validate(values))
    (made,) = [event for event in make(request, tmp_path) if isinstance(event, Made)]
    assert (made.name, made.kind, made.media_type) == ("storyboard", Kind.BRIEF, "application/json")
    return Storyboard.model_validate_json(made.path.read_text(encoding="utf-8"))


def spoken(board: Storyboard) -> str:
    return " ".join(narration.text for scene in board.scenes for narration in scene.narration)


def test_the_card_names_what_it_runs():
    assert (ENGINE.card.id, ENGINE.card.tasks) == ("writer", ("text-to-storyboard",))


@pytest.mark.parametrize("text", BRIEFS)
def test_a_brief_becomes_a_whole_storyboard(tmp_path: Path, text: str):
    board = written(tmp_path, text)
    said = re.search(r"(\d+) s", text)
    length = float(said[1]) if said else 60 if "minute" in text else 45
    assert board.title
    assert 3 <= len(board.scenes) <= 8
    assert board.scenes[0].start == 0
    assert board.scenes[-1].end == length
    assert all(before.end == after.start for before, after in pairwise(board.scenes))
    for scene in board.scenes:
        seconds = scene.length()
        assert seconds and scene.heading and scene.caption and scene.alt and scene.description and scene.brief.sound
        assert len(spoken(Storyboard(scenes=(scene,))).split()) / 2.3 <= 0.9 * seconds
        assert scene.brief.setting.place and scene.brief.setting.time_of_day
        assert len(scene.alt) <= ALT
    assert len(spoken(board).split()) / 2.3 >= 0.35 * length
    assert read_script(write_script(board)).storyboard == board.as_written()
    assert all(brief.subjects or brief.setting.place for brief in board.briefs())


@pytest.mark.parametrize("text", BRIEFS)
@pytest.mark.parametrize("seed", range(4))
def test_sentences_are_sound(tmp_path: Path, text: str, seed: int):
    board = written(tmp_path, text, seed=seed)
    for words in (spoken(board), *(scene.brief.text for scene in board.scenes)):
        assert not re.search(r"[{}\[\]|@]|  |\.\.|,\.", words), words
        assert not re.search(r"\b[Aa] [aeio]\w", words), words
        assert not re.search(r"\b(?:they|two \w+s|children) (?:walks|knows|has|is|stands)\b", words, re.IGNORECASE), (
            words
        )
        assert all(sentence[0].isupper() for sentence in re.split(r"(?<=[.!?])\s+", words) if sentence), words
    lines = re.split(r"(?<=[.!?])\s+", spoken(board))
    assert len(lines) == len(set(lines))


def test_the_hero_is_named_before_being_called_she(tmp_path: Path):
    for seed in range(6):
        words = spoken(written(tmp_path, "A girl on a train, 40 seconds", seed=seed))
        pronoun = re.search(r"\b(?:she|her)\b", words, re.IGNORECASE)
        assert pronoun is None or "girl" in words[: pronoun.start()]


def test_the_brief_is_heard(tmp_path: Path):
    board = written(tmp_path, KEEPER)
    assert board.title == "The Lighthouse Keeper's Last Evening"
    assert board.brief.mood is not None
    assert board.brief.mood.words == ("warm", "melancholic")
    assert "melancholic" in board.brief.music.text
    assert "lighthouse keeper" in board.scenes[1].brief.text
    hours = [scene.brief.setting.time_of_day for scene in board.scenes]
    assert (hours[0], hours[-1]) == ("golden hour", "night")


def test_what_the_brief_names_is_seen(tmp_path: Path):
    seen = " ".join(s.brief.text for s in written(tmp_path, "A boy and his dog find a map in the attic").scenes)
    assert {"boy", "dog", "map"} <= set(re.findall(r"\w+", seen))
    assert "red balloon" in " ".join(s.brief.text for s in written(tmp_path, "A red balloon over the city").scenes)


def test_same_seed_same_words_other_seed_others(tmp_path: Path):
    assert written(tmp_path, KEEPER, seed=3) == written(tmp_path, KEEPER, seed=3)
    assert len({spoken(written(tmp_path, KEEPER, seed=seed)) for seed in range(5)}) > 2


def test_length_and_number_of_scenes_can_be_asked_for(tmp_path: Path):
    board = written(tmp_path, KEEPER, seconds=20, scenes=4)
    assert (len(board.scenes), board.scenes[-1].end) == (4, 20)
    assert len(written(tmp_path, KEEPER, scenes=1).scenes) == 1


def test_a_silent_film_is_silent(tmp_path: Path):
    assert spoken(written(tmp_path, "A fox in the snow, silent, 20 seconds")) == ""


def test_a_story_in_sentences_keeps_its_words(tmp_path: Path):
    text = (
        "A girl finds a letter in a bottle. She reads it under the stars. In the morning she writes back. 30 seconds."
    )
    board = written(tmp_path, text)
    assert [scene.narration[0].text for scene in board.scenes] == [f"{part}." for part in text.split(". ")[:3]]
    assert board.scenes[-1].end == 30


def test_what_the_author_said_stays(tmp_path: Path):
    given = Storyboard(title="My Fox", brief=Brief(text="A fox in the snow", palette=("pink",)))
    board = written(tmp_path, given=given)
    assert (board.title, board.brief.palette, board.brief.text) == ("My Fox", ("pink",), "A fox in the snow")


def test_limits_are_said(tmp_path: Path):
    request = Request("text-to-storyboard", TextToStoryboard(text="A fox in the snow", language="de", scenes=40))
    notices = [event.text for event in make(request, tmp_path) if isinstance(event, Notice)]
    assert len(notices) == 2
    assert "English" in notices[0]
    assert "40" in notices[1]


def test_a_brief_without_anybody_is_said_to_follow_somebody(tmp_path: Path):
    request = Request("text-to-storyboard", TextToStoryboard(text="The sound of an empty street"))
    assert any("names nobody" in event.text for event in make(request, tmp_path) if isinstance(event, Notice))


def test_nothing_to_write_about(tmp_path: Path):
    with pytest.raises(ParameterError, match="nothing to write"):
        written(tmp_path)


def test_a_script_is_completed_and_not_changed(tmp_path: Path):
    scene = Scene(
        heading="INT. KITCHEN - NIGHT",
        seconds=8,
        brief=Brief(
            text="A lamp on a table. A cat.", mood=Mood(words=("quiet", "warm")), setting=Setting(time_of_day="night")
        ),
        narration=(Narration(text="It burns."),),
    )
    silent = Scene(seconds=4, brief=Brief(text="A gate, " + "half open and very old, " * 10), alt="Mine.")
    board = written(tmp_path, given=Storyboard(scenes=(scene, silent)))
    first, second = board.scenes
    assert board.title == "Kitchen"
    assert (first.caption, first.alt) == ("Kitchen, night", "A lamp on a table. A cat. At night.")
    assert first.description.endswith("The mood is quiet and warm.")
    assert first.model_copy(update={"caption": "", "alt": "", "description": "", "resolved": None}) == scene
    assert first.resolved is not None and [subject.name for subject in first.resolved.subjects] == [
        "lamp",
        "table",
        "cat",
    ]
    assert (second.alt, second.narration, second.brief) == ("Mine.", (), silent.brief)


def test_a_narrator_is_given_words_only_when_asked_for():
    scene = Scene(brief=Brief(text="a boat leaves"))
    asked = complete_storyboard(Storyboard(brief=Brief(text="Two scenes with a narrator."), scenes=(scene,)))
    assert asked.scenes[0].narration == (Narration(text="A boat leaves."),)
    assert complete_storyboard(Storyboard(brief=Brief(text="No narrator."), scenes=(scene,))).scenes[0].narration == ()


@given(
    st.lists(
        st.builds(Scene, heading=st.text(max_size=9), brief=st.builds(Brief, text=st.text(max_size=300))), max_size=3
    )
)
def test_any_script_can_be_completed(scenes: list[Scene]):
    for scene in complete_storyboard(Storyboard(scenes=tuple(scenes))).scenes:
        assert len(scene.alt) <= ALT


SHE = ReferringPhrase("a girl", "the girl", "a girl in a red coat", "she")
FRIENDS = ReferringPhrase("two friends", "the two friends", "two friends", "they")


@pytest.mark.parametrize("hero", [SHE, FRIENDS])
def test_every_line_of_the_bank_can_be_filled(hero: ReferringPhrase):
    values = make_slots(hero, friend=SHE, prop=ReferringPhrase("a map", "the map", "a map", "it"))
    values |= {
        "topic": "tea",
        "ask_topic": "about tea",
        "topic_seen": "a cup",
        "core": "A map",
        "place": "park",
        "place_wide": "a wide view",
    }
    lines = [line for theme in themes() for beat in theme.beats for line in (*beat.see, *beat.say, *beat.more)]
    lines += [line for one in (*moods(), *plots()) for pool in one.lines.values() for line in pool]
    lines += [line for pool in threads().values() for line in pool]
    assert len(lines) > 250
    for line in lines:
        filled = fill_template(line, values, hero.plural)
        assert not re.search(r"[{}\[\]|]", filled), line
        assert filled[-1] in ".!?", line


def test_every_theme_has_a_whole_story():
    for theme in themes():
        parts = [beat.part for beat in theme.beats]
        assert set(parts) == {"open", "near", "middle", "turn", "image", "close"}, theme.name


@pytest.mark.parametrize(
    ("words", "expected"),
    [("old man", "an old man"), ("fox", "a fox"), ("hour", "an hour"), ("unicorn", "a unicorn"), ("uncle", "an uncle"),
     ("university", "a university"), ("one-eyed cat", "a one-eyed cat"), ("umbrella", "an umbrella")],
)  # fmt: skip
def test_articles(words: str, expected: str):
    assert with_article(words) == expected


def test_agreement_and_introduction():
    assert fill_template("{They} [walks|walk].", make_slots(SHE), plural=False) == "She walks."
    assert fill_template("{They} [walks|walk].", make_slots(FRIENDS), plural=True) == "They walk."
    assert (
        fill_template("Under {their} hat {they} [sings|sing].", make_slots(SHE), False, introduce=True)
        == "Under the girl's hat she sings."
    )
    assert possessive("the two friends") == "the two friends'"


def test_scenes_that_speak_to_somebody_are_spoken():
    board = read_script("# Taskly\n\n**Hook**\nDo you lose your notes?\n\n**Answer**\nTaskly keeps them.\n").storyboard
    assert [s.narration[0].text for s in complete_storyboard(board).scenes] == [
        "Do you lose your notes?",
        "Taskly keeps them.",
    ]
    seen = read_script("## A\nWe see a lamp.\n\n## B\nA book lies beside it.\n").storyboard
    assert not any(s.narration for s in complete_storyboard(seen).scenes)


def test_what_is_only_spoken_is_drawn():
    board = complete_storyboard(
        Storyboard(scenes=(Scene(narration=(Narration(text="A stream turns the mill."),)), Scene(heading="The sea")))
    )
    assert [scene.brief.text for scene in board.scenes] == ["A stream turns the mill.", "The sea"]
    placed = Scene(brief=Brief(setting=Setting(place="kitchen")), heading="INT. KITCHEN")
    assert complete_storyboard(Storyboard(scenes=(placed,))).scenes[0].brief.text == ""


def test_a_story_in_paragraphs_is_told():
    story = "The Fox\n\n" + "\n\n".join(
        f"In year {n}, " + "the fox sat before the house and looked at it. " * 3 for n in range(4)
    )
    board = read_script(story).storyboard
    assert board.title == "The Fox"
    assert [s.narration[0].text for s in board.scenes] == [s.brief.text for s in board.scenes]


@pytest.mark.parametrize(
    ("heading", "title"),
    [
        ("Day 1", "A Boat Comes"), ("Monday, 3 March 1902", "A Boat Comes"), ("Part II", "A Boat Comes"),
        ("2024-05-01", "A Boat Comes"), ("May 1st, morning", "A Boat Comes"),
        ("Day of the Boat", "Day of the Boat"), ("The Harbour", "The Harbour"),
    ],
)  # fmt: skip
def test_a_heading_that_only_counts_or_dates_is_no_title(heading: str, title: str) -> None:
    given = Storyboard(scenes=(Scene(heading=heading, brief=Brief(text="A boat comes.")),))
    assert complete_storyboard(given).title == title
