"""The synchronous functions: in a script, in a notebook's loop, from threads."""

from __future__ import annotations

import asyncio
import inspect
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from PIL import Image

import polymuse
from polymuse import aio, sync
from polymuse.asset import Kind
from polymuse.engines import registry
from polymuse.errors import OutputError, ParameterError
from tests.blocking import Home
from polymuse.types import Delta, Finished
from tests.command import alive, environment
from tests.hosting import Wordsmith, engines

SMALL = {"width": 32, "height": 32}


def run(code: str, home: Home, cwd: Path) -> subprocess.CompletedProcess[str]:
    (cwd / "program.py").write_text(code)
    return subprocess.run(
        [sys.executable, "program.py"],
        cwd=cwd,
        env=environment(home.path),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_plain_script_without_a_main_guard(home: Home, tmp_path: Path) -> None:
    done = run(
        "import polymuse\n"
        "made = polymuse.speak('Hello.', 'hello.wav')\n"
        "print(made.kind, made.path.is_file())\n",
        home, tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, "speech True\n", "")
    assert (tmp_path / "hello.wav").is_file()


def test_an_asynchronous_script_leaves_no_noise(home: Home, tmp_path: Path) -> None:
    done = run(
        "import asyncio, gc\n"
        "from polymuse import aio\n"
        "for words in ('One.', 'Two.'):\n"
        "    asyncio.run(aio.speak(words))\n"
        "    gc.collect()\n",
        home, tmp_path,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_an_interrupted_script_leaves_no_worker(home: Home, tmp_path: Path) -> None:
    done = run(
        "import os, signal, threading, time\n"
        "from pathlib import Path\n"
        "import polymuse\n"
        "def stop():\n"
        "    children = Path(f'/proc/{os.getpid()}/task')\n"
        "    found = []\n"
        "    while not found:\n"
        "        time.sleep(0.02)\n"
        "        found = [c for t in children.iterdir() for c in (t / 'children').read_text().split()]\n"
        "    print(*found, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGINT)\n"
        "threading.Thread(target=stop, daemon=True).start()\n"
        "polymuse.video('a boat', seconds=600, width=640, height=360)\n",
        home, tmp_path,
    )  # fmt: skip
    assert "KeyboardInterrupt" in done.stderr
    workers = [int(pid) for pid in done.stdout.split()]
    until = time.monotonic() + 5
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.02)
    assert workers and not any(map(alive, workers))


class TestInterrupted:
    """What is interrupted while it has a last word to say."""

    def interrupt(self, begun: threading.Event, times: int = 1) -> None:
        def press() -> None:
            begun.wait()
            for _ in range(times):
                time.sleep(0.1)
                os.kill(os.getpid(), signal.SIGINT)

        threading.Thread(target=press).start()

    def work(self, begun: threading.Event, seconds: float, said: list[str]) -> Callable[[], None]:
        async def work() -> None:
            try:
                begun.set()
                await asyncio.sleep(60)
            finally:
                await asyncio.sleep(seconds)
                said.append("the service has named it")

        return sync._blocking(work)

    def test_it_says_it_before_the_program_goes_on(self) -> None:
        begun, said = threading.Event(), list[str]()
        self.interrupt(begun)
        with pytest.raises(KeyboardInterrupt):
            self.work(begun, 0.3, said)()
        assert said == ["the service has named it"]

    def test_a_second_interrupt_does_not_wait_for_it(self) -> None:
        begun, said = threading.Event(), list[str]()
        self.interrupt(begun, times=2)
        with pytest.raises(KeyboardInterrupt):
            self.work(begun, 10, said)()
        assert said == []


def test_inside_a_running_loop_as_in_a_notebook(home: Home) -> None:
    async def cell() -> str:
        return sync.speak("Hello.", home=home).kind

    assert asyncio.run(cell()) == Kind.SPEECH


def test_from_many_threads_at_once(home: Home) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda n: sync.image(f"{n} boats", home=home, **SMALL), range(4)))
        again = list(threads.map(lambda _: sync.image("1 boats", home=home, **SMALL), range(4)))
    assert all(asset.facts["width"] == 32 for asset in made)
    assert len({asset.digest for asset in again}) == 1


def test_sync_and_async_make_the_same(home: Home, tmp_path: Path) -> None:
    one = sync.image("a red boat", home=home, **SMALL)
    other = asyncio.run(aio.image("a red boat", home=Home(tmp_path / "other"), **SMALL))
    assert one == other


def test_errors_come_through(home: Home, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="text-to-image: width"):
        sync.image("a boat", width=17, home=home)
    with pytest.raises(ParameterError, match="text-to-image: colour"):
        sync.image("a boat", colour="red", home=home)
    with pytest.raises(OutputError, match=r"boat\.mp4"):
        sync.image("a boat", tmp_path / "boat.mp4", home=home)


def test_a_picture_is_set_in_motion(home: Home, tmp_path: Path) -> None:
    picture = sync.image("a red boat", tmp_path / "boat.png", home=home, **SMALL)
    for given in (picture, tmp_path / "boat.png", str(tmp_path / "boat.png")):
        film = sync.animate(given, seconds=0.5, fps=12, home=home, **SMALL)
        assert film.kind is Kind.VIDEO and film.facts["frames"] == 6


