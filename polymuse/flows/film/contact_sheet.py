"""The storyboard as a page: a contact sheet that opens from disk."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader

from polymuse.brief import Scene, Storyboard
from polymuse.brief.timeline import Shot, Timeline
from polymuse.gates.verdict import Verdict
from polymuse.runs.runner import Results
from polymuse.types import Asset, Notice

__all__ = ["contact_sheet"]


@dataclass(frozen=True, slots=True)
class Panel:
    """A scene as the page shows it."""

    number: int
    shot: Shot
    scene: Scene
    time: str
    seconds: float
    image: str
    ratio: float
    spoken: tuple[str, ...]


def contact_sheet(
    storyboard: Storyboard, timeline: Timeline, results: Results, verdicts: Sequence[Verdict], notices: Sequence[Notice]
) -> str:
    """The whole page as HTML; pictures are inside it."""
    page = Environment(loader=PackageLoader("polymuse.flows.film"), autoescape=True).get_template("storyboard.html")
    panels = [_panel(shot, storyboard, timeline, results) for shot in timeline.shots if shot.kind == "scene"]
    return page.render(
        title=storyboard.title or "Untitled", storyboard=storyboard, timeline=timeline, panels=panels, notices=notices,
        verdicts=verdicts, length=_clock(timeline.seconds),
    )  # fmt: skip


def _panel(shot: Shot, storyboard: Storyboard, timeline: Timeline, results: Results) -> Panel:
    number = int(shot.id.removeprefix("scene-"))
    still = results[f"still-{number:02d}"].outputs["image"]
    start, end = timeline.span(shot)
    return Panel(
        number=number, shot=shot, scene=storyboard.scenes[number - 1], time=f"{_clock(start)}–{_clock(end)}",
        seconds=end - start, image=_inline(still), ratio=still.facts["width"] / still.facts["height"],
        spoken=tuple(p.text for p in timeline.passages if p.shot == shot.id),
    )  # fmt: skip


def _inline(asset: Asset) -> str:
    return f"data:{asset.media_type};base64,{base64.b64encode(asset.read_bytes()).decode()}"


def _clock(seconds: float) -> str:
    return f"{int(seconds // 60)}:{int(seconds % 60):02d}"
