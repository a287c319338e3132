"""Wrappers: record, cache, retry, limit — each an engine around an engine."""

from polymuse.wrap.base import Place, cache_key
from polymuse.wrap.cache import Cached
from polymuse.wrap.limit import Limited
from polymuse.wrap.record import Recorded
from polymuse.wrap.retry import Retried

__all__ = ["Cached", "Limited", "Place", "Recorded", "Retried", "cache_key"]
