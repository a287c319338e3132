"""Gemini's models, what each makes, and what they have in common."""

from __future__ import annotations

from starlette.responses import Response

from ..body import Refused
from ..google import error
from ..media import tone

__all__ = ["MODELS", "SONG", "VOICES", "known", "pcm", "pixels", "speakers_of", "use_of"]

MODELS = (
    *("gemini-flash-latest", "gemini-pro-latest", "gemini-2.5-flash", "gemini-2.5-pro", "gemini-3-flash-preview"),
    *("gemini-3.1-pro-preview", "gemini-3.1-flash-lite", "gemini-3.5-flash", "gemini-3.5-flash-lite"),
    *("gemini-3.8-flash", "gemini-4-argon", "gemini-4-carbon", "gemini-4-hydrogen", "gemini-2.5-flash-image"),
    *("gemini-3-pro-image", "gemini-3.1-flash-image", "gemini-3.1-flash-lite-image", "gemini-nano-banana-2.1"),
    *("gemini-3.1-flash-tts-preview", "gemini-3.8-flash-tts", "gemini-3.8-flash-lite-tts", "gemini-3.5-transcribe"),
    *("gemini-embedding-001", "gemini-embedding-2"),
    *("lyria-3-clip-preview", "lyria-3-pro-preview", "lyria-3.5", "gemini-omni-1.1-flash", "gemini-omni-1.2-flash"),
)
VOICES = (
    *("Zephyr", "Puck", "Charon", "Kore", "Fenrir", "Leda", "Orus", "Aoede", "Callirrhoe", "Autonoe", "Enceladus"),
    *("Iapetus", "Umbriel", "Algieba", "Despina", "Erinome", "Algenib", "Rasalgethi", "Laomedeia", "Achernar"),
    *("Alnilam", "Schedar", "Gacrux", "Pulcherrima", "Achird", "Zubenelgenubi", "Vindemiatrix", "Sadachbia"),
    *("Sadaltager", "Sulafat"),
)
SONG = 2.0
"""Seconds that a song lasts here."""
SIDES = {"512": 512, "1K": 1024, "2K": 2048, "4K": 4096}


def use_of(model: str) -> str:
    """What a model makes: image, speech, music, video, transcript, vectors or text."""
    marks = {"image": "image", "banana": "image", "tts": "speech", "lyria": "music", "omni": "video",
             "transcribe": "transcript", "embedding": "vectors"}  # fmt: skip
    return next((use for mark, use in marks.items() if mark in model), "text")


def known(model: str, how: str) -> None:
    """Refuse a model that is gone or never was."""
    if model not in MODELS:
        words = f"models/{model} is not found for API version v1beta, or is not supported for {how}."
        raise Refused(missing(words))


def missing(words: str) -> Response:
    return error(404, words)


def pixels(ratio: str, size: str) -> tuple[int, int]:
    """Width and height of about the area that is asked for, in the ratio, divisible by 16."""
    wide, high = (int(part) for part in ratio.split(":"))
    side = SIDES[size]
    return round(side * (wide / high) ** 0.5 / 16) * 16, round(side * (high / wide) ** 0.5 / 16) * 16


def speakers_of(words: str, voices: dict[str, str]) -> str:
    """The voices that speak the words, as one name."""
    return " and ".join(voice for name, voice in voices.items() if not name or f"{name}:" in words)


def pcm(words: str, voice: str) -> bytes:
    """Speech: as long as the words take at 14 characters a second; 16 bits, 24 kHz, mono, bare."""
    return tone(f"{voice}: {words}", max(0.3, round(len(words) / 14, 2)), "pcm")
