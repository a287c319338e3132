"""Which models there are, which are gone, and when the others go."""

from __future__ import annotations

from .api import deprecated, unknown_model

__all__ = ["GONE", "KNOWN", "SHUTDOWN", "listed", "refuse_unknown"]

KNOWN = {
    "chat": (
        *("gpt-6-astra", "gpt-6.1-sol", "gpt-6.1-terra", "gpt-6-sol", "gpt-6-luna", "gpt-5.6-sol", "gpt-5.6-terra"),
        *("gpt-5.6-luna", "gpt-5.5", "gpt-5.4", "gpt-5.4-mini", "gpt-5.4-nano", "gpt-5.2", "gpt-5.2-pro", "gpt-5.1"),
        *("gpt-5", "gpt-5-mini", "gpt-5-nano", "gpt-4.1", "gpt-4.1-mini", "o3", "gpt-4o", "gpt-4o-mini"),
        "gpt-audio-mini",
    ),
    "images": (
        *("gpt-image-1-mini", "gpt-image-1.5", "gpt-image-2", "gpt-image-2-2026-04-21", "gpt-image-2.5-sunburst"),
        *("gpt-image-2.5-sunburst-2026-09-08", "gpt-image-2.5-flare", "gpt-image-2.5-flare-2026-09-08"),
        *("gpt-image-2.6-sunburst", "gpt-image-2.6-flare", "chatgpt-image-latest"),
    ),
    "speech": ("tts-1", "tts-1-hd", "gpt-4o-mini-tts", "gpt-4o-mini-tts-2025-12-15"),
    "transcription": (
        *("gpt-transcribe", "gpt-4o-transcribe", "gpt-4o-mini-transcribe", "gpt-4o-mini-transcribe-2025-12-15"),
        *("whisper-1", "gpt-4o-transcribe-diarize"),
    ),
    "videos": (),
    "embeddings": ("text-embedding-ada-002", "text-embedding-3-small", "text-embedding-3-large"),
    "moderations": ("omni-moderation-latest", "omni-moderation-2024-09-26"),
}

GONE = (
    *("dall-e-2", "dall-e-3", "gpt-image-1", "sora-2", "sora-2-pro", "sora-2-2025-10-06", "sora-2-pro-2025-10-06"),
    *("sora-2-2025-12-08", "chatgpt-4o-latest", "gpt-4-turbo", "gpt-4", "gpt-3.5-turbo", "o1", "o3-mini", "o4-mini"),
    *("gpt-4.1-nano", "gpt-5-chat-latest", "gpt-4o-audio-preview"),
)

SHUTDOWN = {
    **dict.fromkeys(("gpt-5", "gpt-5-mini", "gpt-5-nano", "o3"), "2026-12-11"),
    **dict.fromkeys(KNOWN["speech"], "2027-01-06"),
    **dict.fromkeys(("gpt-4.1", "gpt-4.1-mini", "gpt-4o", "gpt-4o-mini"), "2027-01-14"),
    "gpt-audio-mini": "2027-01-20",
    **dict.fromkeys(set(KNOWN["transcription"]) - {"gpt-transcribe"}, "2027-02-26"),
    **dict.fromkeys(("gpt-5.4-nano", "gpt-5.1"), "2027-04-01"),
}


def refuse_unknown(model: str, use: str) -> None:
    """Refuse a model that is gone, or is not for this use."""
    if model in GONE:
        raise deprecated(model)
    if model not in KNOWN[use]:
        raise unknown_model(model)


def listed() -> list[str]:
    return [model for models in KNOWN.values() for model in models]
