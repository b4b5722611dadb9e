"""diagram, plot and arithmetic: what they show, in which size and colour, and what they refuse."""

import itertools

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from pictures import EveryPicture, arrow_colors, texts
from unrolled.pictures import arithmetic, diagram, plot, style

WORDS = ["Time", "flows", "forward"]
H = np.tanh(np.random.default_rng(0).normal(size=(4, 5)))
PATH = H[:, :2]
GRID = np.stack(np.meshgrid(*2 * [np.linspace(-1, 1, 5)]), axis=-1)
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

PICTURES = {
    "loop": lambda ax=None: diagram.loop("flows", H[2], 0.5, ax),
    "unrolled": lambda ax=None: diagram.unrolled(WORDS, H, [0.1, -0.2, 3], 2, ax),
    "many to one": lambda ax=None: diagram.many_to_one(WORDS, H, 0.7, None, ax),
    "one to many": lambda ax=None: diagram.one_to_many("seed", None, WORDS, 1, ax),
    "direct": lambda ax=None: diagram.direct(WORDS, 2, ax),
    "stack": lambda ax=None: diagram.stack(6, ax),
    "heat map": lambda ax=None: plot.heatmap(H, 2, WORDS, ax=ax),
    "large heat map": lambda ax=None: plot.heatmap(
        np.random.default_rng(1).normal(size=(101, 40)), ax=ax
    ),
    "trajectory": lambda ax=None: plot.trajectory(PATH, ax=ax),
    "two trajectories": lambda ax=None: plot.trajectory(
        PATH, -PATH, names=["a", "b"], words=[WORDS, WORDS], t=2, ax=ax
    ),
    "spectrum": lambda ax=None: plot.spectrum(np.array([0.5, 1.2j, -1.2j]), ax=ax),
    "flow": lambda ax=None: plot.flow(GRID, np.tanh(1.5 * GRID), ax),
    "series": lambda ax=None: plot.series(H[:, 0], H[:, 1], names=["a", "b"], t=2, ax=ax),
    "series of words": lambda ax=None: plot.series(
        H[:, 0], first=0, words=WORDS, ylabel="y", ax=ax
    ),
    "equation": lambda ax=None: arithmetic.equation(ROWS, 1, ax),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
class TestEvery(EveryPicture):
    def test_it_leaves_its_arrays_alone(self, draw):
        before = [array.copy() for array in (H, GRID, ROWS[0][0][1])]
        draw()
        assert all(np.array_equal(a, b) for a, b in zip(before, (H, GRID, ROWS[0][0][1])))


# Diagrams


def test_one_colour_is_one_matrix_at_every_step():
    colors = arrow_colors(diagram.unrolled(WORDS, H, [1, 2, 3]))
    assert {color: colors.count(color) for color in colors} == {
        color.lower(): 3 for color in style.WEIGHT.values()
    }
    assert set(arrow_colors(diagram.loop())) == set(colors)


def test_a_stack_has_a_colour_for_every_layer_and_none_of_the_shared_ones():
    colors = arrow_colors(diagram.stack(8))
    assert len(set(colors)) == 8 and not set(colors) & {
        color.lower() for color in style.WEIGHT.values()
    }


def test_what_is_still_to_come_shows_no_value():
    shown = texts(diagram.unrolled(WORDS, None, [0.11, 0.22, 0.33], t=2))
    assert {"Time", "flows", "0.11", "0.22"} <= set(shown)
    assert not {"forward", "0.33"} & set(shown)


def test_each_step_can_be_lit():
    labels = [diagram.unrolled(WORDS, H, [1, 2, 3], t).get_label() for t in range(4)]
    assert len(set(labels)) == 4
    assert "at step 2 (flows), h(2) = (" in labels[2] and "y = 2" in labels[2]


@pytest.mark.parametrize(
    "ax, inputs, outputs",
    [
        (lambda: diagram.unrolled(WORDS, y=[1, 2, 3]), 3, 3),
        (lambda: diagram.unrolled(WORDS), 3, 0),
        (lambda: diagram.many_to_one(WORDS), 3, 1),
        (lambda: diagram.one_to_many("seed", y=WORDS), 1, 3),
    ],
)
def test_inputs_and_outputs_are_where_they_belong(ax, inputs, outputs):
    shown = texts(ax())
    assert (shown.count("$W_{xh}$"), shown.count("$W_{hh}$"), shown.count("$W_{hy}$")) == (
        inputs,
        3,
        outputs,
    )


@pytest.mark.parametrize("t", [1, 2, 3])
def test_the_direct_way_has_a_matrix_for_each_input_read(t):
    shown = [text for text in texts(diagram.direct(WORDS, t)) if text.startswith("$W")]
    assert shown == [rf"$W_{{({t}),{k}}}$" for k in range(1, t + 1)]


@pytest.mark.parametrize(
    "call, needs",
    [
        (lambda: diagram.unrolled(WORDS, H[:3]), "h needs 4 values, got 3"),
        (lambda: diagram.unrolled(WORDS, y=[1]), "y needs 3 values, got 1"),
        (lambda: diagram.unrolled(WORDS, t=4), "t needs a whole number from 0 to 3, got 4"),
        (
            lambda: diagram.unrolled(["a"] * 13),
            "number of steps needs a whole number from 1 to 12, got 13",
        ),
        (lambda: diagram.unrolled([]), "number of steps needs a whole number from 1 to 12, got 0"),
        (lambda: diagram.unrolled(WORDS, y=[1, np.nan, 2]), "value needs finite numbers, got nan"),
        (lambda: diagram.direct(WORDS, 0), "t needs a whole number from 1 to 3, got 0"),
        (lambda: diagram.stack(2.5), "layers needs a whole number from 1 up, got 2.5"),
        (lambda: plot.heatmap(H[0]), r"h needs shape \(T\+1, n_h\), got \(5,\)"),
        (lambda: plot.heatmap(H, t=9), "t needs a whole number from 0 to 3, got 9"),
        (lambda: plot.heatmap(H, words=["a"]), "words needs 3 entries, got 1"),
        (lambda: plot.trajectory(), r"trajectory needs at least one path \(T\+1, 2\), got none"),
        (lambda: plot.trajectory(PATH, H), r"path 2 needs shape \(T\+1, 2\), got \(4, 5\)"),
        (lambda: plot.trajectory(PATH, names=["a", "b"]), "names needs 1 entries, got 2"),
        (lambda: plot.trajectory(PATH, words=[["a"]]), "words of path 1 needs 3 entries, got 1"),
        (lambda: plot.spectrum(np.eye(2)), r"eigenvalues needs shape \(n_h\), got \(2, 2\)"),
        (lambda: plot.flow(GRID, GRID[0]), r"h_next needs shape \(5, 5, 2\), got \(5, 2\)"),
        (lambda: plot.series(), r"series needs at least one array \(T\), got none"),
        (lambda: plot.series([1, np.inf]), r"series 1 needs finite numbers, got inf at \[1\]"),
        (lambda: plot.series([1, 2], t=3), "t needs a whole number from 1 to 2, got 3"),
        (lambda: plot.series(H[:, 0], words=WORDS), "words needs 4 entries, got 3"),
        (
            lambda: plot.series(H[:, 0], first=0, words=[*WORDS, "?"]),
            "words needs 3 entries, got 4",
        ),
        (lambda: arithmetic.equation([]), "rows needs at least one row, got none"),
        (lambda: arithmetic.equation([["tanh"]]), "row 1 needs to end in a \\(name, array\\) pair"),
        (lambda: arithmetic.equation(ROWS, lit=2), "lit needs a whole number from 0 to 1, got 2"),
    ],
)
def test_bad_input_is_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()


# Plots


def test_the_words_of_paths_that_run_together_are_written_once():
    shown = texts(plot.trajectory(PATH, PATH, words=[WORDS, WORDS]))
    assert all(shown.count(word) == 1 for word in WORDS)


def test_the_sentence_says_where_two_trajectories_part():
    other = PATH.copy()
    other[2:] += 0.3
    assert "apart from step 2, distance 0.42 at the end" in plot.trajectory(PATH, other).get_label()
    assert "not apart yet" in plot.trajectory(PATH, other, t=1).get_label()


def test_a_small_heat_map_shows_its_numbers_up_to_t():
    h = np.array([[0.11, 0.22], [0.33, 0.44], [0.55, 0.66]])
    assert {"0.11", "0.22", "0.33", "0.44"} <= set(texts(plot.heatmap(h, t=1)))
    assert "0.55" not in texts(plot.heatmap(h, t=1))


def test_the_spectrum_counts_what_is_outside():
    assert (
        "3 eigenvalues, 2 outside the unit circle, largest modulus 1.20"
        in PICTURES["spectrum"]().get_label()
    )


@pytest.mark.parametrize("first, values", [(0, H[:, 0]), (1, H[1:, 0]), (3, H[3:, 0])])
def test_words_stand_below_their_steps_of_a_series(first, values):
    ax = plot.series(values, values[:1], first=first, t=first, words=WORDS)
    ticks = {at: text.get_text() for at, text in zip(ax.get_xticks(), ax.get_xticklabels())}
    assert {at: text for at, text in ticks.items() if text} == {1: "Time", 2: "flows", 3: "forward"}
    assert ax.get_label() == plot.series(values, values[:1], first=first, t=first).get_label()


def test_an_equation_shows_its_rows_up_to_the_lit_one():
    assert "tanh" not in texts(arithmetic.equation(ROWS, 0))
    assert "tanh" in texts(arithmetic.equation(ROWS, 1))


# Style


@pytest.mark.parametrize(
    "value, shown",
    [(3, "3"), (3.0, "3"), (0.126, "0.13"), (-0.001, "0.00"), (-0.0, "0"), (1234.5, "1234.50")],
)
def test_numbers(value, shown):
    assert style.number(value) == shown


def test_points_and_symbols():
    assert style.point([1, -0.5]) == "(1, -0.50)"
    assert style.point(range(6)) == "(0, 1, 2, 3, …)"
    assert style.symbol("W_hh h_(t-1)") == r"$W_{hh}\;h_{(t-1)}$"


# Machado, Oliveira and Fernandes (2009), severity 1: how the colour-blind see linear RGB.
SEEN = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}


@pytest.mark.parametrize("matrix", SEEN.values(), ids=SEEN)
def test_the_colour_blind_can_tell_the_matrices_apart(matrix):
    seen = [
        np.clip(np.array(matrix) @ np.array(to_rgb(color)) ** 2.2, 0, 1) ** (1 / 2.2)
        for color in style.WEIGHT.values()
    ]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 0.2
