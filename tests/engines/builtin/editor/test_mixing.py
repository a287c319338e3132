"""The soundtrack: loudness, true peak, ducking, length."""

from __future__ import annotations

import resource
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polymuse.asset import Asset, Kind
from polymuse.brief.timeline import Shot, SpokenPassage, Timeline
from polymuse.engines.builtin.editor.levels import ATTACK, RELEASE, TOO_SHORT, Ducking, Ride
from polymuse.engines.builtin.editor.mastering import RATE
from polymuse.engines.builtin.editor.mixing import make
from polymuse.errors import MediaError
from polymuse.media.loudness import measure
from polymuse.media.wav import Samples, read_wav, read_wav_blocks
from polymuse.tasks.audio_mixing import AudioMixing
from polymuse.types import Made, Progress, Request
from tests.sounds import bursts, text, tone, wav


def timeline(seconds: float, *spoken: tuple[float, float]) -> Timeline:
    frames = round(seconds * 10)
    passages = tuple(
        SpokenPassage(speech=f"speech-01-{n:02d}", shot="scene-01", start=a, end=b, text="Words.")
        for n, (a, b) in enumerate(spoken, 1)
    )
    shot = Shot(id="scene-01", kind="scene", start=0, frames=frames)
    return Timeline(title="T", language="en", fps=10, frames=frames, shots=(shot,), passages=passages)


def mixed(work: Path, line: Timeline, sounds: dict[str, Asset], **params: Any) -> dict[str, Made]:
    (work / "in").mkdir(exist_ok=True)
    inputs = {"timeline": text(work / "in" / "timeline.json", line.model_dump_json()), **sounds}
    events = list(make(Request("audio-mixing", AudioMixing(**params), inputs), work))
    fractions = [event.fraction for event in events if isinstance(event, Progress)]
    assert fractions == sorted(fractions) and fractions[0] >= 0 and fractions[-1] <= 1
    return {event.name: event for event in events if isinstance(event, Made)}


def level(samples: Samples, start: float, stop: float) -> float:
    """Decibels (relative to full scale) of a stretch given in seconds."""
    part = samples[round(start * RATE) : round(stop * RATE)]
    return float(20 * np.log10(np.sqrt((part.astype(np.float64) ** 2).mean()) + 1e-12))


SOURCES: dict[str, Samples] = {
    "mono": tone(6),
    "stereo": tone(6, channels=2),
    "very quiet": tone(6, level=0.002, channels=2),
    "high peaks": bursts(6),
    "loud": tone(6, level=0.99, channels=2),
}


@pytest.mark.parametrize("target", [-16.0, -23.0])
@pytest.mark.parametrize("music", SOURCES.values(), ids=SOURCES)
def test_loudness_and_true_peak(tmp_path: Path, music: Samples, target: float) -> None:
    asset = wav(tmp_path / "music.wav", music, Kind.MUSIC)
    made = mixed(tmp_path, timeline(6), {"music": asset}, loudness=target)["soundtrack"]
    found = measure(read_wav_blocks(made.path))
    assert found.integrated == pytest.approx(target, abs=0.5)
    assert found.true_peak <= -1.0
    assert made.facts["lufs"] == pytest.approx(found.integrated, abs=0.01)


@pytest.mark.parametrize("seconds", [0.1, 0.7, 4.9, 5.0, 5.1, 11.3])
def test_it_lasts_exactly_as_long_as_the_film(tmp_path: Path, seconds: float) -> None:
    made = mixed(tmp_path, timeline(seconds), {"music": wav(tmp_path / "m.wav", tone(seconds + 1), Kind.MUSIC)})
    for name, channels in (("soundtrack", 2), ("narration", 1)):
        samples, rate = read_wav(made[name].path)
        assert samples.shape == (round(seconds * RATE), channels) and rate == RATE
        assert made[name].facts["channels"] == channels


def test_silence_stays_silence(tmp_path: Path) -> None:
    for sounds in ({}, {"music": wav(tmp_path / "m.wav", tone(3, level=0.0), Kind.MUSIC)}):
        made = mixed(tmp_path, timeline(3), sounds)
        assert not read_wav(made["soundtrack"].path)[0].any() and not read_wav(made["narration"].path)[0].any()


