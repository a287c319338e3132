"""Wrappers: record, once, retry, budget, cache — each an engine around an engine."""

from polymuse.middleware.base import Place, cache_key
from polymuse.middleware.budget import Budgeted
from polymuse.middleware.cache import Cached
from polymuse.middleware.once import Once
from polymuse.middleware.record import Recorded
from polymuse.middleware.retry import Retried

__all__ = ["Budgeted", "Cached", "Once", "Place", "Recorded", "Retried", "cache_key"]
