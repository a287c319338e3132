"""What the composer's tests share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from polymuse.engines.builtin.composer.arrange import arrange
from polymuse.engines.builtin.composer.form import MusicPlan, make_plan
from polymuse.engines.builtin.composer.interpretation import MusicRequest, interpret
from polymuse.engines.builtin.composer.score import Score
from polymuse.tasks.text_to_music import TextToMusic
from polymuse.types import Request


@pytest.fixture(scope="session")
def wish() -> Callable[..., MusicRequest]:
    """A wish from text-to-music parameters."""

    def made(**params: Any) -> MusicRequest:
        return interpret(Request("text-to-music", TextToMusic(**params)))

    return made


@pytest.fixture(scope="session")
def planned(wish: Callable[..., MusicRequest]) -> Callable[..., MusicPlan]:
    """A plan from text-to-music parameters."""
    return lambda **params: make_plan(wish(**params))


@pytest.fixture(scope="session")
def scored(planned: Callable[..., MusicPlan]) -> Callable[..., Score]:
    """A score from text-to-music parameters."""
    return lambda **params: arrange(planned(**params))
