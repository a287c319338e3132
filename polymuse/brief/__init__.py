"""Typed intent: the brief, the storyboard, and reading and writing them."""

from polymuse.brief.model import (
    Brief,
    Camera,
    Character,
    Mood,
    Music,
    Narration,
    Relation,
    Scene,
    Setting,
    Storyboard,
    Subject,
    Voice,
)

__all__ = [
    "Brief",
    "Camera",
    "Character",
    "Mood",
    "Music",
    "Narration",
    "Relation",
    "Scene",
    "Setting",
    "Storyboard",
    "Subject",
    "Voice",
]
