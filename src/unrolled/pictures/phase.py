"""Where a state goes: its path through a plane, the field that moves it, and the eigenvalues."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Circle

from unrolled.pictures import style
from unrolled.shapes import array, listed, whole


def trajectory(
    *paths, names=None, words=None, t=None, axis="unit", limit=None, ax: Axes | None = None
) -> Axes:
    """Where the state travels in a plane: each path (T+1, 2), its steps written along it.

    names: one for each path, for the legend. words: for each path the T words to write at steps 1
    to T instead of their numbers. t: what comes after this step is pale. axis: what the two
    coordinates are, such as "principal component". limit: how far both axes reach from 0; None: as
    far as the paths do.

    >>> ax = trajectory([[0, 0], [1, 0], [1, 1]], words=[["right", "up"]])
    >>> print(ax.get_label())
    Trajectory: path 1 from (0, 0) to (1, 1) in 2 steps.
    """
    if not paths:
        raise ValueError("trajectory needs at least one path (T+1, 2), got none")
    paths, ax = (
        [array(f"path {k}", path, "T+1", 2) for k, path in enumerate(paths, 1)],
        style.axes(ax),
    )
    names = listed("names", names, len(paths), [f"path {k}" for k in range(1, len(paths) + 1)])
    words = listed("words", words, len(paths), [range(1, len(path)) for path in paths])
    room = 0.05 * np.ptp(np.concatenate(paths))
    written: list = []
    for k, path in enumerate(paths):
        labels = ["0", *listed(f"words of path {k + 1}", words[k], len(path) - 1)]
        now = len(path) - 1 if t is None else min(whole("t", t, 0), len(path) - 1)
        every = _draw_path(ax, path, k, now, names[k])
        for step in range(0, now + 1, every):
            _write(ax, labels[step], path[step], written, room, k)
    ax.margins(0.15)
    style.plane(ax, axis, limit)
    style.legend(ax, len(paths))
    return style.describe(ax, _travel(paths, names, t))


def spectrum(eigenvalues, limit=None, ax: Axes | None = None) -> Axes:
    """Eigenvalues of W_hh in the complex plane, on the unit circle that parts fading from growing.

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
    outside = f"{(modulus > 1).sum()} outside the unit circle"
    largest = f"largest modulus {style.number(radius)}"
    return style.describe(ax, f"Spectrum: {len(eigenvalues)} eigenvalues, {outside}, {largest}.")


def flow(h, h_next, ax: Axes | None = None) -> Axes:
    """Flow field of two units: from each state h (…, 2) an arrow to its next, h_next (…, 2)."""
    h = array("h", h, ..., 2)
    move, ax = array("h_next", h_next, *h.shape) - h, style.axes(ax)
    speed = np.linalg.norm(move, axis=-1)
    pitch = 2.2 / np.sqrt(speed.size)  # the longest arrow just reaches its neighbour
    in_data = {"angles": "xy", "scale_units": "xy", "scale": max(speed.max(), 1e-12) / pitch}
    corners = np.moveaxis(h, -1, 0)
    ax.quiver(*corners, *np.moveaxis(move, -1, 0), **in_data, color=style.PALE, width=0.004)
    ax.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), aspect="equal")
    ax.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1], xlabel="unit 1", ylabel="unit 2")
    slowest = style.point(h.reshape(-1, 2)[speed.argmin()])
    least, most = style.number(speed.min()), style.number(speed.max())
    moves = f"one step moves a state by {least} (at {slowest}) to {most}"
    return style.describe(ax, f"Flow field: {moves}.")


def _draw_path(ax, path, k, now, name):
    """Path number k with a mark at every step, or at every n-th of many; returns n."""
    every = 1 if len(path) <= 20 else -(-len(path) // 4)
    look = style.curve(k) | {"marker": style.MARKERS[k % 4], "markevery": every}
    x, y = path.T
    style.draw_curve(ax, x, y, now, look, name)
    return every


def _write(ax, label, place, written, room, k):
    """A label of path k above a place, or below where another is near; none where it is, or two.

    For paths may rest, and meet.
    """
    near = [other for other, at in written if np.linalg.norm(place - at) <= room]
    if len(near) < 2 and label not in near:
        beside = (9, -20 if near else 8)
        behind = {"fc": "white", "ec": "none", "alpha": 0.75, "pad": 0.5}
        look = {"fontsize": style.SMALL, "color": style.curve(k)["color"], "bbox": behind}
        ax.annotate(label, place, beside, textcoords="offset points", **look)
        written.append((label, place))


def _travel(paths, names, t):
    """The paths in words: where each begins and is, and of two of one length where they part."""
    ends = [len(path) - 1 if t is None else min(t, len(path) - 1) for path in paths]
    says = [
        f"{name} from {style.point(path[0])} to {style.point(path[end])} in {end} steps"
        for path, name, end in zip(paths, names, ends)
    ]
    if len(paths) == 2 and ends[0] == ends[1]:
        until = ends[0] + 1
        gap = np.linalg.norm(paths[0][:until] - paths[1][:until], axis=1)
        apart = np.flatnonzero(gap > 1e-9)
        parted = f"apart from step {apart[0]}" if apart.size else "not apart yet"
        says.append(f"{parted}, distance {style.number(gap[-1])} at the end")
    return f"Trajectory: {'; '.join(says)}."
