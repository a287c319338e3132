"""Synthesised instruments. `voice.NoteSynthesizer` renders a note of a named instrument."""

from polymuse.engines.builtin.composer.instruments.voice import RATE, NoteSynthesizer, Sound

__all__ = ["RATE", "NoteSynthesizer", "Sound"]