def test_music_goes_back_under_the_voice_and_comes_back(tmp_path: Path) -> None:
    """The music is all on the left and the voice on the right, so that what is done to the music can be heard alone."""
    music, voice = tone(12, channels=2), tone(4, 880, channels=2)
    music[:, 1] = 0
    voice[:, 0] = 0
    sounds = {"music": wav(tmp_path / "m.wav", music), "speech-01-01": wav(tmp_path / "s.wav", voice)}
    made = mixed(tmp_path, timeline(12, (4.0, 8.0)), sounds, duck=9.0)
    left = read_wav(made["soundtrack"].path)[0][:, :1]
    assert level(left, 1, 3) - level(left, 4.5, 7.5) == pytest.approx(9.0, abs=0.5)
    assert level(left, 9.2, 10.5) == pytest.approx(level(left, 1, 3), abs=0.5)


def test_narration_is_where_the_timeline_puts_it_and_is_kept_apart(tmp_path: Path) -> None:
    sounds = {
        "speech-01-01": wav(tmp_path / "a.wav", tone(1.0)), "speech-01-02": wav(tmp_path / "b.wav", tone(1.5)),
        "music": wav(tmp_path / "m.wav", tone(8, 110)),
    }  # fmt: skip
    narration = read_wav(mixed(tmp_path, timeline(8, (2.0, 3.0), (5.0, 6.5)), sounds)["narration"].path)[0]
    heard = np.abs(narration[:, 0]) > 0.001
    for start, end in ((2.0, 3.0), (5.0, 6.5)):
        assert heard[round(start * RATE) : round(end * RATE)].mean() > 0.9
    for start, end in ((0, 2.0), (3.0, 5.0), (6.5, 8)):
        assert not heard[round(start * RATE) : round(end * RATE)].any()


def test_faint_ambience_is_not_blown_up(tmp_path: Path) -> None:
    faint = wav(tmp_path / "sound.wav", tone(6, 200, level=0.001, channels=2))
    speech = wav(tmp_path / "s.wav", tone(2, 880))
    soundtrack = read_wav(
        mixed(tmp_path, timeline(6, (1.0, 3.0)), {"sound-01": faint, "speech-01-01": speech})["soundtrack"].path
    )[0]
    assert level(soundtrack, 1.2, 2.8) - level(soundtrack, 3.5, 4.5) > 30


def test_the_end_fades(tmp_path: Path) -> None:
    made = mixed(tmp_path, timeline(6), {"music": wav(tmp_path / "m.wav", tone(6, channels=2))})
    soundtrack = read_wav(made["soundtrack"].path)[0]
    assert level(soundtrack, 5.95, 6.0) < level(soundtrack, 3, 4) - 20


def test_equal_requests_give_equal_bytes(tmp_path: Path) -> None:
    sounds = {"music": wav(tmp_path / "m.wav", bursts(6)), "speech-01-01": wav(tmp_path / "s.wav", tone(2))}
    made = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        made.append(mixed(tmp_path / name, timeline(6, (1.0, 3.0)), sounds))
    for output in ("soundtrack", "coded", "narration"):
        assert made[0][output].path.read_bytes() == made[1][output].path.read_bytes()


def test_it_is_coded_as_long_as_it_lasts_and_sounds_alike(tmp_path: Path) -> None:
    music = wav(tmp_path / "m.wav", tone(6, channels=2), Kind.MUSIC)
    made = mixed(tmp_path, timeline(6), {"music": music})
    with av.open(str(made["coded"].path)) as file:
        stream = file.streams.audio[0]
        assert (stream.codec_context.name, stream.codec_context.sample_rate) == ("aac", RATE)
        assert stream.codec_context.layout.name == "stereo"
        coded = np.concatenate([frame.to_ndarray().T for frame in file.decode(stream)])
    assert len(coded) / RATE == pytest.approx(6, abs=0.03)
    whole = read_wav(made["soundtrack"].path)[0]
    assert level(coded, 1, 4) == pytest.approx(level(whole, 1, 4), abs=0.2)


def test_a_film_of_a_thousand_passages_does_not_hold_a_thousand_files(tmp_path: Path) -> None:
    short, line = wav(tmp_path / "s.wav", tone(0.05)), timeline(10, *((n / 100, n / 100 + 0.05) for n in range(900)))
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        made = mixed(tmp_path, line, {p.speech: short for p in line.passages})
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert read_wav(made["narration"].path)[0].any()


