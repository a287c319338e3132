"""Pictures and sounds that come inside JSON bodies, and what a model has been shown and told altogether."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field

from ..perception import Heard, Sight, data_url, hear, look
from .api import House, wrong

__all__ = ["Told", "heard", "seen", "watched"]


@dataclass
class Told:
    """Everything a request tells a model."""

    words: str = ""
    """What the last message of the user says."""
    media: list[Sight | Heard] = field(default_factory=list)
    size: int = 0
    """Tokens of all its words."""


def fetched(house: House, url: str, where: str) -> bytes:
    """The bytes of a data URL or of a link to this world's files; the vendor's servers can reach no other."""
    if url.startswith("data:"):
        try:
            return data_url(url)[1]
        except ValueError as error:
            raise wrong(f"Invalid base64 image_url: {error}.", where, "invalid_base64_image") from None
    data, _ = house.world.files.get(url.removeprefix(f"{house.world.url}/files/"), (b"", ""))
    if not data:
        raise wrong(f"Error while downloading {url}.", where, "invalid_image_url")
    return data


def seen(house: House, url: str, where: str) -> Sight:
    """What a picture shows: PNG, JPEG, WEBP or GIF."""
    try:
        sight = look(fetched(house, url, where))
    except ValueError:
        words = "The image data you provided does not represent a valid image."
        raise wrong(words, where, "image_parse_error") from None
    if sight.format not in ("PNG", "JPEG", "WEBP", "GIF"):
        raise wrong("You uploaded an unsupported image.", where, "invalid_image_format")
    return sight


def heard(data: str, where: str) -> Heard:
    """What a sound in base64 says."""
    try:
        return hear(base64.b64decode(data, validate=True))
    except (ValueError, binascii.Error):
        raise wrong("The audio data could not be decoded.", where) from None


def watched(url: str, where: str) -> Heard:
    """What a film says; one without sound says nothing."""
    try:
        data = data_url(url)[1]
    except ValueError:
        raise wrong("The video data could not be decoded.", where) from None
    try:
        return hear(data)
    except ValueError:
        return Heard("", 0.0, ())
