"""vLLM: open models on one's own graphics cards."""

from __future__ import annotations

from polymuse.engines.hosted._openai_chat import Style
from polymuse.engines.hosted._openai_compat import on_this_machine

VENDOR = on_this_machine("vllm", "vLLM", 8000, Style(media=("image", "audio", "video")))
