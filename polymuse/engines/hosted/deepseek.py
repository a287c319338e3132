"""DeepSeek's own models.

Its chat completions (api-docs.deepseek.com, as public copies have them, read 2026-12-01): answers may be `json_object` and
not `json_schema`; thoughts have to be sent back with the calls of tools that came of them; there is no `seed`.
"""

from __future__ import annotations

from polymuse.engines.hosted._openai_chat import Style
from polymuse.engines.hosted._openai_compat import alike

VENDOR = alike(
    "deepseek", "DeepSeek", "https://api.deepseek.com", "DEEPSEEK_API_KEY", "https://platform.deepseek.com/usage",
    style=Style(schemas=False, media=(), thinks_in="reasoning_content"), ignores=("seed",),
)  # fmt: skip
