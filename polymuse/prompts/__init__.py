"""Prompts: one language, parsed once, and compiled into the dialect of each family of models."""

from polymuse.prompts.compiler import Compiled, Dialect, Limits
from polymuse.prompts.compose import prompt_of
from polymuse.prompts.model import Flag, Part, Prompt, Reference, Span
from polymuse.prompts.parser import read, write
from polymuse.prompts.registry import dialect, names

__all__ = [
    "Compiled",
    "Dialect",
    "Flag",
    "Limits",
    "Part",
    "Prompt",
    "Reference",
    "Span",
    "dialect",
    "names",
    "prompt_of",
    "read",
    "write",
]
