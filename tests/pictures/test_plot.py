"""plot: heat maps, paths, spectra, flows and series say what their arrays hold; bad input."""

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from pictures import EveryPicture, texts
from unrolled.pictures import phase, plot, style

WORDS = ["Time", "flows", "forward"]
H = np.tanh(np.random.default_rng(0).normal(size=(4, 5)))
PATH = H[:, :2]
GRID = np.stack(np.meshgrid(*2 * [np.linspace(-1, 1, 5)]), axis=-1)

CURVES = style.BLUE, style.VERMILION

PICTURES = {
    "heat map": lambda ax=None: plot.heatmap(H, 2, WORDS, ax=ax),
    "large heat map": lambda ax=None: plot.heatmap(
        np.random.default_rng(1).normal(size=(101, 40)), ax=ax
    ),
    "trajectory": lambda ax=None: phase.trajectory(PATH, ax=ax),
    "two trajectories": lambda ax=None: phase.trajectory(
        PATH, -PATH, names=["a", "b"], words=[WORDS, WORDS], t=2, ax=ax
    ),
    "trajectory on its way": lambda ax=None: phase.trajectory(PATH, t=1.25, ax=ax),
    "resting points": lambda ax=None: phase.resting(H[:2, :2], H[2:3, :2], ax),
    "spectrum": lambda ax=None: phase.spectrum(np.array([0.5, 1.2j, -1.2j]), ax=ax),
    "flow": lambda ax=None: phase.flow(GRID, np.tanh(1.5 * GRID), ax),
    "bars": lambda ax=None: plot.bars(H[1], H[2], names=["a", "b"], ax=ax),
    "series": lambda ax=None: plot.series(H[:, 0], H[:, 1], names=["a", "b"], t=2, ax=ax),
    "series of words": lambda ax=None: plot.series(
        H[:, 0], first=0, words=WORDS, ylabel="y", ax=ax
    ),
}
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("draw", PICTURES.values(), ids=PICTURES)
class TestEvery(EveryPicture):
    def test_it_leaves_its_arrays_alone(self, draw):
        before = [array.copy() for array in (H, GRID)]
        draw()
        assert all(np.array_equal(a, b) for a, b in zip(before, (H, GRID)))


def test_the_words_of_paths_that_run_together_are_written_once():
    shown = texts(phase.trajectory(PATH, PATH, words=[WORDS, WORDS]))
    assert all(shown.count(word) == 1 for word in WORDS)


def test_the_sentence_says_where_two_trajectories_part():
    other = PATH.copy()
    other[2:] += 0.3
    assert (
        "apart from step 2, distance 0.42 at the end" in phase.trajectory(PATH, other).get_label()
    )
    assert "not apart yet" in phase.trajectory(PATH, other, t=1).get_label()


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


@pytest.mark.parametrize("words, rotation", [(["1\n3", 2, "a"], 0), (WORDS, 40)])
def test_short_words_stand_upright_below_a_series_also_where_long_ones_stood(words, rotation):
    ax = plot.series(H[:, 0], first=0, words=WORDS)
    plot.series(H[:, 0], first=0, words=words, ax=ax)
    assert {label.get_rotation() for label in ax.get_xticklabels()} == {rotation}


def test_below_a_heat_map_stand_steps_or_the_words_that_were_read():
    for words, first, name in [(None, "0", "t"), (WORDS, "h(0)", "word that was read")]:
        ax = plot.heatmap(H, words=words)
        assert (ax.get_xticklabels()[0].get_text(), ax.get_xlabel()) == (first, name)


