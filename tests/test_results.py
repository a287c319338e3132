"""A result: all outputs, what there is to know of them, how it is saved and shown."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from polymuse.asset import Asset, Kind
from polymuse.errors import MediaError, OutputError
from polymuse.media.wav import write_wav
from polymuse.results import Provenance, Result, asset_of, named_inputs
from polymuse.types import Finished, Notice, Usage
from tests.blocking import Home
from tests.sounds import tone

NOTICE = Notice("not-drawn", "Nothing was found to draw a <submarine> with.")


@pytest.fixture
def tune(home: Home, tmp_path: Path) -> Asset:
    write_wav(tmp_path / "given.wav", tone(0.2))
    return home.import_file(tmp_path / "given.wav", Kind.MUSIC)


@pytest.fixture
def notes(home: Home) -> Asset:
    return home.blobs.put_bytes(b"MThd", Kind.MUSIC, "audio/midi")


@pytest.fixture
def picture(home: Home, tmp_path: Path) -> Asset:
    Image.new("RGB", (64, 48)).save(tmp_path / "given.png")
    return home.import_file(tmp_path / "given.png", Kind.IMAGE)


@pytest.fixture
def words(home: Home) -> Asset:
    return home.blobs.put_bytes(b"The lamp is lit.", Kind.TEXT, "text/plain")


class TestFromFinished:
    def test_the_main_output_comes_first(self, tune: Asset, notes: Asset) -> None:
        finished = Finished({"midi": notes, "music": tune}, engine="composer")
        result = Result.from_finished(finished, Provenance("text-to-music"))
        assert list(result.assets) == ["music", "midi"] and result.asset == tune

    def test_all_that_is_known_is_there(self, tune: Asset) -> None:
        finished = Finished({"music": tune}, (NOTICE,), Usage(seconds=2.0, usd=0.5), engine="paid")
        how = Provenance("text-to-music", params={"seconds": 4}, model="paid", version="3", run="7")
        result = Result.from_finished(finished, how)
        assert (result.notices, result.cost, result.seconds, result.model) == ((NOTICE,), 0.5, 2.0, "paid")
        assert result.provenance is how and not result.cached

    def test_what_is_cached_costs_nothing(self, tune: Asset) -> None:
        finished = Finished({"music": tune}, usage=Usage(seconds=2.0, usd=0.5), cached=True)
        result = Result.from_finished(finished, Provenance("text-to-music"))
        assert result.cached and result.cost == 0.0


class TestSave:
    def test_others_lie_beside_the_main_one(self, tune: Asset, notes: Asset, tmp_path: Path) -> None:
        files = Result({"music": tune, "midi": notes}).save(str(tmp_path / "tune.flac"))
        assert files == {"music": tmp_path / "tune.flac", "midi": tmp_path / "tune.mid"}
        assert files["music"].read_bytes()[:4] == b"fLaC" and files["midi"].read_bytes() == b"MThd"

    def test_those_of_one_suffix_have_their_names(self, words: Asset, picture: Asset, tmp_path: Path) -> None:
        files = Result({"text": words, "image-1": picture, "image-2": picture}).save(tmp_path / "answer.md")
        assert [file.name for file in files.values()] == ["answer.md", "answer.png", "answer-image-2.png"]
        assert all(file.is_file() for file in files.values())

    def test_another_format_is_refused(self, picture: Asset, tmp_path: Path) -> None:
        with pytest.raises(OutputError):
            Result({"image": picture}).save(tmp_path / "boat.mp3")


def test_text(words: Asset, picture: Asset) -> None:
    assert Result({"text": words}).text == "The lamp is lit."
    with pytest.raises(MediaError):
        _ = Result({"image": picture}).text


class TestShown:
    def test_a_notebook_shows_the_media_and_what_was_not_drawn(self, picture: Asset) -> None:
        bundle = Result({"image": picture}, (NOTICE,))._repr_mimebundle_()
        assert '<img src="data:image/png;base64,' in bundle["text/html"]
        assert "<li>Nothing was found to draw a &lt;submarine&gt; with.</li>" in bundle["text/html"]
        assert NOTICE.text in bundle["text/plain"]

    def test_it_shows_every_output(self, tune: Asset, words: Asset) -> None:
        shown = Result({"text": words, "speech": tune}).to_html()
        assert "The lamp is lit." in shown and "<audio controls" in shown

    def test_the_representation_says_what_it_took(self, picture: Asset) -> None:
        result = Result({"image": picture}, (NOTICE,), cost=0.04, model="flux@fal", seconds=1.26)
        assert repr(result) == f"<Result image: {picture!r}, by flux@fal, 1.3 s, $0.04>\n  {NOTICE.text}"
        assert repr(Result({"image": picture}, cached=True)).endswith(", cached>")


class TestInputs:
    def test_several_are_numbered(self, picture: Asset) -> None:
        given = named_inputs({"image": [picture, "b.png"], "mask": "mask.png", "style": None, "last": Path("c.png")})
        assert given == {"image-1": picture, "image-2": "b.png", "mask": "mask.png", "last": Path("c.png")}

    def test_a_result_stands_for_its_main_output(self, picture: Asset) -> None:
        assert asset_of(Result({"image": picture})) is picture
        assert asset_of(picture) is picture and asset_of("boat.png") == "boat.png"
