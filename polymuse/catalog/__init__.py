"""The model catalogue: dated facts about models."""

from polymuse.catalog.load import find_system, suggest_name, systems
from polymuse.catalog.model import Family, Licence, LifeCycle, Limits, PriceList, Route, SourcedFacts, System

__all__ = [
    "Family",
    "Licence",
    "LifeCycle",
    "Limits",
    "PriceList",
    "Route",
    "SourcedFacts",
    "System",
    "find_system",
    "suggest_name",
    "systems",
]
