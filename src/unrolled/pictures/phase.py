"""Where a state goes: its path through a plane, the field that moves it, and the eigenvalues."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Circle

from unrolled.pictures import labels, style
from unrolled.shapes import array, listed

# A word at its step, and that of now.
OLDER, NOW = {"fontsize": style.SMALL}, {"fontsize": 17, "fontweight": "bold"}


def trajectory(
    *paths, names=None, words=None, t=None, axis="unit", limit=None, ax: Axes | None = None
) -> Axes:
    """Where the state travels in a plane: each path (T+1, 2), as far as it has come at time t.

    The last steps are strong and older ones fade. Beside each path stands, large, what was read
    last, and beside its other steps what was read there, where there is room.

    names: one for each path, for the legend. words: for each path the T words to write at steps 1
    to T instead of their numbers. t: the time of now, 0 or more; None: the end. Between two steps
    the state is drawn on its straight way to the next one, for the eye alone, as there is no such
    state. axis: what the two coordinates are, such as "principal component". limit: how far both
    axes reach from 0; None: as far as the whole paths do.

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
    words = _words(words, paths)
    gone = [_until(path, t) for path in paths]
    for k, path in enumerate(paths):
        _draw_path(ax, gone[k], k, names[k])
        ax.update_datalim(path)
    ax.margins(0.15)
    ax.autoscale_view()
    style.plane(ax, axis, limit)
    style.legend(ax, len(paths))
    labels.beside(ax, _wishes(gone, words), np.concatenate(gone))
    ends = [len(path) - 1 if t is None else min(t, len(path) - 1) for path in paths]
    return style.describe(ax, _travel(gone, names, ends))


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
    look = {"angles": "xy", "scale_units": "xy", "scale": max(speed.max(), 1e-12) / pitch}
    look |= {"color": style.faded(style.INK, 0.75), "width": 0.006, "headwidth": 4}
    ax.quiver(*np.moveaxis(h, -1, 0), *np.moveaxis(move, -1, 0), **look)
    ax.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), aspect="equal")
    ax.set(xticks=[-1, 0, 1], yticks=[-1, 0, 1], xlabel="unit 1", ylabel="unit 2")
    slowest = style.point(h.reshape(-1, 2)[speed.argmin()])
    least, most = style.number(speed.min()), style.number(speed.max())
    moves = f"one step moves a state by {least} (at {slowest}) to {most}"
    return style.describe(ax, f"Flow field: {moves}.")


def resting(attract, others, ax: Axes | None = None) -> Axes:
    """Resting points above all else: a star where one attracts (K, 2), a cross where not (L, 2)."""
    attract, others = array("attract", attract, "K", 2), array("others", others, "L", 2)
    ax = style.axes(ax)
    for points, mark, size in [(others, "X", 19), (attract, "*", 26)]:
        look = {"ms": size, "mec": "white", "mew": 1.5, "zorder": 4}
        ax.plot(*points.T, mark, color=style.VERMILION, **look)
    count = f"{len(attract)} resting points attract, {len(others)} do not"
    return style.describe(ax, f"{count}.")


def _words(words, paths):
    """For each path what to write at its steps from 0 on."""
    words = listed("words", words, len(paths), [range(1, len(path)) for path in paths])
    return [
        ["0", *listed(f"words of path {k}", each, len(path) - 1)]
        for k, (each, path) in enumerate(zip(words, paths), 1)
    ]


def _until(path, t):
    """The path (T+1, 2) up to time t, whose last entry may lie on the way to a next step."""
    last = len(path) - 1
    t = last if t is None else float(array("t", t))
    if t < 0:
        raise ValueError(f"t needs a number from 0 up, got {t:g}")
    whole = min(int(t), last)
    if t <= whole or whole == last:
        return path[: whole + 1]
    on_its_way = path[whole] + (t - whole) * (path[whole + 1] - path[whole])
    return np.append(path[: whole + 1], [on_its_way], axis=0)


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


def _wishes(paths, words):
    """What to write beside the paths, from now back; of many steps every n-th."""
    wishes = []
    for k, (path, said) in enumerate(zip(paths, words)):
        color, last = style.curve(k)["color"], len(path) - 1
        every = 1 if len(said) <= 20 else len(said) // 4
        for step in {*range(0, last, every), last}:
            look = {"color": color, **(NOW if step == last else OLDER)}
            wishes.append((last - step, (str(said[step]), path[step], look)))
    return [wish for _, wish in sorted(wishes, key=lambda wish: wish[0])]


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
        says.append(f"{parted}, distance {style.number(gap[-1])} at the end")
    return f"Trajectory: {'; '.join(says)}."
