"""Drawing: fast redrawing gives the same pixels as Matplotlib, whatever was drawn before."""

import functools

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, MultipleLocator
from matplotlib.transforms import Bbox

from unrolled import play
from unrolled.pictures import style
from unrolled.pictures.image_format import SCALE
from unrolled.play.canvas import Canvas
from unrolled.play.drawing import Drawing

TILES, SIZE = np.random.default_rng(0).normal(size=(6, 8)), (3.4, 2)


def on_curve(act):
    """A drawing that plots a curve and then calls `act` on the axes."""

    def drawn(ax):
        ax.plot([0, 1, 2], [-1, 3, 1], "o-", label="curve")
        act(ax)

    return drawn


CURVES = {
    "curve": lambda ax: None,
    "formatter": lambda ax: ax.xaxis.set_major_formatter(lambda v, p: f"<{v:g}>"),
    "locators": lambda ax: (
        ax.xaxis.set_major_locator(MaxNLocator(3)),
        ax.yaxis.set_minor_locator(MultipleLocator(0.2)),
    ),
    "words at ticks": lambda ax: ax.set_xticks([0, 1, 2], ["none", "one", "two\nlines"]),
    "no ticks": lambda ax: ax.set(xticks=[], yticks=[]),
    "axis off": lambda ax: ax.axis("off"),
    "no frame": lambda ax: ax.set_frame_on(False),
    "no x-axis": lambda ax: ax.xaxis.set_visible(False),
    "hidden": lambda ax: ax.set_visible(False),
    "inverted": lambda ax: ax.invert_yaxis(),
    "limits": lambda ax: ax.set(xlim=(-5, 5), ylim=(3, -3)),
    "margins": lambda ax: ax.margins(0.3),
    "labels": lambda ax: ax.set(xlabel="step $W_{hh}$", ylabel="two\nlines"),
    "label in colour": lambda ax: ax.set_xlabel("step $W_{hh}$", color="red"),
    "label far": lambda ax: ax.set_ylabel("h", rotation=0, labelpad=30),
    "label at right": lambda ax: (ax.set_ylabel("right"), ax.yaxis.set_label_position("right")),
    "title": lambda ax: ax.set_title("A title"),
    "titles": lambda ax: (ax.set_title("left\nof two", loc="left"), ax.set_title("high", pad=30)),
    "long title": lambda ax: ax.set_title("title " * 20, color="red"),
    "ticks in colour": lambda ax: ax.tick_params(colors="red", length=20, width=5, labelsize=20),
    "one tick": lambda ax: ax.get_xticklabels()[1].set(color="red", bbox={"fc": "yellow"}),
    "ticks inside": lambda ax: ax.tick_params(direction="in", length=30, top=True, rotation=45),
    "ticks above": lambda ax: (ax.set_axisbelow(False), ax.tick_params(direction="in", length=60)),
    "ground": lambda ax: (ax.set_facecolor("yellow"), ax.patch.set(alpha=0.4, hatch="//")),
    "spines": lambda ax: (
        ax.spines["left"].set_position("zero"),
        ax.spines["bottom"].set(color="red", lw=8, ls="--"),
    ),
    "twin": lambda ax: (ax.twinx().plot([5, 2]), ax.figure.axes[-1].set_ylabel("other")),
    "other scale": lambda ax: ax.secondary_xaxis("top"),
    "inset": lambda ax: ax.inset_axes([0.6, 0.1, 0.3, 0.3]).plot([1, 2]),
    "more axes": lambda ax: ax.figure.add_axes([0.5, 0.5, 0.2, 0.2]).plot([1, 2]),
    "suptitle": lambda ax: ax.figure.suptitle("Above all"),
    "text of the figure": lambda ax: ax.figure.text(0.5, 0.5, "in the middle"),
    "ground of the figure": lambda ax: ax.figure.patch.set_facecolor("#eef"),
    "layout": lambda ax: ax.figure.set_layout_engine("constrained", w_pad=0.5),
    "no layout": lambda ax: ax.figure.set_layout_engine("none"),
    "legend": lambda ax: ax.legend(),
    "legend outside": lambda ax: ax.legend(loc="lower left", bbox_to_anchor=(0, 1)),
    "legend of the figure": lambda ax: ax.figure.legend(),
    "text at the right": lambda ax: ax.text(1.1, 0.5, "outside", transform=ax.transAxes),
    "text below": lambda ax: ax.text(0.5, -0.4, "outside", transform=ax.transAxes),
    "arrow": lambda ax: ax.annotate(
        "see", (0, 0), (-0.5, 4), arrowprops={"arrowstyle": "->"}, annotation_clip=False
    ),
    "grid": lambda ax: ax.grid(True),
    "fine grid": lambda ax: (ax.minorticks_on(), ax.grid(True, which="minor")),
    "equal": lambda ax: ax.set(aspect="equal", anchor="W"),
    "equal data": lambda ax: ax.set_aspect("equal", adjustable="datalim"),
    "square": lambda ax: ax.set_box_aspect(1),
    "place": lambda ax: ax.set_position([0.2, 0.2, 0.3, 0.3]),
    "below": lambda ax: (ax.plot([1, 1], [-5, 5], lw=30, zorder=-3), ax.set_zorder(5)),
    "below and outside": lambda ax: (
        ax.plot([1, 1], [-0.4, 1.2], lw=30, zorder=0, clip_on=False),
        ax.set(ylim=(0, 1)),
    ),
    "table": lambda ax: ax.table([["1", "2"]], loc="bottom"),
}
POOL = {name: on_curve(act) for name, act in CURVES.items()} | {
    "nothing": lambda ax: None,
    "log": lambda ax: ax.loglog([1, 2000], [1, 1000]),
    "symlog": lambda ax: (ax.plot([-1, 2], [-900, 900]), ax.set(yscale="symlog")),
    "offset": lambda ax: ax.plot([1e9, 1e9 + 1], [1e-9, 3e-9], lw=10),
    "words": lambda ax: ax.bar(["cc", "dddd"], [1, 2], hatch="//"),
    "mesh": lambda ax: ax.pcolormesh(TILES, alpha=0.4),
    "image": lambda ax: ax.imshow(TILES),
    "colour bar": lambda ax: ax.figure.colorbar(ax.imshow(TILES, aspect="auto"), ax=ax),
    "rims": lambda ax: [ax.plot([0, k], **style.curve(k)) for k in range(3)],
    "axes removed": lambda ax: ax.remove(),
}


