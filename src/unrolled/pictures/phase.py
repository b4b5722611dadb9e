"""Where a state goes: its path through a plane, flow field, fixed points, and eigenvalues."""

import math

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from unrolled.pictures import style
from unrolled.shapes import array, listed

OLDER, NOW = {"fontsize": style.SMALL}, {"fontsize": 17, "fontweight": "bold"}
SIDES = [(1, 1), (-1, 1), (1, -1), (-1, -1)]  # of a point: right and above it is tried first
APART = (11, 7)  # points from a place to its word
NEAR = 8  # points; what is nearer stands at the same place
BEHIND = {"fc": "white", "ec": "none", "alpha": 0.75, "pad": 0.5}


def trajectory(
    *paths, names=None, words=None, t=None, axis="unit", limit=None, ax: Axes | None = None
) -> Axes:
    """Draw the path of a state in a plane: each path (T+1, 2), as far as it has come at time t.

    The last steps are strong, older ones fade. Beside each path is, large, what was read last, and
    beside its other steps what was read there, where there is room.

    names: one for each path, for the legend. words: for each path the T words to write at steps 1
    to T instead of their numbers. t: the time of now, 0 or more; None: the end. Between two steps
    the state is drawn on the straight line to the next one, for the eye alone, as there is no such
    state. axis: what the two coordinates are, such as "principal component". limit: how far both
    axes reach from 0; None: as far as the whole paths do.
    """
    if not paths:
        raise ValueError("trajectory needs at least one path (T+1, 2), got none")
    paths, ax = [array(f"path {k}", v, "T+1", 2) for k, v in enumerate(paths, 1)], style.axes(ax)
    names = listed("names", names, len(paths), [f"path {k}" for k in range(1, len(paths) + 1)])
    words = listed("words", words, len(paths), [range(1, len(path)) for path in paths])
    gone = [_until(path, t) for path in paths]
    wishes = []
    for k, path in enumerate(paths):
        said = ["0", *listed(f"words of path {k + 1}", words[k], len(path) - 1)]
        wishes += _wishes(gone[k], said, style.curve(k)["color"])
        _draw_path(ax, gone[k], k, names[k])
        ax.update_datalim(path)
    ax.margins(0.15)
    ax.autoscale_view()
    style.plane(ax, axis, limit)
    style.legend(ax, len(paths))
    wishes = [wish for _, wish in sorted(wishes, key=lambda wish: wish[0])]
    _labels(ax, wishes, np.concatenate(gone))
    ends = [len(path) - 1 if t is None else min(t, len(path) - 1) for path in paths]
    return style.describe(ax, _travel(gone, names, ends))


def spectrum(eigenvalues, limit=None, ax: Axes | None = None) -> Axes:
    """Draw eigenvalues of W_hh in the complex plane, with the unit circle.

    limit: how far both axes reach; None: as far as the eigenvalues do.
    """
    eigenvalues, ax = np.atleast_1d(eigenvalues), style.axes(ax)
    modulus = array("eigenvalues", np.abs(eigenvalues), "n_h")
    radius = modulus.max()
    ax.add_artist(Circle((0, 0), 1, fc="#F0F0F0", ec=style.INK, lw=1.5))
    ax.plot(eigenvalues.real, eigenvalues.imag, "o", color=style.BLUE, alpha=0.8)
    limit = 1.25 * max(1, radius) if limit is None else limit
    ax.locator_params(nbins=3)
    ax.set(xlim=(-limit, limit), ylim=(-limit, limit), aspect="equal")
    ax.set(xlabel="real part", ylabel="imaginary part")
    ax.set_title(f"largest |λ| = {style.number(radius)}")
    told = f"{len(eigenvalues)} eigenvalues, {(modulus > 1).sum()} outside the unit circle"
    return style.describe(ax, f"Spectrum: {told}, largest modulus {style.number(radius)}.")


def flow(h, h_next, ax: Axes | None = None) -> Axes:
    """Draw the flow field of two units: from each state h (…, 2) an arrow to h_next (…, 2)."""
    h = array("h", h, ..., 2)
    move, ax = array("h_next", h_next, *h.shape) - h, style.axes(ax)
    speed = np.linalg.norm(move, axis=-1)
    pitch = 2.2 / np.sqrt(speed.size)  # the longest arrow just reaches its neighbour
    look = {"angles": "xy", "scale_units": "xy", "scale": max(speed.max(), 1e-12) / pitch}
    look |= {"color": style.faded(style.INK, 0.75), "width": 0.006, "headwidth": 4}
    ax.quiver(*np.moveaxis(h, -1, 0), *np.moveaxis(move, -1, 0), **look)
    ax.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), aspect="equal")
    ax.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1], xlabel="unit 1", ylabel="unit 2")
    slowest = style.point(h.reshape(-1, 2)[speed.argmin()])
    least, most = style.number(speed.min()), style.number(speed.max())
    moves = f"one step moves a state by {least} (at {slowest}) to {most}"
    return style.describe(ax, f"Flow field: {moves}.")