def test_another_sample_rate_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match="44100 Hz"):
        mixed(tmp_path, timeline(3), {"music": wav(tmp_path / "m.wav", tone(3), rate=44100)})


spans = st.lists(st.tuples(st.floats(0, 12), st.floats(0.1, 4)), max_size=5).map(
    lambda pairs: [(start, start + seconds) for start, seconds in pairs]
)


@given(spans, st.floats(0, 30))
def test_ducking_is_full_while_somebody_speaks_and_none_long_after(
    spoken: Sequence[tuple[float, float]], by: float
) -> None:
    curve = 20 * np.log10(Ducking(spoken, by).gain(0, 20 * RATE, 1.0)[:: RATE // 50, 0])
    times = np.arange(len(curve)) / 50
    assert curve.min() >= -by - 1e-3 and curve.max() <= 1e-3
    for start, end in spoken:
        inside = (times >= start) & (times <= end)
        assert np.allclose(curve[inside], -by, atol=1e-3)
    away = np.ones(len(times), bool)
    for start, end in spoken:
        away &= (times < start - ATTACK) | (times > end + RELEASE)
    joined = np.array([any(a <= t <= b for a, b in gaps(spoken)) for t in times], bool)
    assert np.allclose(curve[away & ~joined], 0, atol=1e-3)


def gaps(spoken: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """What lies between passages that are close to each other."""
    ends = sorted(end for _, end in spoken)
    return [(end, start) for end in ends for start, _ in spoken if 0 <= start - end < TOO_SHORT]


def test_music_gives_consonants_room_and_is_otherwise_hardly_quieter(tmp_path: Path) -> None:
    low, middle = tone(12, 220, channels=2), tone(12, 2300, level=0.1, channels=2)
    voice = tone(4, 880, channels=2)
    low[:, 1] = middle[:, 1] = voice[:, 0] = 0
    falls = []
    for name, music in (("low", low), ("middle", middle)):
        sounds = {"music": wav(tmp_path / f"{name}.wav", music), "speech-01-01": wav(tmp_path / "s.wav", voice)}
        made = mixed(tmp_path, timeline(12, (4.0, 8.0)), sounds)
        left = read_wav(made["soundtrack"].path)[0][:, :1]
        falls.append(level(left, 1, 3) - level(left, 4.5, 7.5))
    assert falls[1] - falls[0] == pytest.approx(5.0, abs=0.7)


def test_a_soft_opening_is_heard() -> None:
    power = np.array([10.0] * 200 + [1000.0] * 400) * 1e-6
    ride = Ride(power, -20.0)
    opening, later = (20 * np.log10(float(ride.gain(at, at + 1)[0, 0])) for at in (5 * RATE, 40 * RATE))
    assert 5 < opening - later < 14


def test_a_soft_line_stays_a_little_softer(tmp_path: Path) -> None:
    soft, plain = tone(2, 880, level=0.05), tone(2, 880, level=0.1)
    sounds = {"speech-01-01": wav(tmp_path / "a.wav", soft), "speech-01-02": wav(tmp_path / "b.wav", plain)}
    narration = read_wav(mixed(tmp_path, timeline(8, (1.0, 3.0), (5.0, 7.0)), sounds)["narration"].path)[0]
    assert 1.0 < level(narration, 5.5, 6.5) - level(narration, 1.5, 2.5) < 3.5


def test_ambience_crosses_without_a_hole_or_a_bump(tmp_path: Path) -> None:
    noise = np.random.Generator(np.random.PCG64(1)).normal(0, 0.1, (7 * RATE, 2)).astype(np.float32)
    shots = tuple(Shot(id=f"scene-0{n}", kind="scene", start=60 * (n - 1), frames=60) for n in (1, 2))
    line = Timeline(title="T", language="en", fps=10, frames=120, shots=shots)
    sounds = {f"sound-0{n}": wav(tmp_path / f"{n}.wav", noise[::step]) for n, step in ((1, 1), (2, -1))}
    soundtrack = read_wav(mixed(tmp_path, line, sounds)["soundtrack"].path)[0]
    levels = [level(soundtrack, at, at + 0.25) for at in np.arange(4.5, 7.5, 0.25)]
    assert max(levels) - min(levels) < 1.5
