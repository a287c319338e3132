"""Every passage of narration is heard where the timeline puts it, and captioned word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from polymuse.brief.timeline import Passage
from polymuse.gates.base import Film, Verdict, verdict
from polymuse.media.wav import mapped

AUDIBLE = 10 ** (-45 / 20)
"""Root mean square, relative to full scale, that a spoken passage reaches."""


def check(film: Film) -> Iterator[Verdict]:
    passages = film.timeline.passages
    if not passages:
        return
    samples, rate = mapped(film.narration)

    def heard(passage: Passage) -> bool:
        part = samples[round(passage.start * rate) : round(passage.end * rate)].astype(np.float32) / 32767
        return len(part) > 0 and float(np.sqrt((part**2).mean())) > AUDIBLE

    missing = [p.text for p in passages if not heard(p)]
    yield verdict("narration", len(missing), 0, "passages not heard", "; ".join(m[:60] for m in missing[:3]))
    for shot in film.timeline.shots:
        said = " ".join(p.text for p in passages if p.shot == shot.id)
        shown = " ".join(c.text for c in film.timeline.captions if c.shot == shot.id)
        lost = [w for w in _words(said) if w not in set(_words(shown))]
        if said:
            yield verdict(
                "narration-captioned", len(lost), 0, f"words of {shot.id} without caption", " ".join(lost[:8])
            )


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
