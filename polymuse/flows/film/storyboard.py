"""The storyboard that a film is planned from, as the engine that read the script gave it."""

from __future__ import annotations

from polymuse.brief import Storyboard
from polymuse.brief.documents import read_document
from polymuse.brief.script.reading import check_times
from polymuse.errors import EngineError, InputError
from polymuse.types import Finished

__all__ = ["storyboard_from"]


def storyboard_from(finished: Finished) -> Storyboard:
    """The storyboard that `text-to-storyboard` gave, whichever engine did it. Nothing is completed here. Raises EngineError
    where no film can be planned from it: it is no storyboard, has no scenes, a scene without its whole brief, or times
    that cannot be."""
    try:
        storyboard = read_document(finished.outputs["storyboard"], Storyboard)
        storyboard.briefs()
        check_times(storyboard, ())
    except InputError as error:
        raise EngineError(f"{finished.engine}: its storyboard cannot be used: {error.message}") from error
    if not storyboard.scenes:
        raise EngineError(f"{finished.engine}: its storyboard has no scenes.")
    return storyboard
