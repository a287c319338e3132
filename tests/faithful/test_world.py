"""The framework under the servers: every fault does what its docstring says, and nothing else is disturbed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import httpx2
import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.servers.world import Fault, Job, Running, VendorServer, World

WORK = b"a finished piece of work, forty letters l"


def toy_routes(world: World) -> list[Route]:
    async def make(request: Request) -> Response:
        asked = await request.json()
        world.job("toy", "maker", asked, usd=0.25)
        return Response(WORK, media_type="image/png", headers={"x-asked": asked["prompt"]})

    async def look(request: Request) -> Response:
        return JSONResponse({"fine": True})

    return [Route("/make", make, methods=["POST"]), Route("/look", look)]


TOY = VendorServer(
    "toy",
    toy_routes,
    key_of=lambda request: request.headers.get("x-key"),
    error=lambda status, message: JSONResponse({"toy_error": message}, status_code=status),
    open=("/open",),
)


@pytest.fixture
def toy(server: Running) -> World:
    return server.fresh(TOY)


@pytest.fixture
def client(toy: World) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=toy.at("toy"), headers={"x-key": toy.key("toy")}) as client:
        yield client


def make(client: httpx2.Client) -> httpx2.Response:
    return client.post("/make", json={"prompt": "a boat"})


def test_work_is_done_seen_and_charged_once(client: httpx2.Client, toy: World) -> None:
    answer = make(client)
    assert answer.content == WORK and answer.headers["x-asked"] == "a boat"
    assert [(charge.vendor, charge.what, charge.usd) for charge in toy.charges] == [("toy", "maker", 0.25)]
    (seen,) = toy.seen
    assert (seen.vendor, seen.method, seen.path, seen.body) == ("toy", "POST", "/make", b'{"prompt":"a boat"}')
    (job,) = toy.jobs.values()
    assert (job.asked, job.outcome) == ({"prompt": "a boat"}, "succeeded")


@pytest.mark.parametrize("headers", [{"x-key": "another"}, {"x-key": ""}])
def test_a_wrong_key_is_refused_in_the_vendors_format(
    client: httpx2.Client, toy: World, headers: dict[str, str]
) -> None:
    answer = client.get("/look", headers=headers)
    assert (answer.status_code, answer.json()) == (401, {"toy_error": "The key is not valid."})
    assert client.get("/open/door", headers=headers).status_code == 404


def test_a_key_can_be_set(server: Running) -> None:
    toy = server.fresh(TOY)
    toy.keys["toy"] = "another"
    assert httpx2.get(toy.at("toy") + "/look", headers={"x-key": "another"}).json() == {"fine": True}


def test_status_answers_in_the_vendors_format_and_charges_nothing(client: httpx2.Client, toy: World) -> None:
    toy.faults.append(Fault("status", status=429, headers={"retry-after": "7"}))
    answer = make(client)
    assert (answer.status_code, answer.headers["retry-after"]) == (429, "7")
    assert list(answer.json()) == ["toy_error"]
    assert not toy.charges
    assert make(client).content == WORK and len(toy.charges) == 1


def test_before_closes_the_connection_and_charges_nothing(client: httpx2.Client, toy: World) -> None:
    toy.faults.append(Fault("before"))
    with pytest.raises(httpx2.TransportError):
        make(client)
    assert not toy.charges and len(toy.seen) == 1
    assert make(client).content == WORK


def test_after_work_charges_and_does_not_answer(client: httpx2.Client, toy: World) -> None:
    toy.faults.append(Fault("after-work"))
    with pytest.raises(httpx2.TransportError):
        make(client)
    assert len(toy.charges) == len(toy.jobs) == 1


def test_mid_body_breaks_off_halfway(client: httpx2.Client, toy: World) -> None:
    toy.faults.append(Fault("mid-body"))
    came = bytearray()
    with client.stream("POST", "/make", json={"prompt": "a boat"}) as answer:
        assert answer.status_code == 200 and answer.headers["content-length"] == str(len(WORK))
        with pytest.raises(httpx2.TransportError):
            for piece in answer.iter_raw():
                came += piece
    assert bytes(came) == WORK[: len(WORK) // 2]
    assert len(toy.charges) == 1


def test_garbage_is_neither_json_nor_a_picture(client: httpx2.Client, toy: World) -> None:
    toy.faults.append(Fault("garbage"))
    answer = make(client)
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/json"
    with pytest.raises(ValueError):
        answer.json()
    assert not toy.charges


def test_slow_waits_and_then_answers(client: httpx2.Client, toy: World) -> None:
    toy.faults.append(Fault("slow", seconds=0.1))
    start = time.monotonic()
    assert make(client).content == WORK
    assert time.monotonic() - start >= 0.1 and len(toy.charges) == 1


def test_slow_outlasts_a_client_in_a_hurry(client: httpx2.Client, toy: World) -> None:
    toy.faults.append(Fault("slow", seconds=30))
    with pytest.raises(httpx2.ReadTimeout):
        client.get("/look", timeout=0.05)


def test_kill_ends_a_process_once_the_work_is_charged(client: httpx2.Client, toy: World) -> None:
    victim = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        toy.faults.append(Fault("kill", pid=victim.pid))
        with pytest.raises(httpx2.TransportError):
            make(client)
        assert victim.wait(10) == -signal.SIGKILL
        assert len(toy.charges) == 1
    finally:
        victim.kill()
        victim.wait()


def test_a_fault_strikes_after_and_times(client: httpx2.Client, toy: World) -> None:
    toy.faults.append(Fault("status", path="/look", after=1, times=2, status=503))
    assert [client.get("/look").status_code for _ in range(4)] == [200, 503, 503, 200]


def test_a_fault_strikes_its_path_and_method_only(client: httpx2.Client, toy: World) -> None:
    toy.faults.append(Fault("status", path="ook", method="POST", times=9))
    assert client.get("/look").status_code == 200
    assert make(client).status_code == 200
    assert client.post("/look").status_code == 500


def test_a_job_is_finished_after_so_many_looks() -> None:
    job = Job("1", "toy", "maker", {}, polls=2)
    assert [job.look() for _ in range(4)] == [False, False, True, True]


def test_links_need_no_key_and_expire(toy: World) -> None:
    link = toy.file(WORK, "image/png", ".png")
    answer = httpx2.get(link)
    assert answer.content == WORK and answer.headers["content-type"] == "image/png"
    toy.expired = True
    assert httpx2.get(link).status_code == 403
    toy.expired = False
    assert httpx2.get(link + "x").status_code == 403


def test_a_new_world_knows_nothing_of_the_old(server: Running) -> None:
    old = server.fresh(TOY)
    old.faults.append(Fault("status", times=99))
    link = old.file(WORK, "image/png", ".png")
    new = server.fresh(TOY)
    assert httpx2.get(new.at("toy") + "/look", headers={"x-key": new.key("toy")}).status_code == 200
    assert httpx2.get(link).status_code == 403
    assert not old.seen
