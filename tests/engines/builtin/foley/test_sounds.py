from __future__ import annotations

import numpy as np
import pytest
from numpy.random import PCG64, Generator

from polymuse.engines.builtin.foley.kit import Wave, band_curve, noise
from polymuse.engines.builtin.foley.sounds.registry import BEDS, EVENTS
from polymuse.media.loudness import loudness


def chance(seed: int = 5) -> Generator:
    return Generator(PCG64(seed))


@pytest.mark.parametrize("name", list(BEDS))
def test_beds_fill_their_length_and_are_reproducible(name: str) -> None:
    made = BEDS[name](chance(), 48000)
    assert made.shape == (48000, 2)
    assert np.isfinite(made).all()
    assert made.std() > 1e-4
    np.testing.assert_array_equal(made, BEDS[name](chance(), 48000))


@pytest.mark.parametrize("name", list(EVENTS))
def test_events_happen_and_no_two_are_alike(name: str) -> None:
    made = EVENTS[name](chance())
    assert np.isfinite(made).all()
    assert 0.02 < len(made) / 48000 < 15
    assert loudness(made) > -60
    other = EVENTS[name](chance(6))
    assert name == "alarm" or len(made) != len(other) or not np.array_equal(made, other)


def centroid(sound: Wave) -> float:
    mono = sound.reshape(len(sound), -1).mean(axis=1)
    power = np.abs(np.fft.rfft(mono)) ** 2
    return float(np.sum(power * np.fft.rfftfreq(len(mono), 1 / 48000)) / np.sum(power))


def test_sounds_lie_where_their_models_do() -> None:
    assert centroid(BEDS["crickets"](chance(), 96000)) == pytest.approx(4500, rel=0.2)
    assert centroid(BEDS["heavy-rain"](chance(), 48000)) > 1500
    assert centroid(BEDS["wind"](chance(), 96000)) < 500
    assert centroid(EVENTS["thunder"](chance())) < 600
    assert centroid(EVENTS["songbird"](chance())) > 2000
    assert centroid(EVENTS["ship-horn"](chance())) < 700
    assert centroid(EVENTS["heartbeat"](chance())) < 200


def test_a_breaker_swells_and_falls() -> None:
    wave = EVENTS["breaker"](chance())
    tenth = len(wave) // 10
    level = [float(wave[i * tenth : (i + 1) * tenth].std()) for i in range(10)]
    assert level[0] < 0.4 * max(level) > level[-1]


def test_noise_has_the_band_and_the_level_it_should() -> None:
    made = noise(chance(), 96000, band_curve(500, 1000, 24))
    assert made.std() == pytest.approx(1, abs=0.1)
    assert 500 < centroid(made) < 1100
    assert abs(float(np.mean(made**4) / np.mean(made**2) ** 2) - 3) < 0.3
