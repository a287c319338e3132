"""The catalogue: what is known of models, as dated data."""

from polymuse.catalog.load import systems
from polymuse.catalog.model import Licence, Life, Limits, Priced, Route, Sourced, System

__all__ = ["Licence", "Life", "Limits", "Priced", "Route", "Sourced", "System", "systems"]
