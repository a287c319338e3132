"""Taking a user's file in."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from polymuse.asset import Kind
from polymuse.errors import MediaError
from polymuse.media import probe
from polymuse.media.probe import sniff
from tests.blocking import Home
from tests.sounds import aac, pictures, shot, tone, wav


def picture(path: Path, size: tuple[int, int] = (8, 6)) -> Path:
    Image.new("RGB", size, "red").save(path, path.suffix[1:].replace("jpg", "jpeg"))
    return path


@pytest.mark.parametrize("suffix", ["png", "jpg", "gif", "webp"])
def test_a_picture_is_known_by_its_bytes(tmp_path: Path, home: Home, suffix: str) -> None:
    path = picture(tmp_path / f"a.{suffix}").rename(tmp_path / "a.doc")
    asset = home.import_file(path, Kind.IMAGE)
    assert asset.facts == {"width": 8, "height": 6}
    assert asset.media_type == f"image/{suffix.replace('jpg', 'jpeg')}"
    assert asset.read_bytes() == path.read_bytes()


def test_sounds_and_films(tmp_path: Path) -> None:
    assert sniff(wav(tmp_path / "a.wav", tone(0.1)).path) == (Kind.SOUND, "audio/wav")
    assert sniff(aac(tmp_path / "a.m4a", tone(0.1, channels=2)).path) == (Kind.SOUND, "audio/mp4")
    assert sniff(shot(tmp_path / "a.mp4", pictures(2), 12).path) == (Kind.VIDEO, "video/mp4")


def test_refused(tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "text.png").write_text("This is no picture, whatever its name says.")
    whole = picture(tmp_path / "whole.png", (300, 300)).read_bytes()
    (tmp_path / "cut.png").write_bytes(whole[: len(whole) // 2])
    wav(tmp_path / "sound.png", tone(0.1))
    for name, said in {
        "none.png": "there is no such file", "text.png": "no kind of media that is understood",
        "cut.png": "damaged", "sound.png": "this is audio/wav; image is wanted", ".": "there is no such file",
    }.items():  # fmt: skip
        with pytest.raises(MediaError, match=said):
            home.import_file(tmp_path / name, Kind.IMAGE)
    monkeypatch.setattr(probe, "MAX_PIXELS", 1000)
    with pytest.raises(MediaError, match="300×300 is more than 1000 pixels"):
        home.import_file(tmp_path / "whole.png", Kind.IMAGE)
    monkeypatch.setattr(probe, "MAX_BYTES", 10)
    with pytest.raises(MediaError, match="larger than"):
        home.import_file(tmp_path / "whole.png", Kind.IMAGE)
    assert list((home.path / "objects").glob("*/*")) == []


def test_a_sound_that_is_cut_short_is_damaged(tmp_path: Path, home: Home) -> None:
    whole = wav(tmp_path / "whole.wav", tone(3.0)).read_bytes()
    (tmp_path / "cut.wav").write_bytes(whole[: len(whole) // 3])
    assert home.import_file(tmp_path / "whole.wav", Kind.MUSIC, full_decode=True).facts["seconds"] == pytest.approx(
        3, abs=0.1
    )
    with pytest.raises(MediaError, match="cut short"):
        home.import_file(tmp_path / "cut.wav", Kind.MUSIC, full_decode=True)
