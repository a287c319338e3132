from __future__ import annotations

import math

import numpy as np
import pytest
import skia

from polymuse.engines.builtin.sketch.picture.layers import Item, layers_of
from polymuse.engines.builtin.sketch.stage import Eye, View

VIEW = View(160, 90)
REST, ASIDE = Eye(), Eye(x=0.5)


def box(left: float, top: float, right: float, bottom: float, colour: int = 0xFF3366CC):
    def draw(canvas: skia.Canvas, _: float) -> None:
        canvas.drawRect(skia.Rect.MakeLTRB(left, top, right, bottom), skia.Paint(Color=colour))

    return draw


def drawn(layers: list, eye: Eye, seconds: float = 0.0) -> np.ndarray:  # type: ignore[type-arg]
    surface = skia.Surface(VIEW.width, VIEW.height)
    for layer in layers:
        layer.draw(surface.getCanvas(), seconds, eye)
    return surface.toarray(colorType=skia.kRGBA_8888_ColorType)


def test_still_neighbours_become_one_only_while_their_parallax_cannot_be_seen() -> None:
    items = [Item(20.0, box(0, 0, 9, 9)), Item(12.0, box(9, 9, 20, 20)), Item(5.0, box(0, 50, 160, 90))]
    assert [len(layer.items) for layer in layers_of(items, VIEW, [REST])] == [3]
    assert [len(layer.items) for layer in layers_of(items, VIEW, [REST, ASIDE])] == [1, 1, 1]


def test_what_moves_is_never_kept_and_keeps_its_place_in_depth() -> None:
    items = [Item(5.0, box(0, 0, 9, 9)), Item(9.0, box(0, 0, 5, 5), hold=0.0), Item(20.0, box(0, 0, 9, 9))]
    layers = layers_of(items, VIEW, [REST])
    assert [(layer.z, layer.hold) for layer in layers] == [(20, math.inf), (9, 0), (5, math.inf)]


def test_a_raster_looks_like_the_drawing() -> None:
    kept = layers_of([Item(8.0, box(20, 30, 90, 70))], VIEW, [REST, ASIDE])
    live = layers_of([Item(8.0, box(20, 30, 90, 70), hold=0.0)], VIEW, [REST, ASIDE])
    for eye in (REST, ASIDE):
        difference = np.abs(drawn(kept, eye).astype(int) - drawn(live, eye))
        assert difference.mean() < 1
    assert np.array_equal(drawn(kept, REST), drawn(live, REST))


def test_an_opaque_ground_hides_what_is_behind_it() -> None:
    ground, post = layers_of(
        [Item(8.0, box(-400, 50, 600, 400)), Item(8.0, box(30, 10, 40, 60), hold=0.0)], VIEW, [REST]
    )
    assert ground.hides(REST)[1] == pytest.approx(51, abs=1.5)
    assert post.hides(REST) == (-math.inf, math.inf)


def test_a_crown_of_leaves_hides_the_sky_above_its_rim() -> None:
    (crown,) = layers_of([Item(8.0, box(-400, -400, 600, 30))], VIEW, [REST])
    assert crown.hides(REST) == (pytest.approx(28, abs=1.5), math.inf)


def test_an_empty_item_draws_nothing() -> None:
    (layer,) = layers_of([Item(8.0, lambda canvas, seconds: None)], VIEW, [REST])
    assert not drawn([layer], REST).any()
    assert layer.hides(REST) == (-math.inf, math.inf)


def test_a_held_drawing_changes_only_when_its_time_is_over() -> None:
    moments: list[float] = []
    item = Item(8.0, lambda canvas, seconds: moments.append(seconds), hold=0.25, bounds=(0, 0, 20, 20))
    layers = layers_of([item], VIEW, [REST])
    for frame in range(12):
        drawn(layers, REST, frame / 12)
    assert moments == [0.0, 0.25, 0.5, 0.75]
