"""Texts without scenes: a brief, or a story in paragraphs."""

from __future__ import annotations

import re

from polymuse.brief.model import Brief, Narration, Scene, Storyboard
from polymuse.brief.script.times import duration_in

__all__ = ["as_scenes"]

_SHORT = 80
"""Words: a text up to this long is a brief, however many paragraphs it has."""

_TITLE_WORDS = 9


def as_scenes(storyboard: Storyboard) -> Storyboard:
    """A storyboard whose film text is short stays a brief (its length read from its words); one with several
    paragraphs is a story: each is a scene, drawn and told in its own words, the first being the title when it is short
    and has no full stop."""
    text = storyboard.brief.text
    paragraphs = [part.strip() for part in re.split(r"\n{2,}", text) if part.strip()]
    seconds = storyboard.seconds or duration_in(text)
    if len(paragraphs) < 2 or len(text.split()) <= _SHORT:
        return storyboard.model_copy(update={"seconds": seconds})
    title = storyboard.title
    if not title and len(paragraphs[0].split()) <= _TITLE_WORDS and paragraphs[0][-1] not in ".!?…":
        title = paragraphs.pop(0)
    film = storyboard.brief.model_copy(update={"text": ""})
    scenes = tuple(Scene(brief=Brief(text=each), narration=(Narration(text=each),)) for each in paragraphs)
    return storyboard.model_copy(update={"title": title, "brief": film, "scenes": scenes})
