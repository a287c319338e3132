"""polymuse for asynchronous programs: the same functions as the synchronous ones in `polymuse`."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from polymuse import tasks
from polymuse.catalog import System, systems
from polymuse.errors import OutputError, ParameterError
from polymuse.flows.film import Film, FilmMade, Planned
from polymuse.flows.film import film as film_events
from polymuse.flows.film.options import film_options
from polymuse.home import Home
from polymuse.journal.ledger import allowance
from polymuse.media.convert import formats, media_type_for, write_as
from polymuse.media.probe import take
from polymuse.middleware.cache import cutoff
from polymuse.planning.model_selection import models_from
from polymuse.planning.plan import GIVEN, Plan, Step
from polymuse.planning.planner import choose
from polymuse.runs.runner import StepEvent
from polymuse.runs.runner import run as walk
from polymuse.types import Asset, Event, Finished

__all__ = [
    "animate", "answer", "check_name", "edit", "film", "image", "listen", "look", "models", "music", "restyle", "run",
    "sound", "speak", "stream", "transcribe", "video", "watch", "write",
]  # fmt: skip

Media = Asset | str | Path
"""A piece of media, or where its file is."""
WORDS = frozenset({"prompt", "text"})
DESCRIBING = frozenset({"brief", "mood", "genre", "tempo", "key", "instruments"})
"""Parameters that say what is wanted instead of words."""
Watch = Callable[[Planned | StepEvent | FilmMade], None]


async def film(
    script: str | Path,
    out: str | Path,
    *,
    size: str | None = None,
    aspect: str | None = None,
    home: Home | None = None,
    lock: str | Path | None = None,
    fresh: bool | timedelta = False,
    max_cost: float | None = None,
    project: str | None = None,
    watch: Watch | None = None,
    **options: Any,
) -> Film:
    """A script's (or a one-line brief's) finished film, with all its files in the folder `out`.

    `script` is a path or the text itself. `size` is `1280x720`, `aspect` one of 16:9, 9:16, 1:1, 4:5; other options are
    FilmOptions' fields: fps, seed, voice, language, music, scene, cards, strict_timing, loudness, models (engine ids by
    task, or a file of them). With `fresh` everything is made anew, or what is older than so long (a timedelta).
    `max_cost` is the most it may cost in US dollars, `project` on whose account. `watch` is called with every event.
    Raises ScriptError, ParameterError, OutputError, NoEngine, GateFailed, PlanError, BudgetExceeded, ServiceError, and
    AwaitingImport where a person has to do something first."""
    chosen = film_options(size, aspect, **{**options, "models": _models(options.get("models"))})
    locked, allowed = Path(lock) if lock else None, allowance(max_cost, project)
    async with contextlib.aclosing(
        film_events(script, Path(out), chosen, home or Home(), lock=locked, since=cutoff(fresh), allowance=allowed)
    ) as events:
        async for event in events:
            if watch:
                watch(event)
            if isinstance(event, FilmMade):
                return event.film
    raise AssertionError("a film's last event is FilmMade")


async def run(
    task: str,
    *,
    engine: str | None = None,
    inputs: Mapping[str, Media] | None = None,
    home: Home | None = None,
    fresh: bool | timedelta = False,
    max_cost: float | None = None,
    project: str | None = None,
    live: bool = False,
    watch: Callable[[Event], None] | None = None,
    **params: Any,
) -> Finished:
    """One task, with its parameters by name; inputs are assets or paths. With `fresh` it is made anew, or only where the
    kept result is older than so long (a timedelta). `max_cost` is the most it may cost in US dollars, `project` on whose
    account; `watch` is called with every event, and with `live` sound is among them in chunks while it is made, where the
    engine can. Raises ParameterError, MediaError, NoEngine, EngineError, BudgetExceeded, AwaitingImport."""
    finished: Finished | None = None
    events = stream(
        task,
        engine=engine,
        inputs=inputs,
        home=home,
        fresh=fresh,
        max_cost=max_cost,
        project=project,
        live=live,
        **params,
    )
    async with contextlib.aclosing(events):
        async for event in events:
            if watch:
                watch(event)
            if isinstance(event, Finished):
                finished = event
    assert finished is not None
    return finished


async def stream(
    task: str,
    *,
    engine: str | None = None,
    inputs: Mapping[str, Media] | None = None,
    home: Home | None = None,
    fresh: bool | timedelta = False,
    max_cost: float | None = None,
    project: str | None = None,
    live: bool = False,
    **params: Any,
) -> AsyncGenerator[Event, None]:
    """The events of one task as they come: progress, the next words of a text (`Delta`), with `live` the next bytes of a
    sound (`Chunk`), and last `Finished`. Takes and raises what `run` does; leaving the stream early stops the work."""
    if not isinstance(engine, str | None):
        raise ParameterError(f"engine: {engine!r} is no engine's id.", hint="`polymuse engines` lists them.")
    home = home or Home()
    given = {n: _asset(task, n, value, home) for n, value in (inputs or {}).items()}
    values = tasks.parameters(tasks.get(task), params).model_dump(mode="json", exclude_defaults=True)
    choice = choose(task, {task: engine} if engine else None)
    references = {name: f"{GIVEN}.{name}" for name in given}
    step = Step(id=task, task=task, engine=choice.engine, params=values, inputs=references, why=choice.why)
    plan = Plan(name=task, steps=(step,))
    allowed = allowance(max_cost, project)
    async with contextlib.aclosing(
        walk(plan, home, since=cutoff(fresh), given=given, allowance=allowed, live=live)
    ) as events:
        async for news in events:
            yield news.event


def _asset(task: str, name: str, value: Media, home: Home) -> Asset:
    """What is given for an input. Raises ParameterError for an input that the task does not take, MediaError."""
    port = tasks.get(task).input(name)
    if port is None:
        known = ", ".join(tasks.get(task).inputs) or "none"
        raise ParameterError(f"{task}: it takes no input {name!r}.", hint=f"Its inputs: {known}.")
    if isinstance(value, Asset):
        return value
    if not isinstance(value, str | Path):
        raise ParameterError(f"{task}: {name}: {type(value).__name__} is no file.", hint="Give a path or an asset.")
    return take(Path(value), home.store, port.kind)


def _models(given: Mapping[str, str] | str | Path | None) -> dict[str, str]:
    """Engine ids by task, from a file or as they are. Raises as `models_from`."""
    if isinstance(given, str | Path):
        return models_from(Path(given))
    return models_from(pairs=[f"{task}={engine}" for task, engine in (given or {}).items()])


async def _one(task: str, out: str | Path | None, **values: Any) -> Asset:
    """The first output of a task, written to `out` where that is given, in the format that its name says."""
    for name in WORDS & values.keys():
        if not str(values[name]).strip() and not values.keys() & {*DESCRIBING, "inputs"}:
            raise ParameterError(f"{task}: the {name} is empty.", hint="Say in words what is wanted.")
    if out is not None:
        check_name(task, Path(out))
    finished = await run(task, **values)
    asset = finished.outputs[tasks.get(task).main_output]
    if out is not None:
        write_as(asset, Path(out))
    return asset


def check_name(task: str, out: Path) -> None:
    """Whether a task's result can be written under that name. Raises OutputError."""
    known = tasks.get(task)
    kind = known.outputs[known.main_output].kind
    if out.is_dir():
        raise OutputError(f"{out}: this is a folder.", hint="Name a file in it.")
    if media_type_for(kind, out) is None:
        first = next(iter(formats(kind)))
        raise OutputError(
            f"{out}: {task} makes no {out.suffix or 'such'} file, but {', '.join(formats(kind))}.",
            hint=f"Call it {out.with_suffix(first).name}." if out.name else "",
        )