def fixed_points(attract, others, ax: Axes | None = None) -> Axes:
    """Draw fixed points: a star for each that attracts (K, 2), a cross for each other (L, 2)."""
    attract, others = array("attract", attract, "K", 2), array("others", others, "L", 2)
    ax = style.axes(ax)
    for points, mark, size in [(others, "X", 19), (attract, "*", 26)]:
        look = {"ms": size, "mec": "white", "mew": 1.5, "zorder": 4}
        ax.plot(*points.T, mark, color=style.VERMILION, **look)
    return style.describe(ax, f"Fixed points: {len(attract)} attract, {len(others)} do not.")


def _until(path, t):
    """The path (T+1, 2) up to time t; its last entry may be between two steps."""
    last = len(path) - 1
    t = last if t is None else float(array("t", t))
    if t < 0:
        raise ValueError(f"t needs a number from 0 up, got {t:g}")
    times = [*range(min(math.ceil(t), last)), min(t, last)]
    return np.stack([np.interp(times, range(last + 1), v) for v in path.T], axis=1)


def _draw_path(ax, path, k, name):
    """Path number k, the last steps strong, with a mark where it is now."""
    look, marker = style.curve(k), style.MARKERS[k % 4]
    strength = np.clip(1 - 0.15 * np.arange(len(path)), 0.35, 1)[::-1]
    colors = style.faded(look["color"], strength)
    ax.plot([], [], **look, marker=marker, label=name)
    look["lw"] *= 0.4 + 0.6 * strength[1:]
    steps = np.stack([path[:-1], path[1:]], axis=1)
    ax.add_collection(LineCollection(steps, **look | {"color": colors[1:]}, zorder=2))
    ax.scatter(*path[:-1].T, s=30, c=colors[:-1], marker=marker, zorder=2.5)  # above all lines
    style.mark(ax, path[-1], marker, look["color"])


def _wishes(path, said, color):
    """What to write beside a path, each with how long ago it was; of many steps every n-th."""
    last, every = len(path) - 1, 1 if len(said) <= 20 else len(said) // 4
    for step in {*range(0, last, every), last}:
        look = {"color": color, **(NOW if step == last else OLDER)}
        yield last - step, (str(said[step]), path[step], look)


def _travel(paths, names, ends):
    """The paths in words: where each begins and is, and of two of one length where they part."""
    says = [
        f"{name} from {style.point(path[0])} to {style.point(path[-1])} in {end:g} steps"
        for path, name, end in zip(paths, names, ends)
    ]
    if len(paths) == 2 and ends[0] == ends[1]:
        gap = np.linalg.norm(paths[0] - paths[1], axis=1)
        apart = np.flatnonzero(gap > 1e-9)
        parted = f"apart from step {apart[0]}" if apart.size else "not apart yet"
        says.append(f"{parted}, distance in this plane {style.number(gap[-1])} at the end")
    return f"Trajectory: {'; '.join(says)}."


def _labels(ax, wishes, marks):
    """Write labels beside points; none covers another or a mark, or leaves the axes.

    wishes: (word, place (2,), look), the most important first. A label without room is left out,
    and so is one where the same word is, or a number where its colour is. marks: places (N, 2) to
    keep free. A thin line leads from each label to its point.
    """
    layout, point = ax.figure.get_layout_engine(), ax.figure.dpi / 72
    if layout is not None:
        layout.execute(ax.figure)  # only so it is known where a place is on the page
    taken = [Bbox([at - 9 * point, at + 9 * point]) for at in ax.transData.transform(marks)]
    written: list = []
    for word, place, look in wishes:
        at = ax.transData.transform(place)
        near = [each for each, there in written if np.linalg.norm(at - there) < NEAR * point]
        if any(each == word or word.isdigit() and color == look["color"] for each, color in near):
            continue
        box = _write(ax, word, place, look, taken)
        if box is not None:
            taken.append(box)
            written.append(((word, look["color"]), at))


def _write(ax, word, place, look, taken):
    """The word on the first side of the place where it is free: its box, or None, and no word."""
    line = {"arrowprops": {"arrowstyle": "-", "color": look["color"], "lw": 0.8}, "bbox": BEHIND}
    text = ax.annotate(word, place, APART, textcoords="offset points", **line, **look)
    text.set_parse_math(False)
    text.set_in_layout(False)
    for right, up in SIDES:
        text.xyann = (right * APART[0], up * APART[1])
        text.set(ha="left" if right > 0 else "right", va="bottom" if up > 0 else "top")
        text.update_positions(ax.figure.canvas.get_renderer())
        box = Text.get_window_extent(text)  # without the line, which an annotation's includes
        inside = ax.bbox.contains(box.x0, box.y0) and ax.bbox.contains(box.x1, box.y1)
        if inside and not any(box.overlaps(other) for other in taken):
            return box
    text.remove()
    return None
