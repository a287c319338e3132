"""OpenAI's and Gemini's speech: words to be spoken, and instructions on how, in sentences.

OpenAI takes them as `instructions` (not with tts-1 and tts-1-hd); for Gemini, and for Google Cloud's Gemini voices, they
go before the words or into a prompt field. Limit: 4,096 characters of words. Sources: openai 3.52.0 SDK
(`audio.speech`), ai.google.dev/gemini-api/docs/speech-generation; checked 2026-11-21.
"""

from __future__ import annotations

from polymuse.brief.inflection import capitalize
from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Prompt
from polymuse.prompts.plain_text import comma_list, sentences, take_plain
from polymuse.prompts.speech import take_spoken_text

LIMITS = TextLimits(text=4_096, negative=0)


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Instructed speech", prompt, limits)
    words = take_spoken_text(draft)
    plain = take_plain(draft, "delivery", "mood", None, "audience")
    unwanted = [*(part.text for part in draft.negative()), *plain.unwanted]
    pieces = [*sentences(plain), f"{capitalize(comma_list(f'not {word}' for word in unwanted))}." if unwanted else ""]
    if instructions := " ".join(piece for piece in pieces if piece):
        draft.params["instructions"] = instructions
    return draft.done(draft.fit([words]))


DIALECT = Dialect("OpenAI and Gemini speech", ("speech",), "words, and instructions in sentences", compile, LIMITS)
