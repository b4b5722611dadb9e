"""Pictures of what a network answers: how probable it finds each answer.

As in `plot`, each function takes arrays, draws on `ax` or on a new figure, returns the Axes, and keeps a sentence
with it. Bad shapes raise ValueError.
"""

import numpy as np

from unrolled.pictures import style
from unrolled.shapes import array, listed, whole

SHOWN = {" ": "␣", "\n": "↵"}                    # characters that leave no ink


def chances(p, names, right=None, ax=None):
    """A bar for each answer, as long as its probability: p (K,), names (K,). right: the place of the right answer."""
    p, names, ax = *_named(p, names), style.axes(ax)
    right = None if right is None else whole("right", right, 0, len(p) - 1)
    for k, share in enumerate(p):
        look = dict(fc=style.ORANGE, hatch="//") if k == right else dict(fc=style.BLUE)
        ax.barh(k, share, height=0.7, ec=style.INK, **look)
        ax.text(share, k, f" {share:.2f}{' right' if k == right else ''}", va="center", fontsize=style.SMALL)
    ax.set(xlim=(0, 1.45), ylim=(len(p) - 0.5, -0.5), xticks=[0, 0.5, 1], xlabel="probability")
    ax.set_yticks(range(len(p)), names)
    known = "" if right is None else f"; right is {names[right]} ({p[right]:.2f})"
    return style.describe(ax, f"Probabilities: {names[p.argmax()]} {p.max():.2f}, most of {len(p)}{known}.")


def distribution(p, names, drawn=None, ax=None):
    """Probabilities of many answers, p (K,), as upright bars, a short name below each. drawn: the place that came.

    That one is hatched, and a triangle above it points to it. A space is shown as ␣ and a line break as ↵.
    """
    p, names, ax = *_named(p, names), style.axes(ax)
    names = [SHOWN.get(name, name) for name in names]
    bars = ax.bar(range(len(p)), p, fc=style.SKY, ec=style.INK, lw=0.8)
    likely = [f"{names[k]} {style.number(p[k])}" for k in np.argsort(-p, kind="stable")[:3]]
    says = f"Distribution over {len(p)}: most probable {', '.join(likely)}"
    if drawn is not None:
        k = whole("drawn", drawn, 0, len(p) - 1)
        bars[k].set(fc=style.ORANGE, hatch="//")
        ax.plot(k, min(p[k] + 0.06, 1.06), "v", ms=12, color=style.VERMILION, mec=style.INK)
        says += f"; drawn {names[k]}, {style.number(p[k])}"
    turned = dict(rotation=60, ha="right", rotation_mode="anchor") if max(map(len, names)) > 2 else {}
    ax.set_xticks(range(len(p)), names, fontsize=style.SMALL, **turned)
    ax.set(xlim=(-0.7, len(p) - 0.3), ylim=(0, 1.12), yticks=[0, 0.5, 1], ylabel="probability")
    return style.describe(ax, f"{says}.")


def _named(p, names):
    p = array("p", p, "K")
    if not (len(p) and (p >= 0).all() and np.isclose(p.sum(), 1)):
        raise ValueError(f"p needs probabilities that add up to 1, got {style.point(p)}, sum {style.number(p.sum())}")
    return p, [str(name) for name in listed("names", names, len(p))]
