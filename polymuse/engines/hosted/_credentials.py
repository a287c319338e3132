"""A vendor's key and address, as a runtime's secrets and settings have them."""

from __future__ import annotations

import base64
import ipaddress
import json
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from polymuse.credentials import KEYRING_SERVICE
from polymuse.engines.hosted._wire import Vendor
from polymuse.errors import KeyMissing, ParameterError
from polymuse.protocols import SecretProvider
from polymuse.types import Settings

__all__ = ["Secret", "configured", "is_set_up", "root_of", "secret_for", "settings_of"]


class Secret:
    """A key that does not show itself when printed, logged or pickled."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "Secret(…)"

    def __reduce__(self) -> tuple[object, ...]:
        raise TypeError("a key is not pickled")

    def scrub(self, text: str) -> str:
        """The text without the key, in any form a vendor may echo it."""
        if not self._value:
            return text
        for form in dict.fromkeys(_forms(self._value)):
            text = text.replace(form, "…")
        return text


def _forms(value: str) -> list[str]:
    raw = value.encode()
    coded = base64.b64encode(raw).decode()
    return [value, quote(value, safe=""), json.dumps(value)[1:-1], coded, coded.rstrip("="), raw.hex()]


def root_of(vendor: Vendor, settings: Settings) -> str:
    """The vendor's root address: POLYMUSE_NAME_URL where that is set (another region, a proxy, a server of one's own).
    Raises ParameterError where that is no address."""
    variable = f"POLYMUSE_{vendor.name.upper()}_URL"
    root = settings.get(variable, vendor.url).rstrip("/")
    if not re.match(r"https?://[^/\s]", root):
        raise ParameterError(f"{variable}: {root!r} is no address.", hint=f"Write it as {vendor.url}.")
    return root


def overheard(root: str) -> bool:
    """Whether what goes to an address can be read on the way: plain HTTP, to another machine."""
    there = urlsplit(root)
    try:
        here = ipaddress.ip_address(there.hostname or "").is_loopback
    except ValueError:
        here = there.hostname == "localhost"
    return there.scheme == "http" and not here


def settings_of(vendor: Vendor, settings: Settings) -> Mapping[str, str]:
    """The vendor's own settings, as far as they are set."""
    return {name: value for name, variable in vendor.settings.items() if (value := settings.get(variable))}


async def configured(vendor: Vendor, secrets: SecretProvider) -> bool:
    """Whether there is a key (or none is needed)."""
    return not vendor.keys or not vendor.key_needed or await _key(vendor, secrets) is not None


async def is_set_up(vendor: Vendor, secrets: SecretProvider, settings: Settings) -> bool:
    """Whether somebody has given it a key, or, where it needs none, said where it is."""
    if await _key(vendor, secrets) is not None:
        return True
    elsewhere = root_of(vendor, settings) != vendor.url.rstrip("/")
    return elsewhere and await configured(vendor, secrets)


async def secret_for(vendor: Vendor, secrets: SecretProvider, settings: Settings) -> Secret:
    """The vendor's key. Raises KeyMissing naming the variable to set, and ParameterError where it could be overheard."""
    if not vendor.keys:
        return Secret("")
    key = await _key(vendor, secrets)
    if key is None and not vendor.key_needed:
        return Secret("")
    if key is None:
        raise KeyMissing(
            f"{vendor.title} needs a key.",
            hint=f"Set {' or '.join(vendor.keys)} in the environment, or `keyring set {KEYRING_SERVICE} {vendor.name}`.",
        )
    if not key.isascii() or not key.isprintable():
        raise KeyMissing(
            f"{vendor.title}: what is set as the key is none, for it has a character that no key has.",
            hint="Copy it anew, without quotation marks.",
        )
    if vendor.key_needed and overheard(root_of(vendor, settings)):
        raise ParameterError(
            f"POLYMUSE_{vendor.name.upper()}_URL: a key is not sent over plain HTTP to another machine.",
            hint="Use an address that begins with https://.",
        )
    return Secret(key)


async def _key(vendor: Vendor, secrets: SecretProvider) -> str | None:
    return await secrets.get(vendor.name, vendor.keys)
