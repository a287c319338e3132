"""Pictures made small enough."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from polymuse.engines.hosted._image_compression import compressed
from polymuse.errors import ParameterError


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def noise(side: int) -> bytes:
    return png(Image.fromarray(np.random.default_rng(1).integers(0, 256, (side, side, 3), np.uint8)))


@pytest.mark.parametrize("most", [200_000, 60_000, 8_000])
def test_it_fits_and_keeps_its_shape(most: int) -> None:
    made = compressed(noise(400), most)
    with Image.open(io.BytesIO(made)) as image:
        assert len(made) <= most and image.format == "JPEG" and image.width == image.height <= 400


def test_it_is_as_fine_as_may_be() -> None:
    picture = noise(200)
    large, small = compressed(picture, 10_000_000), compressed(picture, 12_000)
    with Image.open(io.BytesIO(large)) as fine, Image.open(io.BytesIO(small)) as coarse:
        assert fine.size == (200, 200) and coarse.width < 200


def test_what_is_transparent_is_white() -> None:
    with Image.open(io.BytesIO(compressed(png(Image.new("RGBA", (32, 32), (0, 0, 0, 0))), 10_000))) as image:
        assert image.getpixel((16, 16)) == (255, 255, 255)


def test_it_stands_upright() -> None:
    image = Image.new("RGB", (64, 32), "red")
    image.paste("blue", (32, 0, 64, 32))
    out, turned = io.BytesIO(), Image.Exif()
    turned[0x0112] = 6  # to be turned by 90 degrees clockwise (EXIF 2.3, Orientation)
    image.save(out, "PNG", exif=turned)
    with Image.open(io.BytesIO(compressed(out.getvalue(), 10_000))) as made:
        assert made.size == (32, 64)
        red, blue = made.getpixel((16, 8)), made.getpixel((16, 56))
    assert isinstance(red, tuple) and isinstance(blue, tuple)
    assert red[0] > 200 > 50 > red[2] and blue[2] > 200 > 50 > blue[0]


@pytest.mark.parametrize(("grey", "level"), [(0, 0), (32_768, 128), (65_535, 255)])
def test_grey_of_16_bits_keeps_its_levels(grey: int, level: int) -> None:
    picture = png(Image.fromarray(np.full((32, 32), grey, np.uint16)))
    with Image.open(io.BytesIO(compressed(picture, 10_000))) as image:
        assert image.getpixel((16, 16)) == pytest.approx((level,) * 3, abs=1)


def test_what_cannot_fit_is_refused() -> None:
    with pytest.raises(ParameterError, match="does not fit into 10 bytes"):
        compressed(noise(64), 10)
