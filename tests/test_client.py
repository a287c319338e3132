"""The synchronous functions: in a script, in a notebook's loop, from threads."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import polymuse
from polymuse import aio, sync
from polymuse.asset import Kind
from polymuse.client import AsyncClient, Client
from polymuse.engines import registry
from polymuse.errors import BudgetExceeded, MediaError, OutputError, ParameterError
from polymuse.event_loop import Call
from polymuse.results import Result
from polymuse.runs.events import StepFinished, StepStarted, TextDelta
from tests.blocking import Home
from tests.command import alive, environment
from tests.hosting import Paid, Wordsmith, engines

SMALL: dict[str, Any] = {"width": 32, "height": 32}


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
        "made = polymuse.speak('Hello.', 'hello.wav').asset\n"
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
    until = time.monotonic() + 60
    while any(map(alive, workers)) and time.monotonic() < until:
        time.sleep(0.02)
    assert workers and not any(map(alive, workers))


class TestInterrupted:
    """What is interrupted while it has a last word to say."""

    def interrupt(self, *after: threading.Event) -> None:
        """Press Ctrl-C after each of these."""

        def press() -> None:
            for event in after:
                event.wait()
                os.kill(os.getpid(), signal.SIGINT)

        threading.Thread(target=press).start()

    def work(
        self, home: Home, begun: threading.Event, ending: threading.Event, seconds: float, said: list[str]
    ) -> Callable[[], None]:
        async def work() -> None:
            try:
                begun.set()
                await asyncio.sleep(600)
            finally:
                ending.set()
                await asyncio.sleep(seconds)
                said.append("the service has named it")

        return lambda: home.client._wait(work())

    def test_it_says_it_before_the_program_goes_on(self, home: Home) -> None:
        begun, ending, said = threading.Event(), threading.Event(), list[str]()
        self.interrupt(begun)
        with pytest.raises(KeyboardInterrupt):
            self.work(home, begun, ending, 0.3, said)()
        assert said == ["the service has named it"]

    def test_before_it_has_begun_it_never_begins(self) -> None:
        said: list[str] = []

        async def work() -> None:
            said.append("begun")

        async def interrupted() -> None:
            call = Call(work())
            call.cancel()
            assert call.ended.is_set()
            with pytest.raises(asyncio.CancelledError):
                await call.run()

        asyncio.run(interrupted())
        assert said == []

    def test_a_second_interrupt_does_not_wait_for_it(self, home: Home) -> None:
        begun, ending, said = threading.Event(), threading.Event(), list[str]()
        self.interrupt(begun, ending)
        with pytest.raises(KeyboardInterrupt):
            self.work(home, begun, ending, 60, said)()
        assert said == []


def test_inside_a_running_loop_as_in_a_notebook(home: Home) -> None:
    async def cell() -> str:
        return home.client.speak("Hello.").asset.kind

    assert asyncio.run(cell()) == Kind.SPEECH


def test_from_many_threads_at_once(home: Home) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda n: home.client.image(f"{n} boats", **SMALL), range(4)))
        again = list(threads.map(lambda _: home.client.image("1 boats", **SMALL), range(4)))
    assert all(result.asset.width == 32 for result in made)
    assert len({result.asset.digest for result in again}) == 1


def test_sync_and_async_make_the_same(home: Home, tmp_path: Path) -> None:
    one = home.client.image("a red boat", **SMALL)

    async def image() -> Result:
        async with AsyncClient(tmp_path / "other") as client:
            return await client.image("a red boat", **SMALL)

    assert one.asset == asyncio.run(image()).asset


def test_errors_come_through(home: Home, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="text-to-image: width"):
        home.client.image("a boat", width=17)
    with pytest.raises(ParameterError, match="text-to-image: colour"):
        home.client.run("text-to-image", prompt="a boat", colour="red")
    with pytest.raises(OutputError, match=r"boat\.mp4"):
        home.client.image("a boat", tmp_path / "boat.mp4")


def test_a_picture_is_set_in_motion(home: Home, tmp_path: Path) -> None:
    picture = home.client.image("a red boat", tmp_path / "boat.png", **SMALL)
    for given in (picture, picture.asset, tmp_path / "boat.png", str(tmp_path / "boat.png")):
        film = home.client.animate(given, seconds=0.5, fps=12, **SMALL)
        assert film.asset.kind is Kind.VIDEO and film.asset.facts["frames"] == 6


def test_the_functions_are_a_default_client_s_methods(home: Home) -> None:
    made = polymuse.image("a red boat", **SMALL)
    assert made.asset == asyncio.run(aio.image("a red boat", **SMALL)).asset
    assert polymuse.list_runs()[0].name == "text-to-image"
    assert sync.default_client() is sync.default_client()
    assert made.asset.path.is_relative_to(home.path)


def test_another_home_is_another_default_client(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = sync.default_client()
    monkeypatch.setenv("POLYMUSE_HOME", str(tmp_path / "elsewhere"))
    assert sync.default_client() is not before


def test_what_could_not_be_drawn_is_said_and_again_from_the_cache(home: Home) -> None:
    for cached in (False, True):
        picture = home.client.image("a quokka by a lighthouse", **SMALL)
        assert picture.cached is cached and any("quokka" in notice.text for notice in picture.notices)
        assert "quokka" in repr(picture) and "quokka" in picture.to_html()


def test_all_outputs_are_there_and_written_beside_the_main_one(home: Home, tmp_path: Path) -> None:
    tune = home.client.music("a waltz", tmp_path / "tune.flac", seconds=1)
    assert list(tune.assets) == ["music", "midi"] and tune.model == "composer" and tune.seconds > 0
    assert (tmp_path / "tune.mid").read_bytes()[:4] == b"MThd"


@pytest.mark.parametrize("name", ["boat.mp4", "boat", "."])
def test_a_file_that_cannot_be_is_refused_before_anything_is_made(home: Home, tmp_path: Path, name: str) -> None:
    with pytest.raises(OutputError):
        home.client.image("a boat", tmp_path / name, **SMALL)
    assert home.client.runs() == []


def test_a_file_s_name_says_its_format(home: Home, tmp_path: Path) -> None:
    home.client.speak("The lamp is lit.", tmp_path / "lamp.flac")
    assert (tmp_path / "lamp.flac").read_bytes()[:4] == b"fLaC"
    with pytest.raises(OutputError, match=r"text-to-speech makes no \.png file, but \.wav, \.mp3"):
        home.client.speak("The lamp is lit.", tmp_path / "lamp.png")


class TestWords:
    """Language models, and those that look, watch and listen."""

    @pytest.fixture
    def wordsmith(self, monkeypatch: pytest.MonkeyPatch) -> Wordsmith:
        engine = Wordsmith()
        monkeypatch.setattr(registry, "discovered", lambda: engines(engine))
        return engine

    def test_a_question_about_a_picture(self, wordsmith: Wordsmith, home: Home, tmp_path: Path) -> None:
        Image.new("RGB", (8, 8)).save(tmp_path / "a.png")
        assert home.client.look(tmp_path / "a.png", prompt="What is it?").text == "The lamp is lit."
        home.client.look([tmp_path / "a.png", tmp_path / "a.png"])
        first, second = wordsmith.asked
        assert first.params.prompt == "What is it?" and second.params.prompt == "Describe this picture."  # type: ignore[attr-defined]
        assert list(second.inputs) == ["image-1", "image-2"]

    def test_words_into_a_file(self, wordsmith: Wordsmith, home: Home, tmp_path: Path) -> None:
        home.client.write("A line", tmp_path / "line.md")
        assert (tmp_path / "line.md").read_text() == "The lamp is lit."

    def test_an_input_that_the_task_does_not_take(self, wordsmith: Wordsmith, home: Home, tmp_path: Path) -> None:
        with pytest.raises(ParameterError, match="it takes no input 'film'") as caught:
            home.client.run("image-text-to-text", inputs={"film": tmp_path / "a.png"})
        assert "image" in caught.value.hint

    def test_words_come_as_they_are_written(self, wordsmith: Wordsmith, home: Home) -> None:
        events = list(home.client.stream("text-generation", prompt="A line"))
        assert "".join(event.text for event in events if isinstance(event, TextDelta)) == "The lamp is lit."
        assert {event.output for event in events if isinstance(event, TextDelta)} == {"text"}
        assert isinstance(events[-1], StepFinished)

    def test_a_stream_that_is_left_stops_the_work(self, wordsmith: Wordsmith, home: Home) -> None:
        stream = home.client.stream("text-generation", prompt="A line")
        next(event for event in stream if isinstance(event, TextDelta))
        stream.close()  # type: ignore[attr-defined]
        assert home.client.runs()[0].status == "cancelled"


class TestClient:
    """What a client has of its own."""

    def test_a_model_for_each_task(self, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        one, other = Wordsmith("one"), Wordsmith("other")
        other.card = other.card.model_copy(update={"id": "other"})
        monkeypatch.setattr(registry, "discovered", lambda: engines(one, other))
        client = Client(runtime=home.runtime, models={"text-generation": "other"})
        assert client.write("A line").text == "other" and client.write("A line", model="wordsmith").text == "one"

    def test_a_budget_for_all_that_it_does(self, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(registry, "discovered", lambda: engines(Paid(usd=1.0)))
        client = Client(runtime=home.runtime, budget=2.0)
        assert [client.run("text-to-speech", text=text).cost for text in ("a", "b")] == [1.0, 1.0]
        with pytest.raises(BudgetExceeded, match="client's budget"):
            client.run("text-to-speech", text="c")
        assert client.run("text-to-speech", text="a").cached
        assert Client(runtime=home.runtime, budget=1.0).run("text-to-speech", text="c").cost == 1.0

    def test_keys_that_are_given_go_before_the_environment(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("BFL_API_KEY", "of the environment")
        with Client(tmp_path, keys={"BFL_API_KEY": "given"}) as client:
            assert client._wait(client.runtime.secrets.get("bfl", ["BFL_API_KEY"])) == "given"
            assert client._wait(client.runtime.secrets.get("fal", ["BFL_API_KEY"])) == "given"
            assert "given" not in repr(client.runtime.secrets)
        with Client(tmp_path, keys={"fal": "another"}) as client:
            assert client._wait(client.runtime.secrets.get("bfl", ["BFL_API_KEY"])) == "of the environment"

    def test_closes_what_it_opened(self, tmp_path: Path) -> None:
        with Client(tmp_path) as client:
            client.image("a red boat", **SMALL)
            thread = client._thread
        assert not thread.is_alive()
        client.close()

    def test_a_result_tells_where_it_came_from(self, home: Home) -> None:
        made = home.client.image("a red boat", **SMALL)
        assert made.provenance and (made.provenance.task, made.provenance.model) == ("text-to-image", "sketch")
        assert made.provenance.params == {"prompt": "a red boat", **SMALL} and made.provenance.run
        moved = home.client.animate(made, seconds=0.5, fps=12, **SMALL)
        assert moved.provenance and moved.provenance.inputs == {"image": made.asset.digest}

    def test_an_asset_whose_file_was_changed_is_no_input(self, home: Home) -> None:
        made = home.client.image("a red boat", **SMALL)
        made.asset.path.write_bytes(b"something else")
        with pytest.raises(MediaError, match="changed since the asset was made"):
            home.client.animate(made, seconds=0.5, fps=12, **SMALL)

    def test_a_run_goes_on_without_its_caller(self, home: Home) -> None:
        run = home.client.start("text-to-image", prompt="a red boat", **SMALL)
        events = list(home.client.follow(run))
        assert events[0].type == "run.started" and events[-1].type == "run.finished"
        (done,) = [event for event in events if isinstance(event, StepFinished)]
        assert done.outputs["image"].asset() == home.client.image("a red boat", **SMALL).asset

    def test_a_detached_run_is_cancelled_by_its_id(self, home: Home) -> None:
        run = home.client.start("text-to-video", prompt="a boat", seconds=600, width=640, height=360)
        events = home.client.follow(run)
        next(event for event in events if isinstance(event, StepStarted))
        home.client.cancel(run)
        assert list(events)[-1].type == "run.cancelled"
        with pytest.raises(ParameterError, match="has ended: it is cancelled"):
            home.client.cancel(run)

    def test_a_run_whose_process_is_gone_is_marked_so(self, home: Home) -> None:
        run = home.journal.runs.begin("film", "{}")
        with subprocess.Popen(["true"]) as process:
            pid = process.pid
        home.journal.runs.set_pid(run, pid)
        assert home.client.runs()[0].status == "cancelled"
        assert list(home.client.follow(run)) == []

    def test_what_is_no_run_is_said(self, home: Home) -> None:
        with pytest.raises(ParameterError, match="There is no run 7"):
            list(home.client.follow(7))


def test_the_catalogue_is_a_list_of_systems() -> None:
    found = {system.id: system for system in polymuse.models()}
    assert "text-to-video" in found["kling-3.0"].tasks


def test_what_may_be_spent_is_an_amount(home: Home) -> None:
    with pytest.raises(ParameterError, match="max-cost"):
        home.client.speak("hello", max_cost=-1)


@pytest.mark.parametrize("words", ["", "  "])
def test_nothing_is_made_of_no_words(home: Home, words: str) -> None:
    client = home.client
    for make in (client.image, client.speak, client.music, client.write):
        with pytest.raises(ParameterError, match="is empty"):
            make(words)


def test_what_is_no_model_of_a_film_is_said(home: Home, tmp_path: Path) -> None:
    with pytest.raises(ParameterError, match="There is no task 'text-to-vidoe'"):
        home.client.film("A sea.", tmp_path / "out", models={"text-to-vidoe": "kling-3.0"})
    (tmp_path / "models.yaml").write_text("text-to-soup: sketch\n")
    with pytest.raises(ParameterError, match=r"models\.yaml, line 1: There is no task 'text-to-soup'"):
        home.client.film("A sea.", tmp_path / "out", models=str(tmp_path / "models.yaml"))


def test_what_is_of_another_type_is_said(home: Home) -> None:
    with pytest.raises(ParameterError, match="no model's id"):
        home.client.image("a sea", model=3)  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="the image is missing"):
        home.client.look(None)  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="max-cost"):
        home.client.image("a sea", max_cost="a")
