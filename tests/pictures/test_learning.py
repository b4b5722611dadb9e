"""learning and diagram.backward: drawn as the arrays say, moved, refused where it does not fit."""

import re

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from pictures import EveryPicture, texts
from unrolled import play
from unrolled.pictures import diagram, learning, style
from unrolled.play import drawing
from unrolled.play.drawing import Drawing

W_1, W_2 = np.linspace(-2, 2, 41), np.linspace(-1, 2, 31)
LOSS = (W_1 - 0.5) ** 2 + 10 * (W_2[:, None] - 1) ** 2
PATH = np.array([[-1.0, -0.5], [1.5, 1.6], [9.0, 9.0], [0.6, 1.1]])
BARS = np.array([0.5, -1.25, 0.0, 2.5, -4.0])
NUDGED = np.append(BARS, BARS.sum()) + [0, 0.1, 0, -0.1, 0, 0.25]
WORDS = ["not", "bad", "at", "all"]
D_H = np.random.default_rng(0).normal(size=(5, 3))
COPIES = np.array([0.11, -0.22, 0.33, 0.44])

PICTURES = {
    "landscape": lambda ax=None: learning.landscape(LOSS, W_1, W_2, ax=ax),
    "landscape with a path": lambda ax=None: learning.landscape(
        LOSS, W_1, W_2, PATH, ["$w_x$", "$w_h$"], ax
    ),
    "bars": lambda ax=None: learning.bars(BARS, ax=ax),
    "bars and differences": lambda ax=None: learning.bars(BARS, 2, NUDGED, "gradient", ax),
    "many bars": lambda ax=None: learning.bars(np.sin(np.arange(40)), 9, ax=ax),
    "learning": lambda ax=None: learning.curves([0.5, 0.3, 0.2], [0.6, 0.4, 0.3], 0.69, ax),
    "nothing but training": lambda ax=None: learning.curves([0.5, 0.3, 0.2], ax=ax),
    "backward": lambda ax=None: diagram.backward(WORDS, D_H, COPIES, 1.5, None, ax),
    "halfway back": lambda ax=None: diagram.backward(WORDS, D_H, COPIES, 1.5, 2, ax),
    "one step back": lambda ax=None: diagram.backward(["a"], D_H[:2], [0.1], 1.5, 0, ax),
}
MOVES = {
    "landscape": (lambda ax, t: learning.landscape(LOSS, W_1, W_2, PATH[: t + 1], ax=ax), range(4)),
    "bars": (lambda ax, t: learning.bars(BARS, t, ax=ax), range(6)),
    "learning": (
        lambda ax, t: learning.curves([0.5, 0.4, 0.3, 0.2], [0.6, 0.5, 0.4, 0.2 + t / 9], 0.7, ax),
        range(3),
    ),
    "backward": (lambda ax, t: diagram.backward(WORDS, D_H, COPIES, 1.5, t, ax), range(5, -1, -1)),
}
each_move = pytest.mark.parametrize("draw, values", MOVES.values(), ids=MOVES)
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
class TestEvery(EveryPicture):
    def test_it_leaves_its_arrays_alone(self, draw):
        before = [array.copy() for array in (LOSS, W_1, PATH, BARS, NUDGED, D_H, COPIES)]
        draw()
        assert all(
            np.array_equal(a, b)
            for a, b in zip(before, (LOSS, W_1, PATH, BARS, NUDGED, D_H, COPIES))
        )

    def test_it_is_the_same_when_drawn_again(self, draw):
        first, again = (draw().figure.canvas for _ in range(2))
        first.draw(), again.draw()
        assert np.array_equal(first.buffer_rgba(), again.buffer_rgba())

    def test_what_is_written_stands_apart(self, draw):
        ax = draw()
        ax.figure.draw_without_rendering()
        boxes = [text.get_window_extent().padded(-1) for text in ax.texts]
        assert not [(a, b) for k, a in enumerate(boxes) for b in boxes[:k] if a.overlaps(b)]


# In motion


@each_move
def test_each_frame_is_what_is_drawn_for_its_value_alone(draw, values):
    again = Drawing(draw, (1,), (9.6, 3.8))
    frames = [np.asarray(again(t=t)[0]) for t in values]
    assert len({frame.tobytes() for frame in frames}) == len(values)
    for t, frame in zip(values, frames):
        alone = Drawing(draw, (1,), (9.6, 3.8))
        assert np.array_equal(frame, again(t=t)[0]) and np.array_equal(frame, alone(t=t)[0])


