"""The writer's work: a brief or a script's storyboard in, a whole storyboard out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from polymuse.brief import Storyboard
from polymuse.brief.documents import write_document
from polymuse.brief.scene_briefs import resolved
from polymuse.brief.script import read_script
from polymuse.engines.builtin.writer.completing import complete
from polymuse.engines.builtin.writer.inventing import film_brief, invent
from polymuse.engines.builtin.writer.telling import tell, told_sentences
from polymuse.errors import ParameterError
from polymuse.tasks.text_to_storyboard import TextToStoryboard
from polymuse.types import Event, Notice, Progress, Request

__all__ = ["make"]

MOST_SCENES = 12


def make(request: Request, work: Path) -> Iterator[Event]:
    """Think a brief out, or complete a script; then read what every scene says.

    Raises ParameterError when there is neither a text nor a storyboard, and ScriptError for a text that is a script
    with something wrong in it."""
    params = request.params
    assert isinstance(params, TextToStoryboard)
    given = _given(params)
    if given.scenes:
        whole = complete(given)
        if not _narrated(given) and _narrated(whole):
            yield Notice("text", "No narration is marked; the scenes' own words are spoken, as they speak to somebody.")
    else:
        text = given.brief.text or given.title
        if not text.strip():
            raise ParameterError("text-to-storyboard: there is nothing to write about.", hint="Give a text of a line.")
        yield from _limits(params, given)
        whole, notices = _written(given, text, params)
        yield from notices
    yield Progress(0.9, "written")
    yield write_document("storyboard", resolved(whole), work, {"scenes": len(whole.scenes), "title": whole.title})


def _given(params: TextToStoryboard) -> Storyboard:
    if params.storyboard:
        return params.storyboard
    return read_script(params.text).storyboard if params.text.strip() else Storyboard()


def _narrated(storyboard: Storyboard) -> bool:
    return any(scene.narration for scene in storyboard.scenes)


def _written(given: Storyboard, text: str, params: TextToStoryboard) -> tuple[Storyboard, list[Notice]]:
    if sentences := told_sentences(text):
        film = film_brief(given.brief, text)
        return complete(tell(given, sentences, film, params.seconds, params.scenes)), []
    board, remarks = invent(given, text, params.seconds, params.scenes, params.seed)
    return complete(board), [Notice("text", remark) for remark in remarks]


def _limits(params: TextToStoryboard, given: Storyboard) -> Iterator[Notice]:
    language = given.brief.language or params.language
    if not language.lower().startswith("en"):
        yield Notice("text", f"The writer knows English only; the narration is in English, not in “{language}”.")
    asked = params.scenes or 0
    if asked > MOST_SCENES:
        yield Notice("text", f"The writer can think of {MOST_SCENES} scenes at most; {asked} were asked for.")
