"""Scenery: light, sky and the painted sets."""
