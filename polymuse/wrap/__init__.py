"""Wrappers: record, once, retry, budget, cache — each an engine around an engine."""

from polymuse.wrap.base import Place, cache_key
from polymuse.wrap.budget import Budgeted
from polymuse.wrap.cache import Cached
from polymuse.wrap.once import Once
from polymuse.wrap.record import Recorded
from polymuse.wrap.retry import Retried

__all__ = ["Budgeted", "Cached", "Once", "Place", "Recorded", "Retried", "cache_key"]
