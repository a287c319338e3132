"""Engines for tests: what they do is in their parameters, and they count what they did."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from polymuse.engines.preparation import prepared
from polymuse.errors import EngineError
from polymuse.tasks import Port, Task
from polymuse.types import Card, Context, Delta, Events, Kind, Made, Notice, Params, Prepared, Progress, Request


class Typing(Params):
    """A text, to be typed after others."""

    text: str


TYPING = Task(
    name="typing",
    summary="A text, typed.",
    params=Typing,
    inputs={"before": Port(Kind.SPEECH, optional=True, many=True)},
    outputs={"speech": Port(Kind.SPEECH), "copy": Port(Kind.SPEECH, optional=True)},
)


class Typist:
    """Does a task, text-to-speech where no other is named, by writing the text into a file. Fails as often as told; counts
    its runs and how many of them went on at once, and keeps their priorities."""

    def __init__(
        self, id: str = "typist", failures: int = 0, retryable: bool = True, pause: float = 0.0,
        words: Sequence[str] = (), task: str = "text-to-speech",
    ) -> None:  # fmt: skip
        self.card = Card(id=id, name="Typist", version="1", tasks=(task,), locality="local")
        self.failures = failures
        self.retryable = retryable
        self.pause = pause
        self.words = words
        self.runs = 0
        self.at_once = 0
        self.most_at_once = 0
        self.priorities: list[float] = []

    def prepare(self, request: Request) -> Prepared:
        return prepared(self.card, request)

    async def run(self, prepared: Prepared, context: Context) -> Events:
        self.runs += 1
        self.priorities.append(context.priority)
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            yield Progress(0.0)
            await asyncio.sleep(self.pause)
            for word in self.words:
                yield Delta(word)
            if self.failures:
                self.failures -= 1
                raise EngineError("The typist is out of paper.", retryable=self.retryable)
            path = context.work / "speech.wav"
            path.write_text(prepared.request.params.text)  # type: ignore[attr-defined]
            yield Notice("voice", "typed, not spoken")
            yield Made("speech", Kind.SPEECH, path, "audio/wav", {"seconds": 1.0, "words": []})
        finally:
            self.at_once -= 1


class Idler:
    """Promises speech and makes nothing."""

    card = Card(id="idler", name="Idler", version="1", tasks=("text-to-speech",), locality="local")

    def prepare(self, request: Request) -> Prepared:
        return prepared(self.card, request)

    async def run(self, prepared: Prepared, context: Context) -> Events:
        yield Progress(1.0)
