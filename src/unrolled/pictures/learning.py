"""Learning as pictures: a loss over two weights, what each step adds, and learning curves."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import BoundaryNorm

from unrolled.pictures import plot, style
from unrolled.shapes import array, listed, whole


def landscape(loss, w_1, w_2, path=None, names=("w 1", "w 2"), ax: Axes | None = None) -> Axes:
    """Draw a loss over two weights, a band for each power of ten, and a path of descent on it.

    loss (n_2, n_1) at the weights w_1 (n_1,) and w_2 (n_2,), which rise. path (S+1, 2): the weights
    after each step; a part of it may lie outside. names: of the two weights. Raises ValueError
    where shapes do not fit.
    """
    w_1, w_2 = array("w_1", w_1, "n_1"), array("w_2", w_2, "n_2")
    names = listed("names", names, 2)
    power = np.log10(np.maximum(array("loss", loss, len(w_2), len(w_1)), 1e-12))
    row, column = np.unravel_index(power.argmin(), power.shape)
    best = w_1[column], w_2[row]
    ax = style.axes(ax, height=4.4)
    levels = np.arange(np.floor(np.quantile(power, 0.02)), np.floor(power.max()) + 2)
    bands = {"cmap": "cividis_r", "norm": BoundaryNorm(levels, 256, extend="min")}
    ax.pcolormesh(w_1, w_2, power, **bands)  # an image takes several times as long to draw
    ax.set(xlabel=names[0], ylabel=names[1], xlim=w_1[[0, -1]], ylim=w_2[[0, -1]])
    _powers(ax, levels[1:-1], power[:, -1], w_2, w_1[-1])
    ax.plot(*best, "*", ms=20, color="white", mec=style.INK)
    told = f"Loss over {names[0]} and {names[1]}, least at {style.point(best)}"
    if path is not None:
        path = array("path", path, "S+1", 2)
        _path(ax, path)
        begin, end = style.point(path[0]), style.point(path[-1])
        told += f"; a path from {begin} to {end} in {len(path) - 1} steps"
    return style.describe(ax, f"{told}.")


def contributions(values, kept=None, differences=None, ylabel="", ax: Axes | None = None) -> Axes:
    """Draw what each step adds to a sum, values (T,), and the sum of the last `kept`; None: of all.

    differences (T+1,): the same numbers found in another way, the sum last, drawn as circles.
    """
    values, ax = array("values", values, "T"), style.axes(ax)
    T = whole("the number of values", len(values), 1)
    dropped = 0 if kept is None else T - whole("kept", kept, 0, T)
    places, heights = [*range(1, T + 1), T + 2], [*values, values[dropped:].sum()]
    bars = ax.bar(places, heights, fc=style.BLUE, ec=style.INK)
    for bar in bars[:dropped]:
        bar.set(fc="white", ec=style.PALE, ls="--")
    bars[-1].set(fc=style.ORANGE, hatch="//")
    if kept is not None:  # the limits suit every `kept`
        ax.update_datalim([(T + 2, partial) for partial in values[::-1].cumsum()])
    if differences is not None:
        differences = array("differences", differences, T + 1)
        ax.plot(places, differences, "o", ms=11, mfc="none", mec=style.INK, mew=2)
    if T <= 12:
        room = 4 if differences is None else 9
        ax.bar_label(bars, map(style.number, heights), padding=room, fontsize=style.SMALL)
    _steps_and_sum(ax, places, ylabel)
    each, summed = ", ".join(map(style.number, values)), style.number(heights[-1])
    told = f"Bars of {ylabel or 'what each step adds'} for t = 1 to {T}: {each}"
    return style.describe(ax, f"{told}; the last {T - dropped} add up to {summed}.")


def _steps_and_sum(ax, places, ylabel):
    ax.set(xlabel="t", ylabel=ylabel)
    every = -(-len(places) // 13)
    ax.axhline(0, color=style.INK, lw=1, ls="-")
    ax.margins(y=0.15)
    steps = places[:-1:every]
    ax.set_xticks([*steps, places[-1]], [*map(str, steps), "sum"])


def curves(loss, held_out=(), chance=None, ax: Axes | None = None) -> Axes:
    """Draw the loss after each epoch (E,), in training and on held-out data.

    chance: the loss of a guess, drawn as a line.
    """
    losses = [array("loss", loss, "E")]
    E = whole("the number of epochs", len(losses[0]), 1)
    if listed("held_out", held_out):
        losses.append(array("held_out", held_out, E))
    names = ["training", "held out"][: len(losses)]
    ax = plot.series(*losses, names=names, xlabel="epoch", ylabel="loss", ax=ax)
    if chance is not None:
        ax.axhline(array("chance", chance), color=style.INK, lw=1.5, ls=":")
        above = {"xytext": (0, 4), "textcoords": "offset points", "ha": "right"}
        ax.annotate("guessing", (E, chance), **above, fontsize=style.SMALL)
    ax.set_ylim(bottom=0)
    return ax


def _powers(ax, levels, power, heights, right):
    """Beside the right edge, the powers of ten that the bands above its lowest loss begin with."""
    lowest, written = power.argmin(), -np.inf
    for level in levels:
        above = lowest + np.flatnonzero(power[lowest:] >= level)
        if not above.size or above[0] == lowest:
            continue
        if heights[above[0]] - written > 0.045 * np.ptp(ax.get_ylim()):
            written = heights[above[0]]
            ax.text(right, written, f" $10^{{{level:.0f}}}$", va="center", fontsize=style.SMALL)


def _path(ax, path):
    whole("the number of weights on the path", len(path), 1)
    ax.plot(*path.T, "-", color="white", lw=5)
    marker = "o" if len(path) <= 60 else ""
    ax.plot(*path.T, "-", color=style.VERMILION, lw=2.5, marker=marker, ms=6)
    for place, mark in [(path[0], "s"), (path[-1], "D")]:
        ax.plot(*place, mark, color=style.VERMILION, ms=11, mec="white", mew=2)
