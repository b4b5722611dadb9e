"""Canvas: cached images of text look like Matplotlib's own text."""

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from unrolled.play import canvas

TEXTS = {
    "plain": {"s": "states, 0.35"},
    "formula": {"s": "$W_{hh} h_{(t-1)}$"},
    "lines": {"s": "two\nlines", "ha": "right", "va": "center"},
    "colour": {"s": "gjpq", "color": "crimson", "fontsize": 30, "weight": "bold"},
    "pale": {"s": "gjpq", "alpha": 0.3, "style": "italic"},
    "box": {"s": "boxed", "bbox": {"fc": "yellow"}},
    "clipped": {"s": "beyond the edge of these axes", "clip_on": True},
    "slanted": {"s": "slanted", "rotation": 40},
}


def drawn(kind, scale, **text):
    figure = Figure(figsize=(3, 2), dpi=100 * scale)
    page = kind(figure)
    ax = figure.subplots()
    ax.text(0.5, 0.4, **text)
    page.draw()
    return np.asarray(page.buffer_rgba()).astype(float)


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("name", TEXTS)
def test_text_looks_like_matplotlib_s(name, scale):
    stamped = drawn(canvas.Canvas, scale, **TEXTS[name])
    usual = drawn(FigureCanvasAgg, scale, **TEXTS[name])
    ink = [255 - page.min(axis=2) for page in (stamped, usual)]
    assert ink[0].sum() == pytest.approx(ink[1].sum(), rel=0.01)
    places = [(np.indices(page.shape) * page).sum(axis=(1, 2)) / page.sum() for page in ink]
    assert np.allclose(*places, atol=0.5)  # in pixels
    assert np.allclose(*(page.min(axis=(0, 1)) for page in (stamped, usual)), atol=40)


def test_repeated_text_is_taken_from_the_cache():
    drawn(canvas.Canvas, 1, s="the same")
    known = canvas._text_image.cache_info().misses
    drawn(canvas.Canvas, 1, s="the same")
    assert canvas._text_image.cache_info().misses == known
    for other in [{"color": "red"}, {"fontsize": 20}, {"alpha": 0.5}]:
        drawn(canvas.Canvas, 1, s="the same", **other)
    assert canvas._text_image.cache_info().misses == known + 3
