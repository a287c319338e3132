"""Keys of services: from the environment, else from the system's keyring, and from nowhere else."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from importlib.util import find_spec

from polymuse.types import Settings

__all__ = ["KEYRING_SERVICE", "EnvironmentSecrets", "GivenSecrets"]

KEYRING_SERVICE = "polymuse"
"""The name under which the keyring keeps our keys."""


class EnvironmentSecrets:
    """A `polymuse.protocols.SecretProvider`: the first of a service's variables that is set, else the keyring's entry for
    the service. The environment is read each time; the keyring, which may ask its user, once."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._keyring: dict[str, str | None] = {}

    async def get(self, service: str, variables: Sequence[str] = ()) -> str | None:
        for variable in variables:
            if value := self._settings.get(variable):
                return value
        if service not in self._keyring:
            self._keyring[service] = await asyncio.to_thread(_from_keyring, service) if find_spec("keyring") else None
        return self._keyring[service]


class GivenSecrets:
    """Keys that a program gives: by service (`{"bfl": "…"}`) or by variable (`{"BFL_API_KEY": "…"}`); what is not among
    them is asked of another provider."""

    def __init__(self, keys: Mapping[str, str], otherwise: EnvironmentSecrets) -> None:
        self._keys = dict(keys)
        self._otherwise = otherwise

    async def get(self, service: str, variables: Sequence[str] = ()) -> str | None:
        for name in (service, *variables):
            if value := self._keys.get(name):
                return value
        return await self._otherwise.get(service, variables)

    def __repr__(self) -> str:
        return f"GivenSecrets({', '.join(self._keys)})"


def _from_keyring(service: str) -> str | None:
    import keyring  # noqa: PLC0415 - optional, and slow to load
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        found: str | None = keyring.get_password(KEYRING_SERVICE, service)
    except KeyringError:
        return None
    return found
