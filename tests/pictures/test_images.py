"""Images: rows, titles, grey and signed colours, and a fixed layout in animations."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from unrolled import play
from unrolled.pictures import images

RNG = np.random.default_rng(0)
GRAY, COLOR = RNG.uniform(size=(6, 8, 8)), RNG.uniform(size=(2, 30, 20, 3))

PICTURES = {
    "titles in rows": dict(arrays=GRAY, titles="abcdef", columns=4),
    "colour": dict(arrays=COLOR, titles=["left", "right"]),
    "many": dict(arrays=RNG.uniform(size=(36, 8, 8)), titles=range(36), columns=9),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("options", PICTURES.values(), ids=PICTURES)
def test_titles_are_above_their_images_and_cover_none(options):
    ax = images.show(**options)
    drawn = pixels(ax)
    boxes = [[round(side) for side in text.get_window_extent().extents] for text in ax.texts]
    for text in ax.texts:
        text.set_visible(False)
    bare = pixels(ax)
    for left, low, right, high in boxes:
        assert (drawn[low:high, left:right] < 100).any()
        assert (bare[low:high, left:right] == 255).all()
        assert (bare[low - 12 : low, (left + right) // 2] < 255).any()


def pixels(ax):
    ax.figure.set_layout_engine("none")  # keeps the layout when titles are hidden
    ax.figure.canvas.draw()
    return np.array(ax.figure.canvas.buffer_rgba())[::-1]


def page(*args, **kwargs):
    return np.asarray(images.show(*args, **kwargs).collections[0].get_array())


def test_images_are_in_rows_with_white_gaps():
    shown = page(np.zeros((6, 8, 8)), columns=4).min(axis=2)
    white_rows, white_columns = shown.min(axis=1) == 1, shown.min(axis=0) == 1
    assert (np.diff(np.flatnonzero(~white_rows)) > 1).sum() == 1 and (~white_rows).sum() == 16
    assert (np.diff(np.flatnonzero(~white_columns)) > 1).sum() == 3 and (~white_columns).sum() == 32
    assert (shown == 0).sum() == 6 * 64


def test_row_labels_are_left_of_the_images_and_in_the_alt_text():
    ax = images.show(GRAY, "abcdef", columns=4, rows=["upper\nrow", "lower"])
    assert ax.get_label().endswith("4 in a row. upper row: a, b, c, d; lower: e, f.")
    shown = np.asarray(ax.collections[0].get_array()).min(axis=(0, 2))
    assert (shown[:8] == 1).all() and shown[9] < 1
    names = [text for text in ax.texts if len(text.get_text()) > 1]
    ax.figure.canvas.draw()
    for name in names:
        right = ax.transData.inverted().transform(name.get_window_extent().extents[2:])[0]
        assert right < 8.5
    assert len(names) == 2


def test_redrawing_keeps_the_layout():
    ax = plt.figure(figsize=(6, 3), layout="none").add_subplot()
    for _ in range(3):
        images.show(GRAY, "abcdef", columns=1, ax=ax)
        ax.figure.canvas.draw()  # the aspect shrinks the axes
    assert len({image.get_array().shape for image in ax.collections}) == 1


def test_every_frame_of_an_animation_shows_all_images():
    pages = set()

    def draw(ax, t):
        images.show(GRAY + t, "abcdef", columns=3, ax=ax)
        rows, columns, _ = ax.collections[0].get_array().shape
        edges = -0.5, columns - 0.5, rows - 0.5, -0.5
        pages.add((*ax.get_xlim(), *ax.get_ylim()) == edges)

    play.flipbook(draw, t=range(3))
    assert pages == {True}


def test_black_is_0_and_white_is_1_for_any_range():
    shades = np.array([[[-1, 0, 0.25, 0.5, 1, 2]]])
    assert np.array_equal(page(shades)[-1, :6, 0], [0, 0, 0.25, 0.5, 1, 1])


def test_signed_images_are_orange_below_0_and_purple_above_0():
    low, zero, high = page([[[-3, 0, 2]]], signed=True)[-1, :3]
    assert low[0] > low[2] and zero.min() > 0.95 and high[2] > high[1]
    assert np.isfinite(page(np.zeros((1, 2, 2)), signed=True)).all()
