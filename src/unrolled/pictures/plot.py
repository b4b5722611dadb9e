"""Arrays over time: a heat map of the state, and curves; and bars, where there is no time.

Where there is a `t`, what comes after step t is pale.
"""

import numpy as np
from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.shapes import array, listed, whole


def heatmap(h, t=None, words=None, limit=None, ax: Axes | None = None) -> Axes:
    """The state over time: h (T+1, n_h), a row for each unit, a column for each step.

    words: T words, written below the steps 1 to T. limit: the value that has the strongest colour;
    None: the largest, or 1. Few numbers are written into their cells.
    """
    h, ax = array("h", h, "T+1", "n_h"), style.axes(ax)
    T, n_h = len(h) - 1, h.shape[1]
    t = T if t is None else whole("t", t, 0, T)
    largest = np.abs(h).max(initial=1) if limit is None else limit
    opaque = np.where(np.arange(T + 1) <= t, 1.0, 0.15) * np.ones((n_h, 1))
    style.tiles(ax, h.T, cmap="PuOr", vmin=-largest, vmax=largest, alpha=opaque)
    if h.size <= 72:
        _numbers(ax, h[: t + 1], 0.6 * largest)
    _color_key(ax, T, n_h, largest)
    _step_ticks(ax, T, words)
    rows = range(n_h) if n_h <= 12 else [0, n_h - 1]
    ax.set_yticks(rows, [f"unit {i + 1}" for i in rows])
    least, most = style.number(h.min()), style.number(h.max())
    values = f"values from {least} to {most}; h({t}) = {style.point(h[t])}"
    return style.describe(ax, f"Heat map of {n_h} units over {T} steps, {values}.")


def series(
    *values,
    names=None,
    t=None,
    first=1,
    xlabel="t",
    ylabel="",
    log=False,
    ylim=None,
    words=None,
    ax: Axes | None = None,
) -> Axes:
    """Curves over time: each of values (T,), the first value at `first`.

    log: a logarithmic vertical axis. ylim: its two ends; None: as the values need. words: written
    below the steps from 1 on.
    """
    if not values:
        raise ValueError("series needs at least one array (T), got none")
    values, ax = [array(f"series {k}", v, "T") for k, v in enumerate(values, 1)], style.axes(ax)
    names = listed("names", names, len(values), [f"series {k}" for k in range(1, len(values) + 1)])
    for k, (v, name) in enumerate(zip(values, names)):
        now = len(v) - 1 if t is None else whole("t", t, first, first + len(v) - 1) - first
        look = style.curve(k, lw=2.5 if len(v) <= 150 else 1.8)
        if t is not None:
            look |= {"marker": style.MARKERS[k % 4], "markevery": [-1]}
        style.draw_curve(ax, first + np.arange(len(v)), v, now, look, name)
    ax.set(xlabel=xlabel, ylabel=ylabel, yscale="log" if log else "linear")
    if words is None:
        ax.xaxis.get_major_locator().set_params(integer=True)
    else:
        _words_below(ax, words, first, first - 1 + max(map(len, values)))
    if ylim is not None:
        ax.set_ylim(ylim)
    style.legend(ax, len(values))
    says = [_ends(v, name, first, t, xlabel) for v, name in zip(values, names)]
    return style.describe(ax, f"{ylabel or 'Series'} over {xlabel}; {'; '.join(says)}.")


def bars(*values, names, xlabel="unit", ylim=None, ax: Axes | None = None) -> Axes:
    """Vectors of one length side by side: each of values (n,) gives each entry a bar, from 1 on."""
    if not values:
        raise ValueError("bars needs at least one array (n), got none")
    values, ax = [array("bars 1", values[0], "n"), *values[1:]], style.axes(ax)
    values = [array(f"bars {k}", v, len(values[0])) for k, v in enumerate(values, 1)]
    names, n, wide = listed("names", names, len(values)), len(values[0]), 0.8 / len(values)
    ax.containers.clear()  # a film takes away the bars of a frame, but not these
    for k, (v, name) in enumerate(zip(values, names)):
        look = {"fc": style.SEQUENCE[k % 6], "hatch": ["", "//", "..", "x"][k % 4]}
        left = np.arange(1, n + 1) + (k - len(values) / 2) * wide
        ax.bar(left, v, wide, align="edge", ec=style.INK, label=name, **look)
    ax.axhline(0, color=style.INK, lw=1)
    ax.set(xlabel=xlabel, ylim=ylim, xticks=range(1, n + 1))
    style.legend(ax, len(values))
    told = "; ".join(f"{name} {style.point(v)}" for v, name in zip(values, names))
    return style.describe(ax, f"Bars for each {xlabel}: {told}.")


def _ends(v, name, first, t, xlabel):
    """A curve in words: where it begins, and where it is at t, or at its end."""
    end = first + len(v) - 1 if t is None else t
    begin, now = style.number(v[0]), style.number(v[end - first])
    return f"{name} {begin} at {xlabel} = {first}, {now} at {end}"


def _numbers(ax, h, dark):
    """Each value in its cell, white where its size is above `dark`."""
    for (k, i), value in np.ndenumerate(h):
        color = "white" if abs(value) > dark else style.INK
        ax.text(k, i, style.number(value), **style.CENTER, fontsize=style.SMALL, color=color)


def _color_key(ax, T, n_h, largest):
    """The colours' meaning, right of the map, in its own axes: a flipbook must not gain axes."""
    left, wide = T + 0.9, 0.035 * (T + 1)
    bar = np.linspace(largest, -largest, 101)[:, None]
    rows = np.linspace(-0.5, n_h - 0.5, 102)
    ax.pcolormesh([left, left + wide], rows, bar, cmap="PuOr", vmin=-largest, vmax=largest)
    for value, at, va in [
        (largest, -0.5, "top"),
        (0, n_h / 2 - 0.5, "center"),
        (-largest, n_h - 0.5, "bottom"),
    ]:
        ax.text(left + 1.3 * wide, at, style.number(value), va=va, fontsize=style.SMALL)
    ax.set(xlim=(-0.5, left + 4 * wide), ylim=(n_h - 0.5, -0.5))
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(length=0)


def _step_ticks(ax, T, words):
    labels = ["0" if words is None else "h(0)", *listed("words", words, T, range(1, T + 1))]
    every = -(-(T + 1) // 16)
    ax.set_xticks(range(0, T + 1, every), labels[::every])
    ax.set_xlabel("t" if words is None else "word that was read")


def _words_below(ax, words, first, T):
    labels = ["", *map(str, listed("words", words, T))]
    look = {"rotation": 0, "ha": "center", "rotation_mode": "default"}
    if max(map(len, "\n".join(labels).split("\n"))) > 4:  # long ones are slanted
        look = {"rotation": 40, "ha": "right", "rotation_mode": "anchor"}
    begin = min(first, 1)  # before step 1 there is no word
    ax.set_xticks(range(begin, T + 1), labels[begin:], **look)
