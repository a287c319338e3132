from __future__ import annotations

import itertools
import stat
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from polymuse.engines.builtin.voice import ENGINE
from polymuse.engines.builtin.voice.make import make
from polymuse.engines.builtin.voice.text import written_words
from polymuse.engines.builtin.voice.voices import combine_deliveries, narrators
from polymuse.errors import ParameterError
from polymuse.media.loudness import loudness
from polymuse.media.wav import Samples, read_wav
from polymuse.tasks.text_to_speech import TextToSpeech
from polymuse.types import Made, Notice, Request

TEXT = "The lamp is lit, and the “old” boats — all 12 of them — come home. It’s late; nobody minds."


def speak(work: Path, text: str = TEXT, **params: Any) -> tuple[Made, list[Notice], Samples]:
    work.mkdir(exist_ok=True)
    events = list(make(Request("text-to-speech", TextToSpeech(text=text, **params)), work))
    made = next(e for e in events if isinstance(e, Made))
    samples, rate = read_wav(made.path)
    assert rate == made.facts["sample_rate"] == 48000
    return made, [e for e in events if isinstance(e, Notice)], samples[:, 0]


@pytest.fixture(autouse=True)
def without_flite(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))


def test_the_card_names_its_task() -> None:
    assert ENGINE.card.tasks == ("text-to-speech",)


def test_every_word_has_its_time_and_order(tmp_path: Path) -> None:
    made, _, samples = speak(tmp_path)
    timed = made.facts["words"]
    assert [word for word, _, _ in timed] == list(written_words(TEXT))
    assert all(start < end for _, start, end in timed)
    assert all(a[2] <= b[1] + 1e-6 for a, b in itertools.pairwise(timed))
    assert made.facts["seconds"] == pytest.approx(len(samples) / 48000)


def test_speech_is_inside_the_words_and_silence_between_phrases(tmp_path: Path) -> None:
    made, _, samples = speak(tmp_path)
    timed = made.facts["words"]

    def power(start: float, end: float) -> float:
        return float(np.mean(samples[int(start * 48000) : int(end * 48000)] ** 2))

    ordinary = power(timed[0][1], timed[3][2])
    assert min(power(start, end) for _, start, end in timed) > ordinary / 100
    gaps = [(a[2], b[1]) for a, b in itertools.pairwise(timed) if b[1] - a[2] > 0.1]
    assert len(gaps) == 5
    assert max(power(start + 0.07, end) for start, end in gaps) < ordinary / 1000


def test_level_is_steady_and_never_clips(tmp_path: Path) -> None:
    _made, _, samples = speak(tmp_path, "Short. " + "This is a rather longer sentence about the weather at sea. " * 2)
    assert loudness(samples) == pytest.approx(-20, abs=1.5)
    assert np.abs(samples).max() <= 10 ** (-3 / 20)
    assert abs(samples[0]) < 1e-3
    assert abs(samples[-1]) < 1e-3


def test_same_request_same_bytes_and_another_voice_others(tmp_path: Path) -> None:
    first = speak(tmp_path / "a", delivery=("whisper",))[0].path.read_bytes()
    assert speak(tmp_path / "b", delivery=("whisper",))[0].path.read_bytes() == first
    assert speak(tmp_path / "c", delivery=("whisper",), voice="tom")[0].path.read_bytes() != first


def test_speed_pitch_and_delivery_change_what_is_heard(tmp_path: Path) -> None:
    plain, _, still = speak(tmp_path / "plain")
    fast, _, _ = speak(tmp_path / "fast", speed=1.6)
    slow, _, _ = speak(tmp_path / "slow", speed=0.4)
    soft, _, quiet = speak(tmp_path / "soft", delivery=("soft", "slow"))
    assert fast.facts["seconds"] < 0.75 * plain.facts["seconds"]
    assert slow.facts["seconds"] > 1.8 * plain.facts["seconds"]
    assert soft.facts["seconds"] > 1.15 * plain.facts["seconds"]
    assert loudness(quiet) < loudness(still) - 1.5
    assert _pitch(speak(tmp_path / "high", pitch=7)[2]) > 1.25 * _pitch(still)


