"""Files in the format that their names say."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from polymuse.asset import Asset, Kind
from polymuse.errors import OutputError
from polymuse.media.convert import write_as
from polymuse.media.formats import formats, media_type_for
from polymuse.media.probe import decode, probe
from polymuse.media.wav import write_wav
from tests.blocking import Home
from tests.sounds import tone


@pytest.fixture
def sound(home: Home, tmp_path: Path) -> Asset:
    write_wav(tmp_path / "given.wav", tone(1.0, channels=2))
    return home.import_file(tmp_path / "given.wav", Kind.SOUND)


@pytest.fixture
def image(home: Home, tmp_path: Path) -> Asset:
    pixels = np.zeros((48, 64, 4), np.uint8)
    pixels[:, :32] = (200, 30, 30, 255)
    Image.fromarray(pixels).save(tmp_path / "given.png")
    return home.import_file(tmp_path / "given.png", Kind.IMAGE)


@pytest.mark.parametrize("suffix", [".wav", ".mp3", ".flac", ".ogg"])
def test_sound_is_as_long_as_before_and_of_the_named_format(sound: Asset, tmp_path: Path, suffix: str) -> None:
    write_as(sound, tmp_path / f"out{suffix}")
    media_type, facts = probe(tmp_path / f"out{suffix}", Kind.SOUND)
    assert media_type == formats(Kind.SOUND)[suffix]
    assert facts["seconds"] == pytest.approx(1.0, abs=0.06) and facts["sample_rate"] == 48000
    decode(tmp_path / f"out{suffix}", media_type)


@pytest.mark.parametrize("suffix", [".mp3", ".flac", ".ogg"])
def test_what_was_written_can_be_written_back(sound: Asset, home: Home, tmp_path: Path, suffix: str) -> None:
    write_as(sound, tmp_path / f"out{suffix}")
    write_as(home.import_file(tmp_path / f"out{suffix}", Kind.MUSIC), tmp_path / "back.wav")
    assert probe(tmp_path / "back.wav", Kind.SOUND)[1]["seconds"] == pytest.approx(1.0, abs=0.06)


def test_flac_loses_nothing(sound: Asset, home: Home, tmp_path: Path) -> None:
    write_as(sound, tmp_path / "out.flac")
    write_as(home.import_file(tmp_path / "out.flac", Kind.SOUND), tmp_path / "back.wav")
    assert (tmp_path / "back.wav").read_bytes()[-96000:] == sound.read_bytes()[-96000:]


@pytest.mark.parametrize("rate", [16000, 22050, 44100, 96000])
def test_encoders_get_a_rate_they_take(home: Home, tmp_path: Path, rate: int) -> None:
    write_wav(tmp_path / "given.wav", tone(0.5)[:, 0], rate)
    asset = home.import_file(tmp_path / "given.wav", Kind.SPEECH)
    for suffix in (".mp3", ".ogg", ".flac"):
        write_as(asset, tmp_path / f"out{suffix}")
        told = probe(tmp_path / f"out{suffix}", Kind.SPEECH)[1]
        assert told["seconds"] == pytest.approx(asset.facts["seconds"], abs=0.08)


@pytest.mark.parametrize(("suffix", "name"), [(".png", "PNG"), (".jpg", "JPEG"), (".jpeg", "JPEG"), (".webp", "WEBP")])
def test_pictures(image: Asset, tmp_path: Path, suffix: str, name: str) -> None:
    write_as(image, tmp_path / f"out{suffix}")
    with Image.open(tmp_path / f"out{suffix}") as picture:
        assert picture.format == name and picture.size == (64, 48)
        red, clear = picture.convert("RGBA").getpixel((10, 20)), picture.convert("RGBA").getpixel((60, 20))
    assert isinstance(red, tuple) and np.allclose(red[:3], (200, 30, 30), atol=8)
    assert clear == ((255, 255, 255, 255) if name == "JPEG" else (0, 0, 0, 0))


@pytest.mark.parametrize("name", ["out.mp3", "out.ogg", "out.flac"])
def test_twice_is_the_same_to_the_byte(sound: Asset, tmp_path: Path, name: str) -> None:
    write_as(sound, tmp_path / name)
    first = (tmp_path / name).read_bytes()
    write_as(sound, tmp_path / name)
    assert (tmp_path / name).read_bytes() == first and b"Lavf6" not in first and b"Lavc6" not in first


def test_words_as_text_and_with_their_times_as_json(home: Home, tmp_path: Path) -> None:
    asset = home.blobs.put_bytes("Größe".encode(), Kind.TEXT, "text/plain", {"words": [["Größe", 0.0, 0.5]]})
    write_as(asset, tmp_path / "out.md")
    assert (tmp_path / "out.md").read_text(encoding="utf-8") == "Größe"
    write_as(asset, tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == {
        "text": "Größe",
        "words": [["Größe", 0, 0.5]],
    }
    schema = home.blobs.put_bytes(b'{"a": 1}', Kind.TEXT, "text/plain")
    write_as(schema, tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text()) == {"a": 1}


def test_what_cannot_be_is_refused(sound: Asset, image: Asset, tmp_path: Path) -> None:
    assert (
        media_type_for(Kind.MUSIC, Path("x.MP3")) == "audio/mpeg" and media_type_for(Kind.IMAGE, Path("x.mp3")) is None
    )
    with pytest.raises(OutputError, match="image/png cannot be written so"):
        write_as(image, tmp_path / "out.wav")
    with pytest.raises(OutputError, match="audio/wav cannot be written so"):
        write_as(sound, tmp_path / "out.png")
    assert not list(tmp_path.glob("out.*"))
