"""Names that somebody may have meant."""

from __future__ import annotations

import pytest

from polymuse import tasks
from polymuse.errors import ParameterError
from polymuse.suggestions import did_you_mean, near_names
from polymuse.tasks import parameters

NAMES = ("image-to-image", "image-to-video", "text-to-image", "text-to-speech")


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("image", ["image-to-image", "text-to-image", "image-to-video"]), ("txt-to-image", ["text-to-image"]),
        ("Text-To-Speech", ["text-to-speech"]), ("soup", []), ("", []),
    ],
)  # fmt: skip
def test_near_names(name: str, near: list[str]) -> None:
    assert near_names(name, NAMES)[: len(near) or None] == near


def test_a_question_or_what_else_there_is_to_say() -> None:
    assert did_you_mean("imge", ["image", "film"]) == "Did you mean image?"
    assert did_you_mean("video", ["text-to-video", "image-to-video"]) == "Did you mean text-to-video or image-to-video?"
    assert did_you_mean("soup", ["image"], otherwise="There is: image.") == "There is: image."


@pytest.mark.parametrize(
    ("name", "hint"), [("image", "text-to-image"), ("speak", "text-to-speech"), ("text-to-imag", "text-to-image")]
)
def test_a_task_by_its_command_or_nearly_by_its_name(name: str, hint: str) -> None:
    with pytest.raises(ParameterError) as caught:
        tasks.get(name)
    assert caught.value.hint.startswith(f"Did you mean {hint}")


def test_a_parameter_that_is_nearly_right() -> None:
    with pytest.raises(ParameterError) as caught:
        parameters(tasks.get("text-to-image"), {"widht": 64})
    assert caught.value.hint == "Did you mean width?"
