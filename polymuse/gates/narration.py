"""Every narration passage is audible at its time in the timeline and fully captioned."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from polymuse.brief.timeline import SpokenPassage
from polymuse.gates.base import DecodedFilm, Verdict, judge
from polymuse.media.wav import memory_map_wav

MIN_RMS = 10 ** (-45 / 20)
"""RMS level, relative to full scale, that a spoken passage reaches."""


def check(film: DecodedFilm) -> Iterator[Verdict]:
    passages = film.timeline.passages
    if not passages:
        return
    samples, rate = memory_map_wav(film.narration)

    def is_audible(passage: SpokenPassage) -> bool:
        part = samples[round(passage.start * rate) : round(passage.end * rate)].astype(np.float32) / 32767
        return len(part) > 0 and float(np.sqrt((part**2).mean())) > MIN_RMS

    missing = [p.text for p in passages if not is_audible(p)]
    yield judge("narration", len(missing), 0, "passages not heard", "; ".join(m[:60] for m in missing[:3]))
    for shot in film.timeline.shots:
        spoken_text = " ".join(p.text for p in passages if p.shot == shot.id)
        caption_text = " ".join(c.text for c in film.captions if c.shot == shot.id)
        missing_words = [w for w in _words(spoken_text) if w not in set(_words(caption_text))]
        if spoken_text:
            yield judge(
                "narration-captioned",
                len(missing_words),
                0,
                f"words of {shot.id} without caption",
                " ".join(missing_words[:8]),
            )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
