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

from polymuse.prompts.compiler import Compiled, Dialect, Draft, Limits
from polymuse.prompts.model import Flag, Prompt, Reference, ReferenceKind
from polymuse.prompts.plain_text import PICTURE, listed, phrase, plain, unweighed
from polymuse.prompts.serializer import number

LIMITS = Limits(text=6_000)
NEWEST = 8
WEIGHS = 6
"""The last version that is documented to weigh phrases."""
TAKEN_BY: Mapping[str, tuple[int, ...]] = {
    "cref": (6,), "cw": (6,), "oref": (7,), "ow": (7,), "q": (4, 5, 6, 7), "turbo": (5, 6, 7), "stop": (4, 5, 6),
}  # fmt: skip
"""Flags that only some versions take."""
POINTERS: Mapping[str, ReferenceKind] = {"sref": "style", "cref": "character", "oref": "object"}
SIGN = re.compile(r"(?<!\S)--+(?=[A-Za-z])|:{2,}")
"""What Midjourney would take for a flag or a weight."""


def compile(prompt: Prompt, limits: Limits = LIMITS) -> Compiled:
    draft = Draft("Midjourney", prompt, limits)
    version = _version(prompt)
    words, between, unwanted = _words(draft, version)
    pictures = " ".join(reference.url for reference in draft.references("image"))
    tail = " ".join(_flags(draft, version))
    no = f"--no {_safe(draft, listed(unwanted))}" if unwanted else ""
    no = draft.fit([no], limit=limits.text and limits.text // 4)
    text = draft.fit(words, between, draft.room(pictures, no, tail))
    return draft.done(draft.fit([pictures, text, no, tail]))


def _words(draft: Draft, version: int) -> tuple[list[str], str, list[str]]:
    """The phrases, what stands between them, and what is not wanted."""
    bare = draft.take(None)
    found = plain(draft, *PICTURE)
    wanted = [(words, part.weight) for part in bare if (words := unweighed(draft, part, found))]
    phrases = [f'the words "{part.text}"' if part.role == "text" else phrase(part) for part in found.parts]
    phrases += [f"with emphasis on {listed(found.strong)}"] if found.strong else []
    phrases += [f"only a hint of {listed(found.faint)}"] if found.faint else []
    unwanted = [*(part.text for part in draft.negative()), *found.unwanted]
    if len(wanted) > 1 and sum(weight for _, weight in wanted) <= 0:
        unwanted += [words for words, weight in wanted if weight <= 0]
        wanted = [(words, weight) for words, weight in wanted if weight > 0]
    if len(wanted) < 2:
        return (
            [_safe(draft, words).rstrip(".") for words in (*(words for words, _ in wanted), *phrases)],
            ", ",
            unwanted,
        )
    if version > WEIGHS:
        draft.note("Midjourney documents weights (::) up to version 6.1; later versions take them in Discord only.")
    weighed = [f"{_safe(draft, words)}::{number(weight)}" for words, weight in wanted]
    return [*weighed, _safe(draft, ", ".join(phrases))], " ", unwanted


def _flags(draft: Draft, version: int) -> Iterator[str]:
    if shape := draft.setting("aspect"):
        yield f"--ar {shape[0]}:{shape[1]}"
    if (seed := draft.setting("seed")) is not None:
        yield f"--seed {seed}"
    if (stylize := draft.setting("stylize")) is not None:
        yield f"--s {stylize}"
    if style := draft.setting("style"):
        yield "--raw" if style == "raw" else f"--style {style}"
    for name, kind in POINTERS.items():
        if _takes(name, version) and (found := draft.references(kind)):
            yield f"--{name} {' '.join(_pointer(reference) for reference in found)}"
    niji = any(flag.name == "niji" for flag in draft.prompt.flags)
    if not niji and (named := draft.setting("version")):
        yield f"--v {named}"
    for flag in draft.flags(flag.name for flag in draft.prompt.flags if _takes(flag.name, version)):
        yield _flag(flag)


def _version(prompt: Prompt) -> int:
    """The major version; Niji's where that is asked for."""
    niji = next((flag.value for flag in prompt.flags if flag.name == "niji"), None)
    named = niji or prompt.version or ""
    major = named.partition(".")[0]
    return int(major) if major.isdecimal() else NEWEST


def _takes(name: str, version: int) -> bool:
    return version in TAKEN_BY.get(name, (version,))


def _pointer(reference: Reference) -> str:
    return reference.url if reference.weight == 1 else f"{reference.url}::{number(reference.weight)}"


def _flag(flag: Flag) -> str:
    return f"--{flag.name} {flag.value}".rstrip()


def _safe(draft: Draft, words: str) -> str:
    """Words in one line, without what would be taken for a sign."""
    words = " ".join(words.split())
    if SIGN.search(words):
        draft.note("Midjourney would read -- and :: in the words as signs; they are written – and :.")
        words = SIGN.sub(lambda match: ":" if match[0].startswith(":") else "–", words)
    return words


DIALECT = Dialect("Midjourney", ("image",), "one line: phrases with :: weights, then flags", compile, LIMITS)
