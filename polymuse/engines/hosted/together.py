"""Together: open models, hosted. Its types (together 3.1.1 SDK, read 2026-12-01) have no `stream_options`."""

from __future__ import annotations

from polymuse.engines.hosted._openai_chat import Style
from polymuse.engines.hosted._openai_compat import alike

VENDOR = alike(
    "together", "Together", "https://api.together.xyz", "TOGETHER_API_KEY", "https://api.together.ai/settings/billing",
    style=Style(counts=False, media=("image", "audio", "video")),
)  # fmt: skip
