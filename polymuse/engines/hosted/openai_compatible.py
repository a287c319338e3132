"""Any server that speaks as OpenAI does: POLYMUSE_OPENAI_COMPATIBLE_URL says where."""

from __future__ import annotations

from polymuse.engines.hosted._openai_chat import Style
from polymuse.engines.hosted._openai_compat import on_this_machine

STYLE = Style(media=("image", "audio", "video"))
VENDOR = on_this_machine("openai_compatible", "The server that speaks as OpenAI does", 8000, STYLE)