@each_move
def test_the_background_is_kept(draw, values, monkeypatch):
    drawn, background = [], drawing._background
    monkeypatch.setattr(drawing, "_background", lambda *args: drawn.append(1) or background(*args))
    play.flipbook(draw, t=values)
    assert len(drawn) == 1


# A loss over two weights


def marked(ax, marker):
    (line,) = [line for line in ax.get_lines() if line.get_marker() == marker]
    return line.get_xydata()


def test_every_loss_is_shown_at_its_weights_in_a_band_for_each_power_of_ten():
    ax = learning.landscape(LOSS, W_1, W_2)
    (mesh,) = ax.collections
    assert np.allclose(mesh.get_array(), np.log10(np.maximum(LOSS, 1e-12)))
    corners = mesh.get_coordinates()
    assert np.allclose((corners[0, 1:, 0] + corners[0, :-1, 0]) / 2, W_1)
    assert np.allclose((corners[1:, 0, 1] + corners[:-1, 0, 1]) / 2, W_2)
    assert (*ax.get_xlim(), *ax.get_ylim()) == (-2, 2, -1, 2)
    levels = mesh.norm.boundaries
    assert (
        np.array_equal(levels, levels.round())
        and set(np.diff(levels)) == {1}
        and levels[-1] > np.log10(LOSS.max())
    )
    assert (
        len({tuple(color) for color in mesh.cmap(mesh.norm(levels[:-1] + 0.5))}) == len(levels) - 1
    )


# Its floor falls to the left, so that the least loss is far above the floor at the right edge.
VALLEY = 1000 * (W_2[:, None] + 0.3 * W_1) ** 2 + W_1 + 3


@pytest.mark.parametrize("loss", [LOSS, VALLEY], ids=["bowl", "valley"])
def test_a_power_of_ten_stands_where_its_band_begins_at_the_edge(loss):
    written = {
        text.get_text(): text.get_position() for text in learning.landscape(loss, W_1, W_2).texts
    }
    assert written
    for text, (right, place) in written.items():
        row = W_2.tolist().index(place)
        assert right == 2 and row > loss[:, -1].argmin()
        assert loss[row - 1, -1] < 10 ** int(re.search(r"{(.*)}", text)[1]) <= loss[row, -1]


def test_the_star_is_at_the_least_loss_and_the_path_between_its_marks():
    ax = learning.landscape(LOSS, W_1, W_2, PATH)
    assert np.allclose(marked(ax, "*"), [[0.5, 1]])
    assert np.array_equal(marked(ax, "s"), PATH[:1]) and np.array_equal(marked(ax, "D"), PATH[-1:])
    assert np.array_equal(marked(ax, "o"), PATH)
    says = "Loss over w 1 and w 2, least at (0.50, 1)"
    assert ax.get_label() == says + "; a path from (-1, -0.50) to (0.60, 1.10) in 3 steps."
    assert learning.landscape(LOSS, W_1, W_2).get_label() == says + "."


@pytest.mark.parametrize("level", [0, 0.3, 1, 1000])
def test_a_flat_loss_is_one_band(level):
    (mesh,) = learning.landscape(np.full((3, 4), level), range(4), range(3)).collections
    assert len(set(mesh.norm(mesh.get_array()).flat)) == 1


# What each step adds


@pytest.mark.parametrize("kept", [None, *range(6)])
def test_bars_are_the_values_and_the_sum_of_those_kept(kept):
    bars, dropped = learning.bars(BARS, kept).patches, 0 if kept is None else 5 - kept
    assert [bar.get_height() for bar in bars] == [*BARS, BARS[dropped:].sum()]
    assert [bar.get_center()[0] for bar in bars] == [1, 2, 3, 4, 5, 7]
    assert [bar.get_linestyle() == "--" for bar in bars] == [True] * dropped + [False] * (
        6 - dropped
    )
    assert [bar.get_facecolor() == (1, 1, 1, 1) for bar in bars] == [True] * dropped + [False] * (
        6 - dropped
    )
    assert [bar.get_hatch() for bar in bars] == [None] * 5 + ["//"]


