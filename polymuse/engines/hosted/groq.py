"""Groq: open models, hosted, fast. Its types (groq 1.7.0 SDK, read 2026-12-01) have no `stream_options`."""

from __future__ import annotations

from polymuse.engines.hosted._openai_chat import Style
from polymuse.engines.hosted._openai_compat import alike

VENDOR = alike(
    "groq", "Groq", "https://api.groq.com/openai", "GROQ_API_KEY", "https://console.groq.com/dashboard/usage",
    style=Style(counts=False, media=("image",)),
)  # fmt: skip
