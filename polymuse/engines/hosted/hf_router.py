"""Hugging Face's router: language models at many hosts by one key."""

from __future__ import annotations

from polymuse.engines.hosted._openai_compat import alike

CONSOLE = "https://huggingface.co/settings/billing"
VENDOR = alike("hf_router", "Hugging Face", "https://router.huggingface.co", "HF_TOKEN", CONSOLE)
