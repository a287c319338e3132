"""Documents: the typed data that passes between steps as JSON files, and the only place where they are read and written."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from polymuse.brief.model import Brief, Scene, Storyboard
from polymuse.brief.score import Score
from polymuse.brief.timeline import Captions, Timeline
from polymuse.errors import MediaError
from polymuse.types import Asset, Facts, Frozen, Kind, Made
from polymuse.validation import first_fault

__all__ = ["SCHEMAS", "optional_document", "read_document", "write_document"]

SCHEMAS: Mapping[str, type[Frozen]] = {
    "polymuse.brief/1": Brief,
    "polymuse.captions/1": Captions,
    "polymuse.scene/1": Scene,
    "polymuse.score/1": Score,
    "polymuse.storyboard/1": Storyboard,
    "polymuse.timeline/1": Timeline,
}
"""The kinds of documents, as ports name them. A change after which older documents cannot be read makes a new number."""

Model = TypeVar("Model", bound=BaseModel)


def read_document(asset: Asset, model: type[Model]) -> Model:
    """A document as its model. Raises MediaError naming the file and the first thing that is wrong in it."""
    try:
        return model.model_validate_json(asset.read_bytes())
    except ValidationError as error:
        fault = first_fault(error)
        place = ".".join(map(str, fault.place)) or "it"
        name = model.__name__.lower()
        raise MediaError(
            f"{asset.path}: this is not a {name}: {place} {fault.what}.",
            hint=f"A {name} is JSON with {', '.join(model.model_fields)}.",
        ) from error


def optional_document(inputs: Mapping[str, Asset], name: str, model: type[Model]) -> Model | None:
    """The document that is given for an input; None where none is given, or it is not made yet. Raises MediaError as
    `read_document`."""
    return read_document(inputs[name], model) if name in inputs and inputs[name].made else None


def write_document(name: str, document: BaseModel, work: Path, facts: Facts | None = None) -> Made:
    """Write a document into the folder `work`, as a step's output of that name. What has its default value is left out."""
    path = work / f"{name}.json"
    path.write_text(document.model_dump_json(exclude_defaults=True, indent=1), encoding="utf-8")
    return Made(name, Kind.BRIEF, path, "application/json", facts or {})
