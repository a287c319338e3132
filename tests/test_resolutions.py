"""Resolutions by name."""

from __future__ import annotations

import pytest

from polymuse.resolutions import RESOLUTIONS, SCALES, pixels_of, smallest


def test_a_resolution_has_the_pixels_of_its_lines_or_of_a_square() -> None:
    assert pixels_of("720p", still=False) == 1280 * 720 and pixels_of("4k", still=False) == 3840 * 2160
    assert pixels_of("2k", still=False) == 2560 * 1440 and pixels_of("2K", still=True) == 2048**2
    assert pixels_of("0.25 MP", still=True) == 250_000 and pixels_of("512", still=True) == 512**2
    assert pixels_of("768P", still=False) == 768 * 768 * 16 / 9


@pytest.mark.parametrize(
    ("pixels", "resolution"), [(1280 * 720, "720p"), (1470 * 630, "720p"), (1366 * 768, "1080p"), (10**8, "4k")]
)
def test_the_smallest_that_is_enough_is_taken(pixels: int, resolution: str) -> None:
    """Sides are multiples of something: a little more is the same resolution."""
    assert smallest(pixels, RESOLUTIONS, still=False) == resolution


def test_they_are_in_order() -> None:
    assert sorted(RESOLUTIONS, key=lambda name: pixels_of(name, still=False)) == list(RESOLUTIONS)
    assert sorted(SCALES, key=lambda name: pixels_of(name, still=True)) == list(SCALES)
