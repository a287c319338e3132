"""Rendering of a staging, frame by frame."""
