"""Learning as pictures: a loss over two weights, what each step adds to the gradient, and learning curves.

As in `plot`, each function takes arrays, draws on `ax` or on a new figure, returns the Axes, and keeps a
sentence with it. Bad shapes raise ValueError.
"""

import numpy as np
from matplotlib.colors import BoundaryNorm

from unrolled.pictures import plot, style
from unrolled.shapes import array, listed, whole


def landscape(loss, w_1, w_2, path=None, names=("w 1", "w 2"), ax=None):
    """A loss over two weights, a band for each power of ten, and a path of descent on it.

    loss (n_2, n_1) at the weights w_1 (n_1,) and w_2 (n_2,), both evenly spaced and rising. path (S+1, 2):
    the weights after each step; a part of it may lie outside.
    """
    w_1, w_2, names = _even("w_1", w_1, "n_1"), _even("w_2", w_2, "n_2"), listed("names", names, 2)
    power = np.log10(np.maximum(array("loss", loss, len(w_2), len(w_1)), 1e-12))
    ax, lowest = style.axes(ax, height=4.4), np.unravel_index(power.argmin(), power.shape)
    levels = np.arange(np.floor(np.quantile(power, 0.02)), np.floor(power.max()) + 2)
    ax.imshow(power, cmap="cividis_r", norm=BoundaryNorm(levels, 256, extend="min"), origin="lower", aspect="auto",
              extent=[end + (w[1] - w[0]) * half for w in (w_1, w_2) for end, half in [(w[0], -0.5), (w[-1], 0.5)]])
    ax.set(xlabel=names[0], ylabel=names[1], xlim=w_1[[0, -1]], ylim=w_2[[0, -1]])
    _powers(ax, levels[1:-1], power[lowest[0]:, -1], w_2[lowest[0]:], w_1[-1])
    best = w_1[lowest[1]], w_2[lowest[0]]
    ax.plot(*best, "*", ms=20, color="white", mec=style.INK)
    says = "" if path is None else _path(ax, array("path", path, "S+1", 2))
    return style.describe(ax, f"Loss over {names[0]} and {names[1]}, least at {style.point(best)}{says}.")


def bars(values, kept=None, differences=None, ylabel="", ax=None):
    """What each step adds to a sum, values (T,), and the sum of the last `kept` of them (None: all).

    differences (T+1,): the same, the sum last, found in another way; drawn as circles.
    """
    values, ax = array("values", values, "T"), style.axes(ax)
    T = whole("the number of values", len(values), 1)
    dropped = T - (T if kept is None else whole("kept", kept, 0, T))
    heights, places = np.append(values, values[dropped:].sum()), np.append(np.arange(1, T + 1), T + 2)
    ax.bar(places[:dropped], heights[:dropped], fc="white", ec=style.PALE, ls="--")
    ax.bar(places[dropped:T], heights[dropped:T], fc=style.BLUE, ec=style.INK)
    ax.bar(places[T:], heights[T:], fc=style.ORANGE, ec=style.INK, hatch="//")
    if kept is not None:
        ax.update_datalim([(T + 2, total) for total in values[::-1].cumsum()])      # the limits suit every `kept`
    _write(ax, places, heights, differences)
    every = -(-T // 12)
    ax.axhline(0, color=style.INK, lw=1, ls="-")
    ax.margins(y=0.15)
    ax.set_xticks([*places[:T:every], T + 2], [*range(1, T + 1, every), "sum"])
    ax.set(xlabel="t", ylabel=ylabel)
    return style.describe(ax, f"Bars of {ylabel or 'what each step adds'} for t = 1 to {T}: "
                              f"{', '.join(map(style.number, values))}; "
                              f"the last {T - dropped} add up to {style.number(heights[-1])}.")


def curves(loss, held_out=(), chance=None, ax=None):
    """Loss after each epoch (E,), in training and on held-out data. chance: the loss of a guess."""
    losses = [array("loss", loss, "E")]
    E = whole("the number of epochs", len(losses[0]), 1)
    if np.size(held_out):
        losses.append(array("held_out", held_out, E))
    ax = plot.series(*losses, names=["training", "held out"][:len(losses)], xlabel="epoch", ylabel="loss", ax=ax)
    if chance is not None:
        ax.axhline(array("chance", chance), color=style.INK, lw=1.5, ls=":")
        ax.annotate("guessing", (E, chance), (0, 4), ha="right", textcoords="offset points", fontsize=style.SMALL)
    ax.set_ylim(bottom=0)
    return ax


def _even(name, values, n):
    values = array(name, values, n)
    steps = np.diff(values)
    if not steps.size or steps.min() <= 0 or not np.allclose(steps, steps[0]):
        raise ValueError(f"{name} needs at least two weights, evenly spaced and rising")
    return values


def _powers(ax, levels, power, heights, right):
    """Beside the right edge, the powers of ten that the bands above the lowest loss begin with."""
    written = -np.inf
    for level in levels:
        above = np.flatnonzero(power >= level)
        if above.size and heights[above[0]] - written > 0.045 * np.ptp(ax.get_ylim()):
            written = heights[above[0]]
            ax.text(right, written, f" $10^{{{level:.0f}}}$", va="center", fontsize=style.SMALL)


def _path(ax, path):
    whole("the number of weights on the path", len(path), 1)
    ax.plot(*path.T, "-", color="white", lw=5)
    ax.plot(*path.T, "-", color=style.VERMILION, lw=2.5, marker="o" if len(path) <= 60 else "", ms=6)
    for place, marker in [(path[0], "s"), (path[-1], "D")]:
        ax.plot(*place, marker, color=style.VERMILION, ms=11, mec="white", mew=2)
    return f"; a path from {style.point(path[0])} to {style.point(path[-1])} in {len(path) - 1} steps"


def _write(ax, places, heights, differences):
    """Circles at the differences, and while there are few each height, beyond the end of its bar and its circle."""
    ends, room = heights, 4
    if differences is not None:
        ends, room = array("differences", differences, len(places)), 9
        ax.plot(places, ends, "o", ms=11, mfc="none", mec=style.INK, mew=2)
    for place, height, end in zip(places, heights, ends):
        side = 1 if height >= 0 else -1
        if len(places) <= 13:
            ax.annotate(style.number(height), (place, side * max(side * height, side * end)), (0, side * room),
                        textcoords="offset points", ha="center", va={1: "bottom", -1: "top"}[side], fontsize=style.SMALL)
