"""Ranking of systems for a need by declared facts, each with reasons and doubts. Nothing is measured here: strengths
are the makers' claims, prices and licences as read on a day. Unknown facts count against a system and are listed as
doubts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from polymuse.catalog.calendar import current_date
from polymuse.catalog.load import systems
from polymuse.catalog.model import Route, System
from polymuse.catalog.needs import Need, parse_need
from polymuse.pricing import price_of
from polymuse.types import Range, Unit

__all__ = ["Need", "Recommendation", "parse_need", "recommend"]

Ready = Callable[[System, Route], bool]
LOCAL_PROVIDERS = {
    "ollama": "Ollama",
    "vllm": "vLLM",
    "llama_cpp": "llama.cpp",
    "openai_compatible": "a server of one's own",
}
"""Providers that run on the user's machine."""
HANDOFF = "handoff"
SAMPLE_AMOUNTS: Mapping[Unit, float] = {
    "image": 1.0, "megapixel": 1.0, "item": 1.0, "second": 5.0, "minute": 1.0, "character": 1000.0,
    "input token": 1000.0, "output token": 500.0,
}  # fmt: skip
"""Amounts per unit that sample prices are given for."""
SAMPLE_SECONDS = {
    "text-to-speech": 65.0,
    "automatic-speech-recognition": 60.0,
    "text-to-music": 60.0,
    "text-to-sound": 10.0,
}
"""Sample length in seconds for tasks other than five."""
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
    """A system with its best route (None: local weights), reasons and doubts."""

    system: System
    route: Route | None
    reasons: tuple[str, ...]
    doubts: tuple[str, ...]
    usd: float | None
    """Price of a small sample in US dollars, if known."""

    @property
    def id(self) -> str:
        return f"{self.system.id}@{self.route.provider}" if self.route else self.system.id


@dataclass(frozen=True, slots=True)
class Candidate:
    """A system by one route, or by its weights, for a need."""

    system: System
    route: Route | None
    need: Need
    ready: bool
    today: date

    @property
    def tasks(self) -> tuple[str, ...]:
        """Its tasks that the need requests, else all."""
        available = self.route.tasks if self.route else self.system.can
        requested = tuple(task for choice in self.need.tasks for task in choice if task in available)
        return requested or available

    @property
    def runs_locally(self) -> bool:
        return self.route is None or self.route.provider in LOCAL_PROVIDERS

    @property
    def matched_strengths(self) -> tuple[str, ...]:
        return tuple(strength for strength in self.need.strengths if strength in self.system.strengths)

    @property
    def usd(self) -> float | None:
        if self.route is None:
            return 0.0
        task = self.tasks[0]
        seconds = SAMPLE_SECONDS.get(task, SAMPLE_AMOUNTS["second"])
        amounts: dict[Unit, float] = {**SAMPLE_AMOUNTS, "second": seconds, "minute": seconds / 60}
        prices = self.route.prices_for(task)
        return price_of(prices, {u: Range.exactly(n) for u, n in amounts.items()}, TRAITS).expected if prices else None

    @property
    def max_seconds(self) -> float | None:
        return self.route.limits_for(self.tasks[0]).longest if self.route else None

    @property
    def is_suitable(self) -> bool:
        """Whether it does what is requested and violates no wish."""
        available = self.route.tasks if self.route else self.system.can
        wishes = self.need.wishes
        return (
            all(any(task in available for task in choice) for choice in self.need.tasks)
            and (self.runs_locally or not {"local", "private"} & set(wishes))
            and ("service" not in wishes or not (self.runs_locally or self.is_manual))
            and ("commercial" not in wishes or self.system.licence.commercial is not False)
        )

    @property
    def is_manual(self) -> bool:
        return self.route is not None and self.route.provider == HANDOFF


def recommend(
    need: str | Need, ready: Ready, pool: Iterable[System] | None = None, today: date | None = None
) -> list[Recommendation]:
    """Systems for a need, the best first, each once by its best route. `ready` tells whether a route is usable now.
    Ignored words are in `parse_need(need).unknown`."""
    parsed = parse_need(need) if isinstance(need, str) else need
    day = today or current_date()
    if not (parsed.tasks or parsed.strengths or parsed.wishes):
        return []
    candidates_pool = list(systems().values() if pool is None else pool)
    candidates = [candidate for system in candidates_pool for candidate in _candidates(system, parsed, ready, day)]
    if parsed.strengths:
        candidates = [way for way in candidates if way.matched_strengths] or _same_family(
            candidates, candidates_pool, parsed
        )
    best: dict[str, Candidate] = {}
    for way in sorted(candidates, key=_rank):
        best.setdefault(way.system.id, way)
    return [
        Recommendation(way.system, way.route, tuple(_reasons(way)), tuple(_doubts(way)), way.usd)
        for way in best.values()
    ]


