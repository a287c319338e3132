"""Prompts that hypothesis makes: text full of the language's signs, and prompts as data."""

from __future__ import annotations

from hypothesis import strategies as st

from polymuse.prompts.model import ROLES, Flag, Prompt, PromptPart, Reference, Span

SIGNS = [
    "(", ")", "[", "]", ":", "::", "::2", "::-0.5", ":1.2)", " :1.3", "AND", "\\", '"', ",", " ", "  ", "\n", "\t", "--",
    "--no ", "--ar 16:9", "--seed 7", "--s 250", "--v 8.1", "--style raw", "--raw", "--tile", "--niji", "--niji 7", "--p",
    "--sref https://example.com/a.png::2 12", "--cref https://example.com/b.png", "--iw 1.5", "--sparkle", "--sparkle 3",
    "https://example.com/c.png", "Style: ", "Subject: ", "Text: ", "Lyrics:\n", "Speech:", "cat", "red boat", "1.2", "-3",
    "🐱", "قطة", "é", "\u2028", "\x00",
]  # fmt: skip
LINES = st.lists(st.sampled_from(SIGNS) | st.text(max_size=4), max_size=24)
TEXTS = LINES.map("".join) | LINES.map(" ".join) | st.text(max_size=60)

words = st.text(min_size=1, max_size=20) | st.sampled_from(["a red boat", "[laughs] (oh)", "--ar 16:9", "猫", "a, b"])
weights = st.sampled_from([1.0, 1.2, 0.5, 0.0, -1.0, 3.25, 999.0])
spans = st.lists(st.builds(Span, words.map(" {} ".format), weights), min_size=1, max_size=3).map(tuple)
parts = st.builds(PromptPart, spans, weights, st.sampled_from([None, None, *ROLES]))
kinds = st.sampled_from(["image", "style", "character", "object"])
references = st.builds(Reference, kinds, st.just("https://example.com/a.png"), weights)
flags = st.sampled_from(
    [Flag("c", "20"), Flag("tile"), Flag("niji"), Flag("niji", "7"), Flag("iw", "1.5"), Flag("sparkle")]
)
PROMPTS = st.builds(
    Prompt,
    parts=st.lists(parts, max_size=5).map(tuple),
    negative=st.lists(parts, max_size=3).map(tuple),
    aspect=st.none() | st.tuples(st.integers(1, 32), st.integers(1, 32)),
    seed=st.none() | st.integers(0, 4294967295),
    stylize=st.none() | st.integers(0, 1000),
    style=st.none() | st.just("raw"),
    version=st.none() | st.sampled_from(["8.1", "7"]),
    references=st.lists(references, max_size=2).map(tuple),
    flags=st.lists(flags, max_size=3).map(tuple),
)
