"""The vocabulary of all diagrams: nodes and arrows, and how they are drawn."""

from typing import NamedTuple

import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from unrolled.pictures import style
from unrolled.shapes import array

WIDTH = {"x": 0.84, "h": 0.6, "y": 0.84, "f": 0.84}
HEIGHT = 0.6
PITCH = 1.25                                    # inches from node to node, where there is room
FILL = {"x": "#FBE3D6", "h": "#D6E6F2", "y": "#D5EFE5", "f": "#EEEEEE"}


class Node(NamedTuple):
    """A box at (column, row). kind: "x" input, "h" state, "y" output, "f" function."""

    column: float
    row: float
    kind: str
    symbol: str = ""
    value: object = None
    phase: str = "done"                         # or "now", or "later"


class Arrow(NamedTuple):
    """From one node to another. weight: the matrix on the way, which gives the colour and the label."""

    tail: Node
    head: Node
    weight: str = ""
    color: str = ""


def draw(nodes, arrows, sentence, ax=None):
    """All nodes and arrows; a small diagram does not fill a large `ax`, so that boxes keep their size."""
    columns, rows = [node.column for node in nodes], [node.row for node in nodes]
    ax = style.axes(ax, height=PITCH * (max(rows) - min(rows) + 1))
    vectors = [np.abs(node.value).max(initial=1) for node in nodes if np.ndim(node.value) == 1]
    for arrow in arrows:
        _arrow(ax, arrow)
    for node in nodes:
        _box(ax, node, max(vectors, default=1))
    for limits, places, inches, rim in [(ax.set_xlim, columns, ax.bbox.width / ax.figure.dpi, 0.55),
                                        (ax.set_ylim, rows, ax.bbox.height / ax.figure.dpi, 0.4)]:
        center, span = (min(places) + max(places)) / 2, max(max(places) - min(places), round(inches / PITCH) - 1)
        limits(center - span / 2 - rim, center + span / 2 + rim)
    ax.axis("off")
    for artist in ax.get_children():                    # all is within the limits, and to measure text takes long
        artist.set_in_layout(False)
    return style.describe(ax, sentence)


def _box(ax, node, largest):
    wide, pale = WIDTH[node.kind], node.phase == "later"
    edge, line = (style.PALE, "--") if pale else (style.INK, "-")
    ax.add_artist(FancyBboxPatch(
        (node.column - wide / 2 + 0.05, node.row - HEIGHT / 2 + 0.05), wide - 0.1, HEIGHT - 0.1, "round,pad=0.05",
        fc={"done": FILL[node.kind], "now": style.LIT, "later": "white"}[node.phase],
        ec=edge, ls=line, lw=3.5 if node.phase == "now" else 1.5, zorder=3))
    shown = node.value is not None and not pale
    if shown and np.ndim(node.value) == 1:
        _bars(ax, node, wide, largest)
    elif shown:
        text = node.value if isinstance(node.value, str) else style.number(float(array("value", node.value)))
        ax.text(node.column, node.row + 0.1, text, ha="center", va="center", fontsize=13, color=style.INK, zorder=4)
    ax.text(node.column, node.row - (0.17 if shown else 0), style.symbol(node.symbol), ha="center", va="center",
            fontsize=style.SMALL, color=edge, zorder=4)


def _bars(ax, node, wide, largest):
    values = array("value", node.value, "n") / largest
    pitch = (wide - 0.16) / len(values)
    left, zero = node.column - wide / 2 + 0.08, node.row + 0.1
    tops = zero + 0.17 * np.array([[0, 0, value, value] for value in values])
    sides = left + pitch * (np.arange(len(values))[:, None] + [0.1, 0.9, 0.9, 0.1])
    bars = PolyCollection(np.stack([sides, tops], axis=-1), fc=style.INK, lw=0, zorder=4)
    ax.add_collection(bars, autolim=False)
    ax.add_artist(Line2D([left, left + pitch * len(values)], [zero, zero], color=style.INK, lw=0.8, ls="-", zorder=4))


def _arrow(ax, arrow):
    tail, head = arrow.tail, arrow.head
    color = arrow.color or style.WEIGHT.get(arrow.weight, style.INK)
    alpha = 0.35 if "later" in (tail.phase, head.phase) else 1
    start, end, bend, label = _route(tail, head)
    ax.add_artist(FancyArrowPatch(start, end, connectionstyle=f"arc3,rad={bend}", arrowstyle="-|>", mutation_scale=18,
                                 lw=1.5 if color == style.PALE else 2.5, color=color, alpha=alpha,
                                 shrinkA=0, shrinkB=0, zorder=2))
    if arrow.weight:
        level, slanted = tail.row == head.row and tail is not head, tail.column != head.column and tail.row != head.row
        ax.text(*label, style.symbol(arrow.weight), fontsize=style.SMALL, alpha=alpha, zorder=4,
                ha="center" if level or slanted else "left", va="bottom" if level else "center",
                bbox=dict(fc="white", ec="none", pad=1) if slanted else None)


def _route(tail, head):
    """Where an arrow starts, ends, how it bends, and where its label stands."""
    if tail is head:
        side = tail.column + WIDTH[tail.kind] / 2
        return (side, tail.row + 0.12), (side, tail.row - 0.12), -2.6, (side + 0.04, tail.row + 0.26)
    if tail.row == head.row:
        side = 0.5 if head.column > tail.column else -0.5
        start, end = tail.column + side * WIDTH[tail.kind], head.column - side * WIDTH[head.kind]
        return (start, tail.row), (end, tail.row), 0, ((start + end) / 2, tail.row + 0.06)
    if tail.row > head.row:                             # down between two columns, from the side to the near corner
        start = tail.column + WIDTH[tail.kind] / 2, tail.row
        end = head.column - WIDTH[head.kind] / 2 + 0.1, head.row + HEIGHT / 2
        return start, end, 0, end
    start, end = (tail.column, tail.row + HEIGHT / 2), (head.column, head.row - HEIGHT / 2)
    beside = 0.05 if tail.column == head.column else 0
    return start, end, 0, (0.7 * start[0] + 0.3 * end[0] + beside, 0.6 * start[1] + 0.4 * end[1])