def models() -> list[System]:
    """Every hosted and handed-over system of the catalogue: what it does, by which routes, at which price, with sources
    and dates."""
    return list(systems().values())


async def image(prompt: str, out: str | Path | None = None, **options: Any) -> Asset:
    """A picture (.png, .jpg, .webp). Options are those of text-to-image: width, height, seed …; all functions here take
    `engine`, `home`, `fresh`, `max_cost`, `project` and `watch` as `run` does."""
    return await _one("text-to-image", out, prompt=prompt, **options)


async def video(prompt: str, out: str | Path | None = None, **options: Any) -> Asset:
    """A silent shot. Options are those of text-to-video: seconds, fps, width, height, seed …"""
    return await _one("text-to-video", out, prompt=prompt, **options)


async def speak(text: str, out: str | Path | None = None, **options: Any) -> Asset:
    """Words spoken aloud (.wav, .mp3, .flac, .ogg). Options are those of text-to-speech: voice, language, speed, pitch …"""
    return await _one("text-to-speech", out, text=text, **options)


async def music(prompt: str, out: str | Path | None = None, **options: Any) -> Asset:
    """Instrumental music. Options are those of text-to-music: seconds, mood, genre, tempo, key, instruments, seed …"""
    return await _one("text-to-music", out, prompt=prompt, **options)


