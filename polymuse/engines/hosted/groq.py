"""Groq: open models, hosted, fast."""

from __future__ import annotations

from polymuse.engines.hosted._openai_compat import alike

VENDOR = alike(
    "groq", "Groq", "https://api.groq.com/openai", "GROQ_API_KEY", "https://console.groq.com/dashboard/usage"
)
