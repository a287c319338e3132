"""Figures: what people look like, and how people and animals move."""
