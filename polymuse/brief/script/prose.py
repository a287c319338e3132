"""Texts without scenes: briefs, and stories in paragraphs."""

from __future__ import annotations

import re

from polymuse.brief.model import Brief, Narration, Scene, Storyboard
from polymuse.brief.script.times import find_duration

__all__ = ["split_into_scenes"]

_MAX_BRIEF_WORDS = 80
"""A text up to this many words is a brief, however many paragraphs it has."""

_TITLE_WORDS = 9


def split_into_scenes(storyboard: Storyboard) -> Storyboard:
    """A storyboard whose film text is short stays a brief (with its length parsed from the text). A longer text is a
    story: each paragraph becomes a scene, shown and narrated by its own text; a short first one without full stop is
    the title."""
    text = storyboard.brief.text
    paragraphs = [part.strip() for part in re.split(r"\n{2,}", text) if part.strip()]
    seconds = storyboard.seconds or find_duration(text)
    if len(paragraphs) < 2 or len(text.split()) <= _MAX_BRIEF_WORDS:
        return storyboard.model_copy(update={"seconds": seconds})
    title = storyboard.title
    if not title and len(paragraphs[0].split()) <= _TITLE_WORDS and paragraphs[0][-1] not in ".!?…":
        title = paragraphs.pop(0)
    film = storyboard.brief.model_copy(update={"text": ""})
    scenes = tuple(
        Scene(brief=Brief(text=paragraph), narration=(Narration(text=paragraph),)) for paragraph in paragraphs
    )
    return storyboard.model_copy(update={"title": title, "brief": film, "scenes": scenes})
