from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from polymuse.engines.builtin.composer.data import instruments
from polymuse.engines.builtin.composer.figures import DRUMS
from polymuse.engines.builtin.composer.instruments import RATE, NoteSynthesizer
from polymuse.engines.builtin.composer.render import mix, render
from polymuse.engines.builtin.composer.reverb import BLOCK, Reverb
from polymuse.engines.builtin.composer.score import Score
from polymuse.media.wav import read_wav

Scored = Callable[..., Score]


def _pitches(name: str) -> list[int]:
    low, high = instruments()[name].range
    return [DRUMS["kick"], DRUMS["shaker"]] if name == "drums" else [low, (low + high) // 2, high]


@pytest.mark.parametrize("name", list(instruments()))
def test_instruments_sound_cleanly(name: str) -> None:
    """No click at either end, no clipping, no offset, and the pitch that was asked for."""
    for pitch in _pitches(name):
        sound = NoteSynthesizer().note(name, pitch, 90, 0.8)
        flat = sound if sound.ndim == 1 else sound[:, 0]
        assert np.isfinite(sound).all()
        assert 0.01 < np.abs(sound).max() < 4
        assert np.abs(sound[0]).max() < 0.02
        assert np.abs(sound[-1]).max() < 1e-3
        assert abs(flat.mean()) < 0.02
        if name != "drums":
            spectrum = np.abs(np.fft.rfft(flat * np.hanning(len(flat)), 1 << 17))
            hertz = 440 * 2 ** ((pitch - 69) / 12)
            near = np.abs(np.fft.rfftfreq(1 << 17, 1 / RATE) / hertz % 1 - 0.5) > 0.44
            if name not in ("bells", "marimba", "music box", "celesta", "vibraphone") and pitch > 40:
                assert np.sum(spectrum[near] ** 2) > 0.7 * np.sum(spectrum**2)


def test_a_longer_note_begins_like_a_shorter_one() -> None:
    short, long = (NoteSynthesizer().note("piano", 60, 80, seconds) for seconds in (0.3, 1.2))
    assert np.allclose(short[: int(0.25 * RATE)], long[: int(0.25 * RATE)], atol=1e-4)


def test_louder_notes_are_brighter() -> None:
    def centroid(velocity: int) -> float:
        spectrum = np.abs(np.fft.rfft(NoteSynthesizer().note("piano", 60, velocity, 1.0)))
        return float(np.sum(np.arange(len(spectrum)) * spectrum) / np.sum(spectrum))

    assert centroid(110) > 1.1 * centroid(30)


def test_the_room_is_the_same_in_blocks_as_in_one_piece() -> None:
    rng = np.random.Generator(np.random.PCG64(1))
    dry = np.zeros((4 * BLOCK, 2), np.float32)
    dry[:: BLOCK // 3] = rng.standard_normal((len(dry[:: BLOCK // 3]), 2))
    room = Reverb(1.2, RATE)
    wet = np.concatenate([room.process(part) for part in np.split(dry, 4)])
    impulse = np.zeros((4 * BLOCK, 2), np.float32)
    impulse[0] = 1
    fresh = Reverb(1.2, RATE)
    response = np.concatenate([fresh.process(part) for part in np.split(impulse, 4)])
    size = 8 * BLOCK
    whole = np.fft.irfft(np.fft.rfft(dry, size, axis=0) * np.fft.rfft(response, size, axis=0), size, axis=0)[
        : 4 * BLOCK
    ]
    assert np.allclose(wet, whole, atol=2e-4)


@pytest.mark.parametrize(
    ("seconds", "prompt"), [(1, "calm"), (2.3, "sad"), (4, "calm, hopeful piano"), (11.0001, "epic"), (7.77, "jazz")]
)
def test_a_piece_lasts_exactly_and_is_clean(scored: Scored, tmp_path: Path, seconds: float, prompt: str) -> None:
    score = scored(prompt=prompt, seconds=seconds)
    fractions = list(render(score, tmp_path / "music.wav", tmp_path))
    samples, rate = read_wav(tmp_path / "music.wav")
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1
    assert rate == RATE
    assert abs(len(samples) - seconds * RATE) <= 1
    assert samples.shape[1] == 2
    assert np.abs(samples).max() <= 10 ** (-3 / 20)
    assert np.abs(samples.mean(axis=0)).max() < 2e-3
    assert np.abs(samples[-20:]).max() < 1e-3
    windows = np.array_split(samples, max(int(seconds / 0.8), 1))[:-1] if seconds > 3 else [samples]
    assert all(np.sqrt(np.mean(window**2)) > 10 ** (-45 / 20) for window in windows)
    assert [path.name for path in tmp_path.iterdir()] == ["music.wav"]


def test_blocks_add_up_to_the_whole(scored: Scored, monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes that ring over the edge of a block sound on in the next one."""
    score = scored(prompt="playful", seconds=4)
    parts = np.concatenate(list(mix(score, 4 * RATE)))
    monkeypatch.setattr("polymuse.engines.builtin.composer.render.BLOCK", 4 * BLOCK)
    monkeypatch.setattr("polymuse.engines.builtin.composer.reverb.BLOCK", 4 * BLOCK)
    whole = np.concatenate(list(mix(score, 4 * RATE)))
    assert np.allclose(parts, whole, atol=1e-4)


def test_the_number_of_threads_changes_no_byte() -> None:
    code = (
        "import zlib; from polymuse.engines.builtin.composer.instruments import NoteSynthesizer as S; voices = S(); "
        "print([zlib.crc32(voices.note(n, 50, 90, 3.0).tobytes()) for n in ('piano', 'guitar', 'harp', 'cello')])"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "4")
    ]
    assert said[0] == said[1]
