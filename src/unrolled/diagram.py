"""A computation as nodes and arrows: the loop, the same unrolled over time, and its relatives.

Every diagram is a list of `Node`s and `Arrow`s handed to `draw`. Steps before t are filled, step t is
lit, later ones are pale; one colour is one weight matrix wherever it appears. A node shows a value: a
word, a number, or a vector as small bars. Every function draws on `ax`, or on a new figure, and
returns the Axes.
"""

from typing import NamedTuple

import matplotlib
import numpy as np
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from unrolled import style
from unrolled.shapes import array, whole

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
    return style.describe(ax, sentence)


def loop(x=None, h=None, y=None, ax=None):
    """The short-hand: one cell whose state comes back to it. Values are shown where given."""
    nodes = [Node(0, 0, "x", "x_(t)", x), Node(0, 1, "h", "h_(t)", h), Node(0, 2, "y", "y_(t)", y)]
    arrows = [Arrow(nodes[0], nodes[1], "W_xh"), Arrow(nodes[1], nodes[1], "W_hh"), Arrow(nodes[1], nodes[2], "W_hy")]
    return draw(nodes, arrows, f"The loop: x enters{_says(x)}, the state h returns to itself, y leaves{_says(y)}.", ax)


def unrolled(x, h=None, y=None, t=None, ax=None):
    """The loop unrolled, many to many: x lists T inputs, h the T+1 states, y the T outputs.

    Values may be None; h=None shows none of the states' values, y=None leaves the outputs out.
    t: the step that is lit, 0 to T; None: all are done. Raises ValueError where lengths do not fit.
    """
    return _recurrence(len(x), dict(enumerate(x, 1)), h, {} if y is None else _steps("y", y, len(x)), t, ax)


def many_to_one(x, h=None, y=None, t=None, ax=None):
    """A sequence in, one output after the last step: x lists T inputs, y is a single value."""
    return _recurrence(len(x), dict(enumerate(x, 1)), h, {len(x): y}, t, ax)


def one_to_many(x, h=None, y=(None,) * 4, t=None, ax=None):
    """One input before the first step, a sequence out: x is a single value, y lists T outputs."""
    return _recurrence(len(y), {1: x}, h, dict(enumerate(y, 1)), t, ax)


def direct(x, t, ax=None):
    """No state: y(t) as a function of the whole prefix, with weights of its own for every t and place."""
    t = whole("t", t, 1, len(x))
    inputs = [Node(k, 0, "x", f"x_({k})", value, _phase(k, t)) for k, value in enumerate(x, 1)]
    f, y = (Node((1 + t) / 2, row, kind, f"{kind}_({t})", None, "now") for row, kind in [(1.15, "f"), (2, "y")])
    arrows = [Arrow(node, f, f"W_({t}),{k}", _color(k / len(x))) for k, node in enumerate(inputs[:t], 1)]
    return draw([*inputs, f, y], [*arrows, Arrow(f, y)],
                f"Direct function: y({t}) from all of x(1) to x({t}), each with a weight matrix of its own.", ax)


def stack(layers, ax=None):
    """A multi-layer network: every layer has a weight matrix, and a colour, of its own."""
    layers = whole("layers", layers, 1)
    nodes = [Node(l, 0, "h" if l else "x", f"y_({l})") for l in range(layers + 1)]
    arrows = [Arrow(a, b, f"W_({l})", _color(l / layers)) for l, (a, b) in enumerate(zip(nodes, nodes[1:]), 1)]
    return draw(nodes, arrows, f"A stack of {layers} layers, each with weights of its own.", ax)


def _recurrence(T, inputs, h, outputs, t, ax):
    """The unrolled graph: inputs and outputs map the steps that have one to its value."""
    T = whole("the number of steps", T, 1, 12)
    now = T + 1 if t is None else whole("t", t, 0, T)
    states = {k: Node(k, 1, "h", f"h_({k})", value, _phase(k, now)) for k, value in _steps("h", h, T + 1, 0).items()}
    below = {k: Node(k, 0, "x", f"x_({k})", value, _phase(k, now)) for k, value in inputs.items()}
    above = {k: Node(k, 2, "y", f"y_({k})", value, _phase(k, now)) for k, value in outputs.items()}
    arrows = [Arrow(states[k - 1], states[k], "W_hh") for k in range(1, T + 1)]
    arrows += [Arrow(node, states[k], "W_xh") for k, node in below.items()]
    arrows += [Arrow(states[k], node, "W_hy") for k, node in above.items()]
    if t is None:
        says = f"inputs at {len(below)}, outputs at {len(above)}, the same weights at every step."
    else:
        says = f"at step {t}{_says(inputs.get(t))}, h({t}){_says(states[t].value)}{', y' + _says(outputs[t]) if t in above else ''}."
    return draw([*below.values(), *states.values(), *above.values()], arrows, f"RNN unrolled, T = {T}: {says}", ax)


def _steps(name, values, T, first=1):
    values = [None] * T if values is None else list(values)
    if len(values) != T:
        raise ValueError(f"{name} needs {T} values, got {len(values)}")
    return dict(enumerate(values, first))


def _phase(k, t):
    return "now" if k == t else "done" if k < t else "later"


def _color(share):
    """As many colours as there are matrices, none of them that of W_xh, W_hh or W_hy."""
    return matplotlib.colormaps["plasma"](0.9 * share)


def _says(value):
    if value is None or isinstance(value, str):
        return f" ({value})" if value else ""
    return f" = {style.point(value) if np.ndim(value) else style.number(value)}"


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
                                 lw=2.5, color=color, alpha=alpha, shrinkA=0, shrinkB=0, zorder=2))
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
        start, end = tail.column + WIDTH[tail.kind] / 2, head.column - WIDTH[head.kind] / 2
        return (start, tail.row), (end, tail.row), 0, ((start + end) / 2, tail.row + 0.06)
    start, end = (tail.column, tail.row + HEIGHT / 2), (head.column, head.row - HEIGHT / 2)
    return start, end, 0, (0.7 * start[0] + 0.3 * end[0] + (0.05 if start[0] == end[0] else 0), 0.6 * start[1] + 0.4 * end[1])

