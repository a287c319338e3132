from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.brief.script import read_script, write_script
from polymuse.errors import ScriptError

FULL = """# The Park Alive

A short film about a morning.

Total length: 60 seconds
Mood: warm, hopeful
Characters:
- Mara: an old woman with a red scarf; voice: ada
- Tom (a boy of six)

## Scene 1 — The Gate (0:00–0:10)
**Visual:** An iron gate, half open.
Dew on the bars.
- **Camera:** slow push in
* **Ambient sound:** birds, a creak
Narration (soft voice):
“Every morning begins
with a gate.

And somebody who opens it.”

Leaves move.

## Scene 2 — The Park Alive (0:10–0:25)
Visuals:
- three children running
- a dog
Music: light piano
MARA: "Come home."
Narration (German, soft): „Komm heim.“

**Scene 3: Home** 0:25-0:40
INT. KITCHEN - NIGHT
Text on screen: "The End"
(beat)
TOM (V.O.)
(softly)
Good night, Mara.

<!-- not
this -->
### SCENE FOUR (15 seconds)
A lamp.
"""


def scenes(text: str):
    return read_script(text).storyboard.scenes


def test_a_full_script():
    reading = read_script(FULL)
    board = reading.storyboard
    gate, park, home, lamp = board.scenes
    assert not reading.is_brief
    assert (board.title, board.seconds) == ("The Park Alive", 60)
    assert board.brief.text == "A short film about a morning."
    assert board.brief.mood is not None and board.brief.mood.words == ("warm", "hopeful")
    assert [(c.name, c.description, c.voice.name) for c in board.characters] == [
        ("Mara", "an old woman with a red scarf", "ada"),
        ("Tom", "a boy of six", None),
    ]
    assert (gate.heading, gate.start, gate.end) == ("The Gate", 0, 10)
    assert gate.brief.text == "An iron gate, half open. Dew on the bars.\n\nLeaves move."
    assert gate.brief.camera.text == "slow push in"
    assert gate.brief.sound == "birds, a creak"
    assert gate.narration[0].text == "Every morning begins with a gate.\n\nAnd somebody who opens it."
    assert gate.narration[0].delivery == ("soft",)
    assert park.brief.text == "three children running\na dog"
    assert [(n.text, n.speaker, n.language, n.delivery) for n in park.narration] == [
        ("Come home.", "Mara", None, ()),
        ("Komm heim.", None, "de", ("soft",)),
    ]
    assert (home.brief.setting.place, home.brief.setting.time_of_day) == ("kitchen", "night")
    assert home.brief.on_screen_text == "The End"
    assert (home.narration[0].speaker, home.narration[0].text) == ("Tom", "Good night, Mara.")
    assert (lamp.seconds, lamp.brief.text) == (15, "A lamp.")
    assert [FULL.splitlines()[line - 1][:9] for line in reading.lines] == [
        "## Scene ",
        "## Scene ",
        "**Scene 3",
        "### SCENE",
    ]


@pytest.mark.parametrize(
    ("line", "heading", "start", "end", "seconds"),
    [
        ("Scene 2 — The Park Alive (0:10–0:25)", "The Park Alive", 10, 25, None),
        ("## 2. Harbour [15s]", "Harbour", None, None, 15),
        ("**Scene 3: Home** 0:25-0:40", "Home", 25, 40, None),
        ("### SCENE THREE (15 seconds)", "", None, None, 15),
        ("[00:00 - 00:10] Opening", "Opening", 0, 10, None),
        ("0:05–0:10 Opening", "Opening", 5, 10, None),
        ("Scene 1: Dawn | 00:00:10 to 00:00:25", "Dawn", 10, 25, None),
        ("Scene 1. Dawn (10-25s)", "Dawn", 10, 25, None),
        ("Scene 1 - Dawn (1.5 min)", "Dawn", None, None, 90),
        ("Scene 1 - Dawn (from 0:10)", "Dawn", 10, None, None),
        ("Scene 1 - Dawn (Duration: 15 sec)", "Dawn", None, None, 15),
        ("Scene 1 - Dawn (0:10 – 0:25, 15 s)", "Dawn", 10, 25, None),
        ("Scene 1 - Dawn, 12 seconds", "Dawn", None, None, 12),
        ("# Scene IV: Dawn", "Dawn", None, None, None),
        ("Scene 1\\. Dawn (0:10\\-0:25)", "Dawn", 10, 25, None),
        ("EXT. HARBOUR - DAY", "EXT. HARBOUR - DAY", None, None, None),
        ("Szene 1: Hafen (0:00 bis 0:10)", "Hafen", 0, 10, None),
    ],
)
def test_headings(line: str, heading: str, start: float | None, end: float | None, seconds: float | None):
    (scene,) = scenes(f"{line}\nVisual: a boat\n")
    assert (scene.heading, scene.start, scene.end, scene.seconds) == (heading, start, end, seconds)
    assert scene.brief.text == "a boat"


