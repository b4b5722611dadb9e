"""Clouds of points."""

from unrolled.pictures import style
from unrolled.shapes import array, listed

# Of points; the mark tells them apart too.
KINDS = [*style.SEQUENCE, style.SKY, style.FOREST, style.PALE, "#7B3F00"]


def points(xy, labels, names=None, limit=None, axis="principal component", ax=None):
    """A cloud of points (N, 2) of several kinds: labels (N,) are whole numbers from 0, a colour and a mark for each.

    names: of the kinds; None: their numbers. Names of one character are the marks themselves.
    limit: how far both axes reach from 0; None: as far as the points do. axis: what the coordinates are.
    """
    xy, labels, ax = *_labelled(xy, labels), style.axes(ax)
    kinds = labels.max() + 1
    names = [str(name) for name in listed("names", names, kinds, range(kinds))]
    short = max(map(len, names)) == 1
    for kind, name in enumerate(names):
        mark = f"${name}$" if short else style.MARKERS[kind % 4]
        ax.plot(*xy[labels == kind].T, ls="", marker=mark, ms=8, mew=0.3, color=KINDS[kind % 10], label=name)
    if limit is not None:
        ax.set(xlim=(-limit, limit), ylim=(-limit, limit))
    ax.locator_params(nbins=5)
    ax.set(xlabel=f"{axis} 1", ylabel=f"{axis} 2")
    if not short:
        ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=4)
    says = [f"{name} around {style.point(xy[labels == kind].mean(axis=0))}" for kind, name in enumerate(names)
            if (labels == kind).any()]
    return style.describe(ax, f"Cloud of {len(xy)} points: {', '.join(says)}.")


def _labelled(xy, labels):
    xy = array("xy", xy, "N", 2)
    labels = array("labels", labels, len(xy))
    if not len(xy):
        raise ValueError("xy needs at least one point, got none")
    if (labels < 0).any() or (labels != labels.round()).any():
        raise ValueError("labels needs whole numbers from 0 up, for each point the number of its kind")
    return xy, labels.astype(int)
