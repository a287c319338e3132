"""Briefs of three or more sentences that are stories themselves: every sentence is a scene and its narration."""

from __future__ import annotations

import re
from itertools import pairwise

from polymuse.brief import Brief, Narration, Scene, Storyboard
from polymuse.engines.builtin.writer.premise import is_about_film

__all__ = ["story_sentences", "tell_story"]

_LEAST = 3
_MOST_SCENES = 12
_READING = 2.3
_BREATH = 1.5
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’]?\s+(?=[\"“‘A-ZÀ-Þ0-9])|\n+")


def story_sentences(text: str) -> list[str]:
    """Sentences of a story; empty if the text is only an idea. Sentences about the film itself ("45 seconds, calm.")
    are dropped."""
    parts = [part.strip() for part in _SENTENCE.split(text) if part.strip()]
    sentences = [part for part in parts if len(part.split()) >= _LEAST and not is_about_film(part)]
    return sentences if len(sentences) >= _LEAST else []


def tell_story(
    storyboard: Storyboard, sentences: list[str], film: Brief, seconds: float | None, count: int | None
) -> Storyboard:
    """A scene per sentence, or per group of sentences if there are many; as long as their narration, or as requested."""
    groups = _grouped(sentences, min(count or _MOST_SCENES, len(sentences)))
    reading_times = [len(" ".join(group).split()) / _READING + _BREATH for group in groups]
    scale = (seconds or storyboard.seconds or sum(reading_times)) / sum(reading_times)
    scenes, at = [], 0.0
    for group, length in zip(groups, reading_times, strict=True):
        text = " ".join(group)
        end = round(at + length * scale, 2)
        scenes.append(Scene(start=at, end=end, brief=Brief(text=text), narration=(Narration(text=text),)))
        at = end
    return storyboard.model_copy(update={"scenes": tuple(scenes), "seconds": at, "brief": film})


def _grouped(sentences: list[str], count: int) -> list[list[str]]:
    marks = [round(index * len(sentences) / count) for index in range(count + 1)]
    return [sentences[first:last] for first, last in pairwise(marks)]
