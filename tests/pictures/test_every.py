"""Every picture: drawn on the given axes, described, legible, complete; arrays unchanged."""

import copy

import matplotlib.pyplot as plt
import numpy as np
import pytest

from pictures import shown
from unrolled.pictures import (
    architectures,
    arithmetic,
    diagram,
    images,
    learning,
    phase,
    plot,
    predictions,
    style,
    unroll_animation,
)
from unrolled.tasks import movies, text

RNG = np.random.default_rng(0)
WORDS, WRITTEN = ["Time", "flows", "forward"], ["soixante", "dix"]
H, D_H = np.tanh(RNG.normal(size=(4, 5))), RNG.normal(size=(5, 3))
BATCH, GRAY, COLOR = RNG.normal(size=(3, 4, 2)), RNG.random((36, 8, 8)), RNG.random((2, 30, 20, 3))
GRID = np.stack(np.meshgrid(*2 * [np.linspace(-1, 1, 5)]), axis=-1)
XY, LABELS = RNG.normal(size=(60, 2)), np.arange(60) % 10
W_1, W_2 = np.linspace(-2, 2, 41), np.linspace(-1, 2, 31)
LOSS = (W_1 - 0.5) ** 2 + 10 * (W_2[:, None] - 1) ** 2
PATH, BARS = np.array([[-1.0, -0.5], [1.5, 1.6], [0.6, 1.1]]), np.array([0.5, -1.25, 0.0, 2.5, -4])
P, NUDGED, COPIES = np.array([0.05, 0.6, 0.25, 0.1]), np.append(BARS, -2.25), np.ones(4) / 9
SHARES = np.array([[0.05, 0.9, 0.05], [0.3, 0.1, 0.6]])
ROW = [("W_hh", np.eye(2)), "·", ("h_(1)", [1.0, -0.5]), "=", ("a_(2)", [1.0, -0.5])]
TINTED = [("a^T", [[3, -1]], ["#ff0000", "#00ff00"]), "·", ("b", [5, 7]), "=", ("c", [8])]

# (function, arguments, options)
PICTURES = [
    (diagram.loop, ["flows", H[2], 0.5], {}),
    (diagram.unrolled, [WORDS, H, [0.1, -0.2, 3], 2], {}),
    (diagram.unrolled, [["seed", None, None], None, WORDS], dict(feedback=True)),
    (diagram.unrolled, [WORDS, range(4), [None, None, 2]], dict(weights=False)),
    (diagram.with_head, [WORDS, 0.7], {}),
    (diagram.encoder_decoder, [["seventy"], WRITTEN], dict(weights=False)),
    (diagram.encoder_decoder, [["a", "b"], WRITTEN, (H[:3], H[1:]), "<start>", 4], {}),
    *((diagram.rounds, [T, done], {}) for T, done in ((2, 0), (8, 2), (12, None))),
    (architectures.direct, [WORDS, 2], {}),
    (architectures.feedforward, [6], {}),
    (architectures.feedforward, [2, [64, 32, 10]], {}),
    (architectures.backward, [["not", "bad", "at", "all"], D_H, COPIES, 1.5, 2], {}),
    *((unroll_animation.frame, [WORDS, H, [0.5, -0.25, 1], s], {}) for s in (0, 0.3, 1.5, 3)),
    (arithmetic.element, [BATCH, (2, 3, 1), "itj", "x^{(2)}_{(3),1}"], {}),
    (arithmetic.element, [movies.cross([])[0], (6, 9), ["j", "j'"]], {}),
    (arithmetic.equation, [[ROW, ["tanh", *ROW[2:]]], 1], {}),
    (arithmetic.equation, [[TINTED]], {}),
    (images.show, [GRAY], dict(titles=range(36), columns=9)),
    (images.show, [COLOR, ["left", "right"]], {}),
    (images.show, [GRAY - 0.5], dict(columns=18, signed=True, rows=["upper\nrow", "lower"])),
    (learning.landscape, [LOSS, W_1, W_2, PATH, ["$w_x$", "$w_h$"]], {}),
    (learning.contributions, [BARS, 2, NUDGED, "gradient"], {}),
    (learning.contributions, [np.sin(np.arange(40)), 9], {}),
    (learning.curves, [[0.5, 0.3, 0.2], [0.6, 0.4, 0.3], 0.69], {}),
    (phase.trajectory, [H[:, :2], -H[:, :2]], dict(words=[WORDS, WORDS], t=1.25)),
    (phase.fixed_points, [H[:2, :2], H[2:3, :2]], {}),
    (phase.spectrum, [np.array([0.5, 1.2j, -1.2j])], {}),
    (phase.flow, [GRID, np.tanh(1.5 * GRID)], {}),
    (plot.heatmap, [H, 2, WORDS], {}),
    (plot.heatmap, [RNG.normal(size=(101, 40))], {}),
    (plot.series, [H[:, 0], H[:, 1]], dict(names=["a", "b"], t=2)),
    (plot.series, [H[:, 0]], dict(first=0, words=WORDS, ylabel="y")),
    (plot.shares, [SHARES, WORDS, WRITTEN], {}),
    (plot.shares, [np.ones((12, 9)) / 9, 3 * WORDS, 6 * WRITTEN, 5], {}),
    (plot.scatter, [XY, LABELS], {}),
    (plot.scatter, [XY, LABELS % 2], dict(names=["even", "odd"], limit=3)),
    (predictions.probabilities, [P, "\n ab", 2, "drawn"], {}),
    (predictions.probabilities, [P, ["the", "course", "is", "not"]], {}),
    (predictions.generated_text, [text.zen()[:180], text.zen()[:40]], {}),
]
pytestmark = pytest.mark.usefixtures("look")


@pytest.mark.parametrize("f, args, options", PICTURES)
def test_picture_is_described_legible_not_clipped_and_modifies_no_array(f, args, options):
    before = copy.deepcopy(args)
    ax = f(*args, **options)
    figure = ax.figure
    assert repr(figure) == ax.get_label()
    assert ax.get_label().endswith(".") and len(ax.get_label()) > 30
    figure.canvas.draw()
    assert shown(figure) or ax.collections
    assert all(text.get_fontsize() >= style.SMALL for text in shown(figure))
    assert plt.rcParams["figure.dpi"] >= 96  # a point on the screen is at least one pixel
    drawn, page = figure.get_tightbbox(), figure.bbox_inches.padded(0.01)
    assert page.x0 <= drawn.x0 and drawn.x1 <= page.x1
    assert page.y0 <= drawn.y0 and drawn.y1 <= page.y1
    np.testing.assert_equal(args, before)


@pytest.mark.parametrize("f, args, options", PICTURES)
def test_picture_uses_only_the_given_axes_and_is_reproducible(f, args, options):
    def pixels():
        figure, (other, ax) = plt.subplots(1, 2, layout="none")
        untouched = len(other.get_children())
        assert f(*args, **options, ax=ax) is ax
        assert len(other.get_children()) == untouched and len(figure.axes) == 2
        figure.canvas.draw()
        return figure.canvas.buffer_rgba()

    assert np.array_equal(pixels(), pixels())
