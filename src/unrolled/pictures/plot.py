"""Arrays as pictures. Each function takes arrays, draws on `ax` or on a new figure, and returns the Axes.

Nothing here computes or trains, so arrays from any framework will do (`h.detach().numpy()`). Each picture
keeps a sentence, built from the arrays, that says what it shows. Where there is a `t`, what comes after
step t is pale. Bad shapes raise ValueError.
"""

import numpy as np
from matplotlib.patches import Circle

from unrolled.pictures import style
from unrolled.shapes import array, listed, whole


def heatmap(h, t=None, words=None, limit=None, ax=None):
    """The state over time: h (T+1, n_h), a row for each unit, a column for each step.

    words: T words, written below the steps 1 to T. limit: the value that has the strongest colour; None:
    the largest, or 1. Few numbers are written into their cells.
    """
    h, ax = array("h", h, "T+1", "n_h"), style.axes(ax)
    T, n_h = len(h) - 1, h.shape[1]
    t = T if t is None else whole("t", t, 0, T)
    largest = np.abs(h).max(initial=1) if limit is None else limit
    opaque = np.where(np.arange(T + 1) <= t, 1.0, 0.15) * np.ones((n_h, 1))
    ax.imshow(h.T, cmap="PuOr", vmin=-largest, vmax=largest, alpha=opaque, aspect="auto")
    if h.size <= 72:
        for k, i in np.ndindex(t + 1, n_h):
            ax.text(k, i, style.number(h[k, i]), ha="center", va="center", fontsize=style.SMALL,
                    color="white" if abs(h[k, i]) > 0.6 * largest else style.INK)
    _color_key(ax, T, n_h, largest)
    _step_ticks(ax, T, words)
    rows = range(n_h) if n_h <= 12 else [0, n_h - 1]
    ax.set_yticks(rows, [f"unit {i + 1}" for i in rows])
    return style.describe(ax, f"Heat map of {n_h} units over {T} steps, values from {style.number(h.min())} to "
                              f"{style.number(h.max())}; h({t}) = {style.point(h[t])}.")


def trajectory(*paths, names=None, words=None, t=None, axis="unit", limit=None, ax=None):
    """Where the state travels in a plane: each path (T+1, 2), its steps written along it.

    names: one for each path, for the legend. words: for each path the T words to write at steps 1 to T
    instead of their numbers. axis: what the two coordinates are, such as "principal component".
    limit: how far both axes reach from 0; None: as far as the paths do.
    """
    if not paths:
        raise ValueError("trajectory needs at least one path (T+1, 2), got none")
    paths, ax = [array(f"path {k}", path, "T+1", 2) for k, path in enumerate(paths, 1)], style.axes(ax)
    names = listed("names", names, len(paths), [f"path {k}" for k in range(1, len(paths) + 1)])
    words = listed("words", words, len(paths), [range(1, len(path)) for path in paths])
    written = []
    for k, (path, name) in enumerate(zip(paths, names)):
        labels = ["0", *listed(f"words of path {k + 1}", words[k], len(path) - 1)]
        now = len(path) - 1 if t is None else min(whole("t", t, 0), len(path) - 1)
        every = 1 if len(path) <= 20 else -(-len(path) // 4)
        _curve(ax, *path.T, now, _look(k) | dict(marker=style.MARKERS[k % 4], markevery=every), name)
        for step in range(0, now + 1, every):
            _write(ax, labels[step], path[step], written, 0.05 * np.ptp(np.concatenate(paths)))
    ax.margins(0.15)
    if limit is not None:
        ax.set(xlim=(-limit, limit), ylim=(-limit, limit))
    ax.locator_params(nbins=5)
    ax.set(xlabel=f"{axis} 1", ylabel=f"{axis} 2")
    _legend(ax, paths)
    return style.describe(ax, _travel(paths, names, t))


def spectrum(eigenvalues, limit=None, ax=None):
    """Eigenvalues of W_hh in the complex plane, on the unit circle that parts fading from growing.

    limit: how far both axes reach; None: as far as the eigenvalues do.
    """
    eigenvalues, ax = np.atleast_1d(eigenvalues), style.axes(ax)
    array("eigenvalues", np.abs(eigenvalues), "n_h")
    radius = np.abs(eigenvalues).max()
    ax.add_artist(Circle((0, 0), 1, fc="#F0F0F0", ec=style.INK, lw=1.5))
    ax.plot(eigenvalues.real, eigenvalues.imag, "o", color=style.BLUE, alpha=0.8)
    limit = 1.25 * max(1, radius) if limit is None else limit
    ax.locator_params(nbins=3)
    ax.set(xlim=(-limit, limit), ylim=(-limit, limit), aspect="equal", xlabel="real part", ylabel="imaginary part")
    ax.set_title(f"largest |λ| = {style.number(radius)}")
    outside = int((np.abs(eigenvalues) > 1).sum())
    return style.describe(ax, f"Spectrum: {len(eigenvalues)} eigenvalues, {outside} outside the unit circle, "
                              f"largest modulus {style.number(radius)}.")


def flow(h, h_next, ax=None):
    """Flow field of a two-unit RNN: an arrow at each state h (…, 2) towards its next state h_next (…, 2)."""
    h = array("h", h, ..., 2)
    move, ax = array("h_next", h_next, *h.shape) - h, style.axes(ax)
    speed = np.linalg.norm(move, axis=-1)
    pitch = 2.2 / np.sqrt(speed.size)               # the longest arrow just reaches its neighbour
    ax.quiver(h[..., 0], h[..., 1], move[..., 0], move[..., 1], color=style.PALE, angles="xy", scale_units="xy",
              scale=max(speed.max(), 1e-12) / pitch, width=0.004)
    ax.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), xticks=[-1, 0, 1], yticks=[-1, 0, 1], aspect="equal",
           xlabel="unit 1", ylabel="unit 2")
    slowest = h.reshape(-1, 2)[speed.argmin()]
    return style.describe(ax, f"Flow field: one step moves a state by {style.number(speed.min())} "
                              f"(at {style.point(slowest)}) to {style.number(speed.max())}.")


