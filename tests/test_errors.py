"""How errors are told in a notebook, and that nothing of a library's own is in the way."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from polymuse import tasks
from polymuse.errors import AwaitingImport, ParameterError, PolymuseError
from polymuse.flows.film.options import film_options
from polymuse.media.picture import read_image
from polymuse.planning.plan import Lock, Plan
from polymuse.storage.folder import write_text

CELL = """\
from polymuse import tasks

def draw(width):
    tasks.parameters(tasks.get("text-to-image"), {"width": width})
"""


def raised(code: str) -> PolymuseError:
    """The error of a notebook's cell, whose lines are known as IPython makes them known."""
    linecache.cache["<cell>"] = (len(code), None, code.splitlines(keepends=True), "<cell>")
    with pytest.raises(PolymuseError) as caught:
        exec(compile(code, "<cell>", "exec"), {})
    return caught.value


class TestInANotebook:
    def test_the_line_the_sentence_and_the_remedy(self) -> None:
        assert raised(
            'import polymuse\nfrom polymuse import tasks\ntasks.get("text-to-soup")'
        )._render_traceback_() == [
            'line 3: tasks.get("text-to-soup")',
            "ParameterError: There is no task 'text-to-soup'.",
            "Did you mean text-to-sound, text-to-speech or text-to-video?",
        ]

    def test_the_function_is_named(self) -> None:
        place, sentence = raised(f"{CELL}\ndraw(333)")._render_traceback_()
        assert place == 'line 4 of draw: tasks.parameters(tasks.get("text-to-image"), {"width": width})'
        assert sentence.startswith("ParameterError: text-to-image: width: must be a multiple of 2")

    def test_one_that_was_never_raised(self) -> None:
        assert ParameterError("Wrong.")._render_traceback_() == ["ParameterError: Wrong."]

    def test_what_a_person_has_to_do_is_shown(self) -> None:
        lines = AwaitingImport("One waits.", work="Put in: a boat", hint="Bring it back.")._render_traceback_()
        assert lines == ["AwaitingImport: One waits.", "Bring it back.", "", "Put in: a boat"]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: tasks.parameters(tasks.get("text-to-image"), {"width": 333}),
        lambda: film_options(fps=0),
        lambda: Plan.from_json("{}"),
        lambda: Lock.from_json("{}", "film.lock"),
        lambda: read_image(Path(__file__)),
        lambda: write_text(Path(__file__) / "here.txt", "words"),
    ],
    ids=["parameters", "film_options", "plan", "lock", "image", "disk"],
)
def test_what_a_library_said_is_not_repeated(wrong: Callable[[], object]) -> None:
    with pytest.raises(PolymuseError) as caught:
        wrong()
    shown = "".join(traceback.format_exception(caught.value))
    assert (
        "pydantic" not in shown
        and "PIL" not in shown
        and "OSError" not in shown
        and "yaml." not in shown
        and "During handling" not in shown
    )
