"""Middleware around an engine's call: record, once, retry, budget, cache. A runtime holds them as a list, the outermost
first."""
