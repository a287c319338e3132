"""The whole briefs of a storyboard's scenes."""

from __future__ import annotations

from polymuse.brief import Brief, Camera, Music, Narration, Scene, Setting, Storyboard, Subject
from polymuse.brief.scene_briefs import resolved
from polymuse.brief.script import write_script


def board(*texts: str, **more: object) -> Storyboard:
    scenes = tuple(Scene(brief=Brief(text=text)) for text in texts)
    return Storyboard.model_validate({"title": "Lamp", "scenes": scenes, **more})


def test_a_scene_s_words_are_taken_apart() -> None:
    (brief,) = resolved(board("A red boat on the sea at night.")).briefs()
    assert [(subject.name, subject.colour) for subject in brief.subjects] == [("boat", "red")]
    assert (brief.setting.place, brief.setting.time_of_day) == ("sea", "night")


def test_place_and_hour_stay_until_a_scene_says_otherwise() -> None:
    told = board("A kitchen at night.", "A woman sits at a table.", "Morning in the harbour.")
    first, second, third = (brief.setting for brief in resolved(told).briefs())
    assert (second.place, second.time_of_day) == (first.place, "night")
    assert (third.place, third.time_of_day) == ("harbour", "morning")


def test_a_thing_keeps_its_looks() -> None:
    _, again = resolved(board("A red boat on the sea.", "The boat in the harbour.")).briefs()
    assert again.subjects[0].colour == "red"


def test_what_comes_again_is_seen_from_elsewhere() -> None:
    views = [(b.camera.shot, b.camera.move) for b in resolved(board(*["A boat on the sea."] * 4)).briefs()]
    assert len(set(views)) == 4


def test_the_film_s_own_is_in_it_but_not_its_music() -> None:
    film = Brief(style="watercolour", music=Music(text="a waltz"))
    scenes = (Scene(brief=Brief(text="A boat.")), Scene(brief=Brief(text="A gull.", music=Music(text="silence"))))
    first, second = resolved(Storyboard(brief=film, scenes=scenes)).briefs()
    assert (first.style, first.music.text, second.music.text) == ("watercolour", "", "silence")


def test_what_was_said_outright_stays() -> None:
    said = Brief(text="A red boat.", subjects=(Subject(name="lamp"),), camera=Camera(shot="close", move="pull"))
    (brief,) = resolved(Storyboard(scenes=(Scene(brief=said),))).briefs()
    assert (brief.subjects, brief.camera) == (said.subjects, said.camera)


def test_a_whole_brief_that_is_there_stays_and_tells_what_follows() -> None:
    read = Brief(text="A boat.", subjects=(Subject(name="boat", colour="blue"),), setting=Setting(time_of_day="dusk"))
    scenes = (Scene(brief=Brief(text="A red boat."), resolved=read), Scene(brief=Brief(text="The boat is home.")))
    first, second = resolved(Storyboard(scenes=scenes)).briefs()
    assert first == read
    assert (second.subjects[0].colour, second.setting.time_of_day) == ("blue", "dusk")


def test_reading_twice_changes_nothing() -> None:
    once = resolved(board("A red boat on the sea at night.", "The boat in the harbour.", "A gull over the boat."))
    assert resolved(once) == once


def test_what_was_written_stays_as_it_was() -> None:
    written = board("A red boat on the sea at night.", "The boat in the harbour.")
    assert resolved(written).as_written() == written
    assert write_script(resolved(written)) == write_script(written)


def test_what_is_spoken_lends_a_scene_its_mood() -> None:
    told = Scene(brief=Brief(text="A boat."), narration=(Narration(text="They were happy and joyful."),))
    cheerful, plain = resolved(Storyboard(scenes=(told, Scene(brief=Brief(text="A boat."))))).briefs()
    assert cheerful.mood is not None and cheerful.mood.valence > 0.2 and plain.mood is None
