"""The players' instruments, synthesised. `voice` is the one door: an instrument's name, a note → its sound."""

from polymuse.engines.builtin.composer.instruments.voice import RATE, Sound, Voices

__all__ = ["RATE", "Sound", "Voices"]
