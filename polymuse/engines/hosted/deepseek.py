"""DeepSeek's own models."""

from __future__ import annotations

from polymuse.engines.hosted._openai_compat import alike

VENDOR = alike(
    "deepseek", "DeepSeek", "https://api.deepseek.com", "DEEPSEEK_API_KEY", "https://platform.deepseek.com/usage"
)
