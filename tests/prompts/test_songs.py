"""Lyrics, sections, lengths."""

from __future__ import annotations

import pytest

from polymuse.prompts.model import PromptPart
from polymuse.prompts.songs import parse_seconds, section_names, tag_lyrics


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("90 seconds", 90),
        ("1.5 minutes", 90),
        ("2:05", 125),
        ("45s", 45),
        ("about 3 min", 180),
        ("long", None),
        ("", None),
    ],
)
def test_lengths(text: str, expected: float | None) -> None:
    assert parse_seconds((PromptPart.of(text, "duration"),)) == expected


def test_sections() -> None:
    assert section_names("intro, verse > chorus → bridge; outro") == ["intro", "verse", "chorus", "bridge", "outro"]


def test_a_verse_that_comes_again_is_the_chorus() -> None:
    assert tag_lyrics([PromptPart.of("a\n\nb\n\na", "lyrics")]) == "[Chorus]\na\n\n[Verse 1]\nb\n\n[Chorus]\na"
    assert tag_lyrics([]) == ""
