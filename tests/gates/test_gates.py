"""Every gate passes a good film, and fails one that is spoilt in its own way, with the evidence."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from polymuse.brief.timeline import Caption, Shot
from polymuse.gates.base import DecodedFilm, Verdict
from polymuse.gates.registry import load_gates
from tests.gates.films import BODY, CAPTIONS, FPS, TIMELINE, Recipe, film, good, plain, still
from tests.sounds import RATE


@cache
def good_film() -> DecodedFilm:
    return film(good())


@cache
def wordless_film() -> DecodedFilm:
    return film(good().timed(passages=()).but(captions=(), narration=np.zeros_like(good().narration)))


def verdicts(gate: str, shown: DecodedFilm) -> dict[str, Verdict]:
    return {v.gate: v for v in load_gates()[gate](shown)}


def silent(start: float, end: float) -> Recipe:
    sound = good().sound.copy()
    sound[round(start * RATE) : round(end * RATE)] = 0
    return good().but(sound=sound)


def captioned(*captions: Caption) -> Recipe:
    return good().but(captions=captions)


def unheard() -> Recipe:
    narration = good().narration.copy()
    narration[3 * RATE :] = 0
    return good().but(narration=narration)


def clipped() -> Recipe:
    return good().but(sound=np.sign(good().sound) * np.float32(1.0))


def blank(level: int) -> Recipe:
    first, second = good().scenes
    return good().but(scenes=(first, (*plain(level, 12), *second[12:])))


def frozen() -> Recipe:
    first, second = good().scenes
    return good().but(scenes=(first, still(second)))


def same() -> Recipe:
    return good().but(scenes=(good().scenes[0], good().scenes[0]))


def short() -> Recipe:
    first, second = good().scenes
    return good().but(scenes=(first, second[:-3]))


def at_level(decibels: float) -> Recipe:
    return good().but(sound=good().sound * np.float32(10 ** (decibels / 20)))


def peaks() -> Recipe:
    """As loud as it should be, with one loud moment."""
    sound = good().sound.copy()
    sound[RATE : RATE + 480] = np.float32(0.99) * np.sign(sound[RATE : RATE + 480])
    return good().but(sound=sound)


LONG = "These are far more words than anybody could ever read in this time"
FAILURES: dict[str, tuple[str, str, Callable[[], Recipe], str]] = {
    "black": ("black", "black", lambda: blank(0), "longest from 0:03.00 to 0:04.00"),
    "one tone": ("black", "black", lambda: blank(128), "longest from 0:03.00 to 0:04.00"),
    "caption too fast": (
        "captions", "caption-speed", lambda: captioned(Caption(start=1, end=2, text=LONG, shot="scene-01")), LONG,
    ),
    "caption too wide": (
        "captions", "caption-width", lambda: captioned(Caption(start=0, end=3, text=LONG, shot="scene-01")), LONG,
    ),
    "caption of three lines": (
        "captions", "caption-lines", lambda: captioned(Caption(start=0, end=3, text="a\nb\nc", shot="scene-01")), "",
    ),
    "caption outside its scene": (
        "captions", "caption-scene", lambda: captioned(Caption(start=2, end=3.5, text="Late", shot="scene-01")), "Late",
    ),
    "captions that overlap": (
        "captions", "caption-order",
        lambda: captioned(CAPTIONS[0], Caption(start=2.0, end=2.9, text="Too early.", shot="scene-01")), "Too early.",
    ),
    "clipping": ("clipping", "clipping", clipped, "samples at full scale"),
    "same picture": ("duplicates", "duplicates", same, "scene-01 and scene-02"),
    "too short": ("duration", "duration", short, "planned 72 frames, decoded 69"),
    "container too short": ("duration", "container-duration", short, "the file says 5.750 s"),
    "frozen": ("frozen", "frozen", frozen, "from 0:03.00 for 3.0 s"),
    "too loud": ("loudness", "loudness", lambda: at_level(2), "asked for -16"),
    "too quiet": ("loudness", "loudness", lambda: at_level(-2), "asked for -16"),
    "true peak": ("loudness", "true-peak", peaks, "dBTP"),
    "narration not heard": ("narration", "narration", unheard, "A boat, at last!"),
    "narration without caption": (
        "narration", "narration-captioned", lambda: captioned(CAPTIONS[0]), "a boat at last",
    ),
    "silence": ("silence", "silence", lambda: silent(2.0, 5.0), "from 2."),
}  # fmt: skip


@pytest.mark.parametrize("gate", load_gates())
class TestContract:
    @pytest.mark.parametrize("shown", [good_film, wordless_film], ids=["good film", "film without words"])
    def test_a_good_film_passes(self, gate: str, shown: Callable[[], DecodedFilm]) -> None:
        assert [str(v) for v in load_gates()[gate](shown()) if not v.passed] == []

    def test_verdicts_are_complete(self, gate: str) -> None:
        found = list(load_gates()[gate](good_film()))
        assert found
        for v in found:
            assert v.gate and v.unit and math.isfinite(v.value) and math.isfinite(v.limit)
            assert Verdict.model_validate_json(v.model_dump_json()) == v
            assert f"{v.gate} {v.value:g} {v.unit}" in str(v)

    def test_it_is_seen_to_fail(self, gate: str) -> None:
        assert any(failing == gate for failing, *_ in FAILURES.values())


@pytest.mark.parametrize(("gate", "name", "recipe", "evidence"), FAILURES.values(), ids=FAILURES)
def test_a_spoilt_film_fails(gate: str, name: str, recipe: Callable[[], Recipe], evidence: str) -> None:
    found = verdicts(gate, film(recipe()))[name]
    assert not found.passed
    assert evidence in found.evidence


@pytest.mark.parametrize(
    "recipe", [lambda: blank(0), frozen, same, short, unheard, lambda: silent(2.0, 5.0)],
    ids=["black", "frozen", "same picture", "too short", "unheard", "silence"],
)  # fmt: skip
def test_what_is_spoilt_does_not_fail_other_gates(recipe: Callable[[], Recipe]) -> None:
    shown = film(recipe())
    failed = {name for name, check in load_gates().items() if any(not v.passed for v in check(shown))}
    assert len(failed) == 1


def test_a_fade_is_not_black() -> None:
    first, second = good().scenes
    dark = tuple((f * np.array([k / 6, k / 6, k / 6, 1])).astype(np.uint8) for k, f in enumerate(second[:6]))
    assert verdicts("black", film(good().but(scenes=(first, (*dark, *second[6:])))))["black"].passed


def test_a_silent_card_is_no_silence() -> None:
    card = Shot(id="title", kind="card", start=0, frames=BODY)
    cards = TIMELINE.model_copy(update={"shots": (card, TIMELINE.shots[1]), "passages": ()})
    shown = silent(0.0, 3.0)
    assert verdicts("silence", film(shown.but(timeline=cards, captions=())))["silence"].passed
    assert not verdicts("silence", film(shown))["silence"].passed


def test_a_silent_film_has_no_loudness_to_judge() -> None:
    found = verdicts("loudness", film(good().but(sound=np.zeros_like(good().sound))))
    assert "loudness" not in found and found["true-peak"].passed


def test_another_loudness_can_be_asked_for() -> None:
    shown = film(at_level(-7))
    shown.target_loudness = -23.0
    assert verdicts("loudness", shown)["loudness"].passed


def test_times_are_told_as_people_read_them() -> None:
    assert good_film().format_time(65 * FPS + 6) == "1:05.50"


@pytest.mark.parametrize("threads", [2, 3, 8])
def test_pictures_are_the_same_however_many_threads_look_at_them(threads: int) -> None:
    alone, shown = good_film().frame_statistics, good_film()
    together = DecodedFilm(shown.path, shown.narration, shown.timeline, threads=threads).frame_statistics
    assert len(together.thumbnails) == len(alone.thumbnails) == 2 * BODY
    assert all(np.array_equal(a, b) for a, b in zip(together.thumbnails, alone.thumbnails, strict=True))
    assert np.array_equal(together.change, alone.change)
