"""Style: formatting of numbers and symbols, distinguishable colours, independence of rcParams."""

import itertools

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb

from pictures import shown
from unrolled.pictures import diagram, phase, plot, style


@pytest.mark.parametrize(
    "value, shown",
    [(3, "3"), (3.0, "3"), (0.126, "0.13"), (-0.001, "0.00"), (-0.0, "0"), (1234.5, "1234.50")],
)
def test_numbers_are_rounded_to_two_decimals(value, shown):
    assert style.number(value) == shown


def test_points_and_symbols_are_formatted():
    assert style.point([1, -0.5]) == "(1, -0.50)"
    assert style.point(range(6)) == "(0, 1, 2, 3, …)"
    assert style.symbol("W_hh h_(t-1)") == r"$W_{hh}\;h_{(t-1)}$"


# Machado, Oliveira and Fernandes (2009), severity 1: matrices for linear RGB.
SEEN = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}  # fmt: skip


@pytest.mark.parametrize("matrix", SEEN.values(), ids=SEEN)
def test_colour_blind_readers_can_distinguish_matrices(matrix):
    seen = [
        np.clip(np.array(matrix) @ np.array(to_rgb(color)) ** 2.2, 0, 1) ** (1 / 2.2)
        for color in style.WEIGHT.values()
    ]
    assert min(np.linalg.norm(a - b) for a, b in itertools.combinations(seen, 2)) > 0.2


def pixels():
    """A picture that depends on many rcParams: axes, ticks, labels, legend, grid and mesh."""
    figure, (left, right) = plt.subplots(1, 2)
    plot.series([1, 3, 2], [2, 0, 1], names=["one", "two"], ax=left)
    plot.heatmap(np.eye(3), ax=right)
    right.set_title(style.symbol("W_hh"))
    right.hist([1, 1, 2])
    figure.canvas.draw()
    return np.array(figure.canvas.buffer_rgba())


def test_no_text_of_the_look_is_too_small_for_the_last_row(look):
    figure, ax = plt.subplots()
    ax.plot([0, 1], [0, 1e9], label="one")
    ax.set(title="title", xlabel="x", ylabel="y")
    ax.legend(title="names")
    ax.text(0, 0, "text"), ax.annotate("note", (0, 0)), figure.suptitle("all")
    figure.canvas.draw()
    assert min(text.get_fontsize() for text in shown(figure)) == style.SMALL


def test_the_look_sets_all_that_any_matplotlib_style_sets():
    found = {name for each in matplotlib.style.library.values() for name in each}
    assert len(found) > 100
    assert {name.split(".")[0] for name in found - {*style.LOOK}} == {"date", "keymap"}


@pytest.mark.parametrize("name", ["classic", "dark_background", "ggplot", "seaborn-v0_8-poster"])
@pytest.mark.filterwarnings("ignore::matplotlib.MatplotlibDeprecationWarning")
def test_other_matplotlib_styles_have_no_effect(name):
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        style.use()
        ours = pixels()
        matplotlib.style.use(name)
        style.use()
        assert np.array_equal(pixels(), ours)
        with matplotlib.rc_context(style.LOOK):
            assert np.array_equal(pixels(), ours)
    plt.close("all")


@pytest.mark.parametrize("word", ["Ba$$in", "a$b$c", "$x_", r"\\$"])
def test_typed_text_is_not_parsed_as_a_formula(word, look):
    axes = plt.figure().subplots(1, 2)
    phase.trajectory(
        [[0, 0], [1, 1]], [[0, 1], [2, 2]], names=[word, "b"], words=[[word], ["c"]], ax=axes[0]
    )
    diagram.unrolled([word, "b"], ax=axes[1])
    axes[0].figure.canvas.draw()
