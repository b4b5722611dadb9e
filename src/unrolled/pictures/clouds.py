"""Clouds of points."""

import numpy as np
from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.shapes import array, listed

# Of points; the mark tells them apart too.
KINDS = [*style.SEQUENCE, style.SKY, style.FOREST, style.PALE, "#7B3F00"]


def points(
    xy, labels, names=None, limit=None, axis="principal component", ax: Axes | None = None
) -> Axes:
    """A cloud of points (N, 2) of several kinds, a colour and a mark for each.

    labels (N,): the kind of each point, a whole number from 0. names: of the kinds; None: their
    numbers. Names of one character are the marks themselves. limit: how far both axes reach from 0;
    None: as far as the points do. axis: what the coordinates are.
    """
    xy, labels = _labelled(xy, labels)
    ax = style.axes(ax)
    kinds = labels.max() + 1
    names = [str(name) for name in listed("names", names, kinds, range(kinds))]
    short = all(len(name) == 1 for name in names)
    for kind, name in enumerate(names):
        mark = f"${name}$" if short else style.MARKERS[kind % 4]
        color = KINDS[kind % 10]
        look = {"color": color, "mew": 0.3} | ({} if short else {"mec": "white"})  # no blot
        ax.plot(*xy[labels == kind].T, ls="", marker=mark, ms=8, label=name, **look)
    style.plane(ax, axis, limit)
    if not short:
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4)
    says = [
        f"{name} around {style.point(xy[labels == kind].mean(axis=0))}"
        for kind, name in enumerate(names)
        if kind in labels
    ]
    return style.describe(ax, f"Cloud of {len(xy)} points: {', '.join(says)}.")


def between(stages, at: float) -> np.ndarray:
    """The points (N, 2) at time `at` from 0 to K-1 on their way through stages (K, N, 2).

    From one stage to the next each goes straight: it is for the eye alone, which can follow it.
    Raises ValueError for another time.
    """
    stages, at = array("stages", stages, "K", "N", 2), float(array("at", at))
    last = len(stages) - 1
    if not 0 <= at <= last:
        raise ValueError(f"at needs a number from 0 to {last}, got {at:g}")
    before, after = stages[int(at)], stages[min(int(at) + 1, last)]
    return before + (at - int(at)) * (after - before)


def _labelled(xy, labels):
    xy = array("xy", xy, "N", 2)
    labels = array("labels", labels, len(xy))
    if not len(xy):
        raise ValueError("xy needs at least one point, got none")
    if (labels < 0).any() or (labels != labels.round()).any():
        needs = "whole numbers from 0 up, for each point the number of its kind"
        raise ValueError(f"labels needs {needs}")
    return xy, labels.astype(int)
