"""Loudness is on target and the true peak below its limit (EBU R 128), measured on the decoded sound."""

from __future__ import annotations

from collections.abc import Iterator

from polymuse.gates.base import DecodedFilm, Verdict, judge
from polymuse.media.loudness import SILENCE

TOLERANCE = 0.5
TRUE_PEAK = -1.0


def check(film: DecodedFilm) -> Iterator[Verdict]:
    measured = film.loudness
    if measured.integrated > SILENCE:
        off = abs(measured.integrated - film.target_loudness)
        yield judge(
            "loudness", off, TOLERANCE, "LU from target",
            f"{measured.integrated:.2f} LUFS, asked for {film.target_loudness:g}",
        )  # fmt: skip
    yield judge("true-peak", measured.true_peak, TRUE_PEAK, "dBTP", f"{measured.true_peak:.2f} dBTP")
