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

from polymuse.prompts.compiler import Compiled, Dialect, Draft, Limits
from polymuse.prompts.model import Part, Prompt
from polymuse.prompts.plain_text import PICTURE, phrase
from polymuse.prompts.serializer import number

LIMITS = Limits()
SIGNS = re.compile(r"[\\()\[\]]")
JOIN = re.compile(r"\bAND\b")


def compile(prompt: Prompt, limits: Limits = LIMITS) -> Compiled:
    draft = Draft("Stable Diffusion", prompt, limits)
    negative = [_weighed(draft, part) for part in draft.negative()]
    composed = [(_weighed(draft, part, negative), part.weight) for part in draft.take(None)]
    aspects = [_aspect(draft, part, negative) for part in draft.take(*PICTURE)]
    bare = [(words, weight) for words, weight in composed if words]
    draft.seed()
    draft.aspect()
    if draft.flags(["tile"]):
        draft.params["tiling"] = True
        draft.note("--tile asks for a picture whose edges meet: tiling.")
    if len(bare) < 2:
        pieces = [*(words for words, _ in bare), *(words for words in aspects if words)]
        return draft.done(draft.fit(pieces, ", "), _joined(negative))
    shared = ", ".join(words for words in aspects if words)
    parts = [_share(", ".join(filter(None, (words, shared))), weight) for words, weight in bare]
    return draft.done(draft.fit(parts, " AND "), _joined(negative))


def _weighed(draft: Draft, part: Part, unwanted: list[str] | None = None) -> str:
    """A part's words with their weights; those of less than nothing are unwanted, those of nothing are reported."""
    words = []
    for span in part.spans:
        text = _safe(draft, span.text)
        if span.weight == 1:
            words.append(text)
        elif span.weight > 0:
            words.append(f"({text.strip()}:{number(span.weight)})".join(_blanks(text)))
        elif span.weight < 0 and unwanted is not None:
            unwanted.append(text.strip())
        elif span.text.strip():
            draft.note(f"“{span.text.strip()}” has the weight {number(span.weight)} and is left out.")
    return " ".join("".join(words).split())


def _aspect(draft: Draft, part: Part, unwanted: list[str]) -> str:
    words = _weighed(draft, part, unwanted)
    if not words:
        return ""
    return f'text "{words}"' if part.role == "text" else phrase(Part.of(words, part.role))


def _blanks(text: str) -> tuple[str, str]:
    """The blanks before and after words."""
    words = text.strip()
    before, _, after = text.partition(words) if words else (text, "", "")
    return before, after


def _share(words: str, weight: float) -> str:
    return words if weight == 1 else f"{words} :{number(weight)}"


def _joined(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(word for word in words if word))


def _safe(draft: Draft, text: str) -> str:
    if JOIN.search(text):
        draft.note("Stable Diffusion would read AND in the words as composition; it is written and.")
        text = JOIN.sub("and", text)
    return SIGNS.sub(lambda match: f"\\{match[0]}", text)


DIALECT = Dialect(
    "Stable Diffusion 1, 2, XL", ("image",), "phrases, (weights:1.2), AND, a negative prompt", compile, LIMITS
)
