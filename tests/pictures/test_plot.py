"""Plot: heat maps, series and scatter plots, their labels and alt text."""

import numpy as np
import pytest
from matplotlib.colors import to_hex, to_rgb

from pictures import texts
from unrolled.pictures import plot, style

WORDS = ["Time", "flows", "forward"]
H = np.tanh(np.random.default_rng(0).normal(size=(4, 5)))
XY, LABELS = np.random.default_rng(0).normal(size=(60, 2)), np.arange(60) % 10
pytestmark = pytest.mark.usefixtures("look")


def test_small_heat_map_shows_numbers_up_to_step_t():
    h = np.array([[0.11, 0.22], [0.33, 0.44], [0.55, 0.66]])
    assert {"0.11", "0.22", "0.33", "0.44"} <= set(texts(plot.heatmap(h, t=1)))
    assert "0.55" not in texts(plot.heatmap(h, t=1))


def test_heat_map_columns_are_labelled_with_steps_or_words():
    for words, first, name in [(None, "0", "t"), (WORDS, "h(0)", "word that was read")]:
        ax = plot.heatmap(H, words=words)
        assert (ax.get_xticklabels()[0].get_text(), ax.get_xlabel()) == (first, name)
        assert ax.get_label().startswith("Heat map of 5 units over 3 steps, values from -0.9")


@pytest.mark.parametrize("h, least", [(H, -1), (abs(H), 0)])
def test_heat_map_colour_bar_covers_its_range(h, least):
    ax = plot.heatmap(h)
    _, key = ax.collections
    assert (key.get_array().min(), key.get_array().max()) == (least, 1)
    assert {"1", "0", f"{least}"} <= set(texts(ax))


@pytest.mark.parametrize("first, values", [(0, H[:, 0]), (1, H[1:, 0]), (3, H[3:, 0])])
def test_series_has_words_as_tick_labels_and_in_the_alt_text(first, values):
    ax = plot.series(values, values[:1], first=first, t=first, words=WORDS)
    ticks = {at: text.get_text() for at, text in zip(ax.get_xticks(), ax.get_xticklabels())}
    assert {at: text for at, text in ticks.items() if text} == {1: "Time", 2: "flows", 3: "forward"}
    now = ["0", *WORDS][first]
    assert f"at t = {now}, {style.number(values[0])} at {now};" in ax.get_label()


@pytest.mark.parametrize("words, rotation", [(["1\n3", 2, "a"], 0), (WORDS, 40)])
def test_series_rotates_long_words_only(words, rotation):
    ax = plot.series(H[:, 0], first=0, words=WORDS)
    plot.series(H[:, 0], first=0, words=words, ax=ax)
    assert {label.get_rotation() for label in ax.get_xticklabels()} == {rotation}


def test_alt_text_of_log_series_keeps_small_numbers():
    alt = plot.series([1, 0.03, 4.5e-7], log=True, names=["left"], ylabel="length").get_label()
    assert alt == "length over t; left 1 at t = 1, 4.5e-07 at 3."


def test_identical_curves_are_both_visible():
    ax = plot.series(H[:, 0], H[:, 0], names=["a", "b"])
    ax.figure.canvas.draw()
    seen = np.asarray(ax.figure.canvas.buffer_rgba())[..., :3].reshape(-1, 3)
    for color in (style.BLUE, style.VERMILION):
        assert (np.abs(seen - 255 * np.array(to_rgb(color))).max(axis=1) < 8).sum() > 500


def test_scatter_classes_differ_in_colour_and_marker():
    lines = plot.scatter(XY, LABELS).get_lines()
    assert len({to_hex(line.get_color()) for line in lines}) == 10
    assert [line.get_marker() for line in lines] == [f"${digit}$" for digit in range(10)]
    ax = plot.scatter(XY, LABELS % 2, names=["even", "odd"])
    assert {"even", "odd"} <= set(texts(ax))
    assert [line.get_markeredgecolor() for line in ax.get_lines()] == ["white"] * 2  # no blot


def test_alt_text_of_scatter_states_class_means():
    alt = plot.scatter([[0, 0], [1, 0], [3, 3]], [0, 0, 2]).get_label()
    assert alt == "3 points: 0 around (0.50, 0), 2 around (3, 3)."


def test_shares_show_large_numbers_and_words_up_to_t():
    p = [[0.05, 0.95], [0.31, 0.69], [0.8, 0.2]]
    ax = plot.shares(p, ["ninety", "seven"], ["dix", "sept", "<stop>"], t=2)
    assert {"0.95", "0.31", "0.69"} <= set(texts(ax))
    assert not {"0.05", "0.80", "0.20"} & set(texts(ax))
    told = "Largest share of each written word: dix seven 0.95, sept seven 0.69."
    assert ax.get_label() == told
    assert [text.get_text() for text in ax.get_xticklabels()] == ["ninety", "seven"]
    assert [text.get_text() for text in ax.get_yticklabels()] == ["dix", "sept", "<stop>"]
    (tiles,) = ax.collections
    np.testing.assert_allclose(tiles.get_array()[:2], style.faded(style.SKY, p[:2]))
    assert tiles.get_array()[2].min() > 0.9  # pale, as it comes after t
    assert ax.get_ylim()[0] > ax.get_ylim()[1]  # the first word is at the top
    assert plot.shares(p, "ab", "cde", t=0).get_label().endswith(": ….")
