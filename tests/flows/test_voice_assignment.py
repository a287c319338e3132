"""Characters are heard apart."""

from __future__ import annotations

import asyncio

import pytest

from polymuse.brief import Character, Narration, Scene, Storyboard, Voice
from polymuse.brief.scene_briefs import resolved
from polymuse.flows.film.options import FilmOptions
from polymuse.flows.film.planning import film_plan
from polymuse.flows.film.voice_assignment import part_of, parts
from polymuse.planning.plan import Plan
from polymuse.runtime import default_runtime


def planned(storyboard: Storyboard, **options: object) -> Plan:
    chosen = FilmOptions.model_validate(options)
    return asyncio.run(film_plan(resolved(storyboard), chosen, default_runtime().registry))


@pytest.mark.parametrize(
    ("description", "part"),
    [
        ("an old woman with white hair", "old woman"), ("a young fisherman", "young man"),
        ("a girl in a yellow coat", "girl"),
        ("his grandmother", "old woman"), ("an old keeper with a white beard", "old man"), ("a robot", "person"),
        ("a soft voice", "person"), ("an old man's voice", "old man"), ("a child", "child"),
    ],
)  # fmt: skip
def test_a_description_asks_for_a_part(description: str, part: str) -> None:
    assert part_of(description) == part


def test_everybody_has_a_voice_of_their_own() -> None:
    board = Storyboard(
        title="T",
        characters=(
            Character(name="Mara", description="an old woman"), Character(name="Tom", description="a man in a cap"),
            Character(name="Ben", description="a tall man"), Character(name="Ida", voice=Voice(name="clara")),
        ),
        scenes=(
            Scene(seconds=9, narration=(
                Narration(text="Evening."), Narration(text="Tea?", speaker="MARA"),
                Narration(text="Please.", speaker="Tom"), Narration(text="No.", speaker="Ben"),
                Narration(text="Yes.", speaker="Ida"), Narration(text="Hm.", speaker="Zed"),
            )),
        ),
    )  # fmt: skip
    assert parts(board)["ben"] == "man 2"
    steps = [step for step in planned(board).steps if step.task == "text-to-speech"]
    voices = [step.params["voice"] for step in steps]
    assert voices == [None, "old woman", "man", "man 2", "clara", "person 2"]


def test_a_narrator_is_who_the_script_says() -> None:
    scene = Scene(seconds=5, narration=(Narration(text="Evening.", delivery=("an old man's weary voice",)),))
    plan = planned(Storyboard(title="T", scenes=(scene,)))
    assert next(s for s in plan.steps if s.task == "text-to-speech").params["voice"] == "old man"
    plan = planned(Storyboard(title="T", scenes=(scene,)), voice="iris")
    assert next(s for s in plan.steps if s.task == "text-to-speech").params["voice"] == "iris"
