"""polymuse for asynchronous programs: the same functions as the synchronous ones in `polymuse`."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from polymuse import tasks
from polymuse.errors import OutputError
from polymuse.flows.film import Film, FilmMade, Planned
from polymuse.flows.film import film as film_events
from polymuse.flows.film.options import film_options
from polymuse.home import Home
from polymuse.media.probe import take
from polymuse.media.store import SUFFIXES, place
from polymuse.plan import GIVEN, Step
from polymuse.planner import choose
from polymuse.runner import StepEvent, call
from polymuse.types import Asset, Finished

__all__ = ["FORMATS", "animate", "check_name", "film", "image", "music", "run", "sound", "speak", "video"]

Watch = Callable[[Planned | StepEvent | FilmMade], None]


async def film(
    script: str | Path,
    out: str | Path,
    *,
    size: str | None = None,
    aspect: str | None = None,
    home: Home | None = None,
    lock: str | Path | None = None,
    fresh: bool = False,
    watch: Watch | None = None,
    **options: Any,
) -> Film:
    """A script's (or a one-line brief's) finished film, with all its files in the folder `out`.

    `script` is a path or the text itself. `size` is `1280x720`, `aspect` one of 16:9, 9:16, 1:1, 4:5; other options are
    FilmOptions' fields: fps, seed, voice, language, music, scene, cards, strict_timing, loudness, models. `watch` is
    called with every event. Raises ScriptError, ParameterError, OutputError, NoEngine, GateFailed, PlanError."""
    chosen = film_options(size, aspect, **options)
    locked = Path(lock) if lock else None
    async with contextlib.aclosing(
        film_events(script, Path(out), chosen, home or Home(), lock=locked, fresh=fresh)
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
    inputs: Mapping[str, Asset | str | Path] | None = None,
    home: Home | None = None,
    fresh: bool = False,
    **params: Any,
) -> Finished:
    """One task, with its parameters by name; inputs are assets or paths. Raises ParameterError, MediaError, NoEngine,
    EngineError."""
    home = home or Home()
    given = {n: _asset(task, n, value, home) for n, value in (inputs or {}).items()}
    values = tasks.parameters(tasks.get(task), params).model_dump(mode="json", exclude_defaults=True)
    choice = choose(task, {task: engine} if engine else None)
    references = {name: f"{GIVEN}.{name}" for name in given}
    step = Step(id=task, task=task, engine=choice.engine, params=values, inputs=references, why=choice.why)
    return await call(step, home, fresh=fresh, given=given)


def _asset(task: str, name: str, value: Asset | str | Path, home: Home) -> Asset:
    if isinstance(value, Asset):
        return value
    takes = {key.rstrip("?*"): kind for key, kind in tasks.get(task).takes.items()}
    return take(Path(value), home.store, takes[name])


async def _one(task: str, out: str | Path | None, **values: Any) -> Asset:
    """The first output of a task, copied to `out` where that is given."""
    if out is not None:
        check_name(task, Path(out))
    finished = await run(task, **values)
    asset = finished.outputs[next(iter(tasks.get(task).makes))]
    if out is not None:
        place(asset.path, Path(out))
    return asset


FORMATS = {
    "image": "image/png", "video": "video/mp4", "speech": "audio/wav", "music": "audio/wav", "sound": "audio/wav",
    "text": "text/plain",
}  # fmt: skip
"""Media type of what a command writes, by kind."""


def check_name(task: str, out: Path) -> None:
    """A file is called what it is. Raises OutputError."""
    suffix = SUFFIXES[FORMATS[next(iter(tasks.get(task).makes.values()))]]
    if out.is_dir():
        raise OutputError(f"{out}: this is a folder.", hint="Name a file in it.")
    if out.suffix.lower() != suffix:
        raise OutputError(f"{out}: {task} makes a {suffix} file.", hint=f"Call it {out.with_suffix(suffix).name}.")


async def image(prompt: str, out: str | Path | None = None, **options: Any) -> Asset:
    """A picture. Options are those of text-to-image: width, height, seed …; `engine`, `home`, `fresh` as in `run`."""
    return await _one("text-to-image", out, prompt=prompt, **options)


async def video(prompt: str, out: str | Path | None = None, **options: Any) -> Asset:
    """A silent shot. Options are those of text-to-video: seconds, fps, width, height, seed …"""
    return await _one("text-to-video", out, prompt=prompt, **options)


async def speak(text: str, out: str | Path | None = None, **options: Any) -> Asset:
    """Words spoken aloud. Options are those of text-to-speech: voice, language, speed, pitch, delivery …"""
    return await _one("text-to-speech", out, text=text, **options)


async def music(prompt: str, out: str | Path | None = None, **options: Any) -> Asset:
    """Instrumental music. Options are those of text-to-music: seconds, mood, genre, tempo, key, instruments, seed …"""
    return await _one("text-to-music", out, prompt=prompt, **options)


async def sound(prompt: str, out: str | Path | None = None, **options: Any) -> Asset:
    """Ambience and effects. Options are those of text-to-sound: seconds, seed."""
    return await _one("text-to-sound", out, prompt=prompt, **options)


async def animate(picture: Asset | str | Path, out: str | Path | None = None, **options: Any) -> Asset:
    """A still set in motion. Options are those of image-to-video: camera, seconds, fps, width, height …"""
    return await _one("image-to-video", out, inputs={"image": picture}, **options)
