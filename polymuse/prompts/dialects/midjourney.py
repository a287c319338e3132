"""Midjourney: the line that a person pastes into its website or Discord.

Phrases, then flags. `::` weighs whole phrases; it is documented for versions up to 6.1 and Niji 6, later ones take it
in Discord only. Words within a phrase have no weights. `--no` lists what is not wanted. `--cref` belongs to version 6,
`--oref` to version 7, `--q` and `--turbo` not to 8. Limit: 6,000 characters, the longest text that Discord takes for
an option of a command. Sources: docs.midjourney.com ("Parameter List", "Version", "Multi-Prompts & Weights",
"Style Reference"), as documented in July and September 2026; discord.com/developers/docs ("Application Commands");
checked 2026-11-21.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from polymuse.prompts.compiler import CompiledPrompt, Dialect, Draft, TextLimits
from polymuse.prompts.model import Flag, Prompt, Reference, ReferenceKind
from polymuse.prompts.plain_text import IMAGE_ROLES, comma_list, phrase, strip_weights, take_plain
from polymuse.prompts.serializer import format_number

LIMITS = TextLimits(text=6_000)
NEWEST = 8
LAST_WEIGHTED_VERSION = 6
"""The last version documented to weight phrases."""
VERSION_FLAGS: Mapping[str, tuple[int, ...]] = {
    "cref": (6,), "cw": (6,), "oref": (7,), "ow": (7,), "q": (4, 5, 6, 7), "turbo": (5, 6, 7), "stop": (4, 5, 6),
}  # fmt: skip
"""Flags that only some versions accept."""
POINTERS: Mapping[str, ReferenceKind] = {"sref": "style", "cref": "character", "oref": "object"}
SIGN = re.compile(r"(?<!\S)--+(?=[A-Za-z])|:{2,}")
"""Text that Midjourney would parse as a flag or a weight."""


def compile(prompt: Prompt, limits: TextLimits = LIMITS) -> CompiledPrompt:
    draft = Draft("Midjourney", prompt, limits)
    version = _version(prompt)
    words, separator, unwanted = _words(draft, version)
    pictures = " ".join(reference.url for reference in draft.references("image"))
    tail = " ".join(_flags(draft, version))
    no = f"--no {_escape(draft, comma_list(unwanted))}" if unwanted else ""
    no = draft.fit([no], limit=limits.text and limits.text // 4)
    text = draft.fit(words, separator, draft.remaining_length(pictures, no, tail))
    return draft.done(draft.fit([pictures, text, no, tail]))


def _words(draft: Draft, version: int) -> tuple[list[str], str, list[str]]:
    """Phrases, their separator, and exclusions."""
    parts = draft.take(None)
    plain = take_plain(draft, *IMAGE_ROLES)
    weights = [(words, part.weight) for part in parts if (words := strip_weights(draft, part, plain))]
    phrases = [f'the words "{part.text}"' if part.role == "text" else phrase(part) for part in plain.parts]
    phrases += [f"with emphasis on {comma_list(plain.strong)}"] if plain.strong else []
    phrases += [f"only a hint of {comma_list(plain.faint)}"] if plain.faint else []
    unwanted = [*(part.text for part in draft.negative()), *plain.unwanted]
    if len(weights) > 1 and sum(weight for _, weight in weights) <= 0:
        unwanted += [words for words, weight in weights if weight <= 0]
        weights = [(words, weight) for words, weight in weights if weight > 0]
    if len(weights) < 2:
        return (
            [_escape(draft, words).rstrip(".") for words in (*(words for words, _ in weights), *phrases)],
            ", ",
            unwanted,
        )
    if version > LAST_WEIGHTED_VERSION:
        draft.note("Midjourney documents weights (::) up to version 6.1; later versions take them in Discord only.")
    weighted = [f"{_escape(draft, words)}::{format_number(weight)}" for words, weight in weights]
    return [*weighted, _escape(draft, ", ".join(phrases))], " ", unwanted


def _flags(draft: Draft, version: int) -> Iterator[str]:
    if aspect := draft.setting("aspect"):
        yield f"--ar {aspect[0]}:{aspect[1]}"
    if (seed := draft.setting("seed")) is not None:
        yield f"--seed {seed}"
    if (stylize := draft.setting("stylize")) is not None:
        yield f"--s {stylize}"
    if style := draft.setting("style"):
        yield "--raw" if style == "raw" else f"--style {style}"
    for name, kind in POINTERS.items():
        if _takes(name, version) and (references := draft.references(kind)):
            yield f"--{name} {' '.join(_pointer(reference) for reference in references)}"
    niji = any(flag.name == "niji" for flag in draft.prompt.flags)
    if not niji and (named := draft.setting("version")):
        yield f"--v {named}"
    for flag in draft.flags(flag.name for flag in draft.prompt.flags if _takes(flag.name, version)):
        yield _flag(flag)


def _version(prompt: Prompt) -> int:
    """The major version; Niji's if that is selected."""
    niji = next((flag.value for flag in prompt.flags if flag.name == "niji"), None)
    named = niji or prompt.version or ""
    major = named.partition(".")[0]
    return int(major) if major.isdecimal() else NEWEST


def _takes(name: str, version: int) -> bool:
    return version in VERSION_FLAGS.get(name, (version,))


def _pointer(reference: Reference) -> str:
    return reference.url if reference.weight == 1 else f"{reference.url}::{format_number(reference.weight)}"


def _flag(flag: Flag) -> str:
    return f"--{flag.name} {flag.value}".rstrip()


def _escape(draft: Draft, words: str) -> str:
    """Text on one line, without anything Midjourney would parse as syntax."""
    words = " ".join(words.split())
    if SIGN.search(words):
        draft.note("Midjourney would read -- and :: in the words as signs; they are written – and :.")
        words = SIGN.sub(lambda match: ":" if match[0].startswith(":") else "–", words)
    return words


DIALECT = Dialect(
    "Midjourney", ("image",), "one line: phrases with :: weights, then flags", compile, LIMITS, has_signs=True
)
