"""Keys: found in the environment, sent to the vendor, shown nowhere."""

from __future__ import annotations

import asyncio
import base64
import json
import logging
import pickle
from urllib.parse import quote

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from polymuse.engines.hosted import _credentials as credentials
from polymuse.engines.hosted._credentials import Secret
from polymuse.engines.hosted._routing import vendor, vendors
from polymuse.engines.hosted._wire import Vendor
from polymuse.errors import KeyMissing, ParameterError, ServiceError
from polymuse.runtime import default_runtime
from tests.conftest import FORMS
from tests.engines.hosted.conftest import Asker
from tests.servers.world import Running, VendorServer


def secret_for(known: Vendor) -> Secret:
    runtime = default_runtime()
    return asyncio.run(credentials.secret_for(known, runtime.secrets, runtime.settings))


KEY = "canary-7f3e-a key/+with signs"


def echoes(form: str) -> VendorServer:
    """A server that tells everybody the key it was given, as some do."""

    def error(status: int, message: str) -> Response:
        return JSONResponse({"detail": f"Incorrect key provided: {form}. You can find yours on your page."}, 401)

    async def refuse(request: Request) -> Response:
        return error(401, "")

    routes = [Route("/v1/generations", refuse, methods=["POST"])]
    return VendorServer("luma_agents", lambda world: routes, lambda request: None, error, open=("/",))


@pytest.mark.parametrize(
    "form",
    [KEY, quote(KEY, safe=""), base64.b64encode(KEY.encode()).decode(), KEY.encode().hex(), json.dumps(KEY)[1:-1]],
    ids=["as it is", "in a link", "base 64", "hexadecimal", "JSON"],
)
def test_a_service_that_repeats_the_key_is_not_quoted(form: str, asker: Asker, server: Running) -> None:
    asker.world = server.fresh(echoes(form))
    asker.world.keys["luma_agents"] = KEY
    with pytest.raises(ServiceError, match="Incorrect key provided: …") as caught:
        asker.ask("luma_agents", "text-to-image", "uni-1", prompt="a heron")
    assert form not in str(caught.value)
    assert form not in str(asker.home.rows("select error from calls"))


def test_a_key_does_not_show_itself(caplog: pytest.LogCaptureFixture) -> None:
    secret = Secret("hidden")
    logging.getLogger("polymuse").warning("%r %s", secret, secret)
    assert "hidden" not in caplog.text and "hidden" not in repr({"key": secret})
    with pytest.raises(TypeError):
        pickle.dumps(secret)


def test_the_canary_would_be_seen() -> None:
    header = base64.b64encode(f"Bearer {KEY}".encode())
    basic = base64.b64encode(f"user:{KEY}".encode())
    for text in (header, basic, base64.b64encode(KEY.encode()), KEY.encode(), KEY.encode().hex().encode()):
        assert any(form in text for form in FORMS)


@pytest.mark.parametrize("name", vendors())
def test_every_vendor_says_which_key_it_needs(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    known = vendor(name)
    for variable in known.keys:
        monkeypatch.delenv(variable, raising=False)
    if not known.keys or not known.key_needed:
        assert asyncio.run(credentials.configured(known, default_runtime().secrets))
        assert secret_for(known).reveal() == ""
        return
    assert not asyncio.run(credentials.configured(known, default_runtime().secrets))
    with pytest.raises(KeyMissing, match=known.keys[0]):
        secret_for(known)
    for variable in reversed(known.keys):
        monkeypatch.setenv(variable, f"of {variable}")
        assert secret_for(known).reveal() == f"of {variable}"


def test_a_vendor_s_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in vendors():
        known = vendor(name)
        for setting, variable in known.settings.items():
            monkeypatch.setenv(variable, f"my {setting}")
        assert credentials.settings_of(known, default_runtime().settings) == {
            setting: f"my {setting}" for setting in known.settings
        }


@pytest.mark.parametrize("address", ["http://192.0.2.7:8080", "http://models.example/v1"])
def test_no_key_goes_where_it_could_be_overheard(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BFL_API_KEY", "a-key")
    monkeypatch.setenv("POLYMUSE_BFL_URL", address)
    with pytest.raises(ParameterError, match="POLYMUSE_BFL_URL: a key is not sent over plain HTTP"):
        secret_for(vendor("bfl"))
    for near in ("http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1", "https://192.0.2.7"):
        monkeypatch.setenv("POLYMUSE_BFL_URL", near)
        assert secret_for(vendor("bfl")).reveal() == "a-key"


def test_an_address_is_one_or_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLYMUSE_BFL_URL", "")
    assert credentials.root_of(vendor("bfl"), default_runtime().settings) == "https://api.bfl.ai"
    monkeypatch.setenv("POLYMUSE_BFL_URL", "somewhere")
    with pytest.raises(ParameterError, match="POLYMUSE_BFL_URL: 'somewhere' is no address"):
        credentials.root_of(vendor("bfl"), default_runtime().settings)
