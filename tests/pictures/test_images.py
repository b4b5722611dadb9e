"""images: rows, titles, grey and signed colours, the same places in every frame; bad input."""

import matplotlib.pyplot as plt
import numpy as np
import pytest

from pictures import EveryPicture
from unrolled import play
from unrolled.pictures import images

RNG = np.random.default_rng(0)
GRAY, COLOR = RNG.uniform(size=(6, 8, 8)), RNG.uniform(size=(2, 30, 20, 3))

PICTURES = {
    "images": lambda ax=None: images.show(GRAY, ax=ax),
    "images with titles in rows": lambda ax=None: images.show(GRAY, "abcdef", columns=4, ax=ax),
    "colour images": lambda ax=None: images.show(COLOR, ["left", "right"], ax=ax),
    "weights": lambda ax=None: images.show(GRAY - 0.5, range(6), signed=True, ax=ax),
    "many images": lambda ax=None: images.show(
        RNG.uniform(size=(36, 8, 8)), range(36), columns=9, ax=ax
    ),
    "named rows": lambda ax=None: images.show(
        GRAY, "abcdef", columns=4, rows=["upper\nrow", "lower"], ax=ax
    ),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
class TestEvery(EveryPicture):
    def test_it_leaves_its_arrays_alone(self, draw):
        before = [array.copy() for array in (GRAY, COLOR)]
        draw()
        assert all(np.array_equal(a, b) for a, b in zip(before, (GRAY, COLOR)))


@pytest.mark.parametrize("name", ["images with titles in rows", "colour images", "many images"])
def test_a_title_stands_above_its_image_and_on_none(name):
    ax = PICTURES[name]()
    drawn = pixels(ax)
    boxes = [[round(side) for side in text.get_window_extent().extents] for text in ax.texts]
    for text in ax.texts:
        text.set_visible(False)
    bare = pixels(ax)
    for left, low, right, high in boxes:
        assert (drawn[low:high, left:right] < 100).any() and (
            bare[low:high, left:right] == 255
        ).all()
        assert (bare[low - 12 : low, (left + right) // 2] < 255).any()


def pixels(ax):
    ax.figure.set_layout_engine("none")  # or it would lay out anew without the titles
    ax.figure.canvas.draw()
    return np.array(ax.figure.canvas.buffer_rgba())[::-1]


def page(*args, **kwargs):
    return np.asarray(images.show(*args, **kwargs).collections[0].get_array())


def test_images_stand_in_rows_with_white_between():
    shown = page(np.zeros((6, 8, 8)), columns=4).min(axis=2)
    white_rows, white_columns = shown.min(axis=1) == 1, shown.min(axis=0) == 1
    assert (np.diff(np.flatnonzero(~white_rows)) > 1).sum() == 1 and (~white_rows).sum() == 16
    assert (np.diff(np.flatnonzero(~white_columns)) > 1).sum() == 3 and (~white_columns).sum() == 32
    assert (shown == 0).sum() == 6 * 64


def test_the_name_of_a_row_stands_left_of_its_images_and_the_sentence_tells_it():
    ax = PICTURES["named rows"]()
    assert ax.get_label().endswith("4 in a row. upper row: a, b, c, d; lower: e, f.")
    shown = np.asarray(ax.collections[0].get_array()).min(axis=(0, 2))
    assert (shown[:8] == 1).all() and shown[9] < 1
    names = [text for text in ax.texts if len(text.get_text()) > 1]
    ax.figure.canvas.draw()
    for name in names:
        right = ax.transData.inverted().transform(name.get_window_extent().extents[2:])[0]
        assert right < 8.5
    assert len(names) == 2


def test_images_keep_their_places_when_drawn_again():
    ax = plt.figure(figsize=(6, 3), layout="none").add_subplot()
    for _ in range(3):
        images.show(GRAY, "abcdef", columns=1, ax=ax)
        ax.figure.canvas.draw()  # the aspect makes the axes smaller
    assert len({image.get_array().shape for image in ax.collections}) == 1


def test_all_frames_of_a_film_of_images_show_a_whole_page():
    pages = set()

    def draw(ax, t):
        images.show(GRAY + t, "abcdef", columns=3, ax=ax)
        (rows, columns, _), edges = (
            ax.collections[0].get_array().shape,
            (*ax.get_xlim(), *ax.get_ylim()),
        )
        pages.add(edges == (-0.5, columns - 0.5, rows - 0.5, -0.5))

    play.flipbook(draw, t=range(3))
    assert pages == {True}


def test_black_is_0_and_white_is_1_whatever_the_image_holds():
    shades = np.array([[[-1, 0, 0.25, 0.5, 1, 2]]])
    assert np.array_equal(page(shades)[-1, :6, 0], [0, 0, 0.25, 0.5, 1, 1])


def test_signed_images_are_orange_below_0_and_purple_above():
    low, zero, high = page([[[-3, 0, 2]]], signed=True)[-1, :3]
    assert low[0] > low[2] and zero.min() > 0.95 and high[2] > high[1]
    assert np.isfinite(page(np.zeros((1, 2, 2)), signed=True)).all()


@pytest.mark.parametrize(
    "call, needs",
    [
        (lambda: images.show(GRAY[0]), r"arrays needs shape \(n, height, width\), got \(8, 8\)"),
        (lambda: images.show(COLOR[..., :2]), r"arrays needs shape \(n, height, width, 3\), got"),
        (lambda: images.show(GRAY[:0]), "arrays needs at least one image, got none"),
        (lambda: images.show(GRAY * np.nan), "arrays needs finite numbers, got nan"),
        (lambda: images.show(GRAY, titles=["a"]), "titles needs 6 entries, got 1"),
        (lambda: images.show(GRAY, rows="ab"), "rows needs 1 entries, got 2"),
        (lambda: images.show(GRAY, columns=0), "columns needs a whole number from 1 up, got 0"),
    ],
)
def test_bad_input_is_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()
