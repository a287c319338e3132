"""polymuse: any mix of text, images, sound and video into any other, from one brief.

    import polymuse
    polymuse.film("script.md", "out")
    polymuse.image("a red boat on a calm sea at sunset", "boat.png").show()

The functions are those of a default `Client`; `polymuse.aio` has the same for asynchronous programs, as `AsyncClient` has.
Importing this loads no engine and no heavy library: every name is imported at its first use.
"""

from __future__ import annotations

from importlib import import_module

from polymuse.version import __version__

TYPE_CHECKING = False  # as type checkers know it, without importing typing

if TYPE_CHECKING:
    from polymuse import errors
    from polymuse.asset import Asset
    from polymuse.brief import Brief, Storyboard
    from polymuse.client import AsyncClient, Client
    from polymuse.flows.film import Film
    from polymuse.results import Result
    from polymuse.sync import (
        animate,
        answer,
        cancel,
        chat,
        edit,
        embed,
        film,
        follow,
        image,
        list_runs,
        listen,
        look,
        models,
        moderate,
        music,
        plan,
        restyle,
        run,
        sound,
        speak,
        start,
        start_film,
        stream,
        transcribe,
        video,
        watch,
        write,
    )

__all__ = [
    "Asset",
    "AsyncClient",
    "Brief",
    "Client",
    "Film",
    "Result",
    "Storyboard",
    "__version__",
    "animate",
    "answer",
    "cancel",
    "chat",
    "edit",
    "embed",
    "errors",
    "film",
    "follow",
    "image",
    "list_runs",
    "listen",
    "look",
    "models",
    "moderate",
    "music",
    "plan",
    "restyle",
    "run",
    "sound",
    "speak",
    "start",
    "start_film",
    "stream",
    "transcribe",
    "video",
    "watch",
    "write",
]  # fmt: skip

_MODULES = {
    "Asset": "polymuse.asset",
    "AsyncClient": "polymuse.client",
    "Brief": "polymuse.brief",
    "Client": "polymuse.client",
    "Film": "polymuse.flows.film",
    "Result": "polymuse.results",
    "Storyboard": "polymuse.brief",
}
"""Where names are that are no functions."""

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        """The names above, imported at their first use."""
        if name == "errors":
            return import_module("polymuse.errors")
        if name in __all__:
            return getattr(import_module(_MODULES.get(name, "polymuse.sync")), name)
        raise AttributeError(f"module 'polymuse' has no attribute {name!r}")


def __dir__() -> list[str]:
    """What completes after `polymuse.`"""
    return list(__all__)