def draw(axes, **kinds):
    for ax, kind in zip(np.atleast_1d(axes), kinds.values()):
        POOL[kind](ax)


def pixels(drawing, *kinds):
    return np.asarray(drawing(**{f"kind_{k}": kind for k, kind in enumerate(kinds)})[0])


@functools.cache
@matplotlib.rc_context(style.LOOK)
def full(kind):
    figure = Figure(figsize=SIZE, dpi=SCALE * style.LOOK["figure.dpi"])
    page = Canvas(figure)
    POOL[kind](figure.subplots())
    for _ in range(2):
        if figure.get_layout_engine():
            figure.get_layout_engine().execute(figure)
    for ax in figure.axes if figure.get_layout_engine() else []:  # rounds to whole pixels
        if ax.get_in_layout():
            side = np.tile(figure.bbox.size, 2)
            place = ax.get_position(original=True).extents * side
            ax.set_position(Bbox.from_extents(place.round() / side))
    figure.set_layout_engine("none")
    page.draw()
    return np.array(page.buffer_rgba())[..., :3]


@functools.cache
def alone(left, right):
    return pixels(Drawing(draw, (1, 2), SIZE), left, right)


@pytest.mark.parametrize("kind", POOL)
@pytest.mark.filterwarnings("ignore:There are no gridspecs")
def test_fast_drawing_equals_full_drawing(kind):
    drawing = Drawing(draw, (1,), SIZE)
    for each in [kind, kind, "curve", kind]:
        assert np.array_equal(pixels(drawing, each), full(each))


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(*2 * [st.sampled_from([*POOL])]), max_size=5))
@pytest.mark.filterwarnings(
    "ignore:constrained_layout not applied", "ignore:There are no gridspecs"
)
def test_pictures_do_not_affect_later_ones(sequence):
    drawing = Drawing(draw, (1, 2), SIZE)
    for kinds in sequence:
        assert np.array_equal(pixels(drawing, *kinds), alone(*kinds)), kinds


def wave(axes):
    """A `draw` that keeps its axes in a list."""

    def draw(ax, t=3, gain=1.0):
        ax.plot(np.arange(t + 1), gain * np.sin(np.arange(t + 1)), "o")
        axes.append(ax)

    return draw