def series(*values, names=None, t=None, first=1, xlabel="t", ylabel="", log=False, ylim=None, words=None, ax=None):
    """Curves over time: each of values (T,), the first value at `first`.

    log: a logarithmic vertical axis. ylim: its two ends; None: as the values need. words: written below the
    steps from 1 on.
    """
    if not values:
        raise ValueError("series needs at least one array (T), got none")
    values, ax = [array(f"series {k}", v, "T") for k, v in enumerate(values, 1)], style.axes(ax)
    names = listed("names", names, len(values), [f"series {k}" for k in range(1, len(values) + 1)])
    for k, (v, name) in enumerate(zip(values, names)):
        now = len(v) - 1 if t is None else whole("t", t, first, first + len(v) - 1) - first
        dot = {} if t is None else dict(marker=style.MARKERS[k % 4], markevery=[-1])
        _curve(ax, first + np.arange(len(v)), v, now, _look(k, 2.5 if len(v) <= 150 else 1.8) | dot, name)
    ax.set(xlabel=xlabel, ylabel=ylabel, yscale="log" if log else "linear")
    if words is None:
        ax.xaxis.get_major_locator().set_params(integer=True)
    else:
        _words_below(ax, words, first - 1 + max(map(len, values)))
    if ylim is not None:
        ax.set_ylim(ylim)
    _legend(ax, values)
    ends = [first + len(v) - 1 if t is None else t for v in values]
    says = [f"{name} {style.number(v[0])} at {xlabel} = {first}, {style.number(v[end - first])} at {end}"
            for v, name, end in zip(values, names, ends)]
    return style.describe(ax, f"{ylabel or 'Series'} over {xlabel}; {'; '.join(says)}.")


def _look(k, lw=2.5):
    return dict(color=style.SEQUENCE[k % 6], ls=style.DASHES[k % 4], lw=lw)


def _curve(ax, x, y, now, look, name):
    """A curve that is pale after step `now`, where a marker stands if the look has one."""
    marker = look.get("marker", "")
    ax.plot(x, y, **look | dict(lw=1, marker=""), alpha=0.3)
    ax.plot(x[:now + 1], y[:now + 1], **look, label=name, alpha=0.9)
    ax.plot(x[now], y[now], marker=marker, ms=13, mec=style.INK, mew=2, color=look["color"])


def _legend(ax, curves):
    """Names above the picture, where they cover nothing and never jump."""
    if len(curves) > 1:
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4, handlelength=2.5)


def _color_key(ax, T, n_h, largest):
    """The colours' meaning, right of the map, in its own axes: a flipbook must not gain axes."""
    left, wide = T + 0.9, 0.035 * (T + 1)
    ax.imshow(np.linspace(largest, -largest, 101)[:, None], cmap="PuOr", vmin=-largest, vmax=largest,
              extent=(left, left + wide, n_h - 0.5, -0.5), aspect="auto")
    for value, at, va in [(largest, -0.5, "top"), (0, n_h / 2 - 0.5, "center"), (-largest, n_h - 0.5, "bottom")]:
        ax.text(left + 1.3 * wide, at, style.number(value), va=va, fontsize=style.SMALL)
    ax.set(xlim=(-0.5, left + 4 * wide), ylim=(n_h - 0.5, -0.5))
    ax.spines[["left", "bottom"]].set_visible(False)
    ax.tick_params(length=0)


def _step_ticks(ax, T, words):
    words = listed("words", words, T, range(1, T + 1))
    every = -(-(T + 1) // 16)
    ax.set_xticks(range(0, T + 1, every), [["0", *map(str, words)][k] for k in range(0, T + 1, every)])
    ax.set_xlabel("t")


def _words_below(ax, words, T):
    labels = ["", *listed("words", words, T)]
    ax.set_xticks(range(T + 1), labels, rotation=40, ha="right", rotation_mode="anchor")


def _write(ax, label, place, written, room):
    """A label beside a place: above, or below where another one is near, or not at all, as paths may rest or meet."""
    near = [other for other, at in written if np.linalg.norm(place - at) <= room]
    if len(near) < 2 and label not in near:
        ax.annotate(label, place, (9, -20 if near else 8), textcoords="offset points", fontsize=style.SMALL,
                    bbox=dict(fc="white", ec="none", alpha=0.75, pad=0.5))
        written.append((label, place))


def _travel(paths, names, t):
    ends = [len(path) - 1 if t is None else min(t, len(path) - 1) for path in paths]
    says = [f"{name} from {style.point(path[0])} to {style.point(path[end])} in {end} steps"
            for path, name, end in zip(paths, names, ends)]
    if len(paths) == 2 and ends[0] == ends[1]:
        gap = np.linalg.norm(paths[0][:ends[0] + 1] - paths[1][:ends[0] + 1], axis=1)
        apart = f"apart from step {np.argmax(gap > 1e-9)}" if (gap > 1e-9).any() else "not apart yet"
        says.append(f"{apart}, distance {style.number(gap[-1])} at the end")
    return f"Trajectory: {'; '.join(says)}."