def test_markdown_headings_without_numbers_or_times():
    board = read_script("# Home\n\nIntro.\n\n## Gate\nA gate.\n\n## Music\nPiano.\n\n## Lamp\nA lamp.\n").storyboard
    assert board.title == "Home"
    assert [scene.heading for scene in board.scenes] == ["Gate", "Lamp"]
    assert board.brief.music.text == "Piano."


def test_a_heading_beside_timed_headings_is_a_scene_too():
    assert [s.heading for s in scenes("# Film\n## A [5s]\nx\n## B\ny\n## Notes\nnothing\n")] == ["A", "B"]


def test_numbered_lines():
    board = scenes("1) The gate\nVisual: a gate\n\n2) The lamp\nVisual: a lamp\n")
    assert [(s.heading, s.brief.text) for s in board] == [("The gate", "a gate"), ("The lamp", "a lamp")]
    told = scenes("1. A woman walks through the gate.\n2. She lights the lamp.\n")
    assert [s.brief.text for s in told] == ["A woman walks through the gate.", "She lights the lamp."]


def test_numbers_inside_scenes_are_text():
    (scene,) = scenes("Scene 1\nVisual: two things\n1. a lamp\n2. a book\n")
    assert scene.brief.text == "two things\na lamp\na book"


def test_a_table():
    board = scenes(
        "| Scene | Time | Visual | Narration |\n|---|---|---|---|\n"
        "| 1 Gate | 0:00–0:10 | an iron gate | “It opens.” |\n| 2 | 5s | a \\| lamp | |\n"
    )
    assert [(s.heading, s.length(), s.brief.text) for s in board] == [("Gate", 10, "an iron gate"), ("", 5, "a | lamp")]
    assert board[0].narration[0].text == "It opens."
    assert board[1].narration == ()


def test_acts_are_not_scenes():
    board = read_script("# Film\n\n# Act One\n## Scene 1\na\n# Act Two\n## Scene 2\nb\n").storyboard
    assert [s.brief.text for s in board.scenes] == ["a", "b"]


def test_shots_inside_scenes_are_text():
    assert [s.brief.text for s in scenes("Scene 1\nShot 1: a boat\nScene 2\nShot: a bird\n")] == ["a boat", "a bird"]


def test_front_matter():
    board = read_script(
        "---\ntitle: 1984\nmood: [calm, warm]\nno: crowds\nduration: 1:30\n---\nScene 1\na\n"
    ).storyboard
    assert (board.title, board.seconds, board.brief.avoid) == ("1984", 90, ("crowds",))
    assert board.brief.mood is not None and board.brief.mood.words == ("calm", "warm")


def test_typed_data_in_a_scene():
    (scene,) = scenes("Scene 1\nA boat.\n```yaml\nbrief:\n  camera: {move: push}\n```\n")
    assert (scene.brief.text, scene.brief.camera.move) == ("A boat.", "push")


def test_one_scene_without_headings():
    (scene,) = scenes("Visual: a boat\nSound: waves\nNarration: It sails.\n")
    assert (scene.brief.text, scene.brief.sound, scene.narration[0].text) == ("a boat", "waves", "It sails.")


def test_each_picture_is_a_scene_without_headings():
    assert [s.brief.text for s in scenes("Visual: a\nSound: x\n\nVisual: b\nSound: y\n")] == ["a", "b"]


@pytest.mark.parametrize(
    "text", ["A lighthouse keeper's last evening, 45 seconds, warm and melancholic", "One.\n\nTwo."]
)
def test_a_brief(text: str):
    reading = read_script(text)
    assert reading.is_brief and not reading.storyboard.scenes
    assert reading.storyboard.brief.text == text
    assert reading.storyboard.seconds == (45 if "45" in text else None)


def test_a_story_in_paragraphs():
    paragraph = "The boat leaves the harbour in the morning, " + "and it goes on and on " * 10 + "until night."
    reading = read_script(f"The Boat\n\n{paragraph}\n\n{paragraph}\n")
    assert reading.storyboard.title == "The Boat"
    assert [scene.brief.text for scene in reading.storyboard.scenes] == [paragraph, paragraph]


