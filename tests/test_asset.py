"""What an asset says of itself, gives, and shows."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PIL import Image

from polymuse import display
from polymuse.asset import Asset, Kind
from polymuse.errors import MediaError, OutputError
from polymuse.media.convert import write_as
from polymuse.media.wav import write_wav
from tests.blocking import Home
from tests.sounds import tone


def stored(home: Home, data: bytes, kind: Kind, media_type: str) -> Asset:
    return home.blobs.put_bytes(data, kind, media_type)


@pytest.fixture
def picture(home: Home, tmp_path: Path) -> Asset:
    Image.new("RGB", (64, 48), (200, 30, 30)).save(tmp_path / "given.png")
    return home.import_file(tmp_path / "given.png", Kind.IMAGE)


@pytest.fixture
def sound(home: Home, tmp_path: Path) -> Asset:
    write_wav(tmp_path / "given.wav", tone(0.5, channels=2))
    return home.import_file(tmp_path / "given.wav", Kind.SOUND)


@pytest.fixture
def words(home: Home) -> Asset:
    return stored(home, b"The lamp <is> lit.", Kind.TEXT, "text/plain")


class TestFacts:
    def test_of_a_picture(self, picture: Asset) -> None:
        assert (picture.width, picture.height) == (64, 48)
        assert (picture.seconds, picture.fps, picture.sample_rate) == (None, None, None)

    def test_of_sound(self, sound: Asset) -> None:
        assert (sound.seconds, sound.sample_rate, sound.width) == (pytest.approx(0.5, abs=0.01), 48000, None)

    def test_the_representation_is_short(self, picture: Asset, sound: Asset, home: Home) -> None:
        assert repr(picture) == f"<Asset image {picture.digest[:12]} (image/png, 64×48) {str(picture.path)!r}>"
        assert "(audio/wav, 0.5 s)" in repr(sound)
        spoken = Asset(Kind.SPEECH, "audio/wav", "0" * 64, sound.path, {"words": [["lamp", 0.0, 0.5]] * 1000})
        assert len(repr(spoken)) < 300

    def test_text(self, words: Asset, picture: Asset) -> None:
        assert words.text == "The lamp <is> lit."
        with pytest.raises(MediaError, match="image/png is no text"):
            _ = picture.text


class TestSave:
    def test_the_suffix_is_the_format(self, picture: Asset, tmp_path: Path) -> None:
        assert picture.save(str(tmp_path / "deep" / "boat.jpg")) == tmp_path / "deep" / "boat.jpg"
        with Image.open(tmp_path / "deep" / "boat.jpg") as saved:
            assert saved.format == "JPEG"

    @pytest.mark.parametrize("name", ["boat.mp3", "boat", "boat.xyz"])
    def test_another_format_is_refused(self, picture: Asset, tmp_path: Path, name: str) -> None:
        with pytest.raises(OutputError) as caught:
            picture.save(tmp_path / name)
        assert ".png" in caught.value.hint and not (tmp_path / name).exists()

    def test_notes_are_only_notes(self, home: Home, tmp_path: Path) -> None:
        notes = stored(home, b"MThd", Kind.MUSIC, "audio/midi")
        notes.save(tmp_path / "tune.mid")
        with pytest.raises(OutputError) as caught:
            notes.save(tmp_path / "tune.wav")
        assert caught.value.hint == "Names that end in .mid can."

    def test_a_folder_is_refused(self, picture: Asset, tmp_path: Path) -> None:
        (tmp_path / "boat.png").mkdir()
        with pytest.raises(OutputError):
            picture.save(tmp_path / "boat.png")


class TestArrays:
    def test_a_picture_in_pillow(self, picture: Asset) -> None:
        image = picture.to_pil()
        assert (image.mode, image.size, image.getpixel((0, 0))) == ("RGB", (64, 48), (200, 30, 30))

    def test_a_picture_lies_as_it_is_seen(self, home: Home, tmp_path: Path) -> None:
        exif = Image.Exif()
        exif[0x0112] = 6
        Image.new("RGB", (64, 48)).save(tmp_path / "turned.jpg", exif=exif)
        assert home.import_file(tmp_path / "turned.jpg", Kind.IMAGE).to_pil().size == (48, 64)

    def test_a_picture_in_numpy(self, picture: Asset) -> None:
        pixels = picture.to_numpy()
        assert pixels.shape == (48, 64, 3) and pixels.dtype == np.uint8 and pixels[0, 0].tolist() == [200, 30, 30]

    @pytest.mark.parametrize("mode", ["RGBA", "LA", "P"])
    def test_transparency_is_a_fourth_channel(self, home: Home, tmp_path: Path, mode: str) -> None:
        image = Image.new("RGBA", (6, 4), (10, 10, 10, 0)).convert(mode)
        image.save(tmp_path / "clear.png", **({"transparency": 0} if mode == "P" else {}))
        pixels = home.import_file(tmp_path / "clear.png", Kind.IMAGE).to_numpy()
        assert pixels.shape == (4, 6, 4) and pixels[0, 0, 3] == 0

    def test_an_opaque_picture_has_three_channels(self, home: Home, tmp_path: Path) -> None:
        Image.new("RGBA", (6, 4), (10, 20, 30, 255)).save(tmp_path / "opaque.png")
        pixels = home.import_file(tmp_path / "opaque.png", Kind.IMAGE).to_numpy()
        assert pixels.shape == (4, 6, 3) and pixels[0, 0].tolist() == [10, 20, 30]

    @pytest.mark.parametrize("suffix", [".wav", ".flac", ".mp3", ".ogg"])
    @pytest.mark.parametrize("channels", [1, 2])
    def test_sound(self, home: Home, tmp_path: Path, suffix: str, channels: int) -> None:
        given = tone(0.5, channels=channels)
        write_wav(tmp_path / "given.wav", given)
        write_as(home.import_file(tmp_path / "given.wav", Kind.SOUND), tmp_path / f"sound{suffix}")
        samples = home.import_file(tmp_path / f"sound{suffix}", Kind.SPEECH).to_numpy()
        assert samples.dtype == np.float32 and samples.shape[1] == channels
        assert len(samples) == pytest.approx(24000, abs=3000)
        assert np.abs(samples).max() == pytest.approx(np.abs(given).max(), abs=0.05)

    def test_samples_beyond_full_scale_are_clipped(self, home: Home, tmp_path: Path) -> None:
        write_wav(tmp_path / "loud.wav", np.sign(tone(0.5)).astype(np.float32))
        write_as(home.import_file(tmp_path / "loud.wav", Kind.SOUND), tmp_path / "loud.mp3")
        samples = home.import_file(tmp_path / "loud.mp3", Kind.SOUND).to_numpy()
        assert np.abs(samples).max() == 1.0

    def test_an_embedding(self, home: Home) -> None:
        file = io.BytesIO()
        np.save(file, np.array([[0.5, -1, 2], [0, 1, 0]]))
        vectors = stored(home, file.getvalue(), Kind.EMBEDDING, "application/x-npy").to_numpy()
        assert vectors.dtype == np.float32 and vectors.tolist() == [[0.5, -1.0, 2.0], [0.0, 1.0, 0.0]]

    def test_an_embedding_that_would_run_code_is_refused(self, home: Home) -> None:
        file = io.BytesIO()
        np.save(file, np.array([print], dtype=object))
        for data in (file.getvalue(), b""):
            with pytest.raises(MediaError, match="no embedding"):
                stored(home, data, Kind.EMBEDDING, "application/x-npy").to_numpy()

    def test_what_is_no_array_is_refused(self, words: Asset, home: Home) -> None:
        for asset in (words, stored(home, b"MThd", Kind.MUSIC, "audio/midi")):
            with pytest.raises(MediaError, match="is no array"):
                asset.to_numpy()
            with pytest.raises(MediaError, match="is no picture"):
                asset.to_pil()

    def test_what_is_damaged_is_refused(self, home: Home) -> None:
        for kind, media_type in (
            (Kind.IMAGE, "image/png"),
            (Kind.SOUND, "audio/flac"),
            (Kind.EMBEDDING, "application/x-npy"),
        ):
            with pytest.raises(MediaError):
                stored(home, b"damaged", kind, media_type).to_numpy()


class TestNotebook:
    def test_a_picture_is_itself(self, picture: Asset) -> None:
        bundle = picture._repr_mimebundle_()
        assert set(bundle) == {"text/plain", "image/png"} and bundle["text/plain"] == repr(picture)

    def test_sound_is_a_player_and_text_is_text(self, sound: Asset, words: Asset) -> None:
        assert '<audio controls src="data:audio/wav;base64,' in sound._repr_mimebundle_()["text/html"]
        assert "The lamp &lt;is&gt; lit." in words._repr_mimebundle_()["text/html"]

    def test_what_is_too_large_says_where_it_is(
        self, picture: Asset, sound: Asset, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("polymuse.display.MOST_INLINE", 100)
        monkeypatch.setattr("polymuse.asset.MOST_INLINE", 100)
        for asset in (picture, sound):
            bundle = asset._repr_mimebundle_()
            assert set(bundle) == {"text/plain", "text/html"} and str(asset.path) in bundle["text/html"]
            assert "base64" not in bundle["text/html"]


class TestShow:
    """Where there is a notebook, a viewer, or neither. What stands in for IPython is no more than `show` asks of it."""

    def test_in_a_notebook(self, picture: Asset, monkeypatch: pytest.MonkeyPatch) -> None:
        shown: list[object] = []
        ipython = SimpleNamespace(
            get_ipython=lambda: SimpleNamespace(kernel=object()), display=SimpleNamespace(display=shown.append)
        )
        monkeypatch.setitem(sys.modules, "IPython", ipython)
        picture.show()
        assert shown == [picture]

    @pytest.mark.skipif(sys.platform == "darwin", reason="there is always a screen")
    def test_with_a_viewer(self, picture: Asset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        viewer = tmp_path / "xdg-open"
        viewer.write_text('#!/bin/sh\nprintf %s "$1" > "$0.opened.part"\nmv "$0.opened.part" "$0.opened"\n')
        viewer.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
        monkeypatch.setenv("DISPLAY", ":9")
        process = display.show(picture, picture.path)
        assert process is not None and process.wait(30) == 0
        assert (tmp_path / "xdg-open.opened").read_text() == str(picture.path)

    @pytest.mark.skipif(sys.platform == "darwin", reason="there is always a screen")
    def test_without_one(
        self, picture: Asset, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.delenv("DISPLAY", raising=False)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        picture.show()
        assert capsys.readouterr().out == f"{picture.path}\n"
