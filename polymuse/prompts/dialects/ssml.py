"""Google Cloud Text-to-Speech, and others that read SSML: words in XML.

Pace, pitch and loudness are a `<prosody>` around everything, pauses are `<break>`, paragraphs `<p>`. Whispering and feelings
cannot be said. Limit: 5,000 bytes of UTF-8, tags counted. Sources: cloud.google.com/text-to-speech/docs/ssml and
/quotas; W3C, "Speech Synthesis Markup Language 1.1"; checked 2026-11-21.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from polymuse.prompts.compiler import Compiled, Dialect, Draft, Limits
from polymuse.prompts.model import Prompt
from polymuse.prompts.speech import PAUSE, known, manner, pause_length, spoken
from polymuse.prompts.truncation import shortened, size

LIMITS = Limits(text=5_000, negative=0, unit="bytes")
PROSODY: Mapping[str, tuple[str, str]] = {
    "slow": ("rate", "slow"), "fast": ("rate", "fast"), "low": ("pitch", "low"), "high": ("pitch", "high"),
    "soft": ("volume", "soft"), "loud": ("volume", "loud"),
}  # fmt: skip
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 has no place for."""


def compile(prompt: Prompt, limits: Limits = LIMITS) -> Compiled:
    draft = Draft("SSML", prompt, limits)
    whole = words = FORBIDDEN.sub(" ", spoken(draft))
    prosody = _prosody(draft)
    while (
        words and limits.text is not None and (excess := size(_marked(words, prosody), limits.unit) - limits.text) > 0
    ):
        words = shortened(words, size(words, limits.unit) - excess, limits.unit)
    if words != whole:
        draft.cut(whole[len(words) :].strip(), limits.text)
    return draft.done(_marked(words, prosody) if words else "")


def _prosody(draft: Draft) -> dict[str, str]:
    how = manner(draft)
    found: dict[str, str] = {}
    for word in how.words:
        if chosen := PROSODY.get(known(word) or ""):
            found[chosen[0]] = chosen[1]
            draft.note(f"SSML: “{word}” became {chosen[0]} {chosen[1]}.")
        else:
            draft.note(f"SSML cannot express the manner “{word}”; it is left out.")
    for word in how.unwanted:
        draft.note(f"SSML cannot express how not to speak, “{word}”; it is left out.")
    return found


def _marked(words: str, prosody: Mapping[str, str]) -> str:
    """Words in XML."""
    paragraphs = [text for text in re.split(r"\n{2,}", words) if text.strip()]
    body = "".join(f"<p>{_broken(text)}</p>" for text in paragraphs) if len(paragraphs) > 1 else _broken(words)
    if prosody:
        told = " ".join(f'{name}="{value}"' for name, value in sorted(prosody.items()))
        body = f"<prosody {told}>{body}</prosody>"
    return f"<speak>{body}</speak>"


def _broken(text: str) -> str:
    """Text with its pauses as tags, and everything else made safe."""
    done, at = [], 0
    for pause in PAUSE.finditer(text):
        done += [escape(text[at : pause.start()], quote=False), f'<break time="{pause_length(pause) * 1000:.0f}ms"/>']
        at = pause.end()
    return "".join([*done, escape(text[at:], quote=False)])


DIALECT = Dialect("SSML (Google Cloud TTS)", ("speech",), "XML: pace, pitch, loudness, pauses", compile, LIMITS)
