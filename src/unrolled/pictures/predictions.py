"""Pictures of what a network answers: probabilities, and a generated text."""

import textwrap

import numpy as np
from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.shapes import array, listed, whole
from unrolled.shapes import text as as_text

SHOWN = {" ": "␣", "\n": "↵"}  # characters that leave no ink


def probabilities(p, names, marked=None, meaning="right", ax: Axes | None = None) -> Axes:
    """Draw a bar for each of K answers, as long as its probability: p (K,), names (K,).

    marked: the place of one answer, whose bar is hatched, under a triangle; meaning: what it is. A
    space is shown as ␣ and a line break as ↵. Raises ValueError for a p outside of 0 to 1.
    """
    p, ax = array("p", p, "K"), style.axes(ax)
    if not len(p) or p.min() < 0 or p.max() > 1 + 1e-9:
        raise ValueError(f"p needs probabilities from 0 to 1, got {style.point(p)}")
    names = [SHOWN.get(name, name) for name in map(str, listed("names", names, len(p)))]
    bars = ax.bar(range(len(p)), p, fc=style.SKY, ec=style.INK, lw=0.8)
    few = len(p) <= 7
    told = [f"{names[k]} {p[k]:.2f}" for k in (range(len(p)) if few else np.argsort(-p)[:3])]
    told = f"{'Probabilities' if few else f'Highest of {len(p)} probabilities'}: {', '.join(told)}"
    if marked is not None:
        k = whole("marked", marked, 0, len(p) - 1)
        bars[k].set(fc=style.ORANGE, hatch="//")
        ax.plot(k, min(p[k] + 0.06, 1.06), "v", ms=12, color=style.VERMILION, mec=style.INK)
        told += f"; {meaning}: {names[k]} {p[k]:.2f}"
    slanted = {"rotation": 40, "ha": "right", "rotation_mode": "anchor"}
    look = slanted if max(map(len, names)) > 2 else {}
    ax.set_xticks(range(len(p)), names, fontsize=style.SMALL, **look)
    ax.set(xlim=(-0.7, len(p) - 0.3), ylim=(0, 1.12), yticks=[0, 0.5, 1], ylabel="probability")
    return style.describe(ax, f"{told}.")


def generated_text(text: str, seed="", width=44, rows=9, ax: Axes | None = None) -> Axes:
    """Write out a text after its seed in square brackets, `width` characters in a line.

    A ↵ is where the text itself breaks a line. What does not fit into the rows is left out: …
    Raises ValueError where the text does not begin with the seed.
    """
    width, rows, ax = whole("width", width, 2), whole("rows", rows, 1), style.axes(ax)
    text, seed = as_text("text", text), as_text("seed", seed)
    if not text.startswith(seed):
        got = f"{seed!r} for {text[: len(seed) + 8]!r}"
        raise ValueError(f"seed needs to be how the text begins, got {got}")
    shown, lines = f"[{seed}]{text[len(seed) :]}", []
    for part in shown.replace("\n", "↵\n").split("\n"):
        lines += textwrap.wrap(part, width, drop_whitespace=False, replace_whitespace=False)
    if len(lines) > rows:
        lines[rows - 1 :] = [lines[rows - 1] + "…"]
    look = {"family": "monospace", "fontsize": 15, "va": "top", "linespacing": 1.5}
    ax.text(0, 0, "\n".join(lines), **look, parse_math=False)
    ax.set(xlim=(0, width), ylim=(rows, 0))
    ax.axis("off")
    return style.describe(ax, f"Text, begun with {seed!r}: {text!r}.")
