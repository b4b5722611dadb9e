"""Arithmetic: highlighted elements of arrays, and equations row by row."""

import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_hex

from pictures import texts
from unrolled.pictures import arithmetic, style

BATCH = np.random.default_rng(0).normal(size=(3, 4, 2))
RED, GREEN = "#ff0000", "#00ff00"
pytestmark = pytest.mark.usefixtures("look")


def test_any_element_can_be_highlighted():
    for place in np.ndindex(BATCH.shape):
        ax = arithmetic.element(BATCH, [k + 1 for k in place], "itj")
        value = style.number(BATCH[place])
        assert ax.get_title() == value and ax.get_label().endswith(f": {value}.")
        assert {f"{name} = {k + 1}" for name, k in zip("itj", place)} <= set(texts(ax))
        (frame,) = [p for p in ax.patches if to_hex(p.get_edgecolor()) == style.VERMILION.lower()]
        center = frame.get_xy() + np.array([frame.get_width(), frame.get_height()]) / 2
        nearest = min(ax.texts, key=lambda text: np.hypot(*(text.get_position() - center)))
        assert nearest.get_text() == value
        plt.close(ax.figure)


def test_axis_can_start_at_zero():
    ax = arithmetic.element(BATCH, (2, 0, 1), "itj", first=(1, 0, 1))
    assert ax.get_title() == style.number(BATCH[1, 0, 0]) and "t = 0" in texts(ax)


def test_zeros_are_blank_unless_highlighted():
    x = np.array([[0, 1], [0, 0.5]])
    assert "0" not in texts(arithmetic.element(x, (1, 2), "jk"))
    shown = texts(arithmetic.element(x, (2, 1), "jk"))
    assert shown.count("0") == 2  # in the table and in the title


def test_equation_shows_rows_up_to_the_highlighted_one_in_colour():
    rows = [[("W_hh", np.eye(2)), "·", ("h", [1, 2], [RED, GREEN]), "=", ("a", [1, 2])]]
    rows.append(["tanh", ("a", [1, 2]), "=", ("h", np.tanh([1, 2]))])
    assert "tanh" not in texts(arithmetic.equation(rows, 0))
    ax = arithmetic.equation(rows, 1)
    assert "tanh" in texts(ax) and ax.get_label().endswith("row 2 of 2: h = (0.76, 0.96).")
    filled = [to_hex(patch.get_facecolor()) for patch in ax.patches]
    assert [filled.count(color) for color in (RED, GREEN)] == [1, 1]
    edges = {to_hex(patch.get_edgecolor()) for patch in ax.patches}
    assert style.WEIGHT["W_hh"].lower() in edges
