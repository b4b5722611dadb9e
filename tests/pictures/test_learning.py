"""Learning: loss surfaces, contributions per step and learning curves, also in animations."""

import re

import numpy as np
import pytest

from pictures import texts
from unrolled import play
from unrolled.pictures import architectures, learning
from unrolled.play import drawing
from unrolled.play.drawing import Drawing

W_1, W_2 = np.linspace(-2, 2, 41), np.linspace(-1, 2, 31)
LOSS = (W_1 - 0.5) ** 2 + 10 * (W_2[:, None] - 1) ** 2
PATH = np.array([[-1.0, -0.5], [1.5, 1.6], [9.0, 9.0], [0.6, 1.1]])
BARS = np.array([0.5, -1.25, 0.0, 2.5, -4.0])
D_H, COPIES = np.random.default_rng(0).normal(size=(5, 3)), np.array([0.11, -0.22, 0.33, 0.44])
MOVES = {
    "landscape": (lambda ax, t: learning.landscape(LOSS, W_1, W_2, PATH[: t + 1], ax=ax), range(4)),
    "contributions": (lambda ax, t: learning.contributions(BARS, t, ax=ax), range(6)),
    "curves": (
        lambda ax, t: learning.curves([0.5, 0.4, 0.3, 0.2], [0.6, 0.5, 0.4, 0.2 + t / 9], 0.7, ax),
        range(3),
    ),
    "backward": (
        lambda ax, t: architectures.backward(list("abcd"), D_H, COPIES, 1.5, t, ax),
        range(5, -1, -1),
    ),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw, values", MOVES.values(), ids=MOVES)
def test_frames_differ_and_share_one_background(draw, values, monkeypatch):
    drawing_of = Drawing(draw, (1,), (9.6, 3.8))
    assert len({np.asarray(drawing_of(t=t)[0]).tobytes() for t in values}) == len(values)
    drawn, background = [], drawing._background
    monkeypatch.setattr(drawing, "_background", lambda *args: drawn.append(1) or background(*args))
    play.flipbook(draw, t=values)
    assert len(drawn) == 1


def marked(ax, marker):
    (line,) = [line for line in ax.get_lines() if line.get_marker() == marker]
    return line.get_xydata()


def test_landscape_shows_each_loss_in_one_band_per_power_of_ten():
    ax = learning.landscape(LOSS, W_1, W_2)
    (mesh,) = ax.collections
    assert np.allclose(mesh.get_array(), np.log10(np.maximum(LOSS, 1e-12)))
    corners = mesh.get_coordinates()
    assert np.allclose((corners[0, 1:, 0] + corners[0, :-1, 0]) / 2, W_1)
    assert np.allclose((corners[1:, 0, 1] + corners[:-1, 0, 1]) / 2, W_2)
    assert (*ax.get_xlim(), *ax.get_ylim()) == (-2, 2, -1, 2)
    levels = mesh.norm.boundaries
    assert np.array_equal(levels, levels.round()) and set(np.diff(levels)) == {1}
    assert levels[-1] > np.log10(LOSS.max())
    colors = mesh.cmap(mesh.norm(levels[:-1] + 0.5))
    assert len({tuple(color) for color in colors}) == len(levels) - 1


# The valley descends to the left, so the minimum is not at the right edge.
VALLEY = 1000 * (W_2[:, None] + 0.3 * W_1) ** 2 + W_1 + 3


@pytest.mark.parametrize("loss", [LOSS, VALLEY], ids=["bowl", "valley"])
def test_landscape_labels_are_at_the_edges_of_the_bands(loss):
    written = learning.landscape(loss, W_1, W_2).texts
    assert written
    for text in written:
        right, place = text.get_position()
        row, power = W_2.tolist().index(place), int(re.search(r"{(.*)}", text.get_text())[1])
        assert right == 2 and row > loss[:, -1].argmin()
        assert loss[row - 1, -1] < 10**power <= loss[row, -1]


def test_star_marks_the_minimum_and_path_has_start_and_end_marks():
    ax = learning.landscape(LOSS, W_1, W_2, PATH)
    assert np.allclose(marked(ax, "*"), [[0.5, 1]]) and np.array_equal(marked(ax, "o"), PATH)
    assert np.array_equal(marked(ax, "s"), PATH[:1]) and np.array_equal(marked(ax, "D"), PATH[-1:])
    alt = "Loss over w 1 and w 2, least at (0.50, 1)"
    assert ax.get_label() == alt + "; a path from (-1, -0.50) to (0.60, 1.10) in 3 steps."
    assert learning.landscape(LOSS, W_1, W_2).get_label() == alt + "."


@pytest.mark.parametrize("level", [0, 0.3, 1, 1000])
def test_constant_loss_is_one_band(level):
    (mesh,) = learning.landscape(np.full((3, 4), level), range(4), range(3)).collections
    assert len(set(mesh.norm(mesh.get_array()).flat)) == 1


@pytest.mark.parametrize("kept", [None, *range(6)])
def test_bars_show_contributions_and_the_sum_of_those_kept(kept):
    bars, dropped = learning.contributions(BARS, kept).patches, 0 if kept is None else 5 - kept
    last = 6 - dropped
    assert [bar.get_height() for bar in bars] == [*BARS, BARS[dropped:].sum()]
    assert [bar.get_center()[0] for bar in bars] == [1, 2, 3, 4, 5, 7]
    assert [bar.get_linestyle() == "--" for bar in bars] == [True] * dropped + [False] * last
    white = [bar.get_facecolor() == (1, 1, 1, 1) for bar in bars]
    assert white == [True] * dropped + [False] * last
    assert [bar.get_hatch() for bar in bars] == [None] * 5 + ["//"]


def test_bars_are_labelled_when_there_are_few():
    ax = learning.contributions(BARS, 2, ylabel="gradient")
    assert [text.get_text() for text in ax.texts] == ["0.50", "-1.25", "0", "2.50", "-4", "-1.50"]
    alt = "Bars of gradient for t = 1 to 5: 0.50, -1.25, 0, 2.50, -4; the last 2 add up to -1.50."
    assert ax.get_label() == alt
    many = learning.contributions(np.sin(np.arange(40)), 9)
    ticks = [tick.get_text() for tick in many.get_xticklabels()]
    assert not many.texts and ticks == [*map(str, range(1, 41, 4)), "sum"]


def test_circles_mark_differences_and_cover_no_number():
    ax = learning.contributions(BARS, 2, [*BARS, -1.5])
    circles = marked(ax, "o")
    assert np.array_equal(circles, np.column_stack([[1, 2, 3, 4, 5, 7], [*BARS, -1.5]]))
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent().padded(5) for text in ax.texts]
    assert not [1 for place in ax.transData.transform(circles) for b in boxes if b.contains(*place)]


def test_limits_fit_any_number_of_kept_bars():
    ((_, high),) = {learning.contributions([1, 1, 1], kept).get_ylim() for kept in range(4)}
    assert high > 3


def test_learning_curves_start_at_epoch_1_and_show_the_baseline():
    ax = learning.curves([0.5, 0.3, 0.2], [0.6, 0.4, 0.3], 0.69)
    drawn = [line.get_xydata().tolist() for line in ax.get_lines()]
    assert [[1, 0.5], [2, 0.3], [3, 0.2]] in drawn and [[1, 0.6], [2, 0.4], [3, 0.3]] in drawn
    assert ax.get_ylim()[0] == 0 and ax.get_ylim()[1] > 0.69 and [[0, 0.69], [1, 0.69]] in drawn
    assert {"guessing", "training", "held out"} <= set(texts(ax))
    alt = "loss over epoch; training 0.50 at epoch = 1, 0.20 at 3; held out 0.60 at epoch = 1, 0.3"
    assert ax.get_label().startswith(alt)
    assert "guessing" not in texts(learning.curves([0.5, 0.3]))
