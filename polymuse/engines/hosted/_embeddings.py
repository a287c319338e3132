"""What the mappings of embedding models share: what is to be embedded, and the matrix of vectors."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Sequence
from typing import Any

from polymuse.engines.hosted._wire import Ask, BadReply, Done, Output, in_order
from polymuse.errors import ParameterError
from polymuse.types import Asset, Kind, Tokens

__all__ = ["NPY", "embedded", "items", "texts"]

NPY = "application/x-npy"


def items(ask: Ask, most: int) -> list[str | Asset]:
    """What there is to embed: the texts in their order, then the inputs. Raises ParameterError where there is nothing, or
    more than the `most` that the service takes at once."""
    found: list[str | Asset] = [*ask.param("text", ()), *(ask.inputs[name] for name in sorted_inputs(ask))]
    if not found:
        raise ParameterError("feature-extraction: there is nothing to embed.", hint="Give a text or an input.")
    if len(found) > most:
        raise ParameterError(
            f"{ask.model} takes {most} items at once; these are {len(found)}.", hint="Give it in parts."
        )
    return found


def sorted_inputs(ask: Ask) -> list[str]:
    """Images before audio, each in the order of their names."""
    return sorted(in_order(ask.inputs), key=lambda name: ask.inputs[name].kind is not Kind.IMAGE)


def texts(ask: Ask, most: int) -> list[str]:
    """The texts, for models that take nothing else. Raises ParameterError."""
    if ask.inputs:
        raise ParameterError(f"{ask.model} embeds texts only, not {next(iter(ask.inputs))}.")
    return [str(item) for item in items(ask, most)]


def embedded(ask: Ask, rows: Sequence[Sequence[float]], tokens: Tokens | None) -> Done:
    """The matrix of vectors, as many as there are items. Raises BadReply."""
    expected = len(ask.param("text", ())) + len(ask.inputs)
    lengths = {len(row) for row in rows}
    if len(rows) != expected or len(lengths) != 1 or 0 in lengths:
        raise BadReply(f"The answer has {len(rows)} vectors of {sorted(lengths)} numbers for {expected} items.")
    facts = {"dimensions": lengths.pop(), "n": len(rows), "model": ask.model}
    return Done([Output("embedding", Kind.EMBEDDING, npy(rows), media_type=NPY, facts=facts)], tokens=tokens)


def npy(rows: Sequence[Sequence[Any]]) -> bytes:
    """A matrix as a .npy file, version 1.0, of float32: written here so that no engine has to load NumPy."""
    head = f"{{'descr': '<f4', 'fortran_order': False, 'shape': ({len(rows)}, {len(rows[0])}), }}"
    padded = head.ljust(-(10 + len(head) + 1) % 64 + len(head)) + "\n"
    values = array("f", (value for row in rows for value in row))
    if sys.byteorder == "big":
        values.byteswap()
    return b"\x93NUMPY\x01\x00" + len(padded).to_bytes(2, "little") + padded.encode("latin-1") + values.tobytes()
