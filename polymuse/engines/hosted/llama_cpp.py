"""llama.cpp's server: open models on one's own processor."""

from __future__ import annotations

from polymuse.engines.hosted._openai_compat import on_this_machine

VENDOR = on_this_machine("llama_cpp", "llama.cpp", 8080)
