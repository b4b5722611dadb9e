"""arithmetic: the picked element is the one that was asked for, equations row by row, bad input."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from pictures import EveryPicture, texts
from unrolled.pictures import arithmetic, style
from unrolled.rnn import Weights, step
from unrolled.tasks import movies

BATCH = np.random.default_rng(0).normal(size=(3, 4, 2))
ROWS = [
    [
        ("W_hh", np.eye(2)),
        "·",
        ("h_(1)", np.array([1.0, -0.5])),
        "=",
        ("a_(2)", np.array([1.0, -0.5])),
    ],
    ["tanh", ("a_(2)", np.array([1.0, -0.5])), "=", ("h_(2)", np.tanh([1.0, -0.5]))],
]
PAIRED = [
    [("a^T", [[3, -1]], ["#ff0000", "#00ff00"]), "·", ("b", [5, 7], ["#ff0000", "#00ff00"])]
    + ["=", ("c", [8])]
]

PICTURES = {
    "element of a batch": lambda ax=None: arithmetic.picked(
        BATCH, (2, 3, 1), "itj", "x^{(2)}_{(3),1}", ax=ax
    ),
    "element of a table": lambda ax=None: arithmetic.picked(BATCH[0], (4, 2), "tj", ax=ax),
    "element of a vector": lambda ax=None: arithmetic.picked(BATCH[0, 0], [2], "j", ax=ax),
    "pixel of a frame": lambda ax=None: arithmetic.picked(
        movies.cross([])[0], (6, 9), ["j", "j'"], "x_{(1)}", ax=ax
    ),
    "equation": lambda ax=None: arithmetic.equation(ROWS, 1, ax),
    "equation with colours": lambda ax=None: arithmetic.equation(PAIRED, ax=ax),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
class TestEvery(EveryPicture):
    def test_it_leaves_its_arrays_alone(self, draw):
        before = [array.copy() for array in (BATCH, ROWS[0][0][1])]
        draw()
        assert all(np.array_equal(a, b) for a, b in zip(before, (BATCH, ROWS[0][0][1])))


# An element picked out


def test_every_element_can_be_picked():
    for place in np.ndindex(BATCH.shape):
        ax = arithmetic.picked(BATCH, [k + 1 for k in place], "itj")
        value = style.number(BATCH[place])
        assert ax.get_title() == value and ax.get_label().endswith(f"picked out: {value}.")
        assert {f"{name} = {k + 1}" for name, k in zip("itj", place)} <= set(texts(ax))
        plt.close(ax.figure)


def test_an_axis_may_count_from_zero():
    ax = arithmetic.picked(BATCH, (2, 0, 1), "itj", first=(1, 0, 1))
    assert ax.get_title() == style.number(BATCH[1, 0, 0]) and "t = 0" in texts(ax)


def test_the_frame_stands_around_the_picked_number():
    ax = arithmetic.picked(BATCH, (2, 3, 1), "itj")
    (frame,) = [
        patch for patch in ax.patches if to_hex(patch.get_edgecolor()) == style.VERMILION.lower()
    ]
    center = frame.get_xy() + np.array([frame.get_width(), frame.get_height()]) / 2
    nearest = min(ax.texts, key=lambda text: np.linalg.norm(text.get_position() - center))
    assert nearest.get_text() == style.number(BATCH[1, 2, 0])


def test_zeros_are_blank_unless_they_are_picked():
    frame = movies.cross([])[0]
    assert "0" not in texts(arithmetic.picked(frame, (2, 2), "jk"))
    assert (
        texts(arithmetic.picked(frame, (6, 9), "jk")).count("0") == 2
    )  # in the table and as the title


# Equations


def test_the_numbers_of_an_equation_may_have_colours():
    patches = arithmetic.equation(PAIRED).patches
    filled = [to_hex(patch.get_facecolor()) for patch in patches]
    assert [filled.count(color) for color in ("#ff0000", "#00ff00")] == [2, 2]


def test_an_equation_shows_its_rows_up_to_the_lit_one():
    assert "tanh" not in texts(arithmetic.equation(ROWS, 0))
    assert "tanh" in texts(arithmetic.equation(ROWS, 1))


@pytest.mark.parametrize(
    "call, needs",
    [
        (lambda: arithmetic.picked(3.0, (), ""), "x needs one to three axes"),
        (
            lambda: arithmetic.picked(np.zeros((2, 2, 2, 2)), (1, 1, 1, 1), "bitj"),
            "x needs one to three axes",
        ),
        (lambda: arithmetic.picked(BATCH, (1, 1), "itj"), r"got \(3, 4, 2\), \(1, 1\)"),
        (lambda: arithmetic.picked(BATCH, (1, 1, 1), "tj"), "an index and a name"),
        (lambda: arithmetic.picked(np.zeros((2, 0)), (1, 1), "tj"), r"got \(2, 0\)"),
        (
            lambda: arithmetic.picked(BATCH, (0, 1, 1), "itj"),
            "i needs a whole number from 1 to 3, got 0",
        ),
        (
            lambda: arithmetic.picked(BATCH, (1, 1, 3), "itj"),
            "j needs a whole number from 1 to 2, got 3",
        ),
        (
            lambda: arithmetic.picked([1, np.nan], [1], "j"),
            r"x needs finite numbers, got nan at \[1\]",
        ),
        (lambda: arithmetic.equation([]), "rows needs at least one row, got none"),
        (lambda: arithmetic.equation([["tanh"]]), "row 1 needs to end in a \\(name, array\\) pair"),
        (lambda: arithmetic.equation(ROWS, lit=2), "lit needs a whole number from 0 to 1, got 2"),
    ],
)
def test_bad_input_is_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()


def test_the_rows_of_a_step_end_in_what_the_step_gives():
    weights = Weights.random(3, 2, 0, rng=np.random.default_rng(0))
    W_xh, W_hh, b_h, *_ = weights._replace(b_h=np.array([0.1, -0.2]))
    x, h = np.array([1.0, -2.0, 0.5]), np.array([0.3, -0.4])
    for activation in ("tanh", "identity"):
        *_, (*_, (name, after)) = arithmetic.step_rows(W_xh, W_hh, b_h, x, h, 5, activation)
        expected = step(weights._replace(b_h=b_h), x, h, activation)
        assert name == "h_(5)" and np.allclose(after, expected, rtol=1e-12)


def test_the_rows_of_a_step_of_one_unit_are_numbers_in_the_colours_of_their_weights():
    rows = arithmetic.step_rows(0.5, 2, -1, 3, 0.25, 4)
    assert [[part[0] for part in row if not isinstance(part, str)] for row in rows] == [
        ["w_xh", "x_(4)", "w_xh x_(4)"],
        ["w_hh", "h_(3)", "w_hh h_(3)"],
        ["w_xh x_(4)", "w_hh h_(3)", "b", "a_(4)"],
        ["a_(4)", "h_(4)"],
    ]
    assert rows[2][-1][1] == 1 and rows[3][-1][1] == np.tanh(1)
    edges = {to_rgb(patch.get_edgecolor()) for patch in arithmetic.equation(rows).patches}
    assert {to_rgb(style.WEIGHT[name]) for name in ("W_xh", "W_hh")} <= edges


@pytest.mark.parametrize(
    "arrays, needs",
    [
        (
            (np.eye(2), np.eye(3), np.zeros(2), np.zeros(2), np.zeros(2)),
            r"W_hh needs shape \(2, 2\)",
        ),
        ((np.eye(2), np.eye(2), np.zeros(2), np.zeros(3), np.zeros(2)), r"x needs shape \(2\)"),
        ((1, 1, 0, np.zeros(1), 0), r"x needs shape \(\)"),
    ],
)
def test_the_rows_of_a_step_need_shapes_that_fit(arrays, needs):
    with pytest.raises(ValueError, match=needs):
        arithmetic.step_rows(*arrays, t=1)
