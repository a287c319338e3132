"""Hugging Face's router: language models at many hosts by one key (huggingface_hub 2.4.0, ChatCompletionInput)."""

from __future__ import annotations

from polymuse.engines.hosted._openai_chat import Style
from polymuse.engines.hosted._openai_compat import alike

CONSOLE = "https://huggingface.co/settings/billing"
VENDOR = alike(
    "hf_router", "Hugging Face", "https://router.huggingface.co", "HF_TOKEN", CONSOLE, style=Style(media=("image",))
)
