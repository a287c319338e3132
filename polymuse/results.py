"""What a finished task gives: its media, what there is to know of them, and what they cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from polymuse import tasks
from polymuse.asset import Asset
from polymuse.display import list_html, show
from polymuse.media.convert import write_as
from polymuse.storage.folder import SUFFIXES, place
from polymuse.types import Finished, Notice

__all__ = ["Media", "Provenance", "Result", "asset_of", "named_inputs", "save_outputs"]


@dataclass(frozen=True, slots=True)
class Provenance:
    """How a result was made, as JSON types: the task, its parameters, the digests of its inputs by name, the id and version
    of the model, the run in the journal, and when (with time zone)."""

    task: str
    params: Mapping[str, Any] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    model: str = ""
    version: str = ""
    run: str = ""
    made_at: datetime | None = None


@dataclass(frozen=True, repr=False)
class Result:
    """The outputs of a finished task by name, the main one first. `notices` say what was not done as asked. `cost` is what
    was spent on it this time in US dollars (nothing where it was `cached`), `seconds` the wall-clock time it took, and
    `model` the id of the engine that made it."""

    assets: Mapping[str, Asset]
    notices: tuple[Notice, ...] = ()
    cost: float = 0.0
    model: str = ""
    seconds: float = 0.0
    cached: bool = False
    provenance: Provenance | None = None

    @classmethod
    def from_finished(cls, finished: Finished, provenance: Provenance) -> Result:
        """The result of a run of the task `provenance.task`."""
        names = [name for name in tasks.get(provenance.task).outputs if name in finished.outputs]
        ordered = {name: finished.outputs[name] for name in dict.fromkeys([*names, *finished.outputs])}
        return cls(
            assets=ordered,
            notices=finished.notices,
            cost=0.0 if finished.cached else finished.usage.usd,
            model=finished.engine,
            seconds=finished.usage.seconds,
            cached=finished.cached,
            provenance=provenance,
        )

    @property
    def asset(self) -> Asset:
        """The main output."""
        return next(iter(self.assets.values()))

    @property
    def text(self) -> str:
        """The text of the main output. Raises MediaError where that is no text."""
        return self.asset.text

    def save(self, path: str | Path) -> Mapping[str, Path]:
        """Write the main output to `path`, in the format that its suffix names, and the others beside it, named after it.
        Returns the files by the outputs' names. Raises OutputError."""
        return save_outputs(self.assets, Path(path))

    def show(self) -> None:
        """Display it in a notebook; elsewhere open the main output with the system's viewer, or print where its file is."""
        show(self, self.asset.path)

    def to_html(self) -> str:
        """All outputs and notices as HTML, which contains the media."""
        shown = "".join(f"<div>{asset.to_html()}</div>" for asset in self.assets.values())
        return f"{shown}{list_html(notice.text for notice in self.notices)}"

    def __repr__(self) -> str:
        return "\n  ".join([f"<{type(self).__name__} {', '.join(self._facts())}>", *(n.text for n in self.notices)])

    def _facts(self) -> Iterator[str]:
        for name, asset in self.assets.items():
            yield f"{name}: {asset!r}"
        if self.model:
            yield f"by {self.model}"
        yield "cached" if self.cached else f"{self.seconds:.1f} s"
        if self.cost:
            yield f"${self.cost:.4g}"

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        """How a notebook shows it: the media, and under them what was not done as asked."""
        return {"text/plain": repr(self), "text/html": self.to_html()}


Media = Asset | Result | str | Path
"""A piece of media: an asset, a result whose main output it is, or where its file is."""


def asset_of(media: Media) -> Asset | str | Path:
    """The asset or the file's path that `media` stands for."""
    return media.asset if isinstance(media, Result) else media


def named_inputs(inputs: Mapping[str, Media | Sequence[Media] | None]) -> dict[str, Media]:
    """The inputs that are given, by the names that a task has for them: several for `image` are `image-1`, `image-2` …"""
    named: dict[str, Media] = {}
    for name, value in inputs.items():
        if isinstance(value, Sequence) and not isinstance(value, str):
            named |= {f"{name}-{n}": one for n, one in enumerate(value, 1)}
        elif value is not None:
            named[name] = value
    return named


def save_outputs(assets: Mapping[str, Asset], target: Path) -> dict[str, Path]:
    """Write the first asset to `target` in the format that its suffix names, and the others beside it: `tune.mid` beside
    `tune.mp3`; where several have one suffix, `tune-image-2.png`. Raises OutputError."""
    files: dict[str, Path] = {}
    for name, asset in assets.items():
        if not files:
            write_as(asset, target)
            files[name] = target
        else:
            file = target.with_suffix(SUFFIXES.get(asset.media_type, ""))
            files[name] = file if file not in files.values() else target.with_name(f"{target.stem}-{name}{file.suffix}")
            place(asset.path, files[name])
    return files
