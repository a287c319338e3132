"""What the arguments of fal's models are made of.

The models' own are in `films`, `pictures` and `sounds`, as the endpoint types of npm @fal-ai/client 1.10.1 say; ranges in
part from memory; Seedance, MiniMax H3 and GPT Image as public code of autumn 2026 asks for them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field


def an_address(given: str) -> str:
    if not given.startswith(("http://", "https://", "data:")):
        raise ValueError("the value is not a URL")
    return given


Url = Annotated[str, AfterValidator(an_address)]
Words = Annotated[str, Field(min_length=1)]
Share = Annotated[float, Field(ge=0, le=1)]
Seed = int | None
Tolerance = Literal["1", "2", "3", "4", "5", "6"]
