"""Where a film's parts come from: made here as the film needs them, or by another engine and then made to fit."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from polymuse.brief import Brief
from polymuse.brief.timeline import take_frames
from polymuse.engines.registry import Registry
from polymuse.planning.plan import Plan, Step
from polymuse.planning.planner import Choice, choose
from polymuse.runs.runner import Results
from polymuse.types import Card, Facts, Notice

__all__ = ["Part", "Picture", "Sourcing", "notices_of", "sourcing"]

SLACK = 1.05
"""A shot may play this much slower, which nobody sees, before its scene takes one more."""
FITTED = frozenset({"size", "length"})
"""Topics of notices that do not count where a part is made to fit."""
PICTURES = ("text-to-video", "text-to-image", "image-to-video")
"""The tasks by which an engine that knows nothing of films makes what is seen in one."""


@dataclass(frozen=True, slots=True)
class Part:
    """A step that a film counts on, and the steps that bring what it is made of."""

    step: Step
    sources: tuple[Step, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        return (*self.sources, self.step)


@dataclass(frozen=True, slots=True)
class Picture:
    """The shot of scene `number` as a film needs it. Its body has `frames`, whatever the narration takes; where that is
    not `fixed`, so many are a guess, and the step `timing` writes what is to be seen and for how long."""

    number: int
    brief: Brief
    width: int
    height: int
    fps: int
    seed: int
    frames: int
    lead: int
    tail: int
    fixed: bool

    @property
    def id(self) -> str:
        return f"scene-{self.number:02d}"

    @property
    def seconds(self) -> float:
        """Of the body."""
        return self.frames / self.fps

    @property
    def total(self) -> int:
        """Frames with those that overlap."""
        return self.lead + self.frames + self.tail

    def megapixels(self, frames: int = 1) -> float:
        return self.width * self.height / 1e6 * frames

    def size(self) -> dict[str, object]:
        return {"width": self.width, "height": self.height}

    def shown(self) -> dict[str, object]:
        """What is to be seen, as a task's parameter."""
        return {"brief": self.brief.model_dump(mode="json", exclude_defaults=True)}

    def timed(self, document: str) -> dict[str, str]:
        """What is to be seen and for how long, as a task's input: the document that `timing` writes of it."""
        return {"scene": f"timing.{document}-{self.number:02d}"}