def test_bars_have_their_numbers_while_there_are_few():
    ax = learning.bars(BARS, 2, ylabel="gradient")
    assert [text.get_text() for text in ax.texts] == ["0.50", "-1.25", "0", "2.50", "-4", "-1.50"]
    assert (
        ax.get_label()
        == "Bars of gradient for t = 1 to 5: 0.50, -1.25, 0, 2.50, -4; the last 2 add up to -1.50."
    )
    many = PICTURES["many bars"]()
    assert not many.texts and [tick.get_text() for tick in many.get_xticklabels()] == [
        *map(str, range(1, 41, 4)),
        "sum",
    ]


def test_circles_are_at_the_differences_and_hide_no_number():
    ax = learning.bars(BARS, 2, NUDGED)
    circles = marked(ax, "o")
    assert np.array_equal(circles, np.column_stack([[1, 2, 3, 4, 5, 7], NUDGED]))
    ax.figure.draw_without_rendering()
    boxes = [text.get_window_extent() for text in ax.texts]
    assert not [
        1
        for x, y in ax.transData.transform(circles)
        for box in boxes
        if box.padded(8).contains(x, y)
    ]


def test_limits_suit_every_number_kept():
    ((_, high),) = {learning.bars([1, 1, 1], kept).get_ylim() for kept in range(4)}
    assert high > 3


# Learning


def test_learning_curves_start_at_epoch_one_above_zero_and_below_a_guess():
    ax = learning.curves([0.5, 0.3, 0.2], [0.6, 0.4, 0.3], 0.69)
    drawn = [line.get_xydata().tolist() for line in ax.get_lines()]
    assert [[1, 0.5], [2, 0.3], [3, 0.2]] in drawn and [[1, 0.6], [2, 0.4], [3, 0.3]] in drawn
    assert ax.get_ylim()[0] == 0 and ax.get_ylim()[1] > 0.69 and [[0, 0.69], [1, 0.69]] in drawn
    assert {"guessing", "training", "held out"} <= set(texts(ax))
    assert (
        ax.get_label() == "loss over epoch; training 0.50 at epoch = 1, 0.20 at 3; "
        "held out 0.60 at epoch = 1, 0.30 at 3."
    )
    assert "guessing" not in texts(PICTURES["nothing but training"]())


# Back through time


def phases(ax):
    """By the thickness and the dashes of the frames, not by colour."""
    return {
        (
            round(box.get_x() + box.get_width() / 2, 9),
            round(box.get_y() + box.get_height() / 2, 9),
        ): "now" if box.get_linewidth() > 3 else "later" if box.get_linestyle() == "--" else "done"
        for box in ax.findobj(FancyBboxPatch)
    }


@pytest.mark.parametrize("t", [*range(5, -1, -1), None])
def test_the_gradient_is_at_t_and_has_been_at_what_comes_after(t):
    now = -1 if t is None else t
    ax = diagram.backward(WORDS, D_H, COPIES, 1.5, t)
    reached = {(5.15, 1): 5} | {(k, 1): k for k in range(5)} | {(k + 0.5, 2): k for k in range(4)}
    expected = {
        place: "now" if k == now else "done" if k > now else "later" for place, k in reached.items()
    }
    assert phases(ax) == expected | {(k, 0): "done" for k in range(1, 5)}
    live = {style.number(copy) for copy in COPIES[max(now, 0) :]}
    assert {text for text in texts(ax) if text.lstrip("-")[0] == "0"} == live and {
        "1.50",
        *WORDS,
    } <= set(texts(ax))
    assert len(ax.collections) == 5 - max(now, 0)  # a vector for each state that has its gradient
    where = "nowhere yet" if t == 5 else f"at h({max(now, 0)})"
    assert ax.get_label() == (
        f"Back through an unrolled RNN, T = 4: loss = 1.50, gradient {where}, "
        f"{len(live)} copies of W_hh have theirs, sum {style.number(COPIES[max(now, 0) :].sum())}."
    )


def test_boxes_on_the_way_back_hold_gradients_and_say_so():
    shown = texts(diagram.backward(WORDS, D_H, COPIES, 1.5))
    assert {f"$∂L/∂h_{{({k})}}$" for k in range(5)} <= set(shown)
    assert {f"$∂L/∂W_{{hh}}^{{({k})}}$" for k in range(1, 5)} <= set(shown)


def routes(ax):
    return {
        tuple(np.round([*start, *end], 9)): (to_hex(arrow.get_edgecolor()), arrow.get_alpha())
        for arrow in ax.findobj(FancyArrowPatch)
        for start, end in [arrow._posA_posB]
    }


