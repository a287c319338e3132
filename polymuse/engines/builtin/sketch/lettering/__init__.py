"""Lettering: captions, cards and posters."""
