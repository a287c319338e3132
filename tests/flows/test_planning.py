"""A film as a plan."""

from __future__ import annotations

import asyncio
import json

import pytest

from polymuse.brief import Brief, Character, Narration, Scene, Storyboard, Voice
from polymuse.brief.scene_briefs import resolved
from polymuse.brief.script import read_script
from polymuse.errors import InputError, KeyMissing, NoEngine
from polymuse.flows.film.film import in_its_language
from polymuse.flows.film.options import FilmOptions
from polymuse.flows.film.planning import film_plan
from polymuse.planning.plan import Plan, Step
from polymuse.runtime import default_runtime


def board(*texts: str, **more: object) -> Storyboard:
    scenes = tuple(Scene(seconds=4, brief=Brief(text=text), narration=(Narration(text=f"{text}."),)) for text in texts)
    return Storyboard.model_validate({"title": "Lamp", "scenes": scenes, **more})


def planned(storyboard: Storyboard, options: FilmOptions) -> Plan:
    return asyncio.run(film_plan(resolved(storyboard), options, default_runtime().registry))


def steps(storyboard: Storyboard, **options: object) -> dict[str, Step]:
    plan = planned(storyboard, FilmOptions.model_validate(options))
    plan.check()
    return {step.id: step for step in plan.steps}


def test_it_names_every_step_and_what_it_waits_for() -> None:
    found = steps(board("A sea", "A boat"))
    assert set(found) == {
        "speech-01-01", "speech-02-01", "timing", "title", "scene-01", "scene-02", "end", "music", "sound-01",
        "sound-02", "mix", "into-scene-01", "into-scene-02", "into-end", "film", "poster", "still-01", "still-02",
        "check",
    }  # fmt: skip
    shots, dissolves = {"title", "scene-01", "scene-02", "end"}, {"into-scene-01", "into-scene-02", "into-end"}
    assert found["film"].after() == {"timing", "mix"} | shots | dissolves
    assert found["into-scene-02"].after() == {"scene-01", "scene-02"}
    assert found["mix"].after() == {"timing", "speech-01-01", "speech-02-01", "sound-01", "sound-02", "music"}
    assert all(step.why and step.size > 0 for step in found.values())


def test_a_plan_survives_json() -> None:
    plan = planned(board("A sea", "A boat"), FilmOptions())
    assert Plan.from_json(plan.to_json()).to_json() == plan.to_json()


def test_a_scene_that_comes_again_is_another_view_wherever_it_is_planned() -> None:
    seen = board("A sea", "A boat", "A sea", "A sea")
    seeds = [steps(seen, seed=7)[f"scene-0{n}"].params["seed"] for n in (1, 2, 3, 4)]
    assert seeds == [7, 7, 8, 9]
    assert steps(seen, seed=7, scene=3)["scene-03"].params["seed"] == 8
    assert steps(seen, seed=2**32 - 1)["scene-03"].params["seed"] == 0


def test_the_check_names_its_gates() -> None:
    gates = steps(board("A sea"))["check"].params["gates"]
    assert "duration" in gates and list(gates) == sorted(gates)


def test_dissolves_are_shorter_where_a_scene_is_short() -> None:
    short = Storyboard(scenes=(Scene(seconds=0.5, brief=Brief(text="A")), Scene(seconds=9, brief=Brief(text="B"))))
    lead = steps(short, fps=24)["scene-02"].params["lead"]
    assert 0 < lead <= 3 == 0.5 * 24 / 4
    assert steps(board("A", "B"), fps=24)["scene-02"].params["lead"] == 6


def test_one_scene_alone_has_nothing_to_join() -> None:
    found = steps(board("A", "B"), scene=2)
    assert {id for id in found if id.startswith("scene")} == {"scene-02"} and "title" not in found
    assert (found["scene-02"].params["lead"], found["scene-02"].params["tail"]) == (0, 0)
    assert not {id for id in found if id.startswith("into")}


def test_what_is_seen_of_a_scene_does_not_wait_for_speech_where_its_length_is_known() -> None:
    silent, said = Scene(seconds=4, brief=Brief(text="A sea")), (Narration(text="The sea."),)
    told = silent.model_copy(update={"narration": said})
    unsaid = silent.model_copy(update={"seconds": None})
    found = steps(Storyboard(title="Lamp", scenes=(silent, told, unsaid), seconds=60))
    assert found["scene-01"].after() == set()
    assert found["scene-02"].inputs == {"scene": "timing.picture-02"}
    assert found["scene-03"].inputs == {"scene": "timing.picture-03"}
    assert found["title"].after() == found["end"].after() == found["poster"].after() == set()
    assert found["sound-01"].after() == {"timing"}


