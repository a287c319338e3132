"""DeepInfra: open models, hosted."""

from __future__ import annotations

from polymuse.engines.hosted._openai_compat import alike

CONSOLE = "https://deepinfra.com/dash/billing"
VENDOR = alike("deepinfra", "DeepInfra", "https://api.deepinfra.com", "DEEPINFRA_API_KEY", CONSOLE, base="/v1/openai")
