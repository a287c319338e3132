"""Where a film's parts come from: made here as the film needs them, or by another engine and then made to fit."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from polymuse.engines.registry import Registry
from polymuse.planning.plan import Step
from polymuse.planning.planner import Choice, choose
from polymuse.types import Card, Facts

__all__ = ["Part", "Sourcing", "sourcing"]

SLACK = 1.05
"""A shot may play this much slower, which nobody sees, before its scene takes one more."""


@dataclass(frozen=True, slots=True)
class Part:
    """A step that a film counts on, and the steps that bring what it is made of."""

    step: Step
    sources: tuple[Step, ...] = ()

    @property
    def steps(self) -> tuple[Step, ...]:
        return (*self.sources, self.step)


@dataclass(frozen=True, slots=True)
class Sourcing:
    """Plans parts by the engines that were chosen (by task), and what their results need to fit a film. `artists` are the
    engines that would be chosen if nobody named any."""

    registry: Registry
    choices: Mapping[str, Choice]
    artists: Mapping[str, Choice]

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

    def artist(self, step: Step) -> Step:
        """The same step, done by the built-in artist: what has letters in it, or fits to the frame."""
        if not self.elsewhere(step.task):
            return step
        choice = self.artists[step.task]
        return step.model_copy(update={"engine": choice.engine, "why": choice.why})

    def shot_elsewhere(self) -> bool:
        """Whether scenes' shots are not the artist's own."""
        return any(self.elsewhere(task) for task in ("text-to-video", "text-to-image", "image-to-video"))

    def lettered(self, drawn: Step, shot: Callable[[], str], at: float) -> Part:
        """A card or a poster, which has the artist's letters whoever made the shots. `drawn` is the step by which the
        artist would draw all of it; where shots are another's, it has the frame behind its words that is a fraction `at`
        into the shot of the id that `shot` tells."""
        step = self.artist(drawn)
        if not self.shot_elsewhere():
            return Part(step)
        frame = self.step(f"{step.id}-backdrop", "frame-extraction", {"at": at}, {"video": f"{shot()}.video"}, 1)
        inputs = {**step.inputs, "backdrop": f"{frame.id}.image"}
        return Part(step.model_copy(update={"inputs": inputs}), (frame,))

    def fitted(self, made: Step, task: str, params: Mapping[str, object], inputs: Mapping[str, str]) -> Part:
        """A sound that a film takes: as it is from an artist, else by way of a `…-conforming` task, whose input and
        output are called as the made one's output."""
        if not self.elsewhere(made.task):
            return Part(made)
        source = made.model_copy(update={"id": f"{made.id}-source"})
        name = task.partition("-")[0]
        return Part(self.step(made.id, task, params, {name: f"{source.id}.{name}", **inputs}, made.size), (source,))

    def shot(self, drawn: Step, brief: Callable[[], Mapping[str, object]], seconds: float) -> Part:
        """A scene's shot. `drawn` is the step by which the artist would draw it, `brief` tells what it shows as JSON,
        `seconds` how long it will be, as far as that is known."""
        if self.elsewhere("text-to-video"):
            takes = self._filmed(drawn, seconds)
        elif self.elsewhere("text-to-image") or self.elsewhere("image-to-video"):
            takes = self._moved(drawn, brief(), seconds)
        else:
            return Part(drawn)
        scene = {"scene": drawn.inputs["scene"]}
        kept = {name: drawn.params[name] for name in ("width", "height", "fps", "lead", "tail")}
        inputs = {f"take-{n}": f"{take.id}.video" for n, take in enumerate(_shots(takes), 1)}
        return Part(self.step(drawn.id, "video-conforming", kept, {**inputs, **scene}, drawn.size), tuple(takes))

    def _count(self, task: str, seconds: float) -> int:
        """How many takes a scene needs."""
        longest = self.card(task).capability(task).longest
        return math.ceil(seconds / longest / SLACK) if longest else 1

    def _take(self, drawn: Step, number: int, count: int) -> dict[str, object]:
        """A take's parameters: each another seed, each its share of the scene."""
        seed = (int(str(drawn.params["seed"])) + number - 1) % 2**32
        kept = {name: value for name, value in drawn.params.items() if name not in ("card", "seed")}
        return {**kept, "seed": seed, "share": round(1 / count, 6)}

    def _filmed(self, drawn: Step, seconds: float) -> Sequence[Step]:
        count = self._count("text-to-video", seconds)
        return [
            self.step(
                f"{drawn.id}-take-{n}",
                "text-to-video",
                self._take(drawn, n, count),
                drawn.inputs,
                drawn.size / count,
                drawn.expected,
            )
            for n in range(1, count + 1)
        ]

    def _moved(self, drawn: Step, brief: Mapping[str, object], seconds: float) -> Sequence[Step]:
        """A still, set in motion; a further take goes on from the last picture of the one before."""
        count = self._count("image-to-video", seconds)
        look = {name: drawn.params[name] for name in ("width", "height", "seed")}
        megapixels = int(str(look["width"])) * int(str(look["height"])) / 1e6
        still = self.step(f"{drawn.id}-picture", "text-to-image", {**look, "brief": brief}, {}, megapixels)
        steps, image = [still], f"{still.id}.image"
        for n in range(1, count + 1):
            if n > 1:
                last = {"video": f"{drawn.id}-take-{n - 1}.video"}
                steps.append(self.step(f"{drawn.id}-join-{n}", "frame-extraction", {"at": 1.0}, last, 1))
                image = f"{steps[-1].id}.image"
            inputs = {"image": image, "scene": drawn.inputs["scene"]}
            take = self._take(drawn, n, count)
            size = drawn.size / count
            steps.append(self.step(f"{drawn.id}-take-{n}", "image-to-video", take, inputs, size, drawn.expected))
        return steps


async def sourcing(
    registry: Registry, tasks: Sequence[str], models: Mapping[str, str], *, keyless: bool = False
) -> Sourcing:
    """Choose an engine for each task, by `models` (task → engine id) where they name one; `keyless` where the film is only
    to be estimated. Raises NoEngine, ParameterError, RetiredModel, KeyMissing, MissingExtra."""
    choices = {task: await choose(registry, task, models, keyless=keyless) for task in tasks}
    artists = {task: await choose(registry, task) if task in models else choices[task] for task in tasks}
    return Sourcing(registry, choices, artists)


def _shots(takes: Sequence[Step]) -> list[Step]:
    return [step for step in takes if step.task.endswith("to-video")]