@pytest.mark.parametrize("player", ["film", "explore"])
def test_limits_are_fixed_and_contain_all_data(player):
    axes: list = []
    if player == "film":
        made = play.flipbook(wave(axes), t=[9, 1, 30], size=SIZE)
    else:
        made = play.explore(wave(axes), t=(1, 30), gain=(-2.0, 2.0), size=SIZE)
    axes.clear()
    for t in [1, 30, 9, 3]:
        for gain in [-2.0, 1.0, 2.0]:
            made.drawing(**({"t": t} if player == "film" else {"t": t, "gain": gain}))
            low, high = np.transpose([axes[-1].get_xlim(), axes[-1].get_ylim()])
            data = axes[-1].lines[0].get_xydata()
            assert (low < data.min(axis=0)).all() and (data.max(axis=0) < high).all()
    assert len({ax.get_xlim() for ax in axes}) == 1
    usual = axes[-2].get_ylim()  # larger data widen the limits of their own picture only
    assert sum(ax.get_ylim() == usual for ax in axes) >= len(axes) / 2


def test_explicit_limits_and_inverted_axes_are_kept():
    axes = []

    def draw(ax, t):
        ax.plot([0, t], [0, t])
        ax.set(xlim=(0, 3))
        ax.invert_yaxis()
        axes.append(ax)

    play.flipbook(draw, t=[1, 9], size=SIZE)
    assert all(ax.get_xlim() == (0, 3) for ax in axes)
    assert [ax.get_ylim() for ax in axes[-2:]] == 2 * [pytest.approx((9.45, -0.45))]


def test_labels_of_adjacent_axes_do_not_overlap():
    def draw(axes, t):
        for ax in axes:
            ax.set(xlabel="x\nlabel", ylabel="label", title=f"title {t}")
            ax.plot([0, 10**t])
        figures.append(axes[0].figure)

    figures = []
    drawing = Drawing(draw, (1, 2, 1), (10, 4))
    for t in [0, 5, 0]:
        drawing(t=t)
        boxes = [ax.get_tightbbox() for ax in figures[-1].axes]
        assert boxes[0].x0 > 0 and boxes[2].x1 < 2000 and all(box.y0 > 0 for box in boxes)
        assert boxes[0].x1 < boxes[1].x0 and boxes[1].x1 < boxes[2].x0


def test_axes_do_not_move_when_the_title_height_changes_slightly():
    def draw(ax, t):
        ax.set_title(f"t = {t}")
        heights.add(ax.title.get_window_extent().height)
        figures.append(ax.figure)

    figures: list = []
    heights: set = set()
    drawing = Drawing(draw, (1,), SIZE)
    for t in range(10):
        drawing(t=t)
    assert len({figure.axes[0].get_position().bounds for figure in figures}) == 1 < len(heights)


def raises(ax, t):
    plt.figure()
    raise RuntimeError("after a plt.figure")


@pytest.mark.parametrize(
    "act, needs",
    [
        (lambda ax, t: plt.plot([1, 2]), "draw on the axes it is given, got plt.figure"),
        (lambda ax, t: [plt.figure(), plt.figure()], "got .*plt.figure"),
        (raises, "after a plt.figure"),
    ],
)
def test_pyplot_figures_inside_draw_are_rejected_and_closed(act, needs, look):
    before = plt.get_fignums()
    with pytest.raises((ValueError, RuntimeError), match=needs):
        Drawing(act, (1,), SIZE)(t=1)
    assert plt.get_fignums() == before


def test_failed_drawing_leaves_nothing_on_the_next_picture():
    def draw(ax, t):
        ax.plot([0, 1], [t, 1])
        ax.set_title(f"{1 / t:.3f}")

    drawing = Drawing(draw, (1,), SIZE)
    drawing.prepare()
    with pytest.raises(ZeroDivisionError):
        drawing(t=0)
    assert np.array_equal(drawing(t=1)[0], Drawing(draw, (1,), SIZE)(t=1)[0])


def test_user_rcparams_have_no_effect_and_are_not_changed():
    look = pixels(Drawing(draw, (1,), SIZE), "curve")
    with matplotlib.rc_context({"lines.linewidth": 9, "figure.dpi": 30, "font.size": 4}):
        before = dict(plt.rcParams)
        assert np.array_equal(pixels(Drawing(draw, (1,), SIZE), "curve"), look)
        assert dict(plt.rcParams) == before
