"""WAV files read and written in blocks, with constant memory. Samples are float32 in −1..1, shaped (frames, channels);
files are 16-bit PCM."""

from __future__ import annotations

import wave
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType

import numpy as np
from numpy.typing import NDArray

from polymuse.errors import MediaError

__all__ = ["Samples", "WavWriter", "memory_map_wav", "read_wav", "read_wav_blocks", "write_wav"]

Samples = NDArray[np.float32]

_FULL_SCALE = 32767.0


class WavWriter:
    """Writes a WAV file block by block; a context manager."""

    def __init__(self, path: Path, rate: int = 48000, channels: int = 2) -> None:
        self._file = wave.open(str(path), "wb")  # noqa: SIM115 - closed in __exit__
        self._file.setnchannels(channels)
        self._file.setsampwidth(2)
        self._file.setframerate(rate)
        self.rate = rate
        self.channels = channels
        self.frames = 0

    def __enter__(self) -> WavWriter:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def write(self, samples: Samples) -> None:
        """Append samples, (frames, channels), or (frames,) if mono; values beyond ±1 are clipped."""
        flat = samples.reshape(-1, self.channels)
        self._file.writeframesraw(np.round(np.clip(flat, -1, 1) * _FULL_SCALE).astype("<i2").tobytes())
        self.frames += len(flat)

    @property
    def seconds(self) -> float:
        return self.frames / self.rate


def write_wav(path: Path, samples: Samples, rate: int = 48000) -> None:
    """Write samples, (frames, channels) or (frames,), as one file."""
    with WavWriter(path, rate, 1 if samples.ndim == 1 else samples.shape[1]) as file:
        file.write(samples)


def read_wav_blocks(path: Path, frames: int = 48000) -> Iterator[Samples]:
    """Samples of a 16-bit WAV file in blocks of at most (frames, channels). Raises MediaError for any other file."""
    try:
        with wave.open(str(path), "rb") as file:
            if file.getsampwidth() != 2:
                raise MediaError(f"{path}: only 16-bit WAV files are read here.")
            channels = file.getnchannels()
            while data := file.readframes(frames):
                yield np.frombuffer(data, "<i2").astype(np.float32).reshape(-1, channels) / _FULL_SCALE
    except (wave.Error, EOFError) as error:
        raise MediaError(f"{path}: not a WAV file ({error}).") from None


def read_wav(path: Path) -> tuple[Samples, int]:
    """All samples, (frames, channels), and the sample rate in Hz. Raises MediaError."""
    try:
        with wave.open(str(path), "rb") as file:
            rate = file.getframerate()
    except (wave.Error, EOFError) as error:
        raise MediaError(f"{path}: not a WAV file ({error}).") from None
    parts = list(read_wav_blocks(path))
    return (np.concatenate(parts) if parts else np.zeros((0, 1), np.float32)), rate


def memory_map_wav(path: Path) -> tuple[NDArray[np.int16], int]:
    """Memory-mapped samples of a 16-bit WAV file, (frames, channels), and the sample rate in Hz. Raises MediaError."""
    try:
        with path.open("rb") as raw, wave.open(raw) as file:
            shape, rate, width = (file.getnframes(), file.getnchannels()), file.getframerate(), file.getsampwidth()
            file.readframes(0)
            offset = raw.tell()
    except (wave.Error, EOFError) as error:
        raise MediaError(f"{path}: not a WAV file ({error}).") from None
    if width != 2:
        raise MediaError(f"{path}: only 16-bit WAV files are read here.")
    if not shape[0]:
        return np.zeros(shape, np.int16), rate
    return np.memmap(path, "<i2", "r", offset, shape), rate
