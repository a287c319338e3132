"""A method for every task, with the task's own parameters.

This module is written by `python tools/signatures.py` from the tasks. Do not edit it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

from polymuse.brief.model import Brief, Camera, Mood
from polymuse.brief.score import Cue
from polymuse.flows.film import Film, Planned
from polymuse.messages import Message, Tool
from polymuse.results import Media, Result, named_inputs
from polymuse.runs.events import RunEvent

__all__ = ["AsyncTaskMethods", "TaskMethods"]

Data = Mapping[str, Any]
"""The fields of a data class, as plain data."""


def _given(**values: Any) -> dict[str, Any]:
    """Values by name, without those that are left out."""
    return {name: value for name, value in values.items() if value is not None}


class AsyncTaskMethods(ABC):
    """The tasks, and films, as asynchronous methods. They raise ParameterError, MediaError, OutputError, NoEngine,
    KeyMissing, BudgetExceeded, EngineError or AwaitingImport."""

    @abstractmethod
    async def _task(
        self,
        task: str,
        params: Mapping[str, Any],
        inputs: Mapping[str, Media],
        out: str | Path | None,
        *,
        model: str | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
        on_event: Callable[[RunEvent], None] | None,
    ) -> Result:
        """Run a task; write the result."""

    @abstractmethod
    async def _run(
        self,
        task: str,
        params: Mapping[str, Any],
        inputs: Mapping[str, Media],
        *,
        live: bool,
        model: str | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
        on_event: Callable[[RunEvent], None] | None,
    ) -> Result:
        """Run a task."""

    @abstractmethod
    def _stream(
        self,
        task: str,
        params: Mapping[str, Any],
        inputs: Mapping[str, Media],
        *,
        live: bool,
        model: str | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
    ) -> AsyncIterator[RunEvent]:
        """The events of running a task."""

    @abstractmethod
    async def _start(
        self,
        task: str,
        params: Mapping[str, Any],
        inputs: Mapping[str, Media],
        *,
        model: str | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
    ) -> int:
        """Begin a task in a process of its own."""

    @abstractmethod
    async def _film(
        self,
        script: str | Path,
        out: str | Path | None,
        options: Mapping[str, Any],
        *,
        lock: str | Path | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
        on_event: Callable[[RunEvent], None] | None,
    ) -> Film:
        """Make a film."""

    @abstractmethod
    async def _plan(
        self,
        script: str | Path,
        options: Mapping[str, Any],
        *,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
    ) -> Planned:
        """Plan a film."""

    @abstractmethod
    async def _start_film(
        self,
        script: str | Path,
        out: str | Path | None,
        options: Mapping[str, Any],
        *,
        lock: str | Path | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
    ) -> int:
        """Begin a film in a process of its own."""

    async def run(
        self,
        task: str,
        *,
        inputs: Mapping[str, Media] | None = None,
        live: bool = False,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
        **params: Any,
    ) -> Result:
        """Any task by its name, those of other packages among them.

        Args:
            task: The task's name, such as text-to-image.
            inputs: Assets, results or files, by the names that the task has for them.
            live: Whether sound comes in chunks while it is made, where the engine can.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
            params: The task's parameters.
        """
        return await self._run(
            task,
            params,
            inputs or {},
            live=live,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def stream(
        self,
        task: str,
        *,
        inputs: Mapping[str, Media] | None = None,
        live: bool = False,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        **params: Any,
    ) -> AsyncIterator[RunEvent]:
        """The events of a task as they come, and last StepFinished; leaving the stream early stops the work.

        Args:
            task: The task's name, such as text-to-image.
            inputs: Assets, results or files, by the names that the task has for them.
            live: Whether sound comes in chunks while it is made, where the engine can.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            params: The task's parameters.
        """
        return self._stream(
            task, params, inputs or {}, live=live, model=model, fresh=fresh, max_cost=max_cost, project=project
        )

    async def start(
        self,
        task: str,
        *,
        inputs: Mapping[str, Media] | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        **params: Any,
    ) -> int:
        """Begin a task in a process of its own, which goes on without this program; the run's id. Keys come from the
        environment or the keyring.

        Args:
            task: The task's name, such as text-to-image.
            inputs: Assets, results or files, by the names that the task has for them.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            params: The task's parameters.
        """
        return await self._start(
            task, params, inputs or {}, model=model, fresh=fresh, max_cost=max_cost, project=project
        )

    async def film(
        self,
        script: str | Path,
        out: str | Path | None = None,
        *,
        size: str | None = None,
        aspect: str | None = None,
        fps: int = 24,
        seed: int = 0,
        voice: str | None = None,
        language: str | None = None,
        music: str | None = None,
        scene: int | None = None,
        cards: bool = True,
        strict_timing: bool = False,
        loudness: float = -16.0,
        models: Mapping[str, str] | str | Path | None = None,
        lock: str | Path | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Film:
        """A finished film from a script or a one-line brief, with captions, poster and storyboard.

        Args:
            script: A script's file, its text, or a brief in one line.
            out: The folder for its files; by default named after the script.
            size: Width and height in pixels, as 1280x720.
            aspect: One of 16:9, 9:16, 1:1, 4:5.
            fps: Frames per second.
            seed: Another seed draws and composes another film.
            voice: Who narrates; a wrong name lists the right ones.
            language: Of narration and captions, as en or pt-BR; None takes the script's, or English.
            music: How the music should be, in words; "none" for no music; None takes the script's.
            scene: Only this scene, counted from 1.
            cards: Whether there are title and end cards.
            strict_timing: Refuse narration that is longer than its scene, instead of stretching the scene.
            loudness: Of the mix, in LUFS.
            models: Model ids by task, or a file that says them.
            lock: A lock file to write, or to hold the film to where it exists.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._film(
            script,
            out,
            _given(
                size=size,
                aspect=aspect,
                fps=fps,
                seed=seed,
                voice=voice,
                language=language,
                music=music,
                scene=scene,
                cards=cards,
                strict_timing=strict_timing,
                loudness=loudness,
                models=models,
            ),
            lock=lock,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def plan(
        self,
        script: str | Path,
        *,
        size: str | None = None,
        aspect: str | None = None,
        fps: int = 24,
        seed: int = 0,
        voice: str | None = None,
        language: str | None = None,
        music: str | None = None,
        scene: int | None = None,
        cards: bool = True,
        strict_timing: bool = False,
        loudness: float = -16.0,
        models: Mapping[str, str] | str | Path | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
    ) -> Planned:
        """What a film would take, before anything of it is made but its storyboard.

        Args:
            script: A script's file, its text, or a brief in one line.
            size: Width and height in pixels, as 1280x720.
            aspect: One of 16:9, 9:16, 1:1, 4:5.
            fps: Frames per second.
            seed: Another seed draws and composes another film.
            voice: Who narrates; a wrong name lists the right ones.
            language: Of narration and captions, as en or pt-BR; None takes the script's, or English.
            music: How the music should be, in words; "none" for no music; None takes the script's.
            scene: Only this scene, counted from 1.
            cards: Whether there are title and end cards.
            strict_timing: Refuse narration that is longer than its scene, instead of stretching the scene.
            loudness: Of the mix, in LUFS.
            models: Model ids by task, or a file that says them.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
        """
        return await self._plan(
            script,
            _given(
                size=size,
                aspect=aspect,
                fps=fps,
                seed=seed,
                voice=voice,
                language=language,
                music=music,
                scene=scene,
                cards=cards,
                strict_timing=strict_timing,
                loudness=loudness,
                models=models,
            ),
            fresh=fresh,
            max_cost=max_cost,
            project=project,
        )

    async def start_film(
        self,
        script: str | Path,
        out: str | Path | None = None,
        *,
        size: str | None = None,
        aspect: str | None = None,
        fps: int = 24,
        seed: int = 0,
        voice: str | None = None,
        language: str | None = None,
        music: str | None = None,
        scene: int | None = None,
        cards: bool = True,
        strict_timing: bool = False,
        loudness: float = -16.0,
        models: Mapping[str, str] | str | Path | None = None,
        lock: str | Path | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
    ) -> int:
        """Begin a film in a process of its own, which goes on without this program; the run's id. Keys come from the
        environment or the keyring.

        Args:
            script: A script's file, its text, or a brief in one line.
            out: The folder for its files; by default named after the script.
            size: Width and height in pixels, as 1280x720.
            aspect: One of 16:9, 9:16, 1:1, 4:5.
            fps: Frames per second.
            seed: Another seed draws and composes another film.
            voice: Who narrates; a wrong name lists the right ones.
            language: Of narration and captions, as en or pt-BR; None takes the script's, or English.
            music: How the music should be, in words; "none" for no music; None takes the script's.
            scene: Only this scene, counted from 1.
            cards: Whether there are title and end cards.
            strict_timing: Refuse narration that is longer than its scene, instead of stretching the scene.
            loudness: Of the mix, in LUFS.
            models: Model ids by task, or a file that says them.
            lock: A lock file to write, or to hold the film to where it exists.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
        """
        return await self._start_film(
            script,
            out,
            _given(
                size=size,
                aspect=aspect,
                fps=fps,
                seed=seed,
                voice=voice,
                language=language,
                music=music,
                scene=scene,
                cards=cards,
                strict_timing=strict_timing,
                loudness=loudness,
                models=models,
            ),
            lock=lock,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
        )

    async def answer(
        self,
        prompt: str = "",
        out: str | Path | None = None,
        *,
        messages: Sequence[Message | Data] = (),
        system: str = "",
        tools: Sequence[Tool | Data] = (),
        tool_choice: str | None = None,
        max_tokens: int | None = None,
        image: Media | Sequence[Media] | None = None,
        audio: Media | Sequence[Media] | None = None,
        video: Media | Sequence[Media] | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Words and pictures in one answer, by a multimodal model.

        Args:
            prompt: What to write or answer.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            messages: A conversation, instead of a prompt.
            system: Who the writer is and what always holds.
            tools: Functions that the model may ask for.
            tool_choice: Which tool to call: auto, required, none, or its name.
            max_tokens: The longest answer, in tokens.
            image: The image, as an asset, a result or a file; or several.
            audio: The audio, as an asset, a result or a file; or several.
            video: The video, as an asset, a result or a file; or several.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "any-to-any",
            _given(
                prompt=prompt,
                messages=messages,
                system=system,
                tools=tools,
                tool_choice=tool_choice,
                max_tokens=max_tokens,
            ),
            named_inputs({"image": image, "audio": audio, "video": video}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def listen(
        self,
        audio: Media,
        prompt: str = "Describe what is heard.",
        out: str | Path | None = None,
        *,
        max_tokens: int | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """What is heard in music or sound: described, or asked about.

        Args:
            audio: The audio, as an asset, a result or a file.
            prompt: What to say about it.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            max_tokens: The longest answer, in tokens.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "audio-text-to-text",
            _given(prompt=prompt, max_tokens=max_tokens),
            named_inputs({"audio": audio}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def transcribe(
        self,
        speech: Media,
        out: str | Path | None = None,
        *,
        language: str | None = None,
        prompt: str = "",
        diarize: bool = False,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """What was said, with the time of every word.

        Args:
            speech: The speech, as an asset, a result or a file.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            language: The language spoken, as en or pt-BR; left out, it is recognised.
            prompt: Names and words that may occur, for models that take a hint.
            diarize: Tell speakers apart.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "automatic-speech-recognition",
            _given(language=language, prompt=prompt, diarize=diarize),
            named_inputs({"speech": speech}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def embed(
        self,
        text: Sequence[str] = (),
        out: str | Path | None = None,
        *,
        dimensions: int | None = None,
        input_type: Literal["query", "document", "similarity", "classification", "clustering"] | None = None,
        image: Media | Sequence[Media] | None = None,
        audio: Media | Sequence[Media] | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Vectors of texts, pictures and sounds, to search and compare.

        Args:
            text: What to make vectors of; several in a list.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            dimensions: How long the vectors are, for models that let one choose.
            input_type: What they are for, for models that distinguish.
            image: The image, as an asset, a result or a file; or several.
            audio: The audio, as an asset, a result or a file; or several.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "feature-extraction",
            _given(text=text, dimensions=dimensions, input_type=input_type),
            named_inputs({"image": image, "audio": audio}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def look(
        self,
        image: Media | Sequence[Media],
        prompt: str = "Describe this picture.",
        out: str | Path | None = None,
        *,
        max_tokens: int | None = None,
        json_schema: Mapping[str, Any] | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """What is in a picture: described, read, or asked about.

        Args:
            image: The image, as an asset, a result or a file; or several.
            prompt: What to say about it.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            max_tokens: The longest answer, in tokens.
            json_schema: A JSON Schema that the answer must fit.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "image-text-to-text",
            _given(prompt=prompt, max_tokens=max_tokens, json_schema=json_schema),
            named_inputs({"image": image}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def edit(
        self,
        image: Media,
        prompt: str,
        out: str | Path | None = None,
        *,
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        width: int | None = None,
        height: int | None = None,
        seed: int = 0,
        negative_prompt: str = "",
        strength: float | None = None,
        quality: Literal["draft", "standard", "hd"] = "standard",
        mask: Media | None = None,
        style: Media | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """A picture changed as the words say.

        Args:
            image: The image, as an asset, a result or a file.
            prompt: What to change.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            syntax: How the prompt is read: literal, weights, midjourney.
            width: Width in pixels, even.
            height: Height in pixels, even.
            seed: Another seed, another result.
            negative_prompt: What should not be seen.
            strength: 0 keeps the picture, 1 hardly.
            quality: How much effort to spend.
            mask: The mask, as an asset, a result or a file.
            style: The style, as an asset, a result or a file.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "image-to-image",
            _given(
                prompt=prompt,
                syntax=syntax,
                width=width,
                height=height,
                seed=seed,
                negative_prompt=negative_prompt,
                strength=strength,
                quality=quality,
            ),
            named_inputs({"image": image, "mask": mask, "style": style}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def animate(
        self,
        image: Media,
        out: str | Path | None = None,
        *,
        prompt: str = "",
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        brief: Brief | Data | None = None,
        camera: Camera | Data | None = None,
        seconds: float = 5,
        fps: int = 24,
        width: int = 1280,
        height: int = 720,
        seed: int = 0,
        negative_prompt: str = "",
        last: Media | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """A still set in motion, or one image turning into another.

        Args:
            image: The image, as an asset, a result or a file.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            prompt: How the camera moves, in words: slow pan left.
            syntax: How the prompt is read: literal, weights, midjourney.
            brief: Typed intent, beside the words or instead of them.
            camera: How the camera moves, as data.
            seconds: How long, in seconds.
            fps: Frames per second.
            width: Width in pixels, even.
            height: Height in pixels, even.
            seed: Another seed, another result.
            negative_prompt: What should not be seen.
            last: The last, as an asset, a result or a file.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "image-to-video",
            _given(
                prompt=prompt,
                syntax=syntax,
                brief=brief,
                camera=camera,
                seconds=seconds,
                fps=fps,
                width=width,
                height=height,
                seed=seed,
                negative_prompt=negative_prompt,
            ),
            named_inputs({"image": image, "last": last}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def moderate(
        self,
        text: str = "",
        out: str | Path | None = None,
        *,
        image: Media | Sequence[Media] | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Whether a text or pictures are harmful, by category.

        Args:
            text: What to judge.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            image: The image, as an asset, a result or a file; or several.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "moderation",
            _given(text=text),
            named_inputs({"image": image}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def write(
        self,
        prompt: str = "",
        out: str | Path | None = None,
        *,
        messages: Sequence[Message | Data] = (),
        system: str = "",
        tools: Sequence[Tool | Data] = (),
        tool_choice: str | None = None,
        max_tokens: int | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        stop: Sequence[str] = (),
        json_schema: Mapping[str, Any] | None = None,
        seed: int = 0,
        image: Media | Sequence[Media] | None = None,
        audio: Media | Sequence[Media] | None = None,
        video: Media | Sequence[Media] | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Text from words, by a language model.

        Args:
            prompt: What to write or answer.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            messages: A conversation, instead of a prompt.
            system: Who the writer is and what always holds.
            tools: Functions that the model may ask for.
            tool_choice: Which tool to call: auto, required, none, or its name.
            max_tokens: The longest answer, in tokens.
            temperature: 0 is sober, 1 lively.
            top_p: Of how much probability words are drawn.
            stop: The answer ends before these words.
            json_schema: A JSON Schema that the answer must fit.
            seed: Another seed, another result, for models that have one.
            image: The image, as an asset, a result or a file; or several.
            audio: The audio, as an asset, a result or a file; or several.
            video: The video, as an asset, a result or a file; or several.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "text-generation",
            _given(
                prompt=prompt,
                messages=messages,
                system=system,
                tools=tools,
                tool_choice=tool_choice,
                max_tokens=max_tokens,
                temperature=temperature,
                top_p=top_p,
                stop=stop,
                json_schema=json_schema,
                seed=seed,
            ),
            named_inputs({"image": image, "audio": audio, "video": video}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def image(
        self,
        prompt: str = "",
        out: str | Path | None = None,
        *,
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        brief: Brief | Data | None = None,
        width: int = 1280,
        height: int = 720,
        seed: int = 0,
        negative_prompt: str = "",
        steps: int | None = None,
        guidance: float | None = None,
        quality: Literal["draft", "standard", "hd"] = "standard",
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """A picture from words or a brief.

        Args:
            prompt: What to draw.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            syntax: How the prompt is read: literal, weights, midjourney.
            brief: Typed intent, beside the words or instead of them.
            width: Width in pixels, even.
            height: Height in pixels, even.
            seed: Another seed, another result.
            negative_prompt: What should not be seen.
            steps: Denoising steps, for models that have them.
            guidance: How closely to follow the words, for models that have it.
            quality: How much effort to spend, for models that offer a choice.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "text-to-image",
            _given(
                prompt=prompt,
                syntax=syntax,
                brief=brief,
                width=width,
                height=height,
                seed=seed,
                negative_prompt=negative_prompt,
                steps=steps,
                guidance=guidance,
                quality=quality,
            ),
            named_inputs({}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def music(
        self,
        prompt: str = "",
        out: str | Path | None = None,
        *,
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        mood: Mood | Data | None = None,
        genre: str | None = None,
        tempo: float | None = None,
        key: str | None = None,
        instruments: Sequence[str] = (),
        seconds: float = 30,
        cues: Sequence[Cue | Data] = (),
        seed: int = 0,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Instrumental music, with its notes as MIDI.

        Args:
            prompt: How it should be.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            syntax: How the prompt is read: literal, weights, midjourney.
            mood: The mood as numbers and words.
            genre: Waltz, lullaby, march, jazz, folk and others.
            tempo: Beats per minute.
            key: As in 'D minor', 'F# major', 'A dorian'.
            instruments: Who plays.
            seconds: How long, in seconds.
            cues: Where the mood changes.
            seed: Another seed, another piece.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "text-to-music",
            _given(
                prompt=prompt,
                syntax=syntax,
                mood=mood,
                genre=genre,
                tempo=tempo,
                key=key,
                instruments=instruments,
                seconds=seconds,
                cues=cues,
                seed=seed,
            ),
            named_inputs({}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def sound(
        self,
        prompt: str = "",
        out: str | Path | None = None,
        *,
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        seconds: float | None = None,
        seed: int = 0,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Ambience and sound effects from words.

        Args:
            prompt: What is heard.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            syntax: How the prompt is read: literal, weights, midjourney.
            seconds: How long, in seconds.
            seed: Another seed, another result.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "text-to-sound",
            _given(prompt=prompt, syntax=syntax, seconds=seconds, seed=seed),
            named_inputs({}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def speak(
        self,
        text: str,
        out: str | Path | None = None,
        *,
        voice: str | None = None,
        language: str = "en",
        speed: float = 1.0,
        pitch: float = 0.0,
        delivery: Sequence[str] = (),
        seed: int = 0,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Words spoken aloud, with the time of every word.

        Args:
            text: What to say.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            voice: Who speaks; a wrong name lists the right ones.
            language: The language, as en or pt-BR.
            speed: 1 is ordinary, 2 twice as fast.
            pitch: Higher or lower, in semitones.
            delivery: How it is spoken: soft, excited, whisper.
            seed: Another seed, another result.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "text-to-speech",
            _given(text=text, voice=voice, language=language, speed=speed, pitch=pitch, delivery=delivery, seed=seed),
            named_inputs({}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def video(
        self,
        prompt: str = "",
        out: str | Path | None = None,
        *,
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        brief: Brief | Data | None = None,
        seconds: float | None = None,
        fps: int = 24,
        width: int = 1280,
        height: int = 720,
        seed: int = 0,
        negative_prompt: str = "",
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """A silent shot from words, a brief or a storyboard's scene.

        Args:
            prompt: What to show.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            syntax: How the prompt is read: literal, weights, midjourney.
            brief: Typed intent, beside the words or instead of them.
            seconds: How long, in seconds.
            fps: Frames per second.
            width: Width in pixels, even.
            height: Height in pixels, even.
            seed: Another seed, another result.
            negative_prompt: What should not be seen.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "text-to-video",
            _given(
                prompt=prompt,
                syntax=syntax,
                brief=brief,
                seconds=seconds,
                fps=fps,
                width=width,
                height=height,
                seed=seed,
                negative_prompt=negative_prompt,
            ),
            named_inputs({}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def watch(
        self,
        video: Media,
        prompt: str = "Describe what happens in this video.",
        out: str | Path | None = None,
        *,
        max_tokens: int | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """What happens in a video: described, or asked about.

        Args:
            video: The video, as an asset, a result or a file.
            prompt: What to say about it.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            max_tokens: The longest answer, in tokens.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "video-text-to-text",
            _given(prompt=prompt, max_tokens=max_tokens),
            named_inputs({"video": video}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def restyle(
        self,
        video: Media,
        prompt: str,
        out: str | Path | None = None,
        *,
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        seed: int = 0,
        negative_prompt: str = "",
        image: Media | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """A video changed as the words say.

        Args:
            video: The video, as an asset, a result or a file.
            prompt: What to change.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            syntax: How the prompt is read: literal, weights, midjourney.
            seed: Another seed, another result.
            negative_prompt: What should not be seen.
            image: The image, as an asset, a result or a file.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "video-to-video",
            _given(prompt=prompt, syntax=syntax, seed=seed, negative_prompt=negative_prompt),
            named_inputs({"video": video, "image": image}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    async def chat(
        self,
        messages: Sequence[Message | Result | Data],
        out: str | Path | None = None,
        *,
        system: str = "",
        tools: Sequence[Tool | Data] = (),
        tool_choice: str | None = None,
        max_tokens: int | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        stop: Sequence[str] = (),
        json_schema: Mapping[str, Any] | None = None,
        seed: int = 0,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """The next answer in a conversation with a language model.

        Args:
            messages: Messages of text, media and results of tools, also in OpenAI's form; a result is what was answered.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            system: Who the writer is and what always holds.
            tools: Functions that the model may ask for.
            tool_choice: Which tool to call: auto, required, none, or its name.
            max_tokens: The longest answer, in tokens.
            temperature: 0 is sober, 1 lively.
            top_p: Of how much probability words are drawn.
            stop: The answer ends before these words.
            json_schema: A JSON Schema that the answer must fit.
            seed: Another seed, another result, for models that have one.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return await self._task(
            "text-generation",
            _given(
                messages=messages,
                system=system,
                tools=tools,
                tool_choice=tool_choice,
                max_tokens=max_tokens,
                temperature=temperature,
                top_p=top_p,
                stop=stop,
                json_schema=json_schema,
                seed=seed,
            ),
            {},
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )


class TaskMethods(ABC):
    """The tasks, and films, as methods. They raise ParameterError, MediaError, OutputError, NoEngine,
    KeyMissing, BudgetExceeded, EngineError or AwaitingImport."""

    @abstractmethod
    def _task(
        self,
        task: str,
        params: Mapping[str, Any],
        inputs: Mapping[str, Media],
        out: str | Path | None,
        *,
        model: str | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
        on_event: Callable[[RunEvent], None] | None,
    ) -> Result:
        """Run a task; write the result."""

    @abstractmethod
    def _run(
        self,
        task: str,
        params: Mapping[str, Any],
        inputs: Mapping[str, Media],
        *,
        live: bool,
        model: str | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
        on_event: Callable[[RunEvent], None] | None,
    ) -> Result:
        """Run a task."""

    @abstractmethod
    def _stream(
        self,
        task: str,
        params: Mapping[str, Any],
        inputs: Mapping[str, Media],
        *,
        live: bool,
        model: str | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
    ) -> Iterator[RunEvent]:
        """The events of running a task."""

    @abstractmethod
    def _start(
        self,
        task: str,
        params: Mapping[str, Any],
        inputs: Mapping[str, Media],
        *,
        model: str | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
    ) -> int:
        """Begin a task in a process of its own."""

    @abstractmethod
    def _film(
        self,
        script: str | Path,
        out: str | Path | None,
        options: Mapping[str, Any],
        *,
        lock: str | Path | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
        on_event: Callable[[RunEvent], None] | None,
    ) -> Film:
        """Make a film."""

    @abstractmethod
    def _plan(
        self,
        script: str | Path,
        options: Mapping[str, Any],
        *,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
    ) -> Planned:
        """Plan a film."""

    @abstractmethod
    def _start_film(
        self,
        script: str | Path,
        out: str | Path | None,
        options: Mapping[str, Any],
        *,
        lock: str | Path | None,
        fresh: bool | timedelta,
        max_cost: float | None,
        project: str | None,
    ) -> int:
        """Begin a film in a process of its own."""

    def run(
        self,
        task: str,
        *,
        inputs: Mapping[str, Media] | None = None,
        live: bool = False,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
        **params: Any,
    ) -> Result:
        """Any task by its name, those of other packages among them.

        Args:
            task: The task's name, such as text-to-image.
            inputs: Assets, results or files, by the names that the task has for them.
            live: Whether sound comes in chunks while it is made, where the engine can.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
            params: The task's parameters.
        """
        return self._run(
            task,
            params,
            inputs or {},
            live=live,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def stream(
        self,
        task: str,
        *,
        inputs: Mapping[str, Media] | None = None,
        live: bool = False,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        **params: Any,
    ) -> Iterator[RunEvent]:
        """The events of a task as they come, and last StepFinished; leaving the stream early stops the work.

        Args:
            task: The task's name, such as text-to-image.
            inputs: Assets, results or files, by the names that the task has for them.
            live: Whether sound comes in chunks while it is made, where the engine can.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            params: The task's parameters.
        """
        return self._stream(
            task, params, inputs or {}, live=live, model=model, fresh=fresh, max_cost=max_cost, project=project
        )

    def start(
        self,
        task: str,
        *,
        inputs: Mapping[str, Media] | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        **params: Any,
    ) -> int:
        """Begin a task in a process of its own, which goes on without this program; the run's id. Keys come from the
        environment or the keyring.

        Args:
            task: The task's name, such as text-to-image.
            inputs: Assets, results or files, by the names that the task has for them.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            params: The task's parameters.
        """
        return self._start(task, params, inputs or {}, model=model, fresh=fresh, max_cost=max_cost, project=project)

    def film(
        self,
        script: str | Path,
        out: str | Path | None = None,
        *,
        size: str | None = None,
        aspect: str | None = None,
        fps: int = 24,
        seed: int = 0,
        voice: str | None = None,
        language: str | None = None,
        music: str | None = None,
        scene: int | None = None,
        cards: bool = True,
        strict_timing: bool = False,
        loudness: float = -16.0,
        models: Mapping[str, str] | str | Path | None = None,
        lock: str | Path | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Film:
        """A finished film from a script or a one-line brief, with captions, poster and storyboard.

        Args:
            script: A script's file, its text, or a brief in one line.
            out: The folder for its files; by default named after the script.
            size: Width and height in pixels, as 1280x720.
            aspect: One of 16:9, 9:16, 1:1, 4:5.
            fps: Frames per second.
            seed: Another seed draws and composes another film.
            voice: Who narrates; a wrong name lists the right ones.
            language: Of narration and captions, as en or pt-BR; None takes the script's, or English.
            music: How the music should be, in words; "none" for no music; None takes the script's.
            scene: Only this scene, counted from 1.
            cards: Whether there are title and end cards.
            strict_timing: Refuse narration that is longer than its scene, instead of stretching the scene.
            loudness: Of the mix, in LUFS.
            models: Model ids by task, or a file that says them.
            lock: A lock file to write, or to hold the film to where it exists.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._film(
            script,
            out,
            _given(
                size=size,
                aspect=aspect,
                fps=fps,
                seed=seed,
                voice=voice,
                language=language,
                music=music,
                scene=scene,
                cards=cards,
                strict_timing=strict_timing,
                loudness=loudness,
                models=models,
            ),
            lock=lock,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def plan(
        self,
        script: str | Path,
        *,
        size: str | None = None,
        aspect: str | None = None,
        fps: int = 24,
        seed: int = 0,
        voice: str | None = None,
        language: str | None = None,
        music: str | None = None,
        scene: int | None = None,
        cards: bool = True,
        strict_timing: bool = False,
        loudness: float = -16.0,
        models: Mapping[str, str] | str | Path | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
    ) -> Planned:
        """What a film would take, before anything of it is made but its storyboard.

        Args:
            script: A script's file, its text, or a brief in one line.
            size: Width and height in pixels, as 1280x720.
            aspect: One of 16:9, 9:16, 1:1, 4:5.
            fps: Frames per second.
            seed: Another seed draws and composes another film.
            voice: Who narrates; a wrong name lists the right ones.
            language: Of narration and captions, as en or pt-BR; None takes the script's, or English.
            music: How the music should be, in words; "none" for no music; None takes the script's.
            scene: Only this scene, counted from 1.
            cards: Whether there are title and end cards.
            strict_timing: Refuse narration that is longer than its scene, instead of stretching the scene.
            loudness: Of the mix, in LUFS.
            models: Model ids by task, or a file that says them.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
        """
        return self._plan(
            script,
            _given(
                size=size,
                aspect=aspect,
                fps=fps,
                seed=seed,
                voice=voice,
                language=language,
                music=music,
                scene=scene,
                cards=cards,
                strict_timing=strict_timing,
                loudness=loudness,
                models=models,
            ),
            fresh=fresh,
            max_cost=max_cost,
            project=project,
        )

    def start_film(
        self,
        script: str | Path,
        out: str | Path | None = None,
        *,
        size: str | None = None,
        aspect: str | None = None,
        fps: int = 24,
        seed: int = 0,
        voice: str | None = None,
        language: str | None = None,
        music: str | None = None,
        scene: int | None = None,
        cards: bool = True,
        strict_timing: bool = False,
        loudness: float = -16.0,
        models: Mapping[str, str] | str | Path | None = None,
        lock: str | Path | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
    ) -> int:
        """Begin a film in a process of its own, which goes on without this program; the run's id. Keys come from the
        environment or the keyring.

        Args:
            script: A script's file, its text, or a brief in one line.
            out: The folder for its files; by default named after the script.
            size: Width and height in pixels, as 1280x720.
            aspect: One of 16:9, 9:16, 1:1, 4:5.
            fps: Frames per second.
            seed: Another seed draws and composes another film.
            voice: Who narrates; a wrong name lists the right ones.
            language: Of narration and captions, as en or pt-BR; None takes the script's, or English.
            music: How the music should be, in words; "none" for no music; None takes the script's.
            scene: Only this scene, counted from 1.
            cards: Whether there are title and end cards.
            strict_timing: Refuse narration that is longer than its scene, instead of stretching the scene.
            loudness: Of the mix, in LUFS.
            models: Model ids by task, or a file that says them.
            lock: A lock file to write, or to hold the film to where it exists.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
        """
        return self._start_film(
            script,
            out,
            _given(
                size=size,
                aspect=aspect,
                fps=fps,
                seed=seed,
                voice=voice,
                language=language,
                music=music,
                scene=scene,
                cards=cards,
                strict_timing=strict_timing,
                loudness=loudness,
                models=models,
            ),
            lock=lock,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
        )

    def answer(
        self,
        prompt: str = "",
        out: str | Path | None = None,
        *,
        messages: Sequence[Message | Data] = (),
        system: str = "",
        tools: Sequence[Tool | Data] = (),
        tool_choice: str | None = None,
        max_tokens: int | None = None,
        image: Media | Sequence[Media] | None = None,
        audio: Media | Sequence[Media] | None = None,
        video: Media | Sequence[Media] | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Words and pictures in one answer, by a multimodal model.

        Args:
            prompt: What to write or answer.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            messages: A conversation, instead of a prompt.
            system: Who the writer is and what always holds.
            tools: Functions that the model may ask for.
            tool_choice: Which tool to call: auto, required, none, or its name.
            max_tokens: The longest answer, in tokens.
            image: The image, as an asset, a result or a file; or several.
            audio: The audio, as an asset, a result or a file; or several.
            video: The video, as an asset, a result or a file; or several.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "any-to-any",
            _given(
                prompt=prompt,
                messages=messages,
                system=system,
                tools=tools,
                tool_choice=tool_choice,
                max_tokens=max_tokens,
            ),
            named_inputs({"image": image, "audio": audio, "video": video}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def listen(
        self,
        audio: Media,
        prompt: str = "Describe what is heard.",
        out: str | Path | None = None,
        *,
        max_tokens: int | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """What is heard in music or sound: described, or asked about.

        Args:
            audio: The audio, as an asset, a result or a file.
            prompt: What to say about it.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            max_tokens: The longest answer, in tokens.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "audio-text-to-text",
            _given(prompt=prompt, max_tokens=max_tokens),
            named_inputs({"audio": audio}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def transcribe(
        self,
        speech: Media,
        out: str | Path | None = None,
        *,
        language: str | None = None,
        prompt: str = "",
        diarize: bool = False,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """What was said, with the time of every word.

        Args:
            speech: The speech, as an asset, a result or a file.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            language: The language spoken, as en or pt-BR; left out, it is recognised.
            prompt: Names and words that may occur, for models that take a hint.
            diarize: Tell speakers apart.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "automatic-speech-recognition",
            _given(language=language, prompt=prompt, diarize=diarize),
            named_inputs({"speech": speech}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def embed(
        self,
        text: Sequence[str] = (),
        out: str | Path | None = None,
        *,
        dimensions: int | None = None,
        input_type: Literal["query", "document", "similarity", "classification", "clustering"] | None = None,
        image: Media | Sequence[Media] | None = None,
        audio: Media | Sequence[Media] | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Vectors of texts, pictures and sounds, to search and compare.

        Args:
            text: What to make vectors of; several in a list.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            dimensions: How long the vectors are, for models that let one choose.
            input_type: What they are for, for models that distinguish.
            image: The image, as an asset, a result or a file; or several.
            audio: The audio, as an asset, a result or a file; or several.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "feature-extraction",
            _given(text=text, dimensions=dimensions, input_type=input_type),
            named_inputs({"image": image, "audio": audio}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def look(
        self,
        image: Media | Sequence[Media],
        prompt: str = "Describe this picture.",
        out: str | Path | None = None,
        *,
        max_tokens: int | None = None,
        json_schema: Mapping[str, Any] | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """What is in a picture: described, read, or asked about.

        Args:
            image: The image, as an asset, a result or a file; or several.
            prompt: What to say about it.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            max_tokens: The longest answer, in tokens.
            json_schema: A JSON Schema that the answer must fit.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "image-text-to-text",
            _given(prompt=prompt, max_tokens=max_tokens, json_schema=json_schema),
            named_inputs({"image": image}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def edit(
        self,
        image: Media,
        prompt: str,
        out: str | Path | None = None,
        *,
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        width: int | None = None,
        height: int | None = None,
        seed: int = 0,
        negative_prompt: str = "",
        strength: float | None = None,
        quality: Literal["draft", "standard", "hd"] = "standard",
        mask: Media | None = None,
        style: Media | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """A picture changed as the words say.

        Args:
            image: The image, as an asset, a result or a file.
            prompt: What to change.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            syntax: How the prompt is read: literal, weights, midjourney.
            width: Width in pixels, even.
            height: Height in pixels, even.
            seed: Another seed, another result.
            negative_prompt: What should not be seen.
            strength: 0 keeps the picture, 1 hardly.
            quality: How much effort to spend.
            mask: The mask, as an asset, a result or a file.
            style: The style, as an asset, a result or a file.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "image-to-image",
            _given(
                prompt=prompt,
                syntax=syntax,
                width=width,
                height=height,
                seed=seed,
                negative_prompt=negative_prompt,
                strength=strength,
                quality=quality,
            ),
            named_inputs({"image": image, "mask": mask, "style": style}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def animate(
        self,
        image: Media,
        out: str | Path | None = None,
        *,
        prompt: str = "",
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        brief: Brief | Data | None = None,
        camera: Camera | Data | None = None,
        seconds: float = 5,
        fps: int = 24,
        width: int = 1280,
        height: int = 720,
        seed: int = 0,
        negative_prompt: str = "",
        last: Media | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """A still set in motion, or one image turning into another.

        Args:
            image: The image, as an asset, a result or a file.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            prompt: How the camera moves, in words: slow pan left.
            syntax: How the prompt is read: literal, weights, midjourney.
            brief: Typed intent, beside the words or instead of them.
            camera: How the camera moves, as data.
            seconds: How long, in seconds.
            fps: Frames per second.
            width: Width in pixels, even.
            height: Height in pixels, even.
            seed: Another seed, another result.
            negative_prompt: What should not be seen.
            last: The last, as an asset, a result or a file.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "image-to-video",
            _given(
                prompt=prompt,
                syntax=syntax,
                brief=brief,
                camera=camera,
                seconds=seconds,
                fps=fps,
                width=width,
                height=height,
                seed=seed,
                negative_prompt=negative_prompt,
            ),
            named_inputs({"image": image, "last": last}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def moderate(
        self,
        text: str = "",
        out: str | Path | None = None,
        *,
        image: Media | Sequence[Media] | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Whether a text or pictures are harmful, by category.

        Args:
            text: What to judge.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            image: The image, as an asset, a result or a file; or several.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "moderation",
            _given(text=text),
            named_inputs({"image": image}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def write(
        self,
        prompt: str = "",
        out: str | Path | None = None,
        *,
        messages: Sequence[Message | Data] = (),
        system: str = "",
        tools: Sequence[Tool | Data] = (),
        tool_choice: str | None = None,
        max_tokens: int | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        stop: Sequence[str] = (),
        json_schema: Mapping[str, Any] | None = None,
        seed: int = 0,
        image: Media | Sequence[Media] | None = None,
        audio: Media | Sequence[Media] | None = None,
        video: Media | Sequence[Media] | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Text from words, by a language model.

        Args:
            prompt: What to write or answer.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            messages: A conversation, instead of a prompt.
            system: Who the writer is and what always holds.
            tools: Functions that the model may ask for.
            tool_choice: Which tool to call: auto, required, none, or its name.
            max_tokens: The longest answer, in tokens.
            temperature: 0 is sober, 1 lively.
            top_p: Of how much probability words are drawn.
            stop: The answer ends before these words.
            json_schema: A JSON Schema that the answer must fit.
            seed: Another seed, another result, for models that have one.
            image: The image, as an asset, a result or a file; or several.
            audio: The audio, as an asset, a result or a file; or several.
            video: The video, as an asset, a result or a file; or several.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "text-generation",
            _given(
                prompt=prompt,
                messages=messages,
                system=system,
                tools=tools,
                tool_choice=tool_choice,
                max_tokens=max_tokens,
                temperature=temperature,
                top_p=top_p,
                stop=stop,
                json_schema=json_schema,
                seed=seed,
            ),
            named_inputs({"image": image, "audio": audio, "video": video}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def image(
        self,
        prompt: str = "",
        out: str | Path | None = None,
        *,
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        brief: Brief | Data | None = None,
        width: int = 1280,
        height: int = 720,
        seed: int = 0,
        negative_prompt: str = "",
        steps: int | None = None,
        guidance: float | None = None,
        quality: Literal["draft", "standard", "hd"] = "standard",
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """A picture from words or a brief.

        Args:
            prompt: What to draw.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            syntax: How the prompt is read: literal, weights, midjourney.
            brief: Typed intent, beside the words or instead of them.
            width: Width in pixels, even.
            height: Height in pixels, even.
            seed: Another seed, another result.
            negative_prompt: What should not be seen.
            steps: Denoising steps, for models that have them.
            guidance: How closely to follow the words, for models that have it.
            quality: How much effort to spend, for models that offer a choice.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "text-to-image",
            _given(
                prompt=prompt,
                syntax=syntax,
                brief=brief,
                width=width,
                height=height,
                seed=seed,
                negative_prompt=negative_prompt,
                steps=steps,
                guidance=guidance,
                quality=quality,
            ),
            named_inputs({}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def music(
        self,
        prompt: str = "",
        out: str | Path | None = None,
        *,
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        mood: Mood | Data | None = None,
        genre: str | None = None,
        tempo: float | None = None,
        key: str | None = None,
        instruments: Sequence[str] = (),
        seconds: float = 30,
        cues: Sequence[Cue | Data] = (),
        seed: int = 0,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Instrumental music, with its notes as MIDI.

        Args:
            prompt: How it should be.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            syntax: How the prompt is read: literal, weights, midjourney.
            mood: The mood as numbers and words.
            genre: Waltz, lullaby, march, jazz, folk and others.
            tempo: Beats per minute.
            key: As in 'D minor', 'F# major', 'A dorian'.
            instruments: Who plays.
            seconds: How long, in seconds.
            cues: Where the mood changes.
            seed: Another seed, another piece.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "text-to-music",
            _given(
                prompt=prompt,
                syntax=syntax,
                mood=mood,
                genre=genre,
                tempo=tempo,
                key=key,
                instruments=instruments,
                seconds=seconds,
                cues=cues,
                seed=seed,
            ),
            named_inputs({}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def sound(
        self,
        prompt: str = "",
        out: str | Path | None = None,
        *,
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        seconds: float | None = None,
        seed: int = 0,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Ambience and sound effects from words.

        Args:
            prompt: What is heard.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            syntax: How the prompt is read: literal, weights, midjourney.
            seconds: How long, in seconds.
            seed: Another seed, another result.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "text-to-sound",
            _given(prompt=prompt, syntax=syntax, seconds=seconds, seed=seed),
            named_inputs({}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def speak(
        self,
        text: str,
        out: str | Path | None = None,
        *,
        voice: str | None = None,
        language: str = "en",
        speed: float = 1.0,
        pitch: float = 0.0,
        delivery: Sequence[str] = (),
        seed: int = 0,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """Words spoken aloud, with the time of every word.

        Args:
            text: What to say.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            voice: Who speaks; a wrong name lists the right ones.
            language: The language, as en or pt-BR.
            speed: 1 is ordinary, 2 twice as fast.
            pitch: Higher or lower, in semitones.
            delivery: How it is spoken: soft, excited, whisper.
            seed: Another seed, another result.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "text-to-speech",
            _given(text=text, voice=voice, language=language, speed=speed, pitch=pitch, delivery=delivery, seed=seed),
            named_inputs({}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def video(
        self,
        prompt: str = "",
        out: str | Path | None = None,
        *,
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        brief: Brief | Data | None = None,
        seconds: float | None = None,
        fps: int = 24,
        width: int = 1280,
        height: int = 720,
        seed: int = 0,
        negative_prompt: str = "",
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """A silent shot from words, a brief or a storyboard's scene.

        Args:
            prompt: What to show.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            syntax: How the prompt is read: literal, weights, midjourney.
            brief: Typed intent, beside the words or instead of them.
            seconds: How long, in seconds.
            fps: Frames per second.
            width: Width in pixels, even.
            height: Height in pixels, even.
            seed: Another seed, another result.
            negative_prompt: What should not be seen.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "text-to-video",
            _given(
                prompt=prompt,
                syntax=syntax,
                brief=brief,
                seconds=seconds,
                fps=fps,
                width=width,
                height=height,
                seed=seed,
                negative_prompt=negative_prompt,
            ),
            named_inputs({}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def watch(
        self,
        video: Media,
        prompt: str = "Describe what happens in this video.",
        out: str | Path | None = None,
        *,
        max_tokens: int | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """What happens in a video: described, or asked about.

        Args:
            video: The video, as an asset, a result or a file.
            prompt: What to say about it.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            max_tokens: The longest answer, in tokens.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "video-text-to-text",
            _given(prompt=prompt, max_tokens=max_tokens),
            named_inputs({"video": video}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def restyle(
        self,
        video: Media,
        prompt: str,
        out: str | Path | None = None,
        *,
        syntax: Literal["literal", "weights", "midjourney"] = "literal",
        seed: int = 0,
        negative_prompt: str = "",
        image: Media | None = None,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """A video changed as the words say.

        Args:
            video: The video, as an asset, a result or a file.
            prompt: What to change.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            syntax: How the prompt is read: literal, weights, midjourney.
            seed: Another seed, another result.
            negative_prompt: What should not be seen.
            image: The image, as an asset, a result or a file.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "video-to-video",
            _given(prompt=prompt, syntax=syntax, seed=seed, negative_prompt=negative_prompt),
            named_inputs({"video": video, "image": image}),
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )

    def chat(
        self,
        messages: Sequence[Message | Result | Data],
        out: str | Path | None = None,
        *,
        system: str = "",
        tools: Sequence[Tool | Data] = (),
        tool_choice: str | None = None,
        max_tokens: int | None = None,
        temperature: float | None = None,
        top_p: float | None = None,
        stop: Sequence[str] = (),
        json_schema: Mapping[str, Any] | None = None,
        seed: int = 0,
        model: str | None = None,
        fresh: bool | timedelta = False,
        max_cost: float | None = None,
        project: str | None = None,
        on_event: Callable[[RunEvent], None] | None = None,
    ) -> Result:
        """The next answer in a conversation with a language model.

        Args:
            messages: Messages of text, media and results of tools, also in OpenAI's form; a result is what was answered.
            out: The file to write, in the format that its suffix names; further outputs go beside it.
            system: Who the writer is and what always holds.
            tools: Functions that the model may ask for.
            tool_choice: Which tool to call: auto, required, none, or its name.
            max_tokens: The longest answer, in tokens.
            temperature: 0 is sober, 1 lively.
            top_p: Of how much probability words are drawn.
            stop: The answer ends before these words.
            json_schema: A JSON Schema that the answer must fit.
            seed: Another seed, another result, for models that have one.
            model: The id of an engine or a hosted model, instead of the default.
            fresh: True makes it anew; a timedelta does so where the cached result is older.
            max_cost: The most it may cost, in US dollars.
            project: The project that it is charged to.
            on_event: Called with every event of the run.
        """
        return self._task(
            "text-generation",
            _given(
                messages=messages,
                system=system,
                tools=tools,
                tool_choice=tool_choice,
                max_tokens=max_tokens,
                temperature=temperature,
                top_p=top_p,
                stop=stop,
                json_schema=json_schema,
                seed=seed,
            ),
            {},
            out,
            model=model,
            fresh=fresh,
            max_cost=max_cost,
            project=project,
            on_event=on_event,
        )
