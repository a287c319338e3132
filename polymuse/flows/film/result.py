"""What making a film gives."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from polymuse.brief.timeline import Timeline
from polymuse.display import list_html, media_html, show
from polymuse.gates.verdict import Verdict
from polymuse.results import Result

__all__ = ["Film"]


@dataclass(frozen=True, kw_only=True, repr=False)
class Film(Result):
    """A finished film: its folder and the files in it by name (`film.mp4`, `captions.vtt` …). `assets` are those of the
    files that are media, under the same names."""

    folder: Path
    files: Mapping[str, Path]
    timeline: Timeline
    verdicts: tuple[Verdict, ...]
    made: int
    """Steps that were done."""
    reused: int
    """Steps whose results were taken from the cache."""

    @property
    def path(self) -> Path:
        return self.files["film.mp4"]

    def save(self, path: str | Path) -> Mapping[str, Path]:
        """Copy the film to `path` (.mp4); all that belongs to it is in `folder`. Raises OutputError."""
        return {"film.mp4": self.asset.save(path)}

    def show(self) -> None:
        """Display it in a notebook; elsewhere open it with the system's viewer, or print where its file is."""
        show(self, self.path)

    def to_html(self) -> str:
        """A player with the poster, and what was not done as the script has it."""
        poster = self.assets.get("poster.png")
        player = media_html(
            self.asset.path, self.asset.media_type, label=str(self.path), poster=poster.path if poster else None
        )
        return f"<div>{player}</div>{list_html(notice.text for notice in self.notices)}"

    def _facts(self) -> Iterator[str]:
        yield f"{str(self.path)!r} ({self.asset.width}×{self.asset.height}, {self.timeline.seconds:g} s)"
        yield f"{self.made} steps made in {self.seconds:.1f} s, {self.reused} reused"
        if self.cost:
            yield f"${self.cost:.4g}"
