"""Which system for a need: ranked by declared facts only, each with its reasons.

Nothing here is measured: strengths are what makers document, prices and licences what was read on a day. What is not
known counts against a system, and is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from polymuse.catalog.load import systems
from polymuse.catalog.model import Route, System
from polymuse.catalog.needs import Need, understood
from polymuse.pricing import Range, price_of

__all__ = ["Need", "Recommendation", "recommend", "understood"]

Ready = Callable[[System, Route], bool]
OWN = {"ollama": "Ollama", "vllm": "vLLM", "llama_cpp": "llama.cpp", "openai_compatible": "a server of one's own"}
"""Providers that run on one's own machine."""
HANDOFF = "handoff"
SAMPLE = {
    "image": 1.0, "megapixel": 1.0, "item": 1.0, "second": 5.0, "minute": 1.0, "character": 1000.0,
    "input token": 1000.0, "output token": 500.0,
}  # fmt: skip
"""How much of each unit a price is shown for."""
LENGTHS = {"text-to-speech": 65.0, "automatic-speech-recognition": 60.0, "text-to-music": 60.0, "text-to-sound": 10.0}
"""Seconds, for tasks whose sample is not five."""
TRAITS = {"quality": "standard", "resolution": "720p", "scale": "1k", "audio": "false"}
UNITS = {
    "text-to-image": "a picture", "image-to-image": "a picture", "text-to-video": "five silent seconds in 720p",
    "image-to-video": "five silent seconds in 720p", "video-to-video": "five seconds in 720p",
    "text-to-speech": "a thousand characters", "automatic-speech-recognition": "a minute of speech",
    "text-to-music": "a minute of music", "text-to-sound": "ten seconds of sound",
    "feature-extraction": "a thousand tokens", "moderation": "a verdict",
}  # fmt: skip
WORDS = "a thousand tokens in, five hundred out"
STATES = ("active", "preview", "deprecated", "retired", "unavailable")


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A system, the best way to it (None: its weights, on one's own machine), what speaks for it and what against."""

    system: System
    route: Route | None
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]
    usd: float | None
    """What a small sample of the work costs, as far as that is known."""

    @property
    def id(self) -> str:
        return f"{self.system.id}@{self.route.provider}" if self.route else self.system.id


@dataclass(frozen=True, slots=True)
class Way:
    """A system by one route, or by its weights, for a need."""

    system: System
    route: Route | None
    need: Need
    ready: bool
    today: date

    @property
    def tasks(self) -> tuple[str, ...]:
        """Its tasks that the need asks for, else all."""
        able = self.route.tasks if self.route else self.system.can
        wanted = tuple(task for choice in self.need.tasks for task in choice if task in able)
        return wanted or able

    @property
    def own(self) -> bool:
        return self.route is None or self.route.provider in OWN

    @property
    def matched(self) -> tuple[str, ...]:
        return tuple(strength for strength in self.need.strengths if strength in self.system.strengths)

    @property
    def usd(self) -> float | None:
        if self.route is None:
            return 0.0
        task = self.tasks[0]
        lasts = LENGTHS.get(task, SAMPLE["second"])
        amounts = {**SAMPLE, "second": lasts, "minute": lasts / 60}
        prices = self.route.prices_for(task)
        return price_of(prices, {u: Range.exactly(n) for u, n in amounts.items()}, TRAITS).expected if prices else None

    @property
    def longest(self) -> float | None:
        return self.route.limits_for(self.tasks[0]).longest if self.route else None

    @property
    def fitting(self) -> bool:
        """Whether it does what is asked and breaks no wish."""
        able = self.route.tasks if self.route else self.system.can
        wishes = self.need.wishes
        return (
            all(any(task in able for task in choice) for choice in self.need.tasks)
            and (self.own or not {"local", "private"} & set(wishes))
            and ("service" not in wishes or not (self.own or self.by_hand))
            and ("commercial" not in wishes or self.system.licence.commercial is not False)
        )

    @property
    def by_hand(self) -> bool:
        return self.route is not None and self.route.provider == HANDOFF


def recommend(
    need: str | Need, ready: Ready, pool: Iterable[System] | None = None, today: date | None = None
) -> list[Recommendation]:
    """Systems for a need, the best first, each once by its best way. `ready` says whether a route can be used now. What
    was not understood is in `understood(need).unknown`."""
    said = understood(need) if isinstance(need, str) else need
    day = today or date.today()
    if not (said.tasks or said.strengths or said.wishes):
        return []
    known = list(systems().values() if pool is None else pool)
    ways = [way for system in known for way in _ways(system, said, ready, day)]
    if said.strengths:
        ways = [way for way in ways if way.matched] or _of_a_kind(ways, known, said)
    best: dict[str, Way] = {}
    for way in sorted(ways, key=_rank):
        best.setdefault(way.system.id, way)
    return [
        Recommendation(way.system, way.route, tuple(_reasons(way)), tuple(_doubts(way)), way.usd)
        for way in best.values()
    ]


