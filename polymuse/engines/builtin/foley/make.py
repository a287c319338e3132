"""Task text-to-sound."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from polymuse.brief import Scene
from polymuse.brief.documents import optional_document
from polymuse.engines.builtin.foley.kit import RATE
from polymuse.engines.builtin.foley.mix import make_voices, mix
from polymuse.engines.builtin.foley.prompt import SoundLayer, parse_layers, scene_ambience
from polymuse.media.wav import WavWriter
from polymuse.tasks.text_to_sound import TextToSound
from polymuse.types import Event, Kind, Made, Notice, Progress, Request

__all__ = ["make"]

_SECONDS = 10.0


def make(request: Request, work: Path) -> Iterator[Event]:
    """Render `sound.wav`, stereo, 48 kHz. Unknown words give a notice `not-sounded`; without a text, the ambience of
    the scene's setting is rendered. Facts: `seconds`, `sample_rate`, `channels`, `layers` (names of sounds)."""
    params = request.params
    assert isinstance(params, TextToSound)
    scene = optional_document(request.inputs, "scene", Scene) or Scene()
    sound_layers, unknown = _requested_layers(params.prompt or scene.brief.sound, scene)
    for words in unknown:
        yield Notice("not-sounded", f"No sound for “{words}”: it is not heard.")
    seconds = params.seconds or scene.length() or _SECONDS
    path = work / "sound.wav"
    with WavWriter(path, RATE, 2) as file:
        for block in mix(make_voices(sound_layers, params.seed), seconds):
            file.write(block)
            yield Progress(min(file.seconds / seconds, 1.0), "sounding")
    facts = {
        "seconds": file.seconds,
        "sample_rate": RATE,
        "channels": 2,
        "layers": [layer.sound for layer in sound_layers],
    }
    yield Made("sound", Kind.SOUND, path, "audio/wav", facts)


def _requested_layers(text: str, scene: Scene) -> tuple[tuple[SoundLayer, ...], tuple[str, ...]]:
    """Layers for a text, and its unknown words; without a text, the scene's ambience; if nothing is known, a quiet
    room."""
    if not text.strip():
        return scene_ambience(scene.brief.setting), ()
    result, unknown = parse_layers(text)
    return result or (SoundLayer("room", level=-12.0),), unknown