@dataclass(frozen=True, slots=True)
class Sourcing:
    """Plans parts by the engines that were chosen (by task), and what their results need to fit a film."""

    registry: Registry
    choices: Mapping[str, Choice]

    def step(
        self,
        id: str,
        task: str,
        params: Mapping[str, object],
        inputs: Mapping[str, str],
        size: float,
        expected: Mapping[str, Facts] = {},
    ) -> Step:
        choice = self.choices[task]
        return Step(
            id=id, task=task, engine=choice.engine, params=params, inputs=inputs, size=size, expected=expected,
            why=choice.why,
        )  # fmt: skip

    def card(self, task: str) -> Card:
        return self.registry.get(self.choices[task].engine).card

    def elsewhere(self, task: str) -> bool:
        """Whether a task is done by an engine that knows nothing of films."""
        return self.card(task).locality != "builtin"

    def lettered(self, drawn: Step, shot: str, at: float) -> Part:
        """A card or a poster, which has the artist's letters whoever made the shots. `drawn` is the step by which the
        artist would draw all of it; where shots are another's, it has the frame behind its words that is a fraction `at`
        into the shot of that id."""
        if not any(self.elsewhere(task) for task in PICTURES):
            return Part(drawn)
        frame = self.step(f"{drawn.id}-backdrop", "frame-extraction", {"at": at}, {"video": f"{shot}.video"}, 1)
        return Part(drawn.model_copy(update={"inputs": {"backdrop": f"{frame.id}.image"}}), (frame,))

    def fitted(self, made: Step, task: str, params: Mapping[str, object], inputs: Mapping[str, str]) -> Part:
        """A sound that a film takes: as it is from an artist, else by way of a `…-conforming` task, whose input and
        output are called as the made one's output."""
        if not self.elsewhere(made.task):
            return Part(made)
        source = made.model_copy(update={"id": f"{made.id}-source"})
        name = task.partition("-")[0]
        return Part(self.step(made.id, task, params, {name: f"{source.id}.{name}", **inputs}, made.size), (source,))

    def takes(self, picture: Picture) -> int:
        """Of how many takes a shot is made: none where the artist draws it whole."""
        task = self._take_task()
        if task is None:
            return 0
        longest = self.card(task).capability(task).longest
        return math.ceil(picture.total / picture.fps / longest / SLACK) if longest else 1

    def _take_task(self) -> str | None:
        """By which task takes are made; None where there are none."""
        if self.elsewhere("text-to-video"):
            return "text-to-video"
        return "image-to-video" if self.elsewhere("text-to-image") or self.elsewhere("image-to-video") else None

    def shot(self, picture: Picture) -> Part:
        """A scene's shot."""
        task, size = self._take_task(), picture.megapixels(picture.total)
        joined = {**picture.size(), "fps": picture.fps, "lead": picture.lead, "tail": picture.tail}
        length, scene = ({"seconds": picture.seconds}, {}) if picture.fixed else ({}, picture.timed("picture"))
        if task is None:
            shown = picture.shown() if picture.fixed else {}
            params = {**joined, **shown, **length, "seed": picture.seed}
            return Part(self.step(picture.id, "shot-rendering", params, scene, size))
        count = self.takes(picture)
        sources = self._filmed(picture, count) if task == "text-to-video" else self._moved(picture, count)
        inputs = {f"take-{n}": f"{picture.id}-take-{n}.video" for n in range(1, count + 1)}
        made = self.step(picture.id, "video-conforming", {**joined, **length}, {**inputs, **scene}, size)
        return Part(made, tuple(sources))

    def _filmed(self, picture: Picture, count: int) -> Sequence[Step]:
        return [self._take("text-to-video", picture, n, count, {}) for n in range(1, count + 1)]

    def _moved(self, picture: Picture, count: int) -> Sequence[Step]:
        """A still, set in motion; a further take goes on from the last picture of the one before."""
        look = {**picture.size(), **picture.shown(), "seed": picture.seed}
        still = self.step(f"{picture.id}-picture", "text-to-image", look, {}, picture.megapixels())
        steps, image = [still], f"{still.id}.image"
        for n in range(1, count + 1):
            if n > 1:
                last = {"video": f"{picture.id}-take-{n - 1}.video"}
                steps.append(self.step(f"{picture.id}-join-{n}", "frame-extraction", {"at": 1.0}, last, 1))
                image = f"{steps[-1].id}.image"
            steps.append(self._take("image-to-video", picture, n, count, {"image": image}))
        return steps

    def _take(self, task: str, picture: Picture, number: int, count: int, inputs: Mapping[str, str]) -> Step:
        """One of so many takes, each with another seed."""
        frames = take_frames(picture.frames, picture.lead, picture.tail, count)
        length, id = {"seconds": frames / picture.fps}, f"{picture.id}-take-{number}"
        params = {**picture.size(), "fps": picture.fps, "seed": (picture.seed + number - 1) % 2**32}
        if picture.fixed:
            params |= {**picture.shown(), **length}
            return self.step(id, task, params, inputs, picture.megapixels(frames))
        inputs = {**inputs, **picture.timed("take")}
        return self.step(id, task, params, inputs, picture.megapixels(frames), {"scene": length})


def notices_of(plan: Plan, results: Results) -> Iterator[Notice]:
    """What there is to know of a film's parts, once each. Of what a later step makes to fit the film, its own size and
    length are not."""
    fitted: set[str] = set()
    for step in reversed(plan.steps):
        if step.task.endswith("-conforming") or step.id in fitted:
            fitted |= step.after()
    every = ((id, notice) for id, result in results.items() for notice in result.notices)
    yield from dict.fromkeys(n for id, n in every if not (id in fitted and n.topic in FITTED))


async def sourcing(
    registry: Registry, tasks: Sequence[str], models: Mapping[str, str], *, keyless: bool = False
) -> Sourcing:
    """Choose an engine for each task, by `models` (task → engine id) where they name one; `keyless` where the film is only
    to be estimated. Raises NoEngine, ParameterError, RetiredModel, KeyMissing, MissingExtra."""
    return Sourcing(registry, {task: await choose(registry, task, models, keyless=keyless) for task in tasks})