def _of_a_kind(ways: list[Way], known: Iterable[System], need: Need) -> list[Way]:
    """Where nothing that fits has the strength: what is at least known for the same as those that have it."""
    families = {system.family for system in known if set(need.strengths) & set(system.strengths)}
    return [way for way in ways if way.system.family in families]


def _ways(system: System, need: Need, ready: Ready, today: date) -> Iterator[Way]:
    """The ways to a system that fit and are alive."""
    for route in system.routes:
        way = Way(system, route, need, ready(system, route), today)
        if not system.life_of(route).over(today) and way.fitting:
            yield way
    weights = Way(system, None, need, False, today)
    if system.local and system.can and weights.fitting:
        yield weights


def _rank(way: Way) -> tuple[object, ...]:
    """Smaller is better: what runs at all; what was asked for, in the order it was said; what can be used at once; then
    the rest."""
    state = way.system.life_of(way.route).state if way.route else way.system.life.state
    return (
        way.route is None,
        -len(way.matched),
        *(_wish(way, wish) for wish in way.need.wishes),
        way.by_hand,
        not way.ready,
        STATES.index(state) > 1,
        len(way.system.life.successors) > 0,
        way.system.licence.commercial is not True,
        way.usd is None,
        way.usd or 0.0,
        way.system.id,
        way.route.provider if way.route else "",
    )


def _wish(way: Way, wish: str) -> tuple[object, ...]:
    if wish == "cheap":
        return (way.usd is None, way.usd or 0.0)
    if wish == "fast":
        return ("fast" not in way.system.strengths,)
    if wish == "long":
        return (
            way.longest is None,
            -(way.longest or 0.0),
            not {"long takes", "long pieces"} & set(way.system.strengths),
        )
    if wish == "best":
        return (-len(way.system.strengths),)
    if wish == "commercial":
        return (way.system.licence.commercial is not True,)
    return (not way.own,) if wish in ("local", "private") else (way.own or way.by_hand,)


def _reasons(way: Way) -> Iterator[str]:
    if way.matched:
        yield f"Its makers name {_listed(way.matched)} among its strengths."
    elif "best" in way.need.wishes and way.system.strengths:
        yield f"Its makers name {_listed(way.system.strengths)}."
    if way.own:
        where = OWN[way.route.provider] if way.route else f"its weights ({way.system.weights})"
        yield f"It runs on your own machine by {where}; nothing leaves it."
    if way.system.licence.commercial:
        yield f"Work for pay is allowed ({way.system.licence.name})."
    if way.route and way.usd is not None and not way.own:
        yield f"About ${way.usd:.3g} for {UNITS.get(way.tasks[0], WORDS)}."
    if way.longest:
        yield f"Up to {way.longest:g} seconds in one go."
    if "fast" in way.need.wishes and "fast" in way.system.strengths:
        yield "Its makers call it fast."
    if way.ready and not way.own and not way.by_hand:
        yield "Its key is set."


def _doubts(way: Way) -> Iterator[str]:
    licence, route = way.system.licence, way.route
    life = way.system.life_of(route) if route else way.system.life
    if route is None:
        yield "polymuse does not run its weights yet."
    elif way.by_hand:
        instead = f"; {_listed(way.system.alternatives, 'or')} would do without" if way.system.alternatives else ""
        yield f"It has no interface for programs: somebody works by hand at {route.options.get('site')}{instead}."
    elif not way.ready:
        yield "It is not running here." if way.own else f"No key for {route.provider} is set."
    if route and way.usd is None:
        yield "Its price was not found."
    if licence.commercial is not True:
        unsure = "Whether work for pay is allowed depends, or was not found"
        yield f"{'Work for pay is not allowed' if licence.commercial is False else unsure} ({licence.name})."
    if life.ends:
        after = f"; {_listed(life.successors, 'or')} would follow" if life.successors else ""
        yield f"It ends on {life.ends}{after}."
    if route and route.prices and route.prices.old(way.today):
        yield f"Its prices were read on {route.prices.date}, {route.prices.age(way.today)} days ago."
    missed = [strength for strength in way.need.strengths if strength not in way.matched]
    if missed:
        yield f"Nothing is said of {_listed(missed)}."


def _listed(words: Iterable[str], last: str = "and") -> str:
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end
