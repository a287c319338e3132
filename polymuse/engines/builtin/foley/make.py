"""Text → sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from polymuse.brief import Scene
from polymuse.brief.documents import optional_document
from polymuse.engines.builtin.foley.kit import RATE
from polymuse.engines.builtin.foley.mix import mixed, parts
from polymuse.engines.builtin.foley.prompt import Layer, ambience, layers
from polymuse.media.wav import WavWriter
from polymuse.tasks.text_to_sound import TextToSound
from polymuse.types import Event, Kind, Made, Notice, Progress, Request

__all__ = ["make"]

_SECONDS = 10.0


def make(request: Request, work: Path) -> Iterator[Event]:
    """Make `sound.wav`, stereo, 48 kHz. What is not known is noticed under `not-sounded`; with no words at all, the
    scene's setting is what is heard. Facts: `seconds`, `sample_rate`, `channels`, `layers` (names of sounds)."""
    params = request.params
    assert isinstance(params, TextToSound)
    scene = optional_document(request.inputs, "scene", Scene) or Scene()
    found, unknown = _wanted(params.prompt or scene.brief.sound, scene)
    for words in unknown:
        yield Notice("not-sounded", f'No sound for "{words}".')
    seconds = params.seconds or scene.length() or _SECONDS
    path = work / "sound.wav"
    with WavWriter(path, RATE, 2) as file:
        for block in mixed(parts(found, params.seed), seconds):
            file.write(block)
            yield Progress(min(file.seconds / seconds, 1.0), "sounding")
    facts = {
        "seconds": file.seconds,
        "sample_rate": RATE,
        "channels": 2,
        "layers": [layer.sound for layer in found],
    }
    yield Made("sound", Kind.SOUND, path, "audio/wav", facts)


def _wanted(text: str, scene: Scene) -> tuple[tuple[Layer, ...], tuple[str, ...]]:
    """The layers for a text, and the words without a sound; for no text, the ambience of the scene; where nothing is
    known, a quiet room."""
    if not text.strip():
        return ambience(scene.brief.setting), ()
    found, unknown = layers(text)
    return found or (Layer("room", level=-12.0),), unknown
