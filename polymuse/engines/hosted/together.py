"""Together: open models, hosted."""

from __future__ import annotations

from polymuse.engines.hosted._openai_compat import alike

VENDOR = alike(
    "together", "Together", "https://api.together.xyz", "TOGETHER_API_KEY", "https://api.together.ai/settings/billing"
)
