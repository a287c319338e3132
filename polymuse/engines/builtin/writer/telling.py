"""Briefs that tell their story themselves, in three sentences or more: every sentence is a scene and is spoken."""

from __future__ import annotations

import re
from itertools import pairwise

from polymuse.brief import Brief, Narration, Scene, Storyboard
from polymuse.engines.builtin.writer.premise import about_the_film

__all__ = ["tell", "told_sentences"]

_LEAST = 3
_MOST_SCENES = 12
_READING = 2.3
_BREATH = 1.5
_SENTENCE = re.compile(r"(?<=[.!?…])[\"”’]?\s+(?=[\"“‘A-ZÀ-Þ0-9])|\n+")


def told_sentences(text: str) -> list[str]:
    """The sentences of a story; none when the text is only an idea. Sentences about the film itself ("45 seconds,
    calm.") are left out."""
    parts = [part.strip() for part in _SENTENCE.split(text) if part.strip()]
    told = [part for part in parts if len(part.split()) >= _LEAST and not about_the_film(part)]
    return told if len(told) >= _LEAST else []


def tell(given: Storyboard, sentences: list[str], film: Brief, seconds: float | None, count: int | None) -> Storyboard:
    """A scene for each sentence, or for several where there are many; as long as it takes to say them, or as long as
    was asked for."""
    groups = _grouped(sentences, min(count or _MOST_SCENES, len(sentences)))
    needed = [len(" ".join(group).split()) / _READING + _BREATH for group in groups]
    scale = (seconds or given.seconds or sum(needed)) / sum(needed)
    scenes, at = [], 0.0
    for group, length in zip(groups, needed, strict=True):
        text = " ".join(group)
        end = round(at + length * scale, 2)
        scenes.append(Scene(start=at, end=end, brief=Brief(text=text), narration=(Narration(text=text),)))
        at = end
    return given.model_copy(update={"scenes": tuple(scenes), "seconds": at, "brief": film})


def _grouped(sentences: list[str], count: int) -> list[list[str]]:
    marks = [round(index * len(sentences) / count) for index in range(count + 1)]
    return [sentences[first:last] for first, last in pairwise(marks)]
