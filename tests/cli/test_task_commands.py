"""The commands for single things: formats, words on the terminal, further inputs."""

from __future__ import annotations

import base64
import json
import os
import pty
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

from polymuse import tasks
from polymuse.cli.output import Pouring
from polymuse.engines import registry
from polymuse.media.probe import sniff
from polymuse.runs.events import AudioChunk
from tests.cli.conftest import Give
from tests.command import environment, polymuse, run
from tests.hosting import Paid, Wordsmith, engines


@pytest.fixture
def wordsmith(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Wordsmith:
    engine = Wordsmith()
    monkeypatch.setattr(registry, "discovered", lambda: engines(engine, Paid()))
    monkeypatch.chdir(tmp_path)
    for name in ("one.png", "two.png"):
        Image.new("RGB", (8, 8)).save(tmp_path / name)
    return engine


@pytest.mark.parametrize(
    ("name", "media_type"), [("l.mp3", "audio/mpeg"), ("l.flac", "audio/flac"), ("l.ogg", "audio/ogg")]
)
def test_a_thing_is_written_in_the_format_of_its_name(tmp_path: Path, name: str, media_type: str) -> None:
    done = polymuse("speak", "The lamp is lit.", "-o", name, home=tmp_path / "home", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{name}\n" and sniff(tmp_path / name)[1] == media_type


def test_a_picture_as_jpeg_and_a_tune_with_its_notes_beside_it(tmp_path: Path) -> None:
    small = ("--width", "64", "--height", "48")
    done = polymuse("image", "a red boat", "-o", "boat.jpg", *small, home=tmp_path / "home", cwd=tmp_path)
    assert done.returncode == 0 and sniff(tmp_path / "boat.jpg")[1] == "image/jpeg", done.stderr
    done = polymuse("music", "calm", "--seconds", "2", "-o", "tune.mp3", home=tmp_path / "home", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert {p.name for p in tmp_path.glob("tune.*")} == {"tune.mp3", "tune.mid"}


@pytest.mark.parametrize(
    ("command", "name", "said"),
    [("image", "x.mp3", ".png, .jpg"), ("speak", "x.txt", ".wav, .mp3"), ("video", "x.webm", ".mp4")],
)
def test_an_impossible_format_is_refused_before_any_work(
    give: Give, tmp_path: Path, command: str, name: str, said: str
) -> None:
    done = give(command, "a boat", "-o", str(tmp_path / name))
    assert done.code == 2 and said in done.err and len(done.err.splitlines()) == 1
    assert not list(tmp_path.iterdir())


def test_words_are_printed_and_nothing_else(give: Give, wordsmith: Wordsmith) -> None:
    for _ in range(2):  # as they come, then from the cache
        done = give("write", "Two words about a lamp")
        assert (done.code, done.out, done.err) == (0, "The lamp is lit.\n", "")
    assert len(wordsmith.asked) == 1


def test_words_into_a_file(give: Give, wordsmith: Wordsmith, tmp_path: Path) -> None:
    done = give("transcribe", "said.wav", "-o", "said.json")
    assert done.code == 2 and "said.wav: there is no such file" in done.err
    run("speak", "The lamp is lit.", "-o", "said.wav", home=tmp_path / "home", cwd=tmp_path)
    done = give("transcribe", "said.wav", "-o", "said.json")
    assert done.out == "said.json\n", done.err
    told = json.loads((tmp_path / "said.json").read_text(encoding="utf-8"))
    assert told == {"text": "The lamp is lit.", "words": [["The", 0.0, 0.5]]}


def test_a_question_about_several_pictures(give: Give, wordsmith: Wordsmith) -> None:
    done = give("look", "one.png", "--image", "two.png", "--prompt", "What differs?")
    assert done.code == 0, done.err
    (asked,) = wordsmith.asked
    assert list(asked.inputs) == ["image", "image-1"] and asked.params.prompt == "What differs?"  # type: ignore[attr-defined]


def test_parameters_that_may_be_left_out_are_options(give: Give, wordsmith: Wordsmith) -> None:
    assert give("write", "A line", "--temperature", "0.5", "--max-tokens", "99").code == 0
    params = wordsmith.asked[0].params
    assert (params.temperature, params.max_tokens) == (0.5, 99)  # type: ignore[attr-defined]


def test_what_may_be_spent(give: Give, wordsmith: Wordsmith) -> None:
    done = give("speak", "hello", "--max-cost", "0.50")
    assert done.code == 2 and "$1.00" in done.err and "run's budget of $0.50" in done.err
    assert give("speak", "hello", "--max-cost", "-1").code == 2
    assert give("jobs", "--all").err == "Nothing is under way.\n"


def test_a_single_thing_says_who_made_it_also_from_the_cache(
    give: Give, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    paid = Paid()
    paid.card = paid.card.model_copy(update={"id": "paid@fake"})
    monkeypatch.setattr(registry, "discovered", lambda: {"paid@fake": paid})
    for said in ("by paid@fake, $1.00 spent", "by paid@fake\n"):
        done = give("speak", "one", "--model", "paid@fake", "-o", str(tmp_path / "one.wav"))
        assert done.code == 0 and said in done.err, done.err
    assert paid.charges == 1


def chunk(data: bytes) -> AudioChunk:
    """A piece of a sound as it comes."""
    return AudioChunk(output="speech", media_type="audio/wav", data=base64.b64encode(data))


class TestStandardOutput:
    """`-o -`: into a pipe, a player for one."""

    def speak(self, tmp_path: Path, **more: object) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-m", "polymuse", "speak", "The lamp is lit.", "-o", "-"]
        options = {"stdout": subprocess.PIPE, **more}
        return subprocess.run(  # type: ignore[call-overload,no-any-return]
            command, stderr=subprocess.PIPE, check=False, cwd=tmp_path, env=environment(tmp_path / "home"), **options
        )

    def test_gets_the_sound_and_nothing_else(self, tmp_path: Path) -> None:
        for _ in range(2):  # made, then from the cache
            done = self.speak(tmp_path)
            (tmp_path / "heard.wav").write_bytes(done.stdout)
            assert (done.returncode, done.stderr) == (0, b"") and sniff(tmp_path / "heard.wav")[1] == "audio/wav"
        assert not (tmp_path / "-").exists()

    def test_is_not_a_terminal(self, tmp_path: Path) -> None:
        ours, theirs = pty.openpty()
        done = self.speak(tmp_path, stdout=theirs)
        os.close(theirs)
        os.close(ours)
        assert done.returncode == 2 and b"a terminal cannot show this" in done.stderr
        assert len(done.stderr.splitlines()) == 1

    def test_may_pause_without_holding_up_the_work(self, monkeypatch: pytest.MonkeyPatch) -> None:
        theirs, ours = os.pipe()
        sound = os.urandom(10**6)
        with os.fdopen(ours, "w") as stdout, os.fdopen(theirs, "rb") as reader:
            monkeypatch.setattr(sys, "stdout", stdout)
            pouring = Pouring()
            with ThreadPoolExecutor(1) as listener, pouring:
                for start in range(0, len(sound), 1000):
                    pouring.show(chunk(sound[start : start + 1000]))
                heard = listener.submit(reader.read, len(sound))
            assert heard.result() == sound

    def test_that_pauses_does_not_keep_the_program_from_ending(self, tmp_path: Path) -> None:
        program = (
            "import sys; from polymuse.cli.output import Pouring; from tests.cli.test_task_commands import chunk\n"
            "with Pouring() as pouring:\n"
            "    pouring.show(chunk(bytes(10**6)))\n"
            "    sys.exit(130)\n"
        )
        with subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(tmp_path)
        ) as process:
            assert process.wait(timeout=30) == 130
            assert process.stderr and process.stderr.read() == b""

    def test_on_a_full_disk_is_one_clear_error(self, tmp_path: Path) -> None:
        with Path("/dev/full").open("wb") as full:
            done = self.speak(tmp_path, stdout=full)
        assert done.returncode == 2 and b"standard output: the disk is full" in done.stderr
        assert len(done.stderr.splitlines()) == 1

    def test_may_go_away(self, tmp_path: Path) -> None:
        gone, ours = os.pipe()
        os.close(gone)
        done = self.speak(tmp_path, stdout=ours)
        os.close(ours)
        assert (done.returncode, done.stderr) == (0, b"")


def test_an_input_is_an_option_where_people_have_a_file_of_it(give: Give) -> None:
    assert "--scene" not in give("image", "--help").out and "--image" in give("look", "--help").out
    assert "scene" in tasks.get("text-to-image").inputs
