"""Hosted and handed-over systems of tests: engines that say what they charge, and do what their words tell them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from polymuse.engines.preparation import prepared
from polymuse.errors import InDoubt, ServiceError
from polymuse.types import (
    Card,
    Context,
    Delta,
    Engine,
    Events,
    HandedOff,
    Kind,
    Made,
    Prepared,
    Price,
    Request,
    Spent,
    Submitted,
    Submitting,
)

__all__ = ["Courier", "Paid", "Wordsmith", "engines"]


class Paid:
    """Writes its text into a file, for a dollar. `lost` answers are lost after the work was done (and charged), unless a
    service can be asked again, which this one cannot."""

    def __init__(self, usd: float = 1.0, pause: float = 0.0, lost: int = 0, refused: int = 0) -> None:
        self.card = Card(
            id="paid", name="Paid", version="1", tasks=("text-to-speech",), locality="hosted", provider="fake",
            summary="Speech for a dollar.", prices={"text-to-speech": (Price(unit="item", usd=usd),)},
        )  # fmt: skip
        self.usd = usd
        self.pause = pause
        self.lost = lost
        self.refused = refused
        self.charges = 0

    def prepare(self, request: Request) -> Prepared:
        return prepared(self.card, request)

    async def run(self, prepared: Prepared, context: Context) -> Events:
        ticket = context.ticket
        if ticket and ticket.sent and not ticket.job:
            raise InDoubt(
                "Paid: an earlier run was ended.", hint="Look there (https://paid.example), then: `polymuse jobs`."
            )
        yield Submitting()
        await asyncio.sleep(self.pause)
        if self.refused:
            self.refused -= 1
            raise ServiceError("Paid: refused.")
        self.charges += 1
        if self.lost:
            self.lost -= 1
            raise InDoubt(
                "Paid: the answer was lost.", hint="Look there (https://paid.example), then: `polymuse jobs`."
            )
        yield Submitted("job-1")
        path = context.work / "speech.wav"
        path.write_text(prepared.request.params.text)  # type: ignore[attr-defined]
        yield Spent(self.usd)
        yield Made("speech", Kind.SPEECH, path, "audio/wav", {"seconds": 1.0})


class Courier:
    """Hands its work to a person."""

    card = Card(
        id="courier", name="Courier", version="1", tasks=("text-to-music", "text-to-image"), locality="handoff",
        summary="Music by hand.",
    )  # fmt: skip

    def prepare(self, request: Request) -> Prepared:
        return prepared(self.card, request)

    async def run(self, prepared: Prepared, context: Context) -> Events:
        yield HandedOff(f"{prepared.request.params.prompt}\nlength: 2 seconds", "https://courier.example")  # type: ignore[attr-defined]


class Wordsmith:
    """Answers word for word."""

    def __init__(self, words: str = "The lamp is lit.") -> None:
        self.card = Card(
            id="wordsmith", name="Wordsmith", version="1", locality="local", summary="Words.",
            tasks=("text-generation", "image-text-to-text", "automatic-speech-recognition", "any-to-any"),
        )  # fmt: skip
        self.words = words
        self.asked: list[Request] = []

    def prepare(self, request: Request) -> Prepared:
        return prepared(self.card, request)

    async def run(self, prepared: Prepared, context: Context) -> Events:
        self.asked.append(prepared.request)
        for word in self.words.split(" "):
            yield Delta(word if word == self.words.split(" ")[0] else f" {word}")
        path = context.work / "text.txt"
        path.write_text(self.words, encoding="utf-8")
        yield Made("text", Kind.TEXT, path, "text/plain", {"words": [["The", 0.0, 0.5]]})


def engines(*made: Engine) -> Mapping[str, Engine]:
    """As the registry has them."""
    return {engine.card.id: engine for engine in made}
