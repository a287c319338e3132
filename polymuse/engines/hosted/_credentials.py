"""Keys: from the environment or the system's keyring, and nowhere else."""

from __future__ import annotations

import base64
import ipaddress
import json
import os
import re
from collections.abc import Mapping
from importlib.util import find_spec
from urllib.parse import quote, urlsplit

from polymuse.engines.hosted._wire import Vendor
from polymuse.errors import KeyMissing, ParameterError

__all__ = ["Secret", "configured", "root_of", "secret_for", "set_up", "settings_of"]

SERVICE = "polymuse"
"""The name under which the keyring keeps our keys."""


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


def root_of(vendor: Vendor) -> str:
    """The vendor's root address: POLYMUSE_NAME_URL where that is set (another region, a proxy, a server of one's own).
    Raises ParameterError where that is no address."""
    variable = f"POLYMUSE_{vendor.name.upper()}_URL"
    root = (os.environ.get(variable) or vendor.url).rstrip("/")
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


def settings_of(vendor: Vendor) -> Mapping[str, str]:
    """The vendor's own settings from the environment, as far as they are set."""
    return {name: os.environ[variable] for name, variable in vendor.settings.items() if os.environ.get(variable)}


def configured(vendor: Vendor) -> bool:
    """Whether there is a key (or none is needed)."""
    return not vendor.keys or not vendor.key_needed or _found(vendor) is not None


def set_up(vendor: Vendor) -> bool:
    """Whether somebody has given it a key, or, where it needs none, said where it is."""
    elsewhere = root_of(vendor) != vendor.url.rstrip("/")
    return _found(vendor) is not None or (configured(vendor) and elsewhere)


def secret_for(vendor: Vendor) -> Secret:
    """The vendor's key. Raises KeyMissing naming the variable to set, and ParameterError where it could be overheard."""
    if not vendor.keys:
        return Secret("")
    found = _found(vendor)
    if found is None and not vendor.key_needed:
        return Secret("")
    if found is None:
        raise KeyMissing(
            f"{vendor.title} needs a key.",
            hint=f"Set {' or '.join(vendor.keys)} in the environment, or `keyring set {SERVICE} {vendor.name}`.",
        )
    if not found.isascii() or not found.isprintable():
        raise KeyMissing(
            f"{vendor.title}: what is set as the key is none, for it has a character that no key has.",
            hint="Copy it anew, without quotation marks.",
        )
    if vendor.key_needed and overheard(root_of(vendor)):
        raise ParameterError(
            f"POLYMUSE_{vendor.name.upper()}_URL: a key is not sent over plain HTTP to another machine.",
            hint="Use an address that begins with https://.",
        )
    return Secret(found)


def _found(vendor: Vendor) -> str | None:
    for variable in vendor.keys:
        if value := os.environ.get(variable, "").strip():
            return value
    return _from_keyring(vendor.name) if find_spec("keyring") else None


def _from_keyring(name: str) -> str | None:
    import keyring  # noqa: PLC0415 - optional, and slow to load
    from keyring.errors import KeyringError  # noqa: PLC0415

    try:
        found: str | None = keyring.get_password(SERVICE, name)
    except KeyringError:
        return None
    return found