def test_arrows_lead_from_the_loss_back_from_edge_to_edge():
    drawn = routes(diagram.backward(WORDS, D_H, COPIES, 1.5, 2))
    pale, blue, green = (
        style.PALE.lower(),
        style.WEIGHT["W_hh"].lower(),
        style.WEIGHT["W_hy"].lower(),
    )
    lit = {k: 1 if k >= 2 else 0.35 for k in range(5)}
    assert drawn == {(4.73, 1, 4.3, 1): (green, 1)} | {
        (k, 0.3, k, 0.7): (pale, 0.35) for k in range(1, 5)
    } | {(k + 0.7, 1, k + 0.3, 1): (blue, lit[k]) for k in range(4)} | {
        (k + 1, 1.3, k + 0.5, 1.7): (blue, lit[k]) for k in range(4)
    }


def test_arrows_forward_lead_from_edge_to_edge_as_ever():
    drawn = routes(diagram.unrolled(["a", "b"]))
    assert {(0.3, 1, 0.7, 1), (1.3, 1, 1.7, 1), (1, 0.3, 1, 0.7), (2, 0.3, 2, 0.7)} == drawn.keys()
    assert (0.3, 1.12, 0.3, 0.88) in routes(diagram.loop())


@pytest.mark.parametrize(
    "call, needs",
    [
        (
            lambda: learning.landscape(LOSS.T, W_1, W_2),
            r"loss needs shape \(31, 41\), got \(41, 31\)",
        ),
        (lambda: learning.landscape(LOSS * np.nan, W_1, W_2), "loss needs finite numbers, got nan"),
        (lambda: learning.landscape(LOSS, LOSS, W_2), r"w_1 needs shape \(n_1\), got \(31, 41\)"),
        (
            lambda: learning.landscape(LOSS, W_1[::-1], W_2),
            "w_1 needs at least two weights, evenly spaced and rising",
        ),
        (
            lambda: learning.landscape(LOSS, W_1, W_2**3),
            "w_2 needs at least two weights, evenly spaced and rising",
        ),
        (
            lambda: learning.landscape(LOSS, W_1, W_2, PATH[0]),
            r"path needs shape \(S\+1, 2\), got \(2,\)",
        ),
        (
            lambda: learning.landscape(LOSS, W_1, W_2, PATH[:0]),
            "weights on the path needs a whole number from 1 up, got 0",
        ),
        (lambda: learning.landscape(LOSS, W_1, W_2, names=["a"]), "names needs 2 entries, got 1"),
        (lambda: learning.bars([BARS]), r"values needs shape \(T\), got \(1, 5\)"),
        (lambda: learning.bars([]), "number of values needs a whole number from 1 up, got 0"),
        (lambda: learning.bars([0, np.nan]), r"values needs finite numbers, got nan at \[1\]"),
        (lambda: learning.bars(BARS, 6), "kept needs a whole number from 0 to 5, got 6"),
        (
            lambda: learning.bars(BARS, differences=BARS),
            r"differences needs shape \(6\), got \(5,\)",
        ),
        (lambda: learning.curves([]), "number of epochs needs a whole number from 1 up, got 0"),
        (lambda: learning.curves([0.5, np.nan]), r"loss needs finite numbers, got nan at \[1\]"),
        (lambda: learning.curves([0.5, 0.4], [0.5]), r"held_out needs shape \(2\), got \(1,\)"),
        (lambda: learning.curves([0.5], chance=np.inf), "chance needs finite numbers, got inf"),
        (
            lambda: diagram.backward(WORDS, D_H[1:], COPIES, 1.5),
            r"d_h needs shape \(5, n_h\), got \(4, 3\)",
        ),
        (lambda: diagram.backward(WORDS, D_H, D_H, 1.5), r"copies needs shape \(4\), got \(5, 3\)"),
        (
            lambda: diagram.backward(WORDS, D_H * np.nan, COPIES, 1.5),
            "d_h needs finite numbers, got nan",
        ),
        (
            lambda: diagram.backward(WORDS, D_H, COPIES, np.nan),
            "loss needs finite numbers, got nan",
        ),
        (
            lambda: diagram.backward(WORDS, D_H, COPIES, 1.5, 6),
            "t needs a whole number from 0 to 5, got 6",
        ),
        (
            lambda: diagram.backward(["a"] * 13, D_H, COPIES, 1.5),
            "number of steps needs a whole number from 1 to 12, got 13",
        ),
    ],
)
def test_bad_input_is_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()
