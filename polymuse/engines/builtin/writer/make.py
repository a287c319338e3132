"""Task text-to-storyboard: from a brief or a script's storyboard to a complete storyboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from polymuse.brief import Storyboard
from polymuse.brief.documents import write_document
from polymuse.brief.scene_briefs import resolved
from polymuse.brief.script import read_script
from polymuse.engines.builtin.writer.completing import complete_storyboard
from polymuse.engines.builtin.writer.inventing import film_brief, invent_storyboard
from polymuse.engines.builtin.writer.telling import story_sentences, tell_story
from polymuse.errors import ParameterError
from polymuse.tasks.text_to_storyboard import TextToStoryboard
from polymuse.types import Event, Notice, Progress, Request

__all__ = ["make"]

MOST_SCENES = 12


def make(request: Request, work: Path) -> Iterator[Event]:
    """Expand a brief, or complete a script; then read what every scene says. Raises ParameterError if there is neither a
    text nor a storyboard, and ScriptError for an invalid script."""
    params = request.params
    assert isinstance(params, TextToStoryboard)
    storyboard = _input_storyboard(params)
    if storyboard.scenes:
        completed = complete_storyboard(storyboard)
        if not _narrated(storyboard) and _narrated(completed):
            yield Notice(
                "text", "No narration is marked in the script, so the sentences that speak to somebody are spoken."
            )
    else:
        text = storyboard.brief.text or storyboard.title
        if not text.strip():
            raise ParameterError("text-to-storyboard: there is nothing to write about.", hint="Give a text of a line.")
        yield from _limit_notices(params, storyboard)
        completed, notices = _write_storyboard(storyboard, text, params)
        yield from notices
    yield Progress(0.9, "written")
    facts = {"scenes": len(completed.scenes), "title": completed.title}
    yield write_document("storyboard", resolved(completed), work, facts)


def _input_storyboard(params: TextToStoryboard) -> Storyboard:
    if params.storyboard:
        return params.storyboard
    return read_script(params.text).storyboard if params.text.strip() else Storyboard()


def _narrated(storyboard: Storyboard) -> bool:
    return any(scene.narration for scene in storyboard.scenes)


def _write_storyboard(storyboard: Storyboard, text: str, params: TextToStoryboard) -> tuple[Storyboard, list[Notice]]:
    if sentences := story_sentences(text):
        film = film_brief(storyboard.brief, text)
        return complete_storyboard(tell_story(storyboard, sentences, film, params.seconds, params.scenes)), []
    board, remarks = invent_storyboard(storyboard, text, params.seconds, params.scenes, params.seed)
    return complete_storyboard(board), [Notice("text", remark) for remark in remarks]


def _limit_notices(params: TextToStoryboard, storyboard: Storyboard) -> Iterator[Notice]:
    language = storyboard.brief.language or params.language
    if not language.lower().startswith("en"):
        yield Notice("text", f"The writer knows English only; the narration is in English, not in “{language}”.")
    requested = params.scenes or 0
    if requested > MOST_SCENES:
        yield Notice("text", f"The writer can think of {MOST_SCENES} scenes at most; {requested} were asked for.")
