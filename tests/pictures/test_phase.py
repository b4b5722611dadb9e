"""Phase: trajectories, labels without overlap, fixed points, spectra and flows."""

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
    """A path (T+1, 2) that is too crowded for its labels."""
    return np.random.default_rng(seed).normal(scale=0.3, size=(T + 1, 2))


def boxes(ax):
    ax.figure.canvas.draw()
    return [Text.get_window_extent(text) for text in ax.texts]  # without connecting lines


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("t", [0, 3, 3.5, 8, None])
def test_words_do_not_overlap_or_leave_the_axes(seed, t):
    long = [3 * word for word in WORDS]
    paths = knot(seed), knot(seed + 100)
    ax = phase.trajectory(*paths, words=[long, long], t=t, limit=2)
    assert not any(a.overlaps(b) for a, b in itertools.combinations(boxes(ax), 2))
    assert all(ax.bbox.contains(*corner) for box in boxes(ax) for corner in (box.min, box.max))


@pytest.mark.parametrize("seed", range(5))
def test_words_of_the_current_step_are_large(seed):
    ax = phase.trajectory(knot(seed), knot(seed + 100), words=[WORDS, WORDS], t=4, limit=2)
    now = [text for text in ax.texts if text.get_fontsize() > style.SMALL]
    assert [text.get_text() for text in now] == ["d", "d"]
    assert {text.get_color() for text in now} == {style.BLUE, style.VERMILION}


def test_constant_trajectory_is_labelled_once():
    falls = 0.8 ** np.arange(31)[:, None] * [0, 1]
    assert texts(phase.trajectory(falls, limit=1.1)).count("30") == 1
    rests = phase.trajectory(np.zeros((31, 2)), limit=1.1)
    assert [text.get_text() for text in rests.texts] == ["30"]


def test_later_steps_are_not_drawn_but_within_the_limits():
    path = np.array([[0, 0], [1, 0], [1, 1], [5, 5]])
    ax, whole = phase.trajectory(path, t=2), phase.trajectory(path)
    ends = [line.get_xydata()[-1] for line in ax.get_lines() if len(line.get_xydata())]
    assert np.max(ends) == 1
    assert ax.get_xlim() == whole.get_xlim() and ax.get_ylim() == whole.get_ylim()
    assert "3" not in [text.get_text() for text in ax.texts]


def test_state_is_interpolated_linearly_between_steps():
    path = np.array([[0, 0], [1, 0], [1, 1]])
    ax = phase.trajectory(path, words=[["right", "up"]], t=1.25)
    assert ax.get_label() == "Trajectory: path 1 from (0, 0) to (1, 0.25) in 1.25 steps."
    (now,) = [text for text in ax.texts if text.get_fontsize() > style.SMALL]
    assert now.get_text() == "up" and tuple(now.xy) == (1, 0.25)


def test_older_steps_are_paler_thinner_and_opaque():
    (steps,) = phase.trajectory(knot(0)).findobj(LineCollection)
    blue = np.array(to_rgb(style.BLUE))
    far = np.abs(steps.get_colors()[:, :3] - blue).sum(axis=1)
    assert (np.diff(far) <= 1e-12).all() and far[-1] < 1e-12 < far[0]
    assert (np.diff(steps.get_linewidths()) >= 0).all()
    assert (steps.get_colors()[:, 3] == 1).all()


def test_words_shared_by_trajectories_are_written_once():
    path, words = knot(0, 3), WORDS[:3]
    shown = texts(phase.trajectory(path, path, words=[words, words]))
    assert all(shown.count(word) == 1 for word in words)
    ax = phase.trajectory(path, path + 3, words=[words, words])
    for color in (style.BLUE, style.VERMILION):
        assert [text.get_color() for text in ax.texts].count(color) == 4


def test_alt_text_states_where_two_trajectories_diverge():
    path, other = np.zeros((4, 2)), np.zeros((4, 2))
    other[2:] += 0.3
    alt = phase.trajectory(path, other).get_label()
    assert "apart from step 2, distance in this plane 0.42 at the end" in alt
    assert "not apart yet" in phase.trajectory(path, other, t=1).get_label()


def test_marks_at_the_same_point_are_all_visible():
    ax = phase.trajectory(knot(0), knot(0), knot(0))
    sizes = [line.get_markersize() for line in ax.get_lines() if line.get_zorder() == 3]
    assert sizes == sorted(sizes, reverse=True) and len(set(sizes)) == 3


def test_fixed_points_are_above_all_other_marks():
    ax = phase.trajectory(knot(0), t=2)
    below = max(artist.get_zorder() for artist in [*ax.lines, *ax.collections])
    crosses, stars = phase.fixed_points(knot(1, 1), knot(2, 2), ax).get_lines()[-2:]
    assert (crosses.get_marker(), stars.get_marker()) == ("X", "*")
    for line in (crosses, stars):
        assert line.get_zorder() > below and line.get_markersize() >= 15
        assert line.get_markeredgecolor() == "white"
    assert ax.get_label().endswith("Fixed points: 2 attract, 3 do not.")


def test_spectrum_counts_eigenvalues_outside_the_unit_circle():
    ax = phase.spectrum(np.array([0.5, 1.2j, -1.2j]))
    expected = "Spectrum: 3 eigenvalues, 2 outside the unit circle, largest modulus 1.20."
    assert ax.get_label() == expected
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("real part", "imaginary part")


def test_flow_arrows_are_dark_and_wide():
    grid = np.stack(np.meshgrid(*2 * [np.linspace(-1, 1, 15)]), axis=-1)
    ax = phase.flow(grid, 0.5 * grid)
    (arrows,) = ax.collections
    assert arrows.get_facecolor()[0, :3].max() < 0.4 and arrows.width >= 0.006
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("unit 1", "unit 2")
