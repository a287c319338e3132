"""The catalogue: what is known of models, as dated data."""

from polymuse.catalog.load import meant, named, systems
from polymuse.catalog.model import Family, Licence, Life, Limits, Priced, Route, Sourced, System

__all__ = ["Family", "Licence", "Life", "Limits", "Priced", "Route", "Sourced", "System", "meant", "named", "systems"]
