"""The base of all data that crosses a boundary."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

__all__ = ["Frozen"]


class Frozen(BaseModel):
    """Base of all our data that crosses a boundary: immutable, and strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")
