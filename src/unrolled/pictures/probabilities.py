"""Pictures of what a network answers: how probable it finds each answer."""

import numpy as np
from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.shapes import array, listed, whole

SHOWN = {" ": "␣", "\n": "↵"}  # characters that leave no ink


def chances(p, names, right=None, ax: Axes | None = None) -> Axes:
    """A bar for each answer, as long as its probability: p (K,), names (K,).

    right: the place of the right answer.
    """
    p, names = _named(p, names)
    ax = style.axes(ax)
    right = None if right is None else whole("right", right, 0, len(p) - 1)
    for k, share in enumerate(p):
        look = {"fc": style.ORANGE, "hatch": "//"} if k == right else {"fc": style.BLUE}
        ax.barh(k, share, height=0.7, ec=style.INK, **look)
        label = f" {share:.2f} right" if k == right else f" {share:.2f}"
        ax.text(share, k, label, va="center", fontsize=style.SMALL)
    ax.set(xlim=(0, 1.45), ylim=(len(p) - 0.5, -0.5), xticks=[0, 0.5, 1], xlabel="probability")
    ax.set_yticks(range(len(p)), names)
    known = "" if right is None else f"; right is {names[right]} ({p[right]:.2f})"
    most = f"{names[p.argmax()]} {p.max():.2f}, most of {len(p)}"
    return style.describe(ax, f"Probabilities: {most}{known}.")


def distribution(p, names, drawn=None, ax: Axes | None = None) -> Axes:
    """Probabilities of many answers, p (K,), as upright bars, a short name below each.

    drawn: the place that came: it is hatched, and a triangle above it points to it. A space is
    shown as ␣ and a line break as ↵.
    """
    p, names = _named(p, names)
    ax = style.axes(ax)
    names = [SHOWN.get(name, name) for name in names]
    bars = ax.bar(range(len(p)), p, fc=style.SKY, ec=style.INK, lw=0.8)
    likely = [f"{names[k]} {style.number(p[k])}" for k in np.argsort(-p, kind="stable")[:3]]
    says = f"Distribution over {len(p)}: most probable {', '.join(likely)}"
    if drawn is not None:
        k = whole("drawn", drawn, 0, len(p) - 1)
        bars[k].set(fc=style.ORANGE, hatch="//")
        ax.plot(k, min(p[k] + 0.06, 1.06), "v", ms=12, color=style.VERMILION, mec=style.INK)
        says += f"; drawn {names[k]}, {style.number(p[k])}"
    ax.set_xticks(range(len(p)), names, fontsize=style.SMALL)
    if max(map(len, names)) > 2:
        ax.tick_params("x", rotation=60)
        for label in ax.get_xticklabels():
            label.set(ha="right", rotation_mode="anchor")
    ax.set(xlim=(-0.7, len(p) - 0.3), ylim=(0, 1.12), yticks=[0, 0.5, 1], ylabel="probability")
    return style.describe(ax, f"{says}.")


def _named(p, names):
    p = array("p", p, "K")
    if not (len(p) and (p >= 0).all() and np.isclose(p.sum(), 1)):
        got = f"{style.point(p)}, sum {style.number(p.sum())}"
        raise ValueError(f"p needs probabilities that add up to 1, got {got}")
    return p, [str(name) for name in listed("names", names, len(p))]
