"""Sizes that are said are sizes that are seen, in every aspect."""

from __future__ import annotations

import pytest

from polymuse.brief import Brief
from polymuse.brief.describe import complete_brief
from polymuse.engines.builtin.sketch.layout.staging import stage_brief
from polymuse.engines.builtin.sketch.stage import PlacedThing, Staging
from tests.engines.builtin.sketch.layout.test_staging import SIZES, bounds


def heights(text: str, size: tuple[int, int] = SIZES[0]) -> list[float]:
    """How high each subject looks, in pixels."""
    staging = stage_brief(complete_brief(Brief(text=text)), *size, 1)
    found = {}
    for thing in staging.things:
        if thing.subject is not None:
            _, top, _, bottom = bounds(staging, thing)
            found[thing.subject] = bottom - top
    return [found[i] for i in sorted(found)]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("A house bigger than the tree.", 1.0),
        ("The dog is twice as big as the boy.", 1.0),
        ("A hen taller than the cow.", 1.0),
        ("A mouse larger than the house.", 1.0),
        ("A huge elephant beside a tiny man.", 1.8),
        ("A giant man beside a house.", 0.5),
    ],
)
def test_the_larger_one_looks_larger(text: str, times: float, size: tuple[int, int]) -> None:
    large, small = heights(text, size)
    assert large > times * small


@pytest.mark.parametrize("size", SIZES)
def test_the_smaller_one_looks_smaller_whoever_is_said_first(size: tuple[int, int]) -> None:
    small, large = heights("A house smaller than the dog.", size)
    assert large > small


@pytest.mark.parametrize("pair", ["cat and a horse", "boy and a barn", "hen and a bench"])
def test_as_large_as_looks_about_as_large(pair: str) -> None:
    first, second = pair.split(" and a ")
    a, b = heights(f"A {first} as big as the {second}.")
    assert 0.5 < a / b < 2


@pytest.mark.parametrize(("words", "noun"), [("as big as a house", "cat"), ("larger than an elephant", "mouse")])
def test_a_likeness_sets_the_size_and_adds_nothing_to_the_picture(words: str, noun: str) -> None:
    brief = complete_brief(Brief(text=f"A {noun} {words} beside a man."))
    assert [s.name for s in brief.subjects] == [noun, "man"]
    large, small = heights(brief.text)
    assert large > 1.2 * small


def test_words_of_size_leave_alone_who_is_not_told_to_be_striking() -> None:
    plain, little = heights("A man and an old woman."), heights("A man and a little old woman.")
    assert 0.85 < (little[1] / little[0]) / (plain[1] / plain[0]) < 1


def test_who_rides_something_huge_sits_on_it() -> None:
    def saddle(text: str) -> float:
        """How high the rider is, as a part of the height of what is ridden."""
        staging = stage_brief(complete_brief(Brief(text=text)), 640, 360, 1)
        rider, ridden = (_of(staging, n) for n in (0, 1))
        _, top, _, bottom = bounds(staging, ridden)
        return (bottom - staging.view.point(rider.x, rider.y, rider.z)[1]) / (bottom - top)

    usual = saddle("A man rides an elephant.")
    assert saddle("A man rides a huge elephant.") == pytest.approx(usual, rel=0.05)


def _of(staging: Staging, subject: int) -> PlacedThing:
    return next(thing for thing in staging.things if thing.subject == subject)