def test_with_strict_timing_what_a_scene_says_is_its_length() -> None:
    found = steps(board("A sea", "A boat"), strict_timing=True)
    assert found["scene-01"].after() == found["scene-02"].after() == set()
    assert found["timing"].params["strict"]


def test_what_is_known_beforehand_is_as_long_as_its_place_in_the_film() -> None:
    short = Storyboard(scenes=tuple(Scene(seconds=s, brief=Brief(text="A sea")) for s in (0.5, 9.04)))
    first, second = (steps(short, fps=10)[f"scene-0{n}"].params for n in (1, 2))
    assert (first["seconds"], second["seconds"]) == (0.5, 9.0)
    assert first["tail"] == second["lead"] == 1


def test_a_scene_alone_shows_what_it_shows_in_the_film() -> None:
    film = board("A kitchen at night.", "A woman sits at a table.")
    alone, whole = (steps(film, strict_timing=True, scene=scene)["scene-02"].params["brief"] for scene in (2, None))
    assert alone == whole and whole["setting"]["time_of_day"] == "night"


def test_nothing_is_planned_from_a_storyboard_that_nobody_has_read() -> None:
    with pytest.raises(InputError, match="Scene 1 has no whole brief"):
        asyncio.run(film_plan(board("A sea"), FilmOptions(), default_runtime().registry))


def test_who_speaks() -> None:
    cast = (Character(name="Ada", voice=Voice(name="alto")), Character(name="Bob"))
    said = (Narration(text="One.", speaker="ADA"), Narration(text="Two.", speaker="Bob"), Narration(text="Three."))
    film = Storyboard(characters=cast, scenes=(Scene(narration=said, brief=Brief(voice=Voice(name="tenor"))),))
    voices = [steps(film)[f"speech-01-0{k}"].params["voice"] for k in (1, 2, 3)]
    assert voices == ["alto", "person 2", "tenor"]
    assert steps(film, voice="bass")["speech-01-03"].params["voice"] == "bass"


def test_an_engine_can_be_asked_for_and_must_be_able() -> None:
    found = steps(board("A"), models={"poster-rendering": "sketch"})
    assert (found["poster"].engine, found["poster"].why) == ("sketch", "asked for")
    with pytest.raises(NoEngine, match="does not do text-to-image") as caught:
        steps(board("A"), models={"text-to-image": "voice"})
    assert "sketch" in caught.value.hint


def test_a_thousand_scenes_are_planned() -> None:
    many = board(*(f"Scene {n}" for n in range(1000)))
    plan = planned(many, FilmOptions())
    plan.check()
    assert len(json.loads(plan.to_json())["steps"]) == 5 * 1000 + 9


def test_a_language_is_read_from_the_narration() -> None:
    french = read_script("Scène 1\nNarration : « Il y avait une fois un phare qui avait peur du noir. »\n")
    options, notices = in_its_language(french, FilmOptions())
    assert options.language == "fr"
    assert "French" in notices[0].text
    english = read_script("Scene 1\nNarration: The lamp is lit and the sea is calm.\n")
    said = read_script("Language: English\n\nScene 1\nNarration: Il y avait une fois un phare.\n")
    for reading, asked in ((english, None), (said, None), (french, "en")):
        given = FilmOptions(language=asked)
        assert in_its_language(reading, given) == (given, ())


@pytest.fixture
def keyed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LUMA_AGENTS_API_KEY", "a key")


@pytest.mark.usefixtures("keyed")
def test_pictures_from_elsewhere_are_set_in_motion_and_made_to_fit() -> None:
    found = steps(board("A sea", "A boat"), models={"text-to-image": "uni-1"})
    assert found["scene-01-picture"].engine == "uni-1@luma_agents"
    assert found["scene-01-picture"].params["brief"]["text"] == "A sea" and not found["scene-01-picture"].inputs
    take = found["scene-01-take-1"]
    assert (take.task, take.engine) == ("image-to-video", "stills")
    assert take.inputs == {"image": "scene-01-picture.image", "scene": "timing.take-01"}
    assert found["timing"].params["takes"] == {"1": 1, "2": 1}
    shot = found["scene-01"]
    assert (shot.task, shot.engine) == ("video-conforming", "editor")
    assert shot.inputs == {"take-1": "scene-01-take-1.video", "scene": "timing.picture-01"}
    assert found["title"].engine == found["end"].engine == found["poster"].engine == "sketch"
    assert found["film"].inputs["scene-01"] == "scene-01.video"