@pytest.mark.parametrize(
    "call, needs",
    [
        (lambda: plot.bars(names=[]), "bars needs at least one array"),
        (lambda: plot.bars(H[0], H[0][1:], names="ab"), r"bars 2 needs shape \(5\), got \(4,\)"),
        (lambda: plot.bars(H[0], names="ab"), "names needs 1 entries, got 2"),
        (lambda: plot.heatmap(H[0]), r"h needs shape \(T\+1, n_h\), got \(5,\)"),
        (lambda: plot.heatmap(H, t=9), "t needs a whole number from 0 to 3, got 9"),
        (lambda: plot.heatmap(H, words=["a"]), "words needs 3 entries, got 1"),
        (lambda: phase.trajectory(), r"trajectory needs at least one path \(T\+1, 2\), got none"),
        (lambda: phase.trajectory(PATH, H), r"path 2 needs shape \(T\+1, 2\), got \(4, 5\)"),
        (lambda: phase.trajectory(PATH, names=["a", "b"]), "names needs 1 entries, got 2"),
        (lambda: phase.trajectory(PATH, words=[["a"]]), "words of path 1 needs 3 entries, got 1"),
        (lambda: phase.trajectory(PATH, t=-1), "t needs a number from 0 up, got -1"),
        (lambda: phase.trajectory(PATH, t=[1, 2]), r"t needs shape \(\), got \(2,\)"),
        (lambda: phase.resting(H, PATH), r"attract needs shape \(K, 2\), got \(4, 5\)"),
        (lambda: phase.spectrum(np.eye(2)), r"eigenvalues needs shape \(n_h\), got \(2, 2\)"),
        (lambda: phase.flow(GRID, GRID[0]), r"h_next needs shape \(5, 5, 2\), got \(5, 2\)"),
        (lambda: plot.series(), r"series needs at least one array \(T\), got none"),
        (lambda: plot.series([1, np.inf]), r"series 1 needs finite numbers, got inf at \[1\]"),
        (lambda: plot.series([1, 2], t=3), "t needs a whole number from 1 to 2, got 3"),
        (lambda: plot.series(H[:, 0], words=WORDS), "words needs 4 entries, got 3"),
        (
            lambda: plot.series(H[:, 0], first=0, words=[*WORDS, "?"]),
            "words needs 3 entries, got 4",
        ),
    ],
)
def test_bad_input_is_named(call, needs):
    with pytest.raises(ValueError, match=needs):
        call()


def test_the_words_along_a_path_have_its_colour():
    ax = phase.trajectory(PATH, PATH + 1, words=[WORDS, WORDS])
    for color in (style.BLUE, style.VERMILION):
        assert [text.get_color() for text in ax.texts].count(color) == 4


def test_bars_are_as_high_as_the_numbers():
    ax = plot.bars([1, -2], [3, 4], names=["a", "b"])
    assert [patch.get_height() for patch in ax.patches] == [1, -2, 3, 4]
    assert ax.get_label() == "Bars for each unit: a (1, -2); b (3, 4)."


def test_bars_of_a_film_are_named_once():
    ax = plot.bars([1, -2], [3, 4], names=["a", "b"])
    for patch in list(ax.patches):
        patch.remove()
    plot.bars([1, -2], [3, 5], names=["a", "b"], ax=ax)
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["a", "b"]


def test_curves_on_one_another_are_both_seen():
    ax = plot.series(H[:, 0], H[:, 0], names=["a", "b"])
    ax.figure.canvas.draw()
    seen = np.asarray(ax.figure.canvas.buffer_rgba())[..., :3].reshape(-1, 3)
    plain = [np.abs(seen - 255 * np.array(to_rgb(color))).max(axis=1) < 8 for color in CURVES]
    assert all(each.sum() > 500 for each in plain)


def test_marks_at_one_place_are_all_seen():
    ax = phase.trajectory(PATH, PATH, PATH)
    sizes = [line.get_markersize() for line in ax.get_lines() if line.get_zorder() == 3]
    assert sizes == sorted(sizes, reverse=True) and len(set(sizes)) == 3


def test_resting_points_stand_out_of_everything_else():
    ax = phase.trajectory(PATH, t=2)
    below = max(artist.get_zorder() for artist in [*ax.lines, *ax.collections])
    crosses, stars = phase.resting(PATH[:2], PATH[2:], ax).get_lines()[-2:]
    assert (crosses.get_marker(), stars.get_marker()) == ("X", "*")
    for line in (crosses, stars):
        assert line.get_zorder() > below and line.get_markersize() >= 15
        assert line.get_markeredgecolor() == "white"
    assert ax.get_label().endswith("2 resting points attract, 2 do not.")
