"""What every provider of secrets keeps to."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from polymuse.credentials import EnvironmentSecrets, GivenSecrets
from polymuse.types import SecretProvider, Settings

KEYS = {"BFL_API_KEY": "a secret", "SECOND": "another"}
MAKERS: dict[str, Callable[[], SecretProvider]] = {
    "environment": lambda: EnvironmentSecrets(Settings(Path(), KEYS)),
    "given": lambda: GivenSecrets(KEYS, EnvironmentSecrets(Settings(Path(), {}))),
    "given, else the environment": lambda: GivenSecrets({}, EnvironmentSecrets(Settings(Path(), KEYS))),
}


@pytest.fixture(params=MAKERS.values(), ids=MAKERS)
def secrets(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> SecretProvider:
    monkeypatch.setitem(sys.modules, "keyring", None)
    monkeypatch.setattr("polymuse.credentials.find_spec", lambda name: None)
    made: SecretProvider = request.param()
    return made


def test_the_first_variable_that_is_set_counts(secrets: SecretProvider) -> None:
    assert asyncio.run(secrets.get("bfl", ["NONE", "BFL_API_KEY", "SECOND"])) == "a secret"
    assert asyncio.run(secrets.get("bfl", ["SECOND", "BFL_API_KEY"])) == "another"


def test_what_is_not_there_is_none(secrets: SecretProvider) -> None:
    assert asyncio.run(secrets.get("bfl", ["NONE"])) is None and asyncio.run(secrets.get("bfl")) is None


def test_it_does_not_show_what_it_knows(secrets: SecretProvider) -> None:
    assert "a secret" not in repr(secrets) and "a secret" not in str(secrets)


def test_the_keyring_is_asked_once_and_not_on_the_event_loop(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    class KeyringError(Exception):
        pass

    def password(service: str, name: str) -> str | None:
        with pytest.raises(RuntimeError):
            asyncio.get_running_loop()
        asked.append(f"{service} {name}")
        if name == "locked":
            raise KeyringError
        return "kept" if name == "bfl" else None

    monkeypatch.setitem(sys.modules, "keyring", SimpleNamespace(get_password=password))
    monkeypatch.setitem(sys.modules, "keyring.errors", SimpleNamespace(KeyringError=KeyringError))
    monkeypatch.setattr("polymuse.credentials.find_spec", lambda name: name)
    secrets = EnvironmentSecrets(Settings(Path(), {}))
    for _ in range(2):
        assert asyncio.run(secrets.get("bfl", ["BFL_API_KEY"])) == "kept"
        assert asyncio.run(secrets.get("fal", ["FAL_KEY"])) is None
        assert asyncio.run(secrets.get("locked", ["LOCKED"])) is None
    assert asked == ["polymuse bfl", "polymuse fal", "polymuse locked"]
