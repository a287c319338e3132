"""Stable Diffusion 1.x, 2 and XL: phrases with weights in brackets, composition with AND, and a negative prompt.

`(words:1.2)` weighs words, ` :1.5` a composed part, a backslash makes a bracket a word. Aspects of the whole (style,
light …) are added to every composed part, because each is a picture of its own. How many tokens are read depends on
the program (77 without chunks): engines give their own limit. Sources: AUTOMATIC1111's stable-diffusion-webui wiki
("Features": attention, composable diffusion, negative prompt); Liu et al., "Compositional Visual Generation with
Composable Diffusion Models", ECCV 2022; checked 2026-11-21.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt, PromptPart
from polymuse.prompts.plain_text import IMAGE_ROLES, phrase
from polymuse.prompts.serializer import format_number

LIMITS = TextLimits()
SIGNS = re.compile(r"[\\()\[\]]")
JOIN = re.compile(r"\bAND\b")


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Stable Diffusion", prompt, limits)
    negative = [_format_weights(draft, part) for part in draft.negative()]
    compositions = [(_format_weights(draft, part, negative), part.weight) for part in draft.take(None)]
    aspects = [_aspect(draft, part, negative) for part in draft.take(*IMAGE_ROLES)]
    weighted = [(words, weight) for words, weight in compositions if words]
    draft.seed()
    draft.aspect()
    if draft.flags(["tile"]):
        draft.params["tiling"] = True
        draft.note("--tile asks for a picture whose edges meet: tiling.")
    if len(weighted) < 2:
        pieces = [*(words for words, _ in weighted), *(words for words in aspects if words)]
        return draft.done(draft.fit(pieces, ", "), _joined(negative))
    shared = ", ".join(words for words in aspects if words)
    parts = [_share(", ".join(filter(None, (words, shared))), weight) for words, weight in weighted]
    return draft.done(draft.fit(parts, " AND "), _joined(negative))


def _format_weights(draft: Draft, part: PromptPart, unwanted: list[str] | None = None) -> str:
    """A part's text with weights; negative weights go to `unwanted`, weight 0 is reported."""
    words = []
    for span in part.spans:
        text = _safe(draft, span.text)
        if span.weight == 1:
            words.append(text)
        elif span.weight > 0:
            words.append(f"({text.strip()}:{format_number(span.weight)})".join(_outer_blanks(text)))
        elif span.weight < 0 and unwanted is not None:
            unwanted.append(text.strip())
        elif span.text.strip():
            draft.note(f"“{span.text.strip()}” has the weight {format_number(span.weight)} and is left out.")
    return " ".join("".join(words).split())


def _aspect(draft: Draft, part: PromptPart, unwanted: list[str]) -> str:
    words = _format_weights(draft, part, unwanted)
    if not words:
        return ""
    return f'text "{words}"' if part.role == "text" else phrase(PromptPart.of(words, part.role))


def _outer_blanks(text: str) -> tuple[str, str]:
    """Leading and trailing whitespace."""
    words = text.strip()
    leading, _, trailing = text.partition(words) if words else (text, "", "")
    return leading, trailing


def _share(words: str, weight: float) -> str:
    return words if weight == 1 else f"{words} :{format_number(weight)}"


def _joined(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(word for word in words if word))


def _safe(draft: Draft, text: str) -> str:
    if JOIN.search(text):
        draft.note("Stable Diffusion would read AND in the words as composition; it is written and.")
        text = JOIN.sub("and", text)
    return SIGNS.sub(lambda match: f"\\{match[0]}", text)


DIALECT = Dialect(
    "Stable Diffusion 1, 2, XL",
    ("image",),
    "phrases, (weights:1.2), AND, a negative prompt",
    compile,
    LIMITS,
    has_signs=True,
)
