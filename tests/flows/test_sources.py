"""Parts of a film that others make."""

from __future__ import annotations

from polymuse.flows.film.sources import notices_of
from polymuse.planning.plan import Plan, Step
from polymuse.types import Finished, Notice


def step(id: str, task: str, **inputs: str) -> Step:
    return Step(id=id, task=task, engine="e", inputs=inputs)


def test_sizes_and_lengths_of_what_is_made_to_fit_are_not_worth_a_word() -> None:
    plan = Plan(
        name="film",
        steps=(
            step("picture", "text-to-image"),
            step("take-1", "image-to-video", image="picture.image"),
            step("scene", "video-conforming", **{"take-1": "take-1.video"}),
            step("poster", "text-to-image"),
        ),
    )
    size, length, words = (
        Notice("size", "It is larger."),
        Notice("length", "It is longer."),
        Notice("sent", "Other words."),
    )
    slow = Notice("timing", "It plays slowly.")
    said = {"picture": (size, words), "take-1": (length, words), "scene": (slow,), "poster": (size,)}
    results = {id: Finished({}, notices) for id, notices in said.items()}
    assert list(notices_of(plan, results)) == [words, slow, size]
    assert list(notices_of(plan, {**results, "poster": Finished({})})) == [words, slow]
