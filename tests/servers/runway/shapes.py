"""What each path of Runway's API is asked, by model. Models of other makers that are offered there too (Grok, HappyHorse,
Recraft, Bria, Muse and others) are not served."""

from __future__ import annotations

from collections.abc import Mapping

from tests.servers.runway import films, pictures, sounds
from tests.servers.runway.parts import Asked

__all__ = ["SHAPES"]

SHAPES: Mapping[str, Mapping[str, type[Asked]]] = {
    "text_to_video": films.TEXT,
    "image_to_video": films.IMAGE,
    "video_to_video": films.VIDEO,
    "text_to_image": pictures.TEXT,
    "text_to_speech": sounds.SPEECH,
    "sound_effect": sounds.EFFECT,
}
