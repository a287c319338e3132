"""Google Cloud Text-to-Speech, and others that read SSML: words in XML.

Pace, pitch and loudness are a `<prosody>` around everything, pauses are `<break>`, paragraphs `<p>`. Whispering and feelings
cannot be said. Limit: 5,000 bytes of UTF-8, tags counted. Sources: cloud.google.com/text-to-speech/docs/ssml and
/quotas; W3C, "Speech Synthesis Markup Language 1.1"; checked 2026-11-21.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.speech import PAUSE, canonical_style, pause_length, take_speech_style, take_spoken_text
from polymuse.prompts.truncation import shorten, size

LIMITS = TextLimits(text=5_000, negative=0, unit="bytes")
PROSODY: Mapping[str, tuple[str, str]] = {
    "slow": ("rate", "slow"), "fast": ("rate", "fast"), "low": ("pitch", "low"), "high": ("pitch", "high"),
    "soft": ("volume", "soft"), "loud": ("volume", "loud"),
}  # fmt: skip
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 does not allow."""


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("SSML", prompt, limits)
    text = words = FORBIDDEN.sub(" ", take_spoken_text(draft))
    prosody = _prosody(draft)
    while (
        words and limits.text is not None and (excess := size(_to_ssml(words, prosody), limits.unit) - limits.text) > 0
    ):
        words = shorten(words, size(words, limits.unit) - excess, limits.unit)
    if words != text:
        draft.report_truncation(text[len(words) :].strip(), limits.text)
    return draft.done(_to_ssml(words, prosody) if words else "")


def _prosody(draft: Draft) -> dict[str, str]:
    style = take_speech_style(draft)
    attributes: dict[str, str] = {}
    for word in style.words:
        if values := PROSODY.get(canonical_style(word) or ""):
            attributes[values[0]] = values[1]
            draft.note(f"SSML: “{word}” became {values[0]} {values[1]}.")
        else:
            draft.note(f"SSML cannot express the manner “{word}”; it is left out.")
    for word in style.unwanted:
        draft.note(f"SSML cannot express how not to speak, “{word}”; it is left out.")
    return attributes


def _to_ssml(words: str, prosody: Mapping[str, str]) -> str:
    """Text as SSML."""
    paragraphs = [text for text in re.split(r"\n{2,}", words) if text.strip()]
    body = (
        "".join(f"<p>{_replace_pauses(text)}</p>" for text in paragraphs)
        if len(paragraphs) > 1
        else _replace_pauses(words)
    )
    if prosody:
        attributes = " ".join(f'{name}="{value}"' for name, value in sorted(prosody.items()))
        body = f"<prosody {attributes}>{body}</prosody>"
    return f"<speak>{body}</speak>"


def _replace_pauses(text: str) -> str:
    """XML-escaped text with pause markers as `<break>` tags."""
    pieces, at = [], 0
    for pause in PAUSE.finditer(text):
        pieces += [escape(text[at : pause.start()], quote=False), f'<break time="{pause_length(pause) * 1000:.0f}ms"/>']
        at = pause.end()
    return "".join([*pieces, escape(text[at:], quote=False)])


DIALECT = Dialect("SSML (Google Cloud TTS)", ("speech",), "XML: pace, pitch, loudness, pauses", compile, LIMITS)
