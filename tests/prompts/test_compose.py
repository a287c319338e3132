"""From briefs to prompts."""

from __future__ import annotations

import pytest

from polymuse.brief import Brief, Camera, Character, Mood, Music, Relation, Setting, Subject, Voice
from polymuse.brief.describe import complete_brief
from polymuse.prompts import Prompt, prompt_from_brief
from polymuse.prompts.compose import PromptKind

TOMAS = Character(name="Tomas", description="an old lighthouse keeper with a white beard and a red scarf")


def said(prompt: Prompt, role: str | None) -> str:
    return " | ".join(part.text for part in prompt.parts if part.role == role)


def test_a_typed_brief_becomes_english() -> None:
    brief = Brief(
        subjects=(
            Subject(name="boat", count=2, colour="red", action="lie"),
            Subject(name="woman", attributes=("old", "yellow coat"), action="read"),
            Subject(name="book"),
            Subject(name="dog", attributes=("small",), colour="brown"),
        ),
        relations=(
            Relation(subject=1, kind="left of", object=0),
            Relation(subject=1, kind="holding", object=2),
            Relation(subject=3, kind="between", object=0, second=1),
        ),
        setting=Setting(place="harbour", time_of_day="dusk", weather=("fog",), season="autumn"),
        mood=Mood(valence=-0.5, arousal=-0.5),
        style="watercolour",
        palette=("navy", "rust"),
        camera=Camera(shot="wide", move="push", pace="slow"),
        on_screen_text="CLOSED",
        avoid=("people", "cars"),
        audience="children",
    )
    prompt = prompt_from_brief(brief)
    assert said(prompt, "subject") == (
        "Two red boats lying, an old woman in a yellow coat reading and holding a book and a small brown dog. "
        "The woman is to the left of the boats. The dog is between the boats and the woman."
    )
    assert said(prompt, "setting") == "a harbour at dusk in autumn, with fog"
    assert said(prompt, "light") == "the soft blue light of dusk"
    assert said(prompt, "mood") == "sad and quiet"
    assert said(prompt, "style") == "watercolour"
    assert said(prompt, "palette") == "navy and rust"
    assert said(prompt, "camera") == "wide shot"
    assert said(prompt, "text") == "CLOSED"
    assert said(prompt, "audience") == "children"
    assert [part.text for part in prompt.negative] == ["people", "cars"]
    assert said(prompt_from_brief(brief, kind="video"), "camera") == "wide shot | slow push in"


def test_a_text_is_the_description_and_fields_only_add_to_it() -> None:
    text = "A calm watercolour of a harbour at dusk. Tomas waits."
    brief = complete_brief(Brief(text=text, palette=("navy",), setting=Setting(season="winter")), (TOMAS,))
    prompt = prompt_from_brief(brief, (TOMAS,))
    assert said(prompt, None) == text
    assert said(prompt, "subject") == "Tomas is an old lighthouse keeper with a white beard and a red scarf."
    assert said(prompt, "setting") == "in winter"
    assert said(prompt, "palette") == "navy"
    assert [said(prompt, role) for role in ("light", "mood", "style", "text")] == ["", "", "", ""]


def test_characters_look_the_same_in_every_scene() -> None:
    scenes = [Brief(text="Tomas climbs the stairs."), Brief(text="At night, tomas sleeps."), Brief(text="The sea.")]
    looks = [said(prompt_from_brief(scene, (TOMAS,)), "subject") for scene in scenes]
    assert looks[0] == looks[1] != ""
    assert looks[2] == ""
    typed = prompt_from_brief(Brief(subjects=(Subject(name="man", character="Tomas", action="sit"),)), (TOMAS,))
    assert said(typed, "subject") == "Tomas, an old lighthouse keeper with a white beard and a red scarf, sitting."


def test_a_camera_that_was_given_another_view_is_told_by_its_fields() -> None:
    as_written = Camera(text="wide shot, slow push in", shot="wide", move="push", pace="slow")
    changed = as_written.model_copy(update={"shot": "close", "move": "pan left"})
    assert said(prompt_from_brief(Brief(camera=as_written), kind="video"), "camera") == "wide shot, slow push in"
    assert said(prompt_from_brief(Brief(camera=changed), kind="video"), "camera") == "close-up | slow pan to the left"


def test_a_film_is_told_what_is_heard() -> None:
    brief = Brief(
        text="a quay", sound="gulls", music=Music(genre="waltz", tempo=96, instruments=("clarinet", "strings"))
    )
    prompt = prompt_from_brief(brief, kind="video")
    assert (said(prompt, "sound"), said(prompt, "music")) == ("gulls", "waltz, 96 BPM, clarinet and strings")


def test_music() -> None:
    music = Music(text="an old waltz", genre="waltz", tempo=96, key="D minor", instruments=("piano",))
    prompt = prompt_from_brief(Brief(text="a quay", music=music, mood=Mood(words=("tender",))), kind="music")
    roles = {part.role: part.text for part in prompt.parts}
    assert roles == {
        None: "an old waltz",
        "mood": "tender",
        "tempo": "96 BPM",
        "key": "D minor",
        "instruments": "piano",
    }
    assert said(prompt_from_brief(Brief(text="a tender waltz"), kind="music"), None) == "a tender waltz"


def test_sound_comes_from_the_place_where_nothing_is_said_of_it() -> None:
    place = Brief(setting=Setting(place="harbour", weather=("rain",)))
    assert said(prompt_from_brief(place, kind="sound"), None) == "the ambience of a harbour, with rain"
    assert said(prompt_from_brief(place.model_copy(update={"sound": "gulls"}), kind="sound"), None) == "gulls"


def test_speech() -> None:
    prompt = prompt_from_brief(
        Brief(text="Nobody saw her go.", voice=Voice(delivery=("a soft", "slow"))), kind="speech"
    )
    assert (said(prompt, "delivery"), said(prompt, "speech")) == ("soft, slow", "Nobody saw her go.")


@pytest.mark.parametrize("kind", ["image", "video", "music", "sound", "speech"])
def test_an_empty_brief_is_an_empty_prompt(kind: PromptKind) -> None:
    assert prompt_from_brief(Brief(), kind=kind) == Prompt()
