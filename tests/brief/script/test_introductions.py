"""Who a screenplay introduces is a character from then on."""

from __future__ import annotations

import pytest

from polymuse.brief.describe import complete_brief
from polymuse.brief.script import read_script, write_script

SCREENPLAY = """INT. KITCHEN - DAY

{0} waits at the window.

EXT. PARK - DUSK

{1} sits on a bench.
"""


@pytest.mark.parametrize(
    ("introduced", "name", "description"),
    [
        ("ANNA (30s, red coat)", "Anna", "a woman, 30s, red coat"),
        ("ANNA (RED COAT and grey hair)", "Anna", "a woman, RED COAT and grey hair"),
        ("JOHN, 72,", "John", "an old man, 72"),
        ("MARY ANN (late 60s)", "Mary Ann", "an old woman, late 60s"),
        ("KOFI, 8,", "Kofi", "a boy, 8"),
        ("ROBIN (teens, freckles)", "Robin", "a teenager, teens, freckles"),
        ("THE BAKER (50s, white apron)", "Baker", "a baker, 50s, white apron"),
        ("MARA (an old woman with a red scarf)", "Mara", "an old woman with a red scarf"),
        ("ZED (40s, moustache)", "Zed", "a person, 40s, moustache"),
    ],
)
def test_introductions(introduced: str, name: str, description: str) -> None:
    board = read_script(SCREENPLAY.format(introduced, name)).storyboard
    assert [(c.name, c.description) for c in board.characters] == [(name, description)]
    assert "(" not in board.scenes[0].brief.text
    first, second = (
        next(s for s in complete_brief(board.brief_of(i), board.characters).subjects if s.character) for i in (0, 1)
    )
    assert first.character == second.character == name
    assert (first.name, first.attributes, first.colour) == (second.name, second.attributes, second.colour)
    assert read_script(write_script(board)).storyboard == board


@pytest.mark.parametrize(
    "line",
    [
        "ANNA (V.O.) waits.", "ANNA (whispering) waits.", "ANNA (CONT'D) waits.", "ANNA (to Tom) waits.",
        "A BBC (London) van waits.", "Anna (30s, red coat) waits.", "THE BOAT (RED COATS ON DECK) WAITS.",
        "A boat from the USA, 3 sails, waits.",
    ],
)  # fmt: skip
def test_what_introduces_nobody(line: str) -> None:
    board = read_script(f"INT. KITCHEN - DAY\n\n{line}\n").storyboard
    assert board.characters == ()
    assert board.scenes[0].brief.text == line


def test_who_is_known_is_not_introduced_again() -> None:
    script = "Characters:\nAnna: an old woman\n\n" + SCREENPLAY.format("ANNA (30s, red coat)", "ANNA (40s)")
    board = read_script(script).storyboard
    assert [(c.name, c.description) for c in board.characters] == [("Anna", "an old woman")]
    board = read_script(SCREENPLAY.format("ANNA (30s)", "ANNA (60s)")).storyboard
    assert [(c.name, c.description) for c in board.characters] == [("Anna", "a woman, 30s")]


def test_who_is_introduced_speaks_as_that_character() -> None:
    script = SCREENPLAY.format("ANNA (30s, red coat)", "ANNA") + "\nANNA\nGood evening.\n"
    board = read_script(script).storyboard
    assert [n.speaker for scene in board.scenes for n in scene.narration] == ["Anna"]
