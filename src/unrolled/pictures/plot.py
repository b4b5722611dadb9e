"""Arrays as plots: heat map, curves over time, and points in a plane.

Where there is a `t`, what comes after step t is pale.
"""

import numpy as np
from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.shapes import array, listed, whole

# Kinds of points; a mark tells them apart too.
KINDS = [*style.SEQUENCE, style.SKY, style.FOREST, style.PALE, "#7B3F00"]


def heatmap(h, t=None, words=None, limit=None, ax: Axes | None = None) -> Axes:
    """Draw the state over time: h (T+1, n_h), a row for each unit, a column for each step.

    words: T words, written below the steps 1 to T. limit: the value with the strongest colour;
    None: the largest size, or 1. Few numbers are written into their cells.
    """
    h, ax = array("h", h, "T+1", "n_h"), style.axes(ax)
    T, n_h = whole("the steps of h", len(h), 1) - 1, whole("the units of h", h.shape[1], 1)
    t = T if t is None else whole("t", t, 0, T)
    largest = np.abs(h).max(initial=1) if limit is None else limit
    opaque = np.where(np.arange(T + 1) <= t, 1.0, 0.15) * np.ones((n_h, 1))
    style.tiles(ax, h.T, cmap="PuOr", vmin=-largest, vmax=largest, alpha=opaque)
    if h.size <= 72:
        _numbers(ax, h[: t + 1], 0.6 * largest)
    _color_key(ax, T, n_h, largest, 0 if h.min() >= 0 else -largest)
    labels = ["0" if words is None else "h(0)", *listed("words", words, T, range(1, T + 1))]
    every = -(-(T + 1) // 16)
    ax.set_xticks(range(0, T + 1, every), labels[::every])
    ax.set_xlabel("t" if words is None else "word that was read")
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
    """Draw curves over time: each of values (T,), the first value at step `first`.

    log: a logarithmic vertical axis. ylim: its two ends; None: as the values need. words: written
    below the steps from 1 on.
    """
    if not values:
        raise ValueError("series needs at least one array (T), got none")
    values, ax = [array(f"series {k}", v, "T") for k, v in enumerate(values, 1)], style.axes(ax)
    names = listed("names", names, len(values), [f"series {k}" for k in range(1, len(values) + 1)])
    last = first - 1 + max(map(len, values))
    words = None if words is None else list(map(str, listed("words", words, last)))
    for k, (v, name) in enumerate(zip(values, names)):
        now = len(v) - 1 if t is None else whole("t", t, first, first + len(v) - 1) - first
        look = style.curve(k, lw=2.5 if len(v) <= 150 else 1.8)
        marker = "" if t is None else style.MARKERS[k % 4]
        _curve(ax, first + np.arange(len(v)), v, now, look, marker, name)
    ax.set(xlabel=xlabel, ylabel=ylabel, yscale="log" if log else "linear")
    _step_ticks(ax, words, min(first, 1), last)
    if ylim is not None:
        ax.set_ylim(ylim)
    style.legend(ax, len(values))
    told = "; ".join(_ends(*each, first, t, xlabel, words, log) for each in zip(names, values))
    return style.describe(ax, f"{ylabel or 'Series'} over {xlabel}; {told}.")


def scatter(
    xy, labels, names=None, limit=None, axis="principal component", ax: Axes | None = None
) -> Axes:
    """Draw points (N, 2) of several kinds, each with a colour and a mark of its own.

    labels (N,): the kind of each point, a whole number from 0. names: of the kinds; None: their
    numbers. Names of one character are the marks themselves. limit: how far both axes reach from 0;
    None: as far as the points do. axis: what the coordinates are.
    """
    xy, ax = array("xy", xy, "N", 2), style.axes(ax)
    labels = array("labels", labels, len(xy))
    if not len(xy) or (labels < 0).any() or labels.max() > 99 or (labels != labels.round()).any():
        raise ValueError("labels needs a whole number from 0 to 99 for each point, and a point")
    kinds = int(labels.max()) + 1
    names = [str(name) for name in listed("names", names, kinds, range(kinds))]
    short = all(len(name) == 1 for name in names)
    for kind, name in enumerate(names):
        mark = f"${name}$" if short else style.MARKERS[kind % 4]
        look = {"color": KINDS[kind % 10], "mew": 0.3} | ({} if short else {"mec": "white"})
        ax.plot(*xy[labels == kind].T, ls="", marker=mark, ms=8, label=name, **look)
    style.plane(ax, axis, limit)
    style.legend(ax, 0 if short else 2)
    told = [
        f"{names[kind]} around {style.point(xy[labels == kind].mean(axis=0))}"
        for kind in np.unique(labels).astype(int)
    ]
    return style.describe(ax, f"{len(xy)} points: {', '.join(told)}.")


def shares(p, read, written, t=None, ax: Axes | None = None) -> Axes:
    """Draw what each of T outputs reads of S inputs: shares p (T, S), from 0, white, to 1, blue.

    read: S words, above the columns. written: T words, left of the rows. Shares from 0.1 up are
    written into their cells. Raises ValueError for a share outside of 0 to 1.
    """
    p, ax = array("p", p, "T", "S"), style.axes(ax)
    if not p.size or p.min() < 0 or p.max() > 1 + 1e-9:
        raise ValueError(f"p needs shares from 0 to 1, got {style.point(p.ravel())}")
    T, S = p.shape
    n = T if t is None else whole("t", t, 0, T)
    read = [*map(str, listed("read", read, S))]
    written = [*map(str, listed("written", written, T))]
    strength = np.where(np.arange(T) < n, 1, 0.15)[:, None] * p
    style.tiles(ax, style.faded(style.SKY, strength))  # one hue: PuOr's would suffer in a PNG
    _numbers(ax, p.T[:, :n], 2, least=0.1)
    ax.xaxis.tick_top()
    ax.xaxis.set_label_position("top")
    _word_ticks(ax, range(S), read, "left")
    ax.set_yticks(range(T), written)
    ax.set(xlim=(-0.5, S - 0.5), ylim=(T - 0.5, -0.5))
    ax.tick_params(length=0)
    most = [f"{word} {read[k]} {row[k]:.2f}" for word, row, k in zip(written, p, p.argmax(axis=1))]
    return style.describe(ax, f"Largest share of each written word: {', '.join(most[:n]) or '…'}.")


def _curve(ax, x, y, now, look, marker, name):
    """A curve that is pale after place `now`, where a marker stands if there is one."""
    ax.plot(x, y, **look | {"lw": 1}, alpha=0.3)
    ax.plot(x[: now + 1], y[: now + 1], **look)
    ax.plot([], [], **look, marker=marker, label=name)
    style.mark(ax, (x[now], y[now]), marker, look["color"])


def _ends(name, v, first, t, xlabel, words, log):
    """A curve in words: where it begins, and where it is at t, or at its end."""
    end = first + len(v) - 1 if t is None else t
    begin, now = (
        f"{each:.2g}" if log and abs(each) < 0.01 else style.number(each)
        for each in (v[0], v[end - first])
    )
    at, then = (k if not words or k < 1 else words[k - 1].split("\n")[0] for k in (first, end))
    return f"{name} {begin} at {xlabel} = {at}, {now} at {then}"


def _numbers(ax, h, dark, least=0.0):
    """Each value of a size from `least` up in its cell, white where it is above `dark`."""
    for k, i in np.argwhere(np.abs(h) >= least):
        value = h[k, i]
        color = "white" if abs(value) > dark else style.INK
        ax.text(k, i, style.number(value), **style.CENTER, fontsize=style.SMALL, color=color)


def _color_key(ax, T, n_h, largest, least):
    """The colours' meaning, right of the map, in its own axes: a flipbook must not gain axes."""
    left, wide = T + 0.9, 0.035 * (T + 1)
    bar = np.linspace(largest, least, 101)[:, None]
    rows = np.linspace(-0.5, n_h - 0.5, 102)
    ax.pcolormesh([left, left + wide], rows, bar, cmap="PuOr", vmin=-largest, vmax=largest)
    for value, va in [(largest, "top"), (0, "center"), (least, "bottom")]:
        at = -0.5 + n_h * (largest - value) / (largest - least)
        va = "bottom" if value == least else va
        ax.text(left + 1.3 * wide, at, style.number(value), va=va, fontsize=style.SMALL)
    ax.set(xlim=(-0.5, left + 4 * wide), ylim=(n_h - 0.5, -0.5))
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(length=0)


def _step_ticks(ax, words, first, last):
    """Whole numbers below the steps, or words, from step 1 on."""
    if words is None:
        ax.xaxis.get_major_locator().set_params(integer=True)
        return
    _word_ticks(ax, range(first, last + 1), ["", *words][first:], "right")


def _word_ticks(ax, places, words, end):
    """Words at the ticks of the horizontal axis; long ones are slanted, their `end` at the tick."""
    look = {"rotation": 0, "ha": "center", "rotation_mode": "default"}
    if max(map(len, "\n".join(words).split("\n"))) > 4:
        look = {"rotation": 40, "ha": end, "rotation_mode": "anchor"}
    ax.set_xticks(places, words, **look)
