"""WAV files and loudness."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from polymuse.errors import MediaError
from polymuse.media.loudness import SILENCE, measure
from polymuse.media.wav import Samples, WavWriter, memory_map_wav, read_wav, read_wav_blocks, write_wav
from tests.sounds import RATE, bursts, tone

sounds = hnp.arrays(np.float32, st.tuples(st.integers(0, 300), st.integers(1, 2)), elements=st.floats(-1, 1, width=32))


@given(sounds, st.sampled_from([8000, 44100, 48000]), st.integers(1, 64))
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, sound: Samples, rate: int, size: int
) -> None:
    path = tmp_path_factory.getbasetemp() / "sound.wav"
    write_wav(path, sound, rate)
    samples, found = read_wav(path)
    assert found == rate
    assert len(samples) == len(sound) and np.allclose(samples.reshape(sound.shape), sound, atol=1 / 32767)
    assert sum(len(block) for block in read_wav_blocks(path, size)) == len(sound)
    seen, found = memory_map_wav(path)
    assert found == rate and seen.shape == sound.shape
    assert np.array_equal(seen.astype(np.float32) / 32767, samples.reshape(sound.shape))


def test_beyond_full_scale_is_clipped(tmp_path: Path) -> None:
    with WavWriter(tmp_path / "a.wav", 8000, 1) as file:
        file.write(np.array([2.0, -2.0, 0.5], np.float32))
        assert file.seconds == 3 / 8000
    assert read_wav(tmp_path / "a.wav")[0][:, 0].tolist() == pytest.approx([1.0, -1.0, 0.5], abs=1e-4)


def test_other_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "text.wav").write_text("not a sound at all")
    with wave.open(str(tmp_path / "eight.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(b"abc")
    for name in ("text.wav", "eight.wav"):
        for read in (read_wav, memory_map_wav):
            with pytest.raises(MediaError, match=name):
                read(tmp_path / name)


def test_a_full_scale_sine_is_as_loud_as_the_standard_says() -> None:
    """EBU Tech 3341: a stereo sine of 1 kHz at −23 dBFS measures −23 LUFS."""
    t = np.arange(20 * RATE) / RATE
    sine = (10 ** (-23 / 20) * np.sin(2 * np.pi * 1000 * t)).astype(np.float32)
    found = measure([np.column_stack([sine, sine])])
    assert found.integrated == pytest.approx(-23.0, abs=0.1)
    assert found.true_peak == pytest.approx(-23.0, abs=0.2)
    assert found.range == pytest.approx(0.0, abs=0.1)


def test_true_peak_sees_between_samples() -> None:
    """A sine at a quarter of the sample rate, sampled 45° off its crests (EBU Tech 3341, case 15)."""
    t = np.arange(2 * RATE)
    fade = np.clip(np.minimum(t, t[::-1]) / 4800, 0, 1)
    sine = (0.5 * fade * np.sin(np.pi / 2 * t + np.pi / 4)).astype(np.float32)
    assert np.abs(sine).max() < 0.36
    assert measure([np.column_stack([sine, sine])]).true_peak == pytest.approx(-6.0, abs=0.2)


@given(st.integers(1, 9), st.booleans())
def test_blocks_do_not_matter(parts: int, mono: bool) -> None:
    sound = bursts(2)[:, : 1 if mono else 2]
    whole = measure([sound], channels=sound.shape[1])
    assert measure(np.array_split(sound, parts), channels=sound.shape[1]) == whole


def test_silence_and_nothing() -> None:
    for sound in ([], [np.zeros((RATE, 2), np.float32)]):
        found = measure(sound)
        assert found.integrated <= SILENCE and found.true_peak == -120.0
    assert measure([tone(1, channels=2)]).integrated > SILENCE