async def sound(prompt: str, out: str | Path | None = None, **options: Any) -> Asset:
    """Ambience and effects. Options are those of text-to-sound: seconds, seed."""
    return await _one("text-to-sound", out, prompt=prompt, **options)


async def animate(picture: Media, out: str | Path | None = None, **options: Any) -> Asset:
    """A still set in motion. Options are those of image-to-video: camera, seconds, fps, width, height …"""
    return await _one("image-to-video", out, inputs={"image": picture}, **options)


async def edit(picture: Media, prompt: str, out: str | Path | None = None, **options: Any) -> Asset:
    """A picture changed as the words say. Options are those of image-to-image; `inputs` may add a mask and a style."""
    given = {"image": picture, **options.pop("inputs", {})}
    return await _one("image-to-image", out, inputs=given, prompt=prompt, **options)


async def restyle(film: Media, prompt: str, out: str | Path | None = None, **options: Any) -> Asset:
    """A video changed as the words say. Options are those of video-to-video."""
    given = {"video": film, **options.pop("inputs", {})}
    return await _one("video-to-video", out, inputs=given, prompt=prompt, **options)


async def write(prompt: str, out: str | Path | None = None, **options: Any) -> Asset:
    """Text (.txt, .md, .json). Options are those of text-generation: system, temperature, max_tokens, json_schema …"""
    return await _one("text-generation", out, prompt=prompt, **options)


async def look(picture: Media, prompt: str | None = None, out: str | Path | None = None, **options: Any) -> Asset:
    """What is in a picture: a description, or the answer to a question."""
    given = {"image": picture, **options.pop("inputs", {})}
    return await _one("image-text-to-text", out, inputs=given, **_said(prompt), **options)


async def watch(film: Media, prompt: str | None = None, out: str | Path | None = None, **options: Any) -> Asset:
    """What happens in a video: a description, or the answer to a question."""
    return await _one("video-text-to-text", out, inputs={"video": film}, **_said(prompt), **options)


async def listen(audio: Media, prompt: str | None = None, out: str | Path | None = None, **options: Any) -> Asset:
    """What is heard in music or sound: a description, or the answer to a question."""
    return await _one("audio-text-to-text", out, inputs={"audio": audio}, **_said(prompt), **options)


async def transcribe(speech: Media, out: str | Path | None = None, **options: Any) -> Asset:
    """What was said; as .json with the time of every word. Options are those of automatic-speech-recognition."""
    return await _one("automatic-speech-recognition", out, inputs={"speech": speech}, **options)


async def answer(prompt: str, out: str | Path | None = None, **options: Any) -> Asset:
    """The words of a native multimodal model's answer; `run("any-to-any", …)` has its pictures as well."""
    return await _one("any-to-any", out, prompt=prompt, **options)


def _said(prompt: str | None) -> dict[str, str]:
    return {} if prompt is None else {"prompt": prompt}
