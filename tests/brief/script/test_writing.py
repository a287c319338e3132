from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from polymuse.brief import Brief, Camera, Character, Mood, Music, Narration, Scene, Setting, Storyboard, Subject, Voice
from polymuse.brief.script import from_json, from_yaml, read_script, to_json, to_yaml, write_script

NASTY = st.sampled_from(
    [
        "Scene 2: x",
        "## Home [5s]",
        "Visual: a",
        "a: b",
        '"quoted"',
        "“curly”",
        "- bullet",
        "---",
        "```",
        "# t",
        "null",
        "~",
        "1. x",
        "INT. X - DAY",
        "(beat)",
        "*em*",
        "a\nb",
        "a\n\nb",
        " a ",
        "\\",
        "MARA",
        "0:10",
        "<!-- -->",
        "| a |",
        "yes",
        "é🦊ا",
        "\t",
        "a\u2028b",
        "\x85",
        "\r",
        "{a: 1}",
        "&x *x",
        "\ufeffa",
        "Characters:",
        "\n",
        "a\n\n",
        "\x07",
        "",
    ]
)
TEXT = st.one_of(NASTY, st.text(max_size=12), st.lists(NASTY, max_size=3).map("".join), st.just("A boat on the sea."))
WORDS = st.lists(TEXT, max_size=2).map(tuple)
MAYBE = st.none() | TEXT
SETTINGS = st.builds(Setting, place=MAYBE, weather=WORDS, time_of_day=st.sampled_from([None, "dawn", "night"]))
VOICES = st.builds(Voice, name=MAYBE, delivery=WORDS)
MOODS = st.none() | st.builds(Mood, words=WORDS, valence=st.sampled_from([0.0, 0.25]))
SUBJECTS = st.lists(st.builds(Subject, name=TEXT, count=st.integers(1, 9), colour=MAYBE), max_size=2).map(tuple)
BRIEFS = st.builds(
    Brief, text=TEXT, subjects=SUBJECTS, setting=SETTINGS, mood=MOODS, style=MAYBE, palette=WORDS, sound=TEXT,
    voice=VOICES, camera=st.builds(Camera, text=TEXT, move=st.sampled_from([None, "push"])),
    music=st.builds(Music, text=TEXT), on_screen_text=TEXT, avoid=WORDS,
    language=st.sampled_from([None, "de", "pt-BR", "x y"]), audience=MAYBE,
)  # fmt: skip
SPOKEN = st.builds(Narration, text=TEXT, speaker=MAYBE, delivery=WORDS, language=st.sampled_from([None, "de"]))
TIMES = st.sampled_from([{}, {"seconds": 5}, {"seconds": 1 / 3}, {"seconds": 7.25}])
SCENES = st.builds(
    lambda times, **fields: Scene(**times, **fields),
    TIMES, heading=TEXT, brief=BRIEFS, narration=st.lists(SPOKEN, max_size=2).map(tuple), caption=TEXT, alt=TEXT,
    description=TEXT,
)  # fmt: skip
CHARACTERS = st.lists(st.builds(Character, name=TEXT, description=TEXT, voice=VOICES), max_size=2).map(tuple)


@st.composite
def storyboards(draw: st.DrawFn) -> Storyboard:
    made = draw(st.lists(SCENES, max_size=3))
    if made and draw(st.booleans()):
        made[0] = made[0].model_copy(update={"start": 0.0, "end": 4.5, "seconds": None})
    seconds = draw(st.sampled_from([None, 45.0, 0.1]))
    return Storyboard(
        title=draw(TEXT), brief=draw(BRIEFS), seconds=seconds, characters=draw(CHARACTERS), scenes=tuple(made)
    )


@given(storyboards())
def test_a_script_reads_back_as_it_was(board: Storyboard):
    assert read_script(write_script(board)).storyboard == board


@given(storyboards())
def test_data_reads_back_as_it_was(board: Storyboard):
    assert from_yaml(to_yaml(board)) == board
    assert from_json(to_json(board)) == board


def test_a_plain_storyboard_is_written_in_words():
    scene = Scene(
        heading="The Gate",
        start=0,
        end=10,
        brief=Brief(text="An iron gate.", sound="birds", camera=Camera(text="slow push in")),
        narration=(Narration(text="It opens.", delivery=("soft",)),),
    )
    written = write_script(Storyboard(title="Home", seconds=60, scenes=(scene,)))
    assert written == (
        "# Home\n\nTotal length: 60 s\n\n## Scene 1 — The Gate (0:00–0:10)\n\nVisual: An iron gate.\n"
        'Camera: slow push in\nSound: birds\n\nNarration (soft): "It opens."\n'
    )


def test_only_what_words_cannot_say_is_data():
    written = write_script(Storyboard(scenes=(Scene(heading="A", brief=Brief(text="b", camera=Camera(move="push"))),)))
    assert written == "## Scene 1 — A\n\nVisual: b\n\n```yaml\nbrief:\n  camera:\n    move: push\n```\n"
