"""Ollama: open models on one's own machine."""

from __future__ import annotations

from polymuse.engines.hosted._openai_chat import Style
from polymuse.engines.hosted._openai_compat import on_this_machine

VENDOR = on_this_machine("ollama", "Ollama", 11434, Style(media=("image",)))
