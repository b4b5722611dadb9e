"""gallery, and the pictures that tasks provides: what they show, in which size and colour, and what they refuse."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from pictures import EveryPicture, texts
from unrolled import play, tasks
from unrolled.pictures import clouds, images

RNG = np.random.default_rng(0)
GRAY, COLOR = RNG.uniform(size=(6, 8, 8)), RNG.uniform(size=(2, 30, 20, 3))
XY, LABELS = RNG.normal(size=(60, 2)), np.arange(60) % 10

PICTURES = {
    "images": lambda ax=None: images.show(GRAY, ax=ax),
    "images with titles in rows": lambda ax=None: images.show(GRAY, "abcdef", columns=4, ax=ax),
    "colour images": lambda ax=None: images.show(COLOR, ["left", "right"], ax=ax),
    "weights": lambda ax=None: images.show(GRAY - 0.5, range(6), signed=True, ax=ax),
    "many images": lambda ax=None: images.show(
        RNG.uniform(size=(36, 8, 8)), range(36), columns=9, ax=ax
    ),
    "points": lambda ax=None: clouds.points(XY, LABELS, ax=ax),
    "named points": lambda ax=None: clouds.points(
        XY, LABELS % 2, names=["even", "odd"], limit=3, ax=ax
    ),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
class TestEvery(EveryPicture):
    def test_it_leaves_its_arrays_alone(self, draw):
        before = [array.copy() for array in (GRAY, COLOR, XY, LABELS)]
        draw()
        assert all(np.array_equal(a, b) for a, b in zip(before, (GRAY, COLOR, XY, LABELS)))


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
    return np.asarray(images.show(*args, **kwargs).get_images()[0].get_array())


def test_images_stand_in_rows_with_white_between():
    shown = page(np.zeros((6, 8, 8)), columns=4).min(axis=2)
    white_rows, white_columns = shown.min(axis=1) == 1, shown.min(axis=0) == 1
    assert (np.diff(np.flatnonzero(~white_rows)) > 1).sum() == 1 and (~white_rows).sum() == 16
    assert (np.diff(np.flatnonzero(~white_columns)) > 1).sum() == 3 and (~white_columns).sum() == 32
    assert (shown == 0).sum() == 6 * 64


def test_images_keep_their_places_when_drawn_again():
    ax = plt.figure(figsize=(6, 3), layout="none").add_subplot()
    for _ in range(3):
        images.show(GRAY, "abcdef", columns=1, ax=ax)
        ax.figure.canvas.draw()  # the aspect makes the axes smaller
    assert len({image.get_array().shape for image in ax.get_images()}) == 1


def test_all_frames_of_a_film_of_images_show_a_whole_page():
    pages = set()

    def draw(ax, t):
        images.show(GRAY + t, "abcdef", columns=3, ax=ax)
        (rows, columns, _), edges = (
            ax.get_images()[0].get_array().shape,
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


def test_every_kind_has_a_colour_and_a_mark_of_its_own():
    lines = clouds.points(XY, LABELS).get_lines()
    assert (
        len({to_hex(line.get_color()) for line in lines})
        == len({line.get_marker() for line in lines})
        == 10
    )
    assert [line.get_marker() for line in lines] == [f"${digit}$" for digit in range(10)]
    assert {"even", "odd"} <= set(texts(PICTURES["named points"]()))


def test_the_sentence_says_where_the_kinds_lie():
    says = clouds.points([[0, 0], [1, 0], [3, 3]], [0, 0, 2]).get_label()
    assert says == "Cloud of 3 points: 0 around (0.50, 0), 2 around (3, 3)."


@pytest.mark.parametrize(
    "call, needs",
    [
        (lambda: images.show(GRAY[0]), r"arrays needs shape \(n, height, width\), got \(8, 8\)"),
        (lambda: images.show(COLOR[..., :2]), r"arrays needs shape \(n, height, width, 3\), got"),
        (lambda: images.show(GRAY[:0]), "arrays needs at least one image, got none"),
        (lambda: images.show(GRAY * np.nan), "arrays needs finite numbers, got nan"),
        (lambda: images.show(GRAY, titles=["a"]), "titles needs 6 entries, got 1"),
        (lambda: images.show(GRAY, columns=0), "columns needs a whole number from 1 up, got 0"),
        (lambda: clouds.points(XY[0], [0]), r"xy needs shape \(N, 2\), got \(2,\)"),
        (lambda: clouds.points(XY[:0], []), "xy needs at least one point, got none"),
        (lambda: clouds.points(XY, LABELS[:5]), r"labels needs shape \(60\), got \(5,\)"),
        (lambda: clouds.points(XY, LABELS - 1), "labels needs whole numbers from 0 up"),
        (lambda: clouds.points(XY, LABELS / 2), "labels needs whole numbers from 0 up"),
        (lambda: clouds.points(XY, LABELS, names=["a", "b"]), "names needs 10 entries, got 2"),
        (lambda: tasks.photo(0), "height needs a whole number from 1 to 600, got 0"),
    ],
)
def test_bad_input_is_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()


# What there is to show


def test_digits_are_ink_on_paper_in_two_parts():
    (train, train_labels), (test, test_labels) = tasks.digits()
    assert train.shape == (1200, 8, 8) and test.shape == (597, 8, 8)
    assert (train.min(), train.max()) == (test.min(), test.max()) == (0, 1)
    assert set(train_labels) == set(test_labels) == set(range(10))
    assert train_labels[:10].tolist() == list(range(10))
    assert np.array_equal(tasks.digits()[0][0], train)


def test_the_photo_is_gray_or_coloured_and_as_small_as_asked():
    gray, color = tasks.photo(60), tasks.photo(60, color=True)
    assert gray.shape == (60, 51) and color.shape == (60, 51, 3)
    assert 0 <= gray.min() < 0.1 and 0.9 < gray.max() <= 1
    assert np.abs(color @ [0.299, 0.587, 0.114] - gray).max() < 0.01  # ITU-R BT.601
