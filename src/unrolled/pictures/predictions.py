"""Pictures of what a network answers: probabilities, a generated text, a translation."""

import textwrap

import numpy as np
from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.pictures.graph import Arrow, Node, draw
from unrolled.shapes import array, listed, whole

SHOWN = {" ": "␣", "\n": "↵"}  # characters that leave no ink


def probabilities(p, names, marked=None, meaning="right", ax: Axes | None = None) -> Axes:
    """Draw a bar for each of K answers, as long as its probability: p (K,), names (K,).

    marked: the place of one answer, whose bar is hatched, under a triangle; meaning: what it is. A
    space is shown as ␣ and a line break as ↵. Raises ValueError unless p adds up to 1.
    """
    p, ax = array("p", p, "K"), style.axes(ax)
    if not (len(p) and (p >= 0).all() and np.isclose(p.sum(), 1)):
        got = f"{style.point(p)}, sum {style.number(p.sum())}"
        raise ValueError(f"p needs probabilities that add up to 1, got {got}")
    names = [SHOWN.get(name, str(name)) for name in listed("names", names, len(p))]
    bars = ax.bar(range(len(p)), p, fc=style.SKY, ec=style.INK, lw=0.8)
    likely = [f"{names[k]} {style.number(p[k])}" for k in np.argsort(-p, kind="stable")[:3]]
    told = f"Probabilities of {len(p)} answers: highest {', '.join(likely)}"
    if marked is not None:
        k = whole("marked", marked, 0, len(p) - 1)
        bars[k].set(fc=style.ORANGE, hatch="//")
        ax.plot(k, min(p[k] + 0.06, 1.06), "v", ms=12, color=style.VERMILION, mec=style.INK)
        told += f"; {meaning}: {names[k]} {style.number(p[k])}"
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
    if not text.startswith(seed):
        got = f"{seed!r} for {text[: len(seed) + 8]!r}"
        raise ValueError(f"seed needs to be how the text begins, got {got}")
    shown, lines = f"[{seed}]{text[len(seed) :]}", []
    for part in shown.replace("\n", "↵\n").split("\n"):
        lines += textwrap.wrap(part, width, drop_whitespace=False, replace_whitespace=False)
    if len(lines) > rows:
        lines[rows - 1 :] = [lines[rows - 1] + "…"]
    page = "\n".join(lines).replace("$", r"\$")
    ax.text(0, 0, page, family="monospace", fontsize=15, va="top", linespacing=1.5)
    ax.set(xlim=(0, width), ylim=(rows, 0))
    ax.axis("off")
    return style.describe(ax, f"Text, begun with {seed!r}: {text!r}.")


def translation(read, written, sure, ax: Axes | None = None) -> Axes:
    """Draw the words that were read in a row, and above them the words that were written.

    sure (T,): how probable each written word was, the number under it. Raises ValueError for a row
    without words, or with more than seven.
    """
    for name, row in [("read", read), ("written", written)]:
        whole(f"the number of words in {name}", len(row), 1, 7)
    shares = [f"{share:.2f}" for share in array("sure", sure, len(written))]
    below, above = (np.arange(len(row)) + (7 - len(row)) / 2 for row in (read, written))
    nodes = [Node(column, 0, "x", "", word) for column, word in zip(below, read)]
    nodes += [Node(column, 1, "y", *each) for column, *each in zip(above, shares, written)]
    arrow = Arrow(Node(3, 0, "x"), Node(3, 1, "y"))
    told = ", ".join(f"{word} {share}" for word, share in zip(written, shares))
    return draw(nodes, [arrow], f"Translation: {' '.join(read)} → {told}.", ax, [(0, 0), (6, 1)])
