"""The film is as loud as asked for and never too loud (EBU R 128), measured on what a player decodes."""

from __future__ import annotations

from collections.abc import Iterator

from polymuse.gates.base import Film, Verdict, verdict
from polymuse.media.loudness import SILENCE

TOLERANCE = 0.5
TRUE_PEAK = -1.0


def check(film: Film) -> Iterator[Verdict]:
    measured = film.loudness
    if measured.integrated > SILENCE:
        off = abs(measured.integrated - film.target_loudness)
        yield verdict(
            "loudness", off, TOLERANCE, "LU from target",
            f"{measured.integrated:.2f} LUFS, asked for {film.target_loudness:g}",
        )  # fmt: skip
    yield verdict("true-peak", measured.true_peak, TRUE_PEAK, "dBTP", f"{measured.true_peak:.2f} dBTP")
