"""What the composer's tests share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from polymuse.engines.builtin.composer.arrange import arrange
from polymuse.engines.builtin.composer.form import Plan, plan
from polymuse.engines.builtin.composer.interpretation import Wish, read
from polymuse.engines.builtin.composer.score import Score
from polymuse.tasks.text_to_music import TextToMusic
from polymuse.types import Request


@pytest.fixture(scope="session")
def wish() -> Callable[..., Wish]:
    """A wish from text-to-music parameters."""

    def made(**params: Any) -> Wish:
        return read(Request("text-to-music", TextToMusic(**params)))

    return made


@pytest.fixture(scope="session")
def planned(wish: Callable[..., Wish]) -> Callable[..., Plan]:
    """A plan from text-to-music parameters."""
    return lambda **params: plan(wish(**params))


@pytest.fixture(scope="session")
def scored(planned: Callable[..., Plan]) -> Callable[..., Score]:
    """A score from text-to-music parameters."""
    return lambda **params: arrange(planned(**params))