def test_unquoted_narration_over_paragraphs():
    (scene,) = scenes("Scene 1\nVisual: a boat\nNarration:\n\nFirst words.\n\nSecond words.\n\nSound: waves\n")
    assert scene.narration[0].text == "First words.\n\nSecond words."
    assert scene.brief.sound == "waves"


def test_a_quoted_paragraph_is_spoken_and_asides_are_not():
    (scene,) = scenes('Scene 1\nA boat.\n\n"It leaves (beat) tonight."\n')
    assert (scene.brief.text, scene.narration[0].text) == ("A boat.", "It leaves tonight.")


def test_emoji_and_right_to_left_text():
    (scene,) = scenes("Scene 1\nVisual: 🦊 ثعلب\nNarration (Arabic): «مرحبا بالعالم»\n")
    assert (scene.brief.text, scene.narration[0].text, scene.narration[0].language) == (
        "🦊 ثعلب",
        "مرحبا بالعالم",
        "ar",
    )


def test_what_has_no_place_is_noticed():
    notices = read_script("Scene 1 (0:00-0:05)\na\nDuration: soon\nScene 2 (0:07-0:10)\nb\n## Notes\nx\n").notices
    assert [notice.topic for notice in notices] == ["script", "script", "timing"] or len(notices) == 3


def test_a_notice_ends_a_quotation_after_a_word():
    notices = read_script("Scene 1\na\nDuration: as long as it takes the keeper to climb the stairs\n").notices
    assert notices[0].text.startswith(
        "Line 3: no time could be read from “as long as it takes the keeper to …”. Write it as"
    )


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 0, "nothing"),
        ("Scene 1 (0:20-0:10)\na", 1, "before it starts"),
        ("Scene 1 (0:10-0:10)\na", 1, "begins and ends"),
        ("a film\n\nScene 1 (0:00-0:10)\na\nScene 2 (0:05-0:15)\nb", 5, "before scene 1 has ended"),
        ("Scene 1\nDuration: -5 s", 2, "negative"),
        ("Scene 1 [5 hours]\na", 1, "beyond"),
        ("Scene 1\n```yaml\nstart: [\n```\n", 4, "YAML"),
        ("Scene 1\n```yaml\nstart: soon\n```\n", 2, "start"),
        ("Scene 1\n```yaml\na: 1\n", 2, "never ends"),
        ("Scene 1\n```yaml\na: &x 1\nb: *x\n```", 4, "alias"),
        ("Scene 1\n" * 1001, 1001, "1000"),
        ("x" * 2_000_001, 0, "longer"),
    ],
)
def test_what_is_refused(text: str, line: int, words: str):
    with pytest.raises(ScriptError, match=words) as caught:
        read_script(text, "film.md")
    assert (caught.value.line, caught.value.path) == (line, "film.md")


def test_a_thousand_scenes():
    assert len(scenes("".join(f"## Scene {n} [2s]\nVisual: a boat\n" for n in range(1000)))) == 1000


PIECES = st.sampled_from(
    [
        "# ",
        "## ",
        "Scene 1",
        "(0:10-0:20)",
        "[5s]",
        "\n",
        "\n\n",
        "---\n",
        "```yaml\n",
        "```",
        ": ",
        "Visual:",
        "Narration",
        '"',
        "“",
        "(",
        "[",
        "|",
        "|---|---|\n",
        "**",
        "- ",
        "<!--",
        "-->",
        "MARA",
        "INT. ",
        "a: b",
        "Time: ",
        "99:99",
        "\\",
    ]
)


@given(st.one_of(st.text(), st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=40).map("".join)))
def test_any_text_is_read_or_refused(text: str):
    try:
        reading = read_script(text)
    except ScriptError:
        return
    assert len(reading.lines) == len(reading.storyboard.scenes)


