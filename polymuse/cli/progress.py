"""Progress of a run on standard error: on a terminal a bar for every step that is being worked on and one for the whole,
with the time left; elsewhere a line for every finished step."""

from __future__ import annotations

import time
from types import TracebackType
from typing import Self

from rich import progress as rich_progress

from polymuse.cli.console import clock, log, plain
from polymuse.runs.events import HandedOver, PlanReady, RunEvent, StepFinished, StepInfo, StepProgress, StepStarted

__all__ = ["ProgressView", "label"]

LEAST = 0.05
"""Seconds that a step counts for at least."""


class ProgressView:
    """Shows the events of a run as they come. What is done before there is a plan has no bar."""

    def __init__(self) -> None:
        self._steps: dict[str, StepInfo] = {}
        self._done = 0
        self._bars: dict[str, rich_progress.TaskID] = {}
        self._began: dict[str, float] = {}
        self._fractions: dict[str, float] = {}
        self._progress = rich_progress.Progress(
            rich_progress.TextColumn("{task.description:<34.34}"),
            rich_progress.BarColumn(),
            rich_progress.TextColumn("{task.percentage:>3.0f} %"),
            rich_progress.TimeRemainingColumn(),
            console=log,
            transient=True,
        )
        self._whole = self._progress.add_task("[bold]in all", total=None)
        self._live = log.is_terminal and not log.quiet

    def __enter__(self) -> Self:
        if self._live:
            self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._live:
            self._progress.stop()

    def show(self, event: RunEvent) -> None:
        if isinstance(event, PlanReady):
            self._plan(event)
        elif step := self._steps.get(event.step):
            self._show_step(step, event)

    def _plan(self, plan: PlanReady) -> None:
        self._steps = {step.id: step for step in plan.steps}
        self._progress.update(self._whole, total=sum(max(LEAST, step.seconds) for step in plan.steps))

    def _show_step(self, step: StepInfo, event: RunEvent) -> None:
        if isinstance(event, StepStarted):
            self._began[step.id] = time.monotonic()
        elif isinstance(event, StepProgress):
            self._move(step, event.fraction)
        elif isinstance(event, StepFinished):
            self._finish(step, event)
        elif isinstance(event, HandedOver):
            log.print(f"{label(step.id, step.task)}: waits for you", markup=False, soft_wrap=True)

    def _move(self, step: StepInfo, fraction: float) -> None:
        if step.id not in self._bars:
            self._bars[step.id] = self._progress.add_task(label(step.id, step.task), total=1.0)
        self._progress.update(self._bars[step.id], completed=fraction)
        self._count(step, fraction)

    def _finish(self, step: StepInfo, event: StepFinished) -> None:
        self._done += 1
        if step.id in self._bars:
            self._progress.remove_task(self._bars.pop(step.id))
        self._count(step, 1.0)
        name, seconds = label(step.id, step.task), time.monotonic() - self._began.get(step.id, time.monotonic())
        how = "kept from before" if event.cached else clock(seconds)
        if not log.is_terminal:
            log.print(f"[{self._done}/{len(self._steps)}] {name}: {how}", markup=False, soft_wrap=True)
        elif not event.cached:
            log.print(f"  [green]✓[/green] {plain(name)} [dim]{how}[/dim]")

    def _count(self, step: StepInfo, fraction: float) -> None:
        self._fractions[step.id] = fraction
        done = sum(max(LEAST, self._steps[id].seconds) * part for id, part in self._fractions.items())
        self._progress.update(self._whole, completed=done)


LABELS = {
    "timing": "timing", "music": "music", "mix": "mix", "film": "cut", "check": "checks", "poster": "poster",
    "title": "title card", "end": "end card", "storyboard": "storyboard",
    "into-end": "dissolve into end card",
}  # fmt: skip
PARTS = {
    "speech": "narration", "scene": "picture of scene", "sound": "sound of scene", "still": "still of scene",
    "into": "dissolve into scene",
}  # fmt: skip


def label(id: str, task: str = "") -> str:
    """A step's id in words: `speech-02-01` is "narration 2.1", `scene-03-take-2` "picture of scene 3, take 2",
    `end-backdrop` "picture behind end card"."""
    base, _, made = id.partition("-take-")
    if made:
        return f"{_part(base)}, take {made}"
    base, mark, _ = id.removesuffix("-source").partition("-picture")
    base, behind, _ = base.partition("-backdrop")
    if behind:
        return f"picture behind {_part(base)}"
    if task.endswith("-conforming"):
        return f"{_part(base)}, made to fit"
    return f"{_part(base)}, as a still" if mark else _part(base)


def _part(id: str) -> str:
    if id in LABELS:
        return LABELS[id]
    kind, _, numbers = id.partition("-")
    if kind in PARTS:
        return f"{PARTS[kind]} {'.'.join(str(int(n)) for n in numbers.split('-') if n.isdigit())}"
    return id
