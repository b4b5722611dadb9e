"""Pictures of what a network answers: how probable it finds each answer, and which it takes for which.

As in `plot`, each function takes arrays, draws on `ax` or on a new figure, returns the Axes, and keeps a sentence
with it. Bad shapes raise ValueError.
"""

import numpy as np

from unrolled import style
from unrolled.shapes import array, listed, whole


def chances(p, names, right=None, ax=None):
    """A bar for each answer, as long as its probability: p (K,), names (K,). right: the place of the right answer."""
    p, ax = array("p", p, "K"), style.axes(ax)
    names = [str(name) for name in listed("names", names, len(p))]
    if not (len(p) and (p >= 0).all() and np.isclose(p.sum(), 1)):
        raise ValueError(f"p needs probabilities that add up to 1, got {p}")
    right = None if right is None else whole("right", right, 0, len(p) - 1)
    for k, share in enumerate(p):
        look = dict(fc=style.ORANGE, hatch="//") if k == right else dict(fc=style.BLUE)
        ax.barh(k, share, height=0.7, ec=style.INK, **look)
        ax.text(share, k, f" {share:.2f}{' right' if k == right else ''}", va="center", fontsize=style.SMALL)
    ax.set(xlim=(0, 1.45), ylim=(len(p) - 0.5, -0.5), xticks=[0, 0.5, 1], xlabel="probability")
    ax.set_yticks(range(len(p)), names)
    known = "" if right is None else f"; right is {names[right]} ({p[right]:.2f})"
    return style.describe(ax, f"Probabilities: {names[p.argmax()]} {p.max():.2f}, most of {len(p)}{known}.")


def confusion(shares, names, ax=None):
    """What is answered, a column each, where what is right, a row each: shares (K, K), names (K,)."""
    shares = array("shares", shares, "K", "K")
    names = [str(name) for name in listed("names", names, len(shares))]
    if not shares.size or shares.shape != (len(names), len(names)):
        raise ValueError(f"shares needs a row and a column for each answer, got {shares.shape}")
    ax = style.axes(ax, height=5.4)
    ax.imshow(shares, cmap="Blues", vmin=0, vmax=max(1, shares.max()))
    for (row, column), share in np.ndenumerate(shares):
        ax.text(column, row, style.number(share), ha="center", va="center", fontsize=style.SMALL,
                color="white" if share > 0.6 else style.INK)
    ax.set_xticks(range(len(names)), names, rotation=30, ha="right", rotation_mode="anchor")
    ax.set_yticks(range(len(names)), names)
    ax.set(xlabel="answered", ylabel="right")
    wrong = shares * ~np.eye(len(names), dtype=bool)
    row, column = np.unravel_index(wrong.argmax(), wrong.shape)
    mean = style.number(shares.trace() / len(names))
    says = f"{names[row]} for {names[column]}, {style.number(wrong.max())}"
    return style.describe(ax, f"Of {len(names)} answers {', '.join(names)}, right are {mean} on average; "
                              f"most often taken for another: {says}.")
