"""Prompts: one language, parsed once, and compiled into the dialect of each family of models."""

from polymuse.prompts.compiler import CompiledPrompt, Dialect, TextLimits
from polymuse.prompts.compose import prompt_from_brief
from polymuse.prompts.model import Flag, Prompt, PromptPart, Reference, Span
from polymuse.prompts.parser import looks_like, read, write
from polymuse.prompts.registry import dialect, names

__all__ = [
    "CompiledPrompt",
    "Dialect",
    "Flag",
    "Prompt",
    "PromptPart",
    "Reference",
    "Span",
    "TextLimits",
    "dialect",
    "looks_like",
    "names",
    "prompt_from_brief",
    "read",
    "write",
]
