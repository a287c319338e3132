"""Progress of a plan: a bar for every step that is being worked on, one for the whole, and time left."""

from __future__ import annotations

import time
from types import TracebackType

from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from polymuse.cli.console import clock, log
from polymuse.planning.plan import Plan, Step
from polymuse.planning.planner import estimate_step
from polymuse.runs.runner import StepEvent
from polymuse.types import Finished, Preview
from polymuse.types import Progress as Fraction

__all__ = ["Bars"]


class Bars:
    """Shows events of a plan as they come; on a terminal as bars, elsewhere as a line per finished step."""

    def __init__(self, plan: Plan) -> None:
        self._work = {step.id: max(0.05, estimate_step(step).seconds) for step in plan.steps}
        self._steps = len(plan.steps)
        self._done = 0
        self._bars: dict[str, TaskID] = {}
        self._began: dict[str, float] = {}
        self._fractions: dict[str, float] = {}
        columns = (TextColumn("{task.description:<34.34}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"))
        self._progress = Progress(*columns, TimeRemainingColumn(), console=log, transient=True)
        self._whole = self._progress.add_task("[bold]film", total=sum(self._work.values()))

    def __enter__(self) -> Bars:
        if log.is_terminal and not log.quiet:
            self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._progress.live.is_started:
            self._progress.stop()

    def show(self, news: StepEvent) -> None:
        step, event = news.step, news.event
        self._began.setdefault(step.id, time.monotonic())
        if isinstance(event, Finished):
            self._finish(step, event)
        elif isinstance(event, Fraction):
            self._move(step, event)
        elif not isinstance(event, Preview):
            self._bar(step)

    def _bar(self, step: Step) -> TaskID:
        if step.id not in self._bars:
            self._bars[step.id] = self._progress.add_task(label(step), total=1.0)
        return self._bars[step.id]

    def _move(self, step: Step, event: Fraction) -> None:
        self._fractions[step.id] = event.fraction
        self._progress.update(self._bar(step), completed=event.fraction)
        self._sum()

    def _finish(self, step: Step, event: Finished) -> None:
        self._done += 1
        self._fractions[step.id] = 1.0
        if step.id in self._bars:
            self._progress.remove_task(self._bars.pop(step.id))
        self._sum()
        how = "[dim]kept from before[/dim]" if event.cached else clock(time.monotonic() - self._began[step.id])
        if not log.is_terminal:
            line = f"[{self._done}/{self._steps}] {label(step)}: {how}"
            log.print(line.replace("[dim]", "").replace("[/dim]", ""), markup=False, soft_wrap=True)
        elif not event.cached:
            self._progress.console.print(f"  [green]✓[/green] {escape(label(step))} [dim]{how}[/dim]")

    def _sum(self) -> None:
        done = sum(self._work[id] * fraction for id, fraction in self._fractions.items())
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


def label(step: Step) -> str:
    """A step's id in words: `speech-02-01` is "narration 2.1", `scene-03-take-2` "picture of scene 3, take 2",
    `end-backdrop` "picture behind end card"."""
    base, _, made = step.id.partition("-take-")
    if made:
        return f"{_part(base)}, take {made}"
    base, mark, _ = step.id.removesuffix("-source").partition("-picture")
    base, behind, _ = base.partition("-backdrop")
    if behind:
        return f"picture behind {_part(base)}"
    if step.task.endswith("-conforming"):
        return f"{_part(base)}, made to fit"
    return f"{_part(base)}, as a still" if mark else _part(base)


def _part(id: str) -> str:
    if id in LABELS:
        return LABELS[id]
    kind, _, numbers = id.partition("-")
    if kind in PARTS:
        return f"{PARTS[kind]} {'.'.join(str(int(n)) for n in numbers.split('-') if n.isdigit())}"
    return id
