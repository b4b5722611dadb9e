"""Nodes and arrows, the parts of every diagram, and how they are drawn."""

from typing import Any, NamedTuple

import numpy as np
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrowPatch, FancyBboxPatch

from unrolled.pictures import style
from unrolled.shapes import array, whole

WIDTH = {"x": 0.84, "h": 0.6, "y": 0.84, "f": 0.84}
HEIGHT = 0.6
TEXT = style.CENTER | {"clip_on": True}
PITCH = 1.25  # inches from node to node, where there is room
NARROW = 1  # inches from node to node; below it no name fits between two states
FILL = {"x": "#FBE3D6", "h": "#D6E6F2", "y": "#D5EFE5", "f": "#EEEEEE"}
COLOR = style.WEIGHT | {r"\bar{W}_xh": style.ORANGE, r"\bar{W}_hh": style.PURPLE}


class Node(NamedTuple):
    """A box at (column, row). kind: "x" input, "h" state, "y" output, "f" function."""

    column: float
    row: float
    kind: str
    symbol: str = ""
    value: Any = None  # a word, a number, a vector, or None: no value
    phase: str = "done"  # or "now", or "later"


class Arrow(NamedTuple):
    """An arrow from one node to another. weight: its matrix, which gives it a colour and a name."""

    tail: Node
    head: Node
    weight: str = ""
    color: str | tuple = ""
    loop: float = 0  # 1 for a loop at the tail, 0 for a straight arrow, and anything between


def draw(nodes, arrows, sentence: str, ax: Axes | None = None, room=None) -> Axes:
    """Draw all nodes and arrows; boxes keep their size on a large `ax`.

    room: the places (column, row) that the limits include; None: those of the nodes.
    """
    columns, rows = zip(*(room or [node[:2] for node in nodes]))
    ax = style.axes(ax, height=PITCH * (max(rows) - min(rows) + 1))
    width, height = ax.bbox.size / ax.figure.dpi
    ax.set(xlim=_limits(columns, width, 0.55), ylim=_limits(rows, height, 0.4))
    ax.axis("off")
    # Arrows between states have no room for names where states are close or feedback crosses them.
    feedback = any(arrow.tail.row > arrow.head.row for arrow in arrows)
    key = feedback or _share(ax) * ax.figure.get_figwidth() / np.ptp(ax.get_xlim()) < NARROW
    for arrow in arrows:
        _arrow(ax, arrow, named=not (key and _level(arrow)))
    if key:
        _key(ax, filter(_level, arrows), min(columns) - 0.3, max(rows) + 0.15)
    largest = max((np.abs(node.value).max(initial=1) for node in nodes if _vector(node)), default=1)
    for node in nodes:
        _box(ax, node)
        _content(ax, node, largest)
    for artist in ax.get_children():  # all is within the limits, and to measure text takes long
        artist.set_in_layout(False)
    return style.describe(ax, sentence)


def _share(ax):
    """The share of the figure's width that the layout gives to `ax`, before as after it is done."""
    spec, sides = ax.get_subplotspec(), ax.figure.subplotpars
    return spec.get_position(ax.figure).width / (sides.right - sides.left) if spec else 1


def phase(k: float, t: float | None) -> str:
    """Return the phase of step k where step t is lit; None: all steps are done."""
    if t is None or k < t:
        return "done"
    return "now" if k == t else "later"


def says(value) -> str:
    """Return a node's value for a sentence, to follow its name."""
    if value is None or isinstance(value, str):
        return f" ({value})" if value else ""
    value = array("value", value, ...)
    return f" = {style.point(value) if value.ndim else style.number(value)}"


def _limits(places, inches, rim):
    """Around the places, and as much more as boxes of the usual size leave room."""
    center = (min(places) + max(places)) / 2
    span = max(max(places) - min(places), round(inches / PITCH) - 1)
    return center - span / 2 - rim, center + span / 2 + rim


def _vector(node):
    return np.ndim(node.value) == 1


def _level(arrow):
    """Whether an arrow is between two states, by a matrix that all steps share."""
    return arrow.tail.row == arrow.head.row and arrow.weight in COLOR


def _key(ax, arrows, left, top):
    """The names of arrows, below one another in their colours."""
    for k, name in enumerate(dict.fromkeys(arrow.weight for arrow in arrows)):
        look = {"fontsize": style.SMALL, "color": COLOR[name], "va": "center", "clip_on": True}
        ax.text(left, top - 0.25 * k, f"→ {style.symbol(name)}", **look)


