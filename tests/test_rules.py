"""Rules for every row."""

from __future__ import annotations

import pytest

from tests.rules import for_each


@for_each(range(3))
def test_a_rule_that_all_keep_to(number: int) -> None:
    assert number < 3


def test_all_that_break_a_rule_are_named() -> None:
    @for_each([("a", 1), ("b", 7), ("c", 9)], name=lambda word, number: f"row {word}")
    def rule(word: str, number: int) -> None:
        assert number < 5

    with pytest.raises(AssertionError, match=r"(?s)2 rows:\nrow b: assert 7 < 5\nrow c: assert 9 < 5"):
        rule()


def test_another_error_names_its_row() -> None:
    @for_each([1, 0])
    def rule(number: int) -> None:
        assert 1 / number

    with pytest.raises(ZeroDivisionError) as raised:
        rule()
    assert raised.value.__notes__ == ["row: 0"]
