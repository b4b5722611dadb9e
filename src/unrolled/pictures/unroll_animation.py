"""The loop unrolls: one motion between the short-hand diagram and the unrolled one."""

import math

import numpy as np
from matplotlib.axes import Axes

from unrolled.pictures import style
from unrolled.pictures.diagram import loop_parts, parts
from unrolled.pictures.graph import Arrow, Node, draw, says
from unrolled.shapes import array, listed

SLIDE, CHANGE, WRITE = (0, 0.6), (0.6, 0.8), 0.9  # when, within a step
APART = 0.6  # columns: where two cells no longer cover each other


def frame(x, h, y, s: float, ax: Axes | None = None) -> Axes:
    """Draw the unrolling at time s: `diagram.loop` at s = 0, `diagram.unrolled` at s = T.

    x lists T inputs, h the T+1 states, y the T outputs. s: 0 to T, whole or not. From one step to
    the next a copy of the cell, with its input and output, slides out to the right; the loop's
    arrow stretches to it; the state changes, and the output is there. Raises ValueError where
    lengths do not fit.
    """
    x = listed("x", x, (1, 12))
    T = len(x)
    h, y = listed("h", h, T + 1), listed("y", y, T)
    s = float(array("s", s))
    if not 0 <= s <= T:
        raise ValueError(f"s needs a number from 0 to {T}, got {s:g}")
    k = max(math.ceil(s) - 1, 0)  # the step that is under way starts at h(k)
    left = (T - k - _share(SLIDE, s - k)) / 2  # centres what is there
    room: list[tuple[float, float]] = [(0, 0), (T, 2)]
    if s == 0:
        loop = loop_parts(None, None, None, "done", left)
        return draw(*loop, "The loop before it unrolls: nothing is read yet.", ax, room)
    rows, done = parts(x[:k], h[: k + 1], y[:k], None, first=left)
    nodes, arrows = _step(k, s - k, T, x, h, y, rows[1][k])  # first: it comes from behind the cell
    nodes += [node for row in rows for node in row.values()]
    told = f"The loop unrolls: step {k + 1} of {T}{says(x[k])}."
    return draw(nodes, arrows + done, told, ax, room)


def _share(when, f):
    """How much of a movement is done at f: it starts and ends slowly."""
    begin, end = when
    share = min(max((f - begin) / (end - begin), 0), 1)
    return share * share * (3 - 2 * share)


def _step(k, f, T, x, h, y, cell):
    """A share f of the step from h(k) to h(k+1): the copy that slides out, its input and output."""
    apart, changed = _share(SLIDE, f), _share(CHANGE, f)
    out = apart >= APART
    names = ["x_({})", "h_({})", "y_({})"] if out else ["", "", ""] if k else ["x_(t)", "", "y_(t)"]
    state = (1 - changed) * np.asarray(h[k]) + changed * np.asarray(h[k + 1])
    values = [x[k] if out else None, state if out else None, y[k] if f >= WRITE else None]
    below, copy, above = nodes = [
        Node(cell.column + apart, row, "xhy"[row], name.format(k + 1), value, "now")
        for row, (name, value) in enumerate(zip(names, values))
    ]
    # The arrow is a loop while the copy is behind the cell; then it straightens.
    loop = 1 - max(apart - APART, 0) / (1 - APART)
    arrows = [Arrow(cell, copy, "W_hh" * out, style.WEIGHT["W_hh"], loop)]
    if out or k == 0:
        arrows += [Arrow(below, copy, "W_xh"), Arrow(copy, above, "W_hy")]
    if f == 1 and k + 1 < T:
        arrows.append(Arrow(copy, copy, "W_hh"))
    return nodes, arrows