def _pitch(samples: Samples) -> float:
    """The median fundamental of the loud frames, by autocorrelation, in Hz."""
    found = []
    for frame in samples[: len(samples) // 2400 * 2400].reshape(-1, 2400):
        if np.sqrt(np.mean(frame**2)) > 0.08:
            spectrum = np.abs(np.fft.rfft(frame, 4800)) ** 2
            similar = np.fft.irfft(spectrum)[96:600]
            found.append(48000 / (96 + int(np.argmax(similar))))
    return float(np.median(found))


@pytest.mark.parametrize("name", list(narrators()))
def test_every_narrator_speaks(name: str, tmp_path: Path) -> None:
    made, notices, _ = speak(tmp_path, "Good evening.", voice=name)
    assert (made.facts["voice"], notices) == (name, [])
    assert made.facts["seconds"] > 0.5


@pytest.mark.parametrize("language", ["de", "fr", "pt-BR", "zh", "ar", "en-GB", "sr-Latn", "de-AT"])
def test_languages(language: str, tmp_path: Path) -> None:
    assert speak(tmp_path, "Radio 12", language=language)[0].facts["seconds"] > 0.5


def test_named_espeak_voices(tmp_path: Path) -> None:
    assert speak(tmp_path, "Hallo.", voice="espeak:de+f2")[0].facts["voice"] == "espeak:de+f2"


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"voice": "bob"}, "ada.*walter"),
        ({"language": "qq"}, "polymuse voices --languages"),
        ({"voice": "espeak:en-gb+nobody"}, "no variant"),
        ({"voice": "flite:slt"}, "not installed"),
        ({"text": "🎉 … — !"}, "nothing"),
    ],
)
def test_what_is_refused(params: dict[str, Any], message: str, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match=message):
        speak(tmp_path, **{"text": "Hello.", **params})


def test_notices(tmp_path: Path) -> None:
    _, notices, _ = speak(tmp_path, "Hello 🎉 there", delivery=("soft voice", "sparkling"))
    assert [n.topic for n in notices] == ["voice", "text"]
    assert "sparkling" in notices[0].text
    assert "🎉" in notices[1].text
    assert "Hebrew" in speak(tmp_path, "שלום עולם")[1][0].text


def test_delivery_words_add_up() -> None:
    both, unknown = combine_deliveries(("slow, sad voice",))
    assert unknown == ()
    assert both.rate < combine_deliveries(("slow",))[0].rate


def test_long_text_has_all_its_words(tmp_path: Path) -> None:
    text = "A thousand small boats went out to sea, and every one of them came home again. " * 40
    made, _, _ = speak(tmp_path, text, speed=3)
    assert len(made.facts["words"]) == len(text.split())


def test_flite_is_used_where_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "bin" / "flite"
    program.parent.mkdir()
    program.write_text(
        textwrap.dedent("""\
        #!/usr/bin/python3
        import math, struct, sys, wave
        if "--version" in sys.argv: print("  version: flite-2.2-current"); sys.exit()
        if "-lv" in sys.argv: print("Voices available: kal awb rms slt"); sys.exit()
        with wave.open(sys.argv[sys.argv.index("-o") + 1], "wb") as file:
            file.setnchannels(1); file.setsampwidth(2); file.setframerate(16000)
            file.writeframes(b"".join(struct.pack("<h", int(9000 * math.sin(i / 12))) for i in range(16000)))
        """)
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(program.parent))
    made, _, _ = speak(tmp_path / "out", "Hello there", voice="ada")
    assert made.facts["engine"] == "flite-2.2-current"
    assert made.facts["words"][-1][2] == pytest.approx(1.05, abs=0.05)
    assert speak(tmp_path / "de", "Hallo", language="de")[0].facts["engine"].startswith("espeak-ng")
    with pytest.raises(ParameterError, match="kal awb"[:3]):
        speak(tmp_path / "no", "Hello", voice="flite:nobody")
