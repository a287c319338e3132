"""What can be used here, without a journal or a store."""

from __future__ import annotations

from functools import cache

from polymuse.credentials import EnvironmentSecrets
from polymuse.engines.registry import Registry
from polymuse.paths import home_folder
from polymuse.types import Settings

__all__ = ["registry", "secrets", "settings"]


def settings() -> Settings:
    return Settings(home_folder())


@cache
def secrets() -> EnvironmentSecrets:
    return EnvironmentSecrets(settings())


def registry() -> Registry:
    """The engines and hosted models, with the keys that the environment or the keyring has."""
    return Registry(secrets(), settings())
