"""Lettering: type set on pictures, as captions, cards and posters."""