@pytest.mark.parametrize(
    "piece",
    [
        "*",
        "(",
        "[a](",
        "_a ",
        '"',
        "a: ",
        "0:0",
        "- ",
        "<!--",
        "|a",
        "| a | b |\n|--|--|\n",
        "#",
        " ",
        "\\",
        "“a”",
        "1",
    ],
)
@pytest.mark.timeout(60)
def test_no_text_takes_longer_than_its_length(piece: str):
    """A pattern that goes back over its text would take hours for this much of it."""
    read_or_refused(piece * (200_000 // len(piece)))


@pytest.mark.parametrize(
    "key", ["Palette: ", "Narration: ", "Visual: ", "Characters: ", "Time: ", "", "| ", "- ", "**Mood** "]
)
@pytest.mark.parametrize("filling", [" ", "\t", "(", "- ", "a,", "“"])
@pytest.mark.timeout(60)
def test_no_line_takes_longer_than_its_length(key: str, filling: str):
    read_or_refused(f"Scene 1\n{key}a{filling * 100_000}b\n\n---\n{filling * 50_000}")
    read_or_refused(f"---\npalette: a{filling * 50_000}b\n---\n")


def read_or_refused(text: str) -> None:
    """It is read into something that can be written back, or refused in words."""
    try:
        assert write_script(read_script(text).storyboard)
    except ScriptError as error:
        assert error.detail


def test_what_a_chat_assistant_writes():
    reading = read_script(
        'Sure! Here\'s a 30-second script for your video:\n\n---\n\n**Title: "The Garden"**\n\n'
        "**[Scene 1: Rooftop at dawn – 0:00-0:08]**\n\n*Visual:* A rooftop garden.\n"
        '**Narrator (V.O.):** "It grows."\n\n'
        "🎬 **Scene 2: The gardener** (0:08-0:18)\n👀 Visual: A woman with a watering can.\n"
        '🎤 Narration: "She climbs."\n\n'
        "---\n\nLet me know if you'd like any changes!\n"
    )
    board = reading.storyboard
    assert (board.title, board.brief.text) == ("The Garden", "")
    assert [(s.heading, s.start, s.end, s.brief.text) for s in board.scenes] == [
        ("Rooftop at dawn", 0, 8, "A rooftop garden."),
        ("The gardener", 8, 18, "A woman with a watering can."),
    ]
    assert [s.narration[0].text for s in board.scenes] == ["It grows.", "She climbs."]
    assert len(reading.notices) == 2


def test_sentences_after_a_time_are_spoken_and_brackets_hold_keys():
    first, second = scenes(
        "[00:00] Did you know that an octopus has three hearts?\n(B-roll: an octopus)\n[SFX: bubbles]\n\n"
        "[00:10] If you liked this, hit the bell!\n"
    )
    assert [n.text for n in first.narration] == ["Did you know that an octopus has three hearts?"]
    assert (first.brief.text, first.brief.sound, first.heading) == ("an octopus", "bubbles", "")
    assert second.start == 10
    assert second.narration[0].text == "If you liked this, hit the bell!"


def test_a_quotation_that_ends_a_paragraph_is_spoken():
    cock, baker = scenes('1. A cock on a fence. "Good morning, world."\n2. A baker with bread. "Up for hours."\n')
    assert (cock.brief.text, cock.narration[0].text) == ("A cock on a fence.", "Good morning, world.")
    assert (baker.brief.text, baker.narration[0].text) == ("A baker with bread.", "Up for hours.")
    (sign,) = scenes('Scene 1\nA sign that says "Open"\n')
    assert (sign.brief.text, sign.narration) == ('A sign that says "Open"', ())


def test_narration_before_its_picture():
    board = scenes("Voiceover: One day.\nShot: a church\nVoiceover: They met.\nShot: a bus stop\n")
    assert [(s.narration[0].text, s.brief.text) for s in board] == [
        ("One day.", "a church"),
        ("They met.", "a bus stop"),
    ]


def test_who_says_what():
    (scene,) = scenes(
        "Characters: Luna (a girl), Grandpa Joe (an old man)\n\nScene 1\nA porch.\nLuna: Where do stars come from?\n"
        "Grandpa Joe: From the sky.\nTeacher says: Well done.\n"
    )
    assert [(n.speaker, n.text) for n in scene.narration] == [
        ("Luna", "Where do stars come from?"),
        ("Grandpa Joe", "From the sky."),
        ("Teacher", "Well done."),
    ]


def test_sound_and_more_under_one_key():
    (scene,) = scenes(
        'Video: a hall\nAudio: Footsteps on stone. Narrator: "Welcome."\nMusic / SFX: alarm clock, soft jazz\n'
    )
    assert (scene.brief.sound, scene.brief.music.text) == ("Footsteps on stone, alarm clock", "soft jazz")
    assert scene.narration[0].text == "Welcome."


def test_a_first_line_is_the_title():
    board = read_script("The Water Cycle\nA lesson for year 4.\n\nScene 1\nA lake.\n").storyboard
    assert (board.title, board.brief.text) == ("The Water Cycle", "A lesson for year 4.")
    assert read_script("A lake at dawn.\n\nScene 1\nA lake.\n").storyboard.title == ""