ELSEWHERE = ({"text-to-video": "ray-3.2"}, {"text-to-image": "uni-1"}, {"image-to-video": "ray-3.2"})


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize("models", ELSEWHERE)
def test_cards_and_poster_show_the_film_s_own_pictures_where_others_make_them(models: dict[str, str]) -> None:
    found = steps(board("It is quiet", "A boat on the sea", "A long night"), models=models)
    behind = {"title": ("scene-01", 0.1), "end": ("scene-03", 0.9), "poster": ("scene-02", 0.5)}
    for id, (shot, at) in behind.items():
        frame = found[f"{id}-backdrop"]
        assert (frame.task, frame.engine) == ("frame-extraction", "editor")
        assert (frame.params, frame.inputs) == ({"at": at}, {"video": f"{shot}.video"})
        assert found[id].engine == "sketch"
        assert found[id].inputs == {"backdrop": f"{id}-backdrop.image"}
    assert found["scene-01"].after() == {"scene-01-take-1", "timing"}


@pytest.mark.usefixtures("keyed")
@pytest.mark.parametrize("models", [{}, *ELSEWHERE])
def test_a_plan_s_steps_could_be_done_in_their_order(models: dict[str, str]) -> None:
    done: set[str] = set()
    for id, step in steps(board("A sea", "A boat"), models=models).items():
        assert step.after() <= done, id
        done.add(id)


def test_what_the_artist_draws_has_drawn_cards() -> None:
    found = steps(board("A sea", "A boat"), models={"text-to-image": "sketch", "image-to-video": "stills"})
    assert not any(found[id].inputs for id in ("title", "end", "poster"))
    assert not any("backdrop" in id for id in found)
    assert not found["timing"].params["takes"]


@pytest.mark.usefixtures("keyed")
def test_a_scene_alone_has_no_cards_and_its_own_poster() -> None:
    found = steps(board("A sea", "A boat"), models={"text-to-video": "ray-3.2"}, scene=2)
    assert [id for id in found if id.endswith("-backdrop")] == ["poster-backdrop"]
    assert found["poster-backdrop"].inputs == {"video": "scene-02.video"}


@pytest.mark.usefixtures("keyed")
def test_a_picture_does_not_depend_on_when_its_scene_is_shown() -> None:
    one = board("A sea", "A boat")
    other = one.model_copy(update={"scenes": tuple(s.model_copy(update={"seconds": 9.0}) for s in one.scenes)})
    models = {"text-to-image": "uni-1"}
    pictures = [steps(b, models=models)["scene-02-picture"].params for b in (one, other)]
    assert pictures[0] == pictures[1]


@pytest.mark.usefixtures("keyed")
def test_a_scene_that_is_longer_than_a_model_s_shots_takes_several() -> None:
    long = Storyboard(scenes=(Scene(seconds=18, brief=Brief(text="A sea")),))
    filmed = steps(long, models={"text-to-video": "ray-3.2"}, seed=5)
    assert [filmed[f"scene-01-take-{n}"].params["seconds"] for n in (1, 2)] == pytest.approx([9.25, 9.25])
    assert [filmed[f"scene-01-take-{n}"].params["seed"] for n in (1, 2)] == [5, 6]
    narrated = long.scenes[0].model_copy(update={"narration": (Narration(text="A sea."),)})
    waiting = steps(Storyboard(scenes=(narrated,)), models={"text-to-video": "ray-3.2"})
    assert waiting["timing"].params["takes"] == {"1": 2}
    assert waiting["scene-01-take-2"].inputs == {"scene": "timing.take-01"}
    moved = steps(long, models={"image-to-video": "ray-3.2"})
    assert moved["scene-01-picture"].engine == "sketch"
    assert moved["scene-01-join-2"].inputs == {"video": "scene-01-take-1.video"}
    assert moved["scene-01-take-2"].inputs["image"] == "scene-01-join-2.image"
    assert moved["scene-01"].inputs["take-2"] == "scene-01-take-2.video"


def test_a_model_without_its_key_fails_before_anything_is_planned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LUMA_AGENTS_API_KEY", raising=False)
    with pytest.raises(KeyMissing, match="LUMA_AGENTS_API_KEY"):
        steps(board("A sea"), models={"text-to-video": "ray-3.2"})