def test_assets_show_themselves(home: Home) -> None:
    picture = sync.image("a red boat", home=home, **SMALL)
    speech = sync.speak("Hello.", home=home)
    assert set(picture._repr_mimebundle_()) == {"text/plain", "image/png"}
    assert "<audio controls" in str(speech._repr_mimebundle_()["text/html"])


def test_both_have_the_same_names_and_parameters() -> None:
    assert [name for name in sync.__all__ if not hasattr(aio, name)] == []
    for name in sync.__all__:
        assert inspect.signature(getattr(sync, name)) == inspect.signature(getattr(aio, name))
        assert getattr(sync, name).__doc__
    assert set(polymuse.__all__) == {*sync.__all__, "__version__"}
    assert all(getattr(polymuse, name) for name in polymuse.__all__)
    assert sorted(polymuse.__all__) == polymuse.__all__


def test_a_folder_is_no_file_to_write(tmp_path: Path) -> None:
    for folder in (Path(), tmp_path):
        with pytest.raises(OutputError, match="folder"):
            aio.check_name("text-to-image", folder)


def test_a_file_s_name_says_its_format(home: Home, tmp_path: Path) -> None:
    polymuse.speak("The lamp is lit.", tmp_path / "lamp.flac", home=home)
    assert (tmp_path / "lamp.flac").read_bytes()[:4] == b"fLaC"
    with pytest.raises(OutputError, match=r"text-to-speech makes no \.png file, but \.wav, \.mp3"):
        polymuse.speak("The lamp is lit.", tmp_path / "lamp.png", home=home)


class TestWords:
    """Language models, and those that look, watch and listen."""

    @pytest.fixture
    def wordsmith(self, monkeypatch: pytest.MonkeyPatch) -> Wordsmith:
        engine = Wordsmith()
        monkeypatch.setattr(registry, "discovered", lambda: engines(engine))
        return engine

    def test_a_question_about_a_picture(self, wordsmith: Wordsmith, home: Home, tmp_path: Path) -> None:
        Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
        assert polymuse.look(tmp_path / "a.png", "What is it?", home=home).read_text() == "The lamp is lit."
        polymuse.look(tmp_path / "a.png", inputs={"image-1": tmp_path / "a.png"}, home=home)
        first, second = wordsmith.asked
        assert first.params.prompt == "What is it?" and second.params.prompt == "Describe this picture."  # type: ignore[attr-defined]
        assert list(second.inputs) == ["image", "image-1"]

    def test_words_into_a_file(self, wordsmith: Wordsmith, home: Home, tmp_path: Path) -> None:
        polymuse.write("A line", tmp_path / "line.md", home=home)
        assert (tmp_path / "line.md").read_text() == "The lamp is lit."

    def test_an_input_that_the_task_does_not_take(self, wordsmith: Wordsmith, home: Home, tmp_path: Path) -> None:
        with pytest.raises(ParameterError, match="it takes no input 'film'") as caught:
            polymuse.run("image-text-to-text", inputs={"film": tmp_path / "a.png"}, home=home)
        assert "image" in caught.value.hint

    def test_words_come_as_they_are_written(self, wordsmith: Wordsmith, home: Home) -> None:
        async def read() -> list[object]:
            return [event async for event in polymuse.stream("text-generation", prompt="A line", home=home)]

        events = asyncio.run(read())
        assert "".join(event.text for event in events if isinstance(event, Delta)) == "The lamp is lit."
        assert isinstance(events[-1], Finished)


def test_the_catalogue_is_a_list_of_systems() -> None:
    found = {system.id: system for system in polymuse.models()}
    assert "text-to-video" in found["kling-3.0"].tasks


def test_what_may_be_spent_is_an_amount(home: Home) -> None:
    with pytest.raises(ParameterError, match="max-cost"):
        polymuse.speak("hello", max_cost=-1, home=home)


@pytest.mark.parametrize("words", ["", "  "])
def test_nothing_is_made_of_no_words(home: Home, words: str) -> None:
    for make in (polymuse.image, polymuse.speak, polymuse.music, polymuse.write):
        with pytest.raises(ParameterError, match="is empty"):
            make(words, home=home)


def test_what_is_no_model_of_a_film_is_said(home: Home, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="There is no task 'text-to-vidoe'"):
        polymuse.film("A sea.", tmp_path / "out", home=home, models={"text-to-vidoe": "kling-3.0"})
    (tmp_path / "models.yaml").write_text("text-to-soup: sketch\n")
    with pytest.raises(ParameterError, match=r"models\.yaml, line 1: There is no task 'text-to-soup'"):
        polymuse.film("A sea.", tmp_path / "out", home=home, models=str(tmp_path / "models.yaml"))


def test_what_is_of_another_type_is_said(home: Home) -> None:
    with pytest.raises(ParameterError, match="no engine's id"):
        polymuse.image("a sea", home=home, engine=3)
    with pytest.raises(ParameterError, match="is no file"):
        polymuse.look(None, home=home)  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="max-cost"):
        polymuse.image("a sea", home=home, max_cost="a")
