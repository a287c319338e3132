"""The quick measurement agrees with FFmpeg's."""

from __future__ import annotations

import numpy as np
import pytest

from polymuse.media.loudness import HOP, SILENCE, integrated_loudness, k_weighted_powers, loudness, measure
from polymuse.media.spectrum import apply_response, fast_fft_length
from polymuse.media.wav import Samples
from tests.sounds import RATE, bursts, tone

SOUNDS: dict[str, Samples] = {
    "hum": tone(4, 50, channels=2), "middle": tone(4, 997, channels=2), "shelf": tone(4, 1700, channels=2),
    "high": tone(4, 9000, channels=2), "mono": tone(4, 440), "bursts": bursts(4),
    "half silent": np.concatenate([tone(3, 300, channels=2), tone(3, 300, 0.0, channels=2)]),
}  # fmt: skip


@pytest.mark.parametrize("sound", SOUNDS.values(), ids=SOUNDS)
def test_quick_and_exact_agree(sound: Samples) -> None:
    assert loudness(sound) == pytest.approx(measure([sound], channels=sound.shape[1]).integrated, abs=0.1)


def test_silence_and_short_sounds() -> None:
    assert loudness(np.zeros((RATE, 2), np.float32)) == SILENCE
    whole = loudness(tone(0.4, 1000))
    assert loudness(tone(0.1, 1000)) == pytest.approx(whole - 5, abs=1)


def test_power_block_by_block_is_that_of_the_whole() -> None:
    sound = tone(3, 700, channels=2)
    halves = np.concatenate([k_weighted_powers(sound[: 15 * HOP]), k_weighted_powers(sound[15 * HOP :])])
    assert integrated_loudness(halves) == pytest.approx(loudness(sound), abs=0.05)


def test_shaping_leaves_what_it_lets_through() -> None:
    sound = tone(1, 1000)
    assert np.allclose(apply_response(sound, np.ones_like), sound, atol=1e-5)
    assert np.abs(apply_response(sound, np.zeros_like)).max() == 0
    assert all(fast_fft_length(n) >= n for n in range(1, 3000))
