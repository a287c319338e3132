from __future__ import annotations

import tracemalloc
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polymuse.brief import Brief, Scene, Setting
from polymuse.engines.builtin.foley import ENGINE
from polymuse.engines.builtin.foley.make import make
from polymuse.engines.builtin.foley.mix import make_voices, mix
from polymuse.engines.builtin.foley.prompt import SoundLayer, parse_layers
from polymuse.media.loudness import loudness
from polymuse.media.wav import Samples, read_wav
from polymuse.tasks.text_to_sound import TextToSound
from polymuse.types import Asset, Kind, Made, Notice, Request


def sound(
    work: Path, prompt: str = "", scene: Scene | None = None, **params: Any
) -> tuple[Made, list[Notice], Samples]:
    work.mkdir(exist_ok=True)
    inputs = {}
    if scene:
        path = work / "scene.json"
        path.write_text(scene.model_dump_json(), encoding="utf-8")
        inputs["scene"] = Asset(Kind.BRIEF, "application/json", "0", path)
    events = list(make(Request("text-to-sound", TextToSound(prompt=prompt, **params), inputs), work))
    made = next(e for e in events if isinstance(e, Made))
    return made, [e for e in events if isinstance(e, Notice)], read_wav(made.path)[0]


def test_the_card_names_its_task() -> None:
    assert ENGINE.card.tasks == ("text-to-sound",)


def test_facts_and_length(tmp_path: Path) -> None:
    made, notices, samples = sound(tmp_path, "wind, gulls, a theremin", seconds=3)
    assert samples.shape == (144000, 2)
    assert made.facts == {"seconds": 3.0, "sample_rate": 48000, "channels": 2, "layers": ["wind", "gull"]}
    assert [(n.topic, n.text) for n in notices] == [("not-sounded", "No sound for “theremin”: it is not heard.")]


def test_length_and_words_come_from_the_scene(tmp_path: Path) -> None:
    scene = Scene(seconds=2.5, brief=Brief(sound="crackling fire", setting=Setting(place="harbour")))
    made, _, _ = sound(tmp_path / "a", scene=scene)
    assert (made.facts["layers"], made.facts["seconds"]) == (["fire"], 2.5)
    made, _, _ = sound(tmp_path / "b", scene=Scene(start=10, end=12, brief=Brief(setting=Setting(place="harbour"))))
    assert (made.facts["layers"], made.facts["seconds"]) == (["harbour"], 2.0)


@pytest.mark.parametrize("prompt", ["wind", "rain", "waves", "birds", "crowd murmur", "church bell", "clock ticking"])
def test_an_ordinary_layer_is_neither_faint_nor_loud(prompt: str, tmp_path: Path) -> None:
    _, _, samples = sound(tmp_path, prompt, seconds=6)
    assert -36 < loudness(samples) < -21
    assert np.abs(samples).max() <= 10 ** (-6 / 20)


def test_a_crowded_mix_keeps_its_head_room(tmp_path: Path) -> None:
    _, _, samples = sound(
        tmp_path, "loud storm, loud waves, loud crowd, loud engine, loud thunder, explosions", seconds=4
    )
    assert np.abs(samples).max() <= 10 ** (-6 / 20)


def test_starts_and_ends_in_silence(tmp_path: Path) -> None:
    _, _, samples = sound(tmp_path, "waterfall", seconds=2)
    assert np.abs(samples[:20]).max() < 1e-3
    assert np.abs(samples[-20:]).max() < 1e-3
    assert np.sqrt(np.mean(samples[:4800] ** 2)) < 0.3 * np.sqrt(np.mean(samples[40000:60000] ** 2))


def test_seed_decides(tmp_path: Path) -> None:
    first = sound(tmp_path / "a", "wind, birds", seconds=2, seed=3)[0].path.read_bytes()
    assert sound(tmp_path / "b", "wind, birds", seconds=2, seed=3)[0].path.read_bytes() == first
    assert sound(tmp_path / "c", "wind, birds", seconds=2, seed=4)[0].path.read_bytes() != first


def test_soft_and_distant_are_heard_as_such(tmp_path: Path) -> None:
    plain = sound(tmp_path / "a", "river", seconds=2)[2]
    soft = sound(tmp_path / "b", "soft river", seconds=2)[2]
    far = sound(tmp_path / "c", "distant river", seconds=2)[2]
    assert loudness(soft) == pytest.approx(loudness(plain) - 5, abs=0.5)
    assert _brightness(far) < 0.6 * _brightness(plain)


def _brightness(samples: Samples) -> float:
    """The spectral centroid in Hz."""
    power = np.abs(np.fft.rfft(samples.mean(axis=1))) ** 2
    return float(np.sum(power * np.fft.rfftfreq(len(samples), 1 / 48000)) / np.sum(power))


def test_once_at_the_end_is_once_at_the_end(tmp_path: Path) -> None:
    _, _, samples = sound(tmp_path, "a door knock once at the end", seconds=8)
    loud = np.flatnonzero(np.abs(samples).max(axis=1) > 0.01)
    assert loud[0] > 0.6 * len(samples)


def test_long_beds_have_no_seams_loops_or_clicks() -> None:
    blocks = list(mix(make_voices((SoundLayer("river"),), 1), 30.0))
    samples = np.concatenate(blocks)
    assert len(samples) == 30 * 48000
    steps = np.abs(np.diff(samples, axis=0)).max(axis=1)
    seam = 12 * 48000
    assert steps[seam - 50 : seam + 50].max() <= steps.max()
    level = np.sqrt(np.mean(samples[48000:-48000].reshape(-1, 4800, 2) ** 2, axis=(1, 2)))
    assert level.max() < 3 * level.min()
    a, b = samples[48000 : 5 * 48000, 0], samples[seam + 48000 : seam + 5 * 48000, 0]
    assert abs(float(np.corrcoef(a, b)[0, 1])) < 0.05


def test_memory_does_not_grow_with_length() -> None:
    found = make_voices(parse_layers("rain, birds")[0], 0)
    list(mix(found, 1.0))
    tracemalloc.start()
    for _ in mix(found, 60.0):
        pass
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 150e6


def test_very_short_and_wordless_requests(tmp_path: Path) -> None:
    assert sound(tmp_path / "a", "applause", seconds=0.2)[2].shape == (9600, 2)
    made, notices, samples = sound(tmp_path / "b", "xylorimba", seconds=1)
    assert made.facts["layers"] == ["room"]
    assert len(notices) == 1
    assert np.abs(samples).max() < 0.05
