"""Reading pictures."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from polymuse.errors import MediaError
from polymuse.media import picture


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_what_is_no_picture_is_refused_by_name(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "bad.png"
    path.write_bytes(content)
    with pytest.raises(MediaError, match=r"bad\.png"):
        picture.read_image(path)


def test_a_picture_with_too_many_pixels_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.png"
    Image.new("RGB", (60, 40)).save(path)
    monkeypatch.setattr(picture, "MAX_PIXELS", 1000)
    with pytest.raises(MediaError, match="pixels"):
        picture.read_image(path)
