"""Which commands there are, as data: the list of commands is shown without importing any of them.

What installed packages add is found by their entry points. A command that is made from a task can also be called by the
task's name. `tests/cli/test_help.py` holds the summaries to the commands' own.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from polymuse.discovery import extensions, load_all

if TYPE_CHECKING:
    import click

    from polymuse.tasks import Task

__all__ = ["GROUPS", "Entry", "Group", "entries", "load", "names", "plugins"]


class Entry(NamedTuple):
    """A command: its name, what it does in a line, and where it is: `module:attribute` of `polymuse.cli`, or the task that
    it is made from."""

    name: str
    summary: str
    where: str = ""
    task: str = ""


class Group(NamedTuple):
    """Commands that are listed together, with one that shows what they are like."""

    title: str
    example: str
    entries: tuple[Entry, ...]


GROUPS = (
    Group(
        "Works at once: no key, no account, no network",
        'polymuse film "A lighthouse keeper\'s last evening" -o evening',
        (
            Entry("film", "Make a finished film from a script or a one-line brief.", "film:film"),
            Entry("plan", "Show a film's steps, time and cost before it is made.", "film:plan"),
            Entry("image", "A picture from words or a brief.", task="text-to-image"),
            Entry("video", "A silent shot from words, a brief or a storyboard's scene.", task="text-to-video"),
            Entry("animate", "A still set in motion, or one image turning into another.", task="image-to-video"),
            Entry("speak", "Words spoken aloud, with the time of every word.", task="text-to-speech"),
            Entry("music", "Instrumental music, with its notes as MIDI.", task="text-to-music"),
            Entry("sound", "Ambience and sound effects from words.", task="text-to-sound"),
            Entry("voices", "List the voices, how they sound and what they speak.", "voices:voices"),
            Entry("replay", "Make a locked film again, exactly, from its lock file alone.", "film:replay"),
        ),
    ),
    Group(
        "Needs a hosted model and its key",
        'polymuse look photo.jpg --prompt "What is on the table?"',
        (
            Entry("write", "Text from words, by a language model.", task="text-generation"),
            Entry("look", "What is in a picture: described, read, or asked about.", task="image-text-to-text"),
            Entry("watch", "What happens in a video: described, or asked about.", task="video-text-to-text"),
            Entry("listen", "What is heard in music or sound: described, or asked about.", task="audio-text-to-text"),
            Entry("transcribe", "What was said, with the time of every word.", task="automatic-speech-recognition"),
            Entry("edit", "A picture changed as the words say.", task="image-to-image"),
            Entry("restyle", "A video changed as the words say.", task="video-to-video"),
            Entry("answer", "Words and pictures in one answer, by a multimodal model.", task="any-to-any"),
            Entry("embed", "Vectors of texts, pictures and sounds, to search and compare.", task="feature-extraction"),
            Entry("moderate", "Whether a text or pictures are harmful, by category.", task="moderation"),
        ),
    ),
    Group(
        "Choosing models",
        "polymuse models --task text-to-video",
        (
            Entry("models", "List the hosted models: prices, licences, keys.", "models:models"),
            Entry("recommend", "Recommend models for a need, with reasons for and against.", "recommend:recommended"),
            Entry("compare", "Show what a film would cost and take with different models.", "compare:compare"),
            Entry("engines", "List what is installed here, and what it still needs.", "listings:engines"),
            Entry("refresh-prices", "Read newer prices from litellm's public table.", "recommend:refreshed"),
        ),
    ),
    Group(
        "Looking after things",
        "polymuse doctor",
        (
            Entry("doctor", "Show whether all is in order: installation, keys, budgets.", "doctor:doctor"),
            Entry("spend", "Show what was spent, and what is set aside.", "costs:spend"),
            Entry("budget", "Set or show what may be spent.", "costs:budget"),
            Entry("jobs", "List paid work under way, in doubt, or waiting for you.", "jobs:jobs"),
            Entry("import", "Bring back what you made by hand for a job.", "jobs:import_"),
            Entry("runs", "List runs, show or follow one, or end it.", "runs:runs"),
            Entry("cache", "Show what is kept, and how much; remove what is old.", "storage:cache"),
            Entry("gates", "List the checks that every film has to pass.", "listings:gates"),
            Entry("completion", "Print the lines that complete commands in your shell.", "completion:completion"),
        ),
    ),
)  # fmt: skip


def entries() -> dict[str, Entry]:
    """The listed commands by name."""
    return {entry.name: entry for group in GROUPS for entry in group.entries}


def plugins() -> dict[str, str]:
    """Tasks that installed packages add, and the package of each. They are commands by the tasks' names; none is loaded,
    so whether one has a command, and a shorter name for it, is not known before it is asked for."""
    ours = {entry.task for entry in entries().values()}
    return {part.name: part.package for part in extensions("polymuse.tasks") if part.name not in ours}


def names() -> tuple[str, ...]:
    """What can be typed after `polymuse`, as far as that is known without importing anything."""
    return (*entries(), *plugins())


def load(name: str) -> click.Command | None:
    """The command of that name, imported; None where there is none."""
    entry = entries().get(name) or next((e for e in entries().values() if e.task == name), None)
    if entry and entry.where:
        module, _, attribute = entry.where.partition(":")
        loaded: click.Command = getattr(import_module(f"polymuse.cli.{module}"), attribute)
        return loaded
    if not entry and not plugins():
        return None
    from polymuse import tasks  # noqa: PLC0415 - only a command that is run loads its parts
    from polymuse.cli.task_commands import task_command  # noqa: PLC0415

    task = tasks.get(entry.task) if entry else _added_task(name)
    return task_command(task) if task else None


def _added_task(name: str) -> Task | None:
    """The task of an installed package that has that name, or whose command has it."""
    added = load_all(extensions("polymuse.tasks", "TASK"))
    return next((task for _, task in added if task.command and name in (task.name, task.command)), None)
