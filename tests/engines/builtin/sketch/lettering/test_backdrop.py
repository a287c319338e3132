"""Cards and posters on a picture that is given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
import skia
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from polymuse.engines.builtin.sketch.lettering.backdrop import (
    card_on_picture,
    cover_crop,
    poster_on_picture,
    to_skia_image,
)
from polymuse.engines.builtin.sketch.lettering.card import SAFE
from polymuse.engines.builtin.sketch.lettering.ink import CONTRAST, draw_veil, luminance
from polymuse.engines.builtin.sketch.picture.camera import ShotSpan

SPAN = ShotSpan(-0.25, 3.75)
SHAPES = [(320, 180), (180, 320), (240, 240)]
TITLES = ["Sea", "Die Möwe über Süßwasser\nEin Film in fünf Szenen", "How the Keeper Learned to Love " * 5]
Pixels = NDArray[np.uint8]


def noise(size: tuple[int, int]) -> Image.Image:
    return Image.fromarray(np.random.default_rng(1).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8))


def halves(size: tuple[int, int]) -> Image.Image:
    """Black beside white."""
    picture = Image.new("RGB", size)
    picture.paste("white", (size[0] // 2, 0, *size))
    return picture


def coloured(size: tuple[int, int]) -> Image.Image:
    """A deep blue sky over orange, with a sun."""
    picture = Image.linear_gradient("L").resize(size)
    picture = Image.composite(Image.new("RGB", size, "#f09048"), Image.new("RGB", size, "#202870"), picture)
    ImageDraw.Draw(picture).ellipse((size[0] * 0.6, size[1] * 0.5, size[0] * 0.7, size[1] * 0.6), "#fff8c0")
    return picture


def plain(colour: str) -> Callable[[tuple[int, int]], Image.Image]:
    return lambda size: Image.new("RGB", size, colour)


PICTURES = [
    noise,
    halves,
    coloured,
    plain("black"),
    plain("white"),
    plain("#777777"),
    plain("#0000ff"),
    plain("#ff0000"),
]


def frame(size: tuple[int, int], *draw: Callable[[skia.Canvas], object]) -> Pixels:
    """What is drawn, red-green-blue-alpha."""
    surface = skia.Surface(*size)
    for one in draw:
        one(surface.getCanvas())
    pixels: Pixels = surface.toarray(colorType=skia.kRGBA_8888_ColorType)
    return pixels


def near(letters: Pixels) -> NDArray[np.bool_]:
    """Where letters are, but for their shadow, and a little around them."""
    inked = Image.fromarray(np.where(letters[..., 3] > 128, 255, 0).astype(np.uint8))
    return np.asarray(inked.filter(ImageFilter.MaxFilter(5))) > 0


def least_contrast(pixels: NDArray[np.uint8], ink: float) -> float:
    """WCAG 2.2, of the pixel that is nearest to an ink of that luminance."""
    c = pixels[..., :3] / 255
    under = np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4) @ [0.2126, 0.7152, 0.0722]
    return float(((np.maximum(under, ink) + 0.05) / (np.minimum(under, ink) + 0.05)).min())


@pytest.mark.parametrize("size", SHAPES)
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("picture", PICTURES)
def test_a_cards_words_can_be_read_on_every_pixel_at_every_moment(
    picture: Callable[[tuple[int, int]], Image.Image], title: str, size: tuple[int, int]
) -> None:
    card = card_on_picture(picture(size), title, SPAN)
    letters = near(frame(size, lambda c: [one.draw(c, 9.0) for one in card.lettering]))
    assert letters.any()
    for moment in (SPAN.start, 1.0, SPAN.end):
        ground = frame(size, lambda c, t=moment: card.ground.draw(c, t))  # type: ignore[misc]
        assert least_contrast(ground[letters], luminance(card.ink.colour)) >= CONTRAST


@pytest.mark.parametrize("size", SHAPES)
@pytest.mark.parametrize("title", TITLES)
@pytest.mark.parametrize("picture", PICTURES)
def test_a_posters_title_can_be_read_on_every_pixel_of_its_place(
    picture: Callable[[tuple[int, int]], Image.Image], title: str, size: tuple[int, int]
) -> None:
    shown = picture(size)
    poster = poster_on_picture(shown, title)
    left, top, right, bottom = (round(edge) for edge in poster.box)
    assert SAFE * size[0] - 1 <= left < right <= (1 - SAFE) * size[0] + 1
    assert SAFE * size[1] - 1 <= top < bottom <= (1 - SAFE) * size[1] + 1
    under = frame(
        size, lambda c: c.drawImage(to_skia_image(shown), 0, 0), lambda c: draw_veil(c, poster.ink, poster.box, *size)
    )
    assert least_contrast(under[top:bottom, left:right], luminance(poster.ink.colour)) >= CONTRAST


@pytest.mark.parametrize("size", SHAPES)
def test_a_cards_picture_fills_the_frame_out_of_focus(size: tuple[int, int]) -> None:
    shown = noise(size)
    card = card_on_picture(shown, "Sea", SPAN)
    for moment in (SPAN.start, SPAN.end):
        ground = frame(size, lambda c, t=moment: card.ground.draw(c, t))  # type: ignore[misc]
        assert (ground[..., 3] == 255).all()
        assert ground[..., :3].std() < np.asarray(shown).std() / 3
        # Not only black has come to the edges: they are as bright as what is inside.
        assert ground[0].mean() == pytest.approx(ground.mean(), rel=0.2)


def middle_of(pixels: Pixels) -> tuple[float, float]:
    """The centre of what is brighter than the ground."""
    light = pixels[..., :3].sum(axis=2).astype(float)
    light -= light.min()
    y, x = np.indices(light.shape)
    return float((light * x).sum() / light.sum()), float((light * y).sum() / light.sum())


def test_a_cards_picture_comes_nearer_without_a_jerk() -> None:
    picture = Image.new("RGB", (320, 180))
    ImageDraw.Draw(picture).ellipse((40, 20, 80, 60), "#808080")
    ground = card_on_picture(picture, "Sea", SPAN).ground
    moments = np.arange(SPAN.start, SPAN.end, 1 / 24)
    places = np.array([middle_of(frame((320, 180), lambda c, t=t: ground.draw(c, t))) for t in moments])  # type: ignore[misc]
    steps = np.diff(places, axis=0)
    assert (steps < 0).all()  # from the middle outwards, to the left top
    assert np.ptp(steps, axis=0).max() < 0.02  # pixels: each frame as far as the one before
    assert np.hypot(*(places[-1] - places[0])) > 3


def test_words_open_as_on_a_drawn_card() -> None:
    title = card_on_picture(coloured((320, 180)), "A title of a film", SPAN).lettering[0]
    opened = [frame((320, 180), lambda c, t=t: title.draw(c, t))[..., 3] for t in (0.0, 0.6, 3.0)]  # type: ignore[misc]
    widths = [np.count_nonzero(alpha.any(axis=0)) for alpha in opened]
    assert widths[0] < widths[1] < widths[2]


@pytest.mark.parametrize("size", SHAPES)
@pytest.mark.parametrize("calm", ["above", "below"])
def test_a_posters_title_is_where_the_picture_is_calm(calm: str, size: tuple[int, int]) -> None:
    picture, half = noise(size), size[1] // 2
    top = 0 if calm == "above" else half
    picture.paste("#406080", (0, top, size[0], top + half))
    box = poster_on_picture(picture, "The Lamp").box
    assert top <= box[1] < box[3] <= top + half


def test_a_posters_title_is_beside_what_is_high_in_a_wide_picture() -> None:
    picture = Image.new("RGB", (320, 180), "#406080")
    picture.paste(noise((130, 180)), (0, 0))
    assert poster_on_picture(picture, "The Last Lamp of Gull Point").box[0] > 130


def test_a_posters_title_keeps_away_from_skin() -> None:
    faces = [Image.new("RGB", (180, 320), "#5070a0") for _ in "12"]
    for face, y in zip(faces, (20, 220), strict=True):
        ImageDraw.Draw(face).ellipse((40, y, 140, y + 80), "#c89078")
    above, below = (poster_on_picture(face, "The Lamp").box for face in faces)
    assert above[1] > 100 and below[3] < 220


def test_only_a_bright_picture_has_dark_words() -> None:
    def inks(on: str) -> Sequence[float]:
        picture = Image.new("RGB", (320, 180), on)
        return [
            luminance(made.ink.colour)
            for made in (card_on_picture(picture, "Sea", SPAN), poster_on_picture(picture, "Sea"))
        ]

    assert max(inks("#f4f4f0")) < 0.2
    assert min(inks("#808080")) > 0.8


def test_a_picture_of_another_shape_is_cropped_and_not_stretched() -> None:
    picture = Image.new("RGB", (400, 200))
    ImageDraw.Draw(picture).ellipse((150, 50, 250, 150), "white")
    shown = np.asarray(cover_crop(picture, 180, 320))[..., 0] > 128
    wide, tall = shown.any(axis=0).sum(), shown.any(axis=1).sum()
    assert tall == pytest.approx(160, abs=3) and abs(int(wide) - int(tall)) <= 3
