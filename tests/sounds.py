"""Sounds and shots for tests, made of sines and gradients."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from polymuse.asset import Asset, Kind
from polymuse.media.aac import write_aac
from polymuse.media.video import Pixels, ShotWriter
from polymuse.media.wav import Samples, write_wav
from polymuse.storage.folder import digest_of

RATE = 48000


def tone(seconds: float, hertz: float = 440.0, level: float = 0.2, channels: int = 1) -> Samples:
    """A sine with a slow beat in it, so that it is no mere constant to a loudness meter."""
    t = np.arange(round(seconds * RATE)) / RATE
    wave = level * np.sin(2 * np.pi * hertz * t) * (0.8 + 0.2 * np.sin(2 * np.pi * 3 * t))
    return np.repeat(wave.astype(np.float32)[:, None], channels, axis=1)


def bursts(seconds: float, level: float = 0.9, seed: int = 1) -> Samples:
    """Clicks of noise far apart, in stereo: quiet on the whole, with high peaks. Hard on a limiter."""
    noise = np.random.Generator(np.random.PCG64(seed)).uniform(-level, level, (round(seconds * RATE), 2))
    t = np.arange(len(noise)) / RATE
    return (noise * np.exp(-40 * (t % 0.5))[:, None]).astype(np.float32)


def wav(path: Path, samples: Samples, kind: Kind = Kind.SOUND, rate: int = RATE) -> Asset:
    write_wav(path, samples, rate)
    facts = {"seconds": len(samples) / rate, "sample_rate": rate, "channels": samples.shape[1]}
    return Asset(kind, "audio/wav", digest_of(path), path, facts)


def aac(path: Path, samples: Samples) -> Asset:
    """A soundtrack as a film takes it: stereo, AAC in MP4."""
    write_aac(path, [samples], RATE)
    return Asset(Kind.SOUND, "audio/mp4", digest_of(path), path, {"seconds": len(samples) / RATE})


def text(path: Path, content: str, kind: Kind = Kind.BRIEF) -> Asset:
    path.write_text(content, encoding="utf-8")
    return Asset(kind, "application/json", digest_of(path), path)


def pictures(count: int, width: int = 96, height: int = 64, shift: int = 0) -> list[Pixels]:
    """A soft blob that crosses a gradient; `shift` makes another shot."""
    y, x = np.mgrid[0:height, 0:width]
    frames = []
    for i in range(count):
        blob = 120 * np.exp(-((x - 3 * i - shift) ** 2 + (y - 30) ** 2) / 150)
        blue, green, red = np.clip(x + blob, 0, 255), np.clip(2 * y + blob, 0, 255), np.full_like(blob, 60 + shift)
        frames.append(np.dstack([blue, green, red, np.full_like(blob, 255)]).astype(np.uint8))
    return frames


def shot(path: Path, frames: list[Pixels], fps: int, lead: int = 0, tail: int = 0) -> Asset:
    """A shot as engines make them: key frames where its dissolves end."""
    height, width = frames[0].shape[:2]
    with ShotWriter(path, width, height, fps, (2 * lead, len(frames) - 2 * tail)) as writer:
        for frame in frames:
            writer.write(frame)
    facts = {"width": width, "height": height, "fps": fps, "frames": len(frames), "seconds": len(frames) / fps}
    return Asset(Kind.VIDEO, "video/mp4", digest_of(path), path, facts)