def _same_family(candidates: list[Candidate], systems: Iterable[System], need: Need) -> list[Candidate]:
    """If no candidate has the strength: those of the same family as systems that have it."""
    families = {system.family for system in systems if set(need.strengths) & set(system.strengths)}
    return [candidate for candidate in candidates if candidate.system.family in families]


def _candidates(system: System, need: Need, ready: Ready, today: date) -> Iterator[Candidate]:
    """Suitable routes of a system that are not shut down, and its weights."""
    for route in system.routes:
        candidate = Candidate(system, route, need, ready(system, route), today)
        if not system.life_of(route).is_over(today) and candidate.is_suitable:
            yield candidate
    weights = Candidate(system, None, need, False, today)
    if system.local and system.can and weights.is_suitable:
        yield weights


def _rank(candidate: Candidate) -> tuple[object, ...]:
    """Sort key, best first: runnable; strengths; wishes in the order stated; usable now; then the rest."""
    state = candidate.system.life_of(candidate.route).state if candidate.route else candidate.system.life.state
    return (
        candidate.route is None,
        -len(candidate.matched_strengths),
        *(_wish_rank(candidate, wish) for wish in candidate.need.wishes),
        candidate.is_manual,
        not candidate.ready,
        STATES.index(state) > 1,
        len(candidate.system.life.successors) > 0,
        candidate.system.licence.commercial is not True,
        candidate.usd is None,
        candidate.usd or 0.0,
        candidate.system.id,
        candidate.route.provider if candidate.route else "",
    )


def _wish_rank(candidate: Candidate, wish: str) -> tuple[object, ...]:
    if wish == "cheap":
        return (candidate.usd is None, candidate.usd or 0.0)
    if wish == "fast":
        return ("fast" not in candidate.system.strengths,)
    if wish == "long":
        return (
            candidate.max_seconds is None,
            -(candidate.max_seconds or 0.0),
            not {"long takes", "long pieces"} & set(candidate.system.strengths),
        )
    if wish == "best":
        return (-len(candidate.system.strengths),)
    if wish == "commercial":
        return (candidate.system.licence.commercial is not True,)
    return (
        (not candidate.runs_locally,)
        if wish in ("local", "private")
        else (candidate.runs_locally or candidate.is_manual,)
    )


def _reasons(candidate: Candidate) -> Iterator[str]:
    if candidate.matched_strengths:
        yield f"Its makers name {_listed(candidate.matched_strengths)} among its strengths."
    elif "best" in candidate.need.wishes and candidate.system.strengths:
        yield f"Its makers name {_listed(candidate.system.strengths)}."
    if candidate.runs_locally:
        runtime = (
            LOCAL_PROVIDERS[candidate.route.provider]
            if candidate.route
            else f"its weights ({candidate.system.weights})"
        )
        yield f"It runs on your own machine by {runtime}; nothing leaves it."
    if candidate.system.licence.commercial:
        yield f"Work for pay is allowed ({candidate.system.licence.name})."
    if candidate.route and candidate.usd is not None and not candidate.runs_locally:
        yield f"About ${candidate.usd:.3g} for {UNITS.get(candidate.tasks[0], WORDS)}."
    if candidate.max_seconds:
        yield f"Up to {candidate.max_seconds:g} seconds in one go."
    if "fast" in candidate.need.wishes and "fast" in candidate.system.strengths:
        yield "Its makers call it fast."
    if candidate.ready and not candidate.runs_locally and not candidate.is_manual:
        yield "Its key is set."


def _doubts(candidate: Candidate) -> Iterator[str]:
    licence, route = candidate.system.licence, candidate.route
    life = candidate.system.life_of(route) if route else candidate.system.life
    if route is None:
        yield "polymuse does not run its weights yet."
    elif candidate.is_manual:
        alternatives = (
            f"; {_listed(candidate.system.alternatives, 'or')} would do without"
            if candidate.system.alternatives
            else ""
        )
        yield f"It has no interface for programs: somebody works by hand at {route.options.get('site')}{alternatives}."
    elif not candidate.ready:
        yield "It is not running here." if candidate.runs_locally else f"No key for {route.provider} is set."
    if route and candidate.usd is None:
        yield "Its price was not found."
    if licence.commercial is not True:
        unclear = "Whether work for pay is allowed depends, or was not found"
        yield f"{'Work for pay is not allowed' if licence.commercial is False else unclear} ({licence.name})."
    if life.ends:
        successors = f"; {_listed(life.successors, 'or')} would follow" if life.successors else ""
        yield f"It ends on {life.ends}{successors}."
    if route and route.prices and route.prices.is_stale(candidate.today):
        yield f"Its prices were read on {route.prices.date}, {route.prices.age(candidate.today)} days ago."
    missing = [strength for strength in candidate.need.strengths if strength not in candidate.matched_strengths]
    if missing:
        yield f"Nothing is said of {_listed(missing)}."


def _listed(words: Iterable[str], last: str = "and") -> str:
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end
