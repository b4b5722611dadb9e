"""phase: a path can be followed to where the state is now, and no word lies on another."""

import itertools

import numpy as np
import pytest
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb
from matplotlib.text import Text

from pictures import texts
from unrolled.pictures import phase, style

WORDS = list("abcdefgh")
pytestmark = pytest.mark.usefixtures("look")


def knot(seed, T=8):
    """A path (T+1, 2) in a room that is too small for its words."""
    return np.random.default_rng(seed).normal(scale=0.3, size=(T + 1, 2))


def boxes(ax):
    ax.figure.canvas.draw()
    return [Text.get_window_extent(text) for text in ax.texts]  # without the lines that lead to it


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("t", [0, 3, 3.5, 8, None])
def test_no_word_lies_on_another_or_leaves_the_picture(seed, t):
    long = [3 * word for word in WORDS]
    paths = knot(seed), knot(seed + 100)
    ax = phase.trajectory(*paths, words=[long, long], t=t, limit=2)
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes(ax), 2))
    assert all(ax.bbox.contains(*corner) for box in boxes(ax) for corner in (box.min, box.max))


@pytest.mark.parametrize("seed", range(5))
def test_the_words_of_now_are_there_and_large(seed):
    ax = phase.trajectory(knot(seed), knot(seed + 100), words=[WORDS, WORDS], t=4, limit=2)
    now = [text for text in ax.texts if text.get_fontsize() > style.SMALL]
    assert [text.get_text() for text in now] == ["d", "d"]
    assert {text.get_color() for text in now} == {style.BLUE, style.VERMILION}


def test_a_path_at_rest_is_labelled_once():
    falls = 0.8 ** np.arange(31)[:, None] * [0, 1]
    assert texts(phase.trajectory(falls, limit=1.1)).count("30") == 1
    rests = phase.trajectory(np.zeros((31, 2)), limit=1.1)
    assert [text.get_text() for text in rests.texts] == ["30"]


def test_of_what_comes_later_nothing_is_drawn_but_there_is_room_for_it():
    path = np.array([[0, 0], [1, 0], [1, 1], [5, 5]])
    ax, whole = phase.trajectory(path, t=2), phase.trajectory(path)
    ends = [line.get_xydata()[-1] for line in ax.get_lines() if len(line.get_xydata())]
    assert np.max(ends) == 1
    assert ax.get_xlim() == whole.get_xlim() and ax.get_ylim() == whole.get_ylim()
    assert "3" not in [text.get_text() for text in ax.texts]


def test_between_two_steps_the_state_is_on_a_straight_way():
    path = np.array([[0, 0], [1, 0], [1, 1]])
    ax = phase.trajectory(path, words=[["right", "up"]], t=1.25)
    assert ax.get_label() == "Trajectory: path 1 from (0, 0) to (1, 0.25) in 1.25 steps."
    (now,) = [text for text in ax.texts if text.get_fontsize() > style.SMALL]
    assert now.get_text() == "up" and tuple(now.xy) == (1, 0.25)


def test_older_steps_are_paler_and_thinner_and_let_nothing_through():
    (steps,) = phase.trajectory(knot(0)).findobj(LineCollection)
    blue = np.array(to_rgb(style.BLUE))
    far = np.abs(steps.get_colors()[:, :3] - blue).sum(axis=1)
    assert (np.diff(far) <= 1e-12).all() and far[-1] < 1e-12 < far[0]
    assert (np.diff(steps.get_linewidths()) >= 0).all()
    assert (steps.get_colors()[:, 3] == 1).all()


def test_the_words_of_paths_that_run_together_are_written_once_and_have_their_colour():
    path, words = knot(0, 3), WORDS[:3]
    shown = texts(phase.trajectory(path, path, words=[words, words]))
    assert all(shown.count(word) == 1 for word in words)
    ax = phase.trajectory(path, path + 3, words=[words, words])
    for color in (style.BLUE, style.VERMILION):
        assert [text.get_color() for text in ax.texts].count(color) == 4


def test_the_sentence_says_where_two_trajectories_part():
    path, other = np.zeros((4, 2)), np.zeros((4, 2))
    other[2:] += 0.3
    told = phase.trajectory(path, other).get_label()
    assert "apart from step 2, distance in this plane 0.42 at the end" in told
    assert "not apart yet" in phase.trajectory(path, other, t=1).get_label()


def test_marks_at_one_place_are_all_seen():
    ax = phase.trajectory(knot(0), knot(0), knot(0))
    sizes = [line.get_markersize() for line in ax.get_lines() if line.get_zorder() == 3]
    assert sizes == sorted(sizes, reverse=True) and len(set(sizes)) == 3


def test_fixed_points_stand_out_of_everything_else():
    ax = phase.trajectory(knot(0), t=2)
    below = max(artist.get_zorder() for artist in [*ax.lines, *ax.collections])
    crosses, stars = phase.fixed_points(knot(1, 1), knot(2, 2), ax).get_lines()[-2:]
    assert (crosses.get_marker(), stars.get_marker()) == ("X", "*")
    for line in (crosses, stars):
        assert line.get_zorder() > below and line.get_markersize() >= 15
        assert line.get_markeredgecolor() == "white"
    assert ax.get_label().endswith("Fixed points: 2 attract, 3 do not.")


def test_the_spectrum_counts_what_is_outside():
    told = phase.spectrum(np.array([0.5, 1.2j, -1.2j])).get_label()
    assert told == "Spectrum: 3 eigenvalues, 2 outside the unit circle, largest modulus 1.20."


def test_arrows_of_a_flow_can_be_seen():
    grid = np.stack(np.meshgrid(*2 * [np.linspace(-1, 1, 15)]), axis=-1)
    ax = phase.flow(grid, 0.5 * grid)
    (arrows,) = ax.collections
    assert arrows.get_facecolor()[0, :3].max() < 0.4 and arrows.width >= 0.006
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("unit 1", "unit 2")
