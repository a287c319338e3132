"""What can be chosen for a film."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from polymuse.errors import ParameterError
from polymuse.suggestions import did_you_mean
from polymuse.tasks.base import Fps, Pixels, Seed
from polymuse.types import Frozen
from polymuse.validation import first_fault

__all__ = ["ASPECTS", "FilmOptions", "film_options", "folder_for"]

ASPECTS: Mapping[str, tuple[int, int]] = {
    "16:9": (1280, 720),
    "9:16": (720, 1280),
    "1:1": (960, 960),
    "4:5": (864, 1080),
}
"""Width and height in pixels for each aspect, where no size is asked for."""


class FilmOptions(Frozen):
    """Everything about a film that is not in its script."""

    width: Pixels = 1280
    height: Pixels = 720
    fps: Fps = Field(24, description="Frames per second.")
    seed: Seed = Field(0, description="Another seed draws and composes another film.")
    voice: str | None = Field(None, description="Who narrates; a wrong name lists the right ones.")
    language: str | None = Field(
        None, description="Of narration and captions, as en or pt-BR; None takes the script's, or English."
    )
    music: str | None = Field(
        None, description='How the music should be, in words; "none" for no music; None takes the script\'s.'
    )
    scene: Annotated[int, Field(ge=1)] | None = Field(None, description="Only this scene, counted from 1.")
    cards: bool = Field(True, description="Whether there are title and end cards.")
    strict_timing: bool = Field(
        False, description="Refuse narration that is longer than its scene, instead of stretching the scene."
    )
    loudness: Annotated[float, Field(ge=-30, le=-10)] = Field(-16.0, description="Of the mix, in LUFS.")
    models: Mapping[str, str] = Field({}, description="Engine ids by task.")


def film_options(size: str | None = None, aspect: str | None = None, **values: object) -> FilmOptions:
    """Options from what people write: `size` as `1280x720`, `aspect` as `9:16`. Raises ParameterError."""
    width, height = _size(size, aspect)
    try:
        return FilmOptions.model_validate({"width": width, "height": height, **values})
    except ValidationError as error:
        fault = first_fault(error)
        name = str(fault.place[0]).replace("_", "-")
        given = "" if fault.kind == "extra_forbidden" else f" (given: {fault.given!r})"
        hint = did_you_mean(name, FilmOptions.model_fields) if fault.kind == "extra_forbidden" else ""
        raise ParameterError(
            f"{name}: {fault.what}{given}.", hint=hint or "`polymuse film --help` shows what it takes."
        ) from None


def folder_for(script: str | Path) -> Path:
    """A folder named after the script's file, or after a brief's first words."""
    name = Path(script).stem if os.path.isfile(script) else " ".join(str(script).split()[:6])
    return Path(re.sub(r"[^\w-]+", "-", name)[:60].strip("-").lower() or "film")


def _size(size: str | None, aspect: str | None) -> tuple[int, int]:
    if aspect is not None and aspect not in ASPECTS:
        raise ParameterError(
            f"aspect: {aspect!r} is not one of {', '.join(ASPECTS)}.", hint="For any other, give a --size: 1440x1080."
        )

    if size is None:
        return ASPECTS[aspect or "16:9"]
    found = re.fullmatch(r"(\d{2,5})\s*[x×*]\s*(\d{2,5})", size.strip())
    if not found:
        raise ParameterError(f"size: {size!r} is not a size.", hint="Write it as 1280x720.")
    width, height = int(found[1]), int(found[2])
    if aspect is not None:
        across, up = (int(part) for part in aspect.split(":"))
        if abs(width * up - height * across) > up * across:
            raise ParameterError(f"size: {size} is not {aspect}.", hint="Give one of the two.")
    return width, height
