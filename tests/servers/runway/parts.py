"""What the shapes of Runway's requests are made of."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

from tests.servers.body import Body

__all__ = [
    "Asked", "Ends", "First", "Long", "Moderation", "Multishot", "Part", "Plain", "Seed", "Tagged", "Unit", "Words",
    "dumped",
]  # fmt: skip


def utf16(limit: int) -> AfterValidator:
    def check(words: str) -> str:
        if not 1 <= len(words.encode("utf-16-le")) // 2 <= limit:
            raise ValueError(f"between 1 and {limit} UTF-16 code units are allowed")
        return words

    return AfterValidator(check)


Words = Annotated[str, utf16(1000)]
Long = Annotated[str, Field(min_length=1, max_length=32000)]
Seed = Annotated[int, Field(ge=0, le=4294967295)]
Unit = Annotated[float, Field(ge=0, le=1)]


class Asked(Body):
    """Names are in camel case on the wire."""

    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)
    model: str


class Part(Body):
    model_config = ConfigDict(extra="forbid", strict=True, alias_generator=to_camel)


class First(Part):
    uri: str
    position: Literal["first"]


class Ends(Part):
    uri: str
    position: Literal["first", "last"]


class Tagged(Part):
    uri: str
    tag: str | None = Field(None, pattern=r"^[A-Za-z][A-Za-z0-9_]{2,15}$")


class Plain(Part):
    uri: str


class Moderation(Part):
    public_figure_threshold: Literal["auto", "low"] = "auto"


class Segment(Part):
    prompt: str
    duration: int = Field(ge=1, le=15)


class Multishot(Part):
    multi_prompt: list[Segment] | None = None
    shot_type: Literal["intelligence", "customize"] | None = None


def dumped(asked: Asked) -> dict[str, Any]:
    """What was asked, under the names of the wire."""
    return asked.model_dump(by_alias=True, exclude_none=True)