def _box(ax, node):
    corner = node.column - WIDTH[node.kind] / 2 + 0.05, node.row - HEIGHT / 2 + 0.05
    fill = {"done": FILL[node.kind], "now": style.LIT, "later": "white"}[node.phase]
    edge, dashes = (style.PALE, "--") if node.phase == "later" else (style.INK, "-")
    width = 3.5 if node.phase == "now" else 1.5
    sides = WIDTH[node.kind] - 0.1, HEIGHT - 0.1
    look = {"fc": fill, "ec": edge, "ls": dashes, "lw": width, "zorder": 3}
    ax.add_artist(FancyBboxPatch(corner, *sides, "round,pad=0.05", **look))


def _content(ax, node, largest):
    """The symbol, and above it the value, unless it is still to come."""
    pale = node.phase == "later"
    shown = not pale and (_vector(node) or node.value not in (None, ""))
    if shown and _vector(node):
        _bars(ax, node, largest)
    elif shown:
        value = node.value
        text = value if isinstance(value, str) else style.number(array("value", value))
        look = {"fontsize": style.SMALL, "color": style.INK, "zorder": 4}
        high = 0.1 if node.symbol else 0
        ax.text(node.column, node.row + high, text, **TEXT, **look, parse_math=False)
    low = 0.17 if shown else 0
    look = {"fontsize": style.SMALL, "color": style.PALE if pale else style.INK, "zorder": 4}
    symbol = style.symbol(node.symbol) if node.symbol else ""
    ax.text(node.column, node.row - low, symbol, **TEXT, **look)


def _bars(ax, node, largest):
    values = array("value", node.value, "n") / largest
    wide = WIDTH[node.kind]
    pitch = (wide - 0.16) / whole("the size of a value", len(values), 1)
    left, zero = node.column - wide / 2 + 0.08, node.row + 0.1
    tops = zero + 0.17 * np.array([[0, 0, value, value] for value in values])
    sides = left + pitch * (np.arange(len(values))[:, None] + [0.1, 0.9, 0.9, 0.1])
    bars = PolyCollection(np.stack([sides, tops], axis=-1), fc=style.INK, lw=0, zorder=4)
    ax.add_collection(bars, autolim=False)
    ends = [left, left + pitch * len(values)]
    ax.add_artist(Line2D(ends, [zero, zero], color=style.INK, lw=0.8, ls="-", zorder=4))


def _arrow(ax, arrow, named):
    tail, head = arrow.tail, arrow.head
    color = arrow.color or COLOR.get(arrow.weight, style.INK)
    alpha = 0.35 if "later" in (tail.phase, head.phase) else 1
    share, route = arrow.loop, zip(_route(tail, tail), _route(tail, head))
    start, end, bend, label = (
        share * np.array(loop) + (1 - share) * np.array(straight) for loop, straight in route
    )
    line = {"lw": 1.5 if color == style.PALE else 2.5, "color": color, "alpha": alpha}
    shape = {"arrowstyle": "-|>", "mutation_scale": 18, "connectionstyle": f"arc3,rad={bend}"}
    ax.add_artist(FancyArrowPatch(start, end, shrinkA=0, shrinkB=0, zorder=2, **line, **shape))
    if arrow.weight and named:
        look = {"fontsize": style.SMALL, "alpha": alpha, "zorder": 4}
        ax.text(*label, style.symbol(arrow.weight), **look, **_beside(tail, head), clip_on=True)


def _beside(tail, head):
    """How a name stands: over a level arrow, on a slanted one, right of an upright one."""
    if tail is head or tail.column == head.column:
        return {"ha": "left", "va": "center"}
    if tail.row == head.row:
        return {"ha": "center", "va": "bottom"}
    return {**style.CENTER, "bbox": {"fc": "white", "ec": "none", "pad": 1}}


def _route(tail, head):
    """Where an arrow starts and ends, how it bends, and where its name stands."""
    if tail is head:
        side = tail.column + WIDTH[tail.kind] / 2
        start, end = (side, tail.row + 0.12), (side, tail.row - 0.12)
        return start, end, -2.6, (side + 0.04, tail.row + 0.26)
    if tail.row == head.row:
        side = 0.5 if head.column > tail.column else -0.5
        from_x = tail.column + side * WIDTH[tail.kind]
        to_x = head.column - side * WIDTH[head.kind]
        label = (from_x + to_x) / 2, tail.row + 0.06
        return (from_x, tail.row), (to_x, tail.row), 0, label
    if tail.row > head.row:  # down between two columns, from the side to the near corner
        start = tail.column + WIDTH[tail.kind] / 2, tail.row
        end = head.column - WIDTH[head.kind] / 2 + 0.1, head.row + HEIGHT / 2
        return start, end, 0, end
    (x0, y0), (x1, y1) = (tail.column, tail.row + HEIGHT / 2), (head.column, head.row - HEIGHT / 2)
    if x0 == x1:
        return (x0, y0), (x1, y1), 0, (x0 + 0.05, 0.7 * y0 + 0.3 * y1)
    return (x0, y0), (x1, y1), 0, (0.75 * x0 + 0.25 * x1, 0.75 * y0 + 0.25 * y1)
